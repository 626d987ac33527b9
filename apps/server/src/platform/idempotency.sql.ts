import { type Tx, violatedConstraint } from "./db.ts";

export type StoredReply = { readonly requestHash: Buffer; readonly status: number; readonly response: string };

/** A key that a posting used was used too; its own door answers it, any other door meets a conflict. */
export async function findReply(tx: Tx, key: string): Promise<StoredReply | undefined> {
  const [row] = await tx.query<{ request_hash: Buffer; status: number; response: string }>({
    name: "idempotency_find",
    text: `select request_hash, status, response from idempotency where org_id = $1 and key = $2
           union all
           select coalesce(request_hash, ''::bytea), 200, '' from posting where org_id = $1 and idempotency_key = $2`,
    values: [tx.orgId, key],
  });
  return row && { requestHash: row.request_hash, status: row.status, response: row.response };
}
export async function storeReply(tx: Tx, key: string, reply: StoredReply): Promise<void> {
  await tx.query({
    name: "idempotency_store",
    text: "insert into idempotency (org_id, key, request_hash, status, response) values ($1, $2, $3, $4, $5)",
    values: [tx.orgId, key, reply.requestHash, reply.status, reply.response],
  });
}
/** Two requests with one key ran at once: the second to commit meets the first one's key. */
export function isKeyTaken(error: unknown): boolean {
  return violatedConstraint(error) === "idempotency_pk";
}
