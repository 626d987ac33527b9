import { checkDigit, divideHalfUp, formatMoney, parseMoney } from "@zhangshi/core";
import { assortment, type Family } from "./assortment.ts";
import { idFor, type Random } from "./random.ts";
import type { Season } from "./seasons.ts";

/** An item of the demo: prices in 分 with tax, per 箱 and per base unit; stock is counted in base units. */
export type DemoItem = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly category: string;
  readonly brand: string;
  readonly season: Season;
  readonly supplier: string;
  readonly taxRate: string;
  readonly unit: string;
  readonly perBox: number;
  readonly saleBox: bigint;
  readonly purchaseBox: bigint;
  readonly saleUnit: bigint;
  readonly purchaseUnit: bigint;
  readonly minimumUnit: bigint;
  /** How well it sells, among the others. */
  readonly popularity: number;
  readonly barcodes: { readonly unit: string; readonly box: string };
};
export const boxUnit = "箱";

export function demoItems(random: Random, businessDate: string): readonly DemoItem[] {
  const makers = new Map<string, string>();
  const items: DemoItem[] = [];
  for (const { codePrefix, families } of assortment) {
    let number = 0;
    for (const family of families)
      for (const name of family.names)
        for (const pack of family.packs) {
          number += 1;
          const place = items.length;
          if (!makers.has(family.brand))
            makers.set(family.brand, `69${String(10_000 + makers.size * 137 + random.between(0, 99)).slice(-5)}`);
          const maker = makers.get(family.brand) ?? "";
          items.push(
            demoItem(random, family, name, pack, {
              id: idFor(random, businessDate, place),
              code: `${codePrefix}${String(number).padStart(4, "0")}`,
              barcode: (of) => ean13(`${maker}${String(place * 2 + of).padStart(5, "0")}`),
            }),
          );
        }
  }
  return items;
}

function demoItem(
  random: Random,
  family: Family,
  name: string,
  pack: string,
  identity: { readonly id: string; readonly code: string; readonly barcode: (of: 0 | 1) => string },
): DemoItem {
  const [spec = "", unit = "", price = "", popularity = ""] = pack.split(" ");
  const perBox = Number(/×(\d+)/.exec(spec)?.[1]);
  const saleBox = parseMoney(price);
  const margin = BigInt(family.margin * 10 + random.between(-12, 12));
  // A 箱 is bought at whole 角, as price lists are written.
  const purchaseBox = divideHalfUp(saleBox * (1000n - margin), 10_000n) * 10n;
  const saleUnit = divideHalfUp(saleBox * 104n, BigInt(perBox) * 1000n) * 10n;
  return {
    id: identity.id,
    code: identity.code,
    name: name.startsWith(family.brand) ? name : `${family.brand} ${name}`,
    spec,
    category: family.category,
    brand: family.brand,
    season: family.season,
    supplier: family.supplier,
    taxRate: family.taxRate,
    unit,
    perBox,
    saleBox,
    purchaseBox,
    saleUnit,
    purchaseUnit: divideHalfUp(purchaseBox, BigInt(perBox)),
    minimumUnit: divideHalfUp(purchaseBox * 103n, BigInt(perBox) * 100n),
    popularity: Math.max(1, Math.round((Number(popularity) * (100 + random.between(-25, 25))) / 100)),
    barcodes: { unit: identity.barcode(0), box: identity.barcode(1) },
  };
}

function ean13(digits: string): string {
  return `${digits}${checkDigit(digits)}`;
}

/** As the catalogue writes it. */
export function itemRow(item: DemoItem, categoryId: string | null, safetyStock: number) {
  return {
    id: item.id,
    code: item.code,
    name: item.name,
    spec: item.spec,
    categoryId,
    brand: item.brand,
    units: [
      {
        name: item.unit,
        factor: "1",
        barcodes: [item.barcodes.unit],
        salePrice: formatMoney(item.saleUnit),
        purchasePrice: formatMoney(item.purchaseUnit),
      },
      {
        name: boxUnit,
        factor: String(item.perBox),
        barcodes: [item.barcodes.box],
        salePrice: formatMoney(item.saleBox),
        purchasePrice: formatMoney(item.purchaseBox),
      },
    ],
    taxRate: item.taxRate,
    purchasePrice: formatMoney(item.purchaseUnit),
    salePrice: formatMoney(item.saleUnit),
    minimumSalePrice: formatMoney(item.minimumUnit),
    safetyStock: String(safetyStock),
    tracking: "none" as const,
    shelfLifeDays: null,
    wholeUnits: false,
    note: "",
    disabled: false,
  };
}
