import type { CountOwnEntry, CountSheetRow } from "@zhangshi/contract";
import { formatQuantity, mixedUnits, oneUnit, parseQuantity } from "@zhangshi/core";

/** What the counter's page counts: a row of the sheet, or what was found beside it. */
export type Countable = CountSheetRow;
/** An entry on its way: the body of the contract with everything said. */
export type CountEntryDraft = {
  readonly id: string;
  readonly itemId: string;
  readonly lot: string;
  readonly unit: string;
  readonly quantity: string;
  readonly place: string;
  readonly countedAt: string;
  readonly round: number;
};
export type OwnEntry = Pick<
  CountOwnEntry,
  "id" | "itemId" | "lot" | "round" | "place" | "unit" | "quantity" | "countedAt"
>;

export type Hit = { readonly row: Countable; readonly unit: string };

/** A scanned barcode, or a code that was typed whole; lots of one item are told apart later. */
export function findScanned(rows: readonly Countable[], text: string): Hit | null {
  for (const row of rows) {
    const unit = row.units.find((one) => one.barcodes.includes(text));
    if (unit) return { row, unit: unit.name };
  }
  const lower = text.toLowerCase();
  const row = rows.find((one) => one.code.toLowerCase() === lower);
  return row ? { row, unit: row.unit } : null;
}
/** Words of a name, code or specification; one row per item. */
export function findTyped(rows: readonly Countable[], text: string, limit = 8): readonly Countable[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const seen = new Set<string>();
  return rows
    .filter((row) => {
      const said = `${row.code} ${row.name} ${row.spec}`.toLowerCase();
      if (seen.has(row.itemId) || !words.every((word) => said.includes(word))) return false;
      seen.add(row.itemId);
      return true;
    })
    .slice(0, limit);
}

export function factorOf(row: Countable, unit: string): bigint {
  return parseQuantity(row.units.find((one) => one.name === unit)?.factor ?? "1");
}
/** The largest unit: shelves are counted in boxes, and what is left of the last one beside them. */
export function boxOf(row: Countable): string | null {
  const largest = row.units.reduce<string>(
    (best, unit) => (factorOf(row, unit.name) > factorOf(row, best) ? unit.name : best),
    row.unit,
  );
  return largest === row.unit ? null : largest;
}
export function inUnits(row: Countable, base: bigint): string {
  const box = boxOf(row);
  return box === null ? `${formatQuantity(base)} ${row.unit}` : mixedUnits(base, box, factorOf(row, box), row.unit);
}

const figure = /^\d{1,9}(?:\.\d{1,6})?$/;
/** 148 箱 and 6 瓶 as base units; null while what is typed is no figure, or nothing is typed at all. */
export function typedBase(row: Countable, boxes: string, pieces: string): bigint | null {
  const plain = [boxes, pieces].map((text) => text.normalize("NFKC").trim());
  if (plain.every((text) => text === "") || plain.some((text) => text !== "" && !figure.test(text))) return null;
  const [many, few] = plain.map((text) => (text === "" ? 0n : parseQuantity(text))) as [bigint, bigint];
  const box = boxOf(row);
  return (box === null ? 0n : (many * factorOf(row, box)) / oneUnit) + few;
}

const isLater = (one: OwnEntry, other: OwnEntry) =>
  one.countedAt > other.countedAt || (one.countedAt === other.countedAt && one.id > other.id);
const place = (entry: OwnEntry) => `${entry.itemId}/${entry.lot}/${entry.round}/${entry.place}`;
/** What stands of my entries, sent or waiting: the latest of each item, lot and place; the newest first. */
export function standing(entries: readonly OwnEntry[]): readonly OwnEntry[] {
  const latest = new Map<string, OwnEntry>();
  for (const entry of entries) {
    const known = latest.get(place(entry));
    if (!known || isLater(entry, known)) latest.set(place(entry), entry);
  }
  return [...latest.values()].sort((a, b) => (isLater(a, b) ? -1 : 1));
}
export function baseOf(row: Countable, entry: OwnEntry): bigint {
  return (parseQuantity(entry.quantity) * factorOf(row, entry.unit)) / oneUnit;
}
/** What I have written down for this item at this place so far, in base units; null: nothing yet. */
export function ownBase(
  entries: readonly OwnEntry[],
  row: Countable,
  where: { readonly lot: string; readonly place: string },
): bigint | null {
  const own = standing(entries).find(
    (entry) =>
      entry.itemId === row.itemId &&
      entry.lot === where.lot &&
      entry.place === where.place &&
      entry.round === row.round,
  );
  return own ? baseOf(row, own) : null;
}

/** The 货位 that is written down with a count: typed by the counter, or proposed. */
export type CountPlace = { readonly text: string; readonly isTyped: boolean };
export const nowhere: CountPlace = { text: "", isTyped: false };
/** What was typed stays while one goes along the shelf; a proposal is of the goods in hand, the place to pick from first. */
export function placeFor(now: CountPlace, row: Countable): CountPlace {
  return now.isTyped ? now : { text: row.bins?.[0] ?? "", isTyped: false };
}

/** Rows that wait for their second count, and were not counted in it by me. */
export function isToRecount(row: Countable): boolean {
  return row.round > 1 && !row.isCounted;
}
