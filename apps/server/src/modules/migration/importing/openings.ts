import {
  divideHalfUp,
  extendedAmount,
  formatMoney,
  openingDate,
  parseMoney,
  parseQuantity,
  parseUnitPrice,
  type PartnerSide,
} from "@zhangshi/core";
import type { DocumentKinds, Draft, DraftLine } from "../../../documents/document-kind.ts";
import { blankLine, preparedDraft } from "../../../documents/prepared-draft.ts";
import type { Trains } from "../../../documents/train.ts";
import type { Platform } from "../../../platform/db.ts";
import { newId, sha256 } from "../../../platform/identifiers.ts";
import { counts, manyRows } from "./references.sql.ts";

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
  readonly platform: Platform;
};

/** As many lines as a document may have. */
const linesPerDocument = 1000;
/** So many documents at once: others' approvals ride in between. */
const documentsAtOnce = 3;

/** Opening stock goes through the pipeline of every document: numbered, vouched, provable, reversible. */
export function postStockOpenings(
  context: OpeningContext,
  openings: readonly StockOpening[],
  onDone: (documents: number) => Promise<void>,
): Promise<number> {
  return postAll(context, "opening-stock", openings, stockLine, onDone);
}
export function postBalanceOpenings(
  context: OpeningContext,
  openings: readonly BalanceOpening[],
  onDone: (documents: number) => Promise<void>,
): Promise<number> {
  return postAll(context, "opening-balance", openings, balanceLine, onDone);
}

function stockLine(opening: StockOpening): Omit<DraftLine, "lineNo"> {
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
}
function balanceLine(opening: BalanceOpening): Omit<DraftLine, "lineNo"> {
  const amount = parseMoney(opening.amount);
  return { ...blankLine, partnerId: opening.partnerId, side: opening.side, net: amount, gross: amount };
}

/** A document's lines are made when its turn comes: fifty thousand at once would only wait in memory. */
async function postAll<Opening>(
  context: OpeningContext,
  type: "opening-stock" | "opening-balance",
  openings: readonly Opening[],
  lineOf: (opening: Opening) => Omit<DraftLine, "lineNo">,
  onDone: (documents: number) => Promise<void>,
): Promise<number> {
  const documents = Math.ceil(openings.length / linesPerDocument);
  for (let done = 0; done < documents; done += documentsAtOnce) {
    const batch = Array.from({ length: Math.min(documentsAtOnce, documents - done) }, (_, index) => {
      const start = (done + index) * linesPerDocument;
      return draftOf(context, type, openings.slice(start, start + linesPerDocument).map(lineOf));
    });
    await Promise.all(batch.map((draft) => submitOpening(context, type, draft)));
    // From the first balances it is known that there are balances; how many more come makes no difference.
    if (done === 0 && openings.length >= manyRows) await context.platform.query(counts[type]);
    await onDone(done + batch.length);
  }
  return documents;
}

/**
 * The key is made of the content: a job that starts over after a crash finds fewer openings left to post, cut into
 * other documents, and none of them may be taken for one that was posted before.
 */
function submitOpening(context: OpeningContext, type: "opening-stock" | "opening-balance", draft: Draft) {
  const content = draft.lines.map((line) => `${line.itemId ?? line.partnerId}/${line.warehouseId ?? line.side}`);
  const hash = sha256(context.jobId, type, content.join("\n"));
  return context.trains.submit({
    orgId: context.orgId,
    kind: context.kinds[type],
    author: context.author,
    timeZone: "Asia/Shanghai",
    idempotency: { key: `import:${context.jobId}:${hash.toString("hex").slice(0, 32)}` },
    hash,
    source: { from: "prepared", draft },
  });
}

function draftOf(
  context: OpeningContext,
  type: "opening-stock" | "opening-balance",
  lines: readonly Omit<DraftLine, "lineNo">[],
): Draft {
  const businessDate = openingDate(context.startPeriod);
  return preparedDraft({ id: newId(), type, businessDate, note: "导入", lines, author: context.author });
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
