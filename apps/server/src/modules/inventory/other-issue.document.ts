import { postOtherIssue } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 其他出库单. */
export const otherIssue: DocumentKind = {
  type: "other-issue",
  name: "其他出库单",
  numberPrefix: "QTCK",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: false,
  post: postOtherIssue,
};
