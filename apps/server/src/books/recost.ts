import {
  applyMove,
  type CostRules,
  emptyPool,
  type Layer,
  lotKey,
  type Money,
  oneUnit,
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
import { CostChanges, toCostOfSales } from "./cost-changes.ts";
import { type AveragedMonth, AveragedMonths, type MonthAverages } from "./month-average.ts";
import type { CostUpdate, LotBefore, LotCost, StateBefore, TailEntry } from "./recost.sql.ts";
import { isInside } from "./transfers.ts";

export type LaterShortage = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly lot: string | null;
  readonly date: string;
  /** 0: a serial number that is there twice. */
  readonly short: Quantity;
  readonly documentNumber: string;
  readonly documentId: string;
};
export type Replayed = {
  /** Derived rows of existing entries that changed and were not taken yet. */
  readonly updates: readonly CostUpdate[];
  /** Derived rows of the entries about to be written, by seq. */
  readonly fresh: ReadonlyMap<bigint, CostUpdate>;
  readonly changes: CostChanges;
  readonly shortages: readonly LaterShortage[];
  /** Where warehouses and pools stand at the end. */
  readonly quantities: ReadonlyMap<string, Quantity>;
  readonly pools: ReadonlyMap<string, Pool>;
};

/** Where everything stood before the first of the entries. */
export type Before = {
  readonly states: readonly StateBefore[];
  readonly lots: readonly LotBefore[];
  /** With 个别计价 only. */
  readonly lotCosts: readonly LotCost[];
  /** Of closed months, with 全月一次加权 only. */
  readonly averages: MonthAverages;
};

/** What must be known of entries before the first of them is played. */
export type Marks = {
  /** Entries that a reversal beside them takes back. */
  readonly reversed: ReadonlySet<bigint>;
  /** Entries that a later one takes its value from. */
  readonly sources: ReadonlySet<bigint>;
  /** Documents that turn goods into others. */
  readonly turned: ReadonlySet<string>;
};
export function marksOf(entries: readonly TailEntry[]): Marks {
  return {
    reversed: new Set(entries.flatMap((entry) => (entry.reversesSeq === null ? [] : [entry.reversesSeq]))),
    sources: new Set(entries.flatMap((entry) => (entry.sourceSeq === null ? [] : [entry.sourceSeq]))),
    turned: new Set(entries.flatMap((entry) => (entry.basis === "document" ? [entry.documentId] : []))),
  };
}

/** Everything at once, where all of it is at hand. */
export function replay(rules: CostRules, before: Before, entries: readonly TailEntry[]): Replayed {
  const run = new Replay(rules, before, marksOf(entries));
  for (const entry of entries) run.play(entry);
  return run.result();
}

type Outcome = {
  readonly after: Pool;
  readonly value: Money;
  readonly trueUp: Money;
  readonly taken: readonly Layer[];
  /** It took its share of a closed month's average. */
  readonly isShared: boolean;
  /** A value that its reversal takes back at the same place: what stands between the two does not see it. */
  readonly isUnseen: boolean;
};
/** What one entry did to its pool; kept only while a reversal of it is to come. */
type Played = Outcome & { readonly before: Pool };
/** What is left to share of a source, or of what a document turned into something else; `taken`: layer by layer. */
type Rest = { quantity: Quantity; value: Money; readonly taken: readonly Layer[] };
const noLayers: readonly Layer[] = [];

/**
 * 重算成本: plays the entries of some pools again from a point on, in the order of the books, by the same rules as a
 * first posting. A reversal takes back exactly what its original gave, and stands beside it, so that the pair is a
 * no-op. A warehouse that would go below zero at any later moment is named with the document that meets it.
 */
export class Replay {
  private readonly rules: CostRules;
  private readonly serialItems: ReadonlySet<string>;
  private readonly months: AveragedMonths;
  private readonly quantities = new Map<string, Quantity>();
  private readonly pools = new Map<string, Pool>();
  /** Values that are shown in a pool's running balance and not seen by what is played. */
  private readonly unseen = new Map<string, Money>();
  private readonly marks: Marks;
  private readonly played = new Map<bigint, Played>();
  private readonly rests = new Map<bigint, Rest>();
  private readonly documentRests = new Map<string, Rest>();
  private updates: CostUpdate[] = [];
  private readonly fresh = new Map<bigint, CostUpdate>();
  private readonly changes: CostChanges;
  /** The first of each shelf and lot. */
  private readonly shortages = new Map<string, LaterShortage>();

