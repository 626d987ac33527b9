import {
  bookAtCount,
  type Counted,
  countedOf,
  type MoveAfterStart,
  parseQuantity,
  type Quantity,
} from "@zhangshi/core";
import { entrySeq } from "../../../books/book-rows.ts";
import type { Tx } from "../../../platform/db.ts";
import {
  type MoveRow,
  readEntries,
  readMoves,
  readTaskItems,
  type StoredEntry,
  type TaskItem,
} from "./count-entry.sql.ts";

/** One lot or piece of a line: what was there by the books, what was found, what moved since. */
export type CountPart = {
  readonly lot: string;
  readonly bookAtStart: Quantity;
  readonly book: Quantity;
  readonly counted: Quantity | null;
  readonly since: Quantity;
};
/** A line of the review: an item, a lot of it, or all its pieces together. */
export type CountLine = {
  readonly item: TaskItem;
  /** "" for goods not told apart, and for pieces, which are the parts. */
  readonly lot: string;
  readonly round: number;
  readonly isListed: boolean;
  readonly counted: Counted | null;
  readonly bookAtStart: Quantity;
  readonly book: Quantity;
  readonly since: Quantity;
  readonly movedDuring: boolean;
  readonly parts: readonly CountPart[];
  readonly entries: readonly StoredEntry[];
};

const place = (itemId: string, lot: string) => `${itemId}/${lot}`;
function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** What was counted beside what the books said at that moment, for every line of the task. */
export async function readCountLines(
  tx: Tx,
  task: { readonly id: string; readonly start_posting: string },
): Promise<readonly CountLine[]> {
  const items = await readTaskItems(tx, task.id);
  const entries = groupBy(await readEntries(tx, task.id), (entry) => place(entry.item_id, entry.lot));
  const moveRows = await readMoves(tx, task.id, String(entrySeq(BigInt(task.start_posting), 0)));
  const moves = groupBy(moveRows, (move) => place(move.item_id, move.lot));
  const ofItem = groupBy(items, (item) => item.item_id);
  const lines: CountLine[] = [];
  for (const [itemId, rows] of ofItem) {
    const [first] = rows;
    if (!first) continue;
    if (first.tracking === "serial") lines.push(pieceLine(withMovedPieces(rows, moveRows, itemId), entries, moves));
    else lines.push(...withoutEmpty(rows, entries).map((row) => lineOf(row, entries, moves)));
  }
  const order = new Map(items.map((item, index) => [place(item.item_id, item.lot), index]));
  return lines.sort((a, b) => orderOf(order, a) - orderOf(order, b));
}
function orderOf(order: ReadonlyMap<string, number>, line: CountLine): number {
  return order.get(place(line.item.item_id, line.item.lot)) ?? 0;
}

type Entries = ReadonlyMap<string, readonly StoredEntry[]>;
type Moves = ReadonlyMap<string, readonly MoveRow[]>;
/** Goods with lots of which nothing was known wait under no lot, until a lot turns up. */
function withoutEmpty(rows: readonly TaskItem[], entries: Entries): readonly TaskItem[] {
  const named = rows.filter((row) => row.lot !== "" || entries.has(place(row.item_id, row.lot)));
  return rows.length > 1 && named.length > 0 ? named : rows;
}
/** Pieces that came in after the list was frozen: the count of the item speaks of them, too. */
function withMovedPieces(rows: readonly TaskItem[], moves: readonly MoveRow[], itemId: string): readonly TaskItem[] {
  const [first] = rows;
  const known = new Set(rows.map((row) => row.lot));
  const came = new Set(moves.filter((move) => move.item_id === itemId && !known.has(move.lot)).map((move) => move.lot));
  return first ? [...rows, ...[...came].map((lot) => ({ ...first, lot, book_quantity: "0" }))] : rows;
}

function countOf(entries: readonly StoredEntry[], round: number): Counted | null {
  return countedOf(
    entries
      .filter((entry) => entry.round === round)
      .map((entry) => ({
        id: entry.id,
        userId: entry.user_id,
        place: entry.place,
        base: parseQuantity(entry.base_quantity),
        at: entry.counted_at.getTime(),
      })),
  );
}
function movesOf(moves: Moves, row: TaskItem): readonly MoveAfterStart[] {
  return (moves.get(place(row.item_id, row.lot)) ?? []).map((move) => ({
    at: move.posted_at.getTime(),
    quantity: parseQuantity(move.quantity),
  }));
}

function lineOf(row: TaskItem, entries: Entries, moves: Moves): CountLine {
  const own = entries.get(place(row.item_id, row.lot)) ?? [];
  const counted = countOf(own, row.round);
  const bookAtStart = parseQuantity(row.book_quantity);
  const { book, since, movedDuring } = bookAtCount(bookAtStart, movesOf(moves, row), counted);
  const part = { lot: row.lot, bookAtStart, book, counted: counted?.quantity ?? null, since };
  return {
    item: row,
    lot: row.lot,
    round: row.round,
    isListed: row.is_listed,
    counted,
    bookAtStart,
    book,
    since,
    movedDuring,
    parts: [part],
    entries: own,
  };
}

/** 序列号: the item is counted when one of its pieces was, and what was not scanned then is missing. */
function pieceLine(rows: readonly TaskItem[], entries: Entries, moves: Moves): CountLine {
  const [first] = rows as readonly [TaskItem, ...TaskItem[]];
  const round = Math.max(...rows.map((row) => row.round));
  const own = rows.flatMap((row) => entries.get(place(row.item_id, row.lot)) ?? []);
  const counts = rows.map((row) => {
    // A piece is in one place: whoever scanned it last is right.
    const last = (entries.get(place(row.item_id, row.lot)) ?? []).filter((entry) => entry.round === round).at(-1);
    return last ? { quantity: parseQuantity(last.base_quantity), at: last.counted_at.getTime() } : null;
  });
  const times = counts.flatMap((count) => (count ? [count.at] : []));
  const span = times.length === 0 ? null : { from: Math.min(...times), until: Math.max(...times) };
  const parts = rows.map((row, index): CountPart => {
    const bookAtStart = parseQuantity(row.book_quantity);
    const { book, since } = bookAtCount(bookAtStart, movesOf(moves, row), span);
    return { lot: row.lot, bookAtStart, book, since, counted: span ? (counts[index]?.quantity ?? 0n) : null };
  });
  const sum = (of: (part: CountPart) => Quantity) => parts.reduce((total, part) => total + of(part), 0n);
  return {
    item: first,
    lot: "",
    round,
    isListed: rows.some((row) => row.is_listed),
    counted: span && { ...span, quantity: sum((part) => part.counted ?? 0n), isDoubtful: false },
    bookAtStart: sum((part) => part.bookAtStart),
    book: sum((part) => part.book),
    since: sum((part) => part.since),
    movedDuring: rows.some((row) => bookAtCount(0n, movesOf(moves, row), span).movedDuring),
    parts,
    entries: own,
  };
}
