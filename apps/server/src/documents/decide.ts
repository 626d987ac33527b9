import {
  isBalanced,
  journalTotal,
  mergeIntoParent,
  periodOf,
  poolOf,
  type Posting,
  poolWarehouse,
  quantityOf,
  type StockState,
  stockKey,
  stockState,
} from "@zhangshi/core";
import {
  entrySeq,
  type PartnerEntryRow,
  type PostingRow,
  type StockEntryRow,
  type VoucherRow,
} from "../books/book-rows.ts";
import { linkHash } from "../books/chain.ts";
import type { CostUpdate } from "../books/recost.sql.ts";
import { newId } from "../platform/identifiers.ts";
import { type RefusedError, refused, refusedFields } from "../platform/refused.ts";
import { type BuiltDraft, buildDraft, checkAgain, problemRefusals } from "./build-draft.ts";
import { type DocumentKind, type Draft, executesOrders } from "./document-kind.ts";
import type { StoredDocument } from "./documents.sql.ts";
import { atTypedLines } from "./explode-kits.ts";
import type { Facts } from "./facts.ts";
import { documentNumber, documentSeries, takeNumber, voucherSeries, voucherWord } from "./numbering.ts";
import { recordOrderLines } from "./order-lines.ts";
import { isBackdated } from "./places.ts";
import type { PostRequest } from "./post-request.ts";
import { reservedRefusals } from "./reserved.ts";
import { ruleDocumentOf, ruleFacts } from "./rule-document.ts";

export type Accepted = {
  readonly outcome: "accepted";
  readonly request: PostRequest;
  readonly document: StoredDocument;
  readonly isNew: boolean;
  readonly posting: PostingRow;
};
export type Decision =
  | Accepted
  | { readonly outcome: "refused"; readonly error: RefusedError }
  /** The same request was answered before: its document tells the answer. */
  | { readonly outcome: "answered"; readonly documentId: string }
  /** Dated before what its pools hold already, or after something this train changes: decided alone, with a re-costing. */
  | { readonly outcome: "alone" };

/** What a train has done so far; each accepted document moves it on. */
export type TrainState = {
  readonly facts: Facts;
  readonly stock: StockState;
  readonly touchedPartners: Set<string>;
  /** Documents that this train wrote or took from: what is left of them is no longer what was gathered. */
  readonly touchedSources: Set<string>;
  /** Documents that this train approved, and the keys of their requests. */
  readonly accepted: Set<string>;
  readonly lastMoves: Map<string, { in: string | null; out: string | null }>;
  nextPosting: bigint;
  chainHead: Buffer;
  postedAt: Date;
};
export function beginTrain(facts: Facts, postedAt: Date): TrainState {
  return {
    facts,
    stock: stockState(facts.books.costRules, facts.stock),
    touchedPartners: new Set(),
    touchedSources: new Set(),
    accepted: new Set(),
    lastMoves: new Map(),
    nextPosting: facts.books.nextPosting,
    chainHead: facts.books.chainHead,
    postedAt,
  };
}

export function draftOf(
  request: PostRequest,
  facts: Facts,
  drafts: ReadonlyMap<string, StoredDocument>,
): (Pick<BuiltDraft, "draft" | "typedLines"> & { readonly isNew: boolean }) | RefusedError {
  const { kind, source, author } = request;
  if (source.from === "body") {
    if (facts.documents.has(source.id)) return refused("document.id_taken");
    const { draft, refusals, typedLines } = buildDraft(kind, source.id, source.body, facts, author);
    return refusals.length > 0 ? refusedFields(refusals) : { draft, typedLines, isNew: true };
  }
  if (source.from === "prepared") {
    const refusals = checkAgain(kind, source.draft, facts);
    return refusals.length > 0 ? refusedFields(refusals) : { draft: source.draft, typedLines: null, isNew: true };
  }
  const stored = drafts.get(source.id);
  if (!stored || stored.type !== kind.type) return refused("not_found");
  if (stored.status === "approved") return refused("document.already_approved", { number: stored.number });
  if (stored.status !== "draft") return refused("document.not_draft", { status: "已作废" });
  if (source.version !== undefined && source.version !== stored.version) return refused("version.stale");
  const refusals = checkAgain(kind, stored, facts);
  return refusals.length > 0 ? refusedFields(refusals) : { draft: stored, typedLines: null, isNew: false };
}

export function answeredBefore(request: PostRequest, facts: Facts): Decision | undefined {
  const own = request.source.from === "body" ? request.source.id : null;
  const found = facts.answered.find(
    (one) =>
      (request.idempotency !== null && one.key === request.idempotency.key) ||
      (own !== null && one.key === null && one.documentId === own),
  );
  if (!found) return undefined;
  const sameContent = found.fromPosting && found.requestHash !== null && found.requestHash.equals(request.hash);
  if (sameContent) return { outcome: "answered", documentId: found.documentId };
  return { outcome: "refused", error: refused(found.key === null ? "document.id_taken" : "idempotency.conflict") };
}

