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
import type { Marks } from "./marks.ts";
import type { TailEntry } from "./recost.sql.ts";
import { isInside } from "./transfers.ts";

/** What a closed month of one pool had to share: opening and receipts, in quantity and in value. */
export type MonthAverage = { readonly quantity: Quantity; readonly value: Money };
export type MonthAverages = ReadonlyMap<string, MonthAverage>;
export function monthKey(itemId: string, poolWarehouseId: string, period: Period): string {
  return `${stockKey(itemId, poolWarehouseId)}/${period}`;
}

/**
 * 全月一次加权平均 of one pool and month. Issues are shared out one after another so that all that is out costs
 * round(value × issued ÷ quantity) and the last of everything takes the rest (E2, P57). What follows an entry of the same
 * pool and month (goods that come back, goods that leave transit again) costs its share of that entry, to the 分; it is an
 * issue less or more, no receipt, and the next issue evens out what it rounds.
 */
export class AveragedMonth {
  private issued: Quantity = 0n;
  private issuedValue: Money = 0n;
  private readonly key: string;
  private readonly average: MonthAverage;
  private readonly sources: ReadonlyMap<bigint, string>;

  /** `sources`: pool and month of what others follow. */
  constructor(key: string, average: MonthAverage, sources: ReadonlyMap<bigint, string>) {
    this.key = key;
    this.average = average;
    this.sources = sources;
  }
  isNeutral(entry: TailEntry): boolean {
    return entry.basis === "entry" && entry.sourceSeq !== null && this.sources.get(entry.sourceSeq) === this.key;
  }
  /** Signed like the quantity. */
  share(quantity: Quantity): Money {
    const value = this.issuedValue - this.costOf(this.issued - quantity);
    this.take(quantity, value);
    return value;
  }
  /** What has a value of its own: a follower of an entry of the month, or a reversal. */
  take(quantity: Quantity, value: Money): void {
    this.issued -= quantity;
    this.issuedValue -= value;
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

/** Which pools of the present month share what they had, and what was issued of each so far. */
export class AveragedMonths {
  private readonly scope: CostScope;
  private readonly averages: MonthAverages;
  private readonly marks: Marks;
  private period: Period = 0;
  private readonly months = new Map<string, AveragedMonth>();
  private readonly sources = new Map<bigint, string>();

  constructor(scope: CostScope, averages: MonthAverages, marks: Marks) {
    this.scope = scope;
    this.averages = averages;
    this.marks = marks;
  }
  of(entry: TailEntry): AveragedMonth | null {
    if (this.averages.size === 0) return null;
    this.turnTo(periodOf(entry.businessDate));
    const key = keyOf(this.scope, entry);
    if (this.marks.followers(entry) > 0) this.sources.set(entry.seq, key);
    const known = this.months.get(key);
    if (known) return known;
    const average = this.averages.get(key);
    if (!average) return null;
    const month = new AveragedMonth(key, average, this.sources);
    this.months.set(key, month);
    return month;
  }
  /** A month that is over asks for nothing any more: entries come in the order of the books. */
  private turnTo(period: Period): void {
    if (period === this.period) return;
    this.period = period;
    this.months.clear();
    this.sources.clear();
  }
}
function keyOf(scope: CostScope, entry: TailEntry): string {
  return monthKey(entry.itemId, poolWarehouse(scope, entry.warehouseId), periodOf(entry.businessDate));
}

/** What a run found of an entry: its value, and what stood in its pool after it. */
type FoundEntry = { readonly value: Money; readonly poolQuantity: Quantity };
type MonthSum = { quantity: Quantity; value: Money; closing: Quantity; readonly isOwed: boolean };

/**
 * What the pools of one month have to share, and which of them wait for which, learnt from its entries one after another.
 * What was taken back stands in the books beside what took it back, and counts for nothing.
 */
export class MonthSurvey {
  private readonly scope: CostScope;
  private readonly marks: Marks;
  private readonly sums = new Map<string, MonthSum>();
  private readonly feeders = new Map<string, Set<string>>();
  private readonly sources = new Map<bigint, string>();
  /** Of one day: pools that a document took from to turn the goods into others. */
  private readonly turned = new Map<string, Set<string>>();
  private day = "";

  constructor(scope: CostScope, marks: Marks) {
    this.scope = scope;
    this.marks = marks;
  }

  /** `opening`: its pool just before it, which counts for the first of a pool. */
  note(entry: TailEntry, opening: Pool, found: FoundEntry): void {
    if (entry.businessDate !== this.day) this.turned.clear();
    this.day = entry.businessDate;
    const key = keyOf(this.scope, entry);
    const sum = this.sumOf(key, opening);
    if (this.marks.followers(entry) > 0) this.sources.set(entry.seq, key);
    if (entry.reversesSeq !== null || this.marks.isReversed(entry)) return;
    sum.closing += entry.quantity;
    if (isInside(this.scope, entry) || !this.isReceipt(entry, key)) return;
    const { value, poolQuantity } = found;
    sum.quantity += entry.quantity;
    sum.value += entry.quantity === 0n ? reachedValue(value, poolQuantity, entry.share?.part ?? null) : value;
  }
  private sumOf(key: string, { quantity, value }: Pool): MonthSum {
    const known = this.sums.get(key);
    if (known) return known;
    const sum = { quantity, value, closing: quantity, isOwed: quantity < 0n };
    this.sums.set(key, sum);
    this.feeders.set(key, new Set());
    return sum;
  }
  /** What comes back to the pool that it left in the same month is an issue less. */
  private isReceipt(entry: TailEntry, key: string): boolean {
    switch (entry.basis) {
      case "pool":
        if (this.marks.isTurned(entry))
          this.turned.set(entry.documentId, (this.turned.get(entry.documentId) ?? new Set()).add(key));
        return false;
      case "entry": {
        const from = entry.sourceSeq === null ? undefined : this.sources.get(entry.sourceSeq);
        if (from === key) return false;
        if (from !== undefined) this.feeders.get(key)?.add(from);
        return true;
      }
      case "document":
        // Goods turned into the same goods are a ring of one: what comes in would cost what it makes itself.
        for (const from of this.turned.get(entry.documentId) ?? []) this.feeders.get(key)?.add(from);
        return true;
      case "stated":
      case "reversal":
        return true;
    }
  }

  /**
   * The pools in the order in which their averages can be known: goods that were sent on or turned into others cost what
   * their own pool's average says. Pools that feed each other in a ring are left out: they stay at their moving average
   * for this month.
   */
  levels(): readonly (readonly string[])[] {
    const waiting = new Map(this.feeders);
    const levels: (readonly string[])[] = [];
    while (waiting.size > 0) {
      const free = [...waiting].filter(([, from]) => ![...from].some((key) => waiting.has(key))).map(([key]) => key);
      if (free.length === 0) break;
      for (const key of free) waiting.delete(key);
      levels.push(free);
    }
    return levels;
  }

  /**
   * Opening and what came in of each of these pools; what never had anything is listed by nobody and divided by nobody
   * (P57). A pool that began or ended the month below zero stays at its moving average, as its receipts are still to
   * come; so does one that was adjusted to less than nothing.
   */
  averages(keys: readonly string[]): MonthAverages {
    return new Map(
      keys.flatMap((key) => {
        const sum = this.sums.get(key);
        if (!sum || sum.quantity <= 0n || sum.value < 0n || sum.closing < 0n || sum.isOwed) return [];
        return [[key, { quantity: sum.quantity, value: sum.value }] as const];
      }),
    );
  }
}

/**
 * Level by level: a pool's average is known when those that feed it are costed. `play` plays the month once, from where
 * the pools stood before it, with the averages known so far, and shows the survey each of its entries.
 */
export async function averagesOfMonth(
  scope: CostScope,
  marks: Marks,
  play: (known: MonthAverages, survey: MonthSurvey) => Promise<void>,
): Promise<MonthAverages> {
  const first = new MonthSurvey(scope, marks);
  await play(new Map(), first);
  const [free = [], ...waiting] = first.levels();
  let known = first.averages(free);
  for (const level of waiting) {
    const survey = new MonthSurvey(scope, marks);
    await play(known, survey);
    known = new Map([...known, ...survey.averages(level)]);
  }
  return known;
}
