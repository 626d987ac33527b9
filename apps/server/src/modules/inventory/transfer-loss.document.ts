import { postOtherIssue } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 在途损失单. */
export const transferLoss: DocumentKind = {
  type: "transfer-loss",
  name: "在途损失单",
  numberPrefix: "ZTSS",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: false,
  sources: { types: ["transfer-shipment"], required: true, takes: true, samePartner: false },
  destination: "none",
  isOpening: false,
  post: postOtherIssue,
};
