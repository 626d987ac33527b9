import { periodOf, poolWarehouse, stockKey } from "@zhangshi/core";
import type { DocumentKind, Draft } from "./document-kind.ts";
import type { Facts } from "./facts.ts";
import { endOfDay, type Place } from "./recosting.ts";
import { destinationOf } from "./rule-document.ts";
import { type SourceFact, sourceKey } from "./sources.sql.ts";

/** Everywhere a document will touch the stock book (an order nowhere), and from when on: a corrected price stands where its receipt stands. */
export function placesOf(kind: DocumentKind, draft: Draft, facts: Facts): readonly Place[] {
  if (kind.promises) return [];
  const destination = destinationOf(kind, draft, facts);
  return draft.lines.flatMap((line): readonly Place[] => {
    const { itemId } = line;
    if (itemId === null || line.warehouseId === null) return [];
    const source = line.source === null ? undefined : facts.sources.get(sourceKey(line.source));
    // 差额全部入库存 is of the day of its document, whatever the month.
    const isBesideSource =
      source !== undefined &&
      !kind.sources?.takes &&
      draft.method !== "stock" &&
      periodOf(source.businessDate) === periodOf(draft.businessDate);
    const own: Place = isBesideSource
      ? { itemId, warehouseId: source.warehouseId, date: source.businessDate, position: firstPosition(source) + 1n }
      : { itemId, warehouseId: line.warehouseId, date: draft.businessDate, position: endOfDay };
    return destination === null ? [own] : [own, { ...own, warehouseId: destination }];
  });
}
function firstPosition(source: SourceFact): bigint {
  return source.entries.reduce((first, entry) => (entry.position < first ? entry.position : first), endOfDay);
}
/** Where a replay has to begin to see what these places take their values from: at their sources. */
export function placesWithSources(kind: DocumentKind, draft: Draft, facts: Facts): readonly Place[] {
  const sources = draft.lines.flatMap((line): readonly Place[] => {
    const source = line.source === null ? undefined : facts.sources.get(sourceKey(line.source));
    if (!source || line.itemId === null) return [];
    return [
      {
        itemId: line.itemId,
        warehouseId: source.warehouseId,
        date: source.businessDate,
        position: firstPosition(source),
      },
    ];
  });
  return [...placesOf(kind, draft, facts), ...sources];
}

export function isBackdated(kind: DocumentKind, draft: Draft, facts: Facts): boolean {
  const isBeforeOthers = placesOf(kind, draft, facts).some((place) => {
    const pool = poolWarehouse(facts.books.costRules.scope, place.warehouseId);
    const last = facts.lastDates.get(stockKey(place.itemId, pool));
    if (last === undefined) return false;
    return last > place.date || (place.position !== endOfDay && last >= place.date);
  });
  if (isBeforeOthers) return true;
  return draft.lines.some((line) => {
    const source = line.source === null ? undefined : facts.sources.get(sourceKey(line.source));
    if (!source) return false;
    // 先进先出: which layers a sale took, and a return takes back, only a replay tells (E21).
    if (facts.books.costRules.method === "fifo" && source.type === "sales-delivery") return true;
    return source.lastTakenDate !== null && source.lastTakenDate > draft.businessDate;
  });
}
