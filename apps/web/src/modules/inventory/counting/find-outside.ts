import { api, type Reply } from "../../../app/api.ts";
import { binsIn } from "../../../ui/document/bins.form.ts";
import type { Countable, Hit } from "./count-sheet.form.ts";

type Candidate = Reply<"items.lookup">["rows"][number];

/** 清单外: goods of the catalogue that are not on the list. */
export function outsideRow(item: Candidate, warehouseId: string): Countable {
  const bins = binsIn(item, warehouseId);
  return {
    itemId: item.id,
    code: item.code,
    name: item.name,
    spec: item.spec,
    unit: item.baseUnit,
    tracking: item.tracking,
    units: item.units.map(({ name, factor, barcodes }) => ({ name, factor, barcodes })),
    lot: "",
    round: 1,
    ...(bins.length === 0 ? {} : { bins: [...bins] }),
    isCounted: false,
  };
}

/** A code that the list does not know; null without a network as well. */
export async function lookUpOutside(code: string, warehouseId: string): Promise<Hit | null> {
  try {
    const { rows } = await api.call("items.lookup", { query: { q: code, limit: 2 } });
    const item = rows.find((row) => row.hitUnit !== null || row.code.toLowerCase() === code.toLowerCase());
    return item ? { row: outsideRow(item, warehouseId), unit: item.hitUnit ?? item.baseUnit } : null;
  } catch {
    return null;
  }
}
