import { bookStatements } from "../books/books.sql.ts";
import type { StockEntryRow } from "../books/book-rows.ts";
import { replay, type Replayed } from "../books/recost.ts";
import {
  type StateBefore,
  stateBefore,
  stateBeforeFrom,
  type TailEntry,
  tailEntries,
  tailEntriesFrom,
  updateCosts,
} from "../books/recost.sql.ts";
import type { Database, PostingClient, Query } from "../platform/db.ts";
import { refusedFields } from "../platform/refused.ts";
import { accept, answeredBefore, beginTrain, bookWritesOf, draftOf, kindFacts, type TrainState } from "./decide.ts";
import { shortageRefusal } from "./build-draft.ts";
import type { Draft } from "./document-kind.ts";
import { insertLines, saveDocuments } from "./documents.sql.ts";
import { readSequences } from "./facts.sql.ts";
import { alone, commit, sendTogether } from "./flight.ts";
import { gather, needsOf } from "./gather-facts.ts";
import type { PostedReply, PostRequest } from "./post-request.ts";
import { readPostedReply, replyOf } from "./posted-reply.sql.ts";
import {
  adjustingVouchers,
  endOfDay,
  inBookOrder,
  laterShortageRefusals,
  pointsOf,
  seriesOfChanges,
  stockStateFrom,
  takeOver,
} from "./recosting.ts";

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
    const { draft, isNew } = found;

    const points = pointsOf(facts.books.costScope, placesOf(draft));
    const [beforeRows, tailRows] = await sendTogether(
      client,
      [stateBefore(request.orgId, points), tailEntries(request.orgId, points)],
      counter,
    );
    const before = stateBeforeFrom(beforeRows ?? []);
    const train = beginTrain(facts, new Date());
    const decided = request.kind.post(draft, kindFacts(facts, stockStateFrom(facts.books.costScope, before)));
    if (!decided.posting) throw refusedFields(decided.shortages.map((shortage) => shortageRefusal(shortage, facts)));

    const tail = tailEntriesFrom(tailRows ?? []);
    const trial = replayWith(
      train,
      before,
      tail,
      freshEntries(
        draft,
        decided.posting.moves.map((move, index) => ({ ...move, index })),
      ),
    );
    if (trial.shortages.length > 0)
      throw refusedFields(
        laterShortageRefusals(
          trial.shortages,
          facts,
          (itemId) =>
            `lines.${Math.max(
              0,
              draft.lines.findIndex((line) => line.itemId === itemId),
            )}.quantity`,
        ),
      );
    await bringSequences(client, request.orgId, train, seriesOfChanges(trial.changes, facts.books), counter);
    const accepted = accept(request, draft, isNew, decided.posting, train, () =>
      adjustingVouchers(trial.changes, facts, `${request.kind.name} ${draft.businessDate}`),
    );
    takeOver(trial, train.stock);
    const statements: readonly Query[] = [
      saveDocuments(request.orgId, [accepted.document]),
      ...(isNew && draft.lines.length > 0 ? [insertLines(request.orgId, [draft])] : []),
      ...bookStatements(request.orgId, bookWritesOf(train, [accepted.posting])),
      ...updateCosts(request.orgId, trial.updates),
    ];
    await sendTogether(client, [...statements, commit], counter);
    return { reply: replyOf(accepted.document, accepted.posting.vouchers[0]) };
  }).then(async (result) => {
    if ("reply" in result) return result.reply;
    const reply = await readPostedReply(db, request.orgId, result.again);
    if (!reply) throw new Error("an answered request left no document");
    return reply;
  });
}

export function placesOf(draft: Draft) {
  return draft.lines.flatMap((line) =>
    line.itemId === null || line.warehouseId === null
      ? []
      : [{ itemId: line.itemId, warehouseId: line.warehouseId, date: draft.businessDate, position: endOfDay }],
  );
}
/** Entries not yet written, as the replay wants them; their seq is only a mark, above every real one. */
export function freshEntries(
  draft: Draft,
  moves: readonly (Pick<StockEntryRow, "itemId" | "warehouseId" | "quantity" | "statedValue"> & {
    readonly index: number;
  })[],
): readonly TailEntry[] {
  return moves.map((move) => ({
    seq: endOfDay + BigInt(move.index),
    itemId: move.itemId,
    warehouseId: move.warehouseId,
    businessDate: draft.businessDate,
    position: endOfDay - 1n,
    quantity: move.quantity,
    statedValue: move.statedValue,
    reversesSeq: null,
    documentId: draft.id,
    documentType: draft.type,
    documentNumber: draft.number ?? "本单",
    derived: null,
  }));
}
export function replayWith(
  train: TrainState,
  before: readonly StateBefore[],
  tail: readonly TailEntry[],
  fresh: readonly TailEntry[],
): Replayed {
  return replay(train.facts.books.costScope, before, inBookOrder([...fresh, ...tail]));
}
export async function bringSequences(
  client: PostingClient,
  orgId: string,
  train: TrainState,
  series: readonly string[],
  counter: { statements: number },
): Promise<void> {
  const missing = series.filter((kind) => !train.facts.sequences.has(kind));
  if (missing.length === 0) return;
  const [rows] = await sendTogether(client, [readSequences(orgId, missing)], counter);
  for (const row of rows ?? []) train.facts.sequences.set(String(row["kind"]), Number(row["next_no"]));
}
