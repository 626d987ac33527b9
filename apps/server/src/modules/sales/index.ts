export { salesDelivery } from "./sales-delivery.document.ts";
