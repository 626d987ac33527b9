import { postOpeningBalance } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 期初往来: what was owed when the books began; made by an import. */
export const openingBalance: DocumentKind = {
  type: "opening-balance",
  name: "期初往来",
  numberPrefix: "QCWL",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: true,
  post: postOpeningBalance,
};
