export { assembly } from "./assembly.document.ts";
export { costAdjustment } from "./cost-adjustment.document.ts";
export { countTaskHandlers } from "./counting/count-tasks.routes.ts";
export { disassembly } from "./disassembly.document.ts";
export { openingStock } from "./opening-stock.document.ts";
export { otherIssue } from "./other-issue.document.ts";
export { otherReceipt } from "./other-receipt.document.ts";
export { stockCount } from "./stock-count.document.ts";
export { transfer } from "./transfer.document.ts";
export { transferLoss } from "./transfer-loss.document.ts";
export { transferReceipt } from "./transfer-receipt.document.ts";
export { transferShipment } from "./transfer-shipment.document.ts";
export { inventoryHandlers } from "./inventory.routes.ts";
export { type DueLots, readDueLots } from "./lots.sql.ts";

/** Tables that only this module writes. */
export const tables = ["count_task", "count_task_item", "count_entry"] as const;
