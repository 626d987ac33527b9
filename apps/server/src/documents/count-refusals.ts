import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import type { LaterCount } from "./count-marks.sql.ts";
import type { Facts } from "./facts.ts";

/** 盘点 is an anchor: a change of quantity before it is refused with the count named. */
export function countRefusals(
  counts: readonly LaterCount[],
  ownDocumentId: string,
  facts: Pick<Facts, "items" | "warehouses">,
  pathOf: (itemId: string) => string,
): readonly FieldRefusal[] {
  return counts
    .filter((count) => count.documentId !== ownDocumentId)
    .map((count) =>
      fieldRefusal(pathOf(count.itemId), "count.later", {
        item: facts.items.get(count.itemId)?.name ?? "",
        warehouse: facts.warehouses.get(count.warehouseId)?.name ?? "",
        date: count.date,
        document: count.number,
        documentId: count.documentId,
      }),
    );
}
