import type { Tx } from "./db.ts";
import { newId } from "./identifiers.ts";

export type Actor = { readonly userId: string; readonly userName: string };

export async function recordAudit(
  tx: Tx,
  actor: Actor,
  entry: {
    readonly action: string;
    readonly subjectType: string;
    readonly subjectId: string | null;
    readonly note?: string;
  },
): Promise<void> {
  await tx.query({
    name: "audit_record",
    text: "insert into audit_entry (org_id, id, user_id, user_name, action, subject_type, subject_id, note) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    values: [
      tx.orgId,
      newId(),
      actor.userId,
      actor.userName,
      entry.action,
      entry.subjectType,
      entry.subjectId,
      entry.note ?? "",
    ],
  });
}
