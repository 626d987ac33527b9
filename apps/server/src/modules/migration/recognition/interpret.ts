import { distinctBins } from "./bins.ts";
import type { Cell, SheetRow } from "../reading/cell.ts";
import { fieldForm, isField, type Field } from "./fields.ts";
import { itemInterpreter } from "./items.ts";
import { categoryInterpreter, partnerInterpreter } from "./partners.ts";
import { type Answers, answerTo, type Recognition, type RecognisedColumn } from "./recognition.ts";
import type {
  Announcement,
  ImportRecord,
  Interpreted,
  InterpretedSheet,
  ItemAddition,
  ItemRecord,
  Problem,
  Totals,
} from "./records.ts";
import { isFilled, rowReader, type RowRules } from "./row-reader.ts";
import { stockInterpreter } from "./stock.ts";
import { startSums, type Sums } from "./sums.ts";
import type { InterpretContext, TargetInterpreter } from "./target-interpreter.ts";
import { isTotalsLabel, parseDecimal } from "./values.ts";

export interface Interpreter {
  /** Rows in order, in batches of any size; those above the data are passed over. */
  take(rows: readonly SheetRow[]): Interpreted;
  finish(): InterpretedSheet;
}

/** Turns rows into records, batch by batch; what it keeps between batches are keys, never rows. */
export function startInterpreting(recognition: Recognition, answers: Answers = {}): Interpreter {
  const { target } = recognition;
  if (target === null) throw new Error("a sheet without a target cannot be interpreted");
  const columns = answeredColumns(recognition, answers);
  const mapped = columns.filter((column) => column.field !== null);
  const context: InterpretContext = {
    recognition,
    columns: mapped,
    answer: (kind) => answerTo(recognition, answers, kind),
    has: (field) => mapped.some((column) => column.field === field),
  };
  const interpreter = interpreterOf(context);
  const rules: RowRules = { emptyPriceColumns: emptyPriceColumns(recognition, answers, columns) };
  const { reader, moveTo } = rowReader(mapped, rules);
  const sums = startSums(columns);
  const whyNoRecord = passedOver(mapped, sums);
  const ignored: { totals: number[]; empty: number[]; rows: number } = { totals: [], empty: [], rows: 0 };
  const hidden: number[] = [];
  const counts = { rows: 0, records: 0, refused: 0, joined: 0, ignored: 0 };

  const takeRow = (row: SheetRow, records: ImportRecord[], problems: Problem[]) => {
    counts.rows++;
    const why = whyNoRecord(row);
    if (why) {
      counts.ignored++;
      if (ignored[why].length < 20) ignored[why].push(row.number);
      return;
    }
    if (row.hidden && hidden.length < 20) hidden.push(row.number);
    moveTo(row);
    const made = interpreter.take(reader);
    problems.push(...reader.problems);
    if (reader.failed) {
      counts.refused++;
      records.push(...made.records);
    } else {
      if (made.joined) counts.joined++;
      records.push(...made.records);
      sums.add(row);
    }
  };

  return {
    take(rows) {
      const records: ImportRecord[] = [];
      const problems: Problem[] = [];
      for (const row of rows) if (row.number >= recognition.dataFrom) takeRow(row, records, problems);
      counts.records += records.filter((record) => record.target !== "itemAddition").length;
      return { records, problems };
    },
    finish() {
      const records = interpreter.finish();
      counts.records += records.length;
      const totals: Totals = { target, ...counts, sums: sums.list() };
      return {
        records,
        problems: [],
        totals,
        announcements: [...sheetAnnouncements(ignored, hidden, counts.rows), ...interpreter.announcements()],
      };
    },
  };
}

/** A whole sheet at once; further rows of the same goods are put into their records. */
export function interpret(
  rows: readonly SheetRow[],
  recognition: Recognition,
  answers: Answers = {},
): InterpretedSheet {
  const interpreter = startInterpreting(recognition, answers);
  const first = interpreter.take(rows);
  const last = interpreter.finish();
  return {
    ...last,
    records: withAdditions([...first.records, ...last.records]),
    problems: [...first.problems, ...last.problems],
  };
}

/** Puts additions into the records that they belong to. */
export function withAdditions(records: readonly ImportRecord[]): readonly Exclude<ImportRecord, ItemAddition>[] {
  const byRow = new Map<number, ItemAddition[]>();
  for (const record of records) {
    if (record.target === "itemAddition") byRow.set(record.toRow, [...(byRow.get(record.toRow) ?? []), record]);
  }
  return records.flatMap((record): readonly Exclude<ImportRecord, ItemAddition>[] => {
    if (record.target === "itemAddition") return [];
    const additions = record.target === "items" ? byRow.get(record.row) : undefined;
    return additions ? [additions.reduce(withAddition, record as ItemRecord)] : [record];
  });
}

function withAddition(item: ItemRecord, addition: ItemAddition): ItemRecord {
  const bins = distinctBins([...(item.location ?? []), ...(addition.location ?? [])]);
  return {
    ...item,
    openings: [...item.openings, ...addition.openings],
    ...(bins.length > 0 && { location: bins }),
  };
}

