export { salesDelivery } from "./sales-delivery.document.ts";
export { salesReturn } from "./sales-return.document.ts";
