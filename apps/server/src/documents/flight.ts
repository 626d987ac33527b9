import type pg from "pg";
import { type Query, type Row, setCompany } from "../platform/db.ts";

export type CommitFailed = { readonly outcomeUnknown: boolean };

/** Sends several statements in one go and waits for all of them; the first failure is thrown after the last answer. */
export async function sendTogether(client: pg.PoolClient, queries: readonly Query[], counter: { statements: number }): Promise<readonly (readonly Row[])[]> {
  const stream = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection.stream;
  stream.cork();
  const answers = queries.map((query) => client.query({ text: query.text, values: query.values as unknown[], ...(query.name ? { name: query.name } : {}) } as pg.QueryConfig));
  stream.uncork();
  counter.statements += queries.length;
  const settled = await Promise.allSettled(answers);
  const failed = settled.find((one): one is PromiseRejectedResult => one.status === "rejected");
  if (failed) throw failed.reason;
  // A COMMIT after a failed statement answers ROLLBACK and no error.
  settled.forEach((one, index) => {
    if (queries[index]?.text === "commit" && one.status === "fulfilled" && one.value.command !== "COMMIT") throw new Error(`commit answered ${one.value.command}`);
  });
  return settled.map((one) => (one.status === "fulfilled" ? one.value.rows : []));
}
export function opening(orgId: string): readonly Query[] {
  return [{ text: "begin" }, { text: setCompany(orgId) }];
}
export const commit: Query = { text: "commit" };
export const rollback: Query = { text: "rollback" };
