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
  statusNames,
  withoutZeroLines,
} from "@zhangshi/core";
import { bookStatements } from "../books/books.sql.ts";
import { entrySeq, type StockEntryRow, type VoucherRow } from "../books/book-rows.ts";
import { placesOfEntries, type TailEntry, updateCosts } from "../books/recost.sql.ts";
import type { Database, Row } from "../platform/db.ts";
import { newId } from "../platform/identifiers.ts";
import { refused, refusedFields } from "../platform/refused.ts";
import { checkClosed } from "./build-draft.ts";
import { deleteCountMarks, laterCounts, laterCountsFrom } from "./count-marks.sql.ts";
import { countRefusals } from "./count-refusals.ts";
import { beginTrain, bookWritesOf, linked, moveOn } from "./decide.ts";
import type { DocumentKind } from "./document-kind.ts";
import { saveDocuments, type StoredDocument } from "./documents.sql.ts";
import type { Facts } from "./facts.ts";
import { alone, commit, sendTogether } from "./flight.ts";
import { gather } from "./gather-facts.ts";
import { takeNumber, voucherSeries, voucherWord } from "./numbering.ts";
import { bringSequences, replayWith } from "./post-backdated.ts";
import type { Author } from "./post-request.ts";
import { adjustingVouchers, laterShortageRefusals, seriesOfChanges } from "./recosting.ts";
import { type Ask, gatherRecostSet, placeFrom, takeOver } from "./recost-set.ts";
import {
  followers,
  journalFrom,
  lastOriginalVoucher,
  liveStockEntries,
  liveStockEntriesFrom,
  type LiveEntry,
  partnerSums,
} from "./reverse.sql.ts";

export type ReverseRequest = {
  readonly orgId: string;
  readonly kind: DocumentKind;
  readonly id: string;
  readonly version: number | undefined;
  readonly author: Author;
  readonly timeZone: string;
  readonly idempotency: { readonly key: string } | null;
  readonly hash: Buffer;
};
export type ReversedReply = {
  readonly id: string;
  readonly number: string;
  readonly status: "draft";
  readonly version: number;
};

/**
 * 反审核: a red posting takes back every entry at its own place in the order of the books, so that everything after
 * stands as if the document had never been; then the document is a draft again and keeps its number. Refused when
 * some later moment would be short of goods.
 */
