export { accountingHandlers } from "./accounting.routes.ts";
