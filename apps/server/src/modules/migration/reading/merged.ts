import { type Cell, emptyCell, type SheetRow } from "./cell.ts";
import { damaged } from "./refusal.ts";

/** Rows and columns from 0, both ends included. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const mergedCell = /<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']/g;
const most = 200_000;

export async function mergedRanges(chunks: AsyncIterable<string>): Promise<readonly MergedRange[]> {
  const ranges: MergedRange[] = [];
  let tail = "";
  for await (const chunk of chunks) {
    const text = tail + chunk;
    let last = 0;
    if (text.includes("mergeCell ")) {
      for (const match of text.matchAll(mergedCell)) {
        last = match.index + match[0].length;
        ranges.push({
          left: columnIndex(match[1] ?? "A"),
          top: Number(match[2]) - 1,
          right: columnIndex(match[3] ?? "A"),
          bottom: Number(match[4]) - 1,
        });
        if (ranges.length > most) throw damaged("合并单元格过多");
      }
    }
    tail = text.slice(Math.max(last, text.length - 100));
  }
  return ranges;
}

export function columnIndex(letters: string): number {
  let index = 0;
  for (let at = 0; at < letters.length; at++) index = index * 26 + letters.charCodeAt(at) - 64;
  return index - 1;
}

// A block merged over the whole width of a sheet says nothing about the column numbered 200.
const widestSpread = 256;

/**
 * Repeats the value of a merged range in every row and column that it covers. A row that consists of nothing but such
 * repeats from above is part of the row above it, and is left out.
 */
export function spreadMerged(ranges: readonly MergedRange[]): (row: SheetRow) => SheetRow | undefined {
  const byTop = ranges.toSorted((a, b) => a.top - b.top);
  let next = 0;
  let open: readonly OpenRange[] = [];

  return (row) => {
    const at = row.number - 1;
    const opening: OpenRange[] = [];
    for (; next < byTop.length && byTop[next]!.top <= at; next++) {
      const range = byTop[next]!;
      const value = range.top === at ? row.cells[range.left] : undefined;
      if (value && value.kind !== "empty") opening.push({ range, value });
    }
    open = [...open.filter(({ range }) => range.bottom >= at), ...opening];
    if (open.length === 0) return isBlank(row.cells) ? undefined : row;
    const cells = filled(row, open);
    return cells.some((cell) => cell.kind !== "empty" && !cell.merged) ? { ...row, cells } : undefined;
  };
}

interface OpenRange {
  readonly range: MergedRange;
  readonly value: Cell;
}

function filled(row: SheetRow, open: readonly OpenRange[]): readonly Cell[] {
  const cells = [...row.cells];
  for (const { range, value } of open) {
    const repeat: Cell = { ...value, merged: true };
    const first = range.top === row.number - 1 ? range.left + 1 : range.left;
    const last = Math.min(range.right, range.left + widestSpread);
    while (cells.length <= last) cells.push(emptyCell);
    cells.fill(repeat, first, last + 1);
  }
  return cells;
}

function isBlank(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell.kind === "empty");
}
