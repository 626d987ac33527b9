import type { Tx } from "../platform/db.ts";

export type ReplayPlace = {
  readonly itemId: string;
  readonly date: string;
  readonly position: string;
  readonly seq: string;
};
export const beforeAll: ReplayPlace = {
  itemId: "00000000-0000-0000-0000-000000000000",
  date: "0001-01-01",
  position: "-1",
  seq: "-1",
};
/** Amounts as whole numbers (millionths, 分), so that a million rows are read without a parser of decimals. */
export type ReplayRow = {
  seq: string;
  item_id: string;
  warehouse_id: string;
  business_date: string;
  position: string;
  quantity: string;
  stated_value: string | null;
  reverses_seq: string | null;
  value: string;
  balance_quantity: string;
  pool_quantity: string;
  pool_value: string;
  copied: boolean;
};

/** Entries with what is derived of them, item by item in the order of the books, along its index. */
export async function readReplayRows(tx: Tx, after: ReplayPlace, limit: number): Promise<readonly ReplayRow[]> {
  return tx.query<ReplayRow>({
    text: `select c.seq, c.item_id, c.warehouse_id, c.business_date, c.position,
                  (e.quantity * 1000000)::bigint as quantity, (e.stated_value * 100)::bigint as stated_value, e.reverses_seq,
                  (c.value * 100)::bigint as value, (c.balance_quantity * 1000000)::bigint as balance_quantity,
                  (c.pool_quantity * 1000000)::bigint as pool_quantity, (c.pool_value * 100)::bigint as pool_value,
                  (c.item_id, c.warehouse_id, c.business_date, c.position) = (e.item_id, e.warehouse_id, e.business_date, e.position) as copied
           from stock_cost c join stock_entry e on e.org_id = $1 and e.seq = c.seq
           where c.org_id = $1 and (c.item_id, c.business_date, c.position, c.seq) > ($2::uuid, $3::date, $4::bigint, $5::bigint)
           order by c.item_id, c.business_date, c.position, c.seq
           limit $6`,
    values: [tx.orgId, after.itemId, after.date, after.position, after.seq, limit],
  });
}

export async function countStockEntries(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: string }>({
    text: "select count(*) as n from stock_entry e where e.org_id = $1",
    values: [tx.orgId],
  });
  return Number(row?.n ?? 0);
}
export async function readCostScope(tx: Tx): Promise<"company" | "warehouse"> {
  const [row] = await tx.query<{ cost_scope: "company" | "warehouse" }>({
    text: "select b.cost_scope from books b where b.org_id = $1",
    values: [tx.orgId],
  });
  return row?.cost_scope ?? "company";
}
/** Entries that have no derived row at all. */
export async function findUnderived(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.query<{ seq: string }>({
    text: `select e.seq from stock_entry e
           where e.org_id = $1 and not exists (select 1 from stock_cost c where c.org_id = $1 and c.seq = e.seq) order by e.seq limit 5`,
    values: [tx.orgId],
  });
  return rows.map((row) => row.seq);
}

export type EntryName = { seq: string; name: string; document_id: string; item_id: string };
/** What an entry is called: its document and day, its item, its warehouse. */
export async function nameEntries(tx: Tx, seqs: readonly string[]): Promise<ReadonlyMap<string, EntryName>> {
  const rows = await tx.query<EntryName>({
    text: `select e.seq, coalesce(d.number, '草稿') || ' ' || e.business_date || ' · ' || i.code || ' ' || i.name || ' · ' || w.name as name, e.document_id, e.item_id
           from stock_entry e
           join document d on d.org_id = $1 and d.id = e.document_id
           join item i on i.org_id = $1 and i.id = e.item_id
           join warehouse w on w.org_id = $1 and w.id = e.warehouse_id
           where e.org_id = $1 and e.seq = any($2::bigint[])`,
    values: [tx.orgId, seqs],
  });
  return new Map(rows.map((row) => [row.seq, row]));
}
