import { postOpeningStock } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 期初库存单: typed, or made by an import; dated the day before the books begin. */
export const openingStock: DocumentKind = {
  type: "opening-stock",
  // It stands in the summaries of vouchers that are written: another word, and a replay of those books would differ.
  name: "期初库存",
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
