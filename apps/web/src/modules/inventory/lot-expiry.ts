import type { TagTone } from "../../ui/status-tag.tsx";

/** What the days that are left mean, worst first; undated goods do not expire. */
export type Expiry = "expired" | "today" | "near" | "sound" | "undated";

export function expiryOf(daysLeft: number | null, nearDays: number): Expiry {
  if (daysLeft === null) return "undated";
  if (daysLeft < 0) return "expired";
  if (daysLeft === 0) return "today";
  return daysLeft <= nearDays ? "near" : "sound";
}

/** undefined: nothing is to be done, so no tag. */
export function expiryTone(expiry: Expiry): TagTone | undefined {
  if (expiry === "expired") return "err";
  return expiry === "today" || expiry === "near" ? "warn" : undefined;
}

type ExpiryWords = {
  readonly expiredFor: (days: number) => string;
  readonly expiresToday: string;
  readonly nearFor: (days: number) => string;
  readonly daysLeft: (days: number) => string;
};
/** The word says it, the colour repeats it. */
export function expiryText(daysLeft: number | null, nearDays: number, t: ExpiryWords): string {
  if (daysLeft === null) return "";
  const expiry = expiryOf(daysLeft, nearDays);
  if (expiry === "expired") return t.expiredFor(-daysLeft);
  if (expiry === "today") return t.expiresToday;
  return expiry === "near" ? t.nearFor(daysLeft) : t.daysLeft(daysLeft);
}

type Moved = { readonly quantity: string; readonly isReversal: boolean };
/** 入 or 出: a reversal stands in the column of what it takes back, as a negative figure. */
export function movedColumns(move: Moved): { readonly in: string; readonly out: string } {
  const isNegative = move.quantity.startsWith("-");
  const turned = isNegative ? move.quantity.slice(1) : `-${move.quantity}`;
  return isNegative === move.isReversal ? { in: move.quantity, out: "" } : { in: "", out: turned };
}

type Traced = { readonly level: number; readonly itemId: string; readonly lot: string };
/** The rows of one direction, lot by lot, the lot itself first; one that has none of its own is not named. */
export function byLot<Row extends Traced>(
  rows: readonly Row[],
): readonly { readonly key: string; readonly rows: readonly Row[] }[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.itemId}/${row.lot}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, members]) => ({ key, rows: members }));
}
