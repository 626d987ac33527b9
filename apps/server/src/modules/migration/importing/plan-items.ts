import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/identifiers.ts";
import {
  ensureCategories,
  ensureWarehouses,
  findItemsByBarcode,
  findItemsByCode,
  insertItems,
  type ItemUnit,
  type ItemWrite,
  updateItems,
} from "../../catalog/index.ts";
import type { ItemRecord } from "../recognition/records.ts";
import type { PlanProblem } from "./import-context.ts";
import { openingValue, type StockOpening } from "./openings.ts";
import {
  defaultWarehouse,
  findCategoriesByExternalId,
  findItemsByName,
  itemsWithOpening,
  nameKey,
  takeCodes,
} from "./references.sql.ts";

export type ClassifiedItem = { readonly record: ItemRecord; readonly existingId: string | null };
export type ItemPlan = { readonly items: readonly ClassifiedItem[]; readonly problems: readonly PlanProblem[] };

/** Which goods of the file the company has already: by code, else by barcode, else by name and spec. Reads only. */
export async function classifyItems(tx: Tx, records: readonly ItemRecord[]): Promise<ItemPlan> {
  const codes = await findItemsByCode(
    tx,
    records.flatMap((record) => record.code ?? []),
  );
  const barcodes = await findItemsByBarcode(
    tx,
    records.flatMap((record) => barcodesOf(record)),
  );
  const names = await findItemsByName(tx, [
    ...new Set(
      records.flatMap((record) => (record.code === undefined && record.barcodes.length === 0 ? record.name : [])),
    ),
  ]);
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
    const own = barcodesOf(record)
      .map((barcode) => barcodes.get(barcode))
      .find((found) => found !== undefined);
    const existingId =
      record.code !== undefined
        ? (codes.get(record.code)?.id ?? null)
        : record.barcodes.length > 0
          ? (own?.id ?? null)
          : (names.get(nameKey(record.name, specOf(record))) ?? null);
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
  return { items, problems };
}
function barcodesOf(record: ItemRecord): readonly string[] {
  return [...record.barcodes, ...record.units.flatMap((unit) => unit.barcode ?? [])];
}
function specOf(record: ItemRecord): string {
  return [record.spec, record.model]
    .filter((part) => part !== undefined && part !== "")
    .join(" ")
    .slice(0, 200);
}

export type WrittenItems = {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly openings: readonly StockOpening[];
  readonly openingsThere: number;
};

/** Writes the goods and says which openings are still to be posted. One transaction, all or nothing. */
export async function writeItems(
  tx: Tx,
  plan: readonly ClassifiedItem[],
  options: {
    readonly existing: "skip" | "update";
    readonly defaultTaxRate: string;
    readonly progress: (done: number) => Promise<void>;
  },
): Promise<WrittenItems> {
  const categories = await categoryIds(tx, plan);
  const numbered = await withCodes(tx, plan);
  const writes = numbered.map(({ record, existingId, code }) => ({
    existingId,
    item: itemFrom(record, existingId ?? newId(), code, categories(record), options.defaultTaxRate),
    record,
  }));
  const fresh = writes.filter((write) => write.existingId === null).map((write) => write.item);
  const rowsAtOnce = 2000;
  for (let start = 0; start < fresh.length; start += rowsAtOnce) {
    await insertItems(tx, fresh.slice(start, start + rowsAtOnce));
    await options.progress(Math.min(fresh.length, start + rowsAtOnce));
  }
  const known = writes.filter((write) => write.existingId !== null);
  if (options.existing === "update" && known.length > 0)
    await updateItems(
      tx,
      known.map((write) => write.item),
    );
  const { openings, there } = await openingsOf(tx, writes);
  return {
    created: fresh.length,
    updated: options.existing === "update" ? known.length : 0,
    skipped: options.existing === "update" ? 0 : known.length,
    openings,
    openingsThere: there,
  };
}

async function categoryIds(tx: Tx, plan: readonly ClassifiedItem[]): Promise<(record: ItemRecord) => string | null> {
  const byName = await ensureCategories(
    tx,
    plan.flatMap(({ record }) => record.category ?? []),
  );
  const byExternal = await findCategoriesByExternalId(tx, [
    ...new Set(plan.flatMap(({ record }) => record.categoryExternalId ?? [])),
  ]);
  return (record) =>
    byExternal.get(record.categoryExternalId ?? "") ?? byName.get(record.category?.trim() ?? "") ?? null;
}

