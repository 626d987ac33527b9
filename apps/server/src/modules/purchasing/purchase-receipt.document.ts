import { postPurchaseReceipt } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";
import { tradeDocumentOf } from "../../documents/trade-document.ts";

/** 采购入库单. */
export const purchaseReceipt: DocumentKind = {
  type: "purchase-receipt",
  name: "采购入库单",
  numberPrefix: "CGRK",
  partnerRole: "supplier",
  partnerSide: "payable",
  isOpening: false,
  post: (draft, facts) => postPurchaseReceipt(tradeDocumentOf(draft, facts), facts),
};
