import type { ItemBody, ItemView } from "@zhangshi/contract";
import { binsFrom } from "@zhangshi/core";
import type { FormErrors } from "../../ui/field/form-errors.ts";

/** 货位 of one warehouse as they are typed, in one field: `A-02-3、C-1`; the first is the one to pick from. */
export type BinsRow = { readonly warehouseId: string; readonly text: string };
type Bins = NonNullable<ItemBody["bins"]>;

export function binRowsOf(bins: ItemView["bins"]): readonly BinsRow[] {
  const texts = new Map<string, readonly string[]>();
  for (const { warehouseId, bin } of bins ?? []) texts.set(warehouseId, [...(texts.get(warehouseId) ?? []), bin]);
  return [...texts].map(([warehouseId, names]) => ({ warehouseId, text: names.join("、") }));
}
export function sentBins(rows: readonly BinsRow[]): Bins {
  return rows.flatMap(({ warehouseId, text }) => binsFrom(text).map((bin) => ({ warehouseId, bin })));
}
export function binsAt(rows: readonly BinsRow[], warehouseId: string): string {
  return rows.find((row) => row.warehouseId === warehouseId)?.text ?? "";
}
export function withBinsAt(rows: readonly BinsRow[], warehouseId: string, text: string): readonly BinsRow[] {
  return rows.some((row) => row.warehouseId === warehouseId)
    ? rows.map((row) => (row.warehouseId === warehouseId ? { warehouseId, text } : row))
    : [...rows, { warehouseId, text }];
}
/** What is refused of a warehouse's 货位 stands at its field, and what is refused of all of them at the first. */
export function binErrorAt(errors: FormErrors, rows: readonly BinsRow[], warehouseId: string): string | undefined {
  const sent = sentBins(rows);
  const own = Object.entries(errors).find(([path]) => {
    const place = /^bins\.(\d+)\b/.exec(path)?.[1];
    return place !== undefined && sent[Number(place)]?.warehouseId === warehouseId;
  });
  return own?.[1] ?? (sent[0]?.warehouseId === warehouseId ? errors["bins"] : undefined);
}
