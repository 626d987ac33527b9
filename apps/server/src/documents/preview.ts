import type { DocumentBody, DocumentPreview } from "@zhangshi/contract";
import {
  amountInWords,
  type Decided,
  divideHalfUp,
  formatDecimal,
  formatMoney,
  formatQuantity,
  formatUnitPrice,
  journalTotal,
  type Money,
  type Posting,
  quantityOf,
  stockKey,
  stockState,
  sumMoney,
} from "@zhangshi/core";
import { entrySeq } from "../books/book-rows.ts";
import type { ChangeSummary } from "../books/cost-changes.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/identifiers.ts";
import type { FieldRefusal } from "../platform/refused.ts";
import { buildDraft, problemRefusals } from "./build-draft.ts";
import { type DocumentKind, type Draft, type DraftLine, leavesShelf } from "./document-kind.ts";
import { readNames } from "./document-view.sql.ts";
import { kitView } from "./document-view.ts";
import { atTypedLines } from "./explode-kits.ts";
import type { Facts } from "./facts.ts";
import { isBackdated } from "./places.ts";
import { tryBackdated } from "./post-backdated.ts";
import type { Author } from "./post-request.ts";
import { promiseChanges } from "./promise-changes.ts";
import type { Ask } from "./recost-set.ts";
import { reservedRefusals, shortOrderWarnings } from "./reserved.ts";
import { ruleDocumentOf, ruleFacts } from "./rule-document.ts";
import { sourceKey } from "./sources.sql.ts";
import { readFacts } from "./unlocked-facts.ts";

/** 预览: the decision of approval itself, run on the facts of this moment and written nowhere. */
export async function previewDocument(
  tx: Tx,
  kind: DocumentKind,
  body: DocumentBody,
  caller: Author & { readonly timeZone: string },
  sees: { readonly cost: boolean; readonly accounts: boolean },
): Promise<DocumentPreview> {
  const facts = await readFacts(tx, body, caller.timeZone);
  const { draft, refusals, typedLines } = buildDraft(kind, body.id ?? newId(), body, facts, caller);
  const unknownItems = draft.lines.some(
    (line) =>
      line.itemId === null ||
      !facts.items.has(line.itemId) ||
      line.warehouseId === null ||
      !(facts.warehouses.has(line.warehouseId) || standsWhereSourceStands(line, facts)) ||
      (line.baseQuantity === 0n && needsQuantity(kind)),
  );
  const trial: PreviewTrial = unknownItems
    ? { decided: undefined, later: [], changes: noChanges }
    : await tryOut(tx, kind, draft, facts);
  const reserved = unknownItems ? [] : reservedRefusals(kind, draft, facts, facts.stock);
  const isProtected = facts.books.reservedProtected;
  const all = [
    ...refusals,
    ...atTypedLines(typedLines, [
      ...(isProtected ? reserved : []),
      ...(trial.decided ? problemRefusals(trial.decided, draft, facts) : []),
      ...trial.later,
    ]),
  ];
  const posting = trial.decided?.posting ?? null;
  const names = await readNames(tx, { items: [], warehouses: [], partners: [] });
  const partner = facts.partners.get(draft.partnerId ?? "");
  const side = kind.partnerSide ?? "receivable";
  const before = partner?.balances[side] ?? 0n;
  const owed = owedBy(kind, draft, posting);
  const cost = posting && kind.type === "sales-delivery" ? -sumMoney(posting.moves.map((move) => move.value)) : null;
  const margin = cost === null ? null : draft.net - cost;
  return {
    accepted: all.length === 0,
    refusals: [...all],
    warnings: [
      ...warningsOf(kind, draft, facts),
      ...atTypedLines(typedLines, [
        ...(isProtected ? [] : reserved.map((one) => ({ ...one, facts: { ...one.facts } }))),
        ...(unknownItems ? [] : shortOrderWarnings(kind, draft, facts)),
      ]),
    ],
    lines: draft.lines.map((line) => ({
      lineNo: line.lineNo,
      itemId: line.itemId ?? "",
      itemName: facts.items.get(line.itemId ?? "")?.name ?? "",
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
      role: line.role,
      weight: formatQuantity(line.weight),
      lot: line.lot,
      producedOn: line.producedOn,
      expiresOn: line.expiresOn,
      serials: line.serials === null ? null : [...line.serials],
      kit: kitView(line.kit, facts.items.get(line.kit?.itemId ?? "")),
      note: line.note,
    })),
    netAmount: formatMoney(draft.net),
    taxAmount: formatMoney(draft.tax),
    grossAmount: formatMoney(draft.gross),
    grossInWords: amountInWords(draft.gross),
    quantity: formatQuantity(draft.quantity),
    stock: stockChanges(kind, draft, trial.decided, facts),
    promises: all.length === 0 ? promiseChanges(kind, draft, facts) : [],
    ...(sees.cost && cost !== null && margin !== null
      ? {
          cost: formatMoney(cost),
          margin: formatMoney(margin),
          marginRate: draft.net === 0n ? null : formatDecimal(divideHalfUp(margin * 10_000n, draft.net), 4),
        }
      : {}),
    partnerBefore: formatMoney(before),
    partnerChange: formatMoney(owed),
    partnerAfter: formatMoney(before + owed),
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
    ...recostedOf(sees.cost ? trial.changes : noChanges),
  };
}

