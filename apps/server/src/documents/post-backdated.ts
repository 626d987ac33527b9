import { bookStatements } from "../books/books.sql.ts";
import { entrySeq } from "../books/book-rows.ts";
import { CostChanges } from "../books/cost-changes.ts";
import { bothMarks, marksOf } from "../books/marks.ts";
import { Replay, type Replayed } from "../books/recost.ts";
import { type TailEntry, updateCosts } from "../books/recost.sql.ts";
import { type Decided, type StockMove, stockState } from "@zhangshi/core";
import type { Database, Query } from "../platform/db.ts";
import { type FieldRefusal, refusedFields } from "../platform/refused.ts";
import { problemRefusals } from "./build-draft.ts";
import { countMarkStatements, type CountMark, laterCounts, laterCountsFrom } from "./count-marks.sql.ts";
import { type Accepted, accept, answeredBefore, beginTrain, draftOf, type TrainState } from "./decide.ts";
import { bookWritesOf } from "./book-writes.ts";
import type { DocumentKind, Draft } from "./document-kind.ts";
import { insertLines, saveDocuments } from "./documents.sql.ts";
import { atTypedLines } from "./explode-kits.ts";
import type { Facts } from "./facts.ts";
import { readSequences } from "./facts.sql.ts";
import { alone, commit, sendTogether } from "./flight.ts";
import { gather, needsOf } from "./gather-facts.ts";
import { newLotStatements } from "./lots.sql.ts";
import { placesOf, placesWithSources } from "./places.ts";
import type { PostedReply, PostRequest } from "./post-request.ts";
import { readPostedReply, replyOf } from "./posted-reply.sql.ts";
import { adjustingVouchers, endOfDay, laterShortageRefusals, type Place, seriesOfChanges } from "./recosting.ts";
import {
  type Ask,
  gatherRecostSet,
  playSet,
  type RecostSet,
  stateAt,
  takeOver,
  type WriteCosts,
} from "./recost-set.ts";
import { reservedRefusals } from "./reserved.ts";
import { ruleDocumentOf, ruleFacts } from "./rule-document.ts";
import { countRefusals } from "./count-refusals.ts";

/**
 * A document dated before later entries of its items: decided against the stock of its day, then everything after it
 * is costed again in the same transaction. The difference is booked by adjusting vouchers.
 */
export async function postBackdated(db: Database, request: PostRequest): Promise<PostedReply> {
  return alone(db, async (client, counter) => {
    const { facts, drafts } = await gather(client, request.orgId, needsOf([request]), request.timeZone, counter);
    const answered = answeredBefore(request, facts);
    if (answered?.outcome === "answered") return { again: answered.documentId };
    if (answered?.outcome === "refused") throw answered.error;
    const found = draftOf(request, facts, drafts);
    if (found instanceof Error) throw found;
    const { draft, isNew, typedLines } = found;
    const refuse = (fields: readonly FieldRefusal[]) => refusedFields(atTypedLines(typedLines, fields));
    const reserved = reservedRefusals(request.kind, draft, facts, facts.stock);
    if (facts.books.reservedProtected && reserved.length > 0) throw refuse(reserved);
    const ask: Ask = (queries) => sendTogether(client, queries, counter);
    const { trial, posted } = await decideBackdated(ask, request, draft, isNew, facts, new Date());
    if (!posted) throw refuse([...problemRefusals(trial.decided, draft, facts), ...trial.refusals]);
    await ask([...posted.statements, commit]);
    const { accepted } = posted;
    return { reply: replyOf(accepted.document, accepted.posting.vouchers[0]) };
  }).then(async (result) => {
    if ("reply" in result) return result.reply;
    const reply = await readPostedReply(db, request.orgId, result.again);
    if (!reply) throw new Error("an answered request left no document");
    return reply;
  });
}

/** A document in the past with the re-costing of everything after it: what to write, without the commit. */
export async function decideBackdated(
  ask: Ask,
  request: PostRequest,
  draft: Draft,
  isNew: boolean,
  facts: Facts,
  postedAt: Date,
): Promise<{
  readonly trial: Trial;
  readonly posted: { readonly accepted: Accepted; readonly statements: readonly Query[] } | null;
}> {
  const { orgId, kind } = request;
  const train = beginTrain(facts, postedAt);
  const trial = await tryBackdated(ask, orgId, kind, draft, facts, (updates) => ask(updateCosts(orgId, updates)));
  const { decided, replayed, refusals } = trial;
  if (!decided.posting || !replayed || refusals.length > 0) return { trial, posted: null };
  await bringSequences(ask, orgId, train, seriesOfChanges(replayed.changes, facts.books));
  const accepted = accept(request, draft, isNew, decided.posting, train, {
    derived: replayed.fresh,
    vouchers: () => adjustingVouchers(replayed.changes, facts, `${kind.name} ${draft.businessDate}`),
  });
  takeOver(replayed, train.stock);
  const statements: readonly Query[] = [
    saveDocuments(orgId, [accepted.document]),
    ...(isNew && draft.lines.length > 0 ? [insertLines(orgId, [draft])] : []),
    ...newLotStatements(orgId, [accepted], facts),
    ...bookStatements(orgId, bookWritesOf(train, [accepted.posting])),
    ...countMarkStatements(orgId, [accepted]),
    ...updateCosts(orgId, replayed.updates),
  ];
  return { trial, posted: { accepted, statements } };
}

