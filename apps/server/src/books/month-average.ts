import {
  type CostScope,
  divideHalfUp,
  type Money,
  type Period,
  periodOf,
  type Pool,
  poolWarehouse,
  type Quantity,
  stockKey,
} from "@zhangshi/core";
import type { TailEntry } from "./recost.sql.ts";

/** What a closed month of one pool had to share: opening and receipts, in quantity and in value. */
export type MonthAverage = { readonly quantity: Quantity; readonly value: Money };
export type MonthAverages = ReadonlyMap<string, MonthAverage>;
export function monthKey(itemId: string, poolWarehouseId: string, period: Period): string {
  return `${stockKey(itemId, poolWarehouseId)}/${period}`;
}

type MonthEntry = Pick<
  TailEntry,
  "seq" | "itemId" | "warehouseId" | "businessDate" | "quantity" | "basis" | "sourceSeq" | "reversesSeq" | "documentId"
>;

/**
 * 全月一次加权平均 of one pool and month. Issues are shared out one after another so that together they cost
 * round(value × issued ÷ quantity) and the last of everything takes the rest (E2, P57). What comes back to the pool that
 * it left in the same month is an issue less, not a receipt.
 */
export class AveragedMonth {
  private issued: Quantity = 0n;
  private readonly key: string;
  private readonly average: MonthAverage;
  private readonly keys: ReadonlyMap<bigint, string>;

  constructor(key: string, average: MonthAverage, keys: ReadonlyMap<bigint, string>) {
    this.key = key;
    this.average = average;
    this.keys = keys;
  }
  isNeutral(entry: MonthEntry): boolean {
    return entry.basis === "entry" && entry.sourceSeq !== null && this.keys.get(entry.sourceSeq) === this.key;
  }
  /** Signed like the quantity. */
  share(quantity: Quantity): Money {
    const before = this.costOf(this.issued);
    this.issued -= quantity;
    return before - this.costOf(this.issued);
  }
  /** A reversal: what it takes back was never issued. */
  giveBack(quantity: Quantity): void {
    this.issued -= quantity;
  }
  private costOf(issued: Quantity): Money {
    const { quantity, value } = this.average;
    return issued === quantity ? value : divideHalfUp(value * issued, quantity);
  }
}

/** Which month of which pool an entry belongs to, and what was issued of each so far. */
export class AveragedMonths {
  private readonly scope: CostScope;
  private readonly averages: MonthAverages;
  private readonly months = new Map<string, AveragedMonth>();
  private readonly keys = new Map<bigint, string>();

  constructor(scope: CostScope, averages: MonthAverages) {
    this.scope = scope;
    this.averages = averages;
  }
  of(entry: MonthEntry): AveragedMonth | null {
    if (this.averages.size === 0) return null;
    const key = keyOf(this.scope, entry);
    this.keys.set(entry.seq, key);
    const average = this.averages.get(key);
    if (!average) return null;
    const known = this.months.get(key);
    if (known) return known;
    const month = new AveragedMonth(key, average, this.keys);
    this.months.set(key, month);
    return month;
  }
}
function keyOf(scope: CostScope, entry: MonthEntry): string {
  return monthKey(entry.itemId, poolWarehouse(scope, entry.warehouseId), periodOf(entry.businessDate));
}

/**
 * The pools of a month in the order in which their averages can be known: goods that were sent on or turned into others
 * cost what their own pool's average says. Pools that feed each other in a ring are left out: they stay at their moving
 * average for this month.
 */
export function poolLevels(scope: CostScope, entries: readonly MonthEntry[]): readonly (readonly string[])[] {
  const keys = new Map(entries.map((entry) => [entry.seq, keyOf(scope, entry)]));
  const feeders = new Map<string, Set<string>>([...new Set(keys.values())].map((key) => [key, new Set()]));
  const feed = (from: string | undefined, to: string) => {
    if (from !== undefined && from !== to) feeders.get(to)?.add(from);
  };
  const turned = new Map<string, Set<string>>();
  for (const entry of entries) {
    const key = keys.get(entry.seq) ?? "";
    if (entry.basis === "entry" && entry.sourceSeq !== null) feed(keys.get(entry.sourceSeq), key);
    if (entry.basis === "pool") turned.set(entry.documentId, (turned.get(entry.documentId) ?? new Set()).add(key));
    if (entry.basis === "document") for (const from of turned.get(entry.documentId) ?? []) feed(from, key);
  }
  const levels: (readonly string[])[] = [];
  while (feeders.size > 0) {
    const free = [...feeders].filter(([, from]) => ![...from].some((key) => feeders.has(key))).map(([key]) => key);
    if (free.length === 0) break;
    for (const key of free) feeders.delete(key);
    levels.push(free.sort());
  }
  return levels;
}

/** Opening and what came in of each of these pools; what never had anything is listed by nobody and divided by nobody (P57). */
export function averagesOf(
  scope: CostScope,
  pools: readonly string[],
  entries: readonly MonthEntry[],
  opening: (poolKey: string) => Pool,
  valueAt: (seq: bigint) => Money,
): MonthAverages {
  const wanted = new Set(pools);
  const sums = new Map<string, { quantity: Quantity; value: Money }>();
  const keys = new Map(entries.map((entry) => [entry.seq, keyOf(scope, entry)]));
  const reversed = new Set(entries.flatMap((entry) => (entry.reversesSeq === null ? [] : [entry.reversesSeq])));
  for (const key of wanted) {
    const pool = opening(key.slice(0, key.lastIndexOf("/")));
    sums.set(key, { quantity: pool.quantity, value: pool.value });
  }
  for (const entry of entries) {
    const key = keys.get(entry.seq) ?? "";
    const sum = sums.get(key);
    if (!sum || entry.basis === "pool" || entry.reversesSeq !== null || reversed.has(entry.seq)) continue;
    if (entry.basis === "entry" && entry.sourceSeq !== null && keys.get(entry.sourceSeq) === key) continue;
    sum.quantity += entry.quantity;
    sum.value += valueAt(entry.seq);
  }
  return new Map([...sums].filter(([, { quantity }]) => quantity > 0n));
}
