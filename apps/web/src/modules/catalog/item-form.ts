import type { ItemBody, ItemCandidate, ItemView } from "@zhangshi/contract";
import { isValidGtin } from "@zhangshi/core";
import { binRowsOf, type BinsRow, sentBins } from "./bins.form.ts";

/** A unit as it is typed: barcodes in one field, prices possibly empty. */
export type UnitRow = {
  readonly key: string;
  readonly name: string;
  readonly factor: string;
  readonly barcodes: string;
  readonly salePrice: string;
  readonly purchasePrice: string;
};
/** 组合商品配件 as it is typed. */
export type PartRow = {
  readonly key: string;
  /** "" until goods are chosen. */
  readonly itemId: string;
  readonly name: string;
  readonly units: readonly string[];
  readonly unit: string;
  readonly quantity: string;
  readonly salePrice: string | null;
};
export type ItemForm = {
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly categoryId: string | null;
  readonly brand: string;
  /** The first is the base unit. */
  readonly units: readonly UnitRow[];
  readonly taxPercent: string;
  readonly purchasePrice: string;
  readonly salePrice: string;
  readonly minimumSalePrice: string;
  readonly safetyStock: string;
  readonly tracking: ItemView["tracking"];
  readonly shelfLifeDays: string;
  readonly wholeUnits: boolean;
  /** With parts it is a 组合商品. */
  readonly parts: readonly PartRow[];
  readonly bins: readonly BinsRow[];
  readonly note: string;
  readonly disabled: boolean;
};

export function emptyItem(taxRate: string): ItemForm {
  return {
    code: "",
    name: "",
    spec: "",
    categoryId: null,
    brand: "",
    units: [emptyUnit("0")],
    taxPercent: percentOf(taxRate),
    purchasePrice: "",
    salePrice: "",
    minimumSalePrice: "",
    safetyStock: "",
    tracking: "none",
    shelfLifeDays: "",
    wholeUnits: false,
    parts: [],
    bins: [],
    note: "",
    disabled: false,
  };
}

export function emptyUnit(key: string): UnitRow {
  return { key, name: "", factor: key === "0" ? "1" : "", barcodes: "", salePrice: "", purchasePrice: "" };
}

export function emptyPart(key: string): PartRow {
  return { key, itemId: "", name: "", units: [], unit: "", quantity: "1", salePrice: null };
}
export function partFrom(item: ItemCandidate): Omit<PartRow, "key" | "quantity"> {
  return {
    itemId: item.id,
    name: [item.code, item.name, item.spec].filter(Boolean).join(" "),
    units: [...new Set([item.baseUnit, ...item.units.map((unit) => unit.name)])],
    unit: item.baseUnit,
    salePrice: item.salePrice,
  };
}
/** A line in which no goods were chosen is no part. */
export function sentParts(parts: readonly PartRow[]): readonly PartRow[] {
  return parts.filter((part) => part.itemId !== "");
}

export function formOf(item: ItemView): ItemForm {
  const base = item.units.find((unit) => unit.name === item.baseUnit);
  const others = item.units.filter((unit) => unit.name !== item.baseUnit);
  const rows = [
    base ?? { name: item.baseUnit, factor: "1", barcodes: [], salePrice: null, purchasePrice: null },
    ...others,
  ];
  return {
    code: item.code,
    name: item.name,
    spec: item.spec,
    categoryId: item.categoryId,
    brand: item.brand,
    units: rows.map((unit, index) => ({
      key: String(index),
      name: unit.name,
      factor: plain(unit.factor),
      barcodes: unit.barcodes.join(" "),
      salePrice: plain(unit.salePrice ?? ""),
      purchasePrice: plain(unit.purchasePrice ?? ""),
    })),
    taxPercent: percentOf(item.taxRate),
    purchasePrice: plain(item.purchasePrice ?? ""),
    salePrice: plain(item.salePrice ?? ""),
    minimumSalePrice: plain(item.minimumSalePrice ?? ""),
    safetyStock: /[1-9]/.test(item.safetyStock) ? plain(item.safetyStock) : "",
    tracking: item.tracking,
    shelfLifeDays: item.shelfLifeDays === null ? "" : String(item.shelfLifeDays),
    wholeUnits: item.wholeUnits,
    parts: (item.parts ?? []).map((part, index) => ({
      key: String(index),
      itemId: part.itemId,
      name: [part.code, part.name, part.spec].filter(Boolean).join(" "),
      units: [...new Set([part.unit, part.baseUnit])],
      unit: part.unit,
      quantity: plain(part.quantity),
      salePrice: part.salePrice,
    })),
    bins: binRowsOf(item.bins),
    note: item.note,
    disabled: item.disabled,
  };
}

/** What is sent. An empty price is "no price", not a price of nothing. */
export function bodyOf(form: ItemForm, version: number | undefined): ItemBody {
  const [base, ...others] = form.units;
  const unit = (row: UnitRow, factor: string) => ({
    name: row.name,
    factor,
    barcodes: row.barcodes.split(/[\s,，;；]+/).filter(Boolean),
    salePrice: price(row.salePrice),
    purchasePrice: price(row.purchasePrice),
  });
  return {
    code: form.code,
    name: form.name,
    spec: form.spec,
    categoryId: form.categoryId,
    brand: form.brand,
    baseUnit: base?.name ?? "",
    units: [...(base === undefined ? [] : [unit(base, "1")]), ...others.map((row) => unit(row, row.factor.trim()))],
    taxRate: rateOf(form.taxPercent),
    purchasePrice: price(form.purchasePrice),
    salePrice: price(form.salePrice),
    minimumSalePrice: price(form.minimumSalePrice),
    safetyStock: form.safetyStock.trim() === "" ? "0" : form.safetyStock.trim(),
    tracking: form.tracking,
    // What is no number becomes NaN, which the rule of the body refuses at this field.
    shelfLifeDays: form.shelfLifeDays.trim() === "" ? null : Number(form.shelfLifeDays),
    wholeUnits: form.wholeUnits,
    bins: sentBins(form.bins),
    parts: sentParts(form.parts).map((part) => ({
      itemId: part.itemId,
      unit: part.unit,
      quantity: part.quantity.trim(),
    })),
    note: form.note,
    disabled: form.disabled,
    ...(version === undefined ? {} : { version }),
  };
}

/** EAN codes that are all digits and of a known length, but whose check digit fails: almost always a typing mistake. */
export function doubtfulBarcodes(form: ItemForm): readonly string[] {
  return form.units.flatMap((row) =>
    row.barcodes.split(/[\s,，;；]+/).filter((code) => /^(\d{8}|\d{12,14})$/.test(code) && !isValidGtin(code)),
  );
}

function price(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function plain(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** "0.13" → "13", by moving the point and not by multiplying floats. */
export function percentOf(rate: string): string {
  const [whole = "0", fraction = ""] = rate.split(".");
  const digits = fraction.padEnd(2, "0");
  return plain(`${BigInt(whole + digits.slice(0, 2))}${digits.length > 2 ? `.${digits.slice(2)}` : ""}`);
}

/** "13" → "0.13". What is no number goes to the server's rule as it is, and is refused there. */
export function rateOf(percent: string): string {
  const match = /^(\d+)(?:\.(\d+))?\s*%?$/.exec(percent.trim());
  if (!match) return percent.trim();
  const [, whole = "0", fraction = ""] = match;
  const digits = whole.padStart(3, "0");
  return plain(`${BigInt(digits.slice(0, -2))}.${digits.slice(-2)}${fraction}`);
}
