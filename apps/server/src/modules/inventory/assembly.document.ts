import { postAssembly } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 组装单. */
export const assembly: DocumentKind = {
  type: "assembly",
  name: "组装单",
  numberPrefix: "ZZD",
  partnerRole: null,
  partnerSide: null,
  lineShape: "assembly",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: true,
  sources: null,
  destination: "none",
  isOpening: false,
  post: postAssembly,
};
