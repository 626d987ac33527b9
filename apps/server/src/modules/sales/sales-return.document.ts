import { postSalesReturn } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 销售退货单. */
export const salesReturn: DocumentKind = {
  type: "sales-return",
  name: "销售退货单",
  numberPrefix: "XSTH",
  partnerRole: "customer",
  partnerSide: "receivable",
  lineShape: "priced",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: false,
  explodesKits: true,
  sources: { types: ["sales-delivery"], required: false, takes: true, samePartner: true },
  destination: "none",
  isOpening: false,
  post: postSalesReturn,
};
