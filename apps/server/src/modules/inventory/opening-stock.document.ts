import { postOpeningStock } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 期初库存单: typed, or made by an import; dated the day before the books begin. */
export const openingStock: DocumentKind = {
  type: "opening-stock",
  name: "期初库存单",
  numberPrefix: "QCKC",
  partnerRole: null,
  partnerSide: null,
  lineShape: "cost",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: true,
  post: postOpeningStock,
};
