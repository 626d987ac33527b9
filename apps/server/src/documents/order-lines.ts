import { type OrderBook, type OrderLine, orderLineKey, removeOrderLine, writeOrderLine } from "@zhangshi/core";
import { type DocumentKind, type Draft, executesOrders } from "./document-kind.ts";

/** What an approval does to the order book: an order opens its lines, what follows one executes them. */
export function recordOrderLines(kind: DocumentKind, draft: Draft, orders: OrderBook, postingSeq: bigint): void {
  const { promises } = kind;
  if (promises)
    for (const line of draft.lines) {
      const { itemId, warehouseId } = line;
      if (itemId === null || warehouseId === null) throw new Error("a line of an order names item and warehouse");
      writeOrderLine(orders, {
        documentId: draft.id,
        lineNo: line.lineNo,
        postingSeq,
        side: promises,
        itemId,
        warehouseId,
        ordered: line.baseQuantity,
        executed: 0n,
        isClosed: false,
      });
    }
  else execute(kind, draft, orders, 1n);
}

/** 反审核: an order's lines are gone, what was executed is open again. */
export function takeBackOrderLines(kind: DocumentKind, draft: Draft, orders: OrderBook): void {
  if (!kind.promises) {
    execute(kind, draft, orders, -1n);
    return;
  }
  for (const line of orders.lines.values()) if (line.documentId === draft.id) removeOrderLine(orders, line);
}

function execute(kind: DocumentKind, draft: Draft, orders: OrderBook, sign: 1n | -1n): void {
  if (!executesOrders(kind)) return;
  for (const line of draft.lines) {
    const order = line.source && orders.lines.get(orderLineKey(line.source));
    if (order) writeOrderLine(orders, { ...order, executed: order.executed + sign * line.baseQuantity });
  }
}

/** The order line that a line executes, where it has one. */
export function orderLineOf(line: Draft["lines"][number], orders: OrderBook): OrderLine | undefined {
  return line.source === null ? undefined : orders.lines.get(orderLineKey(line.source));
}
