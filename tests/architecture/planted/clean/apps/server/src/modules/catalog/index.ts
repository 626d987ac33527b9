export { itemByCode, searchItems } from "./items.sql.ts";
