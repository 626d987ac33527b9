import type { DocumentPreview, TradeDocumentBody } from "@zhangshi/contract";
import {
  amountInWords,
  type Decided,
  formatDecimal,
  formatMoney,
  formatQuantity,
  formatUnitPrice,
  quantityOf,
  stockState,
  sumMoney,
  type StockState,
  divideHalfUp,
  journalTotal,
} from "@zhangshi/core";
import { stateBefore, stateBeforeFrom, tailEntries, tailEntriesFrom } from "../books/recost.sql.ts";
import type { CostChange } from "../books/recost.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/identifiers.ts";
import type { FieldRefusal } from "../platform/refused.ts";
import { buildDraft, shortageRefusal } from "./build-draft.ts";
import { beginTrain, isBackdated, kindFacts } from "./decide.ts";
import type { DocumentKind, Draft } from "./document-kind.ts";
import { readNames } from "./document-view.sql.ts";
import type { Facts } from "./facts.ts";
import type { Author } from "./post-request.ts";
import { freshEntries, placesOf, replayWith } from "./post-backdated.ts";
import { laterShortageRefusals, pointsOf, stockStateFrom } from "./recosting.ts";
import { readFacts } from "./unlocked-facts.ts";

/** 预览: the decision of approval itself, run on the facts of this moment and written nowhere. */
export async function previewDocument(
  tx: Tx,
  kind: DocumentKind,
  body: TradeDocumentBody,
  caller: Author & { readonly timeZone: string },
  sees: { readonly cost: boolean; readonly accounts: boolean },
): Promise<DocumentPreview> {
  const facts = await readFacts(tx, body, caller.timeZone);
  const { draft, refusals } = buildDraft(kind, body.id ?? newId(), body, facts, caller);
  const unknownItems = draft.lines.some(
    (line) =>
      line.itemId === null ||
      !facts.items.has(line.itemId) ||
      line.warehouseId === null ||
      !facts.warehouses.has(line.warehouseId) ||
      line.baseQuantity === 0n,
  );
  const trial = unknownItems
    ? {
        decided: undefined,
        before: facts.stock,
        later: [] as readonly FieldRefusal[],
        changes: [] as readonly CostChange[],
      }
    : await tryOut(tx, kind, draft, facts);
  const all = [
    ...refusals,
    ...(trial.decided?.shortages ?? []).map((shortage) => shortageRefusal(shortage, facts)),
    ...trial.later,
  ];
  const posting = trial.decided?.posting ?? null;
  const names = await readNames(tx, { items: [], warehouses: [], partners: [] });
  const partner = facts.partners.get(draft.partnerId ?? "");
  const side = kind.partnerSide ?? "receivable";
  const before = partner?.balances[side] ?? 0n;
  const cost = posting && kind.partnerSide === "receivable" ? -sumMoney(posting.moves.map((move) => move.value)) : null;
  const margin = cost === null ? null : draft.net - cost;
  return {
    accepted: all.length === 0,
    refusals: [...all],
    warnings: warningsOf(kind, draft, facts),
    lines: draft.lines.map((line) => ({
      lineNo: line.lineNo,
      itemId: line.itemId ?? "",
      unit: line.unit,
      factor: formatQuantity(line.factor),
      baseUnit: facts.items.get(line.itemId ?? "")?.baseUnit ?? "",
      warehouseId: line.warehouseId ?? "",
      quantity: formatQuantity(line.quantity),
      baseQuantity: formatQuantity(line.baseQuantity),
      price: formatUnitPrice(line.price),
      discountRate: formatDecimal(line.discountRate, 4, true),
      taxRate: formatDecimal(line.taxRate, 4, true),
      netAmount: formatMoney(line.net),
      taxAmount: formatMoney(line.tax),
      grossAmount: formatMoney(line.gross),
      discountShare: formatMoney(line.discountShare),
      note: line.note,
    })),
    netAmount: formatMoney(draft.net),
    taxAmount: formatMoney(draft.tax),
    grossAmount: formatMoney(draft.gross),
    grossInWords: amountInWords(draft.gross),
    quantity: formatQuantity(draft.quantity),
    stock: stockChanges(kind, draft, facts),
    ...(sees.cost && cost !== null && margin !== null
      ? {
          cost: formatMoney(cost),
          margin: formatMoney(margin),
          marginRate: draft.net === 0n ? null : formatDecimal(divideHalfUp(margin * 10_000n, draft.net), 4),
        }
      : {}),
    partnerBefore: formatMoney(before),
    partnerChange: formatMoney(draft.gross),
    partnerAfter: formatMoney(before + draft.gross),
    creditLimit: partner?.creditLimit == null ? null : formatMoney(partner.creditLimit),
    voucher: (posting?.journal ?? [])
      .filter(() => sees.cost)
      .map((line) => ({
        accountCode: line.accountCode,
        accountName: names.accounts.get(line.accountCode) ?? "",
        summary: line.summary,
        debit: formatMoney(line.debit),
        credit: formatMoney(line.credit),
        partner: facts.partners.get(line.partnerId ?? "")?.name ?? "",
      })),
    voucherTotal: formatMoney(sees.cost ? journalTotal(posting?.journal ?? []) : 0n),
    recosted: sees.cost
      ? trial.changes.map((change) => ({
          documentId: change.documentId,
          number: change.documentNumber,
          before: formatMoney(change.before),
          after: formatMoney(change.after),
        }))
      : [],
  };
}

