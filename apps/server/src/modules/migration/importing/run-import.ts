import type { ImportChoice } from "@zhangshi/contract";
import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/identifiers.ts";
import type { JobRow } from "../../../platform/jobs.sql.ts";
import type { Progress } from "../../../platform/jobs.ts";
import { withFrugalHeap } from "../../../platform/memory.ts";
import { recordAudit } from "../../../platform/audit.sql.ts";
import { refused } from "../../../platform/refused.ts";
import type { CategoryRecord, ItemAddition, ItemRecord, Problem } from "../recognition/records.ts";
import type { Recognition } from "../recognition/recognition.ts";
import { refuseClosedOpenings } from "./closed-openings.ts";
import type { ImportPayload, MigrationDependencies, PlanProblem } from "./import-context.ts";
import { chosenRecognition, interpretBatches, interpretFile } from "./interpret-file.ts";
import {
  type BalanceOpening,
  type OpeningContext,
  postBalanceOpenings,
  postStockOpenings,
  type StockOpening,
} from "./openings.ts";
import { openImport } from "./open-import.ts";
import { rowsWithErrors, sortRecords } from "./sort-records.ts";
import { classifyPartners, writePartners } from "./plan-partners.ts";
import { classifyStock, planStockOpenings } from "./plan-stock.ts";
import {
  counts,
  ensureExternalCategories,
  findCategoriesByExternalId,
  manyRows,
  readBookStart,
} from "./references.sql.ts";
import { startItemWriter } from "./write-items.ts";
import { markUsed, type UploadRow } from "./uploads.sql.ts";

/** 正式导入: all or nothing, unless the person chose the good rows; then the openings through the document pipeline. */
export function runImport(
  dependencies: MigrationDependencies,
  job: JobRow,
  progress: Progress,
): Promise<Record<string, unknown>> {
  return withFrugalHeap(() => carryOut(dependencies, job, progress));
}

async function carryOut(
  dependencies: MigrationDependencies,
  job: JobRow,
  progress: Progress,
): Promise<Record<string, unknown>> {
  const { uploadId, choice } = job.payload as unknown as ImportPayload;
  const author = { userId: job.createdBy ?? "", userName: job.createdByName };
  const { upload, inspection } = await openImport(dependencies, job.orgId, uploadId);
  const recognition = chosenRecognition(inspection, choice);
  const written = await readAndWrite(dependencies, job, { upload, recognition, choice, progress });
  if (written.created >= manyRows) await dependencies.db.platform.query(counts.records);
  const context: OpeningContext = {
    orgId: job.orgId,
    jobId: job.id,
    author,
    trains: dependencies.trains,
    kinds: dependencies.kinds,
    startPeriod: written.startPeriod,
    platform: dependencies.db.platform,
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
      if (written.stockOpenings.length + written.balanceOpenings.length > 0)
        await refuseClosedOpenings(tx, dependencies.kinds);
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
  const all = sortRecords(file.records);
  const stockPlan = await classifyStock(tx, all.stock);
  const problems = [...file.problems, ...stockPlan.problems];
  const bad = rowsWithErrors(problems);
  if (bad.size > 0 && choice.badRows === "refuse")
    throw refused("import.has_problems", { count: problems.filter((problem) => problem.severity === "error").length });
  const { startPeriod } = await readBookStart(tx);
  const good = sortRecords(file.records.filter((record) => !bad.has(record.row)));
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
