import type pg from "pg";
import { livelyItem } from "./item-history.sql.ts";

/**
 * 重算成本 as plainly as a database can say it: one loop over the item's entries in the order of the books, the moving
 * average rounded to 分, one update a row, on the product's own tables with their keys and indexes. It books nothing.
 */
export async function createPlainRecost(client: pg.Client): Promise<void> {
  await client.query(`
    create schema plain;
    create function plain.receive_and_recost(org uuid, item uuid, warehouse uuid, day date, in_quantity numeric, in_value numeric) returns int language plpgsql as $$
    declare
      posting_no constant bigint := (select next_posting from books where org_id = org);
      entry_seq constant bigint := posting_no * 4096;
      document_id constant uuid := gen_random_uuid();
      warehouses constant uuid[] := array(select id from warehouse where org_id = org);
      shelves numeric[] := array(select 0::numeric from warehouse where org_id = org);
      pool_q numeric := 0;
      pool_v numeric := 0;
      entry record;
      place int;
      cost numeric;
      recosted int := 0;
    begin
      update books set next_posting = next_posting + 1 where org_id = org;
      insert into document (org_id, id, type, number, status, business_date, created_by, created_by_name)
        values (org, document_id, 'purchase-receipt', 'plain-' || posting_no, 'approved', day, gen_random_uuid(), '');
      insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, previous_hash, hash)
        values (org, posting_no, document_id, 'approve', day, now(), gen_random_uuid(), '', '', '');
      insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, stated_value, business_date, position, basis)
        values (org, entry_seq, posting_no, document_id, 1, item, warehouse, in_quantity, in_value, day, entry_seq, 'stated');
      insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value)
        values (org, entry_seq, item, warehouse, day, entry_seq, 0, 0, 0, 0);
      for entry in
        select c.seq, c.warehouse_id, e.quantity, e.stated_value
        from stock_cost c join stock_entry e on e.org_id = org and e.seq = c.seq
        where c.org_id = org and c.item_id = item
        order by c.business_date, c.position, c.seq
      loop
        cost := case when entry.stated_value is not null then entry.stated_value
                     when pool_q = -entry.quantity then -pool_v
                     else -round(pool_v * -entry.quantity / pool_q, 2) end;
        pool_q := pool_q + entry.quantity;
        pool_v := pool_v + cost;
        place := array_position(warehouses, entry.warehouse_id);
        shelves[place] := shelves[place] + entry.quantity;
        update stock_cost set value = cost, balance_quantity = shelves[place], pool_quantity = pool_q, pool_value = pool_v
          where org_id = org and seq = entry.seq;
        recosted := recosted + 1;
      end loop;
      return recosted;
    end $$`);
}

export type PlainReceipt = {
  readonly orgId: string;
  readonly warehouseId: string;
  readonly day: string;
  readonly quantity: string;
  readonly value: string;
};
export async function receiveAndRecost(client: pg.Client, receipt: PlainReceipt): Promise<number> {
  const { orgId, warehouseId, day, quantity, value } = receipt;
  const { rows } = await client.query<{ recosted: number }>(
    "select plain.receive_and_recost($1, $2, $3, $4, $5, $6) as recosted",
    [orgId, livelyItem, warehouseId, day, quantity, value],
  );
  return rows[0]?.recosted ?? 0;
}

/** The product's derived rows and the loop's, one beside the other in the order of the books. */
export async function differingCosts(client: pg.Client, orgIds: readonly [string, string]): Promise<readonly string[]> {
  const side = (place: number) => `
    select row_number() over (order by business_date, position, seq) as n, warehouse_id, business_date, value, balance_quantity, pool_quantity, pool_value
    from stock_cost where org_id = $${place} and item_id = $3`;
  const { rows } = await client.query<{ finding: string }>(
    `select coalesce(a.n, b.n) || ': ' || concat_ws(' ', a.value, a.balance_quantity, a.pool_quantity, a.pool_value) || ' / ' || concat_ws(' ', b.value, b.balance_quantity, b.pool_quantity, b.pool_value) as finding
     from (${side(1)}) a full join (${side(2)}) b using (n)
     where (a.warehouse_id, a.business_date, a.value, a.balance_quantity, a.pool_quantity, a.pool_value)
           is distinct from (b.warehouse_id, b.business_date, b.value, b.balance_quantity, b.pool_quantity, b.pool_value)
     order by coalesce(a.n, b.n) limit 5`,
    [...orgIds, livelyItem],
  );
  return rows.map((row) => row.finding);
}
