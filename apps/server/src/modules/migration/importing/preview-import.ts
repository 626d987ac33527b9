import type { ImportChoice, ImportPreview } from "@zhangshi/contract";
import type { Tx } from "../../../platform/db.ts";
import { withFrugalHeap } from "../../../platform/memory.ts";
import { withAdditions } from "../recognition/interpret.ts";
import type { ImportRecord, ItemAddition, Problem } from "../recognition/records.ts";
import { closedOpeningProblem, openingRefusal, rowWithNewOpening } from "./closed-openings.ts";
import type { MigrationDependencies, PlanProblem } from "./import-context.ts";
import { questionView } from "./inspect.ts";
import { chosenRecognition, interpretBatches } from "./interpret-file.ts";
import { openImport } from "./open-import.ts";
import { classifyItems } from "./plan-items.ts";
import { classifyPartners } from "./plan-partners.ts";
import { classifyStock } from "./plan-stock.ts";
import { rowsWithErrors, sortRecords } from "./sort-records.ts";

const sampleRecords = 20;
type Seen = {
  records: number;
  existing: number;
  readonly problems: (Problem | PlanProblem)[];
  readonly sample: ImportRecord[];
  /** In books with a closed month: the first row that brings a new opening. */
  openingRow: number | undefined;
};

/** 试读: the import itself without the writing, with every problem; nothing of a batch is kept but what is shown. */
export async function previewImport(
  dependencies: MigrationDependencies,
  orgId: string,
  uploadId: string,
  choice: ImportChoice,
): Promise<ImportPreview> {
  const { upload, inspection } = await openImport(dependencies, orgId, uploadId);
  const recognition = chosenRecognition(inspection, choice);
  return withFrugalHeap(() =>
    dependencies.db.inCompany(orgId, async (tx) => {
      const seen: Seen = { records: 0, existing: 0, problems: [], sample: [], openingRow: undefined };
      const closed = await openingRefusal(tx, dependencies.kinds);
      const batches = interpretBatches(upload.path, recognition, choice.answers);
      for (;;) {
        const next = await batches.next();
        if (!next.done) {
          await look(tx, next.value, seen, closed !== undefined);
          continue;
        }
        if (closed && seen.openingRow !== undefined) seen.problems.push(closedOpeningProblem(seen.openingRow, closed));
        const { announcements, totals } = next.value;
        const problems = seen.problems.sort((a, b) => a.row - b.row);
        const refusedRows = rowsWithErrors(problems).size;
        return {
          records: seen.records,
          newRecords: seen.records - seen.existing,
          existingRecords: seen.existing,
          refusedRows,
          problems: problems.map(problemView),
          problemCount: problems.length,
          announcements: announcements.map((announcement) => announcement.text),
          questions: recognition.questions.map(questionView),
          totals: Object.fromEntries([
            ["行数", String(totals.rows)],
            ["并入上一行", String(totals.joined)],
            ["不算数据的行", String(totals.ignored)],
            ...totals.sums.map((sum) => [`合计 ${sum.letter} ${sum.heading}`, sum.sum] as const),
          ]),
          sample: withAdditions(seen.sample).map((record) => sampleOf(record)),
          ready: seen.records > 0 && seen.openingRow === undefined && (refusedRows === 0 || choice.badRows === "skip"),
        };
      }
    }),
  );
}

async function look(
  tx: Tx,
  batch: { readonly records: readonly ImportRecord[]; readonly problems: readonly Problem[] },
  seen: Seen,
  openingsClosed: boolean,
): Promise<void> {
  const { items, partners, stock, categories } = sortRecords(batch.records);
  const itemPlan = await classifyItems(tx, items);
  const stockPlan = await classifyStock(tx, stock);
  const own = [...itemPlan.problems, ...stockPlan.problems];
  for (const problem of batch.problems) seen.problems.push(problem);
  for (const problem of own) seen.problems.push(problem);
  const bad = rowsWithErrors(own);
  const goodPartners = await classifyPartners(tx, partners);
  seen.records += [...items, ...partners, ...stock, ...categories].filter((record) => !bad.has(record.row)).length;
  seen.existing +=
    itemPlan.items.filter(({ record, existingId }) => existingId !== null && !bad.has(record.row)).length +
    goodPartners.filter((partner) => partner.existing !== null).length;
  if (openingsClosed) seen.openingRow ??= await rowWithNewOpening(tx, itemPlan.items, goodPartners, stockPlan);
  keepSample(batch.records, seen.sample);
}

function keepSample(records: readonly ImportRecord[], sample: ImportRecord[]): void {
  const whole = (record: ImportRecord) => record.target !== "itemAddition";
  for (const record of records) {
    if (whole(record) && sample.filter(whole).length < sampleRecords) sample.push(record);
    else if (!whole(record) && sample.some((one) => one.row === (record as ItemAddition).toRow)) sample.push(record);
    else if (whole(record)) break;
  }
}

function problemView(problem: Problem | PlanProblem): ImportPreview["problems"][number] {
  return {
    row: problem.row,
    column: problem.column?.letter ?? "",
    heading: problem.column?.heading ?? "",
    value: problem.value.slice(0, 200),
    code: problem.reasonCode,
    reason: problem.reason,
    suggestion: problem.suggestion,
    severity: problem.severity,
  };
}
function sampleOf(record: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(
        ([key, value]) => key !== "target" && value !== undefined && !(Array.isArray(value) && value.length === 0),
      )
      .map(([key, value]) => [
        key,
        typeof value === "string"
          ? value
          : Array.isArray(value)
            ? value
                .map((part) => (typeof part === "string" ? part : Object.values(part as object).join(" ")))
                .join("；")
            : String(value),
      ]),
  );
}
