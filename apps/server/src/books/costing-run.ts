import {
  applyMove,
  type CostRules,
  emptyPool,
  type Layer,
  lotKey,
  type Money,
  type Pool,
  poolAtBeginning,
  poolOfAmounts,
  poolWarehouse,
  type Quantity,
  reachedValue,
  shareOf,
  stockKey,
  unitCostOf,
  valueTakenBack,
  withSum,
} from "@zhangshi/core";
import { LayeredMap } from "./layered-map.ts";
import type { Marks } from "./marks.ts";
import { type AveragedMonth, AveragedMonths, type MonthAverages } from "./month-average.ts";
import type { LotBefore, LotCost, StateBefore, TailEntry } from "./recost.sql.ts";
import { isInside } from "./transfers.ts";

/** Where everything stood before the first of the entries. */
export type Before = {
  readonly states: readonly StateBefore[];
  readonly lots: readonly LotBefore[];
  /** With 个别计价 only. */
  readonly lotCosts: readonly LotCost[];
  /** Of closed months, with 全月一次加权 only. */
  readonly averages: MonthAverages;
};
export const nothingBefore: Before = { states: [], lots: [], lotCosts: [], averages: new Map() };

/** What an entry moved, and what stands in its pool after it. */
export type Costed = {
  readonly value: Money;
  readonly trueUp: Money;
  readonly poolQuantity: Quantity;
  readonly poolValue: Money;
};
type Outcome = {
  readonly after: Pool;
  readonly value: Money;
  readonly trueUp: Money;
  readonly taken: readonly Layer[];
  /** It counts among what a closed month issued. */
  readonly isShared: boolean;
  /** A value that its reversal takes back at the same place: what stands between the two does not see it. */
  readonly isUnseen: boolean;
};
/** What one entry did to its pool; kept only while a reversal of it is to come. */
type Played = Outcome & { readonly before: Pool };
/** What is left to share of a source, or of what a document turned into something else. */
type Rest = {
  readonly quantity: Quantity;
  readonly value: Money;
  /** Layer by layer. */
  readonly taken: readonly Layer[];
  /** So many entries will still ask. */
  readonly followers: number;
};
const noLayers: readonly Layer[] = [];

/**
 * Entries against their pools, in the order of the books, by the same rules as a first posting. A reversal takes back
 * exactly what its original gave, and stands beside it, so that the pair is a no-op. It holds pools and what is still to
 * be shared, never entries: a history may be as long as it likes.
 */
export class CostingRun {
  private readonly rules: CostRules;
  private readonly marks: Marks;
  private months: AveragedMonths;
  private pools = new LayeredMap<string, Pool>();
  private rests = new LayeredMap<bigint, Rest>();
  /** Values that are shown in a pool's running balance and not seen by what is played. */
  private readonly unseen = new Map<string, Money>();
  private readonly played = new Map<bigint, Played>();
  /** Of one day: what a document turns into something else, it turns at once. */
  private readonly documentRests = new Map<string, Rest>();
  private day = "";

  constructor(rules: CostRules, before: Before, marks: Marks) {
    this.rules = rules;
    this.marks = marks;
    this.months = new AveragedMonths(rules.scope, before.averages, marks);
    if (rules.method === "specific") this.standLots(before);
    for (const { itemId, warehouseId, pool } of before.states)
      if (pool) this.pools.set(stockKey(itemId, warehouseId), poolAtBeginning(rules.method, pool.quantity, pool.value));
  }
  private standLots(before: Before): void {
    for (const lot of before.lots) {
      const key = lotKey(lot.itemId, poolWarehouse(this.rules.scope, lot.warehouseId), lot.lot);
      const known = this.pools.get(key) ?? emptyPool;
      this.pools.set(key, poolOfAmounts(known.quantity + lot.quantity, known.value + lot.value));
    }
    for (const { itemId, poolWarehouseId, lot, quantity, value } of before.lotCosts) {
      const key = lotKey(itemId, poolWarehouseId, lot);
      this.pools.set(key, { ...(this.pools.get(key) ?? emptyPool), lastUnitCost: unitCostOf(value, quantity) });
    }
  }

