import {
  type Cell,
  cleanText,
  dateCell,
  emptyCell,
  isDateFormat,
  numberCell,
  type SheetRow,
  textCell,
} from "./cell.ts";
import type { ReadingChoice, WorkbookEvent, WorkbookFormat } from "./events.ts";
import type { ReadingLimits } from "./limits.ts";
import { spreadMerged } from "./merged.ts";
import { damaged, ReadingRefusal } from "./refusal.ts";

/**
 * Legacy .xls (BIFF, as old till and office programs write it), and web pages saved under that ending, which many
 * Chinese systems offer as "Excel export". Read in one piece, as the format allows no other way.
 */
export async function* legacyEvents(
  source: Buffer | string,
  format: WorkbookFormat,
  limits: ReadingLimits,
  choice: ReadingChoice,
): AsyncGenerator<WorkbookEvent> {
  if (source.length > limits.legacyBytes) {
    throw new ReadingRefusal(
      "file.too_large",
      `旧格式 .xls 最大 ${Math.floor(limits.legacyBytes / 1024 / 1024)} MB，请用 Excel 或 WPS 另存为 .xlsx 再导入。`,
    );
  }
  const { read, set_cptable } = await import("@e965/xlsx");
  // Excel 95 wrote Chinese in the code page of its machine.
  set_cptable(await import("@e965/xlsx/dist/cpexcel.full.mjs"));
  const book = parse(read, source);
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((name, index) => ({
    index,
    name: cleanText(name),
    hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
  }));
  yield { type: "workbook", format, sheets };

  for (const sheet of sheets) {
    if (choice.sheets && !choice.sheets.includes(sheet.index)) continue;
    yield { type: "sheet", sheet };
    const content = book.Sheets[book.SheetNames[sheet.index] ?? ""];
    if (!content) continue;
    yield* gridEvents(content, is1904, limits);
  }
}

type LegacySheet = ReturnType<Read>["Sheets"][string];

function* gridEvents(content: LegacySheet, is1904: boolean, limits: ReadingLimits): Generator<WorkbookEvent> {
  const grid = (content["!data"] ?? []) as readonly (readonly (LegacyCell | undefined)[] | undefined)[];
  const merges = content["!merges"] ?? [];
  const spread = spreadMerged(merges.map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c })));
  let batch: SheetRow[] = [];
  for (let at = 0; at < grid.length; at++) {
    const cells = Array.from(grid[at] ?? [], (cell) => (cell ? legacyCell(cell, is1904) : emptyCell));
    const row = spread({ number: at + 1, hidden: content["!rows"]?.[at]?.hidden === true, cells });
    if (row) batch.push(row);
    if (batch.length < limits.batchRows) continue;
    yield { type: "rows", rows: batch, progress: at / grid.length };
    batch = [];
  }
  if (batch.length > 0) yield { type: "rows", rows: batch, progress: 1 };
}

type Read = typeof import("@e965/xlsx")["read"];

interface LegacyCell {
  readonly t?: string;
  readonly v?: unknown;
  readonly w?: string;
  readonly f?: string;
  readonly z?: unknown;
}

function parse(read: Read, source: Buffer | string): ReturnType<Read> {
  try {
    // `raw` keeps "0012345" of a web page a text.
    const options = { dense: true, cellDates: false, cellNF: true, cellHTML: false, raw: true } as const;
    return typeof source === "string"
      ? read(source, { ...options, type: "string" })
      : read(source, { ...options, type: "buffer" });
  } catch (error) {
    if (error instanceof Error && /password/i.test(error.message)) {
      throw new ReadingRefusal("file.encrypted", "文件带有密码，请去掉密码后再导入。");
    }
    throw damaged("旧格式 .xls 无法读取");
  }
}

function legacyCell(cell: LegacyCell, is1904: boolean): Cell {
  const formula = cell.f !== undefined;
  switch (cell.t) {
    case "n": {
      const value = Number(cell.v);
      const shown = typeof cell.z === "string" ? cell.z : "";
      return isDateFormat(shown) ? dateCell(value, is1904, formula) : numberCell(value, formula);
    }
    case "b":
      return { kind: "boolean", text: cell.v ? "TRUE" : "FALSE" };
    case "e":
      return { kind: "error", text: errorText(cell) };
    case "s":
      return textCell(String(cell.v ?? ""), formula);
    default:
      return emptyCell;
  }
}

const errorNames: ReadonlyMap<number, string> = new Map([
  [0, "#NULL!"],
  [7, "#DIV/0!"],
  [15, "#VALUE!"],
  [23, "#REF!"],
  [29, "#NAME?"],
  [36, "#NUM!"],
  [42, "#N/A"],
]);

function errorText(cell: LegacyCell): string {
  return cell.w ?? errorNames.get(Number(cell.v)) ?? "#N/A";
}
