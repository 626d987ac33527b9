import { isValidGtin } from "@zhangshi/core";
import { visibleText } from "./typed-number.ts";

/** One key and the moment it was struck; moments come from the events themselves. */
export type Stroke = { readonly key: string; readonly at: number };

/** A pause this long ends a run. A page that is busy may stretch one gap of a scan nearly as far. */
const pause = 600;
/** Enter comes with the scan; later it is a person's. */
const endsWithin = 250;
/** A hand that typed needs about this long to reach the scanner. */
const reach = 125;
/** Between two keys of a scanner; a busy page may stretch a few of them, so the middle one counts. */
const scannerGap = 35;
const surelyScannerGap = 25;
/** A barcode with a right check digit may come slower, over a far desktop; nobody types thirteen digits at this pace. */
const barcodeGap = 70;
const shortestCode = 6;
const sureCode = 8;

export function afterStroke<S extends Stroke>(run: readonly S[], stroke: S): readonly S[] {
  const last = run.at(-1);
  return last && stroke.at - last.at > pause ? [stroke] : [...run, stroke];
}

function middleGap(run: readonly Stroke[]): number {
  const gaps = run.slice(1).map((stroke, place) => stroke.at - (run[place]?.at ?? 0));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY;
}

function textOf(run: readonly Stroke[]): string {
  return run.map((stroke) => stroke.key).join("");
}

/** Where the scan begins when a hand typed right before it: at a longer gap, and where a valid barcode follows. */
function startOfScan(run: readonly Stroke[]): number {
  const starts = run.flatMap((stroke, place) => {
    const before = run[place - 1];
    return before && stroke.at - before.at > scannerGap ? [place] : [];
  });
  const valid = [0, ...starts].find((place) => isValidGtin(textOf(run.slice(place))));
  if (valid !== undefined) return valid;
  const late = starts.findLast((place) => (run[place]?.at ?? 0) - (run[place - 1]?.at ?? 0) > reach);
  return late ?? 0;
}

/**
 * A scanner is a very fast typist that ends with Enter or Tab. Speed tells it from a person: 13 keys at 10 ms.
 * Answers the strokes of the scan that this Enter ends, or null when a person typed.
 */
export function scanIn<S extends Stroke>(run: readonly S[], endedAt: number): readonly S[] | null {
  const last = run.at(-1);
  if (!last || endedAt - last.at > endsWithin) return null;
  const scan = run.slice(startOfScan(run));
  return scan.length >= shortestCode && middleGap(scan) <= longestGap(textOf(scan)) ? scan : null;
}

function longestGap(text: string): number {
  if (text.length >= 12 && isValidGtin(text)) return barcodeGap;
  return text.length >= sureCode ? scannerGap : surelyScannerGap;
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
