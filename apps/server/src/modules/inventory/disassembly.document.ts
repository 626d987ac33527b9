import { postDisassembly } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 拆卸单. */
export const disassembly: DocumentKind = {
  type: "disassembly",
  name: "拆卸单",
  numberPrefix: "CXD",
  partnerRole: null,
  partnerSide: null,
  lineShape: "assembly",
  takesGoods: false,
  bringsLots: true,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: false,
  post: postDisassembly,
};
