import type { Tx } from "../../../platform/db.ts";
import { addBins, clearBinsAt, kitsAmong } from "../../catalog/index.ts";
import type { RecordBin } from "../recognition/records.ts";

export type PlacedItem = {
  readonly itemId: string;
  readonly isNew: boolean;
  readonly bins: readonly RecordBin[];
};
type PlaceOf = (warehouse: string | undefined) => string;

/**
 * 货位 of goods that an import writes. What the file says of a warehouse takes the place of what stood there; further rows
 * of the same file add to it. A good that is there already and is not to be changed keeps its places, and a kit has none.
 */
export function startBinWriter(tx: Tx, existing: "skip" | "update") {
  const said = new Set<string>();
  return async (items: readonly PlacedItem[], placeOf: PlaceOf): Promise<void> => {
    const wanted = items.filter((item) => item.bins.length > 0 && (item.isNew || existing === "update"));
    if (wanted.length === 0) return;
    const kits = await kitsAmong(
      tx,
      wanted.filter((item) => !item.isNew).map((item) => item.itemId),
    );
    const rows = wanted
      .filter((item) => !kits.has(item.itemId))
      .flatMap(({ itemId, isNew, bins }) =>
        bins.map(({ warehouse, bin }) => ({ itemId, isNew, warehouseId: placeOf(warehouse), bin })),
      );
    const pair = (row: (typeof rows)[number]) => `${row.itemId}/${row.warehouseId}`;
    await clearBinsAt(
      tx,
      rows.filter((row) => !row.isNew && !said.has(pair(row))),
    );
    for (const row of rows) said.add(pair(row));
    await addBins(tx, rows);
  };
}