/** One request against the facts as the earlier ones of its train left them. A refusal leaves no trace and uses no number. */
export function decide(request: PostRequest, train: TrainState, drafts: ReadonlyMap<string, StoredDocument>): Decision {
  const { facts } = train;
  const answered = answeredBefore(request, facts);
  if (answered) return answered;
  if (isAgainInThisTrain(request, train)) return { outcome: "alone" };
  // Goods without a price come in at the average of now: as the earlier ones of the train left it.
  const found = draftOf(request, { ...facts, stock: train.stock }, drafts);
  if (found instanceof Error) return { outcome: "refused", error: found };
  // A rule of the day, not of the document: a replay of old documents is not judged by it.
  const reserved = facts.books.reservedProtected ? reservedRefusals(request.kind, found.draft, facts, train.stock) : [];
  if (reserved.length > 0)
    return { outcome: "refused", error: refusedFields(atTypedLines(found.typedLines, reserved)) };
  const decision = decideDraft(request, found.draft, found.isNew, train);
  if (decision.outcome !== "refused" || found.typedLines === null) return decision;
  return { outcome: "refused", error: refusedFields(atTypedLines(found.typedLines, decision.error.fields)) };
}

/** A draft that may be posted, by the rule of its kind. */
export function decideDraft(request: PostRequest, draft: Draft, isNew: boolean, train: TrainState): Decision {
  const { facts } = train;
  if (isBackdated(request.kind, draft, facts) || followsThisTrain(draft, train)) return { outcome: "alone" };
  const stock = stockState(facts.books.costRules, train.stock, entrySeq(train.nextPosting, 0));
  const decided = request.kind.post(ruleDocumentOf(request.kind, draft, facts), ruleFacts(facts, stock));
  if (!decided.posting) return { outcome: "refused", error: refusedFields(problemRefusals(decided, draft, facts)) };
  mergeIntoParent(stock);
  return accept(request, draft, isNew, decided.posting, train);
}

/** 连按两次: what the facts do not know yet is asked again when the first has been written, so that it is not short of its own goods. */
function isAgainInThisTrain({ source, idempotency }: PostRequest, train: TrainState): boolean {
  const id = source.from === "prepared" ? source.draft.id : source.id;
  return train.accepted.has(id) || (idempotency !== null && train.accepted.has(idempotency.key));
}
function followsThisTrain(draft: Draft, train: TrainState): boolean {
  if (train.touchedSources.size === 0) return false;
  return draft.lines.some((line) => line.source !== null && train.touchedSources.has(line.source.documentId));
}

/** Numbers, links and rows of an accepted document; the train moves on. */
export function accept(
  request: PostRequest,
  draft: Draft,
  isNew: boolean,
  posting: Posting,
  train: TrainState,
  recosted: {
    /** What a replay found of the moves, where it is more than what the decision saw. */
    readonly derived: ReadonlyMap<bigint, CostUpdate>;
    readonly vouchers: () => readonly VoucherRow[];
  } = { derived: new Map(), vouchers: () => [] },
): Accepted {
  const { facts } = train;
  const seq = train.nextPosting;
  const number =
    draft.number ??
    documentNumber(
      request.kind.numberPrefix,
      draft.businessDate,
      takeNumber(facts.sequences, documentSeries(request.kind.numberPrefix, draft.businessDate)),
    );
  const content = {
    seq,
    documentId: draft.id,
    kind: "approve" as const,
    businessDate: draft.businessDate,
    postedAt: train.postedAt,
    userId: request.author.userId,
    userName: request.author.userName,
    partnerNames: partnerNamesOf(draft, facts),
    // Field by field, as thousands of lines a second pass here: a spread costs ten times as much.
    stockEntries: posting.moves.map((move): StockEntryRow => {
      const now = recosted.derived.get(move.seq) ?? move;
      const isDerived = move.basis !== "stated";
      return {
        seq: move.seq,
        position: move.place?.position ?? move.seq,
        businessDate: move.place?.businessDate ?? draft.businessDate,
        reversesSeq: null,
        lineNo: move.lineNo,
        itemId: move.itemId,
        warehouseId: move.warehouseId,
        lot: move.lot,
        quantity: move.quantity,
        basis: move.basis,
        statedValue: move.statedValue,
        sourceSeq: move.sourceSeq,
        share: move.share,
        contraAccount: move.contraAccount,
        bookedValue: isDerived ? move.value : null,
        bookedTrueUp: move.trueUp,
        value: now.value,
        trueUp: now.trueUp,
        balanceQuantity: now.balanceQuantity,
        poolQuantity: now.poolQuantity,
        poolValue: now.poolValue,
      };
    }),
    partnerEntries: posting.partnerMoves.map(
      (move, index): PartnerEntryRow => ({
        seq: entrySeq(seq, index),
        businessDate: draft.businessDate,
        partnerId: move.partnerId,
        side: move.side,
        amount: move.amount,
      }),
    ),
    vouchers: [...voucherOf(request.kind, draft, number, posting, facts), ...recosted.vouchers()],
  };
  const row = linked(content, request, train);
  moveOn(row, train);
  if (request.kind.lineShape === "counted") touchCounted(draft, train);
  train.touchedSources.add(draft.id);
  train.accepted.add(draft.id);
  if (request.idempotency) train.accepted.add(request.idempotency.key);
  // What is left of an order is known to the train itself: its book moves on.
  if (!executesOrders(request.kind))
    for (const line of draft.lines) if (line.source) train.touchedSources.add(line.source.documentId);
  recordOrderLines(request.kind, draft, facts.orders, seq);
  const document: StoredDocument = {
    ...draft,
    number,
    status: "approved",
    version: isNew ? 1 : draft.version + 1,
    approvedBy: request.author.userId,
    approvedByName: request.author.userName,
    approvedAt: train.postedAt,
  };
  return { outcome: "accepted", request, document, isNew, posting: row };
}

