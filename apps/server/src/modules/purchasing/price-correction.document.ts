import { postPriceCorrection } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 采购价格更正单: another price than the receipt said, or the first invoice of a 暂估 one. */
export const priceCorrection: DocumentKind = {
  type: "price-correction",
  name: "采购价格更正单",
  numberPrefix: "JGGZ",
  partnerRole: "supplier",
  partnerSide: "payable",
  lineShape: "correction",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  sources: { types: ["purchase-receipt"], required: true, takes: false, samePartner: true },
  destination: "none",
  isOpening: false,
  post: postPriceCorrection,
};
