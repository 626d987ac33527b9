import type { Tx } from "../platform/db.ts";

export type StateRow = {
  item_id: string;
  warehouse_id: string;
  lot: string | null;
  quantity: string;
  value: string;
  state: string | null;
  last_date: string | null;
};
/** What is written of the pools of some items, and of their lots. */
export async function readStates(tx: Tx, itemIds: readonly string[]): Promise<readonly StateRow[]> {
  return tx.query<StateRow>({
    text: `select b.item_id, b.warehouse_id, null::text as lot, trim_scale(b.quantity)::text as quantity, b.value::text as value, b.state, b.last_date from stock_balance b where b.org_id = $1 and b.item_id = any($2::uuid[])
           union all
           select t.item_id, t.warehouse_id, t.lot, trim_scale(t.quantity)::text, t.value::text, t.state, null from stock_lot_balance t where t.org_id = $1 and t.item_id = any($2::uuid[])
           order by 1, 2, 3`,
    values: [tx.orgId, itemIds],
  });
}
export async function nameItems(
  tx: Tx,
  itemIds: readonly string[],
  warehouseIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>({
    text: `select i.id, i.code || ' ' || i.name as name from item i where i.org_id = $1 and i.id = any($2::uuid[])
           union all select w.id, w.name from warehouse w where w.org_id = $1 and w.id = any($3::uuid[])`,
    values: [tx.orgId, itemIds, warehouseIds],
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}
