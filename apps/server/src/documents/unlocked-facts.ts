import type { DocumentBody } from "@zhangshi/contract";
import { booksFrom, type BooksRow, readBooks } from "../books/books.sql.ts";
import { todayIn } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { refused } from "../platform/refused.ts";
import type { Facts } from "./facts.ts";
import { factsFrom, otherFacts, stockFacts } from "./facts.sql.ts";
import { sourceFacts } from "./sources.sql.ts";

/** The same facts as a train's, without the lock: for saving a draft and for a preview. */
export async function readFacts(tx: Tx, body: DocumentBody, timeZone: string): Promise<Facts> {
  const sources = body.lines.flatMap((line) => (line.source ? [line.source] : []));
  const needs = {
    itemIds: [...new Set(body.lines.flatMap((line) => [line.itemId, ...(line.kit ? [line.kit.itemId] : [])]))],
    lots: body.lines.flatMap((line) => [...(line.lot ? [line.lot] : []), ...(line.serials ?? [])]),
    warehouseIds: [
      ...new Set(
        [body.warehouseId, body.toWarehouseId, ...body.lines.map((line) => line.warehouseId)].filter(
          (id): id is string => id !== undefined,
        ),
      ),
    ],
    partnerIds: body.partnerId ? [body.partnerId] : [],
    documentIds: body.id ? [body.id] : [],
    draftIds: [],
    draftPrefixes: [],
    idempotencyKeys: [],
    sequenceKinds: [],
    sources,
    // The same lines looked for in both books: one of them knows each.
    orderLines: sources,
    draftsHaveSources: false,
  };
  const [books, stock, other, sourceRows] = await Promise.all([
    tx.query(readBooks(tx.orgId)),
    tx.query(stockFacts(tx.orgId, needs)),
    tx.query(otherFacts(tx.orgId, needs)),
    needs.sources.length > 0 ? tx.query(sourceFacts(tx.orgId, needs.sources, [])) : [],
  ]);
  if (!books[0]) throw refused("not_found");
  return factsFrom(booksFrom(books[0] as unknown as BooksRow), stock, other, sourceRows, todayIn(timeZone));
}
