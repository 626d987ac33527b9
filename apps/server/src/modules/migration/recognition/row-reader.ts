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
  readonly problems: readonly Problem[];
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

/**
 * Reads the cells of rows by field, and collects what is wrong with them. Every cell is judged at most once. There is one
 * reader for all rows of a sheet: what it says holds until it moves on, except the problems, which are each row's own.
 */
export function rowReader(
  columns: readonly RecognisedColumn[],
  rules: RowRules,
): { readonly reader: RowReader; moveTo(row: SheetRow): void } {
  const byField = new Map<Field, readonly RecognisedColumn[]>();
  for (const column of columns)
    if (column.field) byField.set(column.field, [...(byField.get(column.field) ?? []), column]);
  const none: readonly RecognisedColumn[] = [];
  let row: SheetRow = { number: 0, hidden: false, cells: [] };
  let problems: Problem[] = [];
  let failed = false;
  let read: (string | undefined)[] = [];
  let judged: boolean[] = [];

  const report = (
    reasonCode: ReasonCode,
    column: RecognisedColumn | undefined,
    value: string,
    detail = "",
    severity: "error" | "warning" = "error",
  ) => {
    const [reason, suggestion] = reasonTexts[reasonCode];
    failed ||= severity === "error";
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

  const filledColumn = (field: Field): RecognisedColumn | undefined => {
    const candidates = byField.get(field) ?? none;
    return candidates.length < 2
      ? candidates[0]
      : (candidates.find((column) => isFilled(row.cells[column.index])) ?? candidates[0]);
  };

  const valueAt = (column: RecognisedColumn): string | undefined => {
    const { index } = column;
    if (judged[index]) return read[index];
    judged[index] = true;
    const cell = row.cells[index];
    if (!isFilled(cell)) return undefined;
    const value = cellValue(cell, column, rules, (code, detail, severity) =>
      report(code, column, cell.text, detail, severity),
    );
    read[index] = value;
    return value;
  };

  const reader: RowReader = {
    get row() {
      return row;
    },
    get problems() {
      return problems;
    },
    get failed() {
      return failed;
    },
    value(field) {
      const column = filledColumn(field);
      return column && valueAt(column);
    },
    values(field) {
      const found: { value: string; column: RecognisedColumn }[] = [];
      for (const column of byField.get(field) ?? none) {
        const value = valueAt(column);
        if (value !== undefined) found.push({ value, column });
      }
      return found;
    },
    cell: (field) => row.cells[filledColumn(field)?.index ?? -1] ?? emptyCell,
    problem(reasonCode, at, options = {}) {
      const column = at && filledColumn(at);
      const value = options.value ?? (column ? (row.cells[column.index]?.text ?? "") : "");
      report(reasonCode, column, value, options.detail, options.severity);
    },
  };

  return {
    reader,
    moveTo(next) {
      row = next;
      problems = [];
      failed = false;
      read = [];
      judged = [];
    },
  };
}

export function isFilled(cell: Cell | undefined): cell is Cell {
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
