import type { ItemBody, ItemView } from "@zhangshi/contract";
import type { Tx } from "../../platform/db.ts";
import { type FieldRefusal, fieldRefusal, RefusedError, refusedFields } from "../../platform/refused.ts";
import { addBins, type BinRow, clearBins, readBins } from "./bins.sql.ts";
import { listWarehouses } from "./warehouses.sql.ts";

type Bins = NonNullable<ItemBody["bins"]>;

/** 货位 as the form sent them; left out, they stay as they are. What has no stock lies nowhere. */
export async function saveBins(tx: Tx, itemId: string, bins: Bins | undefined, isKit: boolean): Promise<void> {
  if (isKit && (bins ?? (await readBins(tx, [itemId]))).length > 0)
    throw new RefusedError("request.invalid", {}, [
      { path: "bins", code: "kit.bins", message: "组合商品自己没有库存，没有货位；请把货位设在配件上。" },
    ]);
  if (bins === undefined) return;
  refuseTwice(bins);
  await refuseForeignWarehouses(tx, bins);
  await clearBins(tx, itemId);
  await addBins(
    tx,
    bins.map((one) => ({ itemId, warehouseId: one.warehouseId, bin: one.bin })),
  );
}

function refuseTwice(bins: Bins): void {
  const refusals = bins.flatMap((one, index): readonly FieldRefusal[] => {
    const first = bins.findIndex((other) => other.warehouseId === one.warehouseId && other.bin === one.bin);
    return first === index
      ? []
      : [{ path: `bins.${index}.bin`, code: "bin.twice", message: `货位「${one.bin}」写了两次，请去掉一个。` }];
  });
  if (refusals.length > 0) throw new RefusedError("request.invalid", {}, refusals);
}
/** Goods in transit lie on no shelf either. */
async function refuseForeignWarehouses(tx: Tx, bins: Bins): Promise<void> {
  if (bins.length === 0) return;
  const known = new Set((await listWarehouses(tx)).map((warehouse) => warehouse.id));
  const refusals = bins.flatMap((one, index) =>
    known.has(one.warehouseId) ? [] : [fieldRefusal(`bins.${index}.warehouseId`, "warehouse.unknown")],
  );
  if (refusals.length > 0) throw refusedFields(refusals);
}

export function viewBins(rows: readonly BinRow[]): NonNullable<ItemView["bins"]> {
  return rows.map((row) => ({ warehouseId: row.warehouse_id, bin: row.bin }));
}
export function binsByItem(rows: readonly BinRow[]): ReadonlyMap<string, readonly BinRow[]> {
  const items = new Map<string, BinRow[]>();
  for (const row of rows) {
    const known = items.get(row.item_id);
    if (known) known.push(row);
    else items.set(row.item_id, [row]);
  }
  return items;
}