  /** Between two months: the same pools with other averages, to see what would come of it; this one stands still meanwhile. */
  branch(averages: MonthAverages): CostingRun {
    const branch = new CostingRun(this.rules, { ...nothingBefore, averages }, this.marks);
    branch.pools = this.pools.branch();
    branch.rests = this.rests.branch();
    return branch;
  }
  /** Between two months: what the next ones share. */
  averageBy(averages: MonthAverages): void {
    this.months = new AveragedMonths(this.rules.scope, averages, this.marks);
  }

  /** The item's pool; with 个别计价 the lot's, and the item's as the sum of its lots. */
  play(entry: TailEntry): Costed {
    if (entry.businessDate !== this.day) this.documentRests.clear();
    this.day = entry.businessDate;
    const key = this.poolKey(entry);
    const isByLot = this.rules.method === "specific" && entry.lot !== null;
    const own = isByLot ? `${key}/${entry.lot}` : key;
    const pool = this.pools.get(own) ?? emptyPool;
    const played = this.playPool(entry, pool);
    this.pools.set(own, played.after);
    if (this.marks.isReversed(entry)) this.played.set(entry.seq, { ...played, before: pool });
    const { value, trueUp } = played;
    if (played.isUnseen) this.showUnseen(own, value - trueUp);
    this.remember(entry, played);
    if (!isByLot) {
      const { quantity: poolQuantity, value: poolValue } = played.after;
      return { value, trueUp, poolQuantity, poolValue: poolValue + (this.unseen.get(own) ?? 0n) };
    }
    const whole = withSum(this.pools.get(key) ?? emptyPool, entry.quantity, value - trueUp);
    this.pools.set(key, whole);
    return { value, trueUp, poolQuantity: whole.quantity, poolValue: whole.value };
  }
  private showUnseen(key: string, value: Money): void {
    const shown = (this.unseen.get(key) ?? 0n) + value;
    if (shown === 0n) this.unseen.delete(key);
    else this.unseen.set(key, shown);
  }
  /** What is there before it is played. */
  poolOf(entry: TailEntry): Pool {
    return this.pools.get(this.poolKey(entry)) ?? emptyPool;
  }
  private poolKey(entry: TailEntry): string {
    return stockKey(entry.itemId, poolWarehouse(this.rules.scope, entry.warehouseId));
  }
  /** Where the pools stand; not of a branch. */
  standing(): ReadonlyMap<string, Pool> {
    return this.pools.entries();
  }

  /** A closed month with 全月一次加权: its issues share what it had, whatever their order among the receipts. */
  private playAveraged(entry: TailEntry, pool: Pool, average: AveragedMonth): Outcome {
    const inside = isInside(this.rules.scope, entry);
    const isIssue = !inside && entry.basis === "pool";
    const isFollower = !inside && average.isNeutral(entry);
    const worth = inside && entry.basis === "pool" ? -average.worthOf(-entry.quantity) : this.givenValue(entry);
    const value = isIssue ? average.share(entry.quantity) : (worth ?? 0n);
    if (isFollower) average.take(entry.quantity, value);
    const isShared = isIssue || isFollower;
    const quantity = pool.quantity + entry.quantity;
    const reached = entry.quantity === 0n ? reachedValue(value, pool.quantity, entry.share?.part ?? null) : value;
    const lastUnitCost = quantity > 0n ? pool.lastUnitCost : average.unitCost();
    const after = { ...pool, quantity, value: pool.value + reached, lastUnitCost };
    return { after, value, trueUp: value - reached, taken: noLayers, isShared, isUnseen: false };
  }

