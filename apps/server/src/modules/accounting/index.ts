export { accountingHandlers } from "./accounting.routes.ts";
export { monthEndCost } from "./month-end-cost.document.ts";
