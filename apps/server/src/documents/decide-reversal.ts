import {
  accountRoles,
  credit,
  debit,
  type JournalLine,
  journalTotal,
  type Money,
  type PartnerSide,
  parseMoney,
  periodOf,
  reverseJournal,
  withoutZeroLines,
} from "@zhangshi/core";
import { bookStatements } from "../books/books.sql.ts";
import { entrySeq, type StockEntryRow, type VoucherRow } from "../books/book-rows.ts";
import type { LaterShortage } from "../books/recost.ts";
import { deleteClosure } from "../books/orders.sql.ts";
import { placesOfEntries, type TailEntry, updateCosts } from "../books/recost.sql.ts";
import type { Query, Row } from "../platform/db.ts";
import { newId } from "../platform/identifiers.ts";
import { deleteCountMarks } from "./count-marks.sql.ts";
import { beginTrain, linked, moveOn } from "./decide.ts";
import { bookWritesOf } from "./book-writes.ts";
import type { DocumentKind } from "./document-kind.ts";
import { keepContent, saveDocuments, type StoredDocument } from "./documents.sql.ts";
import type { Facts } from "./facts.ts";
import { takeNumber, voucherSeries, voucherWord } from "./numbering.ts";
import { takeBackOrderLines } from "./order-lines.ts";
import { bringSequences, replaySet } from "./post-backdated.ts";
import type { Author } from "./post-request.ts";
import { adjustingVouchers, seriesOfChanges } from "./recosting.ts";
import { type Ask, gatherRecostSet, placeFrom, takeOver } from "./recost-set.ts";
import {
  journalFrom,
  lastOriginalVoucher,
  liveStockEntries,
  liveStockEntriesFrom,
  type LiveEntry,
  partnerSums,
} from "./reverse.sql.ts";

/** What stands of an approved document in the books. */
export type Standing = {
  readonly live: readonly LiveEntry[];
  readonly partners: readonly Row[];
  readonly original: ReturnType<typeof journalFrom>;
};
export async function readStanding(ask: Ask, orgId: string, documentId: string): Promise<Standing> {
  const [entryRows, partnerRows, voucherRows] = await ask([
    liveStockEntries(orgId, documentId),
    partnerSums(orgId, documentId),
    lastOriginalVoucher(orgId, documentId),
  ]);
  return {
    live: liveStockEntriesFrom(entryRows ?? []),
    partners: partnerRows ?? [],
    original: journalFrom(voucherRows ?? []),
  };
}

export type DecidedReversal = {
  /** Later moments that would be short of goods: then nothing may be written. */
  readonly shortages: readonly LaterShortage[];
  readonly reopened: StoredDocument;
  readonly statements: readonly Query[];
};
/** The red posting of a document, with the re-costing of everything after it: what to write, without the commit. */
export async function decideReversal(
  ask: Ask,
  request: {
    readonly orgId: string;
    readonly kind: DocumentKind;
    readonly author: Author;
    readonly idempotency: { readonly key: string } | null;
    readonly hash: Buffer;
  },
  document: StoredDocument,
  standing: Standing,
  facts: Facts,
  postedAt: Date,
): Promise<DecidedReversal> {
  const { orgId } = request;
  const { live } = standing;
  const reopened: StoredDocument = {
    ...document,
    status: "draft",
    version: document.version + 1,
    approvedBy: null,
    approvedByName: null,
    approvedAt: null,
  };
  const sources = live.flatMap((entry) => (entry.sourceSeq === null ? [] : [entry.sourceSeq]));
  const [sourceRows] = sources.length === 0 ? [[]] : await ask([placesOfEntries(orgId, sources)]);
  const set = await gatherRecostSet(ask, orgId, facts.books.costRules, [
    ...live.map((entry) => ({ ...entry, date: entry.businessDate })),
    ...(sourceRows ?? []).map(placeFrom),
  ]);
  const train = beginTrain(facts, postedAt);
  const seq = train.nextPosting;
  const replayed = await replaySet(
    facts,
    set,
    live.map((entry, index) => reversalOf(entry, entrySeq(seq, index), document)),
    { write: (updates) => ask(updateCosts(orgId, updates)) },
  );
  if (replayed.shortages.length > 0) return { shortages: replayed.shortages, reopened, statements: [] };

  const stockEntries = live.map((entry, index): StockEntryRow => {
    const own = entrySeq(seq, index);
    const derived = replayed.fresh.get(own);
    if (!derived) throw new Error("a reversal was not replayed");
    return {
      ...derived,
      seq: own,
      lineNo: entry.lineNo,
      itemId: entry.itemId,
      warehouseId: entry.warehouseId,
      lot: entry.lot,
      quantity: -entry.quantity,
      basis: "reversal",
      statedValue: null,
      sourceSeq: entry.sourceSeq,
      share: null,
      contraAccount: entry.contraAccount,
      bookedValue: null,
      bookedTrueUp: 0n,
      position: entry.position,
      businessDate: entry.businessDate,
      reversesSeq: entry.seq,
    };
  });
  const series = [voucherSeries(periodOf(document.businessDate)), ...seriesOfChanges(replayed.changes, facts.books)];
  await bringSequences(ask, orgId, train, series);
  const row = linked(
    {
      seq,
      documentId: document.id,
      kind: "reverse",
      businessDate: document.businessDate,
      postedAt,
      userId: request.author.userId,
      userName: request.author.userName,
      partnerNames: null,
      stockEntries,
      partnerEntries: standing.partners.map((one, index) => ({
        seq: entrySeq(seq, index),
        partnerId: String(one["partner_id"]),
        side: one["side"] as PartnerSide,
        amount: -parseMoney(String(one["amount"])),
        businessDate: document.businessDate,
      })),
      vouchers: [
        ...redVoucher(document, standing.original, recostedSince(live, stockEntries, facts), facts),
        ...adjustingVouchers(replayed.changes, facts, `反审核 ${document.number}`),
      ],
    },
    request,
    train,
  );
  moveOn(row, train);
  takeOver(replayed, train.stock);
  takeBackOrderLines(request.kind, document, facts.orders);
  return {
    shortages: [],
    reopened,
    statements: [
      keepContent(orgId, document.id),
      saveDocuments(orgId, [reopened]),
      ...bookStatements(orgId, bookWritesOf(train, [row])),
      ...updateCosts(orgId, replayed.updates),
      ...(request.kind.lineShape === "counted" ? [deleteCountMarks(orgId, document.id)] : []),
      ...(request.kind.promises ? [deleteClosure(orgId, document.id)] : []),
    ],
  };
}

