import { postTransfer } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 调拨发货单. */
export const transferShipment: DocumentKind = {
  type: "transfer-shipment",
  name: "调拨发货单",
  numberPrefix: "DBFH",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: true,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "transit",
  isOpening: false,
  post: postTransfer,
};
