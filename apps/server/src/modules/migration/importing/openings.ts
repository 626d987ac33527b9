import {
  divideHalfUp,
  extendedAmount,
  formatMoney,
  openingDate,
  parseMoney,
  parseQuantity,
  parseUnitPrice,
  sumMoney,
  type PartnerSide,
} from "@zhangshi/core";
import type { DocumentKinds, Draft, DraftLine } from "../../../documents/document-kind.ts";
import type { Trains } from "../../../documents/train.ts";
import { newId, sha256 } from "../../../platform/identifiers.ts";

export type StockOpening = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly unit: string;
  readonly quantity: string;
  readonly value: string;
};
export type BalanceOpening = { readonly partnerId: string; readonly side: PartnerSide; readonly amount: string };
export type OpeningContext = {
  readonly orgId: string;
  readonly jobId: string;
  readonly author: { readonly userId: string; readonly userName: string };
  readonly trains: Trains;
  readonly kinds: DocumentKinds;
  readonly startPeriod: number;
};

/** As many lines as a document may have. */
const linesPerDocument = 1000;
/** So many documents at once: others' approvals ride in between. */
const documentsAtOnce = 3;

const blankLine = {
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
} as const;

/** Opening stock goes through the pipeline of every document: numbered, vouched, provable, reversible. */
export function postStockOpenings(
  context: OpeningContext,
  openings: readonly StockOpening[],
  onDone: (documents: number) => Promise<void>,
): Promise<number> {
  const lines = openings.map((opening): Omit<DraftLine, "lineNo"> => {
    const [quantity, value] = [parseQuantity(opening.quantity), parseMoney(opening.value)];
    return {
      ...blankLine,
      itemId: opening.itemId,
      warehouseId: opening.warehouseId,
      unit: opening.unit,
      quantity,
      baseQuantity: quantity,
      price: quantity === 0n ? 0n : divideHalfUp(value * 10_000n * 1_000_000n, quantity),
      net: value,
      gross: value,
    };
  });
  return postAll(context, "opening-stock", lines, onDone);
}
export function postBalanceOpenings(
  context: OpeningContext,
  openings: readonly BalanceOpening[],
  onDone: (documents: number) => Promise<void>,
): Promise<number> {
  const lines = openings.map(
    (opening): Omit<DraftLine, "lineNo"> => ({
      ...blankLine,
      partnerId: opening.partnerId,
      side: opening.side,
      net: parseMoney(opening.amount),
      gross: parseMoney(opening.amount),
    }),
  );
  return postAll(context, "opening-balance", lines, onDone);
}

async function postAll(
  context: OpeningContext,
  type: "opening-stock" | "opening-balance",
  lines: readonly Omit<DraftLine, "lineNo">[],
  onDone: (documents: number) => Promise<void>,
): Promise<number> {
  const drafts: Draft[] = [];
  for (let start = 0; start < lines.length; start += linesPerDocument)
    drafts.push(draftOf(context, type, lines.slice(start, start + linesPerDocument)));
  let done = 0;
  for (let start = 0; start < drafts.length; start += documentsAtOnce) {
    const batch = drafts.slice(start, start + documentsAtOnce);
    await Promise.all(
      batch.map((draft, index) =>
        context.trains.submit({
          orgId: context.orgId,
          kind: context.kinds[type],
          author: context.author,
          timeZone: "Asia/Shanghai",
          // A job that starts over after a crash asks again with the same key and is answered, not posted twice.
          idempotency: { key: `import:${context.jobId}:${type}:${start + index}` },
          hash: sha256(context.jobId, type, String(start + index)),
          source: { from: "prepared", draft },
        }),
      ),
    );
    done += batch.length;
    await onDone(done);
  }
  return drafts.length;
}

function draftOf(
  context: OpeningContext,
  type: "opening-stock" | "opening-balance",
  lines: readonly Omit<DraftLine, "lineNo">[],
): Draft {
  return {
    id: newId(),
    type,
    number: null,
    businessDate: openingDate(context.startPeriod),
    partnerId: null,
    warehouseId: null,
    handler: "",
    taxIncluded: false,
    orderDiscount: 0n,
    note: "导入",
    quantity: lines.reduce((sum, line) => sum + line.baseQuantity, 0n),
    net: sumMoney(lines.map((line) => line.net)),
    tax: 0n,
    gross: sumMoney(lines.map((line) => line.gross)),
    lines: lines.map((line, index) => ({ ...line, lineNo: index + 1 })),
    version: 1,
    createdBy: context.author.userId,
    createdByName: context.author.userName,
  };
}

/** 金额 of an opening: what the file says, or quantity × unit cost; rounded to 分 once. */
export function openingValue(quantity: string, amount: string | undefined, unitCost: string | undefined): string {
  if (amount !== undefined) return formatMoney(divideHalfUp(parseUnitPrice(sixDecimals(amount)), 10_000n));
  return formatMoney(extendedAmount(parseQuantity(quantity), parseUnitPrice(sixDecimals(unitCost ?? "0")), 1_000_000n));
}
/** A spreadsheet's formulas carry no more than six decimals that mean anything. */
function sixDecimals(decimal: string): string {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return fraction === "" ? whole : `${whole}.${fraction.slice(0, 6)}`;
}
