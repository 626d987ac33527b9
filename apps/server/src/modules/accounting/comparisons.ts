import { costComparison, type CostComparisons } from "@zhangshi/contract";
import type { Database } from "../../platform/db.ts";
import { cancelJob, newestJob } from "../../platform/jobs.sql.ts";
import { JobPostponed, type JobRunner, type Jobs } from "../../platform/jobs.ts";
import { compareMethods } from "./what-if.ts";

/** Its result says what goods cost. */
export const comparisonJob = "costing-comparison";
type Asking = { readonly orgId: string; readonly userId: string; readonly userName: string };

/** 成本方法对比 as a job: it goes on when the page is closed, and its result stays until there is a newer one. */
export function comparisonRunner(db: Database): JobRunner {
  return (job, progress, stopping) =>
    compareMethods(db, job.orgId, async (done, total, step) => {
      if (stopping.aborted) throw new JobPostponed();
      await progress(done, total, step);
    });
}

export async function showComparisons(db: Database, { orgId }: Asking): Promise<CostComparisons> {
  const done = await newestJob(db.platform, orgId, comparisonJob, ["done"]);
  const work = await newestJob(db.platform, orgId, comparisonJob, ["queued", "running", "failed", "cancelled"]);
  const state = work?.state;
  const isNewer = work !== undefined && (done === undefined || work.createdAt > done.createdAt);
  return {
    latest:
      (done && {
        ...costComparison.parse(done.result),
        at: done.createdAt.toISOString(),
        by: done.createdByName,
      }) ||
      null,
    work:
      isNewer && state !== undefined && state !== "done"
        ? { state, done: work.done, total: work.total, step: work.step, error: work.error }
        : null,
  };
}
export async function startComparison(db: Database, jobs: Jobs, asking: Asking): Promise<CostComparisons> {
  const { orgId, userId, userName } = asking;
  const working = await newestJob(db.platform, orgId, comparisonJob, ["queued", "running"]);
  if (!working)
    await jobs.enqueue({ orgId, kind: comparisonJob, payload: {}, createdBy: userId, createdByName: userName });
  return showComparisons(db, asking);
}
export async function stopComparison(db: Database, asking: Asking): Promise<CostComparisons> {
  const working = await newestJob(db.platform, asking.orgId, comparisonJob, ["queued", "running"]);
  if (working) await cancelJob(db.platform, asking.orgId, working.id);
  return showComparisons(db, asking);
}
