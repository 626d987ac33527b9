import type { ItemBody } from "@zhangshi/contract";
import {
  formatDecimal,
  formatQuantity,
  formatUnitPrice,
  oneUnit,
  parseDecimal,
  parseQuantity,
  parseUnitPrice,
} from "@zhangshi/core";
import { type FieldRefusal, fieldRefusal, RefusedError } from "../../platform/refused.ts";

export type ItemUnit = {
  readonly name: string;
  /** How many base units one of these is, as a decimal: 箱 = "12". */
  readonly factor: string;
  readonly barcodes: readonly string[];
  readonly salePrice: string | null;
  readonly purchasePrice: string | null;
};
/** An item as it is written: the first unit is the base unit and has factor 1. Amounts are decimal strings. */
export type ItemWrite = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly categoryId: string | null;
  readonly brand: string;
  readonly units: readonly ItemUnit[];
  readonly taxRate: string;
  readonly purchasePrice: string | null;
  readonly salePrice: string | null;
  readonly minimumSalePrice: string | null;
  readonly safetyStock: string;
  readonly tracking: "none" | "lot" | "serial";
  readonly shelfLifeDays: number | null;
  readonly wholeUnits: boolean;
  readonly note: string;
  readonly disabled: boolean;
};
export type StoredItem = ItemWrite & { readonly category: string; readonly isKit: boolean; readonly version: number };

/** What the form sent becomes an item, or is refused at its fields: names of units are unique, the base unit counts once. */
export function itemFromBody(id: string, body: ItemBody): ItemWrite {
  const refusals = [...unitRefusals(body), ...barcodeRefusals(body)];
  if (refusals.length > 0) throw new RefusedError("request.invalid", {}, refusals);
  const { baseUnit, units, id: _id, version: _version, parts: _parts, bins: _bins, ...rest } = body;
  const sent = units.find((unit) => unit.name === baseUnit);
  const base = {
    name: baseUnit,
    factor: "1",
    barcodes: sent?.barcodes ?? [],
    salePrice: body.salePrice ?? sent?.salePrice ?? null,
    purchasePrice: body.purchasePrice ?? sent?.purchasePrice ?? null,
  };
  return {
    ...rest,
    id,
    salePrice: base.salePrice,
    purchasePrice: base.purchasePrice,
    units: [base, ...units.filter((unit) => unit !== sent)],
  };
}

function unitRefusals(body: ItemBody): readonly FieldRefusal[] {
  return body.units.flatMap((unit, index) => {
    if (body.units.findIndex((other) => other.name === unit.name) < index)
      return [
        { path: `units.${index}.name`, code: "unit.duplicate", message: `单位「${unit.name}」写了两次，请去掉一个。` },
      ];
    if (unit.name === body.baseUnit && parseQuantity(unit.factor) !== oneUnit)
      return [
        {
          path: `units.${index}.factor`,
          code: "unit.base_factor",
          message: `「${unit.name}」是基本单位，换算数只能是 1。`,
        },
      ];
    return [];
  });
}
function barcodeRefusals(body: ItemBody): readonly FieldRefusal[] {
  const seen = new Set<string>();
  return barcodesOf(body.units).flatMap(({ barcode, path }) => {
    if (seen.has(barcode)) return [fieldRefusal(path, "barcode.taken", { value: barcode, item: body.name })];
    seen.add(barcode);
    return [];
  });
}

/** Barcodes with the place in the form where each stands. */
export function barcodesOf(
  units: readonly { readonly barcodes: readonly string[] }[],
): readonly { readonly barcode: string; readonly path: string }[] {
  return units.flatMap((unit, place) =>
    unit.barcodes.map((barcode, index) => ({ barcode, path: `units.${place}.barcodes.${index}` })),
  );
}

/** Names of the units that would count differently, or be gone, after the change. */
export function changedUnits(before: ItemWrite, after: ItemWrite): readonly string[] {
  const factors = new Map(after.units.map((unit) => [unit.name, parseQuantity(unit.factor)]));
  return before.units.filter((unit) => factors.get(unit.name) !== parseQuantity(unit.factor)).map((unit) => unit.name);
}
export function baseUnitOf(item: Pick<ItemWrite, "units">): string {
  const [base] = item.units;
  if (!base) throw new Error("an item without a unit");
  return base.name;
}

/** Who may not see purchase prices cannot erase them by saving the form either (P39). */
export function keepPurchasePrices(after: ItemWrite, before: ItemWrite): ItemWrite {
  const known = new Map(before.units.map((unit) => [unit.name, unit.purchasePrice]));
  return {
    ...after,
    purchasePrice: before.purchasePrice,
    units: after.units.map((unit) => ({ ...unit, purchasePrice: known.get(unit.name) ?? null })),
  };
}

/** "售价 3 → 3.5；名称 …": what the audit says about a change. Purchase prices are named, not told. */
export function describeChange(
  before: ItemWrite,
  after: ItemWrite,
  ...more: readonly (readonly [label: string, old: string, now: string])[]
): string {
  const told: readonly (readonly [string, string, string])[] = [
    ["编码", before.code, after.code],
    ["名称", before.name, after.name],
    ["规格", before.spec, after.spec],
    ["单位", unitText(before), unitText(after)],
    ["售价", price(before.salePrice), price(after.salePrice)],
    ["最低售价", price(before.minimumSalePrice), price(after.minimumSalePrice)],
    ["税率", rate(before.taxRate), rate(after.taxRate)],
    ["安全库存", formatQuantity(parseQuantity(before.safetyStock)), formatQuantity(parseQuantity(after.safetyStock))],
    ["批号序列号", before.tracking, after.tracking],
    ["停用", before.disabled ? "是" : "否", after.disabled ? "是" : "否"],
    ...more,
  ];
  const changes = told
    .filter(([, old, now]) => old !== now)
    .map(([label, old, now]) => `${label} ${old || "空"} → ${now || "空"}`);
  if (price(before.purchasePrice) !== price(after.purchasePrice)) changes.push("进价已改");
  return [`${after.code} ${after.name}`, ...changes].join("；");
}
function unitText(item: ItemWrite): string {
  return item.units.map((unit) => `${unit.name}=${formatQuantity(parseQuantity(unit.factor))}`).join("、");
}
/** As entered, without the zeros that the database pads with. */
export function price(text: string | null): string {
  return text === null ? "" : formatUnitPrice(parseUnitPrice(text));
}
export function priceOrNull(text: string | null): string | null {
  return text === null ? null : price(text);
}
export function rate(text: string): string {
  return formatDecimal(parseDecimal(text, 4), 4, true);
}
