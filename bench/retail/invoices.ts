import { maximumLines } from "@zhangshi/contract";
import type { RetailLine } from "./read-lines.ts";

export type RetailKind = "delivery" | "return" | "written-off" | "found";
export type RetailDocument = {
  readonly kind: RetailKind;
  readonly date: string;
  readonly invoice: string;
  readonly customer: string;
  /** 其他出库 and 其他入库 say why. */
  readonly reason: string;
  /** Quantities without sign. */
  readonly lines: readonly RetailLine[];
};
export type Business = {
  /** In the order of the file, which is the order of time. */
  readonly documents: readonly RetailDocument[];
  readonly goods: ReadonlyMap<string, RetailGoods>;
  readonly customers: readonly string[];
  /** What was decided about odd lines, and how often. */
  readonly counts: Readonly<Record<string, number>>;
};
export type RetailGoods = { readonly name: string; readonly price: string };

/** 散客: who bought without a number. */
export const walkIn = "WALK-IN";
/** Postage, carriage, discounts, samples' charges, fees and bad debt: nothing of it lies on a shelf. */
const withoutGoods = new Set(["POST", "DOT", "C2", "M", "D", "S", "B", "AMAZONFEE", "BANK CHARGES", "CRUK"]);
const spoiled = /damag|wet|thrown|throw away|faulty|mould|rust|smash|broken|crush|dirty|printing/i;
const large = 5000;

/**
 * An invoice becomes a document by these rules:
 * - a line without goods is left out, and with it an invoice that has no other;
 * - an invoice C… is a return;
 * - a negative quantity elsewhere stands at price 0 without customer: goods written off, 其他出库;
 * - an invoice of which every price is 0 and that names no customer: goods found, 其他入库;
 * - any other is a delivery, its lines at price 0 given free; who is not named is the walk-in customer.
 * Quantities of tens of thousands stay as they are, and so does their return.
 */
export function businessOf(lines: readonly RetailLine[]): Business {
  const counts: Record<string, number> = {};
  const count = (what: string, n = 1) => {
    counts[what] = (counts[what] ?? 0) + n;
  };
  const documents: RetailDocument[] = [];
  for (const invoice of invoicesOf(lines)) {
    const goods = invoice.filter((line) => !withoutGoods.has(line.code));
    count("lines without goods left out", invoice.length - goods.length);
    const [first] = goods;
    if (!first) {
      count("invoices without goods left out");
      continue;
    }
    const kind = kindOf(first.invoice, goods);
    count(`${kind} lines`, goods.length);
    const isTrade = kind === "delivery" || kind === "return";
    if (isTrade && first.customer === "") count("lines of walk-in customers", goods.length);
    if (isTrade) count("lines at price 0 given free", goods.filter(isFree).length);
    count(`lines of more than ${large} pieces`, goods.filter((line) => Math.abs(line.quantity) > large).length);
    for (let from = 0; from < goods.length; from += maximumLines) {
      if (from > 0) count("documents split off");
      documents.push({
        kind,
        date: first.date,
        invoice: first.invoice,
        customer: first.customer || walkIn,
        reason: reasonOf(kind, first.description),
        lines: goods.slice(from, from + maximumLines).map((line) => ({ ...line, quantity: Math.abs(line.quantity) })),
      });
    }
  }
  return { documents, goods: goodsOf(documents), customers: customersOf(documents), counts };
}

/** What was traded from a month on. */
export function businessSince({ documents, counts }: Business, month: string): Business {
  const later = documents.filter((document) => document.date.slice(0, 7) >= month);
  return { documents: later, goods: goodsOf(later), customers: customersOf(later), counts };
}

function invoicesOf(lines: readonly RetailLine[]): Iterable<readonly RetailLine[]> {
  const invoices = new Map<string, RetailLine[]>();
  for (const line of lines) {
    const invoice = invoices.get(line.invoice);
    if (invoice) invoice.push(line);
    else invoices.set(line.invoice, [line]);
  }
  return invoices.values();
}
function kindOf(invoice: string, lines: readonly RetailLine[]): RetailKind {
  const isNegative = lines.some((line) => line.quantity < 0);
  if (isNegative && lines.some((line) => line.quantity > 0)) throw new Error(`${invoice} goes both ways`);
  if (invoice.startsWith("C")) return "return";
  if (isNegative) {
    if (!lines.every(isFree)) throw new Error(`${invoice} is negative and has a price`);
    return "written-off";
  }
  return lines.every(isFree) && lines[0]?.customer === "" ? "found" : "delivery";
}
function isFree(line: RetailLine): boolean {
  return Number(line.price) === 0;
}
function reasonOf(kind: RetailKind, description: string): string {
  if (kind === "written-off") return spoiled.test(description) ? "damaged" : "other-out";
  return kind === "found" ? "found" : "";
}

/** The longest description is the name: the short ones say "damages", "?" or nothing. The first price above 0 is the price. */
function goodsOf(documents: readonly RetailDocument[]): ReadonlyMap<string, RetailGoods> {
  const goods = new Map<string, RetailGoods>();
  for (const line of documents.flatMap((document) => document.lines)) {
    const known = goods.get(line.code) ?? { name: line.code, price: "0" };
    const isBetter = !isFree(line) && line.description.length > (known.name === line.code ? 0 : known.name.length);
    const name = isBetter ? line.description : known.name;
    const price = Number(known.price) > 0 ? known.price : line.price;
    if (name !== known.name || price !== known.price || !goods.has(line.code)) goods.set(line.code, { name, price });
  }
  return goods;
}
function customersOf(documents: readonly RetailDocument[]): readonly string[] {
  return [...new Set(documents.map((document) => document.customer))].sort();
}