  constructor(
    rules: CostRules,
    before: Before,
    marks: Marks,
    serialItems: ReadonlySet<string> = new Set(),
    changes: CostChanges = new CostChanges(),
  ) {
    this.rules = rules;
    this.marks = marks;
    this.serialItems = serialItems;
    this.changes = changes;
    this.months = new AveragedMonths(rules.scope, before.averages);
    this.standLots(before);
    for (const state of before.states) {
      const key = stockKey(state.itemId, state.warehouseId);
      if (state.quantity !== null) this.quantities.set(key, state.quantity);
      if (state.pool) this.pools.set(key, poolAtBeginning(rules.method, state.pool.quantity, state.pool.value));
    }
  }

  private standLots(before: Before): void {
    for (const lot of before.lots) {
      this.quantities.set(lotKey(lot.itemId, lot.warehouseId, lot.lot), lot.quantity);
      if (this.rules.method !== "specific") continue;
      const key = lotKey(lot.itemId, poolWarehouse(this.rules.scope, lot.warehouseId), lot.lot);
      const known = this.pools.get(key) ?? emptyPool;
      this.pools.set(key, poolOfAmounts(known.quantity + lot.quantity, known.value + lot.value));
    }
    for (const { itemId, poolWarehouseId, lot, quantity, value } of before.lotCosts) {
      const key = lotKey(itemId, poolWarehouseId, lot);
      this.pools.set(key, { ...(this.pools.get(key) ?? emptyPool), lastUnitCost: unitCostOf(value, quantity) });
    }
  }

  play(entry: TailEntry): void {
    const { after, value, trueUp, taken } = this.playPools(entry);
    this.remember(entry, value, trueUp, taken);
    if (entry.lot !== null) this.playLot(entry, entry.lot);

    const key = stockKey(entry.itemId, entry.warehouseId);
    const balanceQuantity = (this.quantities.get(key) ?? 0n) + entry.quantity;
    this.quantities.set(key, balanceQuantity);
    // What was below zero already, when the company allowed it, is not made worse by being seen again.
    const isWorse = entry.isFresh || balanceQuantity < entry.derived.balanceQuantity;
    const isRefused = isWorse && !this.rules.negativeAllowed && !this.marks.reversed.has(entry.seq);
    if (balanceQuantity < 0n && entry.quantity < 0n && isRefused) this.miss(entry, -balanceQuantity, null);
    this.write(entry, {
      seq: entry.seq,
      value,
      trueUp,
      balanceQuantity,
      poolQuantity: after.quantity,
      poolValue: after.value,
    });
  }

  /** The item's pool; with 个别计价 the lot's, and the item's as the sum of its lots. */
  private playPools(entry: TailEntry): Outcome {
    const key = stockKey(entry.itemId, poolWarehouse(this.rules.scope, entry.warehouseId));
    const isByLot = this.rules.method === "specific" && entry.lot !== null;
    const own = isByLot ? `${key}/${entry.lot}` : key;
    const pool = this.pools.get(own) ?? emptyPool;
    const played = this.playPool(entry, pool);
    this.pools.set(own, played.after);
    if (this.marks.reversed.has(entry.seq)) this.played.set(entry.seq, { ...played, before: pool });
    if (played.isUnseen) this.unseen.set(own, (this.unseen.get(own) ?? 0n) + played.value - played.trueUp);
    if (!isByLot) return this.withUnseen(own, played);
    const whole = withSum(this.pools.get(key) ?? emptyPool, entry.quantity, played.value - played.trueUp);
    this.pools.set(key, whole);
    return { ...played, after: whole };
  }
  private withUnseen(key: string, played: Outcome): Outcome {
    const unseen = this.unseen.get(key) ?? 0n;
    return unseen === 0n ? played : { ...played, after: { ...played.after, value: played.after.value + unseen } };
  }
  private playLot(entry: TailEntry, lot: string): void {
    const key = lotKey(entry.itemId, entry.warehouseId, lot);
    const balance = (this.quantities.get(key) ?? 0n) + entry.quantity;
    this.quantities.set(key, balance);
    if (balance < 0n && entry.quantity < 0n && !this.marks.reversed.has(entry.seq)) this.miss(entry, -balance, lot);
    const isTwice = balance > oneUnit && entry.quantity > 0n && this.serialItems.has(entry.itemId);
    if (isTwice && !this.marks.reversed.has(entry.seq)) this.miss(entry, 0n, lot);
  }
  private miss(entry: TailEntry, short: Quantity, lot: string | null): void {
    const key = `${stockKey(entry.itemId, entry.warehouseId)}/${lot ?? ""}`;
    if (this.shortages.has(key)) return;
    this.shortages.set(key, {
      itemId: entry.itemId,
      warehouseId: entry.warehouseId,
      lot,
      date: entry.businessDate,
      short,
      documentNumber: entry.documentNumber,
      documentId: entry.documentId,
    });
  }

