import { postOpeningStock } from "@zhangshi/core";
import type { DocumentKind } from "../../documents/document-kind.ts";

/** 期初库存: made by an import, dated the day before the books begin. */
export const openingStock: DocumentKind = {
  type: "opening-stock",
  name: "期初库存",
  numberPrefix: "QCKC",
  partnerRole: null,
  partnerSide: null,
  isOpening: true,
  post: (draft, facts) =>
    postOpeningStock(
      draft.lines.flatMap((line) =>
        line.itemId === null || line.warehouseId === null
          ? []
          : [
              {
                lineNo: line.lineNo,
                itemId: line.itemId,
                warehouseId: line.warehouseId,
                baseQuantity: line.baseQuantity,
                value: line.net,
              },
            ],
      ),
      facts,
    ),
};
