import type { Tx } from "../platform/db.ts";
import type { Books } from "./book-rows.ts";
import { booksFrom, type BooksRow, lockBooks, readBooks } from "./books.sql.ts";

/** Every posting takes this lock first: what is read after it stays true until the commit. */
export async function lockBooksOf(tx: Tx): Promise<Books> {
  return onlyBooks(await tx.query<BooksRow>(lockBooks(tx.orgId)));
}
export async function readBooksOf(tx: Tx): Promise<Books> {
  return onlyBooks(await tx.query<BooksRow>(readBooks(tx.orgId)));
}
function onlyBooks(rows: readonly BooksRow[]): Books {
  const [row] = rows;
  if (!row) throw new Error("a company without books");
  return booksFrom(row);
}

export type PeriodEvent = {
  readonly kind: "close" | "reopen";
  readonly period: number;
  readonly reason: string;
  readonly at: Date;
  readonly userId: string;
  readonly userName: string;
};
/**
 * Moves the edge of the closed months and appends why. Under the lock of the books: the event's own time and the next
 * posting's number are then after every voucher that the month will ever have.
 */
export async function writePeriodEvent(tx: Tx, closedThrough: number, event: PeriodEvent): Promise<void> {
  await tx.query({
    name: "period_event_insert",
    text: `insert into period_event (org_id, seq, kind, period, reason, next_posting, at, user_id, user_name)
           select $1, coalesce((select max(e.seq) from period_event e where e.org_id = $1), 0) + 1, $2, $3, $4, b.next_posting, $5, $6, $7
           from books b where b.org_id = $1`,
    values: [tx.orgId, event.kind, event.period, event.reason, event.at.toISOString(), event.userId, event.userName],
  });
  await tx.query({
    name: "books_closed_through",
    text: "update books set closed_through = $2 where org_id = $1",
    values: [tx.orgId, closedThrough],
  });
}

/** Newest first. */
export async function readPeriodEvents(tx: Tx, limit: number): Promise<readonly PeriodEvent[]> {
  return tx.query<PeriodEvent>({
    name: "period_event_list",
    text: `select e.kind, e.period, e.reason, e.at, e.user_id as "userId", e.user_name as "userName"
           from period_event e where e.org_id = $1 order by e.seq desc limit $2`,
    values: [tx.orgId, limit],
  });
}
/** The last event of each month: who closed what is closed. */
export async function readLastPeriodEvents(tx: Tx): Promise<readonly PeriodEvent[]> {
  return tx.query<PeriodEvent>({
    name: "period_event_last",
    text: `select distinct on (e.period) e.kind, e.period, e.reason, e.at, e.user_id as "userId", e.user_name as "userName"
           from period_event e where e.org_id = $1 order by e.period, e.seq desc`,
    values: [tx.orgId],
  });
}
