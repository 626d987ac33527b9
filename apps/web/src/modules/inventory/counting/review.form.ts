import type { CountVarianceRow } from "@zhangshi/contract";

export const reviewViews = ["all", "different", "uncounted", "doubtful", "recount"] as const;
export type ReviewView = (typeof reviewViews)[number];

export function rowKeyOf(row: Pick<CountVarianceRow, "itemId" | "lot">): string {
  return `${row.itemId}/${row.lot}`;
}
type Judged = Pick<CountVarianceRow, "counted" | "difference" | "isDoubtful" | "movedDuring" | "round" | "serials">;
/** Pieces that are missing and pieces too many may make the same number. */
function isDifferent(row: Judged): boolean {
  const pieces = row.serials ? row.serials.missing.length + row.serials.extra.length : 0;
  return row.difference !== null && (row.difference !== "0" || pieces > 0);
}
export function fits(row: Judged, view: ReviewView): boolean {
  switch (view) {
    case "all":
      return true;
    case "different":
      return isDifferent(row);
    case "uncounted":
      return row.counted === null;
    case "doubtful":
      return row.isDoubtful || row.movedDuring;
    case "recount":
      return row.round > 1 && row.counted === null;
  }
}
