import type pg from "pg";
import type { Query } from "../../apps/server/src/platform/db.ts";

type Plan = readonly [{ readonly Plan: Readonly<Record<"Shared Hit Blocks" | "Shared Read Blocks", number>> }];

/** Blocks of 8 KiB that a statement looks at, wherever they come from: what it costs, on a machine however busy. */
export async function blocksOf(client: pg.Client, { text, values }: Query): Promise<number> {
  const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, values as unknown[]);
  const [{ Plan: plan }] = rows[0]["QUERY PLAN"] as Plan;
  return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
}
