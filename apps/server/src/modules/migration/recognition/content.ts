import { columnLetter } from "../reading/cell.ts";
import { fieldTerms, type Field } from "./fields.ts";
import type { ColumnProfile, SheetProfile } from "./profile.ts";
import type { Question, RecognisedColumn } from "./recognition.ts";
import { hasValidCheckDigit, parseDecimal } from "./values.ts";

/** Where a column is of numbers, the first row must have a number there too; else it is headings that we do not know. */
function firstRowIsData(profile: SheetProfile, guessed: ReadonlyMap<Field, number>): boolean {
  const first = profile.head[0]?.cells ?? [];
  const numbers = [...guessed.values()].filter(
    (index) => profile.columns[index]!.numeric >= profile.columns[index]!.filled * 0.9,
  );
  return numbers.length > 0 && numbers.every((index) => parseDecimal(first[index]?.text ?? "").ok);
}

/** A list of goods without headings: the columns are guessed from what is in them, and the guess is asked. */
export function guessColumns(
  profile: SheetProfile,
): { columns: readonly RecognisedColumn[]; question: Question } | undefined {
  const guessed = new Map<Field, number>();
  const { columns } = profile;
  const most = profile.rows * 0.6;
  const full = columns.map((column, index) => ({ column, index })).filter(({ column }) => column.filled >= most);
  const take = (
    field: Field,
    fits: (column: ColumnProfile) => boolean,
    better?: (a: ColumnProfile, b: ColumnProfile) => number,
  ) => {
    const free = full.filter(({ index, column }) => ![...guessed.values()].includes(index) && fits(column));
    const [first] = better ? free.toSorted((a, b) => better(a.column, b.column)) : free;
    if (first) guessed.set(field, first.index);
  };
  const isDecimal = (column: ColumnProfile) => column.numeric >= column.filled * 0.9;
  take("barcode", (column) => column.samples.filter(hasValidCheckDigit).length >= 3);
  take(
    "name",
    (column) => !isDecimal(column) && column.longest > 3,
    (a, b) => b.chinese - a.chinese || b.longest - a.longest,
  );
  take(
    "code",
    (column) =>
      column.distinct === column.filled &&
      column.chinese === 0 &&
      column.samples.every((sample) => !sample.includes(".")),
  );
  take("salePrice", (column) => isDecimal(column) && column.samples.some((sample) => sample.includes(".")));
  if (!guessed.has("name") || guessed.size < 2 || profile.rows < 3 || !firstRowIsData(profile, guessed))
    return undefined;
  take("category", (column) => column.distinct <= Math.max(30, column.filled / 10));

  const fieldAt = (index: number) => [...guessed].find(([, place]) => place === index)?.[0] ?? null;
  return {
    columns: columns.map((column, index) => ({
      index,
      letter: columnLetter(index),
      heading: "",
      field: fieldAt(index),
      confidence: fieldAt(index) ? 0.5 : 0,
      samples: column.samples.slice(0, 4),
    })),
    question: {
      id: "noHeadings",
      kind: "noHeadings",
      text: `这个表没有表头，第一行就是数据。按内容猜测：${[...guessed].map(([field, index]) => `${columnLetter(index)} 列是${fieldTerms[field]}`).join("，")}。请核对每一列。`,
      options: [{ value: "yes", label: "核对过了" }],
      free: false,
      suggested: "yes",
    },
  };
}