/** A corrected price names no warehouse: its goods are where their receipt put them. */
function standsWhereSourceStands(line: DraftLine, facts: Facts): boolean {
  return line.source !== null && facts.sources.has(sourceKey(line.source));
}
function needsQuantity(kind: DocumentKind): boolean {
  return kind.lineShape !== "counted" && kind.lineShape !== "amount";
}
function owedBy(kind: DocumentKind, draft: Draft, posting: Posting | null): Money {
  if (!posting) return kind.partnerSide === null ? 0n : draft.gross;
  const { partnerSide } = kind;
  return sumMoney(posting.partnerMoves.filter((move) => move.side === partnerSide).map((move) => move.amount));
}

const noChanges: ChangeSummary = { documents: [], hasMore: false, difference: 0n };
type PreviewTrial = {
  readonly decided: Decided | undefined;
  readonly later: readonly FieldRefusal[];
  readonly changes: ChangeSummary;
};
async function tryOut(tx: Tx, kind: DocumentKind, draft: Draft, facts: Facts): Promise<PreviewTrial> {
  if (!isBackdated(kind, draft, facts)) {
    const stock = stockState(facts.books.costRules, facts.stock, entrySeq(facts.books.nextPosting, 0));
    const decided = kind.post(ruleDocumentOf(kind, draft, facts), ruleFacts(facts, stock));
    return { decided, later: [], changes: noChanges };
  }
  const ask: Ask = (queries) => Promise.all(queries.map((query) => tx.query(query)));
  const { decided, replayed, refusals } = await tryBackdated(ask, tx.orgId, kind, draft, facts);
  return { decided, later: refusals, changes: replayed?.changes.summary() ?? noChanges };
}

function recostedOf({ documents, hasMore, difference }: ChangeSummary) {
  return {
    recosted: documents.map(({ documentId, documentNumber, before, after }) => ({
      documentId,
      number: documentNumber,
      before: formatMoney(before),
      after: formatMoney(after),
    })),
    recostedMore: hasMore,
    recostedDifference: formatMoney(difference),
  };
}

/** Shelf by shelf: what the moves do, or, where goods are short, what the lines ask. */
function stockChanges(
  kind: DocumentKind,
  draft: Draft,
  decided: Decided | undefined,
  facts: Facts,
): DocumentPreview["stock"] {
  const changes = new Map<string, { itemId: string; warehouseId: string; change: bigint }>();
  const add = (itemId: string, warehouseId: string, quantity: bigint) => {
    const key = stockKey(itemId, warehouseId);
    const known = changes.get(key) ?? { itemId, warehouseId, change: 0n };
    changes.set(key, { ...known, change: known.change + quantity });
  };
  if (decided?.posting) for (const move of decided.posting.moves) add(move.itemId, move.warehouseId, move.quantity);
  else if (kind.lineShape !== "counted")
    for (const line of draft.lines) {
      if (line.itemId === null || line.warehouseId === null) continue;
      add(line.itemId, line.warehouseId, leavesShelf(kind, line) ? -line.baseQuantity : line.baseQuantity);
    }
  return [...changes.values()]
    .filter(({ change }) => change !== 0n)
    .map(({ itemId, warehouseId, change }) => {
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
