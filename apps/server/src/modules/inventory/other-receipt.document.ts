import { postOtherReceipt } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 其他入库单. */
export const otherReceipt: DocumentKind = {
  type: "other-receipt",
  name: "其他入库单",
  numberPrefix: "QTRK",
  partnerRole: null,
  partnerSide: null,
  lineShape: "cost",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: false,
  post: postOtherReceipt,
};
