import { postOrder } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 采购订单. */
export const purchaseOrder: DocumentKind = {
  type: "purchase-order",
  name: "采购订单",
  numberPrefix: "CGDD",
  partnerRole: "supplier",
  partnerSide: null,
  lineShape: "priced",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "none",
  promises: "on-order",
  isOpening: false,
  post: postOrder,
};
