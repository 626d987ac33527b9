export { salesDelivery } from "./sales-delivery.document.ts";
export { salesOrder } from "./sales-order.document.ts";
export { salesReturn } from "./sales-return.document.ts";
