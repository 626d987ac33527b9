import { postOpeningBalance } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 期初往来: what was owed when the books began; made by an import. */
export const openingBalance: DocumentKind = {
  type: "opening-balance",
  name: "期初往来",
  numberPrefix: "QCWL",
  partnerRole: null,
  partnerSide: null,
  isOpening: true,
  post: (draft, facts) =>
    postOpeningBalance(
      draft.lines.flatMap((line) =>
        line.partnerId === null || line.side === null
          ? []
          : [
              {
                partnerId: line.partnerId,
                partnerName: facts.partnerName(line.partnerId),
                side: line.side,
                amount: line.gross,
              },
            ],
      ),
      facts,
    ),
};
