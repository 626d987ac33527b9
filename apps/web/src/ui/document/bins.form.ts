import type { ItemCandidate } from "@zhangshi/contract";
import { compareBins } from "@zhangshi/core";

/** 货位 of an item in a warehouse, the one to pick from first. */
export function binsIn(
  item: Pick<ItemCandidate, "bins"> | null | undefined,
  warehouseId: string | null,
): readonly string[] {
  return (item?.bins ?? []).filter((one) => one.warehouseId === warehouseId).map((one) => one.bin);
}

/** In the order in which a person walks; what has no bin comes last, in the order in which it stood. */
export function inBinOrder<Line>(lines: readonly Line[], binOf: (line: Line) => string): readonly Line[] {
  return lines.toSorted((one, other) => compareBins(binOf(one), binOf(other)));
}
