import { bookStatements } from "../books/books.sql.ts";
import { type Database, isConnectionLost, type PostingClient, type Query, sqlState } from "../platform/db.ts";
import { refused } from "../platform/refused.ts";
import { type Accepted, beginTrain, type Decision, decide, type TrainState } from "./decide.ts";
import { bookWritesOf } from "./book-writes.ts";
import { countMarkStatements } from "./count-marks.sql.ts";
import { insertLines, saveDocuments } from "./documents.sql.ts";
import { commit, rollback, sendTogether } from "./flight.ts";
import { newLotStatements } from "./lots.sql.ts";
import { gather, needsOf } from "./gather-facts.ts";
import type { PostedReply, PostRequest } from "./post-request.ts";
import { postBackdated } from "./post-backdated.ts";
import { readPostedReply, replyOf } from "./posted-reply.sql.ts";

type Waiting = {
  readonly request: PostRequest;
  readonly resolve: (reply: PostedReply) => void;
  readonly reject: (error: unknown) => void;
};
export type TrainCounters = { trains: number; documents: number; statements: number; largestStatements: number };
export type Trains = { submit(request: PostRequest): Promise<PostedReply>; readonly counters: TrainCounters };

/** Above this a train would make its first passenger wait too long. */
const longestTrain = 32;

/**
 * While one transaction of a company runs, further approvals queue; the next transaction takes them together. The
 * company's lock, the hot item and the number series are then paid for once per train, not once per document.
 */
