import type { ImportChoice, ImportPreview } from "@zhangshi/contract";
import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/identifiers.ts";
import type { JobRow } from "../../../platform/jobs.sql.ts";
import type { Progress } from "../../../platform/jobs.ts";
import { recordAudit } from "../../../platform/audit.sql.ts";
import { refused } from "../../../platform/refused.ts";
import type {
  CategoryRecord,
  ItemAddition,
  ItemRecord,
  PartnerRecord,
  Problem,
  StockRecord,
} from "../recognition/records.ts";
import type { Recognition } from "../recognition/recognition.ts";
import type { ImportPayload, MigrationDependencies, PlanProblem } from "./import-context.ts";
import { questionView, readInspection } from "./inspect.ts";
import { chosenRecognition, type FileRecords, interpretBatches, interpretFile } from "./interpret-file.ts";
import {
  type BalanceOpening,
  type OpeningContext,
  postBalanceOpenings,
  postStockOpenings,
  type StockOpening,
} from "./openings.ts";
import { classifyItems } from "./plan-items.ts";
import { classifyPartners, writePartners } from "./plan-partners.ts";
import { classifyStock, planStockOpenings } from "./plan-stock.ts";
import { ensureExternalCategories, findCategoriesByExternalId, readBookStart } from "./references.sql.ts";
import { startItemWriter } from "./write-items.ts";
import { findUpload, markUsed, type UploadRow } from "./uploads.sql.ts";

type Sorted = {
  readonly items: readonly ItemRecord[];
  readonly partners: readonly PartnerRecord[];
  readonly stock: readonly StockRecord[];
  readonly categories: readonly CategoryRecord[];
};
function sorted(file: FileRecords, refusedRows: ReadonlySet<number>): Sorted {
  const records = file.records.filter((record) => !refusedRows.has(record.row));
  return {
    items: records.filter((record): record is ItemRecord => record.target === "items"),
    partners: records.filter(
      (record): record is PartnerRecord =>
        record.target === "customers" || record.target === "suppliers" || record.target === "both",
    ),
    stock: records.filter((record): record is StockRecord => record.target === "stock"),
    categories: records.filter((record): record is CategoryRecord => record.target === "categories"),
  };
}
function rowsWithErrors(problems: readonly (Problem | PlanProblem)[]): ReadonlySet<number> {
  return new Set(problems.filter((problem) => problem.severity === "error").map((problem) => problem.row));
}
/** What the company's own records add: who is here already, which barcodes are taken, which goods nobody knows. */
async function planProblems(tx: Tx, all: Sorted): Promise<readonly PlanProblem[]> {
  return [...(await classifyItems(tx, all.items)).problems, ...(await classifyStock(tx, all.stock)).problems];
}

export async function openImport(dependencies: MigrationDependencies, orgId: string, uploadId: string) {
  const upload = await findUpload(dependencies.db.platform, orgId, uploadId);
  if (!upload) throw refused("not_found");
  return { upload, inspection: await readInspection(upload.path) };
}

