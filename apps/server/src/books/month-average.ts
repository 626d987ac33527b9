import {
  type CostScope,
  divideHalfUp,
  type Money,
  type Period,
  periodOf,
  type Pool,
  poolWarehouse,
  type Quantity,
  reachedValue,
  shareOf,
  stockKey,
  unitCostOf,
  type UnitPrice,
} from "@zhangshi/core";
import type { TailEntry } from "./recost.sql.ts";
import { isInside } from "./transfers.ts";

/** What a closed month of one pool had to share: opening and receipts, in quantity and in value. */
export type MonthAverage = { readonly quantity: Quantity; readonly value: Money };
export type MonthAverages = ReadonlyMap<string, MonthAverage>;
export function monthKey(itemId: string, poolWarehouseId: string, period: Period): string {
  return `${stockKey(itemId, poolWarehouseId)}/${period}`;
}

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
  isNeutral(entry: TailEntry): boolean {
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
  /** What goods are worth that only change their shelf inside the pool: nothing is issued. */
  worthOf(quantity: Quantity): Money {
    return shareOf(this.average.value, quantity, this.average.quantity);
  }
  /** What one unit costs, as an empty shelf remembers it. */
  unitCost(): UnitPrice {
    return unitCostOf(this.average.value, this.average.quantity);
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
  of(entry: TailEntry): AveragedMonth | null {
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
function keyOf(scope: CostScope, entry: TailEntry): string {
  return monthKey(entry.itemId, poolWarehouse(scope, entry.warehouseId), periodOf(entry.businessDate));
}

/** What was taken back stands in the books beside what took it back, and counts for nothing. */
function withoutPairs(entries: readonly TailEntry[]): readonly TailEntry[] {
  const reversed = new Set(entries.flatMap((entry) => (entry.reversesSeq === null ? [] : [entry.reversesSeq])));
  return entries.filter((entry) => entry.reversesSeq === null && !reversed.has(entry.seq));
}

/**
 * The pools of a month in the order in which their averages can be known: goods that were sent on or turned into others
 * cost what their own pool's average says. Pools that feed each other in a ring are left out: they stay at their moving
 * average for this month.
 */
export function poolLevels(scope: CostScope, entries: readonly TailEntry[]): readonly (readonly string[])[] {
  const keys = new Map(entries.map((entry) => [entry.seq, keyOf(scope, entry)]));
  const feeders = new Map<string, Set<string>>([...new Set(keys.values())].map((key) => [key, new Set()]));
  const feed = (from: string | undefined, to: string) => {
    if (from !== undefined && from !== to) feeders.get(to)?.add(from);
  };
  const turned = new Map<string, Set<string>>();
  for (const entry of withoutPairs(entries).filter((one) => !isInside(scope, one))) {
    const key = keys.get(entry.seq) ?? "";
    if (entry.basis === "entry" && entry.sourceSeq !== null) feed(keys.get(entry.sourceSeq), key);
    if (entry.basis === "pool") turned.set(entry.documentId, (turned.get(entry.documentId) ?? new Set()).add(key));
    // Goods turned into the same goods are a ring of one: what comes in would cost what it makes itself.
    if (entry.basis === "document") for (const from of turned.get(entry.documentId) ?? []) feeders.get(key)?.add(from);
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

/** What a replay found of an entry: its value, and what stood in its pool after it. */
type FoundEntry = { readonly value: Money; readonly poolQuantity: Quantity };
/**
 * Opening and what came in of each of these pools; what never had anything is listed by nobody and divided by nobody
 * (P57). A pool that began or ended the month below zero stays at its moving average, as its receipts are still to come;
 * so does one that was adjusted to less than nothing.
 */
export function averagesOf(
  scope: CostScope,
  pools: readonly string[],
  entries: readonly TailEntry[],
  opening: (poolKey: string) => Pool,
  found: (seq: bigint) => FoundEntry,
): MonthAverages {
  const sums = new Map<string, { quantity: Quantity; value: Money; closing: Quantity; isOwed: boolean }>();
  const keys = new Map(entries.map((entry) => [entry.seq, keyOf(scope, entry)]));
  for (const key of new Set(pools)) {
    const { quantity, value } = opening(key.slice(0, key.lastIndexOf("/")));
    sums.set(key, { quantity, value, closing: quantity, isOwed: quantity < 0n });
  }
  for (const entry of withoutPairs(entries)) {
    const key = keys.get(entry.seq) ?? "";
    const sum = sums.get(key);
    if (!sum) continue;
    sum.closing += entry.quantity;
    if (entry.basis === "pool" || isInside(scope, entry)) continue;
    if (entry.basis === "entry" && entry.sourceSeq !== null && keys.get(entry.sourceSeq) === key) continue;
    const { value, poolQuantity } = found(entry.seq);
    sum.quantity += entry.quantity;
    sum.value += entry.quantity === 0n ? reachedValue(value, poolQuantity, entry.share?.part ?? null) : value;
  }
  const settled = [...sums].filter(
    ([, { quantity, value, closing, isOwed }]) => quantity > 0n && value >= 0n && closing >= 0n && !isOwed,
  );
  return new Map(settled.map(([key, { quantity, value }]) => [key, { quantity, value }]));
}
