export { purchaseReceipt } from "./purchase-receipt.document.ts";
