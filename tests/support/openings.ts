import type { DocumentKind, DraftLine } from "../../apps/server/src/documents/document-kind.ts";
import { plainHead, plainLine } from "../../apps/server/src/documents/draft-parts.ts";
import type { Trains } from "../../apps/server/src/documents/train.ts";
import { newId, sha256 } from "../../apps/server/src/platform/identifiers.ts";

/** Who posts, and for which company. */
export type Poster = {
  readonly orgId: string;
  readonly author: { readonly userId: string; readonly userName: string };
};

/** 期初, dated the day before the books begin, posted as an import posts it: made, not typed. */
export function postOpening(
  trains: Trains,
  { orgId, author }: Poster,
  kind: DocumentKind,
  given: readonly Partial<DraftLine>[],
) {
  const lines = given.map((line, index): DraftLine => ({ ...blankLine, ...line, lineNo: index + 1 }));
  const sum = (pick: (line: DraftLine) => bigint) => lines.reduce((total, line) => total + pick(line), 0n);
  const draft = {
    id: newId(),
    type: kind.type,
    number: null,
    businessDate: "2026-02-28",
    partnerId: null,
    warehouseId: null,
    ...plainHead,
    handler: "",
    taxIncluded: true,
    orderDiscount: 0n,
    note: "",
    quantity: sum((line) => line.baseQuantity),
    net: sum((line) => line.net),
    tax: 0n,
    gross: sum((line) => line.gross),
    lines,
    version: 1,
    createdBy: author.userId,
    createdByName: author.userName,
  };
  return trains.submit({
    orgId,
    author,
    timeZone: "Asia/Shanghai",
    idempotency: null,
    kind,
    hash: sha256(draft.id),
    source: { from: "prepared", draft },
  });
}

const blankLine: DraftLine = {
  ...plainLine,
  lineNo: 1,
  itemId: null,
  warehouseId: null,
  partnerId: null,
  side: null,
  unit: "",
  factor: 1_000_000n,
  quantity: 0n,
  baseQuantity: 0n,
  price: 0n,
  discountRate: 1_000_000n,
  taxRate: 0n,
  net: 0n,
  tax: 0n,
  gross: 0n,
  discountShare: 0n,
  note: "",
};
