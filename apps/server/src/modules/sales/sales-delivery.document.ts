import { postSalesDelivery } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";
import { tradeDocumentOf } from "../../documents/trade-document.ts";

/** 销售出库单. */
export const salesDelivery: DocumentKind = {
  type: "sales-delivery",
  name: "销售出库单",
  numberPrefix: "XSCK",
  partnerRole: "customer",
  partnerSide: "receivable",
  isOpening: false,
  post: (draft, facts) => postSalesDelivery(tradeDocumentOf(draft, facts), facts),
};
