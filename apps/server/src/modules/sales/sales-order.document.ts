import { postOrder } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 销售订单. */
export const salesOrder: DocumentKind = {
  type: "sales-order",
  name: "销售订单",
  numberPrefix: "XSDD",
  partnerRole: "customer",
  partnerSide: null,
  lineShape: "priced",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  explodesKits: true,
  sources: null,
  destination: "none",
  promises: "reserved",
  isOpening: false,
  post: postOrder,
};
