import { type Database, type PostingClient, type Query, type Row, setCompany } from "../platform/db.ts";

/** Sends several statements in one go and waits for all of them; the first failure is thrown after the last answer. */
export async function sendTogether(
  client: PostingClient,
  queries: readonly Query[],
  counter: { statements: number },
): Promise<readonly (readonly Row[])[]> {
  const stream = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection.stream;
  stream.cork();
  const answers = queries.map((query) =>
    client.query({
      text: query.text,
      values: query.values?.map(parameter) as unknown[],
      ...(query.name ? { name: query.name } : {}),
    }),
  );
  stream.uncork();
  counter.statements += queries.length;
  const settled = await Promise.allSettled(answers);
  const failed = settled.find((one): one is PromiseRejectedResult => one.status === "rejected");
  if (failed) throw failed.reason;
  // A COMMIT after a failed statement answers ROLLBACK and no error.
  settled.forEach((one, index) => {
    if (queries[index]?.text === "commit" && one.status === "fulfilled" && one.value.command !== "COMMIT")
      throw new Error(`commit answered ${one.value.command}`);
  });
  return settled.map((one) => (one.status === "fulfilled" ? one.value.rows : []));
}

/** A set of rows goes as one array per column; written here, because the driver's own way costs three times as much. */
function parameter(value: unknown): unknown {
  return Array.isArray(value) ? `{${value.map(element).join(",")}}` : value;
}
function element(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "string")
    return value.includes('"') || value.includes("\\") ? `"${value.replace(/["\\]/g, "\\$&")}"` : `"${value}"`;
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString("hex")}"`;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  throw new Error("a column holds text, numbers, truth and bytes");
}
export function opening(orgId: string): readonly Query[] {
  return [{ text: "begin" }, { text: setCompany(orgId) }];
}
export const commit: Query = { text: "commit" };
export const rollback: Query = { text: "rollback" };

/** A transaction of its own on a posting connection, rolled back on any refusal. */
export async function alone<T>(
  db: Database,
  work: (client: PostingClient, counter: { statements: number }) => Promise<T>,
): Promise<T> {
  const client = await db.postingPool.connect();
  const counter = { statements: 0 };
  try {
    const result = await work(client, counter);
    // Nothing may stay open when the work returned without a commit of its own.
    await sendTogether(client, [rollback], counter);
    client.release();
    return result;
  } catch (error) {
    await sendTogether(client, [rollback], counter).then(
      () => client.release(),
      () => client.release(error instanceof Error ? error : new Error(String(error))),
    );
    throw error;
  }
}
