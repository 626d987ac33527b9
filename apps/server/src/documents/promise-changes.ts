import type { DocumentPreview } from "@zhangshi/contract";
import { formatQuantity, noPromises, type OrderBook, promiseSides, quantityOf, stockKey } from "@zhangshi/core";
import type { DocumentKind, Draft } from "./document-kind.ts";
import type { Facts } from "./facts.ts";
import { recordOrderLines } from "./order-lines.ts";

/** A preview is no posting, so its lines of the order book have no number of one. */
const unposted = 0n;

/** What approval does to 占用 and 采购在途, shelf by shelf: the very function that approval calls, on a copy of the book. */
export function promiseChanges(kind: DocumentKind, draft: Draft, facts: Facts): DocumentPreview["promises"] {
  const before = facts.orders.promises;
  const book: OrderBook = {
    lines: new Map(facts.orders.lines),
    promises: new Map(before),
    changedLines: new Set(),
    changedPromises: new Set(),
  };
  recordOrderLines(kind, draft, book, unposted);
  const shelves = new Map([...book.lines.values()].map((line) => [stockKey(line.itemId, line.warehouseId), line]));
  return [...shelves].flatMap(([key, { itemId, warehouseId }]) => {
    const item = facts.items.get(itemId);
    const [was, is] = [before.get(key) ?? noPromises, book.promises.get(key) ?? noPromises];
    return promiseSides
      .filter((side) => was[side] !== is[side])
      .map((side) => ({
        itemId,
        itemName: item?.name ?? "",
        warehouseId,
        warehouse: facts.warehouses.get(warehouseId)?.name ?? "",
        unit: item?.baseUnit ?? "",
        side,
        before: formatQuantity(was[side]),
        after: formatQuantity(is[side]),
        available:
          kind.promises === "reserved"
            ? formatQuantity(quantityOf(facts.stock, itemId, warehouseId) - is.reserved)
            : null,
      }));
  });
}
