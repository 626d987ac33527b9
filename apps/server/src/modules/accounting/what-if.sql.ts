import type { Tx } from "../../platform/db.ts";

/** Items that moved, and how often: what a comparison has to play. */
export async function movedItems(tx: Tx): Promise<readonly { readonly itemId: string; readonly entries: number }[]> {
  return tx.query<{ itemId: string; entries: number }>({
    name: "what_if_items",
    text: `select c.item_id as "itemId", count(*)::int as entries from stock_cost c where c.org_id = $1 group by c.item_id order by c.item_id`,
    values: [tx.orgId],
  });
}
/** Items that one document turned into each other: their costs follow one another. */
export async function turnedItems(
  tx: Tx,
): Promise<readonly { readonly documentId: string; readonly itemId: string }[]> {
  return tx.query<{ documentId: string; itemId: string }>({
    name: "what_if_turned",
    text: `select distinct e.document_id as "documentId", e.item_id as "itemId" from stock_entry e
           where e.org_id = $1 and e.document_id in (select t.document_id from stock_entry t where t.org_id = $1 and t.basis = 'document')`,
    values: [tx.orgId],
  });
}
export async function poolsOfItems(
  tx: Tx,
  itemIds: readonly string[],
): Promise<readonly { readonly itemId: string; readonly warehouseId: string }[]> {
  return tx.query<{ itemId: string; warehouseId: string }>({
    name: "what_if_pools",
    text: `select distinct c.item_id as "itemId", c.warehouse_id as "warehouseId" from stock_cost c where c.org_id = $1 and c.item_id = any($2::uuid[])`,
    values: [tx.orgId, itemIds],
  });
}
