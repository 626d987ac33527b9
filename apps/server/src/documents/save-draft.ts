import type { DocumentBody } from "@zhangshi/contract";
import { statusNames } from "@zhangshi/core";
import { readBooksOf } from "../books/periods.sql.ts";
import { recordAudit } from "../platform/audit.sql.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/identifiers.ts";
import { refused, refusedFields } from "../platform/refused.ts";
import { buildDraft, checkClosed } from "./build-draft.ts";
import type { DocumentKind } from "./document-kind.ts";
import {
  deleteDocument,
  deleteLines,
  documentRows,
  documentsFrom,
  insertLines,
  lockDocument,
  saveDocuments,
  setStatus,
} from "./documents.sql.ts";
import type { Author } from "./post-request.ts";
import { readFacts } from "./unlocked-facts.ts";

type Caller = Author & { readonly timeZone: string };

/** 保存草稿: a new draft. The form made its id, so that pressing twice is the same document. */
export async function createDraft(tx: Tx, kind: DocumentKind, body: DocumentBody, caller: Caller): Promise<string> {
  const facts = await readFacts(tx, body, caller.timeZone);
  const id = body.id ?? newId();
  if (facts.documents.has(id)) throw refused("document.id_taken");
  const { draft, refusals } = buildDraft(kind, id, body, facts, caller, { lotsMayWait: true });
  if (refusals.length > 0) throw refusedFields(refusals);
  await tx.query(
    saveDocuments(tx.orgId, [{ ...draft, status: "draft", approvedBy: null, approvedByName: null, approvedAt: null }]),
  );
  await tx.query(insertLines(tx.orgId, [draft]));
  await recordAudit(tx, caller, { action: "document.create", subjectType: kind.type, subjectId: id });
  return id;
}

export async function updateDraft(
  tx: Tx,
  kind: DocumentKind,
  id: string,
  body: DocumentBody,
  caller: Caller,
): Promise<void> {
  const head = await lockDraft(tx, kind, id, body.version);
  const facts = await readFacts(tx, body, caller.timeZone);
  const { draft, refusals } = buildDraft(kind, id, body, facts, caller, { lotsMayWait: true });
  if (refusals.length > 0) throw refusedFields(refusals);
  await deleteLines(tx, id);
  await tx.query(
    saveDocuments(tx.orgId, [
      {
        ...draft,
        number: head.number,
        createdBy: head.createdBy,
        createdByName: head.createdByName,
        version: head.version + 1,
        status: "draft",
        approvedBy: null,
        approvedByName: null,
        approvedAt: null,
      },
    ]),
  );
  await tx.query(insertLines(tx.orgId, [draft]));
  await recordAudit(tx, caller, { action: "document.update", subjectType: kind.type, subjectId: id });
}

/** Only what never had a number may vanish; a number once given stays explained. */
export async function deleteDraft(tx: Tx, kind: DocumentKind, id: string, caller: Author): Promise<void> {
  const head = await lockDraft(tx, kind, id, undefined);
  if (head.number !== null) throw refused("document.has_number");
  await deleteDocument(tx, id);
  await recordAudit(tx, caller, { action: "document.delete", subjectType: kind.type, subjectId: id });
}

export async function voidDraft(
  tx: Tx,
  kind: DocumentKind,
  id: string,
  version: number | undefined,
  caller: Author,
  reason: string,
): Promise<{ readonly id: string; readonly number: string | null; readonly status: "void"; readonly version: number }> {
  const head = await lockDraft(tx, kind, id, version);
  // A void document keeps its number and its place in the list of its month, so a closed month refuses it.
  const closed = checkClosed(kind, head.businessDate, await readBooksOf(tx));
  if (closed.length > 0) throw refusedFields(closed);
  await setStatus(tx, id, "void", head.version + 1);
  await recordAudit(tx, caller, { action: "document.void", subjectType: kind.type, subjectId: id, note: reason });
  return { id, number: head.number, status: "void", version: head.version + 1 };
}

async function lockDraft(tx: Tx, kind: DocumentKind, id: string, version: number | undefined) {
  const head = await lockDocument(tx, id);
  if (!head || head.type !== kind.type) throw refused("not_found");
  if (head.status !== "draft") throw refused("document.not_draft", { status: statusNames[head.status] });
  if (version !== undefined && version !== head.version) throw refused("version.stale");
  return head;
}

export async function loadDocument(tx: Tx, kind: DocumentKind, id: string) {
  const document = documentsFrom(await tx.query(documentRows(tx.orgId, [id], false))).get(id);
  if (!document || document.type !== kind.type) throw refused("not_found");
  return document;
}
