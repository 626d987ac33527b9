export { costAllocation } from "./cost-allocation.document.ts";
export { priceCorrection } from "./price-correction.document.ts";
export { purchaseOrder } from "./purchase-order.document.ts";
export { purchaseReceipt } from "./purchase-receipt.document.ts";
export { purchaseReturn } from "./purchase-return.document.ts";
