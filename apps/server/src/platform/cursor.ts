import { refused } from "./refused.ts";

/** A place in a sorted list: the sort key and the id of the last row seen. Opaque to the caller. */
export function cursorOf(key: string, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}
export function cursorFrom(cursor: string | undefined): { readonly key: string; readonly id: string } | null {
  if (!cursor) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      Array.isArray(parsed) &&
      typeof parsed[0] === "string" &&
      typeof parsed[1] === "string" &&
      /^[0-9a-f-]{36}$/.test(parsed[1])
    )
      return { key: parsed[0], id: parsed[1] };
  } catch {
    // falls through to the refusal
  }
  throw refused("request.malformed");
}
/** 2026-02-30 has the shape of a day and is none. */
export function isRealDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date;
}
