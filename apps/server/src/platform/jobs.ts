import type { Database } from "./db.ts";
import { newId } from "./identifiers.ts";
import { claimJob, finishJob, insertJob, type JobRow, reportProgress } from "./jobs.sql.ts";
import { RefusedError } from "./refused.ts";

export class JobCancelled extends Error {}
export type Progress = (done: number, total: number, step: string) => Promise<void>;
export type JobRunner = (job: JobRow, progress: Progress) => Promise<Record<string, unknown>>;
export type Jobs = {
  enqueue(job: {
    readonly orgId: string;
    readonly kind: string;
    readonly payload: unknown;
    readonly createdBy: string | null;
    readonly createdByName: string;
  }): Promise<string>;
  stop(): Promise<void>;
};

/** Long work goes on when the page is closed and after a restart: the queue is a table, and a job's runner may start over. */
export function startJobs(
  db: Database,
  runners: Readonly<Record<string, JobRunner>>,
  onDefect: (error: unknown) => void,
): Jobs {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = (async () => {
    while (!stopped) {
      const job = await claimJob(db).catch(() => undefined);
      if (job) await runJob(db, runners, job, onDefect);
      else
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1000);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  })();
  return {
    async enqueue(job) {
      const id = newId();
      await insertJob(db.platform, { id, ...job });
      wake();
      return id;
    },
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

/** A person sees no more than this, and every report is a commit. */
const progressMilliseconds = 250;

async function runJob(
  db: Database,
  runners: Readonly<Record<string, JobRunner>>,
  job: JobRow,
  onDefect: (error: unknown) => void,
): Promise<void> {
  try {
    const runner = runners[job.kind];
    if (!runner) throw new Error(`no runner for ${job.kind}`);
    const last = { at: 0, step: "" };
    const result = await runner(job, async (done, total, step) => {
      const now = performance.now();
      if (done < total && now - last.at < progressMilliseconds && step.replace(/\d/g, "") === last.step) return;
      Object.assign(last, { at: now, step: step.replace(/\d/g, "") });
      if (!(await reportProgress(db.platform, job.id, { done, total, step }))) throw new JobCancelled();
    });
    await finishJob(db.platform, job.id, { state: "done", result, error: null });
  } catch (error) {
    if (error instanceof JobCancelled) return;
    const isRefusal = error instanceof RefusedError;
    if (!isRefusal) onDefect(error);
    await finishJob(db.platform, job.id, {
      state: "failed",
      result: isRefusal ? { code: error.code, errors: error.fields } : null,
      error: isRefusal ? error.message : "系统出错了，没有写入；请重试。",
    }).catch(() => undefined);
  }
}
