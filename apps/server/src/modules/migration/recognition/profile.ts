import type { Cell, SheetRow } from "../reading/cell.ts";
import type { SheetHead } from "../reading/events.ts";
import { codeText, parseDecimal, restoredZero, unquoted } from "./values.ts";

/** What must be known of a column before a row of it is imported. Counts include the headings. */
export interface ColumnProfile {
  readonly filled: number;
  readonly numeric: number;
  readonly chinese: number;
  readonly quoted: number;
  readonly distinct: number;
  /** Eleven-digit numbers that are a valid UPC-A once their leading zero is put back. */
  readonly lostZeros: number;
  readonly longest: number;
  readonly samples: readonly string[];
  /** Short texts that are no number, most frequent first: `自` in a price column, `个` in a unit column. */
  readonly words: readonly (readonly [word: string, count: number])[];
}

export interface SheetProfile {
  readonly sheet: SheetHead;
  /** Rows with a value. */
  readonly rows: number;
  readonly lastRow: number;
  readonly hiddenRows: readonly number[];
  readonly hiddenRowCount: number;
  /** The first rows as they are: headings are looked for in them. */
  readonly head: readonly SheetRow[];
  readonly columns: readonly ColumnProfile[];
}

const headRows = 60;
const sampleCount = 5;
const wordCount = 40;

/** Takes a sheet in batches and keeps only counts, so that 100,000 rows cost no more than 100. */
export function startProfile(sheet: SheetHead): { take(rows: readonly SheetRow[]): void; finish(): SheetProfile } {
  const head: SheetRow[] = [];
  const hiddenRows: number[] = [];
  const columns: ColumnCounts[] = [];
  let rows = 0;
  let lastRow = 0;
  let hiddenRowCount = 0;

  return {
    take(batch) {
      for (const row of batch) {
        rows++;
        lastRow = row.number;
        if (head.length < headRows) head.push(row);
        if (row.hidden && ++hiddenRowCount <= 20) hiddenRows.push(row.number);
        for (let index = 0; index < row.cells.length; index++) {
          const cell = row.cells[index]!;
          if (cell.kind === "empty") continue;
          while (columns.length <= index) columns.push(startColumn());
          count(columns[index]!, cell);
        }
      }
    },
    finish: () => ({
      sheet,
      rows,
      lastRow,
      hiddenRows,
      hiddenRowCount,
      head,
      columns: columns.map((column) => ({
        filled: column.filled,
        numeric: column.numeric,
        chinese: column.chinese,
        quoted: column.quoted,
        distinct: column.seen.size,
        lostZeros: column.lostZeros,
        longest: column.longest,
        samples: column.samples,
        words: [...column.words].toSorted((a, b) => b[1] - a[1]),
      })),
    }),
  };
}

/** What a column has below its headings: titles, notes and headings stand in the first rows, which are kept. */
export function belowHeadings(
  profile: SheetProfile,
  index: number,
  dataFrom: number,
): { readonly filled: number; readonly distinct: number } {
  const column = profile.columns[index];
  if (!column) return { filled: 0, distinct: 0 };
  const above = profile.head.filter((row) => row.number < dataFrom).map((row) => row.cells[index]?.text.trim() ?? "");
  const texts = above.filter((text) => text !== "");
  return { filled: column.filled - texts.length, distinct: Math.max(0, column.distinct - new Set(texts).size) };
}

export function profileOf(sheet: SheetHead, rows: readonly SheetRow[]): SheetProfile {
  const profile = startProfile(sheet);
  profile.take(rows);
  return profile.finish();
}

interface ColumnCounts {
  filled: number;
  numeric: number;
  chinese: number;
  quoted: number;
  lostZeros: number;
  longest: number;
  /** Hashes, not texts: 100,000 barcodes stay small. */
  readonly seen: Set<number>;
  readonly samples: string[];
  readonly words: Map<string, number>;
}

function startColumn(): ColumnCounts {
  return {
    filled: 0,
    numeric: 0,
    chinese: 0,
    quoted: 0,
    lostZeros: 0,
    longest: 0,
    seen: new Set(),
    samples: [],
    words: new Map(),
  };
}

const quoteMark = /^['"“‘]/;

function count(column: ColumnCounts, cell: Cell): void {
  const text = cell.text.trim();
  if (text === "") return;
  column.filled++;
  column.longest = Math.max(column.longest, text.length);
  const numeric = cell.kind === "number" || (cell.kind === "text" && /\d/.test(text) && parseDecimal(text).ok);
  if (numeric) column.numeric++;
  if (/[\u4e00-\u9fff]/.test(text)) column.chinese++;
  if (quoteMark.test(text) && unquoted(text) !== text) column.quoted++;
  if (cell.kind === "number" && restoredZero(codeText(text))) column.lostZeros++;
  const isNew = column.seen.size !== column.seen.add(hash(text)).size;
  if (isNew && column.samples.length < sampleCount) column.samples.push(text.slice(0, 60));
  if (!numeric && text.length <= 12 && (column.words.has(text) || column.words.size < wordCount)) {
    column.words.set(text, (column.words.get(text) ?? 0) + 1);
  }
}

/** 53 bits: among 100,000 values two alike are not to be expected. */
function hash(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
