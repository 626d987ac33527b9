import type { ImportChoice } from "@zhangshi/contract";
import { refused, refusedAt } from "../../../platform/refused.ts";
import { readInWorker } from "../reading/read-in-worker.ts";
import { fieldTerms, isField } from "../recognition/fields.ts";
import { answeredColumns, startInterpreting, withAdditions } from "../recognition/interpret.ts";
import type { Recognition } from "../recognition/recognition.ts";
import type { ImportRecord, InterpretedSheet, ItemAddition, Problem } from "../recognition/records.ts";
import { asRefusal, type Inspection } from "./inspect.ts";
import { fieldsOf } from "./import-fields.ts";

export type FileRecords = {
  readonly records: readonly Exclude<ImportRecord, ItemAddition>[];
  readonly problems: readonly Problem[];
  readonly announcements: InterpretedSheet["announcements"];
  readonly totals: InterpretedSheet["totals"];
  readonly recognition: Recognition;
};

/** The person's choice over what was recognised: other columns, another kind of content, answers. */
export function chosenRecognition(inspection: Inspection, choice: ImportChoice): Recognition {
  const sheet = inspection.sheets.find((one) => one.head.name === choice.sheetName);
  if (!sheet) throw refusedAt("sheetName", "not_found");
  const recognised = sheet.byTarget[choice.target];
  const columns = recognised.columns.map((column) => {
    const chosen = choice.mapping[String(column.index)];
    if (chosen === undefined || chosen === column.field) return column;
    if (chosen === null || !isField(chosen)) {
      const { warehouse: _, ...rest } = column;
      return { ...rest, field: null };
    }
    return {
      ...column,
      field: chosen,
      confidence: 1,
      ...(chosen === "warehouseQuantity" ? { warehouse: column.warehouse ?? column.heading } : {}),
    };
  });
  const recognition = { ...recognised, columns };
  const mapped = new Set(answeredColumns(recognition, choice.answers).map((column) => column.field));
  const hasName = mapped.has("name") || mapped.has("model") || mapped.has("code") || mapped.has("styleNumber");
  for (const field of fieldsOf(choice.target)) {
    const present =
      mapped.has(field.name) ||
      (field.name === "name" && hasName) ||
      (field.name === "quantity" && (mapped.has("countedQuantity") || mapped.has("openingQuantity")));
    if (field.required && !present)
      throw refusedAt(`mapping.${field.name}`, "import.mapping_incomplete", { field: fieldTerms[field.name] });
  }
  return recognition;
}

export type RecordBatch = {
  readonly records: readonly ImportRecord[];
  readonly problems: readonly Problem[];
  readonly progress: number;
};

/** Reads the chosen sheet again in the worker and turns its rows into records, batch by batch; the last carries the sums. */
export async function* interpretBatches(
  path: string,
  recognition: Recognition,
  answers: Readonly<Record<string, string>>,
): AsyncGenerator<RecordBatch, Pick<InterpretedSheet, "announcements" | "totals">> {
  if (recognition.target === null) throw refused("import.mapping_incomplete", { field: "导入什么" });
  const interpreter = startInterpreting(recognition, answers);
  try {
    for await (const event of readInWorker(path, undefined, { sheets: [recognition.sheetIndex] })) {
      if (event.type !== "rows") continue;
      yield { ...interpreter.take(event.rows), progress: event.progress };
    }
  } catch (error) {
    throw asRefusal(error);
  }
  const { records, problems, announcements, totals } = interpreter.finish();
  yield { records, problems, progress: 1 };
  return { announcements, totals };
}

/** The whole sheet, for a preview; further rows of the same goods are put into their records. */
export async function interpretFile(
  path: string,
  recognition: Recognition,
  answers: Readonly<Record<string, string>>,
): Promise<FileRecords> {
  const records: ImportRecord[] = [];
  const problems: Problem[] = [];
  const batches = interpretBatches(path, recognition, answers);
  for (;;) {
    const next = await batches.next();
    if (next.done) return { records: withAdditions(records), problems, ...next.value, recognition };
    for (const record of next.value.records) records.push(record);
    for (const problem of next.value.problems) problems.push(problem);
  }
}
