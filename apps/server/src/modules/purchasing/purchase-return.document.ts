import { postPurchaseReturn } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 采购退货单. */
export const purchaseReturn: DocumentKind = {
  type: "purchase-return",
  name: "采购退货单",
  numberPrefix: "CGTH",
  partnerRole: "supplier",
  partnerSide: "payable",
  lineShape: "priced",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: false,
  sources: { types: ["purchase-receipt"], required: false, takes: true, samePartner: true },
  destination: "none",
  isOpening: false,
  post: postPurchaseReturn,
};
