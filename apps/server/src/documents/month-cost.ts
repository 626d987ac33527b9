import {
  type CostingMethod,
  firstDayOf,
  formatPeriod,
  lastDayOf,
  nextPeriod,
  type Period,
  periodOf,
} from "@zhangshi/core";
import { methodChange, methodNames } from "../books/costing-change.sql.ts";
import { bookStatements, booksFrom, type BooksRow, readBooks } from "../books/books.sql.ts";
import type { Books } from "../books/book-rows.ts";
import { type Before, CostingRun } from "../books/costing-run.ts";
import { averagesOfMonth, type MonthAverages, type MonthSurvey } from "../books/month-average.ts";
import { deleteMonthAverages, insertMonthAverages, movedBetween } from "../books/month-average.sql.ts";
import { Replay, type Replayed } from "../books/recost.ts";
import { updateCosts } from "../books/recost.sql.ts";
import { todayIn } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId, sha256 } from "../platform/identifiers.ts";
import { withFrugalHeap } from "../platform/memory.ts";
import { refused } from "../platform/refused.ts";
import { accept, beginTrain } from "./decide.ts";
import { bookWritesOf } from "./book-writes.ts";
import type { DocumentKind } from "./document-kind.ts";
import { saveDocuments } from "./documents.sql.ts";
import { factsFrom, noNeeds, otherFacts } from "./facts.sql.ts";
import { seriesOf } from "./numbering.ts";
import { bringSequences } from "./post-backdated.ts";
import type { Author } from "./post-request.ts";
import { preparedDraft } from "./prepared-draft.ts";
import { adjustingVouchers, type Place, seriesOfChanges } from "./recosting.ts";
import { type Ask, gatherRecostSet, playSet, type RecostSet, takeOver, type WriteCosts } from "./recost-set.ts";

type Caller = Author & { readonly timeZone: string };
/** What the document is called and when it is written: new and now, unless it is written again. */
type Written = { readonly documentId: string; readonly at: Date };

/**
 * 月末成本结转: when a month is closed its issues take the month's average; when it is opened again they go back to the
 * moving one. What was booked stays booked, the difference is a voucher of the month; later months follow. Under the
 * company's lock. True when there was a difference to post.
 */
export function recostMonth(
  tx: Tx,
  kind: DocumentKind,
  period: Period,
  change: "close" | "reopen",
  caller: Caller,
  as: Written = { documentId: newId(), at: new Date() },
): Promise<boolean> {
  return withFrugalHeap(() => shareOutMonth(tx, kind, period, change, caller, as));
}
async function shareOutMonth(
  tx: Tx,
  kind: DocumentKind,
  period: Period,
  change: "close" | "reopen",
  caller: Caller,
  as: Written,
): Promise<boolean> {
  const ask = asker(tx);
  const [booksRow] = await tx.query(readBooks(tx.orgId));
  if (!booksRow) throw refused("not_found");
  const books = booksFrom(booksRow as unknown as BooksRow);
  if (books.costRules.method !== "monthly-average") return false;
  const places = await placesSince(ask, tx.orgId, firstDayOf(period), lastDayOf(period));
  const set = await gatherRecostSet(ask, tx.orgId, books.costRules, places);
  const averages =
    change === "close"
      ? await averagesOfMonth(books.costRules.scope, set.marks, (known, survey) =>
          playMonth(books, set, period, known, survey),
        )
      : new Map();
  if (change === "reopen") await tx.query(deleteMonthAverages(tx.orgId, period));
  if (averages.size > 0) await tx.query(insertMonthAverages(tx.orgId, averages));
  const run = new Replay(books.costRules, withMonth(set.before, period, averages), set.marks);
  const replayed = await playSet(set, [], run, writer(tx, ask));
  const note = `${formatPeriod(period)} ${change === "close" ? "全月一次加权" : "反结账，回到移动加权"}`;
  return write(tx, ask, kind, books, period, note, replayed, caller, as);
}

/**
 * 变更成本方法: from a month on, prospectively. What is there becomes the beginning of the new method, what has moved since
 * the month began is costed again, the difference is a voucher. Months before it are closed and stay as they are. From the
 * first month on means from the first entry on: openings belong to it, and may still be mended.
 */