export function createTrains(db: Database): Trains {
  const queues = new Map<string, { readonly waiting: Waiting[]; running: boolean }>();
  const counters: TrainCounters = { trains: 0, documents: 0, statements: 0, largestStatements: 0 };

  async function drive(orgId: string, queue: { readonly waiting: Waiting[]; running: boolean }): Promise<void> {
    while (queue.waiting.length > 0) {
      const client = await db.postingPool.connect().catch((error: unknown) => {
        for (const one of queue.waiting.splice(0)) one.reject(error);
        return undefined;
      });
      if (!client) break;
      // Cut after the connection is there: whoever came while it was awaited rides along.
      const train = queue.waiting.splice(0, longestTrain);
      await runTrain(db, client, orgId, train, counters);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    queue.running = false;
    if (queue.waiting.length === 0) queues.delete(orgId);
  }

  return {
    counters,
    submit(request) {
      return new Promise<PostedReply>((resolve, reject) => {
        let queue = queues.get(request.orgId);
        if (!queue) {
          queue = { waiting: [], running: false };
          queues.set(request.orgId, queue);
        }
        queue.waiting.push({ request, resolve, reject });
        if (queue.running) return;
        queue.running = true;
        const started = queue;
        setImmediate(() => void drive(request.orgId, started));
      });
    },
  };
}

async function runTrain(
  db: Database,
  client: PostingClient,
  orgId: string,
  train: readonly Waiting[],
  counters: TrainCounters,
): Promise<void> {
  let broken: Error | undefined;
  try {
    const decisions = await attempt(client, orgId, train, counters);
    client.release();
    await answerAll(db, train, decisions);
    return;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    await sendTogether(client, [rollback], counters).then(
      () => client.release(),
      () => client.release(broken),
    );
  }
  // One bad passenger fails the whole statement, so each rides alone; deadlock and serialization are simply tried again.
  if (train.length > 1 || ["40001", "40P01"].includes(sqlState(broken) ?? "")) {
    for (const one of train) await runAlone(db, orgId, one, counters, broken);
    return;
  }
  for (const one of train) await settleUnknown(db, one, broken);
}

async function runAlone(
  db: Database,
  orgId: string,
  one: Waiting,
  counters: TrainCounters,
  cause: Error,
): Promise<void> {
  const client = await db.postingPool.connect().catch(() => undefined);
  if (!client) return one.reject(cause);
  try {
    const decisions = await attempt(client, orgId, [one], counters);
    client.release();
    await answerAll(db, [one], decisions);
  } catch (error) {
    await sendTogether(client, [rollback], counters).then(
      () => client.release(),
      () => client.release(error instanceof Error ? error : cause),
    );
    await settleUnknown(db, one, error instanceof Error ? error : cause);
  }
}

/** The connection broke, perhaps at COMMIT: whether it was written is read again by the document's id. */
async function settleUnknown(db: Database, one: Waiting, error: Error): Promise<void> {
  const { source } = one.request;
  const id = source.from === "prepared" ? source.draft.id : source.id;
  if (!isConnectionLost(error) || source.from === "draft") return one.reject(error);
  const reply = await readPostedReply(db, one.request.orgId, id).catch(() => undefined);
  if (reply) one.resolve(reply);
  else one.reject(error);
}

/** Lines that a connection has written, and the number at which its plans are thrown away next. */
const written = new WeakMap<PostingClient, { lines: number; renewAt: number }>();
const firstRenewal = 1_000;

/**
 * The checks of foreign keys keep the plan that they made when their tables were small, and a scan of a small table is
 * a disaster once it is large: a first import or a demo fills tables faster than statistics follow. So a connection
 * plans anew after 1,000 lines, 4,000, 16,000, … — rare enough to cost nothing, early enough to stay linear.
 */
async function renewPlans(
  client: PostingClient,
  documents: readonly { readonly lines: readonly unknown[] }[],
): Promise<void> {
  const known = written.get(client) ?? { lines: 0, renewAt: firstRenewal };
  known.lines += documents.reduce((sum, document) => sum + document.lines.length, 0);
  written.set(client, known);
  if (known.lines < known.renewAt) return;
  known.renewAt = known.lines * 4;
  await client.query("discard plans");
}

/** Everything that a train decided, one statement per table, without the commit. */
export function trainStatements(orgId: string, train: TrainState, accepted: readonly Accepted[]): readonly Query[] {
  const documents = accepted.map((one) => one.document);
  const postings = accepted.map((one) => one.posting);
  const fresh = accepted.filter((one) => one.isNew).map((one) => one.document);
  return [
    saveDocuments(orgId, documents),
    ...(fresh.some((one) => one.lines.length > 0) ? [insertLines(orgId, fresh)] : []),
    ...newLotStatements(orgId, accepted, train.facts),
    ...bookStatements(orgId, bookWritesOf(train, postings)),
    ...countMarkStatements(orgId, accepted),
  ];
}

/** Two round trips: facts under the lock; then everything that was decided, with the commit. */
async function attempt(
  client: PostingClient,
  orgId: string,
  train: readonly Waiting[],
  counters: TrainCounters,
): Promise<readonly Decision[]> {
  const before = counters.statements;
  const needs = needsOf(train.map((one) => one.request));
  const { facts, drafts } = await gather(client, orgId, needs, train[0]?.request.timeZone ?? "Asia/Shanghai", counters);
  const state = beginTrain(facts, new Date());
  const decisions = train.map((one) => decide(one.request, state, drafts));
  const accepted = decisions.filter((one): one is Accepted => one.outcome === "accepted");
  if (accepted.length === 0) {
    await sendTogether(client, [rollback], counters);
    return decisions;
  }
  await sendTogether(client, [...trainStatements(orgId, state, accepted), commit], counters);
  await renewPlans(
    client,
    accepted.map((one) => one.document),
  );
  counters.trains += 1;
  counters.documents += accepted.length;
  counters.largestStatements = Math.max(counters.largestStatements, counters.statements - before);
  return decisions;
}

/** Answers in the order of the train; what needs a re-costing is done now, one by one, before the next train. */
async function answerAll(db: Database, train: readonly Waiting[], decisions: readonly Decision[]): Promise<void> {
  for (const [index, one] of train.entries()) {
    const decision = decisions[index];
    if (!decision) continue;
    if (decision.outcome === "accepted") one.resolve(replyOf(decision.document, decision.posting.vouchers[0]));
    else if (decision.outcome === "refused") one.reject(decision.error);
    else
      await (decision.outcome === "answered"
        ? answerAgain(db, one.request, decision.documentId)
        : postBackdated(db, one.request)
      ).then(one.resolve, one.reject);
  }
}
async function answerAgain(db: Database, request: PostRequest, documentId: string): Promise<PostedReply> {
  const reply = await readPostedReply(db, request.orgId, documentId);
  if (!reply) throw refused("not_found");
  return reply;
}
