import { oneUnit } from "@zhangshi/core";
import type { Draft, DraftLine } from "./document-kind.ts";
import { plainHead, plainLine } from "./draft-parts.ts";
import type { Author } from "./post-request.ts";

/** 1: no discount. */
const wholePrice = 1_000_000n;

/** A line that says nothing yet; whoever builds it says the rest. */
export const blankLine: DraftLine = {
  ...plainLine,
  lineNo: 0,
  itemId: null,
  warehouseId: null,
  partnerId: null,
  side: null,
  unit: "",
  factor: oneUnit,
  quantity: 0n,
  baseQuantity: 0n,
  price: 0n,
  discountRate: wholePrice,
  taxRate: 0n,
  net: 0n,
  tax: 0n,
  gross: 0n,
  discountShare: 0n,
  note: "",
};

type Given = Pick<Draft, "id" | "type" | "businessDate" | "note"> & {
  readonly lines: readonly Omit<DraftLine, "lineNo">[];
  readonly author: Author;
} & Partial<Pick<Draft, "warehouseId" | "handler" | "taxIncluded">>;

/** A document that the program builds itself: lines in their order, sums of its lines, nothing taxed. */
export function preparedDraft({ author, lines, ...given }: Given): Draft {
  const sum = (pick: (line: Omit<DraftLine, "lineNo">) => bigint) => lines.reduce((all, line) => all + pick(line), 0n);
  return {
    number: null,
    partnerId: null,
    warehouseId: null,
    ...plainHead,
    handler: "",
    taxIncluded: false,
    orderDiscount: 0n,
    ...given,
    quantity: sum((line) => line.baseQuantity),
    net: sum((line) => line.net),
    tax: 0n,
    gross: sum((line) => line.gross),
    lines: lines.map((line, index) => ({ ...line, lineNo: index + 1 })),
    version: 1,
    createdBy: author.userId,
    createdByName: author.userName,
  };
}
