export { accountingHandlers } from "./accounting.routes.ts";
export { comparisonJob, comparisonRunner } from "./comparisons.ts";
export { monthEndCost } from "./month-end-cost.document.ts";
