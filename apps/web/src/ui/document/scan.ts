import { isValidGtin } from "@zhangshi/core";
import { visibleText } from "./typed-number.ts";

/**
 * A scanner is a very fast typist that ends with Enter or Tab. Speed tells it from a person: 13 keys at 10 ms.
 * Times come from the events themselves, so a busy page does not slow the count down.
 */
export type Burst = { readonly text: string; readonly startedAt: number; readonly lastAt: number };

/** A person's two fastest keys may lie this close, but never eight in a row. */
const longestGap = 50;
const shortestCode = 6;
const sureCode = 8;
const surelyFast = 35;

export function afterKey(burst: Burst | null, key: string, at: number): Burst {
  if (!burst || at - burst.lastAt > longestGap) return { text: key, startedAt: at, lastAt: at };
  return { text: burst.text + key, startedAt: burst.startedAt, lastAt: at };
}

/** Is what was typed before this Enter or Tab a scan? */
export function isScan(burst: Burst | null, endedAt: number): burst is Burst {
  if (!burst || burst.text.length < shortestCode || endedAt - burst.lastAt > longestGap * 2) return false;
  const mean = (burst.lastAt - burst.startedAt) / (burst.text.length - 1);
  return burst.text.length >= sureCode ? mean <= longestGap : mean <= surelyFast;
}

/** The character a key stands for. With a Chinese input method the key is hidden, its place on the board is not. */
export function characterOf(event: { readonly key: string; readonly code: string }): string | null {
  if (event.key.length === 1) return event.key;
  if (event.key !== "Process" && event.key !== "Unidentified") return null;
  const placed = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(event.code)?.[1];
  if (placed) return placed;
  return event.code === "Minus" || event.code === "NumpadSubtract" ? "-" : null;
}

export type ItemEntry = { readonly quantity: string | null; readonly text: string };

/** `12*6901…` says how many; Code 39 scanners wrap the code in asterisks, which are not part of it. */
export function itemEntryOf(typed: string): ItemEntry {
  const plain = visibleText(typed).normalize("NFKC").trim();
  const counted = /^(\d{1,7}(?:\.\d{1,6})?)[*×](?=[^*×])(.+)$/.exec(plain);
  const quantity = counted && /[1-9]/.test(counted[1] ?? "") ? (counted[1] ?? null) : null;
  const text = (quantity === null ? plain : (counted?.[2] ?? "")).replace(/^\*+|\*+$/g, "").trim();
  return { quantity, text };
}

/** A barcode that was typed too slowly to be a burst and landed in a figure: "106901234567892" after "10". */
export function barcodeInFigure(text: string, before: string): string | null {
  const plain = visibleText(text).normalize("NFKC").trim();
  const rest = before !== "" && plain.startsWith(before) ? plain.slice(before.length) : plain;
  for (const candidate of [plain, rest]) if (/^\d{12,14}$/.test(candidate) && isValidGtin(candidate)) return candidate;
  return null;
}
