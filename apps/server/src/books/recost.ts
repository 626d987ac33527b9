import {
  type AccountRoles,
  credit,
  debit,
  issueCost,
  type JournalLine,
  type Money,
  periodOf,
  type Pool,
  poolWarehouse,
  type Quantity,
  stockKey,
} from "@zhangshi/core";
import type { CostUpdate, StateBefore, TailEntry } from "./recost.sql.ts";

export type LaterShortage = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly date: string;
  readonly short: Quantity;
  readonly documentNumber: string;
  readonly documentId: string;
};
export type CostChange = {
  readonly documentId: string;
  readonly documentType: string;
  readonly documentNumber: string;
  readonly businessDate: string;
  readonly before: Money;
  readonly after: Money;
};
export type Replayed = {
  /** Derived rows of existing entries that changed. */
  readonly updates: readonly CostUpdate[];
  /** Derived rows of the entries about to be written, by seq. */
  readonly fresh: ReadonlyMap<bigint, CostUpdate>;
  readonly changes: readonly CostChange[];
  readonly shortages: readonly LaterShortage[];
  /** Where warehouses and pools stand at the end. */
  readonly quantities: ReadonlyMap<string, Quantity>;
  readonly pools: ReadonlyMap<string, Pool>;
};

/**
 * 重算成本: plays the entries of some pools again from a point on, in the order of the books, by the same rule as a
 * first posting. A reversal takes back exactly what its original gave, and stands beside it, so that the pair is a
 * no-op. A warehouse that would go below zero at any later moment is named with the document that meets it.
 */
export function replay(
  scope: "company" | "warehouse",
  before: readonly StateBefore[],
  entries: readonly TailEntry[],
): Replayed {
  const quantities = new Map<string, Quantity>();
  const pools = new Map<string, Pool>();
  for (const state of before) {
    if (state.quantity !== null) quantities.set(stockKey(state.itemId, state.warehouseId), state.quantity);
    if (state.pool) pools.set(stockKey(state.itemId, state.warehouseId), state.pool);
  }
  const reversed = new Set(entries.flatMap((entry) => (entry.reversesSeq === null ? [] : [entry.reversesSeq])));
  const values = new Map<bigint, Money>();
  const updates: CostUpdate[] = [];
  const fresh = new Map<bigint, CostUpdate>();
  const changes = new Map<string, CostChange>();
  const shortages: LaterShortage[] = [];

  for (const entry of entries) {
    const key = stockKey(entry.itemId, entry.warehouseId);
    const poolKey = stockKey(entry.itemId, poolWarehouse(scope, entry.warehouseId));
    const pool = pools.get(poolKey) ?? { quantity: 0n, value: 0n };
    const value = replayedValue(entry, pool, values);
    values.set(entry.seq, value);
    const after = { quantity: pool.quantity + entry.quantity, value: pool.value + value };
    const balanceQuantity = (quantities.get(key) ?? 0n) + entry.quantity;
    pools.set(poolKey, after);
    quantities.set(key, balanceQuantity);
    if (balanceQuantity < 0n && !reversed.has(entry.seq))
      shortages.push({
        itemId: entry.itemId,
        warehouseId: entry.warehouseId,
        date: entry.businessDate,
        short: -balanceQuantity,
        documentNumber: entry.documentNumber,
        documentId: entry.documentId,
      });
    const row: CostUpdate = {
      seq: entry.seq,
      value,
      balanceQuantity,
      poolQuantity: after.quantity,
      poolValue: after.value,
    };
    const { derived } = entry;
    if (!derived) {
      fresh.set(entry.seq, row);
      continue;
    }
    if (
      derived.value !== value ||
      derived.balanceQuantity !== balanceQuantity ||
      derived.poolQuantity !== after.quantity ||
      derived.poolValue !== after.value
    )
      updates.push(row);
    if (derived.value !== value) {
      const known = changes.get(entry.documentId) ?? {
        documentId: entry.documentId,
        documentType: entry.documentType,
        documentNumber: entry.documentNumber,
        businessDate: entry.businessDate,
        before: 0n,
        after: 0n,
      };
      changes.set(entry.documentId, { ...known, before: known.before - derived.value, after: known.after - value });
    }
  }
  return {
    updates,
    fresh,
    changes: [...changes.values()].filter((change) => change.before !== change.after),
    shortages,
    quantities,
    pools,
  };
}

function replayedValue(entry: TailEntry, pool: Pool, values: ReadonlyMap<bigint, Money>): Money {
  if (entry.reversesSeq !== null) {
    const original = values.get(entry.reversesSeq);
    if (original === undefined)
      throw new Error(`entry ${entry.seq} reverses ${entry.reversesSeq}, which does not stand beside it`);
    return -original;
  }
  if (entry.statedValue !== null) return entry.statedValue;
  return -issueCost(pool, -entry.quantity);
}

/**
 * 调整凭证: what was booked stays booked; the difference is appended, one pair of lines per day, so that the ledger
 * agrees with the stock at every date. One voucher per period.
 */
export function adjustmentsOf(
  changes: readonly CostChange[],
  accounts: AccountRoles,
): ReadonlyMap<number, readonly (JournalLine & { readonly businessDate: string })[]> {
  const byDay = new Map<string, { difference: Money; numbers: string[] }>();
  for (const change of changes) {
    const day = byDay.get(change.businessDate) ?? { difference: 0n, numbers: [] };
    day.difference += change.after - change.before;
    day.numbers.push(change.documentNumber);
    byDay.set(change.businessDate, day);
  }
  const periods = new Map<number, (JournalLine & { readonly businessDate: string })[]>();
  for (const [businessDate, { difference, numbers }] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (difference === 0n) continue;
    const summary = `成本重算 ${numbers.slice(0, 3).join("、")}${numbers.length > 3 ? ` 等 ${numbers.length} 张` : ""}`;
    const lines = periods.get(periodOf(businessDate)) ?? [];
    lines.push(
      { ...debit(accounts.costOfSales, difference, summary), businessDate },
      { ...credit(accounts.inventory, difference, summary), businessDate },
    );
    periods.set(periodOf(businessDate), lines);
  }
  return periods;
}
