import { postPurchaseReceipt } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 采购入库单. */
export const purchaseReceipt: DocumentKind = {
  type: "purchase-receipt",
  name: "采购入库单",
  numberPrefix: "CGRK",
  partnerRole: "supplier",
  partnerSide: "payable",
  lineShape: "priced",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: false,
  sources: { types: ["purchase-order"], required: false, takes: true, samePartner: true },
  destination: "none",
  isOpening: false,
  post: postPurchaseReceipt,
};
