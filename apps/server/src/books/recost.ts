import { type CostRules, lotKey, oneUnit, type Pool, type Quantity, stockKey } from "@zhangshi/core";
import { CostChanges, toCostOfSales } from "./cost-changes.ts";
import { type Before, CostingRun } from "./costing-run.ts";
import type { Marks } from "./marks.ts";
import type { CostUpdate, TailEntry } from "./recost.sql.ts";

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

/**
 * 重算成本: plays the entries of some pools again from a point on. A warehouse that would go below zero at any later
 * moment is named with the document that meets it; what is derived of an entry is compared with what stood there.
 */
export class Replay {
  private readonly rules: CostRules;
  private readonly marks: Marks;
  private readonly serialItems: ReadonlySet<string>;
  private readonly run: CostingRun;
  private readonly quantities = new Map<string, Quantity>();
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
    this.run = new CostingRun(rules, before, marks);
    for (const { itemId, warehouseId, lot, quantity } of before.lots)
      this.quantities.set(lotKey(itemId, warehouseId, lot), quantity);
    for (const { itemId, warehouseId, quantity } of before.states)
      if (quantity !== null) this.quantities.set(stockKey(itemId, warehouseId), quantity);
  }

  play(entry: TailEntry): void {
    const costed = this.run.play(entry);
    if (entry.lot !== null) this.playLot(entry, entry.lot);
    const key = stockKey(entry.itemId, entry.warehouseId);
    const balanceQuantity = (this.quantities.get(key) ?? 0n) + entry.quantity;
    this.quantities.set(key, balanceQuantity);
    // What was below zero already, when the company allowed it, is not made worse by being seen again.
    const isWorse = entry.isFresh || balanceQuantity < entry.derived.balanceQuantity;
    const isRefused = isWorse && !this.rules.negativeAllowed && !this.marks.isReversed(entry);
    if (balanceQuantity < 0n && entry.quantity < 0n && isRefused) this.miss(entry, -balanceQuantity, null);
    this.write(entry, { seq: entry.seq, ...costed, balanceQuantity });
  }

  private playLot(entry: TailEntry, lot: string): void {
    const key = lotKey(entry.itemId, entry.warehouseId, lot);
    const balance = (this.quantities.get(key) ?? 0n) + entry.quantity;
    this.quantities.set(key, balance);
    if (balance < 0n && entry.quantity < 0n && !this.marks.isReversed(entry)) this.miss(entry, -balance, lot);
    const isTwice = balance > oneUnit && entry.quantity > 0n && this.serialItems.has(entry.itemId);
    if (isTwice && !this.marks.isReversed(entry)) this.miss(entry, 0n, lot);
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
      pools: this.run.standing(),
    };
  }
}