  /** A closed month with 全月一次加权: its issues share what it had, whatever their order among the receipts. */
  private playAveraged(entry: TailEntry, pool: Pool, average: AveragedMonth): Outcome {
    const inside = isInside(this.rules.scope, entry);
    const isShared = !inside && (entry.basis === "pool" || average.isNeutral(entry));
    const worth = inside && entry.basis === "pool" ? -average.worthOf(-entry.quantity) : this.givenValue(entry);
    const value = isShared ? average.share(entry.quantity) : (worth ?? 0n);
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
      if (original.isShared) average?.giveBack(quantity);
      const { isUnseen } = original;
      const back = { value: -original.value, trueUp: -original.trueUp, taken: noLayers, isShared: false, isUnseen };
      if (isUnseen) return { ...back, after: pool };
      if (original.after === pool) return { ...back, after: original.before };
      const value = pool.value - original.value + original.trueUp;
      return { ...back, after: { ...pool, quantity: pool.quantity + quantity, value } };
    }
    if (average) return this.playAveraged(entry, pool, average);
    const applied = applyMove(this.rules.method, pool, {
      seq,
      quantity,
      value: this.givenValue(entry),
      sourceSeq,
      coverage: quantity === 0n ? (entry.share?.part ?? null) : null,
      isInside: isInside(this.rules.scope, entry),
    });
    const isUnseen = quantity === 0n && this.marks.reversed.has(seq);
    return { ...applied, after: isUnseen ? pool : applied.pool, isShared: false, isUnseen };
  }

  /** What the entry states or takes from its source; null when the method says it. */
  private givenValue(entry: TailEntry): Money | null {
    switch (entry.basis) {
      case "stated":
        return entry.statedValue ?? 0n;
      case "entry": {
        const rest = entry.sourceSeq === null ? undefined : this.rests.get(entry.sourceSeq);
        if (!rest) return entry.derived.value;
        const magnitude = entry.quantity < 0n ? -entry.quantity : entry.quantity;
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
  private remember(entry: TailEntry, value: Money, trueUp: Money, taken: readonly Layer[]): void {
    const { seq, quantity, sourceSeq, documentId } = entry;
    if (this.marks.sources.has(seq) && entry.reversesSeq === null)
      this.rests.set(seq, { quantity: magnitudeOf(quantity), value: magnitudeOf(value), taken });
    const rest = sourceSeq === null ? undefined : this.rests.get(sourceSeq);
    if (rest) {
      // A reversal gives back: its quantity has the other sign than what it takes back had.
      const gives = entry.reversesSeq !== null;
      const amount = quantity === 0n ? -(value - trueUp) : gives ? -magnitudeOf(value) : magnitudeOf(value);
      rest.quantity -= gives ? -magnitudeOf(quantity) : magnitudeOf(quantity);
      rest.value -= amount;
    }
    if (!this.marks.turned.has(documentId) || entry.reversesSeq !== null) return;
    const turned = this.documentRests.get(documentId);
    if (turned) turned.value -= value;
    else if (quantity < 0n) this.documentRests.set(documentId, { quantity: 0n, value: -value, taken: noLayers });
  }

  private write(entry: TailEntry, row: CostUpdate): void {
    const { derived } = entry;
    if (entry.isFresh) this.fresh.set(entry.seq, row);
    else if (
      derived.value !== row.value ||
      derived.trueUp !== row.trueUp ||
      derived.balanceQuantity !== row.balanceQuantity ||
      derived.poolQuantity !== row.poolQuantity ||
      derived.poolValue !== row.poolValue
    )
      this.updates.push(row);
    // A reversal about to be written has no voucher yet: its document books what the replay finds.
    if (entry.isFresh && entry.reversesSeq !== null) return;
    if (derived.value !== row.value) this.changes.note(entry, entry.contraAccount, -derived.value, -row.value);
    if (derived.trueUp !== row.trueUp) this.changes.note(entry, toCostOfSales, derived.trueUp, row.trueUp);
  }
  isShort(): boolean {
    return this.shortages.size > 0;
  }
  /** What has changed since the last time: whoever writes it down need not keep it. */
  takeUpdates(): readonly CostUpdate[] {
    const { updates } = this;
    this.updates = [];
    return updates;
  }
  result(): Replayed {
    return {
      updates: this.updates,
      fresh: this.fresh,
      changes: this.changes,
      shortages: [...this.shortages.values()],
      quantities: this.quantities,
      pools: this.pools,
    };
  }
}
function magnitudeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
