import { realpathSync } from "node:fs";
import pg from "pg";

export type DatabaseConfig = {
  /** A name, an address, or the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl?: boolean | { readonly rejectUnauthorized: boolean };
};

export type Durability = {
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
  readonly dataChecksums: string;
};

export type ServerFacts = { readonly version: string; readonly dataDirectory: string; readonly durability: Durability };

type FactsRow = {
  readonly version: string;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly data_checksums: string;
};

export async function withClient<T>(config: DatabaseConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000, application_name: "zhangshi launcher" });
  // A server that goes away between two statements reports itself here too; the statement's own error says enough.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `data_directory` may be read only by members of pg_read_all_settings: empty on a hosted server. */
export async function readServerFacts(client: pg.Client): Promise<ServerFacts> {
  const facts = await client.query<FactsRow>(`
    select current_setting('server_version')     as version,
           current_setting('fsync')              as fsync,
           current_setting('full_page_writes')   as full_page_writes,
           current_setting('synchronous_commit') as synchronous_commit,
           current_setting('data_checksums')     as data_checksums`);
  const directory = await client.query<{ setting: string }>(
    "select setting from pg_settings where name = 'data_directory'",
  );
  const row = facts.rows[0]!;
  return {
    version: row.version,
    dataDirectory: directory.rows[0]?.setting ?? "",
    durability: {
      fsync: row.fsync,
      fullPageWrites: row.full_page_writes,
      synchronousCommit: row.synchronous_commit,
      dataChecksums: row.data_checksums,
    },
  };
}

export function isSameDirectory(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return a === b;
  }
}

export async function createDatabaseIfAbsent(client: pg.Client, name: string): Promise<void> {
  const found = await client.query("select 1 from pg_database where datname = $1", [name]);
  if (found.rowCount !== 0) return;
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // 42P04, 23505: another program made it between the two statements.
    if (!["42P04", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
  }
}
