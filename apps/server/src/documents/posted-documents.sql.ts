import type { CostingMethod } from "@zhangshi/core";
import { readCostingChanges } from "../books/costing-change.sql.ts";
import type { Row, Tx } from "../platform/db.ts";
import { documentRows, documentsFrom, keptContents, type StoredDocument } from "./documents.sql.ts";

/** An approval or a reversal as it was asked for: which document, by whom, when; of an approval, what it said. */
export type PostedDocument = {
  readonly seq: bigint;
  readonly kind: "approve" | "reverse";
  readonly documentId: string;
  readonly type: string;
  readonly postedAt: Date;
  readonly author: { readonly userId: string; readonly userName: string };
  readonly partnerNames: Readonly<Record<string, string>>;
  /** Null of a reversal. */
  readonly content: StoredDocument | null;
  /** Taken back before contents were kept: the document of today stands for it. */
  readonly isContentUnknown: boolean;
};

/**
 * Batches are looked up by key, not scanned for. Between two of them the other books are written, which may take longer
 * than an ordinary transaction may wait.
 */
export async function beginReading(tx: Tx): Promise<void> {
  await tx.query({ text: "set local idle_in_transaction_session_timeout = 0" });
  await tx.query({ text: "set local enable_nestloop = on" });
}
/** From here on whole tables are read again. */
export async function endReading(tx: Tx): Promise<void> {
  await tx.query({ text: "set local enable_nestloop = off" });
}
export async function countPostings(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: string }>({
    text: "select count(*) as n from posting p where p.org_id = $1",
    values: [tx.orgId],
  });
  return Number(row?.n ?? 0);
}

/** The next postings in their order. Of the books only their order, time and author is read. */
export async function readPostedDocuments(tx: Tx, after: bigint, limit: number): Promise<readonly PostedDocument[]> {
  const postings = await tx.query<{
    seq: string;
    kind: "approve" | "reverse";
    document_id: string;
    type: string;
    status: string;
    is_last: boolean;
    posted_at: Date;
    user_id: string;
    user_name: string;
    partner_names: Readonly<Record<string, string>> | null;
  }>({
    text: `select p.seq, p.kind, p.document_id, d.type, d.status, p.posted_at, p.user_id, p.user_name, p.partner_names,
                  not exists (select 1 from posting n where n.org_id = $1 and n.document_id = p.document_id and n.seq > p.seq) as is_last
           from posting p join document d on d.org_id = $1 and d.id = p.document_id
           where p.org_id = $1 and p.seq > $2 order by p.seq limit $3`,
    values: [tx.orgId, after, limit],
  });
  const approvals = postings.filter((posting) => posting.kind === "approve");
  const kept = await readKeptContents(
    tx,
    approvals.map((posting) => posting.seq),
  );
  const others = approvals.filter((posting) => !kept.has(posting.seq)).map((posting) => posting.document_id);
  const current = documentsFrom(await tx.query(documentRows(tx.orgId, [...new Set(others)], false)));
  return postings.map((posting) => ({
    seq: BigInt(posting.seq),
    kind: posting.kind,
    documentId: posting.document_id,
    type: posting.type,
    postedAt: posting.posted_at,
    author: { userId: posting.user_id, userName: posting.user_name },
    partnerNames: posting.partner_names ?? {},
    content: posting.kind === "reverse" ? null : (kept.get(posting.seq) ?? current.get(posting.document_id) ?? null),
    isContentUnknown: posting.kind === "approve" && !kept.has(posting.seq) && !posting.is_last,
  }));
}

/** A month closed or opened again: between which postings, by whom. */
export type BooksEvent = {
  readonly nextPosting: bigint;
  readonly at: Date;
  readonly author: { readonly userId: string; readonly userName: string };
} & (
  | { readonly kind: "close" | "reopen"; readonly period: number }
  | { readonly kind: "method"; readonly method: CostingMethod; readonly period: number; readonly reason: string }
  | { readonly kind: "negative"; readonly allowed: boolean }
);
/** What changed the books besides documents: months closed and opened, the costing method, negative stock; oldest first. */
export async function readBooksEvents(tx: Tx): Promise<readonly BooksEvent[]> {
  const months = await tx.query<{
    kind: "close" | "reopen";
    period: number;
    next_posting: string;
    at: Date;
    user_id: string;
    user_name: string;
  }>({
    text: "select e.kind, e.period, e.next_posting, e.at, e.user_id, e.user_name from period_event e where e.org_id = $1 order by e.seq",
    values: [tx.orgId],
  });
  const changes = [...(await readCostingChanges(tx))].reverse().flatMap((row): readonly BooksEvent[] => {
    const event = {
      nextPosting: BigInt(row.nextPosting),
      at: row.at,
      author: { userId: row.userId ?? "", userName: row.userName },
    };
    if (row.kind === "negative") return [{ ...event, kind: "negative", allowed: row.negativeStock }];
    if (row.kind === "begin" || row.method === null) return [];
    return [{ ...event, kind: "method", method: row.method, period: row.period ?? 0, reason: row.reason }];
  });
  const events: readonly BooksEvent[] = [
    ...months.map((row) => ({
      kind: row.kind,
      period: row.period,
      nextPosting: BigInt(row.next_posting),
      at: row.at,
      author: { userId: row.user_id, userName: row.user_name },
    })),
    ...changes,
  ];
  return [...events].sort((a, b) =>
    a.nextPosting === b.nextPosting ? a.at.getTime() - b.at.getTime() : a.nextPosting < b.nextPosting ? -1 : 1,
  );
}

async function readKeptContents(tx: Tx, seqs: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
  const rows = new Map<string, Row[]>();
  for (const row of await tx.query<Row & { seq: string }>(keptContents(tx.orgId, seqs)))
    rows.set(row.seq, [...(rows.get(row.seq) ?? []), row]);
  const contents = new Map<string, StoredDocument>();
  for (const [seq, own] of rows) for (const document of documentsFrom(own).values()) contents.set(seq, document);
  return contents;
}
