import {
  accountRoles,
  credit,
  debit,
  type JournalLine,
  journalTotal,
  type Money,
  parseMoney,
  periodOf,
  reverseJournal,
  statusNames,
  sumMoney,
  withoutZeroLines,
} from "@zhangshi/core";
import { bookStatements } from "../books/books.sql.ts";
import { entrySeq, type StockEntryRow, type VoucherRow } from "../books/book-rows.ts";
import { replay } from "../books/recost.ts";
import {
  stateBefore,
  stateBeforeFrom,
  type TailEntry,
  tailEntries,
  tailEntriesFrom,
  updateCosts,
} from "../books/recost.sql.ts";
import type { Database } from "../platform/db.ts";
import { newId } from "../platform/identifiers.ts";
import { refused, refusedFields } from "../platform/refused.ts";
import { checkClosed } from "./build-draft.ts";
import { beginTrain, bookWritesOf, linked, moveOn } from "./decide.ts";
import type { DocumentKind } from "./document-kind.ts";
import { saveDocuments, type StoredDocument } from "./documents.sql.ts";
import type { Facts } from "./facts.ts";
import { alone, commit, sendTogether } from "./flight.ts";
import { gather } from "./gather-facts.ts";
import { takeNumber, voucherSeries, voucherWord } from "./numbering.ts";
import { bringSequences } from "./post-backdated.ts";
import type { Author } from "./post-request.ts";
import {
  adjustingVouchers,
  inBookOrder,
  laterShortageRefusals,
  pointsOf,
  seriesOfChanges,
  takeOver,
} from "./recosting.ts";
import {
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

    const [entryRows, partnerRows, voucherRows] = await sendTogether(
      client,
      [
        liveStockEntries(request.orgId, document.id),
        partnerSums(request.orgId, document.id),
        lastOriginalVoucher(request.orgId, document.id),
      ],
      counter,
    );
    const live = liveStockEntriesFrom(entryRows ?? []);
    const points = pointsOf(
      facts.books.costScope,
      live.map((entry) => ({
        itemId: entry.itemId,
        warehouseId: entry.warehouseId,
        date: entry.businessDate,
        position: entry.position,
      })),
    );
    const [beforeRows, tailRows] =
      points.length === 0
        ? [[], []]
        : await sendTogether(client, [stateBefore(request.orgId, points), tailEntries(request.orgId, points)], counter);

    const train = beginTrain(facts, new Date());
    const seq = train.nextPosting;
    const replayed = replay(
      facts.books.costScope,
      stateBeforeFrom(beforeRows ?? []),
      inBookOrder([
        ...tailEntriesFrom(tailRows ?? []),
        ...live.map((entry, index) => reversalOf(entry, entrySeq(seq, index), document)),
      ]),
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
        statedValue: null,
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
        side: row["side"] as "receivable" | "payable",
        amount: -parseMoney(String(row["amount"])),
        businessDate: document.businessDate,
      })),
      vouchers: [
        ...redVoucher(
          request.kind,
          document,
          journalFrom(voucherRows ?? []),
          sumMoney(stockEntries.map((entry) => entry.value)),
          facts,
        ),
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

function reversalOf(entry: LiveEntry, seq: bigint, document: StoredDocument): TailEntry {
  return {
    seq,
    itemId: entry.itemId,
    warehouseId: entry.warehouseId,
    businessDate: entry.businessDate,
    position: entry.position,
    quantity: -entry.quantity,
    statedValue: null,
    reversesSeq: entry.seq,
    documentId: document.id,
    documentType: document.type,
    documentNumber: document.number ?? "",
    derived: null,
  };
}

/** 红字凭证: the first voucher in red, its cost at what the goods cost now: earlier adjusting vouchers are taken back with it. */
function redVoucher(
  kind: DocumentKind,
  document: StoredDocument,
  original: { readonly number: number; readonly journal: readonly JournalLine[] },
  costTakenBack: Money,
  facts: Facts,
): readonly VoucherRow[] {
  const accounts = accountRoles(facts.books.accountingStandard, facts.books.taxStatus);
  const summary = `冲销 ${document.number}`;
  const isSale = kind.partnerSide === "receivable";
  const kept = isSale
    ? original.journal.filter(
        (line) => line.accountCode !== accounts.costOfSales && line.accountCode !== accounts.inventory,
      )
    : original.journal;
  const costLines = isSale
    ? [debit(accounts.costOfSales, -costTakenBack, summary), credit(accounts.inventory, -costTakenBack, summary)]
    : [];
  const journal = withoutZeroLines([...reverseJournal(kept).map((line) => ({ ...line, summary })), ...costLines]);
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
      lines: journal.map((line) => ({ ...line, businessDate: document.businessDate })),
    },
  ];
}
