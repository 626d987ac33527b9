import type { Database, Platform } from "./db.ts";

export type JobRow = {
  readonly id: string;
  readonly orgId: string;
  readonly kind: string;
  readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
  readonly payload: Record<string, unknown>;
  readonly done: number;
  readonly total: number;
  readonly step: string;
  readonly result: Record<string, unknown> | null;
  readonly error: string | null;
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};
const columns = `id, org_id as "orgId", kind, state, payload, done, total, step, result, error, created_by as "createdBy", created_by_name as "createdByName", created_at as "createdAt", finished_at as "finishedAt"`;

export async function insertJob(
  platform: Platform,
  job: {
    readonly id: string;
    readonly orgId: string;
    readonly kind: string;
    readonly payload: unknown;
    readonly createdBy: string | null;
    readonly createdByName: string;
  },
): Promise<void> {
  await platform.query({
    text: "insert into platform.job (id, org_id, kind, state, payload, created_by, created_by_name) values ($1, $2, $3, 'queued', $4, $5, $6)",
    values: [job.id, job.orgId, job.kind, JSON.stringify(job.payload), job.createdBy, job.createdByName],
  });
}
export async function findJob(platform: Platform, orgId: string, id: string): Promise<JobRow | undefined> {
  const [row] = await platform.query<JobRow>({
    text: `select ${columns} from platform.job where org_id = $1 and id = $2`,
    values: [orgId, id],
  });
  return row;
}
export async function listJobs(platform: Platform, orgId: string): Promise<readonly JobRow[]> {
  return platform.query<JobRow>({
    text: `select ${columns} from platform.job where org_id = $1 order by created_at desc limit 50`,
    values: [orgId],
  });
}
/** The newest of its kind in one of these states. */
export async function newestJob(
  platform: Platform,
  orgId: string,
  kind: string,
  states: readonly JobRow["state"][],
): Promise<JobRow | undefined> {
  const [row] = await platform.query<JobRow>({
    text: `select ${columns} from platform.job where org_id = $1 and kind = $2 and state = any($3::text[]) order by created_at desc limit 1`,
    values: [orgId, kind, states],
  });
  return row;
}
/** Takes one waiting job; a job whose worker died (no heartbeat for a minute) waits again. */
export async function claimJob(db: Database): Promise<JobRow | undefined> {
  const [row] = await db.platform.query<JobRow>({
    text: `update platform.job set state = 'running', started_at = now(), heartbeat_at = now()
           where id = (select id from platform.job where state = 'queued' or (state = 'running' and heartbeat_at < now() - interval '60 seconds')
                       order by created_at limit 1 for update skip locked)
           returning ${columns}`,
  });
  return row;
}
/** False when somebody cancelled it meanwhile. */
export async function reportProgress(
  platform: Platform,
  id: string,
  progress: { readonly done: number; readonly total: number; readonly step: string },
): Promise<boolean> {
  const rows = await platform.query({
    text: "update platform.job set done = $2, total = $3, step = $4, heartbeat_at = now() where id = $1 and state = 'running' returning id",
    values: [id, progress.done, progress.total, progress.step],
  });
  return rows.length === 1;
}
export async function finishJob(
  platform: Platform,
  id: string,
  end: { readonly state: "done" | "failed"; readonly result: unknown; readonly error: string | null },
): Promise<void> {
  await platform.query({
    text: "update platform.job set state = $2, result = $3, error = $4, finished_at = now() where id = $1 and state = 'running'",
    values: [id, end.state, end.result === null ? null : JSON.stringify(end.result), end.error],
  });
}
/** Back into the queue: it begins again. */
export async function postponeJob(platform: Platform, id: string): Promise<void> {
  await platform.query({
    text: "update platform.job set state = 'queued', done = 0, total = 0, step = '' where id = $1 and state = 'running'",
    values: [id],
  });
}
export async function cancelJob(platform: Platform, orgId: string, id: string): Promise<void> {
  await platform.query({
    text: "update platform.job set state = 'cancelled', finished_at = now() where org_id = $1 and id = $2 and state in ('queued', 'running')",
    values: [orgId, id],
  });
}
