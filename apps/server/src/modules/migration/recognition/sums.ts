import { emptyCell, type SheetRow } from "../reading/cell.ts";
import { fieldForm } from "./fields.ts";
import type { RecognisedColumn } from "./recognition.ts";
import type { ColumnSum } from "./records.ts";
import { exactSum, parseDecimal, sameDecimal } from "./values.ts";

export interface Sums {
  add(row: SheetRow): void;
  /** Whether a text is exactly the sum so far of two rows or more of its column, and not zero. */
  equals(index: number, text: string): boolean;
  list(): readonly ColumnSum[];
}

const numeric: ReadonlySet<string> = new Set(["quantity", "price", "amount"]);

/** Exact sums of all columns with numbers, mapped or not, to hold against the file. */
export function startSums(columns: readonly RecognisedColumn[]): Sums {
  const sums = columns.map(() => ({ sum: exactSum(), filled: 0 }));
  return {
    add(row) {
      columns.forEach((column, at) => {
        const cell = row.cells[column.index] ?? emptyCell;
        const isNumber =
          cell.kind === "number" ||
          (cell.kind === "text" && column.field !== null && numeric.has(fieldForm(column.field)));
        if (!isNumber || cell.merged || cell.lossy) return;
        const parsed = parseDecimal(cell.text);
        if (!parsed.ok) return;
        const entry = sums[at]!;
        entry.sum.add(parsed.value);
        entry.filled++;
      });
    },
    equals(index, text) {
      const at = columns.findIndex((column) => column.index === index);
      const parsed = parseDecimal(text);
      const entry = sums[at];
      return (
        parsed.ok &&
        parsed.value !== "0" &&
        entry !== undefined &&
        entry.filled >= 2 &&
        sameDecimal(parsed.value, entry.sum.total())
      );
    },
    list: () =>
      columns.flatMap((column, at) => {
        const { sum, filled } = sums[at]!;
        return filled === 0 ? [] : [{ letter: column.letter, heading: column.heading, sum: sum.total(), filled }];
      }),
  };
}