function interpreterOf(context: InterpretContext): TargetInterpreter {
  switch (context.recognition.target!) {
    case "items":
      return itemInterpreter(context);
    case "stock":
      return stockInterpreter(context);
    case "customers":
    case "suppliers":
      return partnerInterpreter(context);
    case "categories":
      return categoryInterpreter();
  }
}

/** The columns after the answers about them: which of two, what the one without a heading is. */
export function answeredColumns(recognition: Recognition, answers: Answers): readonly RecognisedColumn[] {
  let columns = recognition.columns;
  for (const question of recognition.questions) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (answer === undefined || answer === question.suggested) continue;
    const subject = question.id.split(".")[1] ?? "";
    if (question.kind === "unnamedColumn") {
      const field = isField(answer) ? answer : null;
      columns = columns.map((column) => (column.letter === subject ? { ...column, field } : column));
    } else if (question.kind === "whichColumn" && isField(subject)) {
      columns = chosenColumn(columns, subject, Number(answer));
    }
  }
  return columns;
}

const groupSuffix: Partial<Record<Field, RegExp>> = { openingUnitCost: /(?:单价|成本价?)$/, openingAmount: /金额$/ };

/** With 期初库存数量 chosen instead of 期末库存数量, its price and amount are chosen too. */
function chosenColumn(columns: readonly RecognisedColumn[], field: Field, index: number): readonly RecognisedColumn[] {
  const chosen = columns[index];
  if (!chosen) return columns;
  const group = field === "openingQuantity" ? /^(.+)数量$/.exec(chosen.heading)?.[1] : undefined;
  const fieldOf = (column: RecognisedColumn): Field | null => {
    if (column.index === index) return field;
    if (column.field === field) return null;
    if (group === undefined) return column.field;
    for (const [other, suffix] of Object.entries(groupSuffix) as [Field, RegExp][]) {
      if (suffix.test(column.heading) && column.heading.replace(suffix, "") === group) return other;
      if (column.field === other) return null;
    }
    return column.field;
  };
  return columns.map((column) => ({ ...column, field: fieldOf(column) }));
}

function emptyPriceColumns(
  recognition: Recognition,
  answers: Answers,
  columns: readonly RecognisedColumn[],
): ReadonlySet<number> {
  const indexes = recognition.questions.flatMap((question) => {
    if (question.kind !== "pricesAsText" || (answers[question.id] ?? question.suggested) !== "empty") return [];
    return columns.filter((column) => `pricesAsText.${column.letter}` === question.id).map((column) => column.index);
  });
  return new Set(indexes);
}

const naming: ReadonlySet<Field> = new Set(["name", "code", "barcode", "styleNumber", "spec", "category"]);

/** Totals rows say so in words, or have no name and exactly the sums; a row of zeros without a name says nothing. */
function passedOver(
  mapped: readonly RecognisedColumn[],
  sums: Sums,
): (row: SheetRow) => "totals" | "empty" | undefined {
  const named = mapped.filter((column) => column.field !== null && naming.has(column.field));
  const barcodes = mapped.filter((column) => column.field === "barcode");

  return (row) => {
    const isTotals = (cell: Cell | undefined) =>
      cell?.kind === "text" && !cell.merged && cell.text.length <= 12 && isTotalsLabel(cell.text);
    const labelled =
      isTotals(row.cells.find((cell) => cell.kind !== "empty")) ||
      named.some(({ index }) => isTotals(row.cells[index]));
    if (labelled && !barcodes.some(({ index }) => isFilled(row.cells[index]))) return "totals";
    if (named.some(({ index }) => isFilled(row.cells[index]) && !row.cells[index].merged)) return undefined;

    const filled = mapped.filter(({ index }) => isFilled(row.cells[index]));
    if (filled.every(({ index }) => isZero(row.cells[index]!.text))) return "empty";
    const onlyNumbers = filled.every(({ field }) => ["quantity", "amount", "price"].includes(fieldForm(field!)));
    const added = filled.filter(({ field }) => fieldForm(field!) !== "price");
    const agree = added.length > 0 && added.every(({ index }) => sums.equals(index, row.cells[index]!.text));
    return onlyNumbers && agree ? "totals" : undefined;
  };
}

function isZero(text: string): boolean {
  const parsed = parseDecimal(text);
  return parsed.ok && parsed.value === "0";
}

function sheetAnnouncements(
  ignored: { readonly totals: readonly number[]; readonly empty: readonly number[] },
  hidden: readonly number[],
  rows: number,
): readonly Announcement[] {
  const list: Announcement[] = [];
  const say = (code: string, about: readonly number[], text: string) => {
    if (about.length > 0) list.push({ code, text, rows: about, count: about.length });
  };
  say("rows.totals", ignored.totals, `第 ${ignored.totals.join("、")} 行是合计，没有作为资料导入。`);
  say("rows.empty", ignored.empty, `第 ${ignored.empty.join("、")} 行没有名称，数字全是 0 或空白，没有导入。`);
  say("rows.hidden", hidden, `第 ${hidden.join("、")} 行是隐藏的，也一起导入。`);
  if (rows === 0)
    list.push({ code: "rows.none", text: "表头下面没有数据行，没有可以导入的内容。", rows: [], count: 0 });
  return list;
}
