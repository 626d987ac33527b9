import { openShadowBooks, renewShadowPlans } from "../books/shadow-books.sql.ts";
import { isConnectionLost, type PostingClient, type Tx } from "../platform/db.ts";
import { type Accepted, beginTrain, decideDraft } from "./decide.ts";
import { decideReversal, readStanding } from "./decide-reversal.ts";
import type { DocumentKind, DocumentKinds, Draft } from "./document-kind.ts";
import { deleteLinesOf } from "./documents.sql.ts";
import type { Facts, PartnerFact } from "./facts.ts";
import { commit, rollback, sendTogether } from "./flight.ts";
import { gather, needsOf } from "./gather-facts.ts";
import { decideBackdated } from "./post-backdated.ts";
import type { PostRequest } from "./post-request.ts";
import { countPostings, type PostedDocument, readBooksEvents, readPostedDocuments } from "./posted-documents.sql.ts";
import type { Ask } from "./recost-set.ts";
import { MonthReplay } from "./replay-months.ts";
import { reversalNeeds } from "./reverse.ts";
import { trainStatements } from "./train.ts";

export type ReplayedDocuments = {
  readonly postings: number;
  /** Postings that the documents of today do not give: something is missing, or the rules refuse. */
  readonly failures: readonly { readonly posting: PostedDocument; readonly reason: string }[];
  readonly failed: number;
  /** Approvals whose content was changed before contents were kept: replayed with the content of today. */
  readonly unknown: number;
};

const postingsPerBatch = 400;
/** Together at most; a document in the past is replayed alone, and those after it in a short train again. */
const longestTrain = 100;
const failuresKept = 5;

/**
 * Books rebuilt from documents alone: every approval and reversal again, in the order in which they were asked for, by
 * the rules of their kinds, into empty books beside the real ones. The pipeline is the one that posts; what it finds in
 * its books is only what it wrote there itself.
 */
export async function replayDocuments(
  tx: Tx,
  shadow: PostingClient,
  kinds: DocumentKinds,
  onProgress: (done: number, total: number) => void,
): Promise<ReplayedDocuments> {
  await openShadowBooks(shadow, tx.orgId);
  const total = await countPostings(tx);
  const months = new MonthReplay(tx.orgId, shadow, kinds["month-end-cost"], await readBooksEvents(tx));
  const replay = new DocumentReplay(tx.orgId, shadow, kinds, months);
  let [after, renewAt] = [0n, 200];
  for (;;) {
    onProgress(replay.done, total);
    const batch = await readPostedDocuments(tx, after, postingsPerBatch);
    const last = batch.at(-1);
    if (!last) break;
    await replay.play(batch);
    after = last.seq;
    if (replay.done < renewAt) continue;
    await renewShadowPlans(shadow);
    renewAt = replay.done * 4;
  }
  await months.playUntil(undefined);
  return replay.result();
}

class DocumentReplay {
  done = 0;
  private readonly orgId: string;
  private readonly shadow: PostingClient;
  private readonly kinds: DocumentKinds;
  private readonly months: MonthReplay;
  private readonly failures: { readonly posting: PostedDocument; readonly reason: string }[] = [];
  private failed = 0;
  private unknown = 0;
  private trainLength = longestTrain;
  private readonly counter = { statements: 0 };
  private readonly ask: Ask = (queries) => sendTogether(this.shadow, queries, this.counter);

  constructor(orgId: string, shadow: PostingClient, kinds: DocumentKinds, months: MonthReplay) {
    this.orgId = orgId;
    this.shadow = shadow;
    this.kinds = kinds;
    this.months = months;
  }

  async play(batch: readonly PostedDocument[]): Promise<void> {
    this.unknown += batch.filter((posting) => posting.isContentUnknown).length;
    for (let next = 0; next < batch.length; ) {
      const played = await this.playSome(batch.slice(next));
      next += played;
      this.done += played;
    }
  }

  /** The first posting, with those after it that may share its train. What fails in company is tried again alone. */
  private async playSome(postings: readonly PostedDocument[]): Promise<number> {
    const [first] = postings;
    if (!first) return 0;
    try {
      if (this.months.isOwn(first)) await this.months.playOwn(first);
      else await this.months.playUntil(first);
    } catch (error) {
      await this.giveUp(first, error);
      return 1;
    }
    if (this.months.isOwn(first)) return 1;
    const end = postings.findIndex((posting) => posting.kind === "reverse" || this.months.isDue(posting));
    const train = postings.slice(0, end < 0 ? this.trainLength : Math.min(end, this.trainLength));
    try {
      if (first.kind === "reverse") {
        await this.reverse(first);
        return 1;
      }
      const played = await this.approve(train);
      this.trainLength = Math.min(longestTrain, played * 2);
      return played;
    } catch (error) {
      if (train.length > 1 && !isConnectionLost(error)) {
        await this.ask([rollback]);
        this.trainLength = 1;
        return this.playSome(postings);
      }
      await this.giveUp(first, error);
      return 1;
    }
  }

