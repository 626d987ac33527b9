import { decided } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 月末成本结转: written by the close of a month that costs by the month; its vouchers are the difference to the moving average. */
export const monthEndCost: DocumentKind = {
  type: "month-end-cost",
  name: "月末成本结转",
  numberPrefix: "CBJZ",
  partnerRole: null,
  partnerSide: null,
  lineShape: "plain",
  takesGoods: false,
  bringsLots: false,
  refusesExpired: false,
  sources: null,
  destination: "none",
  isOpening: false,
  post: () => decided({ moves: [], partnerMoves: [], journal: [] }),
};