export async function changeCostingMethod(
  tx: Tx,
  kind: DocumentKind,
  change: { readonly method: CostingMethod; readonly period: Period; readonly reason: string },
  caller: Caller,
  as: Written = { documentId: newId(), at: new Date() },
): Promise<boolean> {
  const ask = asker(tx);
  const [booksRow] = await tx.query(readBooks(tx.orgId));
  if (!booksRow) throw refused("not_found");
  const before = booksFrom(booksRow as unknown as BooksRow);
  const since = change.period > before.startPeriod ? change.period : 0;
  const costRules = { ...before.costRules, method: change.method, since };
  const books = { ...before, costRules };
  const places = await placesSince(ask, tx.orgId, since === 0 ? "0001-01-01" : firstDayOf(since), "9999-12-31");
  const set = await gatherRecostSet(ask, tx.orgId, costRules, places);
  const replayed = await playSet(set, [], new Replay(costRules, set.before, set.marks), writer(tx, ask));
  for (const query of methodChange(tx.orgId, before.costRules, { kind: "method", ...change, since }, caller, as.at))
    await tx.query(query);
  const note = `成本方法改为${methodNames[change.method]}`;
  return write(tx, ask, kind, books, change.period, note, replayed, caller, as);
}
function asker(tx: Tx): Ask {
  return async (queries) => {
    const answers = [];
    for (const query of queries) answers.push(await tx.query(query));
    return answers;
  };
}
function writer(tx: Tx, ask: Ask): WriteCosts {
  return (updates) => ask(updateCosts(tx.orgId, updates));
}
async function placesSince(ask: Ask, orgId: string, from: string, to: string): Promise<readonly Place[]> {
  const [moved] = await ask([movedBetween(orgId, from, to)]);
  return (moved ?? []).map((row) => ({
    itemId: String(row["item_id"]),
    warehouseId: String(row["warehouse_id"]),
    date: from,
    position: 0n,
  }));
}

/**
 * The month's own entries, played by what is known of its averages; its pages are read again for every level of its
 * pools, so that a month of any length is shared out in the same room.
 */
async function playMonth(
  { costRules }: Books,
  set: RecostSet,
  period: Period,
  known: MonthAverages,
  survey: MonthSurvey,
): Promise<void> {
  const run = new CostingRun(costRules, withMonth(set.before, period, known), set.marks);
  const end = { date: firstDayOf(nextPeriod(period)), position: 0n };
  for await (const page of set.pages(end))
    for (const entry of page) {
      const opening = run.poolOf(entry);
      const costed = run.play(entry);
      if (periodOf(entry.businessDate) === period) survey.note(entry, opening, costed);
    }
}
function withMonth(before: Before, period: Period, own: MonthAverages): Before {
  const others = [...before.averages].filter(([key]) => !key.endsWith(`/${period}`));
  return { ...before, averages: new Map([...others, ...own]) };
}

async function write(
  tx: Tx,
  ask: Ask,
  kind: DocumentKind,
  books: Books,
  period: Period,
  note: string,
  replayed: Replayed,
  caller: Caller,
  as: Written,
): Promise<boolean> {
  for (const update of updateCosts(tx.orgId, replayed.updates)) await tx.query(update);
  const draft = preparedDraft({
    id: as.documentId,
    type: kind.type,
    businessDate: lastDayOf(period),
    taxIncluded: true,
    note,
    lines: [],
    author: caller,
  });
  const needs = { ...noNeeds, sequenceKinds: seriesOf(kind.numberPrefix, draft.businessDate) };
  const facts = factsFrom(books, [], await tx.query(otherFacts(tx.orgId, needs)), [], todayIn(caller.timeZone));
  const train = beginTrain(facts, as.at);
  const series = seriesOfChanges(replayed.changes, books);
  if (series.length === 0) {
    takeOver(replayed, train.stock);
    for (const query of bookStatements(tx.orgId, bookWritesOf(train, [])).slice(1)) await tx.query(query);
    return false;
  }
  await bringSequences(ask, tx.orgId, train, series);
  const request = {
    orgId: tx.orgId,
    kind,
    author: caller,
    timeZone: caller.timeZone,
    idempotency: null,
    hash: sha256(kind.type, String(period), note),
    source: { from: "prepared" as const, draft },
  };
  const accepted = accept(request, draft, true, { moves: [], partnerMoves: [], journal: [] }, train, {
    derived: new Map(),
    vouchers: () => adjustingVouchers(replayed.changes, facts, draft.note),
  });
  takeOver(replayed, train.stock);
  await tx.query(saveDocuments(tx.orgId, [accepted.document]));
  for (const query of bookStatements(tx.orgId, bookWritesOf(train, [accepted.posting]))) await tx.query(query);
  return true;
}
