import { cleanText, isBuiltInDateFormat, isDateFormat } from "./cell.ts";
import type { SheetHead } from "./events.ts";
import type { ReadingLimits } from "./limits.ts";
import { damaged, ReadingRefusal } from "./refusal.ts";
import { attribute, xmlScanner, type XmlHandler } from "./xml.ts";
import { decoded, inflate, type InflateBudget, type ZipArchive } from "./zip.ts";

export interface WorkbookParts {
  readonly sheets: readonly (SheetHead & { readonly part: string })[];
  readonly sharedTexts: string | undefined;
  readonly styles: string | undefined;
  readonly is1904: boolean;
}

const nothing = () => {};

export async function readWorkbookParts(archive: ZipArchive, budget: InflateBudget): Promise<WorkbookParts> {
  const root = await readRelations(archive, "_rels/.rels", "", budget);
  const main =
    [...root.values()].find((relation) => relation.type.endsWith("/officeDocument"))?.target ?? "xl/workbook.xml";
  if (!archive.entries.has(main)) throw damaged("不是 Excel 工作簿");
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const relations = await readRelations(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder, budget);

  let is1904 = false;
  const sheets: (SheetHead & { readonly part: string })[] = [];
  await scan(archive, main, budget, {
    open(name, attributes) {
      if (name === "workbookPr") is1904 = isTrue(attribute(attributes, "date1904"));
      if (name !== "sheet") return;
      const relation = relations.get(relationId(attributes));
      if (!relation?.type.endsWith("/worksheet")) return;
      const state = attribute(attributes, "state");
      sheets.push({
        index: sheets.length,
        name: cleanText(attribute(attributes, "name") ?? ""),
        hidden: state === "hidden" || state === "veryHidden",
        part: relation.target,
      });
    },
    close: nothing,
    text: nothing,
  });
  const part = (type: string) => [...relations.values()].find((relation) => relation.type.endsWith(type))?.target;
  return { sheets, sharedTexts: part("/sharedStrings"), styles: part("/styles"), is1904 };
}

function relationId(attributes: string): string {
  return /\s\w+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? "";
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

async function readRelations(
  archive: ZipArchive,
  part: string,
  folder: string,
  budget: InflateBudget,
): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  if (!archive.entries.has(part)) return relations;
  await scan(archive, part, budget, {
    open(name, attributes) {
      if (name !== "Relationship") return;
      const target = attribute(attributes, "Target") ?? "";
      relations.set(attribute(attributes, "Id") ?? "", {
        type: attribute(attributes, "Type") ?? "",
        target: target.startsWith("/") ? target.slice(1) : resolved(folder + target),
      });
    },
    close: nothing,
    text: nothing,
  });
  return relations;
}

function resolved(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

async function scan(archive: ZipArchive, part: string, budget: InflateBudget, handler: XmlHandler): Promise<void> {
  const entry = archive.entries.get(part);
  if (!entry) throw damaged(`缺少 ${part}`);
  const scanner = xmlScanner(handler);
  for await (const chunk of decoded(inflate(archive, entry, budget))) scanner.push(chunk);
  scanner.end();
}

/** Rich text becomes plain text; the reading aids (rPh) of Japanese files are no part of the value. */
export async function readSharedTexts(
  chunks: AsyncIterable<string>,
  limits: ReadingLimits,
): Promise<readonly string[]> {
  const texts: string[] = [];
  let length = 0;
  let current = "";
  let inText = false;
  let inReading = false;
  const scanner = xmlScanner({
    open(name) {
      if (name === "si") current = "";
      else if (name === "t") inText = !inReading;
      else if (name === "rPh") inReading = true;
    },
    close(name) {
      if (name === "t") inText = false;
      else if (name === "rPh") inReading = false;
      else if (name === "si") {
        length += current.length + 1;
        if (length > limits.sharedTextLength)
          throw new ReadingRefusal("file.too_large", "文件中的文字过多，请分成几个文件导入。");
        texts.push(decodeEscapes(current));
      }
    },
    text(text) {
      if (inText) current += text;
    },
  });
  for await (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return texts;
}

/** `_x000D_` is how Office writes characters that XML cannot hold. */
export function decodeEscapes(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The indexes of the cell formats that show dates. */
export async function readStyles(chunks: AsyncIterable<string>): Promise<ReadonlySet<number>> {
  const dateFormats = new Set<number>();
  const dateStyles = new Set<number>();
  let inCellFormats = false;
  let index = 0;
  const scanner = xmlScanner({
    open(name, attributes) {
      if (name === "numFmt") {
        const id = Number(attribute(attributes, "numFmtId"));
        if (isDateFormat(attribute(attributes, "formatCode") ?? "")) dateFormats.add(id);
        else dateFormats.delete(id);
      } else if (name === "cellXfs") {
        inCellFormats = true;
      } else if (name === "xf" && inCellFormats) {
        const id = Number(attribute(attributes, "numFmtId") ?? "0");
        if (dateFormats.has(id) || isBuiltInDateFormat(id)) dateStyles.add(index);
        index++;
      }
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
    text: nothing,
  });
  for await (const chunk of chunks) scanner.push(chunk);
  return dateStyles;
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true" || value === "on";
}
