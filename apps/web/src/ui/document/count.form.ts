import type { ItemCandidate } from "@zhangshi/contract";
import { formatQuantity, mixedUnits, oneUnit, parseQuantity } from "@zhangshi/core";
import { formatQuantity as shownQuantity } from "../money.ts";
import {
  type DocumentForm,
  emptyLine,
  factorOf,
  type FormLine,
  isBlank,
  stockUnknown,
  suggestedUnit,
  unitsOf,
} from "./document.form.ts";
import { typedNumber } from "./typed-number.ts";

/** 账面数 of now, in base units; null until it was asked for. */
function bookOf(line: FormLine): bigint | null {
  if (!line.item || line.item.onHand === stockUnknown) return null;
  // The item's stock is that of all its lots.
  if (line.item.tracking === "lot") return line.lotOnHand === "" ? null : parseQuantity(line.lotOnHand);
  return parseQuantity(line.item.onHand);
}
/** null: not counted yet, which is not the same as an empty shelf. */
function countedOf(line: FormLine): bigint | null {
  const figure = typedNumber(line.quantity, 6);
  if (!line.item || figure === null) return null;
  return (parseQuantity(figure) * factorOf(line.item, line.unit)) / oneUnit;
}
/** 盘点数 − 账面数 in base units. */
export function differenceOf(line: FormLine): bigint | null {
  const [book, counted] = [bookOf(line), countedOf(line)];
  return book === null || counted === null ? null : counted - book;
}

function inUnits(line: FormLine, base: bigint): string {
  if (!line.item) return "";
  if (line.unit === line.item.baseUnit) return base === 0n ? "0" : shownQuantity(formatQuantity(base));
  return mixedUnits(base, line.unit, factorOf(line.item, line.unit), line.item.baseUnit);
}
/** "150", or "6箱6罐" where the line counts in boxes. */
export function bookText(line: FormLine): string {
  const book = bookOf(line);
  return book === null ? "" : inUnits(line, book);
}
/** "+2", "-1箱3罐", "–" where shelf and book agree. */
export function differenceText(line: FormLine): string {
  const difference = differenceOf(line);
  if (difference === null) return "";
  if (difference === 0n) return "–";
  return `${difference > 0n ? "+" : ""}${inUnits(line, difference)}`;
}

/** "3箱2" and "3箱2罐" are three boxes and two: one unit alone stays as it is, two become base units. */
export function typedCount(
  text: string,
  item: ItemCandidate,
): { readonly unit: string; readonly quantity: string } | null {
  const plain = text.normalize("NFKC").replace(/\s/g, "");
  const units = [...unitsOf(item)].sort((a, b) => b.length - a.length);
  const parts: { readonly unit: string; readonly figure: string }[] = [];
  let rest = plain;
  while (rest !== "") {
    const figure = /^\d{1,7}(?:\.\d{1,6})?/.exec(rest)?.[0];
    if (figure === undefined) return null;
    rest = rest.slice(figure.length);
    const unit = units.find((one) => rest.startsWith(one)) ?? (rest === "" ? item.baseUnit : null);
    if (unit === null || unit === undefined) return null;
    rest = rest.startsWith(unit) ? rest.slice(unit.length) : rest;
    parts.push({ unit, figure });
  }
  const [only] = parts;
  if (!only) return null;
  if (parts.length === 1) return { unit: only.unit, quantity: typedNumber(only.figure, 6) ?? only.figure };
  const base = parts.reduce(
    (sum, part) => sum + (parseQuantity(part.figure) * factorOf(item, part.unit)) / oneUnit,
    0n,
  );
  return { unit: item.baseUnit, quantity: formatQuantity(base) };
}

