import type pg from "pg";

export type AppliedMigration = { readonly name: string; readonly sha256: string };

/** Two programs that migrate at once take turns: the second finds the work done. */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query("select pg_advisory_lock(hashtext('zhangshi migrate'))");
}

export async function readApplied(client: pg.Client): Promise<readonly AppliedMigration[]> {
  await client.query(`
    create schema if not exists platform;
    create table if not exists platform.migration (
      name       text not null,
      sha256     text not null,
      applied_at timestamptz not null default now(),
      constraint migration_pk primary key (name)
    );`);
  const applied = await client.query<AppliedMigration>("select name, sha256 from platform.migration order by name");
  return applied.rows;
}

/** The file and its record are one transaction: an interrupted migration has not happened. */
export async function applyMigration(client: pg.Client, migration: AppliedMigration, sql: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into platform.migration (name, sha256) values ($1, $2)", [
      migration.name,
      migration.sha256,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

export async function runCheck(client: pg.Client, sql: string): Promise<readonly Record<string, unknown>[]> {
  const answer = (await client.query(sql)) as unknown as pg.QueryResult | readonly pg.QueryResult[];
  const results = Array.isArray(answer) ? (answer as readonly pg.QueryResult[]) : [answer as pg.QueryResult];
  return results.flatMap((result) => result.rows as Record<string, unknown>[]);
}

export type RoleFacts = {
  readonly superuser: boolean;
  readonly bypassesRowSecurity: boolean;
  readonly mayCreateRoles: boolean;
  readonly ownsTables: boolean;
};

export async function readRole(client: pg.Client, name: string): Promise<RoleFacts | undefined> {
  const found = await client.query<RoleFacts>(
    `select rolsuper                as superuser,
            rolbypassrls            as "bypassesRowSecurity",
            rolcreaterole           as "mayCreateRoles",
            exists (select from pg_class where relowner = r.oid and relkind in ('r', 'p')) as "ownsTables"
       from pg_roles r
      where rolname = $1`,
    [name],
  );
  return found.rows[0];
}

/** Utility statements take no parameters; `escapeLiteral` quotes what we generated ourselves. */
export async function createLoginRole(client: pg.Client, name: string, password: string): Promise<void> {
  await client.query(
    `create role ${client.escapeIdentifier(name)} login nosuperuser nocreatedb nocreaterole nobypassrls password ${client.escapeLiteral(password)}`,
  );
}

export async function setRolePassword(client: pg.Client, name: string, password: string): Promise<void> {
  await client.query(`alter role ${client.escapeIdentifier(name)} login password ${client.escapeLiteral(password)}`);
}

export async function allowConnection(client: pg.Client, database: string, role: string): Promise<void> {
  await client.query(
    `grant connect on database ${client.escapeIdentifier(database)} to ${client.escapeIdentifier(role)}`,
  );
}
