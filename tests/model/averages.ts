import { type Entry, month, shelfKey } from "./entries.ts";
import { half } from "./exact.ts";
import type { Rules } from "./paper.ts";

/** 全月一次加权: what a pool had in a month to share out, opening and receipts together. */
export type Average = { readonly quantity: bigint; readonly value: bigint };
export type Averages = ReadonlyMap<string, Average>;

export function monthKey(rules: Rules, entry: Pick<Entry, "line" | "warehouse" | "date">): string {
  const pool = rules.scope === "company" ? entry.line.item : shelfKey(entry.line.item, entry.warehouse);
  return `${pool} ${month(entry.date)}`;
}
/** What so many of the month's goods cost; all of them cost all of it. */
export function issuedCost(average: Average, issued: bigint): bigint {
  return issued === average.quantity ? average.value : half(average.value * issued, average.quantity);
}
