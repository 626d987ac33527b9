import {
  accountRoles,
  type CostRules,
  formatPeriod,
  formatQuantity,
  journalTotal,
  poolWarehouse,
  stockKey,
} from "@zhangshi/core";
import type { Books, VoucherRow } from "../books/book-rows.ts";
import type { CostChanges } from "../books/cost-changes.ts";
import type { LaterShortage } from "../books/recost.ts";
import type { PoolPoint, TailEntry } from "../books/recost.sql.ts";
import { newId } from "../platform/identifiers.ts";
import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import type { Facts } from "./facts.ts";
import { takeNumber, voucherSeries, voucherWord } from "./numbering.ts";

/** After every entry of its day: where a document written now with that date stands. */
export const endOfDay = 4_611_686_018_427_387_904n;

export type Place = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly date: string;
  readonly position: bigint;
};
/** One point per pool, the earliest of its places. */
export function pointsOf(scope: CostRules["scope"], places: readonly Place[]): readonly PoolPoint[] {
  const points = new Map<string, PoolPoint>();
  for (const place of places) {
    const pool = poolWarehouse(scope, place.warehouseId);
    const key = stockKey(place.itemId, pool);
    const known = points.get(key);
    if (!known || place.date < known.fromDate || (place.date === known.fromDate && place.position < known.fromPosition))
      points.set(key, { itemId: place.itemId, warehouseId: pool, fromDate: place.date, fromPosition: place.position });
  }
  return [...points.values()];
}

export function inBookOrder(entries: readonly TailEntry[]): readonly TailEntry[] {
  return [...entries].sort((a, b) => (isBefore(a, b) ? -1 : 1));
}
export function isBefore(a: TailEntry, b: TailEntry): boolean {
  if (a.businessDate !== b.businessDate) return a.businessDate < b.businessDate;
  return a.position === b.position ? a.seq < b.seq : a.position < b.position;
}

export function laterShortageRefusals(
  shortages: readonly LaterShortage[],
  facts: Pick<Facts, "items" | "warehouses">,
  pathOf: (itemId: string) => string,
): readonly FieldRefusal[] {
  return shortages.map((shortage) => {
    const item = facts.items.get(shortage.itemId);
    if (shortage.short === 0n)
      return fieldRefusal(pathOf(shortage.itemId), "serial.twice", { serial: shortage.lot ?? "" });
    return fieldRefusal(pathOf(shortage.itemId), "stock.short_later", {
      item: `${item?.name ?? ""}${shortage.lot === null ? "" : `（${shortage.lot}）`}`,
      warehouse: facts.warehouses.get(shortage.warehouseId)?.name ?? "",
      date: shortage.date,
      short: formatQuantity(shortage.short),
      unit: item?.baseUnit ?? "",
      document: shortage.documentNumber,
      documentId: shortage.documentId,
    });
  });
}

export function seriesOfChanges(changes: CostChanges, books: Books): readonly string[] {
  const periods = changes.adjustments(accountRoles(books.accountingStandard, books.taxStatus));
  return [...periods.keys()].map((period) => voucherSeries(period));
}
export function adjustingVouchers(changes: CostChanges, facts: Facts, cause: string): readonly VoucherRow[] {
  const periods = changes.adjustments(accountRoles(facts.books.accountingStandard, facts.books.taxStatus));
  return [...periods].map(([period, lines]) => ({
    id: newId(),
    kind: "adjustment" as const,
    period,
    word: voucherWord,
    number: takeNumber(facts.sequences, voucherSeries(period)),
    businessDate: lines.at(-1)?.businessDate ?? `${formatPeriod(period)}-01`,
    summary: `成本重算（因 ${cause}）`,
    total: journalTotal(lines),
    lines,
  }));
}
