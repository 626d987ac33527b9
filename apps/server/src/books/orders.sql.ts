import { formatQuantity, openOf, type OrderBook, type OrderLine, type Promises } from "@zhangshi/core";
import type { Query, Tx } from "../platform/db.ts";

/** What a train or a closure changed of the order book, as rows: lines as they are now, lines that are gone, promises. */
export type OrderWrites = {
  readonly lines: readonly OrderLine[];
  readonly removed: readonly Pick<OrderLine, "documentId" | "lineNo">[];
  readonly promises: readonly { readonly itemId: string; readonly warehouseId: string; readonly promises: Promises }[];
};
const pair = (key: string): readonly [string, string] => {
  const [first = "", second = ""] = key.split("/");
  return [first, second];
};
export function orderWritesOf(book: OrderBook): OrderWrites {
  const changed = [...book.changedLines];
  return {
    lines: changed.flatMap((key) => book.lines.get(key) ?? []),
    removed: changed
      .filter((key) => !book.lines.has(key))
      .map((key) => ({ documentId: pair(key)[0], lineNo: Number(pair(key)[1]) })),
    promises: [...book.changedPromises].sort().map((key) => ({
      itemId: pair(key)[0],
      warehouseId: pair(key)[1],
      promises: book.promises.get(key) ?? { reserved: 0n, "on-order": 0n },
    })),
  };
}

/** The only writer of the order book. Nothing at all where no order and no follower was written. */
export function orderStatements(orgId: string, writes: OrderWrites): readonly Query[] {
  return [
    ...(writes.removed.length > 0 ? [deleteOrderLines(orgId, writes.removed)] : []),
    ...(writes.lines.length > 0 ? [upsertOrderLines(orgId, writes.lines)] : []),
    ...(writes.promises.length > 0 ? [upsertPromises(orgId, writes.promises)] : []),
  ];
}
function upsertOrderLines(orgId: string, lines: readonly OrderLine[]): Query {
  return {
    name: "order_line_upsert",
    text: `insert into order_line_open as o (org_id, document_id, line_no, posting_seq, side, item_id, warehouse_id, ordered, executed, open)
           select $1, * from unnest($2::uuid[], $3::int[], $4::bigint[], $5::text[], $6::uuid[], $7::uuid[], $8::numeric[], $9::numeric[], $10::numeric[])
           on conflict (org_id, document_id, line_no) do update set executed = excluded.executed, open = excluded.open`,
    values: [
      orgId,
      lines.map((line) => line.documentId),
      lines.map((line) => line.lineNo),
      lines.map((line) => line.postingSeq),
      lines.map((line) => line.side),
      lines.map((line) => line.itemId),
      lines.map((line) => line.warehouseId),
      lines.map((line) => formatQuantity(line.ordered)),
      lines.map((line) => formatQuantity(line.executed)),
      lines.map((line) => formatQuantity(openOf(line))),
    ],
  };
}
function deleteOrderLines(orgId: string, lines: OrderWrites["removed"]): Query {
  return {
    name: "order_line_delete",
    text: `delete from order_line_open o using unnest($2::uuid[], $3::int[]) r(document_id, line_no)
           where o.org_id = $1 and o.document_id = r.document_id and o.line_no = r.line_no`,
    values: [orgId, lines.map((line) => line.documentId), lines.map((line) => line.lineNo)],
  };
}
function upsertPromises(orgId: string, rows: OrderWrites["promises"]): Query {
  return {
    name: "stock_promise_upsert",
    text: `insert into stock_promise as p (org_id, item_id, warehouse_id, reserved, on_order)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[])
           on conflict (org_id, item_id, warehouse_id) do update set reserved = excluded.reserved, on_order = excluded.on_order`,
    values: [
      orgId,
      rows.map((row) => row.itemId),
      rows.map((row) => row.warehouseId),
      rows.map((row) => formatQuantity(row.promises.reserved)),
      rows.map((row) => formatQuantity(row.promises["on-order"])),
    ],
  };
}
export function insertClosure(
  orgId: string,
  documentId: string,
  closure: { readonly reason: string; readonly at: Date; readonly userId: string; readonly userName: string },
): Query {
  return {
    name: "order_closure_insert",
    text: "insert into order_closure (org_id, document_id, reason, at, user_id, user_name) values ($1, $2, $3, $4, $5, $6)",
    values: [orgId, documentId, closure.reason, closure.at.toISOString(), closure.userId, closure.userName],
  };
}
/** An order that is open again, or a draft again has no closure. */
export function deleteClosure(orgId: string, documentId: string): Query {
  return {
    name: "order_closure_delete",
    text: "delete from order_closure where org_id = $1 and document_id = $2",
    values: [orgId, documentId],
  };
}

/** 预留库存不许占用: under the lock of the books, so that every posting is judged by the one rule or the other. */
export async function writeReservedProtected(tx: Tx, isProtected: boolean): Promise<void> {
  await tx.query({
    name: "books_reserved_protected",
    text: "update books set reserved_protected = $2 where org_id = $1",
    values: [tx.orgId, isProtected],
  });
}