export async function reverseDocument(db: Database, request: ReverseRequest): Promise<ReversedReply> {
  return alone(db, async (client, counter) => {
    const needs = {
      itemIds: [],
      warehouseIds: [],
      partnerIds: [],
      documentIds: [],
      draftIds: [request.id],
      draftPrefixes: [request.kind.numberPrefix],
      idempotencyKeys: request.idempotency ? [request.idempotency.key] : [],
      sequenceKinds: [],
      sources: [],
      draftsHaveSources: false,
    };
    const { facts, drafts } = await gather(client, request.orgId, needs, request.timeZone, counter);
    const document = drafts.get(request.id);
    if (!document || document.type !== request.kind.type) throw refused("not_found");
    const again = request.idempotency && facts.answered.find((one) => one.key === request.idempotency?.key);
    if (again) {
      if (!again.requestHash?.equals(request.hash)) throw refused("idempotency.conflict");
      return { id: document.id, number: document.number ?? "", status: "draft" as const, version: document.version };
    }
    refuseIfNotReversible(request, document, facts);

    const ask: Ask = (queries) => sendTogether(client, queries, counter);
    const [entryRows, partnerRows, voucherRows, followerRows] = await ask([
      liveStockEntries(request.orgId, document.id),
      partnerSums(request.orgId, document.id),
      lastOriginalVoucher(request.orgId, document.id),
      followers(request.orgId, document.id),
    ]);
    refuseIfFollowed(followerRows ?? []);
    const live = liveStockEntriesFrom(entryRows ?? []);
    await refuseIfCounted(ask, request.orgId, document, live, facts);
    const sources = live.flatMap((entry) => (entry.sourceSeq === null ? [] : [entry.sourceSeq]));
    const [sourceRows] = sources.length === 0 ? [[]] : await ask([placesOfEntries(request.orgId, sources)]);
    const set = await gatherRecostSet(ask, request.orgId, facts.books.costRules, [
      ...live.map((entry) => ({ ...entry, date: entry.businessDate })),
      ...(sourceRows ?? []).map(placeFrom),
    ]);

    const train = beginTrain(facts, new Date());
    const seq = train.nextPosting;
    const replayed = replayWith(
      facts,
      set,
      live.map((entry, index) => reversalOf(entry, entrySeq(seq, index), document)),
    );
    if (replayed.shortages.length > 0)
      throw refusedFields(laterShortageRefusals(replayed.shortages, facts, () => "id"));

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
    await bringSequences(
      client,
      request.orgId,
      train,
      [voucherSeries(periodOf(document.businessDate)), ...seriesOfChanges(replayed.changes, facts.books)],
      counter,
    );
    const content = {
      seq,
      documentId: document.id,
      kind: "reverse" as const,
      businessDate: document.businessDate,
      postedAt: train.postedAt,
      userId: request.author.userId,
      userName: request.author.userName,
      stockEntries,
      partnerEntries: (partnerRows ?? []).map((row, index) => ({
        seq: entrySeq(seq, index),
        partnerId: String(row["partner_id"]),
        side: row["side"] as PartnerSide,
        amount: -parseMoney(String(row["amount"])),
        businessDate: document.businessDate,
      })),
      vouchers: [
        ...redVoucher(document, journalFrom(voucherRows ?? []), recostedSince(live, stockEntries, facts), facts),
        ...adjustingVouchers(replayed.changes, facts, `反审核 ${document.number}`),
      ],
    };
    const row = linked(content, request, train);
    moveOn(row, train);
    takeOver(replayed, train.stock);
    const reopened: StoredDocument = {
      ...document,
      status: "draft",
      version: document.version + 1,
      approvedBy: null,
      approvedByName: null,
      approvedAt: null,
    };
    await sendTogether(
      client,
      [
        saveDocuments(request.orgId, [reopened]),
        ...bookStatements(request.orgId, bookWritesOf(train, [row])),
        ...updateCosts(request.orgId, replayed.updates),
        ...(request.kind.lineShape === "counted" ? [deleteCountMarks(request.orgId, document.id)] : []),
        commit,
      ],
      counter,
    );
    return { id: document.id, number: document.number ?? "", status: "draft" as const, version: reopened.version };
  });
}

function refuseIfNotReversible(request: ReverseRequest, document: StoredDocument, facts: Facts): void {
  if (document.status !== "approved") throw refused("document.not_approved", { status: statusNames[document.status] });
  if (request.version !== undefined && request.version !== document.version) throw refused("version.stale");
  const closed = checkClosed(request.kind, document.businessDate, facts.books);
  if (closed.length > 0) throw refusedFields(closed);
}

/** 后续单据 stand on this one: a return, a corrected price, a receipt of what was sent. */
function refuseIfFollowed(rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const documents = rows.map((row) => ({
    id: String(row["id"]),
    number: String(row["number"]),
    type: String(row["type"]),
  }));
  throw refused("document.has_followers", {
    documents: documents.map((one) => one.number).join("、"),
    followers: documents,
  });
}
async function refuseIfCounted(
  ask: Ask,
  orgId: string,
  document: StoredDocument,
  live: readonly LiveEntry[],
  facts: Facts,
): Promise<void> {
  const moved = live.filter((entry) => entry.quantity !== 0n);
  if (moved.length === 0) return;
  const [rows] = await ask([
    laterCounts(
      orgId,
      moved.map((entry) => ({ ...entry, date: entry.businessDate })),
    ),
  ]);
  const refusals = countRefusals(laterCountsFrom(rows ?? []), document.id, facts, () => "id");
  if (refusals.length > 0) throw refusedFields(refusals);
}

function reversalOf(entry: LiveEntry, seq: bigint, document: StoredDocument): TailEntry {
  return {
    seq,
    itemId: entry.itemId,
    warehouseId: entry.warehouseId,
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
