import { postSalesDelivery } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 销售出库单. */
export const salesDelivery: DocumentKind = {
  type: "sales-delivery",
  name: "销售出库单",
  numberPrefix: "XSCK",
  partnerRole: "customer",
  partnerSide: "receivable",
  lineShape: "priced",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: true,
  explodesKits: true,
  sources: { types: ["sales-order"], required: false, takes: true, samePartner: true },
  destination: "none",
  isOpening: false,
  post: postSalesDelivery,
};