/** A scan counts one more of what was scanned; a box scanned onto a line of cans adds the cans of the box. */
export function withCountScan(
  form: DocumentForm,
  scan: { readonly item: ItemCandidate; readonly quantity: string; readonly key: string },
): { readonly form: DocumentForm; readonly key: string; readonly added: boolean } {
  const unit = suggestedUnit(scan.item);
  const scanned = (parseQuantity(scan.quantity) * factorOf(scan.item, unit)) / oneUnit;
  const known = form.lines.find((line) => line.item?.id === scan.item.id && line.warehouseId === null);
  if (known?.item) {
    const { item } = known;
    const base = (countedOf(known) ?? 0n) + scanned;
    const isCounted = typedNumber(known.quantity, 6) !== null;
    const own = isCounted ? known.unit : unit;
    const isWhole = base % factorOf(item, own) === 0n;
    const factor = isWhole ? factorOf(item, own) : oneUnit;
    const counted = {
      unit: isWhole ? own : item.baseUnit,
      quantity: formatQuantity((base * oneUnit) / factor),
    };
    const lines = form.lines.map((line) => (line.key === known.key ? { ...line, ...counted } : line));
    return { form: { ...form, lines }, key: known.key, added: false };
  }
  const fresh = { ...countLine(scan.item, scan.key), unit, quantity: scan.quantity };
  return { form: { ...form, lines: beforeBlank(form.lines, [fresh]) }, key: fresh.key, added: true };
}

/** Shelves are counted in boxes; what is left of the last one is typed behind it: 3箱2. */
function countedUnit(item: ItemCandidate): string {
  const names = [item.baseUnit, ...item.units.map((unit) => unit.name)];
  return names.reduce((best, name) => (factorOf(item, name) > factorOf(item, best) ? name : best));
}
function countLine(item: ItemCandidate, key: string): FormLine {
  return { ...emptyLine(key), item: { ...item, hitUnit: null }, unit: countedUnit(item), taxRate: item.taxRate };
}

export function beforeBlank(lines: readonly FormLine[], added: readonly FormLine[]): readonly FormLine[] {
  const blank = lines.findIndex(isBlank);
  const at = blank === -1 ? lines.length : blank;
  return [...lines.slice(0, at), ...added, ...lines.slice(at)];
}

/** 带入仓库全部商品: what is not on the count yet comes in, still to be counted. */
export function withItemsToCount(
  form: DocumentForm,
  items: readonly ItemCandidate[],
  newKey: () => string,
): DocumentForm {
  const known = new Set(form.lines.map((line) => line.item?.id));
  const added = items.filter((item) => !known.has(item.id)).map((item) => countLine(item, newKey()));
  return { ...form, lines: beforeBlank(form.lines, added) };
}

export function isUncounted(line: FormLine): boolean {
  return line.item !== null && line.quantity.trim() === "";
}
export function withoutUncounted(form: DocumentForm): DocumentForm {
  return { ...form, lines: form.lines.filter((line) => !isUncounted(line)) };
}
/** Whoever says so has seen the empty shelves. */
export function withUncountedAsZero(form: DocumentForm): DocumentForm {
  return { ...form, lines: form.lines.map((line) => (isUncounted(line) ? { ...line, quantity: "0" } : line)) };
}

/** A row that was pasted for goods that wait on the count already: its quantity goes to the line that waits. */
export function withPastedCounts(form: DocumentForm): DocumentForm {
  const waiting = new Map(form.lines.filter(isUncounted).map((line) => [line.item?.id, line.key] as const));
  const counts = new Map<string, FormLine>();
  for (const line of form.lines) {
    const key = waiting.get(line.item?.id);
    if (key !== undefined && key !== line.key && line.item && !isUncounted(line)) counts.set(key, line);
  }
  if (counts.size === 0) return form;
  const moved = new Set([...counts.values()].map((line) => line.key));
  const lines = form.lines
    .filter((line) => !moved.has(line.key))
    .map((line) => {
      const count = counts.get(line.key);
      return count ? { ...line, unit: count.unit, quantity: count.quantity } : line;
    });
  return { ...form, lines };
}

export type CountProgress = {
  readonly counted: number;
  readonly all: number;
  readonly more: number;
  readonly fewer: number;
};
export function countProgress(form: DocumentForm): CountProgress {
  const lines = form.lines.filter((line) => line.item !== null);
  const differences = lines.map(differenceOf);
  return {
    counted: lines.filter((line) => !isUncounted(line)).length,
    all: lines.length,
    more: differences.filter((one) => one !== null && one > 0n).length,
    fewer: differences.filter((one) => one !== null && one < 0n).length,
  };
}
