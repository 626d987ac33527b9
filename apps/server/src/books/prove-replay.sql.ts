import type { MoveBasis } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import { rowBatches } from "./row-batches.sql.ts";

/** Decimals as the columns hold them: six places of a quantity, two of an amount. */
export type ReplayRow = {
  seq: string;
  item_id: string;
  warehouse_id: string;
  business_date: string;
  position: string;
  quantity: string;
  basis: MoveBasis;
  stated_value: string | null;
  source_seq: string | null;
  share_part: string | null;
  lot: string | null;
  /** One of the two legs of a transfer, which stand one after the other. */
  is_leg: boolean;
  /** A value alone whose reversal stands at the same place. */
  is_taken_back: boolean;
  source_date: string | null;
  source_warehouse: string | null;
  average_quantity: string | null;
  average_value: string | null;
  reverses_seq: string | null;
  value: string;
  true_up: string;
  balance_quantity: string;
  pool_quantity: string;
  pool_value: string;
  copied: boolean;
};

const derivedColumns = `c.seq, c.item_id, c.warehouse_id, c.business_date, c.position,
                  e.quantity, e.basis, e.stated_value, e.source_seq, e.share_part, e.lot, e.reverses_seq,
                  e.contra_account is null and e.basis in ('pool', 'entry') and (coalesce(e.source_seq = e.seq - 1, false) or e.quantity < 0 and exists (select 1 from stock_entry n where n.org_id = $1 and n.seq = e.seq + 1 and n.source_seq = e.seq)) as is_leg,
                  e.quantity = 0 and e.reverses_seq is null and exists (select 1 from stock_entry r where r.org_id = $1 and r.document_id = e.document_id and r.reverses_seq = e.seq) as is_taken_back,
                  c.value, c.true_up, c.balance_quantity, c.pool_quantity, c.pool_value,
                  (c.item_id, c.warehouse_id, c.business_date, c.position) = (e.item_id, e.warehouse_id, e.business_date, e.position) as copied`;
const plainRows = `declare replay_rows no scroll cursor for
           select ${derivedColumns}, null::date as source_date, null::uuid as source_warehouse, null::numeric as average_quantity, null::numeric as average_value
           from stock_cost c join stock_entry e on e.org_id = $1 and e.seq = c.seq
           where c.org_id = $1
           order by c.item_id, c.business_date, c.position, c.seq`;
/** With what a closed month was shared out from, and where the goods of an entry came from. */
const monthlyRows = `declare replay_rows no scroll cursor for
           select ${derivedColumns}, s.business_date as source_date, s.warehouse_id as source_warehouse, a.quantity as average_quantity, a.value as average_value
           from stock_cost c join stock_entry e on e.org_id = $1 and e.seq = c.seq join books b on b.org_id = $1
           left join stock_entry s on s.org_id = $1 and s.seq = e.source_seq
           left join month_average a on a.org_id = $1 and a.item_id = c.item_id and a.period = extract(year from c.business_date) * 100 + extract(month from c.business_date)
             and a.warehouse_id = case when b.cost_scope = 'company' then '00000000-0000-0000-0000-000000000000'::uuid else c.warehouse_id end
           where c.org_id = $1
           order by c.item_id, c.business_date, c.position, c.seq`;

/**
 * Entries with what is derived of them, item by item in the order of the books. Sorted once and fetched in batches:
 * asking again for what follows a place would join and sort again, batch by batch.
 */
export async function* readReplayRows(
  tx: Tx,
  isMonthly: boolean,
  rowsPerBatch: number,
): AsyncGenerator<readonly ReplayRow[]> {
  yield* rowBatches<ReplayRow>(
    tx,
    { text: isMonthly ? monthlyRows : plainRows, values: [tx.orgId] },
    { text: `fetch forward ${Math.trunc(rowsPerBatch)} from replay_rows` },
  );
  await tx.query({ text: "close replay_rows" });
}

export async function countStockEntries(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: string }>({
    text: "select count(*) as n from stock_entry e where e.org_id = $1",
    values: [tx.orgId],
  });
  return Number(row?.n ?? 0);
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
