import { type Cell, emptyCell, type SheetRow } from "../reading/cell.ts";
import { type Field, fieldForm } from "./fields.ts";
import type { Problem, ReasonCode } from "./records.ts";
import { reasonTexts } from "./reasons.ts";
import type { RecognisedColumn } from "./recognition.ts";
import {
  codeText,
  decimalsOf,
  parseDate,
  parseDecimal,
  parseFlag,
  parseRate,
  plainText,
  roundDecimal,
} from "./values.ts";

/** Columns whose words are taken for "no price". */
export interface RowRules {
  readonly emptyPriceColumns: ReadonlySet<number>;
}

export interface RowReader {
  readonly row: SheetRow;
  readonly problems: Problem[];
  /** The value of the first filled column of the field, or undefined where it is blank or wrong. */
  value(field: Field): string | undefined;
  /** The values of all columns of the field. */
  values(field: Field): readonly { readonly value: string; readonly column: RecognisedColumn }[];
  /** The cell as it stands, of the first filled column of the field. */
  cell(field: Field): Cell;
  problem(
    reasonCode: ReasonCode,
    at?: Field,
    options?: { readonly detail?: string; readonly severity?: "error" | "warning"; readonly value?: string },
  ): void;
  readonly failed: boolean;
}

const longestCode = 60;
const priceDecimals = 6;

/** Reads the cells of a row by field, and collects what is wrong with them. Every cell is judged at most once. */
export function readRow(row: SheetRow, columns: readonly RecognisedColumn[], rules: RowRules): RowReader {
  const problems: Problem[] = [];
  const cache = new Map<number, string | undefined>();
  const columnsOf = (field: Field) => columns.filter((column) => column.field === field);
  const filledColumn = (field: Field) =>
    columnsOf(field).find((column) => isFilled(row.cells[column.index])) ?? columnsOf(field)[0];

  const report = (
    reasonCode: ReasonCode,
    column: RecognisedColumn | undefined,
    value: string,
    detail = "",
    severity: "error" | "warning" = "error",
  ) => {
    const [reason, suggestion] = reasonTexts[reasonCode];
    problems.push({
      row: row.number,
      ...(column && { column: { letter: column.letter, heading: column.heading } }),
      value: value.slice(0, 100),
      reasonCode,
      reason: reason.replaceAll("{detail}", detail),
      suggestion: suggestion.replaceAll("{detail}", detail),
      severity,
    });
  };

  const read = (column: RecognisedColumn): string | undefined => {
    if (cache.has(column.index)) return cache.get(column.index);
    const cell = row.cells[column.index] ?? emptyCell;
    const value = isFilled(cell)
      ? cellValue(cell, column, rules, (code, detail, severity) => report(code, column, cell.text, detail, severity))
      : undefined;
    cache.set(column.index, value);
    return value;
  };

  return {
    row,
    problems,
    value(field) {
      const column = filledColumn(field);
      return column && read(column);
    },
    values: (field) =>
      columnsOf(field).flatMap((column) => {
        const value = read(column);
        return value === undefined ? [] : [{ value, column }];
      }),
    cell: (field) => row.cells[filledColumn(field)?.index ?? -1] ?? emptyCell,
    problem(reasonCode, at, options = {}) {
      const column = at && filledColumn(at);
      const value = options.value ?? (column ? (row.cells[column.index]?.text ?? "") : "");
      report(reasonCode, column, value, options.detail, options.severity);
    },
    get failed() {
      return problems.some((problem) => problem.severity === "error");
    },
  };
}

export function isFilled(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.kind !== "empty" && cell.text.trim() !== "";
}

type Report = (code: ReasonCode, detail?: string, severity?: "error" | "warning") => void;

function cellValue(cell: Cell, column: RecognisedColumn, rules: RowRules, report: Report): string | undefined {
  if (cell.kind === "error") {
    report("cell.error", cell.text);
    return undefined;
  }
  const form = fieldForm(column.field!);
  switch (form) {
    case "code":
      return codeValue(cell, report);
    case "text":
      return plainText(cell.text) || undefined;
    case "flag":
    case "rate":
    case "date": {
      const parsed = { flag: parseFlag, rate: parseRate, date: parseDate }[form](cell.text);
      if (parsed.ok) return parsed.value;
      report(parsed.reason);
      return undefined;
    }
    default:
      // A quantity or an amount merged over several rows is there once.
      if (cell.merged && form !== "price") return undefined;
      return numberValue(cell, form, rules.emptyPriceColumns.has(column.index), report);
  }
}

function codeValue(cell: Cell, report: Report): string | undefined {
  if (cell.lossy) report("code.lost_digits");
  else if (cell.scientific) report("code.scientific");
  else if (cell.kind === "date") report("cell.became_date");
  else {
    const code = codeText(cell.text);
    if (code.length <= longestCode) return code || undefined;
    report("code.too_long", String(longestCode));
  }
  return undefined;
}

function numberValue(
  cell: Cell,
  form: "quantity" | "price" | "amount",
  wordsAreEmpty: boolean,
  report: Report,
): string | undefined {
  const parsed = parseDecimal(cell.text);
  if (!parsed.ok) {
    if (wordsAreEmpty && form === "price" && !/\d/.test(cell.text)) report("price.left_empty", "", "warning");
    else report(parsed.reason);
    return undefined;
  }
  if (form !== "amount" && parsed.value.startsWith("-")) {
    report("number.negative");
    return undefined;
  }
  const places = form === "amount" ? 2 : priceDecimals;
  if (decimalsOf(parsed.value) <= places) return parsed.value;
  // A number that a formula made may be longer than anybody would write: prices and amounts are rounded, quantities are not ours to change.
  if (form === "quantity" || cell.kind === "text") {
    report("number.too_many_decimals", String(places));
    return undefined;
  }
  const rounded = roundDecimal(parsed.value, places);
  report("number.rounded", rounded, "warning");
  return rounded;
}
