import { type Cell, dateCell, emptyCell, numberCell, type SheetRow, textCell } from "./cell.ts";
import type { ReadingLimits } from "./limits.ts";
import { ReadingRefusal } from "./refusal.ts";
import { attribute, xmlScanner } from "./xml.ts";
import { decodeEscapes } from "./xlsx-parts.ts";

export interface SheetSource {
  readonly sharedTexts: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly is1904: boolean;
  readonly limits: ReadingLimits;
}

/** Gives out every row as it closes, those without a value too: a merged cell may reach into them. */
export function sheetScanner(source: SheetSource, onRow: (row: SheetRow) => void) {
  let inData = false;
  let rowNumber = 0;
  let hidden = false;
  let cells: Cell[] = [];
  let column = -1;
  let type = "";
  let style = 0;
  let value = "";
  let formula = false;
  let collecting = false;
  let inReading = false;

  return xmlScanner({
    open(name, attributes) {
      switch (name) {
        case "sheetData":
          inData = true;
          break;
        case "row":
          if (!inData) break;
          rowNumber = Number(attribute(attributes, "r") ?? rowNumber + 1);
          if (!(rowNumber >= 1 && rowNumber <= source.limits.rows)) throw tooManyRows(source.limits);
          hidden = /\shidden\s*=\s*["'](?:1|true)/.test(attributes);
          cells = [];
          column = -1;
          break;
        case "c": {
          column = columnOf(attribute(attributes, "r"), column + 1, rowNumber, source.limits);
          type = attribute(attributes, "t") ?? "n";
          style = Number(attribute(attributes, "s") ?? 0);
          value = "";
          formula = false;
          break;
        }
        case "f":
          formula = true;
          break;
        case "v":
          collecting = true;
          break;
        case "t":
          collecting = !inReading;
          break;
        case "rPh":
          inReading = true;
          break;
      }
    },
    close(name) {
      switch (name) {
        case "v":
        case "t":
          collecting = false;
          break;
        case "rPh":
          inReading = false;
          break;
        case "c": {
          const cell = cellOf(type, value, style, formula, source);
          if (cell.kind === "empty" || column < 0) break;
          while (cells.length < column) cells.push(emptyCell);
          cells[column] = cell;
          break;
        }
        case "row":
          if (inData) onRow({ number: rowNumber, hidden, cells });
          break;
        case "sheetData":
          inData = false;
          break;
      }
    },
    text(text) {
      if (collecting) value += text;
    },
  });
}

function cellOf(type: string, value: string, style: number, formula: boolean, source: SheetSource): Cell {
  if (value === "") return emptyCell;
  switch (type) {
    case "s":
      return textCell(source.sharedTexts[Number(value)] ?? "", formula);
    case "str":
    case "inlineStr":
      return textCell(decodeEscapes(value), formula);
    case "b":
      return {
        kind: "boolean",
        text: value === "1" || value === "true" ? "TRUE" : "FALSE",
        ...(formula && { formula: true }),
      };
    case "e":
      return { kind: "error", text: value, ...(formula && { formula: true }) };
    case "d":
      return {
        kind: "date",
        text: value.replace("T", " ").replace(/(?: 00:00:00)?(?:\.\d+)?Z?$/, ""),
        ...(formula && { formula: true }),
      };
    default: {
      const number = Number(value);
      if (!Number.isFinite(number)) return textCell(value, formula);
      return source.dateStyles.has(style) ? dateCell(number, source.is1904, formula) : numberCell(number, formula);
    }
  }
}

function columnOf(reference: string | undefined, following: number, rowNumber: number, limits: ReadingLimits): number {
  let column = following;
  if (reference !== undefined) {
    column = 0;
    let at = 0;
    for (; at < reference.length && reference.charCodeAt(at) > 64; at++)
      column = column * 26 + (reference.charCodeAt(at) & 31);
    column -= 1;
    if (Number(reference.slice(at)) > limits.rows) throw tooManyRows(limits);
  }
  if (column < 0 || column >= limits.columns) {
    throw new ReadingRefusal(
      "file.too_many_columns",
      `第 ${rowNumber} 行的列数超过 ${limits.columns.toLocaleString("en-US")}，文件无法读取。`,
    );
  }
  return column;
}

function tooManyRows(limits: ReadingLimits): ReadingRefusal {
  return new ReadingRefusal(
    "file.too_many_rows",
    `工作表超过 ${limits.rows.toLocaleString("en-US")} 行，请分成几个文件导入。`,
  );
}
