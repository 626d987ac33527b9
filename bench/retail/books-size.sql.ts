import type pg from "pg";

/** Bytes of every table of the program with its indexes: the companies' rows and nothing of PostgreSQL's own. */
export async function bytesOfTables(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; bytes: string }>(
    `select c.relname as name, pg_total_relation_size(c.oid) as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname = 'public' order by 2 desc`,
  );
  return new Map(rows.map((row) => [row.name, Number(row.bytes)]));
}

export async function countDocumentLines(client: pg.Client, orgIds: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ lines: string }>(
    "select count(*) as lines from document_line where org_id = any($1)",
    [orgIds],
  );
  return Number(rows[0]?.lines ?? 0);
}
