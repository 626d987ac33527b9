import { postCostAdjustment } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 成本调整单. */
export const costAdjustment: DocumentKind = {
  type: "cost-adjustment",
  name: "成本调整单",
  numberPrefix: "CBTZ",
  partnerRole: null,
  partnerSide: null,
  lineShape: "amount",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: false,
  post: postCostAdjustment,
};
