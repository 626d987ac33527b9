export { binsByItem } from "./bins.ts";
export { addBins, type BinRow, clearBinsAt, readBins, usesBins } from "./bins.sql.ts";
export { catalogHandlers } from "./catalog.routes.ts";
export { ensureCategories } from "./categories.sql.ts";
export type { ItemUnit, ItemWrite } from "./item.ts";
export {
  type FoundItem,
  findItems,
  findItemsByBarcode,
  findItemsByCode,
  hasItems,
  insertItems,
  updateItems,
} from "./items.sql.ts";
export { kitsAmong } from "./kit-parts.sql.ts";
export { ensureWarehouses } from "./warehouses.sql.ts";

/** Tables that only this module writes. */
export const tables = ["item", "item_barcode", "item_bin", "item_category", "kit_part", "warehouse"] as const;
