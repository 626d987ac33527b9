import { damaged } from "./refusal.ts";

export interface XmlHandler {
  /** `name` is without its namespace prefix; `attributes` is the raw text behind it. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * A push scanner for the XML of spreadsheets: chunks in, tags out, nothing kept. It knows no document types and no
 * entities but the five of XML, so an entity bomb is refused instead of expanded.
 */
export function xmlScanner(handler: XmlHandler): { push(chunk: string): void; end(): void } {
  let pending = "";

  function push(chunk: string): void {
    const text = pending === "" ? chunk : pending + chunk;
    let at = 0;
    for (;;) {
      const open = text.indexOf("<", at);
      if (open < 0) break;
      if (open > at) handler.text(unescapeXml(text.slice(at, open)));
      const end = tagEnd(text, open);
      if (end < 0) {
        at = open;
        break;
      }
      emitTag(text, open, end, handler);
      at = end;
    }
    // Text is only given out once the tag behind it is there, as an entity may be cut in two.
    pending = text.slice(at);
    if (pending.length > 4_000_000) throw damaged("XML 标签过长");
  }

  return {
    push,
    end() {
      if (pending.includes("<")) throw damaged("XML 不完整");
    },
  };
}

function tagEnd(text: string, open: number): number {
  if (text.startsWith("<!--", open)) return after(text, "-->", open + 4);
  if (text.startsWith("<![CDATA[", open)) return after(text, "]]>", open + 9);
  if (text.startsWith("<?", open)) return after(text, "?>", open + 2);
  let end = text.indexOf(">", open + 1);
  while (end >= 0 && insideQuotes(text, open, end)) end = text.indexOf(">", end + 1);
  return end < 0 ? -1 : end + 1;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function insideQuotes(text: string, from: number, to: number): boolean {
  let quote = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (quote === 0 ? code === 34 || code === 39 : code === quote) quote = quote === 0 ? code : 0;
  }
  return quote !== 0;
}

function emitTag(text: string, open: number, end: number, handler: XmlHandler): void {
  const second = text.charCodeAt(open + 1);
  if (second === 47) {
    handler.close(localName(text.slice(open + 2, end - 1).trim()));
    return;
  }
  if (second === 63) return;
  if (second === 33) {
    if (text.startsWith("<![CDATA[", open)) handler.text(text.slice(open + 9, end - 3));
    else if (!text.startsWith("<!--", open)) throw damaged("XML 含有文档类型定义");
    return;
  }
  const selfClosing = text.charCodeAt(end - 2) === 47;
  const stop = selfClosing ? end - 2 : end - 1;
  let nameEnd = open + 1;
  while (nameEnd < stop && text.charCodeAt(nameEnd) > 32) nameEnd++;
  const name = localName(text.slice(open + 1, nameEnd));
  handler.open(name, text.slice(nameEnd, stop));
  if (selfClosing) handler.close(name);
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The value of an attribute, or undefined. `name` is with its prefix if it has one. */
export function attribute(attributes: string, name: string): string | undefined {
  let at = attributes.indexOf(name);
  while (at >= 0) {
    const before = at === 0 ? 32 : attributes.charCodeAt(at - 1);
    let next = at + name.length;
    while (attributes.charCodeAt(next) <= 32) next++;
    if (before <= 32 && attributes.charCodeAt(next) === 61) {
      next++;
      while (attributes.charCodeAt(next) <= 32) next++;
      const quote = attributes[next];
      if (quote !== '"' && quote !== "'") return undefined;
      const end = attributes.indexOf(quote, next + 1);
      return end < 0 ? undefined : unescapeXml(attributes.slice(next + 1, end));
    }
    at = attributes.indexOf(name, at + 1);
  }
  return undefined;
}

const named: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, entity: string) => {
    if (!entity.startsWith("#")) return named.get(entity) ?? whole;
    const code = entity[1] === "x" ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