  private playPool(entry: TailEntry, pool: Pool): Outcome {
    const { reversesSeq, seq, quantity, sourceSeq } = entry;
    const average = this.months.of(entry);
    if (reversesSeq !== null) {
      const original = this.played.get(reversesSeq);
      if (!original) throw new Error(`entry ${seq} reverses ${reversesSeq}, which does not stand beside it`);
      this.played.delete(reversesSeq);
      if (original.isShared) average?.take(quantity, -original.value);
      const { isUnseen } = original;
      const back = { value: -original.value, trueUp: -original.trueUp, taken: noLayers, isShared: false, isUnseen };
      if (isUnseen) return { ...back, after: pool };
      if (original.after === pool) return { ...back, after: original.before };
      const value = pool.value - original.value + original.trueUp;
      return { ...back, after: { ...pool, quantity: pool.quantity + quantity, value } };
    }
    if (average) return this.playAveraged(entry, pool, average);
    const {
      pool: after,
      value,
      trueUp,
      taken,
    } = applyMove(this.rules.method, pool, {
      seq,
      quantity,
      value: this.givenValue(entry),
      sourceSeq,
      coverage: quantity === 0n ? (entry.share?.part ?? null) : null,
      isInside: isInside(this.rules.scope, entry),
    });
    const isUnseen = quantity === 0n && this.marks.isReversed(entry);
    return { after: isUnseen ? pool : after, value, trueUp, taken, isShared: false, isUnseen };
  }

  /** What the entry states or takes from its source; null when the method says it. */
  private givenValue(entry: TailEntry): Money | null {
    switch (entry.basis) {
      case "stated":
        return entry.statedValue ?? 0n;
      case "entry": {
        const rest = entry.sourceSeq === null ? undefined : this.rests.get(entry.sourceSeq);
        if (!rest) return entry.derived.value;
        const magnitude = magnitudeOf(entry.quantity);
        const value =
          rest.taken.length > 0
            ? valueTakenBack(rest.taken, rest.quantity, magnitude)
            : shareOf(rest.value, magnitude, rest.quantity);
        return entry.quantity < 0n ? -value : value;
      }
      case "document": {
        const rest = this.documentRests.get(entry.documentId);
        const { share } = entry;
        if (!rest || share?.whole == null) return entry.derived.value;
        return shareOf(rest.value, share.part, share.whole);
      }
      case "pool":
      case "reversal":
        return null;
    }
  }

  /** Sources keep what is left of them; what a document turns into something else waits for its products. */
  private remember(entry: TailEntry, { value, trueUp, taken }: Outcome): void {
    const { seq, quantity, sourceSeq, documentId } = entry;
    const followers = entry.reversesSeq === null ? this.marks.followers(entry) : 0;
    if (followers > 0)
      this.rests.set(seq, { quantity: magnitudeOf(quantity), value: magnitudeOf(value), taken, followers });
    const rest = sourceSeq === null ? undefined : this.rests.get(sourceSeq);
    if (sourceSeq !== null && rest) {
      // A reversal gives back: its quantity has the other sign than what it takes back had.
      const gives = entry.reversesSeq !== null;
      const amount = quantity === 0n ? -(value - trueUp) : gives ? -magnitudeOf(value) : magnitudeOf(value);
      const goods = gives ? -magnitudeOf(quantity) : magnitudeOf(quantity);
      const left = rest.followers - 1;
      if (left === 0) this.rests.forget(sourceSeq);
      else
        this.rests.set(sourceSeq, {
          quantity: rest.quantity - goods,
          value: rest.value - amount,
          taken: rest.taken,
          followers: left,
        });
    }
    if (entry.reversesSeq !== null || !this.marks.isTurned(entry)) return;
    const turned = this.documentRests.get(documentId);
    if (turned) this.documentRests.set(documentId, { ...turned, value: turned.value - value });
    else if (quantity < 0n)
      this.documentRests.set(documentId, { quantity: 0n, value: -value, taken: noLayers, followers: 0 });
  }
}
function magnitudeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
