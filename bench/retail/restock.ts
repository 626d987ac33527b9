import { addDays, parseUnitPrice } from "@zhangshi/core";
import type { RetailDocument, RetailGoods } from "./invoices.ts";

/** `after`: at each week's end what was sold and is not there; `before`: at its start what will be sold and is not there. */
export type Buying = "after" | "before";
export type Week = {
  readonly first: string;
  readonly last: string;
  readonly days: readonly (readonly RetailDocument[])[];
};
export type Purchase = { readonly code: string; readonly quantity: number; readonly price: string };

const suppliers = 12;
export const supplierCodes = Array.from(
  { length: suppliers },
  (_, number) => `S${String(number + 1).padStart(2, "0")}`,
);
/** Of what is bought beforehand, one item in this many comes a tenth short. */
const shortOneIn = 40;

/** Monday to Sunday; the books begin on the first of the first month. */
export function weeksOf(documents: readonly RetailDocument[]): readonly Week[] {
  const weeks = new Map<string, Map<string, RetailDocument[]>>();
  for (const document of documents) {
    const weekday = (new Date(`${document.date}T00:00:00Z`).getUTCDay() + 6) % 7;
    const monday = addDays(document.date, -weekday);
    const days = weeks.get(monday) ?? new Map<string, RetailDocument[]>();
    weeks.set(monday, days);
    days.set(document.date, [...(days.get(document.date) ?? []), document]);
  }
  const start = `${documents[0]?.date.slice(0, 7)}-01`;
  return [...weeks].map(([monday, days]) => ({
    first: monday < start ? start : monday,
    last: addDays(monday, 6),
    days: [...days.values()],
  }));
}

/** What a week takes off the shelf, before anything comes back. */
export function takenIn(week: Week): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const document of week.days.flat())
    if (document.kind === "delivery" || document.kind === "written-off")
      for (const line of document.lines) taken.set(line.code, (taken.get(line.code) ?? 0) + line.quantity);
  return taken;
}

/** By supplier, so that the average moves a little: three fifths of the selling price, up to 5 % more or less each week. */
export function purchasesOf(
  week: Week,
  buying: Buying,
  onHand: ReadonlyMap<string, number>,
  goods: ReadonlyMap<string, RetailGoods>,
): ReadonlyMap<string, readonly Purchase[]> {
  const wanted = buying === "after" ? new Map([...onHand].map(([code]) => [code, 0])) : takenIn(week);
  const bySupplier = new Map<string, Purchase[]>();
  for (const [code, needed] of [...wanted].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const missing = needed - (buying === "after" ? (onHand.get(code) ?? 0) : Math.max(0, onHand.get(code) ?? 0));
    const isShort = buying === "before" && hashOf(`${week.first} ${code}`) % shortOneIn === 0;
    const quantity = isShort ? Math.floor((missing * 9) / 10) : missing;
    if (quantity <= 0) continue;
    const supplier = supplierCodes[hashOf(code) % suppliers] ?? "";
    const purchase = { code, quantity, price: purchasePrice(goods.get(code), hashOf(`${code} ${week.first}`) % 11) };
    bySupplier.set(supplier, [...(bySupplier.get(supplier) ?? []), purchase]);
  }
  return bySupplier;
}

/** Four decimals; what never had a price is bought for 1. */
export function purchasePrice(goods: RetailGoods | undefined, step = 5): string {
  const price = parseUnitPrice(goods && Number(goods.price) > 0 ? goods.price : "1");
  const tenThousandths = (price * 60n * BigInt(95 + step)) / 1_000_000n;
  const text = String(tenThousandths > 0n ? tenThousandths : 1n).padStart(5, "0");
  return `${text.slice(0, -4)}.${text.slice(-4)}`;
}

/** FNV-1a: the same week buys the same in every run. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  // The last bits of FNV are the weakest.
  return hash >>> 7;
}
