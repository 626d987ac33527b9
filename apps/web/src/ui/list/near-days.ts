import { maximumNearDays, usualNearDays } from "@zhangshi/contract";

/** 临期 means so many days to this reader: on the list of lots and on the first page alike. Kept beside columns and views. */
const place = "zs.near-days";

/** Half a number is no number yet: "" and "0" on the way to "60" change nothing. */
export function nearDaysTyped(text: string): number | undefined {
  if (!/^\d{1,4}$/.test(text.trim())) return undefined;
  const days = Number(text);
  return days >= 1 && days <= maximumNearDays ? days : undefined;
}

export function rememberedNearDays(): number {
  try {
    return nearDaysTyped(localStorage.getItem(place) ?? "") ?? usualNearDays;
  } catch {
    return usualNearDays;
  }
}

/** A full or forbidden store loses the preference, never the page. */
export function rememberNearDays(days: number): void {
  try {
    if (days === usualNearDays) localStorage.removeItem(place);
    else localStorage.setItem(place, String(days));
  } catch {
    return;
  }
}
