import type { ItemUnit, ItemWrite } from "../../catalog/index.ts";
import type { ItemRecord } from "../recognition/records.ts";

export function barcodesOf(record: ItemRecord): readonly string[] {
  return [...record.barcodes, ...record.units.flatMap((unit) => unit.barcode ?? [])];
}
export function specOf(record: ItemRecord): string {
  return [record.spec, record.model]
    .filter((part) => part !== undefined && part !== "")
    .join(" ")
    .slice(0, 200);
}
function salePriceOf(record: ItemRecord): string | null {
  return record.salePrice ?? record.wholesalePrice ?? record.retailPrice ?? null;
}
function noteOf(record: ItemRecord): string {
  return (record.note ?? "").slice(0, 500);
}

/** A new good, with the company's tax rate where the file names none. */
export function itemFrom(
  record: ItemRecord,
  id: string,
  code: string,
  categoryId: string | null,
  defaultTaxRate: string,
): ItemWrite {
  const salePrice = salePriceOf(record);
  const base: ItemUnit = {
    name: record.unit ?? "个",
    factor: "1",
    barcodes: record.barcodes,
    salePrice,
    purchasePrice: record.purchasePrice ?? null,
  };
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
    note: noteOf(record),
    tracking: "none",
    shelfLifeDays: null,
    wholeUnits: false,
    disabled: record.disabled ?? false,
  };
}

/**
 * A good that is there already takes over what the file says and keeps the rest: its code, its units and their factors
 * (documents may count in them), prices and notes that the file is silent about. New units and barcodes are added.
 */
export function mergedItem(stored: ItemWrite, record: ItemRecord, categoryId: string | null): ItemWrite {
  const salePrice = salePriceOf(record) ?? stored.salePrice;
  const purchasePrice = record.purchasePrice ?? stored.purchasePrice;
  const named = new Set(stored.units.map((unit) => unit.name));
  const added = record.units
    .filter((unit) => !named.has(unit.unit))
    .map(
      (unit): ItemUnit => ({
        name: unit.unit,
        factor: unit.factor,
        barcodes: [],
        salePrice: null,
        purchasePrice: null,
      }),
    );
  const barcodesFor = (unit: ItemUnit, place: number) => {
    const own =
      place === 0
        ? record.barcodes
        : record.units.flatMap((one) => (one.unit === unit.name ? (one.barcode ?? []) : []));
    return [...new Set([...unit.barcodes, ...own])];
  };
  return {
    ...stored,
    name: record.name.slice(0, 200),
    spec: specOf(record) || stored.spec,
    categoryId: categoryId ?? stored.categoryId,
    brand: record.brand?.slice(0, 80) ?? stored.brand,
    units: [...stored.units, ...added].map((unit, place) => ({
      ...unit,
      barcodes: barcodesFor(unit, place),
      ...(place === 0 ? { salePrice, purchasePrice } : {}),
    })),
    taxRate: record.taxRate === undefined ? stored.taxRate : percentToFraction(record.taxRate),
    purchasePrice,
    salePrice,
    minimumSalePrice: record.minimumPrice ?? stored.minimumSalePrice,
    safetyStock: record.safetyStock ?? stored.safetyStock,
    note: noteOf(record) || stored.note,
    disabled: record.disabled ?? stored.disabled,
  };
}

/** "13" → "0.13", "1.5" → "0.015": two places, as text. */
export function percentToFraction(percent: string): string {
  const [whole = "0", fraction = ""] = percent.split(".");
  const digits = (whole + fraction).padStart(fraction.length + 3, "0");
  const point = digits.length - fraction.length - 2;
  return `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, "") || "0";
}
