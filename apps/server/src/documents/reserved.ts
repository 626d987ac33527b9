import type { DocumentPreview } from "@zhangshi/contract";
import {
  type BeyondAvailable,
  beyondAvailable,
  formatQuantity,
  type FreeTaking,
  quantityOf,
  type StockState,
  takenFromReserved,
} from "@zhangshi/core";
import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import { type DocumentKind, type Draft, type DraftLine, leavesShelf } from "./document-kind.ts";
import type { Facts } from "./facts.ts";
import { orderLineOf } from "./order-lines.ts";

/**
 * 占用的货: what the document takes beyond what is available, though no order kept it for it. Judged against what stands
 * now, whatever its date, for a reservation is of now.
 */
export function reservedRefusals(
  kind: DocumentKind,
  draft: Draft,
  facts: Facts,
  stock: StockState,
): readonly FieldRefusal[] {
  if (facts.orders.promises.size === 0) return [];
  const taken = takenFromReserved(
    draft.lines.flatMap((line) => (leavesShelf(kind, line) ? freeTaking(line, facts) : [])),
    onShelf(stock),
    facts.orders.promises,
  );
  return taken.map((one) =>
    fieldRefusal(`lines.${one.lineNo - 1}.quantity`, "stock.reserved", beyondFacts(one, facts)),
  );
}

/** 缺货: an order may promise more than is available; whoever approves it should know. */
export function shortOrderWarnings(kind: DocumentKind, draft: Draft, facts: Facts): DocumentPreview["warnings"] {
  if (kind.promises !== "reserved") return [];
  const takings = draft.lines.flatMap((line) => freeTaking(line, facts));
  return beyondAvailable(takings, onShelf(facts.stock), facts.orders.promises).map((one) => {
    const { item, warehouse, available, short, unit, ...rest } = beyondFacts(one, facts);
    return {
      path: `lines.${one.lineNo - 1}.quantity`,
      code: "order.short",
      message: `「${item}」在 ${warehouse} 可用 ${available} ${unit}，缺 ${short} ${unit}，要等到货。`,
      facts: { item, warehouse, available, short, unit, ...rest },
    };
  });
}

function onShelf(stock: StockState) {
  return (itemId: string, warehouseId: string) => quantityOf(stock, itemId, warehouseId);
}
function beyondFacts(one: BeyondAvailable, facts: Facts) {
  const item = facts.items.get(one.itemId);
  return {
    item: `${item?.name ?? ""}${item?.spec ? ` ${item.spec}` : ""}`,
    itemId: one.itemId,
    warehouse: facts.warehouses.get(one.warehouseId)?.name ?? "",
    reserved: formatQuantity(one.reserved),
    available: formatQuantity(one.available),
    short: formatQuantity(one.short),
    unit: item?.baseUnit ?? "",
  };
}

/** Nothing is free where the order kept exactly these goods on exactly this shelf. */
function freeTaking(line: DraftLine, facts: Facts): readonly FreeTaking[] {
  const { lineNo, itemId, warehouseId } = line;
  if (itemId === null || warehouseId === null) return [];
  const order = orderLineOf(line, facts.orders);
  if (order?.side === "reserved" && order.warehouseId === warehouseId) return [];
  return [{ lineNo, itemId, warehouseId, quantity: line.baseQuantity }];
}