function reversalOf(entry: LiveEntry, seq: bigint, document: StoredDocument): TailEntry {
  return {
    seq,
    itemId: entry.itemId,
    warehouseId: entry.warehouseId,
    lot: entry.lot,
    businessDate: entry.businessDate,
    position: entry.position,
    quantity: -entry.quantity,
    basis: "reversal",
    statedValue: null,
    reversesSeq: entry.seq,
    sourceSeq: entry.sourceSeq,
    share: null,
    contraAccount: entry.contraAccount,
    documentId: document.id,
    documentType: document.type,
    documentNumber: document.number ?? "",
    derived: { value: 0n, trueUp: 0n, balanceQuantity: 0n, poolQuantity: 0n, poolValue: 0n },
    isFresh: true,
  };
}

/** What re-costing has added to the document's own voucher since: it goes back with it. */
function recostedSince(
  live: readonly LiveEntry[],
  reversals: readonly StockEntryRow[],
  facts: Facts,
): readonly JournalLine[] {
  const { costOfSales, inventory } = accountRoles(facts.books.accountingStandard, facts.books.taxStatus);
  const summary = "冲销成本重算";
  return live.flatMap((entry, index): readonly JournalLine[] => {
    const reversal = reversals[index];
    if (!reversal) return [];
    const { businessDate } = entry;
    const costAdded = entry.booked.value + reversal.value;
    const trueUpAdded = -reversal.trueUp - entry.booked.trueUp;
    const pair = (account: string, amount: Money): readonly JournalLine[] => [
      { ...debit(account, -amount, summary), businessDate },
      { ...credit(inventory, -amount, summary), businessDate },
    ];
    return [
      ...(entry.contraAccount === null ? [] : pair(entry.contraAccount, costAdded)),
      ...pair(costOfSales, trueUpAdded),
    ];
  });
}

/** 红字凭证: the first voucher in red, with what was added to it since. */
function redVoucher(
  document: StoredDocument,
  original: { readonly number: number; readonly journal: readonly JournalLine[] },
  addedSince: readonly JournalLine[],
  facts: Facts,
): readonly VoucherRow[] {
  const summary = `冲销 ${document.number}`;
  const journal = withoutZeroLines([
    ...reverseJournal(original.journal).map((line) => ({ ...line, summary })),
    ...addedSince,
  ]);
  if (journal.length === 0) return [];
  const period = periodOf(document.businessDate);
  return [
    {
      id: newId(),
      kind: "reversal",
      period,
      word: voucherWord,
      number: takeNumber(facts.sequences, voucherSeries(period)),
      businessDate: document.businessDate,
      summary: `冲销 ${document.businessDate} ${voucherWord}字 ${original.number} 号（${document.number}）`,
      total: journalTotal(journal),
      lines: journal.map((line) => ({ ...line, businessDate: line.businessDate ?? document.businessDate })),
    },
  ];
}
