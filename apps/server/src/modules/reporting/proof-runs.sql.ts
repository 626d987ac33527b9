import type { ProofResult } from "@zhangshi/contract";
import type { Tx } from "../../platform/db.ts";

export type StoredProof = Omit<ProofResult, "history">;
export async function insertProofRun(tx: Tx, proof: StoredProof): Promise<void> {
  await tx.query({
    text: "insert into proof_run (org_id, id, at, passed, result) values ($1, $2, $3, $4, $5)",
    values: [tx.orgId, proof.id, proof.at, proof.passed, JSON.stringify(proof)],
  });
}
export async function readLatestProof(tx: Tx): Promise<StoredProof | undefined> {
  const [row] = await tx.query<{ result: StoredProof }>({
    text: "select result from proof_run where org_id = $1 order by at desc, id desc limit 1",
    values: [tx.orgId],
  });
  return row?.result;
}
export async function readLatestProofHead(
  tx: Tx,
): Promise<{ readonly at: string; readonly passed: boolean; readonly checks: number } | undefined> {
  const [row] = await tx.query<{ at: Date; passed: boolean; checks: number }>({
    text: "select at, passed, jsonb_array_length(result -> 'checks') as checks from proof_run where org_id = $1 order by at desc, id desc limit 1",
    values: [tx.orgId],
  });
  return row && { at: row.at.toISOString(), passed: row.passed, checks: row.checks };
}
/** 近 30 次, the oldest first. */
export async function readProofHistory(tx: Tx): Promise<readonly { readonly at: string; readonly passed: boolean }[]> {
  const rows = await tx.query<{ at: Date; passed: boolean }>({
    text: "select at, passed from proof_run where org_id = $1 order by at desc, id desc limit 30",
    values: [tx.orgId],
  });
  return rows.map((row) => ({ at: row.at.toISOString(), passed: row.passed })).reverse();
}
