import { postStockCount } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 盘点单. */
export const stockCount: DocumentKind = {
  type: "stock-count",
  name: "盘点单",
  numberPrefix: "PDD",
  partnerRole: null,
  partnerSide: null,
  lineShape: "counted",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: false,
  post: postStockCount,
};
