import { postTransfer } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 调拨单. */
export const transfer: DocumentKind = {
  type: "transfer",
  name: "调拨单",
  numberPrefix: "DBD",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "second",
  isOpening: false,
  post: postTransfer,
};
