import type { Database, Platform, Tx } from "../../platform/db.ts";

export type Beginning = { readonly createdAt: Date; readonly startPeriod: number; readonly items: number };
/** When the company was made, from which month it keeps books, and whether it has goods already. */
export async function readBeginning(tx: Tx): Promise<Beginning> {
  const [row] = await tx.query<{ created_at: Date; start_period: number; items: number }>({
    name: "demo_beginning",
    text: `select p.created_at, b.start_period, (select count(*)::int from item i where i.org_id = $1) as items
           from books b join platform.company p on p.id = $1
           where b.org_id = $1`,
    values: [tx.orgId],
  });
  if (!row) throw new Error("the company has no books");
  return { createdAt: row.created_at, startPeriod: row.start_period, items: row.items };
}

export type DemoCompany = { readonly id: string; readonly name: string; readonly createdAt: Date };
export async function findDemoCompany(platform: Platform): Promise<DemoCompany | undefined> {
  const [row] = await platform.query<{ id: string; name: string; created_at: Date }>({
    text: "select id, name, created_at from platform.company where is_demo order by created_at limit 1",
  });
  return row && { id: row.id, name: row.name, createdAt: row.created_at };
}

export type DocumentTotal = {
  readonly type: string;
  readonly status: string;
  readonly documents: number;
  readonly lines: number;
  readonly gross: string;
};
export async function readDocumentTotals(tx: Tx): Promise<readonly DocumentTotal[]> {
  return tx.query<DocumentTotal>({
    text: `select d.type, d.status, count(*)::int as documents, sum(d.line_count)::int as lines, sum(d.gross_amount)::text as gross
           from document d where d.org_id = $1 group by d.type, d.status order by d.type, d.status`,
    values: [tx.orgId],
  });
}

export type BookTotals = {
  readonly items: number;
  readonly customers: number;
  readonly suppliers: number;
  readonly vouchers: number;
  readonly stockValue: string;
  readonly receivable: string;
  readonly payable: string;
};
export async function readBookTotals(tx: Tx): Promise<BookTotals> {
  const [row] = await tx.query<BookTotals>({
    text: `select (select count(*)::int from item i where i.org_id = $1) as items,
                  (select count(*)::int from partner p where p.org_id = $1 and p.is_customer) as customers,
                  (select count(*)::int from partner p where p.org_id = $1 and p.is_supplier) as suppliers,
                  (select count(*)::int from voucher v where v.org_id = $1) as vouchers,
                  (select coalesce(sum(s.value), 0)::text from stock_balance s where s.org_id = $1) as "stockValue",
                  (select coalesce(sum(b.amount), 0)::text from partner_balance b where b.org_id = $1 and b.side = 'receivable') as receivable,
                  (select coalesce(sum(b.amount), 0)::text from partner_balance b where b.org_id = $1 and b.side = 'payable') as payable`,
    values: [tx.orgId],
  });
  if (!row) throw new Error("the totals of a company are one row");
  return row;
}

/**
 * A new database knows no sizes yet: the checks of foreign keys keep the plans of the first minute, when the tables were
 * empty, and walk through all of them for every line. Forgotten, they are planned anew. The pool hands out the connection
 * that was used last, which is the one that the trains use.
 */
export async function forgetSmallPlans(db: Database): Promise<void> {
  const client = await db.postingPool.connect();
  try {
    await client.query({ text: "discard plans" });
  } finally {
    client.release();
  }
}
/** After a year in half a minute the planner still believes in empty tables. Only the owner of the tables may do this. */
export async function refreshStatistics(owner: Platform): Promise<void> {
  await owner.query({ text: "analyze" });
}