type Trial = {
  readonly decided: Decided | undefined;
  readonly before: StockState;
  readonly later: readonly FieldRefusal[];
  readonly changes: readonly CostChange[];
};
async function tryOut(tx: Tx, kind: DocumentKind, draft: Draft, facts: Facts): Promise<Trial> {
  if (!isBackdated(draft, facts))
    return {
      decided: kind.post(draft, kindFacts(facts, stockState(facts.books.costScope, facts.stock))),
      before: facts.stock,
      later: [],
      changes: [],
    };
  const points = pointsOf(facts.books.costScope, placesOf(draft));
  const before = stateBeforeFrom(await tx.query(stateBefore(tx.orgId, points)));
  const decided = kind.post(draft, kindFacts(facts, stockStateFrom(facts.books.costScope, before)));
  if (!decided.posting) return { decided, before: facts.stock, later: [], changes: [] };
  const tail = tailEntriesFrom(await tx.query(tailEntries(tx.orgId, points)));
  const replayed = replayWith(
    beginTrain(facts, new Date()),
    before,
    tail,
    freshEntries(
      draft,
      decided.posting.moves.map((move, index) => ({ ...move, index })),
    ),
  );
  return {
    decided,
    before: facts.stock,
    later: laterShortageRefusals(
      replayed.shortages,
      facts,
      (itemId) =>
        `lines.${Math.max(
          0,
          draft.lines.findIndex((line) => line.itemId === itemId),
        )}.quantity`,
    ),
    changes: replayed.changes,
  };
}

function stockChanges(kind: DocumentKind, draft: Draft, facts: Facts): DocumentPreview["stock"] {
  const sign = kind.partnerSide === "receivable" ? -1n : 1n;
  const changes = new Map<string, { itemId: string; warehouseId: string; change: bigint }>();
  for (const line of draft.lines) {
    if (line.itemId === null || line.warehouseId === null) continue;
    const key = `${line.itemId}/${line.warehouseId}`;
    const known = changes.get(key) ?? { itemId: line.itemId, warehouseId: line.warehouseId, change: 0n };
    changes.set(key, { ...known, change: known.change + sign * line.baseQuantity });
  }
  return [...changes.values()].map(({ itemId, warehouseId, change }) => {
    const item = facts.items.get(itemId);
    const before = quantityOf(facts.stock, itemId, warehouseId);
    const after = before + change;
    return {
      itemId,
      itemCode: item?.code ?? "",
      itemName: item?.name ?? "",
      warehouseId,
      warehouse: facts.warehouses.get(warehouseId)?.name ?? "",
      unit: item?.baseUnit ?? "",
      before: formatQuantity(before),
      after: formatQuantity(after),
      short: formatQuantity(after < 0n ? -after : 0n),
    };
  });
}

/** What a person should know and may go on with. */
function warningsOf(kind: DocumentKind, draft: Draft, facts: Facts): DocumentPreview["warnings"] {
  const partner = facts.partners.get(draft.partnerId ?? "");
  if (kind.partnerSide !== "receivable" || partner?.creditLimit == null) return [];
  const after = partner.balances.receivable + draft.gross;
  if (after <= partner.creditLimit) return [];
  return [
    {
      path: "partnerId",
      code: "credit.exceeded",
      message: `「${partner.name}」审核后欠 ${formatMoney(after)}，超过信用额度 ${formatMoney(partner.creditLimit)}。`,
    },
  ];
}
