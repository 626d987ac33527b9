import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "./db.ts";
import { newId } from "./identifiers.ts";
import { claimJob, finishJob, insertJob, type JobRow, postponeJob, reportProgress } from "./jobs.sql.ts";
import { RefusedError } from "./refused.ts";

export class JobCancelled extends Error {}
/** The program is being stopped; whoever throws it begins again when it runs the next time. */
export class JobPostponed extends Error {}
export type Progress = (done: number, total: number, step: string) => Promise<void>;
/** `stopping`: work that has written nothing need not keep the program from ending. */
export type JobRunner = (job: JobRow, progress: Progress, stopping: AbortSignal) => Promise<Record<string, unknown>>;
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
  const stopping = new AbortController();
  let wake: () => void = () => undefined;
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      const job = await claimJob(db).catch(() => undefined);
      if (job) await runJob(db, runners, job, stopping.signal, onDefect);
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
      stopping.abort();
      wake();
      await loop;
    },
  };
}

/** One long statement says nothing while it runs: somebody else has to say that the job is alive. */
export async function reporting<T>(work: Promise<T>, report: () => Promise<void>): Promise<T> {
  work.catch(() => undefined);
  const over = new AbortController();
  const ended = work.then(
    () => over.abort(),
    () => over.abort(),
  );
  while (!over.signal.aborted) {
    await report();
    await Promise.race([ended, pause(aliveMilliseconds, undefined, { signal: over.signal }).catch(() => undefined)]);
  }
  return work;
}
const aliveMilliseconds = 500;

/** A person sees no more than this, and every report is a commit. */
const progressMilliseconds = 250;

async function runJob(
  db: Database,
  runners: Readonly<Record<string, JobRunner>>,
  job: JobRow,
  stopping: AbortSignal,
  onDefect: (error: unknown) => void,
): Promise<void> {
  try {
    const runner = runners[job.kind];
    if (!runner) throw new Error(`no runner for ${job.kind}`);
    const last = { at: 0, step: "" };
    const progress: Progress = async (done, total, step) => {
      const now = performance.now();
      if (done < total && now - last.at < progressMilliseconds && step.replace(/\d/g, "") === last.step) return;
      Object.assign(last, { at: now, step: step.replace(/\d/g, "") });
      if (!(await reportProgress(db.platform, job.id, { done, total, step }))) throw new JobCancelled();
    };
    const result = await runner(job, progress, stopping);
    await finishJob(db.platform, job.id, { state: "done", result, error: null });
  } catch (error) {
    if (error instanceof JobCancelled) return;
    if (error instanceof JobPostponed) return postponeJob(db.platform, job.id).catch(() => undefined);
    const isRefusal = error instanceof RefusedError;
    if (!isRefusal) onDefect(error);
    await finishJob(db.platform, job.id, {
      state: "failed",
      result: isRefusal ? { code: error.code, errors: error.fields } : null,
      error: isRefusal ? error.message : "系统出错了，没有写入；请重试。",
    }).catch(() => undefined);
  }
}