/** What the partners are called today: vouchers say it, and a partner may be renamed. */
function partnerNamesOf(draft: Draft, facts: Facts): PostingRow["partnerNames"] {
  const ids = [draft.partnerId, ...draft.lines.map((line) => line.partnerId)].filter((id) => id !== null);
  if (ids.length === 0) return null;
  return Object.fromEntries(ids.map((id) => [id, facts.partners.get(id)?.name ?? ""]));
}

/** A shelf that was counted and found right has moved in time: nothing may be dated before it unseen. */
function touchCounted(draft: Draft, train: TrainState): void {
  const { facts, stock } = train;
  for (const { itemId, warehouseId } of draft.lines) {
    if (itemId === null || warehouseId === null) continue;
    const pool = poolWarehouse(stock.rules.scope, warehouseId);
    stock.quantities.set(stockKey(itemId, warehouseId), quantityOf(stock, itemId, warehouseId));
    stock.pools.set(stockKey(itemId, pool), poolOf(stock, itemId, warehouseId));
    for (const key of [stockKey(itemId, warehouseId), stockKey(itemId, pool)])
      if ((facts.lastDates.get(key) ?? "") < draft.businessDate) facts.lastDates.set(key, draft.businessDate);
  }
}

export function linked(
  content: Omit<PostingRow, "hash" | "previousHash" | "idempotencyKey" | "requestHash">,
  request: { readonly idempotency: { readonly key: string } | null; readonly hash: Buffer | null },
  train: TrainState,
): PostingRow {
  const previousHash = train.chainHead;
  return {
    ...content,
    idempotencyKey: request.idempotency?.key ?? null,
    requestHash: request.hash,
    previousHash,
    hash: linkHash(previousHash, content),
  };
}

function voucherOf(
  kind: DocumentKind,
  draft: Draft,
  number: string,
  posting: Posting,
  facts: Facts,
): readonly VoucherRow[] {
  if (posting.journal.length === 0) return [];
  if (!isBalanced(posting.journal)) throw new Error(`the rule of ${kind.type} made a voucher that does not balance`);
  const period = periodOf(draft.businessDate);
  return [
    {
      id: newId(),
      kind: "original",
      period,
      word: voucherWord,
      number: takeNumber(facts.sequences, voucherSeries(period)),
      businessDate: draft.businessDate,
      summary: `${kind.name} ${number}`,
      total: journalTotal(posting.journal),
      lines: posting.journal.map((line) => ({
        accountCode: line.accountCode,
        summary: line.summary,
        debit: line.debit,
        credit: line.credit,
        partnerId: line.partnerId,
        businessDate: line.businessDate ?? draft.businessDate,
      })),
    },
  ];
}

export function moveOn(row: PostingRow, train: TrainState): void {
  const { facts } = train;
  train.nextPosting = row.seq + 1n;
  train.chainHead = row.hash;
  for (const entry of row.stockEntries) {
    for (const key of new Set([
      stockKey(entry.itemId, entry.warehouseId),
      stockKey(entry.itemId, poolWarehouse(facts.books.costRules.scope, entry.warehouseId)),
    ])) {
      const last = facts.lastDates.get(key);
      if (last === undefined || last < entry.businessDate) facts.lastDates.set(key, entry.businessDate);
      if (entry.quantity === 0n) continue;
      const moves = train.lastMoves.get(key) ?? { in: null, out: null };
      const side = entry.quantity > 0n ? "in" : "out";
      if ((moves[side] ?? "") < entry.businessDate) moves[side] = entry.businessDate;
      train.lastMoves.set(key, moves);
    }
  }
  for (const entry of row.partnerEntries) {
    const partner = facts.partners.get(entry.partnerId);
    if (partner) partner.balances[entry.side] += entry.amount;
    train.touchedPartners.add(entry.partnerId);
  }
}
