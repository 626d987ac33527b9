import type { ItemCandidate } from "@zhangshi/contract";

/** 货位 of an item in a warehouse, the one to pick from first. */
export function binsIn(
  item: Pick<ItemCandidate, "bins"> | null | undefined,
  warehouseId: string | null,
): readonly string[] {
  return (item?.bins ?? []).filter((one) => one.warehouseId === warehouseId).map((one) => one.bin);
}
