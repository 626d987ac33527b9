import type { ImportChoice, ImportTarget, ImportView } from "@zhangshi/contract";

type Sheet = ImportView["sheets"][number];
export const importTargets: readonly ImportTarget[] = ["items", "stock", "customers", "suppliers", "categories"];

/** Several columns may feed these; of every other field there is one column. */
const sharedFields: ReadonlySet<string> = new Set(["barcode", "note", "warehouseQuantity"]);
/** Below this the heading was guessed, and the person is asked to look. */
export const surelyRecognised = 0.8;

/** The first visible sheet that was recognised; an empty or hidden one only when there is nothing else. */
export function firstSheet(view: ImportView): Sheet | undefined {
  return (
    view.sheets.find((sheet) => !sheet.hidden && sheet.target !== null) ??
    view.sheets.find((sheet) => !sheet.hidden && sheet.rows > 0) ??
    view.sheets[0]
  );
}

export function firstChoice(view: ImportView, sheet: Sheet, wanted: ImportTarget | undefined): ImportChoice {
  const target = sheet.target ?? wanted ?? "items";
  return {
    sheetName: sheet.name,
    target,
    mapping: mappingFor(view, sheet, target),
    answers: {},
    existing: "skip",
    badRows: "refuse",
  };
}

/** The columns' own recognition, as far as the target has such a field. */
function mappingFor(view: ImportView, sheet: Sheet, target: ImportTarget): ImportChoice["mapping"] {
  const known = new Set((view.fields[target] ?? []).map((field) => field.field));
  return Object.fromEntries(
    sheet.columns.map((column) => [
      String(column.index),
      column.field !== null && known.has(column.field) ? column.field : null,
    ]),
  );
}

export function withTarget(choice: ImportChoice, view: ImportView, sheet: Sheet, target: ImportTarget): ImportChoice {
  return { ...choice, target, mapping: mappingFor(view, sheet, target), answers: {} };
}

/** A field moves to the column that is chosen for it: two columns of one name would fight over every row. */
export function withField(choice: ImportChoice, index: number, field: string | null): ImportChoice {
  const mapping = Object.fromEntries(
    Object.entries(choice.mapping).map(([column, mapped]) => [
      column,
      field !== null && mapped === field && !sharedFields.has(field) ? null : mapped,
    ]),
  );
  return { ...choice, mapping: { ...mapping, [String(index)]: field } };
}

type Asked = readonly { readonly id: string }[];

/** The table and the questions may speak of the same column; then a choice in the table is the answer as well. */
export function withColumn(
  choice: ImportChoice,
  column: { readonly index: number; readonly letter: string },
  field: string | null,
  questions: Asked,
): ImportChoice {
  const isAsked = (id: string) => questions.some((question) => question.id === id);
  const unnamed = `unnamedColumn.${column.letter}`;
  const which = `whichColumn.${field}`;
  return {
    ...withField(choice, column.index, field),
    answers: {
      ...choice.answers,
      ...(isAsked(unnamed) ? { [unnamed]: field ?? "" } : {}),
      ...(isAsked(which) ? { [which]: String(column.index) } : {}),
    },
  };
}

/** And an answer about a column stands in the table at once. */
export function withAnswerTo(
  choice: ImportChoice,
  question: string,
  answer: string,
  columns: readonly { readonly index: number; readonly letter: string }[] = [],
): ImportChoice {
  const answered = { ...choice, answers: { ...choice.answers, [question]: answer } };
  const [kind, subject = ""] = question.split(".");
  if (kind === "whichColumn" && /^\d+$/.test(answer)) return withField(answered, Number(answer), subject);
  const column = kind === "unnamedColumn" ? columns.find((candidate) => candidate.letter === subject) : undefined;
  return column === undefined ? answered : withField(answered, column.index, answer === "" ? null : answer);
}

/** Columns of the sample in the order of the fields, so that the table reads like the file; what only machines need stays out. */
export function sampleColumns(
  sample: readonly Readonly<Record<string, string>>[],
  fields: ImportView["fields"][string] | undefined,
): readonly { readonly key: string; readonly label: string }[] {
  const used = new Set(sample.flatMap((row) => Object.keys(row)));
  return (fields ?? [])
    .filter((field) => used.has(field.field))
    .map((field) => ({ key: field.field, label: field.label }));
}
