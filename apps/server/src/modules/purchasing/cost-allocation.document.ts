import { postCostAllocation } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 费用分摊单. */
export const costAllocation: DocumentKind = {
  type: "cost-allocation",
  name: "费用分摊单",
  numberPrefix: "FYFT",
  partnerRole: "supplier",
  partnerSide: "payable",
  lineShape: "allocation",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  sources: { types: ["purchase-receipt"], required: true, takes: false, samePartner: false },
  destination: "none",
  isOpening: false,
  post: postCostAllocation,
};