  private async approve(train: readonly PostedDocument[]): Promise<number> {
    const requests = train.map((posting) => this.requestOf(posting));
    const { facts: gathered } = await gather(this.shadow, this.orgId, needsOf(requests), anyTimeZone, this.counter);
    const partners = new Map(gathered.partners);
    const facts: Facts = { ...gathered, partners };
    const state = beginTrain(facts, new Date(0));
    const accepted: Accepted[] = [];
    for (const [index, posting] of train.entries()) {
      const request = requests[index];
      if (!request) break;
      const draft = draftOf(request, facts);
      renamePartners(partners, draft, posting.partnerNames, gathered);
      state.nextPosting = posting.seq;
      state.postedAt = posting.postedAt;
      const decision = decideDraft(request, draft, true, state);
      if (decision.outcome === "accepted") accepted.push(decision);
      else if (index > 0) break;
      else if (decision.outcome === "alone") return this.approveAlone(posting, request, draft, facts);
      else throw decision.outcome === "refused" ? decision.error : new Error("an answer without a question");
    }
    const drafts = accepted.map((one) => one.document.id);
    await this.ask([deleteLinesOf(this.orgId, drafts), ...trainStatements(this.orgId, state, accepted), commit]);
    return accepted.length;
  }

  private async approveAlone(
    posting: PostedDocument,
    request: PostRequest,
    draft: Draft,
    gathered: Facts,
  ): Promise<number> {
    const facts = { ...gathered, books: { ...gathered.books, nextPosting: posting.seq } };
    const { trial, posted } = await decideBackdated(this.ask, request, draft, true, facts, posting.postedAt);
    if (!posted) throw new Error(trial.refusals[0]?.message ?? "按当时的库存不能记账");
    await this.ask([deleteLinesOf(this.orgId, [draft.id]), ...posted.statements, commit]);
    return 1;
  }

  private async reverse(posting: PostedDocument): Promise<void> {
    const kind = this.kindOf(posting);
    const needs = reversalNeeds(kind, posting.documentId, undefined);
    const { facts: gathered, drafts } = await gather(this.shadow, this.orgId, needs, anyTimeZone, this.counter);
    const document = drafts.get(posting.documentId);
    if (document?.status !== "approved") throw new Error("重放到此，单据并未审核");
    const facts = { ...gathered, books: { ...gathered.books, nextPosting: posting.seq } };
    const standing = await readStanding(this.ask, this.orgId, document.id);
    const request = { orgId: this.orgId, kind, author: posting.author, idempotency: null, hash: noHash };
    const reversal = await decideReversal(this.ask, request, document, standing, facts, posting.postedAt);
    if (reversal.shortages.length > 0) throw new Error("反审核后库存不够");
    await this.ask([...reversal.statements, commit]);
  }

  private requestOf(posting: PostedDocument): PostRequest {
    if (!posting.content) throw new Error(`posting ${posting.seq} without a document`);
    return {
      orgId: this.orgId,
      kind: this.kindOf(posting),
      author: posting.author,
      timeZone: anyTimeZone,
      idempotency: null,
      hash: noHash,
      source: { from: "prepared", draft: posting.content },
    };
  }
  private kindOf(posting: PostedDocument): DocumentKind {
    const kind = (this.kinds as Readonly<Record<string, DocumentKind>>)[posting.type];
    if (!kind) throw new Error(`没有这种单据：${posting.type}`);
    return kind;
  }

  private async giveUp(posting: PostedDocument, error: unknown): Promise<void> {
    if (isConnectionLost(error)) throw error;
    await this.ask([rollback]);
    this.failed += 1;
    const reason = error instanceof Error ? error.message : String(error);
    if (this.failures.length < failuresKept) this.failures.push({ posting, reason });
  }
  result(): ReplayedDocuments {
    return { postings: this.done, failures: this.failures, failed: this.failed, unknown: this.unknown };
  }
}

/** Only dates that lie ahead would be judged by it, and nothing is judged twice. */
const anyTimeZone = "Asia/Shanghai";
const noHash = Buffer.alloc(0);

/** Numbers are given out again; a document that was taken back keeps the one that it got here. */
function draftOf(request: PostRequest, facts: Facts): Draft {
  if (request.source.from !== "prepared") throw new Error("a replay knows what it posts");
  const { draft } = request.source;
  return { ...draft, number: facts.documents.get(draft.id)?.number ?? null };
}
/** What they were called then; where nobody wrote it down, what they are called today. */
function renamePartners(
  partners: Map<string, PartnerFact>,
  draft: Draft,
  names: PostedDocument["partnerNames"],
  today: Facts,
): void {
  for (const id of [draft.partnerId, ...draft.lines.map((line) => line.partnerId)]) {
    const partner = id === null ? undefined : partners.get(id);
    if (!partner) continue;
    const name = names[partner.id] ?? today.partners.get(partner.id)?.name ?? "";
    // Balances stay the same object: the train counts on in it.
    if (partner.name !== name) partners.set(partner.id, { ...partner, name });
  }
}
