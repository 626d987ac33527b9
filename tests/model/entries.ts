import { share } from "./exact.ts";
import {
  type Body,
  type Company,
  items,
  type Kind,
  type Paper,
  type Part,
  type SettledLine,
  type Source,
  transit,
} from "./paper.ts";

/** What the value of an entry follows from. */
export type Given =
  | { readonly by: "stated"; readonly value: bigint }
  /** Said when approved, by the average of that moment. */
  | { readonly by: "average" }
  | { readonly by: "method" }
  /** What is left of the entry that it follows. */
  | { readonly by: "source"; readonly key: string }
  /** The leg of a transfer before it. */
  | { readonly by: "leg" }
  | { readonly by: "parts"; readonly weight: bigint; readonly whole: bigint }
  | { readonly by: "count"; readonly counted: bigint; readonly net: bigint; readonly whole: bigint };
export type Entry = {
  readonly paper: Paper;
  readonly lineNo: number;
  readonly line: SettledLine;
  readonly lot: string | null;
  readonly slot: number;
  readonly warehouse: string;
  /** Signed; of a count it follows from what is there. */
  readonly quantity: bigint;
  readonly given: Given;
  /** Whose parcel is meant, where one is. */
  readonly parcel: string | null;
  /** Of a value alone: the goods that it speaks of. */
  readonly coverage: bigint | null;
  readonly date: string;
  /** (order of approval, slot) and, beside another entry, the own ones after those of that entry. */
  readonly place: readonly number[];
};
/** An entry by its paper, line and lot. */
export function entryKey(paper: number, line: number, lot: string | null): string {
  return `${paper}/${line}/${lot ?? ""}`;
}
export function nameOf(entry: Pick<Entry, "paper" | "lineNo" | "lot">): string {
  return entryKey(entry.paper.name, entry.lineNo, entry.lot);
}
export function lineKey(source: Source): string {
  return `${source.paper}/${source.line}`;
}
export function shelfKey(item: string, warehouse: string): string {
  return `${item}/${warehouse}`;
}
export function paperOf(company: Company, name: number): Paper | undefined {
  return company.papers.find((paper) => paper.name === name);
}
export function approvedPapers(company: Company): readonly Paper[] {
  return company.papers.filter((paper) => paper.status === "approved");
}
export function month(date: string): string {
  return date.slice(0, 7);
}

/** A promise moves no goods. */
export function isOrder(kind: Kind): boolean {
  return kind === "sales-order" || kind === "purchase-order";
}
/** Goods change their shelf only: nothing comes into the company or leaves it. */
export function isTransfer(kind: Kind): boolean {
  return kind === "transfer" || kind === "transfer-shipment" || kind === "transfer-receipt";
}
export function destination(body: Body): string {
  if (body.kind === "transfer-shipment") return transit;
  return (body.kind === "transfer" ? body.toWarehouse : body.warehouse) ?? "";
}
/** What the company pays for goods and cannot deduct belongs to what they cost. */
export function goodsAmount(company: Company, line: { readonly net: bigint; readonly tax: bigint }): bigint {
  return company.rules.taxStatus === "general" ? line.net : line.net + line.tax;
}

/** Each part of a line with its share of a value; the last takes what is left. */
export function sharedOut(parts: readonly Part[], value: bigint): readonly (Part & { readonly value: bigint })[] {
  let rest = { quantity: parts.reduce((sum, part) => sum + part.quantity, 0n), value };
  return parts.map((part) => {
    const own = share(rest.value, part.quantity, rest.quantity);
    rest = { quantity: rest.quantity - part.quantity, value: rest.value - own };
    return { ...part, value: own };
  });
}