export type FullPreview = Omit<ImportPreview, "problems"> & {
  readonly problems: readonly ImportPreview["problems"][number][];
};
/** 试读: the import itself without the writing, with every problem. */
export async function previewImport(
  dependencies: MigrationDependencies,
  orgId: string,
  uploadId: string,
  choice: ImportChoice,
): Promise<FullPreview> {
  const { upload, inspection } = await openImport(dependencies, orgId, uploadId);
  const file = await interpretFile(upload.path, chosenRecognition(inspection, choice), choice.answers);
  return dependencies.db.inCompany(orgId, async (tx) => {
    const all = sorted(file, new Set());
    const problems = [...file.problems, ...(await planProblems(tx, all))].sort((a, b) => a.row - b.row);
    const bad = rowsWithErrors(problems);
    const good = sorted(file, bad);
    const items = await classifyItems(tx, good.items);
    const partners = await classifyPartners(tx, good.partners);
    const existing =
      items.items.filter((item) => item.existingId !== null).length +
      partners.filter((partner) => partner.existing !== null).length;
    const records = good.items.length + good.partners.length + good.stock.length + good.categories.length;
    return {
      records,
      newRecords: records - existing,
      existingRecords: existing,
      refusedRows: bad.size,
      problems: problems.map(problemView),
      problemCount: problems.length,
      announcements: file.announcements.map((announcement) => announcement.text),
      questions: file.recognition.questions.map(questionView),
      totals: Object.fromEntries([
        ["行数", String(file.totals.rows)],
        ["并入上一行", String(file.totals.joined)],
        ["不算数据的行", String(file.totals.ignored)],
        ...file.totals.sums.map((sum) => [`合计 ${sum.letter} ${sum.heading}`, sum.sum] as const),
      ]),
      sample: file.records.slice(0, 20).map((record) => sampleOf(record)),
      ready: records > 0 && (bad.size === 0 || choice.badRows === "skip"),
    };
  });
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

/** 正式导入: all or nothing, unless the person chose the good rows; then the openings through the document pipeline. */
export async function runImport(
  dependencies: MigrationDependencies,
  job: JobRow,
  progress: Progress,
): Promise<Record<string, unknown>> {
  const { uploadId, choice } = job.payload as unknown as ImportPayload;
  const author = { userId: job.createdBy ?? "", userName: job.createdByName };
  const { upload, inspection } = await openImport(dependencies, job.orgId, uploadId);
  const recognition = chosenRecognition(inspection, choice);
  const written = await readAndWrite(dependencies, job, { upload, recognition, choice, progress });
  const context: OpeningContext = {
    orgId: job.orgId,
    jobId: job.id,
    author,
    trains: dependencies.trains,
    kinds: dependencies.kinds,
    startPeriod: written.startPeriod,
  };
  const documents = Math.ceil(written.stockOpenings.length / 1000) + Math.ceil(written.balanceOpenings.length / 1000);
  let posted = 0;
  const onDone = async (step: number) =>
    progress(70 + Math.round(((posted + step) / Math.max(1, documents)) * 30), 100, "期初入账");
  posted += await postStockOpenings(context, written.stockOpenings, onDone);
  posted += await postBalanceOpenings(context, written.balanceOpenings, onDone);
  await markUsed(dependencies.db.platform, job.orgId, uploadId);
  await progress(100, 100, "完成");
  return {
    fileName: upload.fileName,
    target: choice.target,
    created: written.created,
    updated: written.updated,
    skipped: written.skipped,
    refusedRows: written.refusedRows,
    openings: written.stockOpenings.length + written.balanceOpenings.length,
    openingsThere: written.openingsThere,
    withoutCost: written.withoutCost,
    openingDocuments: posted,
  };
}

type Written = {
  readonly startPeriod: number;
  readonly refusedRows: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly stockOpenings: readonly StockOpening[];
  readonly balanceOpenings: readonly BalanceOpening[];
  readonly openingsThere: number;
  readonly withoutCost: number;
};
type Task = {
  readonly upload: UploadRow;
  readonly recognition: Recognition;
  readonly choice: ImportChoice;
  readonly progress: Progress;
};

/** Reads the sheet and writes its records in one transaction: goods while they are read, everything else at the end. */
function readAndWrite(dependencies: MigrationDependencies, job: JobRow, task: Task): Promise<Written> {
  const { upload, choice } = task;
  return dependencies.db.inCompany(
    job.orgId,
    async (tx) => {
      await task.progress(0, 100, "读取文件");
      const written = await (choice.target === "items" ? streamItems(tx, task) : writeSheet(tx, task));
      await recordAudit(
        tx,
        { userId: job.createdBy ?? "", userName: job.createdByName },
        {
          action: "import.commit",
          subjectType: "import",
          subjectId: upload.id,
          note: `${upload.fileName}：${written.created} 条新增`,
        },
      );
      return written;
    },
    { timeoutMilliseconds: 300_000 },
  );
}

async function streamItems(tx: Tx, { upload, recognition, choice, progress }: Task): Promise<Written> {
  const { startPeriod, defaultTaxRate } = await readBookStart(tx);
  const errors = { count: 0, rows: new Set<number>() };
  const count = (problems: readonly (Problem | PlanProblem)[]) => {
    for (const problem of problems) {
      if (problem.severity !== "error") continue;
      errors.count += 1;
      errors.rows.add(problem.row);
    }
  };
  const writer = startItemWriter(tx, {
    existing: choice.existing,
    defaultTaxRate,
    hasCodes: recognition.columns.some((column) => column.field === "code"),
    mayWrite: () => choice.badRows === "skip" || errors.count === 0,
    onError: count,
  });
  const seen = { rows: 0 };
  for await (const batch of interpretBatches(upload.path, recognition, choice.answers)) {
    count(batch.problems);
    const items = batch.records.filter(
      (record): record is ItemRecord | ItemAddition => record.target === "items" || record.target === "itemAddition",
    );
    seen.rows += items.length;
    await writer.take(items);
    await progress(Math.round(batch.progress * 65), 100, `读取并写入商品 ${seen.rows}`);
  }
  const written = await writer.finish();
  if (errors.count > 0 && choice.badRows === "refuse") throw refused("import.has_problems", { count: errors.count });
  return {
    startPeriod,
    refusedRows: errors.rows.size,
    created: written.created,
    updated: written.updated,
    skipped: written.skipped,
    stockOpenings: written.openings,
    balanceOpenings: [],
    openingsThere: written.openingsThere,
    withoutCost: 0,
  };
}

async function writeSheet(tx: Tx, { upload, recognition, choice, progress }: Task): Promise<Written> {
  const file = await interpretFile(upload.path, recognition, choice.answers);
  await progress(50, 100, "写入");
  const all = sorted(file, new Set());
  const stockPlan = await classifyStock(tx, all.stock);
  const problems = [...file.problems, ...stockPlan.problems];
  const bad = rowsWithErrors(problems);
  if (bad.size > 0 && choice.badRows === "refuse")
    throw refused("import.has_problems", { count: problems.filter((problem) => problem.severity === "error").length });
  const { startPeriod } = await readBookStart(tx);
  const good = sorted(file, bad);
  const categories = await writeCategories(tx, good.categories);
  const partners = await writePartners(tx, await classifyPartners(tx, good.partners), { existing: choice.existing });
  const resolved = stockPlan.resolved.filter(({ record }) => !bad.has(record.row));
  const stock = await planStockOpenings(tx, { ...stockPlan, resolved });
  return {
    startPeriod,
    refusedRows: bad.size,
    created: partners.created + categories,
    updated: partners.updated,
    skipped: partners.skipped,
    stockOpenings: stock.openings,
    balanceOpenings: partners.openings,
    openingsThere: partners.openingsThere + stock.openingsThere,
    withoutCost: stock.withoutCost,
  };
}

async function writeCategories(tx: Tx, records: readonly CategoryRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const known = await findCategoriesByExternalId(
    tx,
    records.flatMap((record) => record.externalId ?? []),
  );
  const fresh = records.filter((record) => record.externalId === undefined || !known.has(record.externalId));
  return ensureExternalCategories(
    tx,
    fresh.map((record) => ({ id: newId(), name: record.name, externalId: record.externalId ?? null })),
  );
}
