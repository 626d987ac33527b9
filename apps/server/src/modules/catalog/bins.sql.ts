import type { Tx } from "../../platform/db.ts";

export type BinRow = {
  readonly item_id: string;
  readonly warehouse_id: string;
  readonly warehouse: string;
  readonly bin: string;
};
/** Where these items lie: the default warehouse first, and in each the one to pick from first. */
export async function readBins(tx: Tx, itemIds: readonly string[]): Promise<readonly BinRow[]> {
  if (itemIds.length === 0) return [];
  return tx.query<BinRow>({
    name: "item_bins",
    text: `select b.item_id, b.warehouse_id, w.name as warehouse, b.bin
           from item_bin b join warehouse w on w.org_id = $1 and w.id = b.warehouse_id
           where b.org_id = $1 and b.item_id = any($2::uuid[]) order by b.item_id, w.is_default desc, w.code, b.warehouse_id, b.position`,
    values: [tx.orgId, itemIds],
  });
}

/** Whether anybody wrote down a place: where nobody did, nothing speaks of 货位. */
export async function usesBins(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ used: boolean }>({
    name: "item_bins_used",
    text: "select exists (select from item_bin where org_id = $1) as used",
    values: [tx.orgId],
  });
  return row?.used ?? false;
}

export type BinWrite = { readonly itemId: string; readonly warehouseId: string; readonly bin: string };
/** Further places behind those that stand; a place that is known stays where it is. */
export async function addBins(tx: Tx, bins: readonly BinWrite[]): Promise<void> {
  if (bins.length === 0) return;
  await tx.query({
    name: "item_bins_add",
    text: `insert into item_bin (org_id, item_id, warehouse_id, bin, position)
           select $1, x.item_id, x.warehouse_id, x.bin,
                  x.place + coalesce((select max(b.position) from item_bin b where b.org_id = $1 and b.item_id = x.item_id and b.warehouse_id = x.warehouse_id), 0)
           from unnest($2::uuid[], $3::uuid[], $4::text[]) with ordinality x(item_id, warehouse_id, bin, place)
           on conflict on constraint item_bin_pk do nothing`,
    values: [tx.orgId, bins.map((one) => one.itemId), bins.map((one) => one.warehouseId), bins.map((one) => one.bin)],
  });
}
export async function clearBins(tx: Tx, itemId: string): Promise<void> {
  await tx.query({
    name: "item_bins_clear",
    text: "delete from item_bin where org_id = $1 and item_id = $2",
    values: [tx.orgId, itemId],
  });
}
/** The places of each of these items in the warehouse that is named with it. */
export async function clearBinsAt(
  tx: Tx,
  places: readonly { readonly itemId: string; readonly warehouseId: string }[],
): Promise<void> {
  if (places.length === 0) return;
  await tx.query({
    name: "item_bins_clear_at",
    text: `delete from item_bin b using unnest($2::uuid[], $3::uuid[]) x(item_id, warehouse_id)
           where b.org_id = $1 and b.item_id = x.item_id and b.warehouse_id = x.warehouse_id`,
    values: [tx.orgId, places.map((one) => one.itemId), places.map((one) => one.warehouseId)],
  });
}