/** What a paper does to the shelves, in the order in which it does it. */
export function entriesOf(company: Company, paper: Paper): readonly Entry[] {
  const { body } = paper;
  const made: Entry[] = [];
  const add = (line: SettledLine, part: Part, quantity: bigint, given: Given, more: Partial<Entry> = {}): void => {
    const slot = made.length;
    const lineNo = paper.lines.indexOf(line) + 1;
    const parcel = line.source && entryKey(line.source.paper, line.source.line, part.lot);
    const plain = { paper, lineNo, line, lot: part.lot, slot, warehouse: line.warehouse, quantity, given, parcel };
    made.push({ ...plain, coverage: null, date: body.date, place: [paper.order ?? 0, slot], ...more });
  };
  const isOut = (line: SettledLine): boolean => (line.role === "part") === (body.kind === "assembly");
  const lines = [...paper.lines];
  if (body.kind === "assembly" || body.kind === "disassembly")
    lines.sort((a, b) => Number(isOut(b)) - Number(isOut(a)));
  let whole = lines.reduce((rest, line) => rest + (isOut(line) ? 0n : line.weight), 0n);
  for (const line of lines) {
    const { parts } = line;
    const fromSource = (part: Part): Given =>
      line.source
        ? { by: "source", key: entryKey(line.source.paper, line.source.line, part.lot) }
        : { by: body.kind === "sales-return" ? "average" : "method" };
    switch (body.kind) {
      case "opening-stock":
      case "purchase-receipt":
      case "other-receipt": {
        const value = body.kind === "purchase-receipt" ? goodsAmount(company, line) : line.net;
        for (const part of sharedOut(parts, value)) add(line, part, part.quantity, { by: "stated", value: part.value });
        break;
      }
      case "purchase-return":
        for (const part of parts)
          add(
            line,
            part,
            -part.quantity,
            line.source ? { by: "stated", value: saidOf(paper, line, part) } : { by: "method" },
          );
        break;
      case "sales-return":
        for (const part of parts) add(line, part, part.quantity, fromSource(part));
        break;
      case "sales-delivery":
        // An order that it follows says nothing of what the goods cost.
        for (const part of parts) add(line, part, -part.quantity, { by: "method" });
        break;
      case "other-issue":
      case "transfer-loss":
        for (const part of parts) add(line, part, -part.quantity, fromSource(part));
        break;
      case "transfer":
      case "transfer-shipment":
      case "transfer-receipt":
        for (const part of parts) {
          add(line, part, -part.quantity, fromSource(part));
          add(line, part, part.quantity, { by: "leg" }, { warehouse: destination(body) });
        }
        break;
      case "stock-count":
        // Piece by piece a line says of every piece whether it is there: see counted().
        for (const part of isSerial(line.item) ? [{ lot: null, quantity: 0n }] : parts)
          add(line, part, 0n, { by: "count", counted: part.quantity, net: line.net, whole: line.quantity });
        break;
      case "assembly":
      case "disassembly":
        if (isOut(line)) for (const part of parts) add(line, part, -part.quantity, { by: "method" });
        else {
          // A line's weight is shared out over its pieces, too.
          for (const part of sharedOut(parts, line.weight)) {
            add(line, part, part.quantity, { by: "parts", weight: part.value, whole });
            whole -= part.value;
          }
        }
        break;
      case "cost-adjustment":
        add(line, parts[0] ?? { lot: null, quantity: 0n }, 0n, { by: "stated", value: line.net });
        break;
      case "price-correction":
      case "cost-allocation":
        for (const { lot, value, coverage } of paper.stated[paper.lines.indexOf(line)]?.parts ?? [])
          if (value !== null && value !== 0n)
            add(
              line,
              { lot, quantity: 0n },
              0n,
              { by: "stated", value },
              {
                coverage,
                ...beside(company, line, lot, paper, made.length),
              },
            );
    }
  }
  return made;
}
function saidOf(paper: Paper, line: SettledLine, part: Part): bigint {
  const said = paper.stated[paper.lines.indexOf(line)]?.parts.find((one) => one.lot === part.lot);
  return said?.value ?? 0n;
}
/**
 * In the month of the receipt a value stands right after the receipt's entry; later, and where all of it goes to what is
 * there (差额全部入库存), on the day of its own paper.
 */
function beside(company: Company, line: SettledLine, lot: string | null, paper: Paper, slot: number): Partial<Entry> {
  const receipt = line.source === null ? undefined : paperOf(company, line.source.paper);
  if (!receipt || line.source === null || paper.body.method === "stock") return {};
  if (month(receipt.body.date) !== month(paper.body.date)) return {};
  const before = receipt.lines.slice(0, line.source.line - 1).reduce((sum, one) => sum + one.parts.length, 0);
  const own = receipt.lines[line.source.line - 1]?.parts.findIndex((part) => part.lot === lot) ?? 0;
  return { date: receipt.body.date, place: [receipt.order ?? 0, before + own, paper.order ?? 0, slot] };
}

export function isSerial(name: string): boolean {
  return items.find((item) => item.name === name)?.tracking === "serial";
}

/** The order of the books: business date, order of approval, line. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => {
    if (a.date !== b.date) return a.date < b.date ? -1 : 1;
    for (let index = 0; index < Math.max(a.place.length, b.place.length); index += 1) {
      const difference = (a.place[index] ?? 0) - (b.place[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
