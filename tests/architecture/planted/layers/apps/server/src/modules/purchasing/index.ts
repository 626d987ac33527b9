export const purchaseReceipt = "received";
