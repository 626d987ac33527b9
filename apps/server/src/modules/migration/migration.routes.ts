import type { JobView, migrationRoutes, Permission } from "@zhangshi/contract";
import type { Database } from "../../platform/db.ts";
import { writeWorkbook } from "../../platform/excel.ts";
import type { Caller, Handlers } from "../../platform/http.ts";
import { cancelJob, findJob, type JobRow, listJobs } from "../../platform/jobs.sql.ts";
import type { Jobs } from "../../platform/jobs.ts";
import { withFrugalHeap } from "../../platform/memory.ts";
import { refused } from "../../platform/refused.ts";
import type { MigrationDependencies } from "./importing/import-context.ts";
import { importView, receiveUpload } from "./importing/inspect.ts";
import { chosenRecognition } from "./importing/interpret-file.ts";
import { openImport } from "./importing/open-import.ts";
import { previewImport } from "./importing/preview-import.ts";
import { templateWorkbook } from "./importing/templates.ts";

type ImportRouteName = Extract<keyof typeof migrationRoutes, `imports.${string}`>;
type JobRouteName = Extract<keyof typeof migrationRoutes, `jobs.${string}`>;
/** A page shows no more; the download has all. */
const problemsShown = 500;

export function migrationHandlers(dependencies: MigrationDependencies, jobs: Jobs): Handlers<ImportRouteName> {
  return {
    "imports.upload": {
      kind: "own",
      run: async (_input, { caller }, request) => {
        const file = await request.file();
        if (!file) throw refused("file.missing");
        const { id, inspection } = await withFrugalHeap(() =>
          receiveUpload(dependencies.db.platform, dependencies.filesDir, caller, {
            fileName: file.filename.slice(0, 200),
            content: file.file,
            truncated: () => file.file.truncated,
          }),
        );
        return importView(id, inspection);
      },
    },
    "imports.preview": {
      kind: "own",
      run: async ({ params, body }, { caller }) => {
        const preview = await previewImport(dependencies, caller.orgId, params.id, body);
        return { ...preview, problems: preview.problems.slice(0, problemsShown) };
      },
    },
    "imports.problems": {
      kind: "own",
      run: async ({ params, body }, { caller }) => {
        const { problems } = await previewImport(dependencies, caller.orgId, params.id, body);
        const content = await writeWorkbook({
          sheetName: "问题清单",
          columns: [
            { heading: "行", kind: "quantity" },
            { heading: "列", kind: "text" },
            { heading: "表头", kind: "text" },
            { heading: "内容", kind: "text" },
            { heading: "程度", kind: "text" },
            { heading: "原因", kind: "text" },
            { heading: "怎么改", kind: "text" },
          ],
          rows: problems.map((problem) => [
            String(problem.row),
            problem.column,
            problem.heading,
            problem.value,
            problem.severity === "error" ? "不能导入" : "提醒",
            problem.reason,
            problem.suggestion,
          ]),
        });
        return { fileName: "导入问题清单.xlsx", content };
      },
    },
    "imports.commit": {
      kind: "own",
      run: async ({ params, body }, { caller, idempotency }) => {
        const { inspection } = await openImport(dependencies, caller.orgId, params.id);
        chosenRecognition(inspection, body);
        const known =
          idempotency &&
          (await listJobs(dependencies.db.platform, caller.orgId)).find(
            (job) => job.kind === "import" && job.payload["idempotencyKey"] === idempotency.key,
          );
        const id = known
          ? known.id
          : await jobs.enqueue({
              orgId: caller.orgId,
              kind: "import",
              payload: {
                uploadId: params.id,
                choice: body,
                ...(idempotency ? { idempotencyKey: idempotency.key } : {}),
              },
              createdBy: caller.userId,
              createdByName: caller.userName,
            });
        return showJob(dependencies.db, caller.orgId, id);
      },
    },
    "imports.template": { kind: "own", run: ({ params }) => templateWorkbook(params.target) },
  };
}

/** Work of every kind; `rights`: kinds whose results not everybody may see, and the right for it. */
export function jobHandlers(db: Database, rights: Readonly<Record<string, Permission>>): Handlers<JobRouteName> {
  const isFor = ({ permissions }: Caller, { kind }: JobRow) => {
    const right = rights[kind];
    return right === undefined || permissions.has(right);
  };
  const jobOf = async (caller: Caller, id: string) => {
    const job = await findJob(db.platform, caller.orgId, id);
    if (!job || !isFor(caller, job)) throw refused("not_found");
    return job;
  };
  return {
    "jobs.show": { kind: "own", run: async ({ params }, { caller }) => jobView(await jobOf(caller, params.id)) },
    "jobs.list": {
      kind: "own",
      run: async (_input, { caller }) => {
        const jobs = await listJobs(db.platform, caller.orgId);
        return { rows: jobs.filter((job) => isFor(caller, job)).map(jobView) };
      },
    },
    "jobs.cancel": {
      kind: "own",
      run: async ({ params }, { caller }) => {
        const { id } = await jobOf(caller, params.id);
        await cancelJob(db.platform, caller.orgId, id);
        return jobView(await jobOf(caller, id));
      },
    },
  };
}

async function showJob(db: Database, orgId: string, id: string): Promise<JobView> {
  const job = await findJob(db.platform, orgId, id);
  if (!job) throw refused("not_found");
  return jobView(job);
}
function jobView(job: JobRow): JobView {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    done: job.done,
    total: job.total,
    step: job.step,
    result: job.result,
    error: job.error,
    createdAt: job.createdAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}
