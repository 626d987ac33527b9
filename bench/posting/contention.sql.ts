import type pg from "pg";

/** Since the database was made. */
export async function countDeadlocks(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ deadlocks: string }>(
    "select deadlocks from pg_stat_database where datname = current_database()",
  );
  return Number(rows[0]?.deadlocks ?? Number.NaN);
}

export async function stockLeft(client: pg.Client, orgId: string, itemId: string): Promise<number> {
  const { rows } = await client.query<{ left: string }>(
    "select sum(quantity) as left from stock_entry where org_id = $1 and item_id = $2",
    [orgId, itemId],
  );
  return Number(rows[0]?.left ?? Number.NaN);
}
