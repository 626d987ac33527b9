import { booksFrom, type BooksRow, lockBooks } from "../books/books.sql.ts";
import { todayIn } from "../platform/clock.ts";
import type { PostingClient, Query } from "../platform/db.ts";
import { refused } from "../platform/refused.ts";
import { documentRows, documentsFrom } from "./documents.sql.ts";
import type { Facts } from "./facts.ts";
import { factsFrom, type Needs, otherFacts, stockFacts } from "./facts.sql.ts";
import { opening, sendTogether } from "./flight.ts";
import { seriesOf } from "./numbering.ts";
import { executesOrders, type SourceRef } from "./document-kind.ts";
import { sourceFacts } from "./sources.sql.ts";
import type { PostRequest } from "./post-request.ts";

/** The first flight of a posting: the company's lock, then every declared fact, read after it. */
export async function gather(
  client: PostingClient,
  orgId: string,
  needs: Needs,
  timeZone: string,
  counters: { statements: number },
): Promise<{ readonly facts: Facts; readonly drafts: ReturnType<typeof documentsFrom> }> {
  const draftQuery: readonly Query[] = needs.draftIds.length > 0 ? [documentRows(orgId, needs.draftIds, true)] : [];
  const hasSources = needs.sources.length > 0 || needs.draftsHaveSources;
  const sourceQuery: readonly Query[] = hasSources ? [sourceFacts(orgId, needs.sources, needs.draftIds)] : [];
  const answers = await sendTogether(
    client,
    [
      ...opening(orgId),
      lockBooks(orgId),
      stockFacts(orgId, needs),
      otherFacts(orgId, needs),
      ...draftQuery,
      ...sourceQuery,
    ],
    counters,
  );
  const booksRow = answers[2]?.[0] as unknown as BooksRow | undefined;
  if (!booksRow) throw refused("not_found");
  return {
    facts: factsFrom(
      booksFrom(booksRow),
      answers[3] ?? [],
      answers[4] ?? [],
      hasSources ? (answers.at(-1) ?? []) : [],
      todayIn(timeZone),
    ),
    drafts: documentsFrom(draftQuery.length > 0 ? (answers[5] ?? []) : []),
  };
}

export function needsOf(requests: readonly PostRequest[]): Needs {
  const items = new Set<string>();
  const warehouses = new Set<string>();
  const partners = new Set<string>();
  const documents: string[] = [];
  const draftIds: string[] = [];
  const draftPrefixes: string[] = [];
  const keys = new Set<string>();
  const series = new Set<string>();
  const sources: SourceRef[] = [];
  const lots = new Set<string>();
  const orderLines: SourceRef[] = [];
  let draftsHaveSources = false;
  for (const { kind, source, idempotency } of requests) {
    if (idempotency) keys.add(idempotency.key);
    if (source.from === "draft") {
      draftIds.push(source.id);
      draftPrefixes.push(kind.numberPrefix);
      draftsHaveSources ||= kind.sources !== null && !executesOrders(kind);
      continue;
    }
    const document = source.from === "body" ? source.body : source.draft;
    documents.push(source.from === "body" ? source.id : source.draft.id);
    if (document.partnerId) partners.add(document.partnerId);
    if (document.warehouseId) warehouses.add(document.warehouseId);
    if (document.toWarehouseId) warehouses.add(document.toWarehouseId);
    for (const line of document.lines) {
      if (line.itemId) items.add(line.itemId);
      if (line.kit) items.add(line.kit.itemId);
      if (line.warehouseId) warehouses.add(line.warehouseId);
      if ("partnerId" in line && line.partnerId) partners.add(line.partnerId);
      if (line.lot) lots.add(line.lot);
      for (const serial of line.serials ?? []) lots.add(serial);
      if (line.source) (executesOrders(kind) ? orderLines : sources).push(line.source);
    }
    for (const one of seriesOf(kind.numberPrefix, document.businessDate)) series.add(one);
  }
  return {
    itemIds: [...items],
    lots: [...lots],
    warehouseIds: [...warehouses],
    partnerIds: [...partners],
    documentIds: documents,
    draftIds,
    draftPrefixes,
    idempotencyKeys: [...keys],
    sequenceKinds: [...series],
    sources,
    orderLines,
    draftsHaveSources,
  };
}
