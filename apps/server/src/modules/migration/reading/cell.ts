export type CellKind = "text" | "number" | "date" | "boolean" | "error" | "empty";

/**
 * One cell as a person reads it. `text` of a number is its exact decimal text (13 digits in full, no `.0`), of a date
 * `2024-01-31` or `2024-01-31 23:59:59`, of a boolean `TRUE` or `FALSE`, of an error `#N/A`.
 */
export interface Cell {
  readonly kind: CellKind;
  readonly text: string;
  /** A number of more than 15 integer digits: the spreadsheet has already replaced the last ones by zeros. */
  readonly lossy?: true;
  /** A text such as `6.90123E+12`: what is left of a barcode that went through a number column. */
  readonly scientific?: true;
  /** The value that the formula had when the file was saved. */
  readonly formula?: true;
  /** Repeats the value of the merged cell that covers this place. */
  readonly merged?: true;
}

export interface SheetRow {
  /** Row number of the sheet, from 1. */
  readonly number: number;
  readonly hidden: boolean;
  readonly cells: readonly Cell[];
}

export const emptyCell: Cell = { kind: "empty", text: "" };

const scientificText = /^[+-]?\d(?:\.\d+)?[eE]\+?\d{2,3}$/;
// Everything below space but TAB and LF, and the invisible marks that come with copying from web pages.
const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028\u2029\u2060\ufeff\ufffe\uffff]/;
const unwantedAll = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028\u2029\u2060\ufeff\ufffe\uffff]/g;

export function cleanText(text: string): string {
  return unwanted.test(text) ? text.replace(/\r\n?/g, "\n").replace(unwantedAll, "") : text;
}

export function textCell(raw: string, formula = false): Cell {
  const text = cleanText(raw);
  if (text === "") return emptyCell;
  const cell: Cell = formula ? { kind: "text", text, formula: true } : { kind: "text", text };
  return text.length <= 30 && scientificText.test(text.trim()) ? { ...cell, scientific: true } : cell;
}

export function numberCell(value: number, formula = false): Cell {
  const cell: Cell = { kind: "number", text: decimalText(value) };
  const lossy = Math.abs(value) >= 1e15;
  return { ...cell, ...(lossy && { lossy: true as const }), ...(formula && { formula: true as const }) };
}

/** Fifteen significant digits, which is what Excel shows and keeps: 0.1 + 0.2 is 0.3. Never in scientific notation. */
export function decimalText(value: number): string {
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e15) return String(value);
  return plainDecimal(value.toPrecision(15));
}

function plainDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const tail = padded.slice(at).replace(/0+$/, "");
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const isZero = tail === "" && head === "0";
  return `${isZero ? "" : sign}${head}${tail === "" ? "" : `.${tail}`}`;
}

/** Days of the 1904 system (old Excel for Mac) start 1,462 days after those of 1900. */
const days1904 = 1462;
const secondsPerDay = 86_400;

/**
 * A serial number as a calendar date, without any time zone. Excel counts a 29 February 1900 that never was, so the
 * days before it are one higher. A number below 1 is a time of day.
 */
export function dateCell(serial: number, is1904: boolean, formula = false): Cell {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465.999_999) return numberCell(serial, formula);
  const seconds = Math.round(serial * secondsPerDay);
  const time = seconds % secondsPerDay;
  const wholeDays = (seconds - time) / secondsPerDay;
  const clock = time === 0 ? "" : clockText(time);
  const flag = formula ? ({ formula: true } as const) : {};
  if (wholeDays === 0 && !is1904) return { kind: "date", text: clock === "" ? "00:00:00" : clock, ...flag };

  const since1900 = is1904 ? wholeDays + days1904 : wholeDays;
  const unixDays = since1900 - 25_569 + (since1900 < 60 ? 1 : 0);
  const day = new Date(unixDays * secondsPerDay * 1000).toISOString().slice(0, 10);
  return { kind: "date", text: clock === "" ? day : `${day} ${clock}`, ...flag };
}

function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Whether a number format shows a date or a time, as `yyyy"年"m"月"d"日"`, `[h]:mm` or `m/d/yy` do. */
export function isDateFormat(code: string): boolean {
  const first = code.split(";")[0] ?? "";
  if (/^general$/i.test(first.trim())) return false;
  const bare = first
    .replace(/"[^"]*"/g, "")
    .replace(/\\./g, "")
    .replace(/_./g, "")
    .replace(/\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return /[ymdhs]/i.test(bare) && !/[#?]/.test(bare);
}

const builtInDateFormats: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
]);

export function isBuiltInDateFormat(id: number): boolean {
  return builtInDateFormats.has(id);
}

// ---- the form in which cells cross from the worker: one string each, as cloning a million small objects is slow ----

const kinds: readonly CellKind[] = ["text", "number", "date", "boolean", "error"];

export function packCell(cell: Cell): string {
  if (cell.kind === "empty") return "";
  const flags = (cell.lossy ? 1 : 0) + (cell.scientific ? 2 : 0) + (cell.formula ? 4 : 0) + (cell.merged ? 8 : 0);
  return String.fromCharCode(48 + kinds.indexOf(cell.kind) * 16 + flags) + cell.text;
}

export function unpackCell(packed: string): Cell {
  if (packed === "") return emptyCell;
  const head = packed.charCodeAt(0) - 48;
  const kind = kinds[head >> 4] ?? "text";
  const text = packed.slice(1);
  const flags = head & 15;
  if (flags === 0) return { kind, text };
  return {
    kind,
    text,
    ...(flags & 1 && { lossy: true as const }),
    ...(flags & 2 && { scientific: true as const }),
    ...(flags & 4 && { formula: true as const }),
    ...(flags & 8 && { merged: true as const }),
  };
}

/** `A`, `B`, … `AA`: how a spreadsheet names the column with this index from 0. */
export function columnLetter(index: number): string {
  let rest = index;
  let letters = "";
  do {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26) - 1;
  } while (rest >= 0);
  return letters;
}
