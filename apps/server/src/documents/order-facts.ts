import type { DocumentType } from "@zhangshi/contract";
import { type OrderBook, type OrderLine, orderBook, orderLineKey, parseQuantity, stockKey } from "@zhangshi/core";
import type { Row } from "../platform/db.ts";
import type { OrderHead } from "./facts.ts";

type OrderFact = Omit<OrderLine, "documentId" | "postingSeq" | "ordered" | "executed"> &
  Omit<OrderHead, "partnerName"> & {
    readonly postingSeq: string;
    readonly ordered: string;
    readonly executed: string;
    readonly partnerName: string | null;
  };

/** The order book as the train finds it, of the rows of its other facts. */
export function orderBookFrom(rows: readonly Row[]): {
  readonly orders: OrderBook;
  readonly orderHeads: ReadonlyMap<string, OrderHead>;
} {
  const orders = orderBook();
  const orderHeads = new Map<string, OrderHead>();
  for (const row of rows as readonly Readonly<Record<string, string | null>>[]) {
    const id = row["id"] ?? "";
    if (row["fact"] === "promise")
      orders.promises.set(stockKey(id, row["text1"] ?? ""), {
        reserved: parseQuantity(row["text2"] ?? "0"),
        "on-order": parseQuantity(row["text3"] ?? "0"),
      });
    if (row["fact"] !== "order") continue;
    const fact = JSON.parse(row["text1"] ?? "{}") as OrderFact & { readonly type: DocumentType };
    const line: OrderLine = {
      documentId: id,
      lineNo: fact.lineNo,
      postingSeq: BigInt(fact.postingSeq),
      side: fact.side,
      itemId: fact.itemId,
      warehouseId: fact.warehouseId,
      ordered: parseQuantity(fact.ordered),
      executed: parseQuantity(fact.executed),
      isClosed: fact.isClosed,
    };
    orders.lines.set(orderLineKey(line), line);
    orderHeads.set(id, {
      type: fact.type,
      number: fact.number,
      businessDate: fact.businessDate,
      partnerId: fact.partnerId,
      partnerName: fact.partnerName ?? "",
    });
  }
  return { orders, orderHeads };
}
