import { type Cell, emptyCell, numberCell, type SheetRow, textCell } from "../reading/cell.ts";
import { interpret } from "./interpret.ts";
import { profileOf } from "./profile.ts";
import { recognise, type RecognitionHints } from "./recognise.ts";
import type { Answers, Recognition } from "./recognition.ts";
import type { InterpretedSheet } from "./records.ts";

type Value = string | number | undefined | null | Cell;

/** A sheet of plain values: rows of undefined only are empty rows, which a reader leaves out. */
export function sheetRows(rows: readonly (readonly Value[])[]): readonly SheetRow[] {
  return rows
    .map((values, at): SheetRow => ({ number: at + 1, hidden: false, cells: values.map(cellOf) }))
    .filter((row) => row.cells.some((cell) => cell.kind !== "empty"));
}

function cellOf(value: Value): Cell {
  if (value === undefined || value === null) return emptyCell;
  if (typeof value === "string") return textCell(value);
  return typeof value === "number" ? numberCell(value) : value;
}

export function recognised(rows: readonly (readonly Value[])[], hints: RecognitionHints = {}): Recognition {
  return recognise(profileOf({ index: 0, name: "Sheet1", hidden: false }, sheetRows(rows)), hints);
}

export function interpreted(
  rows: readonly (readonly Value[])[],
  answers: Answers = {},
  hints: RecognitionHints = {},
): InterpretedSheet {
  return interpret(sheetRows(rows), recognised(rows, hints), answers);
}

/** `B「价格」=salePrice` of the columns with a field. */
export function mapping(recognition: Recognition): string {
  return recognition.columns
    .filter((column) => column.field)
    .map((column) => `${column.letter}=${column.field}`)
    .join(" ");
}

/** One line per problem: `3 D -5 number.negative`. */
export function problemLines(out: InterpretedSheet): readonly string[] {
  return out.problems.map(
    ({ row, column, value, reasonCode, severity }) =>
      `${row} ${column?.letter ?? "–"} ${value} ${reasonCode}${severity === "warning" ? " (提示)" : ""}`,
  );
}
