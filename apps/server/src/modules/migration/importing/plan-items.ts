import type { Tx } from "../../../platform/db.ts";
import { findItemsByBarcode, findItemsByCode, kitsAmong } from "../../catalog/index.ts";
import type { ItemRecord } from "../recognition/records.ts";
import type { PlanProblem } from "./import-context.ts";
import { barcodesOf, specOf } from "./item-from-record.ts";
import { findItemsByName, nameKey } from "./references.sql.ts";

export type ClassifiedItem = { readonly record: ItemRecord; readonly existingId: string | null };
export type ItemPlan = { readonly items: readonly ClassifiedItem[]; readonly problems: readonly PlanProblem[] };

/**
 * Which goods of the file the company has already: by code, else by barcode, else by name and spec. Reads only.
 * `own` are those that this very import has just made: a second good of the same name is a good of its own. `isFirst`:
 * the company had no goods before, so none can be found.
 */
export async function classifyItems(
  tx: Tx,
  records: readonly ItemRecord[],
  own: ReadonlySet<string> = new Set(),
  isFirst = false,
): Promise<ItemPlan> {
  const [codes, barcodes, names] = isFirst ? ([new Map(), new Map(), new Map()] as Found) : await lookUp(tx, records);
  const problems: PlanProblem[] = [];
  const items = records.map((record): ClassifiedItem => {
    if (record.name.length > 200)
      problems.push({
        row: record.row,
        value: `${record.name.slice(0, 40)}…`,
        reasonCode: "text.too_long",
        reason: `名称有 ${record.name.length} 个字，最多 200 个。`,
        suggestion: "请缩短名称，多余的放到备注。",
        severity: "error",
      });
    for (const opening of record.openings)
      if (opening.amount?.startsWith("-") || opening.unitCost?.startsWith("-"))
        problems.push({
          row: record.row,
          value: opening.amount ?? opening.unitCost ?? "",
          reasonCode: "cost.negative",
          reason: "期初成本是负数，照文件导入。",
          suggestion: "请核对；改好文件再导入，或确认无误。",
          severity: "warning",
        });
    const byBarcode = barcodesOf(record)
      .map((barcode) => barcodes.get(barcode))
      .find((found) => found !== undefined);
    const foundId =
      record.code !== undefined
        ? (codes.get(record.code)?.id ?? null)
        : record.barcodes.length > 0
          ? (byBarcode?.id ?? null)
          : (names.get(nameKey(record.name, specOf(record))) ?? null);
    const existingId = foundId !== null && own.has(foundId) && record.code === undefined ? null : foundId;
    for (const barcode of barcodesOf(record)) {
      const holder = barcodes.get(barcode);
      if (holder && holder.id !== existingId)
        problems.push({
          row: record.row,
          value: barcode,
          reasonCode: "barcode.taken",
          reason: `条码 ${barcode} 已属于商品「${holder.name}」（${holder.code}）。`,
          suggestion: "核对是哪个商品；改条码，或去掉这一行。",
          severity: "error",
        });
    }
    return { record, existingId };
  });
  return { items, problems: [...problems, ...(await stockOfKits(tx, items))] };
}

async function stockOfKits(tx: Tx, items: readonly ClassifiedItem[]): Promise<readonly PlanProblem[]> {
  const stocked = items.filter(
    ({ existingId, record }) => existingId !== null && (record.openings.length > 0 || record.location !== undefined),
  );
  const kits = await kitsAmong(
    tx,
    stocked.flatMap(({ existingId }) => existingId ?? []),
  );
  return stocked
    .filter(({ existingId }) => kits.has(existingId ?? ""))
    .map(({ record }) => ({
      row: record.row,
      value: record.name,
      reasonCode: "kit.has_no_stock",
      reason: `「${record.name}」是组合商品，自己没有库存。`,
      ...(record.openings.length > 0
        ? { suggestion: "请去掉这一行的期初，改在它的配件上填。", severity: "error" }
        : { suggestion: "它的货位没有导入；请把货位填在它的配件上。", severity: "warning" }),
    }));
}

type Found = readonly [
  Awaited<ReturnType<typeof findItemsByCode>>,
  Awaited<ReturnType<typeof findItemsByBarcode>>,
  Awaited<ReturnType<typeof findItemsByName>>,
];
function lookUp(tx: Tx, records: readonly ItemRecord[]): Promise<Found> {
  const unnumbered = records.filter((record) => record.code === undefined && record.barcodes.length === 0);
  return Promise.all([
    findItemsByCode(
      tx,
      records.flatMap((record) => record.code ?? []),
    ),
    findItemsByBarcode(
      tx,
      records.flatMap((record) => barcodesOf(record)),
    ),
    findItemsByName(tx, [...new Set(unnumbered.map((record) => record.name))]),
  ]);
}
