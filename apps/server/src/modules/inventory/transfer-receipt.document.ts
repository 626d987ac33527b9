import { postTransfer } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 调拨收货单. */
export const transferReceipt: DocumentKind = {
  type: "transfer-receipt",
  name: "调拨收货单",
  numberPrefix: "DBSH",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: false,
  sources: { types: ["transfer-shipment"], required: true, takes: true, samePartner: false },
  destination: "arrival",
  isOpening: false,
  post: postTransfer,
};
