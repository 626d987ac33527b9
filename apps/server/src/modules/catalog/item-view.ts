import type { ItemCandidate, ItemView } from "@zhangshi/contract";
import { formatQuantity, parseQuantity } from "@zhangshi/core";
import { viewBins } from "./bins.ts";
import type { BinRow } from "./bins.sql.ts";
import { baseUnitOf, price, priceOrNull, rate, type StoredItem } from "./item.ts";
import type { ItemStock, LastPrice } from "./item-lookup.sql.ts";
import { viewKitParts } from "./kit-parts.ts";
import type { KitPartRow } from "./kit-parts.sql.ts";

/** Purchase prices are absent, not null, for who may not see cost: null would say that there is none (P39). */
export function viewItem(
  item: StoredItem,
  cost: boolean,
  alone?: { readonly parts: readonly KitPartRow[]; readonly bins: readonly BinRow[] },
): ItemView {
  return {
    id: item.id,
    code: item.code,
    name: item.name,
    spec: item.spec,
    categoryId: item.categoryId,
    category: item.category,
    brand: item.brand,
    baseUnit: baseUnitOf(item),
    units: viewUnits(item, cost),
    taxRate: rate(item.taxRate),
    ...(cost ? { purchasePrice: priceOrNull(item.purchasePrice) } : {}),
    salePrice: priceOrNull(item.salePrice),
    minimumSalePrice: priceOrNull(item.minimumSalePrice),
    safetyStock: formatQuantity(parseQuantity(item.safetyStock)),
    tracking: item.tracking,
    shelfLifeDays: item.shelfLifeDays,
    wholeUnits: item.wholeUnits,
    isKit: item.isKit,
    ...(alone === undefined ? {} : { parts: viewKitParts(alone.parts), bins: viewBins(alone.bins) }),
    note: item.note,
    disabled: item.disabled,
    version: item.version,
  };
}
function viewUnits(item: StoredItem, cost: boolean): ItemView["units"] {
  return item.units.map((unit) => ({
    name: unit.name,
    factor: formatQuantity(parseQuantity(unit.factor)),
    barcodes: [...unit.barcodes],
    salePrice: priceOrNull(unit.salePrice),
    ...(cost ? { purchasePrice: priceOrNull(unit.purchasePrice) } : {}),
  }));
}

export type CandidateFacts = {
  /** null: the reader may not see stock. */
  readonly stock: ReadonlyMap<string, ItemStock> | null;
  readonly lastPrices: readonly LastPrice[];
  readonly hitUnits: ReadonlyMap<string, string | null>;
  readonly bins: readonly BinRow[];
};
export function viewCandidate(item: StoredItem, facts: CandidateFacts, cost: boolean): ItemCandidate {
  const bins = facts.bins.filter((row) => row.item_id === item.id);
  return {
    id: item.id,
    code: item.code,
    name: item.name,
    spec: item.spec,
    baseUnit: baseUnitOf(item),
    taxRate: rate(item.taxRate),
    units: viewUnits(item, cost),
    salePrice: priceOrNull(item.salePrice),
    ...(cost ? { purchasePrice: priceOrNull(item.purchasePrice) } : {}),
    minimumSalePrice: priceOrNull(item.minimumSalePrice),
    tracking: item.tracking,
    shelfLifeDays: item.shelfLifeDays,
    isKit: item.isKit,
    onHand: facts.stock ? formatQuantity(parseQuantity(facts.stock.get(item.id)?.on_hand ?? "0")) : "",
    available: facts.stock ? formatQuantity(parseQuantity(facts.stock.get(item.id)?.available ?? "0")) : "",
    ...(bins.length === 0 ? {} : { bins: viewBins(bins) }),
    hitUnit: facts.hitUnits.get(item.id) ?? null,
    lastPrices: facts.lastPrices
      .filter((last) => last.item_id === item.id)
      .map((last) => ({
        unit: last.unit,
        price: price(last.price),
        taxIncluded: last.tax_included,
        businessDate: last.business_date,
        number: last.number,
      })),
  };
}
