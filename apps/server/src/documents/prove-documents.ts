import type { ProofCheck } from "@zhangshi/contract";
import { compareBooks, type ReadBooks } from "../books/compare-books.ts";
import { checkOf, longestProof, type ProofProgress } from "../books/prove.ts";
import type { CheckHead } from "../books/prove-heads.ts";
import { type Comparison, type Finding, takeSnapshot } from "../books/prove.sql.ts";
import { nameLinks } from "../books/prove-chain.sql.ts";
import type { Database, PostingClient, Tx } from "../platform/db.ts";
import type { DocumentKinds } from "./document-kind.ts";
import { beginReading, endReading } from "./posted-documents.sql.ts";
import { replayDocuments, type ReplayedDocuments } from "./replay-documents.ts";

export type DocumentProof = {
  readonly checks: readonly ProofCheck[];
  readonly milliseconds: number;
  /** Approvals of which nobody knows any more what they said: replayed with what their documents say today. */
  readonly unknown: number;
};

const playable: CheckHead = {
  id: "replay-postings-again",
  group: "replay",
  title: "每次审核、反审核都能从单据重放",
  unit: "次",
};

/**
 * 从单据重放: rebuilds entries, costs, balances and vouchers from the documents alone and compares every row with the
 * books, at one cut of them. It reads one company at a time, in batches; the rebuilt books lie in temporary tables.
 */
export async function proveByDocuments(
  db: Database,
  orgId: string,
  kinds: DocumentKinds,
  onProgress: (progress: ProofProgress) => void = () => {},
): Promise<DocumentProof> {
  return db.onOwnConnection((shadow) =>
    db.inCompany(
      orgId,
      async (tx) => {
        await takeSnapshot(tx);
        return proveDocuments(tx, shadow, kinds, onProgress);
      },
      { readOnly: true, timeoutMilliseconds: longestProof },
    ),
  );
}

/** The books as a transaction sees them, against those that the other connection rebuilds. */
export async function proveDocuments(
  tx: Tx,
  shadow: PostingClient,
  kinds: DocumentKinds,
  onProgress: (progress: ProofProgress) => void = () => {},
): Promise<DocumentProof> {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  await beginReading(tx);
  const replayed = await replayDocuments(tx, shadow, kinds, (done, total) =>
    onProgress({ done, total, title: playable.title }),
  );
  await endReading(tx);
  const checks = [
    checkOf(playable, await comparisonOf(tx, replayed), elapsed()),
    ...(await compared(tx, shadow, onProgress)),
  ];
  return { checks, milliseconds: elapsed(), unknown: replayed.unknown };
}

async function compared(
  tx: Tx,
  shadow: PostingClient,
  onProgress: (progress: ProofProgress) => void,
): Promise<readonly ProofCheck[]> {
  const rebuilt: ReadBooks = async (query) =>
    (await shadow.query({ text: query.text, values: [...(query.values ?? [])] })).rows as never;
  const results = await compareBooks(
    tx.orgId,
    rebuilt,
    (query) => tx.query(query),
    (done, total, title) => onProgress({ done, total, title }),
  );
  return results.map(({ table, comparison, milliseconds }) =>
    checkOf({ id: table.id, group: "replay", title: table.title, unit: "行" }, comparison, milliseconds),
  );
}

async function comparisonOf(tx: Tx, replayed: ReplayedDocuments): Promise<Comparison> {
  const names = new Map(
    (
      await nameLinks(
        tx,
        replayed.failures.map(({ posting }) => String(posting.seq)),
      )
    ).map((link) => [link.seq, link]),
  );
  return {
    left: String(replayed.postings),
    right: String(replayed.postings - replayed.failed),
    rows: replayed.postings,
    differing: replayed.failed,
    findings: replayed.failures.map(
      ({ posting, reason }): Finding => ({
        what: `第 ${posting.seq} 环 ${names.get(String(posting.seq))?.title ?? ""}：${reason}`,
        left: "",
        right: "",
        documentId: posting.documentId,
        itemId: null,
      }),
    ),
  };
}
