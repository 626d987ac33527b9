import { cursorFrom, isRealDay } from "../../platform/cursor.ts";
import { refused } from "../../platform/refused.ts";
import type { BookMoment } from "./stock-card.sql.ts";

/** A place in the order of the books as the text of a cursor. */
export function momentText(moment: BookMoment): string {
  return `${moment.date} ${moment.position} ${moment.seq}`;
}
export function momentFrom(cursor: string | undefined): BookMoment | undefined {
  const place = cursorFrom(cursor);
  if (!place) return undefined;
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{1,18}) (\d{1,18})$/.exec(place.key);
  const date = match?.[1] ?? "";
  if (!match || !isRealDay(date)) throw refused("request.malformed");
  return { date, position: BigInt(match[2] ?? 0), seq: BigInt(match[3] ?? 0) };
}
