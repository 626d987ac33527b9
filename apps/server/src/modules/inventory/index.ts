export { inventoryHandlers } from "./inventory.routes.ts";
export { openingStock } from "./opening-stock.document.ts";
export { searchPatterns } from "./search-patterns.ts";