/** Goods without a code get the next numbers of the company's own series, past any that a person typed. */
async function withCodes(
  tx: Tx,
  plan: readonly ClassifiedItem[],
): Promise<readonly (ClassifiedItem & { readonly code: string })[]> {
  const typed = new Set(plan.flatMap(({ record }) => record.code ?? []));
  const missing = plan.filter(({ record, existingId }) => record.code === undefined && existingId === null).length;
  const free: string[] = [];
  while (free.length < missing) {
    const wanted = missing - free.length;
    const first = await takeCodes(tx, "item", wanted);
    const block = Array.from({ length: wanted }, (_, index) => String(10_000 + first + index));
    const taken = await findItemsByCode(tx, block);
    free.push(...block.filter((code) => !taken.has(code) && !typed.has(code)));
  }
  let next = 0;
  return plan.map((one) => ({
    ...one,
    code: one.record.code ?? (one.existingId === null ? (free[next++] ?? "") : ""),
  }));
}

function itemFrom(
  record: ItemRecord,
  id: string,
  code: string,
  categoryId: string | null,
  defaultTaxRate: string,
): ItemWrite {
  const salePrice = record.salePrice ?? record.wholesalePrice ?? record.retailPrice ?? null;
  const base: ItemUnit = {
    name: record.unit ?? "个",
    factor: "1",
    barcodes: record.barcodes,
    salePrice,
    purchasePrice: record.purchasePrice ?? null,
  };
  const note = [record.note, record.location === undefined ? undefined : `货位 ${record.location}`]
    .filter((part) => part !== undefined && part !== "")
    .join("；");
  return {
    id,
    code,
    name: record.name.slice(0, 200),
    spec: specOf(record),
    categoryId,
    brand: (record.brand ?? "").slice(0, 80),
    units: [
      base,
      ...record.units.map((unit) => ({
        name: unit.unit,
        factor: unit.factor,
        barcodes: unit.barcode === undefined ? [] : [unit.barcode],
        salePrice: null,
        purchasePrice: null,
      })),
    ],
    taxRate: record.taxRate === undefined ? defaultTaxRate : percentToFraction(record.taxRate),
    purchasePrice: base.purchasePrice,
    salePrice,
    minimumSalePrice: record.minimumPrice ?? null,
    safetyStock: record.safetyStock ?? "0",
    note: note.slice(0, 500),
    disabled: record.disabled ?? false,
  };
}
/** "13" → "0.13", "1.5" → "0.015": two places, as text. */
export function percentToFraction(percent: string): string {
  const [whole = "0", fraction = ""] = percent.split(".");
  const digits = (whole + fraction).padStart(fraction.length + 3, "0");
  const point = digits.length - fraction.length - 2;
  return `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, "") || "0";
}

async function openingsOf(
  tx: Tx,
  writes: readonly { readonly item: ItemWrite; readonly record: ItemRecord }[],
): Promise<{ readonly openings: readonly StockOpening[]; readonly there: number }> {
  const withStock = writes.filter(({ record }) => record.openings.some((opening) => opening.quantity !== "0"));
  if (withStock.length === 0) return { openings: [], there: 0 };
  const warehouses = await ensureWarehouses(
    tx,
    withStock.flatMap(({ record }) => record.openings.flatMap((opening) => opening.warehouse ?? [])),
  );
  const own = await defaultWarehouse(tx);
  const known = await itemsWithOpening(
    tx,
    withStock.map(({ item }) => item.id),
  );
  let there = 0;
  const openings = withStock.flatMap(({ item, record }) =>
    record.openings.flatMap((opening): readonly StockOpening[] => {
      if (/^0(\.0*)?$/.test(opening.quantity)) return [];
      const warehouseId =
        (opening.warehouse === undefined ? undefined : warehouses.get(opening.warehouse.trim())) ?? own.id;
      if (known.has(`${item.id}/${warehouseId}`)) {
        there += 1;
        return [];
      }
      return [
        {
          itemId: item.id,
          warehouseId,
          unit: item.units[0]?.name ?? "",
          quantity: opening.quantity,
          value: openingValue(opening.quantity, opening.amount, opening.unitCost ?? item.purchasePrice ?? undefined),
        },
      ];
    }),
  );
  return { openings, there };
}
