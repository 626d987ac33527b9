import { type Body, type Company, type Kind, type Paper, type SettledLine, type Source, transit } from "./paper.ts";

/** What the value of an entry follows from. */
export type Given =
  | { readonly by: "stated"; readonly value: bigint }
  /** Said when approved, by the average of that moment. */
  | { readonly by: "average" }
  | { readonly by: "method" }
  | { readonly by: "source"; readonly source: Source }
  /** The leg of a transfer before it. */
  | { readonly by: "leg" }
  | { readonly by: "parts"; readonly weight: bigint; readonly whole: bigint }
  | { readonly by: "count"; readonly counted: bigint; readonly net: bigint };
export type Entry = {
  readonly paper: Paper;
  readonly lineNo: number;
  readonly line: SettledLine;
  readonly slot: number;
  readonly warehouse: string;
  /** Signed; of a count it follows from what is there. */
  readonly quantity: bigint;
  readonly given: Given;
  /** Whose parcel is meant, where one is. */
  readonly parcel: string | null;
  readonly date: string;
  /** (order of approval, slot) and, beside another entry, the own ones after those of that entry. */
  readonly place: readonly number[];
};
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

/** What a paper does to the shelves, in the order in which it does it. */
export function entriesOf(company: Company, paper: Paper): readonly Entry[] {
  const { body } = paper;
  const made: Entry[] = [];
  const add = (line: SettledLine, quantity: bigint, given: Given, more: Partial<Entry> = {}): void => {
    const slot = made.length;
    const lineNo = paper.lines.indexOf(line) + 1;
    const parcel = line.source && lineKey(line.source);
    const plain = { paper, lineNo, line, slot, warehouse: line.warehouse, quantity, given, parcel, date: body.date };
    made.push({ ...plain, place: [paper.order ?? 0, slot], ...more });
  };
  const stated = (line: SettledLine): bigint => paper.stated[paper.lines.indexOf(line)]?.value ?? 0n;
  const isOut = (line: SettledLine): boolean => (line.role === "part") === (body.kind === "assembly");
  const lines = [...paper.lines];
  if (body.kind === "assembly" || body.kind === "disassembly")
    lines.sort((a, b) => Number(isOut(b)) - Number(isOut(a)));
  let whole = lines.reduce((rest, line) => rest + (isOut(line) ? 0n : line.weight), 0n);
  for (const line of lines) {
    switch (body.kind) {
      case "purchase-receipt":
        add(line, line.quantity, { by: "stated", value: goodsAmount(company, line) });
        break;
      case "other-receipt":
        add(line, line.quantity, { by: "stated", value: line.net });
        break;
      case "purchase-return":
        add(line, -line.quantity, line.source ? { by: "stated", value: stated(line) } : { by: "method" });
        break;
      case "sales-return":
        add(line, line.quantity, line.source ? { by: "source", source: line.source } : { by: "average" });
        break;
      case "sales-delivery":
      case "other-issue":
        add(line, -line.quantity, { by: "method" });
        break;
      case "transfer-loss":
        add(line, -line.quantity, line.source ? { by: "source", source: line.source } : { by: "method" });
        break;
      case "transfer":
      case "transfer-shipment":
      case "transfer-receipt":
        add(line, -line.quantity, line.source ? { by: "source", source: line.source } : { by: "method" });
        add(line, line.quantity, { by: "leg" }, { warehouse: destination(body) });
        break;
      case "stock-count":
        add(line, 0n, { by: "count", counted: line.quantity, net: line.net });
        break;
      case "assembly":
      case "disassembly":
        if (isOut(line)) add(line, -line.quantity, { by: "method" });
        else {
          add(line, line.quantity, { by: "parts", weight: line.weight, whole });
          whole -= line.weight;
        }
        break;
      case "cost-adjustment":
        add(line, 0n, { by: "stated", value: line.net });
        break;
      case "price-correction":
      case "cost-allocation":
        if (stated(line) !== 0n)
          add(line, 0n, { by: "stated", value: stated(line) }, beside(company, line, paper, made.length));
    }
  }
  return made;
}
/** In the month of the receipt a value stands right after the receipt's entry; later on the day of its own paper. */
function beside(company: Company, line: SettledLine, paper: Paper, slot: number): Partial<Entry> {
  const receipt = line.source === null ? undefined : paperOf(company, line.source.paper);
  if (!receipt || line.source === null || month(receipt.body.date) !== month(paper.body.date)) return {};
  const place = [receipt.order ?? 0, line.source.line - 1, paper.order ?? 0, slot];
  return { date: receipt.body.date, place };
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
