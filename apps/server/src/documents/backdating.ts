import { addDays } from "@zhangshi/core";
import { todayIn } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/db.ts";
import type { Caller } from "../platform/http.ts";
import { type FieldRefusal, fieldRefusal, refusedFields } from "../platform/refused.ts";
import type { DocumentKind } from "./document-kind.ts";
import { loadDocument } from "./save-draft.ts";

type Limited = Pick<Caller, "backdatingDays" | "timeZone">;

/** 补录天数: a role may be held to documents of the last days; whoever is not held has no limit but the closed months. */
export function tooFarBack(caller: Limited, businessDate: string): readonly FieldRefusal[] {
  const days = caller.backdatingDays;
  if (days === null) return [];
  const earliest = addDays(todayIn(caller.timeZone), -days);
  return businessDate < earliest ? [fieldRefusal("businessDate", "date.too_far_back", { days, earliest })] : [];
}
export function refuseTooFarBack(caller: Limited, businessDate: string): void {
  const refusals = tooFarBack(caller, businessDate);
  if (refusals.length > 0) throw refusedFields(refusals);
}

/**
 * The same for a document that exists, by its own date. Returns the version that was judged: an edit in between is then
 * refused as stale. Whoever has no limit costs no query.
 */
export async function judgedVersion(
  tx: Tx,
  kind: DocumentKind,
  id: string,
  version: number | undefined,
  caller: Limited,
): Promise<number | undefined> {
  if (caller.backdatingDays === null) return version;
  const document = await loadDocument(tx, kind, id);
  refuseTooFarBack(caller, document.businessDate);
  return version ?? document.version;
}
export function judgedVersionAlone(
  db: Database,
  kind: DocumentKind,
  id: string,
  version: number | undefined,
  caller: Limited & Pick<Caller, "orgId">,
): Promise<number | undefined> {
  if (caller.backdatingDays === null) return Promise.resolve(version);
  return db.inCompany(caller.orgId, (tx) => judgedVersion(tx, kind, id, version, caller));
}
