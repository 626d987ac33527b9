import type { DocumentKind, DraftLine } from "../../apps/server/src/documents/document-kind.ts";
import { blankLine, preparedDraft } from "../../apps/server/src/documents/prepared-draft.ts";
import type { Trains } from "../../apps/server/src/documents/train.ts";
import { newId, sha256 } from "../../apps/server/src/platform/identifiers.ts";

/** Who posts, and for which company. */
export type Poster = {
  readonly orgId: string;
  readonly author: { readonly userId: string; readonly userName: string };
};

/** 期初, dated the day before the books begin, posted as an import posts it: made, not typed. */
export function postOpening(
  trains: Trains,
  { orgId, author }: Poster,
  kind: DocumentKind,
  given: readonly Partial<DraftLine>[],
) {
  const draft = preparedDraft({
    id: newId(),
    type: kind.type,
    businessDate: "2026-02-28",
    taxIncluded: true,
    note: "",
    lines: given.map((line) => ({ ...blankLine, ...line })),
    author,
  });
  return trains.submit({
    orgId,
    author,
    timeZone: "Asia/Shanghai",
    idempotency: null,
    kind,
    hash: sha256(draft.id),
    source: { from: "prepared", draft },
  });
}
