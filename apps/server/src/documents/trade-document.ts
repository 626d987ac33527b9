import type { TradeDocument } from "@zhangshi/core";
import type { Draft, KindFacts } from "./document-kind.ts";

/** The part of a draft that the posting rules of buying and selling look at. */
export function tradeDocumentOf(draft: Draft, facts: KindFacts): TradeDocument {
  return {
    partnerId: draft.partnerId ?? "",
    partnerName: draft.partnerId === null ? "" : facts.partnerName(draft.partnerId),
    net: draft.net,
    tax: draft.tax,
    gross: draft.gross,
    lines: draft.lines.flatMap((line) =>
      line.itemId === null || line.warehouseId === null
        ? []
        : [
            {
              lineNo: line.lineNo,
              itemId: line.itemId,
              warehouseId: line.warehouseId,
              baseQuantity: line.baseQuantity,
              net: line.net,
              tax: line.tax,
            },
          ],
    ),
  };
}
