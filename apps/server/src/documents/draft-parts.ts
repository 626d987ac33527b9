import type { Draft, DraftLine } from "./document-kind.ts";

/** What only some kinds use, as the others have it. */
export const plainHead: Pick<Draft, "expectedDate" | "toWarehouseId" | "reason" | "isAccrued" | "charge" | "method"> = {
  expectedDate: null,
  toWarehouseId: null,
  reason: null,
  isAccrued: false,
  charge: null,
  method: null,
};
export const plainLine: Pick<
  DraftLine,
  "role" | "weight" | "source" | "lot" | "producedOn" | "expiresOn" | "serials" | "kit"
> = {
  role: null,
  weight: 0n,
  source: null,
  lot: null,
  producedOn: null,
  expiresOn: null,
  serials: null,
  kit: null,
};
