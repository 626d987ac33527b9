import { statusNames } from "@zhangshi/core";
import type { Database, Row } from "../platform/db.ts";
import { refused, refusedFields } from "../platform/refused.ts";
import { checkClosed } from "./build-draft.ts";
import { laterCounts, laterCountsFrom } from "./count-marks.sql.ts";
import { countRefusals } from "./count-refusals.ts";
import { decideReversal, readStanding } from "./decide-reversal.ts";
import type { DocumentKind } from "./document-kind.ts";
import type { StoredDocument } from "./documents.sql.ts";
import type { Facts } from "./facts.ts";
import type { Needs } from "./facts.sql.ts";
import { alone, commit, sendTogether } from "./flight.ts";
import { gather } from "./gather-facts.ts";
import type { Author } from "./post-request.ts";
import { laterShortageRefusals } from "./recosting.ts";
import type { Ask } from "./recost-set.ts";
import { followers, type LiveEntry } from "./reverse.sql.ts";

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
    const { facts, drafts } = await gather(
      client,
      request.orgId,
      reversalNeeds(request.kind, request.id, request.idempotency?.key),
      request.timeZone,
      counter,
    );
    const document = drafts.get(request.id);
    if (!document || document.type !== request.kind.type) throw refused("not_found");
    const again = request.idempotency && facts.answered.find((one) => one.key === request.idempotency?.key);
    if (again) {
      if (!again.requestHash?.equals(request.hash)) throw refused("idempotency.conflict");
      return { id: document.id, number: document.number ?? "", status: "draft" as const, version: document.version };
    }
    refuseIfNotReversible(request, document, facts);

    const ask: Ask = (queries) => sendTogether(client, queries, counter);
    const [followerRows] = await ask([followers(request.orgId, document.id)]);
    refuseIfFollowed(followerRows ?? []);
    const standing = await readStanding(ask, request.orgId, document.id);
    await refuseIfCounted(ask, request.orgId, document, standing.live, facts);
    const { shortages, reopened, statements } = await decideReversal(
      ask,
      request,
      document,
      standing,
      facts,
      new Date(),
    );
    if (shortages.length > 0) throw refusedFields(laterShortageRefusals(shortages, facts, () => "id"));
    await ask([...statements, commit]);
    return { id: document.id, number: document.number ?? "", status: "draft" as const, version: reopened.version };
  });
}

export function reversalNeeds(kind: DocumentKind, id: string, idempotencyKey: string | undefined): Needs {
  return {
    itemIds: [],
    lots: [],
    warehouseIds: [],
    partnerIds: [],
    documentIds: [],
    draftIds: [id],
    draftPrefixes: [kind.numberPrefix],
    idempotencyKeys: idempotencyKey === undefined ? [] : [idempotencyKey],
    sequenceKinds: [],
    sources: [],
    orderLines: [],
    draftsHaveSources: false,
  };
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