export type Trial = {
  readonly decided: Decided;
  readonly replayed: Replayed | null;
  /** What keeps it from being written though its own goods suffice: later counts, later shortages. */
  readonly refusals: readonly FieldRefusal[];
};
/** The whole decision of a document in the past; with `write` what it changes is written while it is decided. */
export async function tryBackdated(
  ask: Ask,
  orgId: string,
  kind: DocumentKind,
  draft: Draft,
  facts: Facts,
  write: WriteCosts | null = null,
): Promise<Trial> {
  const { costRules, nextPosting } = facts.books;
  const set = await gatherRecostSet(ask, orgId, costRules, placesWithSources(kind, draft, facts));
  const place = earliest(placesOf(kind, draft, facts)) ?? { date: draft.businessDate, position: endOfDay };
  const firstSeq = entrySeq(nextPosting, 0);
  const stock = await stateAt(costRules, set, place, firstSeq);
  const document = ruleDocumentOf(kind, draft, facts);
  const first = kind.post(document, ruleFacts(facts, stockState(costRules, stock, firstSeq)));
  if (!first.posting) return { decided: first, replayed: null, refusals: [] };
  const { moves } = first.posting;
  const [countRows] = await ask([
    laterCounts(
      orgId,
      moves.filter((move) => move.quantity !== 0n).map((move) => whereOf(draft, move)),
    ),
  ]);
  const counted = countRefusals(
    laterCountsFrom(countRows ?? []),
    draft.id,
    facts,
    (itemId) => `lines.${lineOf(draft, itemId)}.itemId`,
  );
  const replayed = await replaySet(facts, set, freshEntries(draft, moves), {
    ownId: draft.id,
    write: counted.length === 0 ? write : null,
  });
  // Its lines may stand at different moments, of which the first decision saw one: its voucher says what the replay found.
  const decided = kind.post(
    document,
    ruleFacts(facts, { ...stockState(costRules, stock, firstSeq), found: replayed.fresh }),
  );
  const refusals = [
    ...counted,
    ...laterShortageRefusals(replayed.shortages, facts, (itemId) => `lines.${lineOf(draft, itemId)}.quantity`),
  ];
  return { decided, replayed, refusals };
}
function lineOf(draft: Draft, itemId: string): number {
  return Math.max(
    0,
    draft.lines.findIndex((line) => line.itemId === itemId),
  );
}
function whereOf(draft: Draft, move: StockMove): CountMark {
  return {
    itemId: move.itemId,
    warehouseId: move.warehouseId,
    lot: move.lot,
    date: move.place?.businessDate ?? draft.businessDate,
    position: move.place?.position ?? move.seq,
  };
}
function earliest(places: readonly Place[]): Place | undefined {
  return places.reduce<Place | undefined>((first, place) => {
    if (!first) return place;
    return place.date < first.date || (place.date === first.date && place.position < first.position) ? place : first;
  }, undefined);
}

/** Entries not yet written, as the replay wants them. */
export function freshEntries(draft: Draft, moves: readonly StockMove[]): readonly TailEntry[] {
  return moves.map((move) => ({
    seq: move.seq,
    itemId: move.itemId,
    warehouseId: move.warehouseId,
    lot: move.lot,
    businessDate: move.place?.businessDate ?? draft.businessDate,
    position: move.place?.position ?? move.seq,
    quantity: move.quantity,
    basis: move.basis,
    statedValue: move.statedValue,
    reversesSeq: null,
    sourceSeq: move.sourceSeq,
    share: move.share,
    contraAccount: move.contraAccount,
    documentId: draft.id,
    documentType: draft.type,
    documentNumber: draft.number ?? "本单",
    derived: move,
    isFresh: true,
  }));
}
export function replaySet(
  facts: Facts,
  set: RecostSet,
  fresh: readonly TailEntry[],
  options: { readonly ownId?: string; readonly write: WriteCosts | null },
): Promise<Replayed> {
  const serialItems = new Set(
    [...facts.items.values()].flatMap((item) => (item.tracking === "serial" ? [item.id] : [])),
  );
  const marks = bothMarks(set.marks, marksOf(fresh));
  const changes = new CostChanges(options.ownId ?? null);
  const run = new Replay(facts.books.costRules, set.before, marks, serialItems, changes);
  return playSet(set, fresh, run, options.write);
}
export async function bringSequences(
  ask: Ask,
  orgId: string,
  train: TrainState,
  series: readonly string[],
): Promise<void> {
  const missing = series.filter((kind) => !train.facts.sequences.has(kind));
  if (missing.length === 0) return;
  const [rows] = await ask([readSequences(orgId, missing)]);
  for (const row of rows ?? []) train.facts.sequences.set(String(row["kind"]), Number(row["next_no"]));
}
