import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import {
  type DatabaseConfig,
  openDatabase,
  type RunningDatabase,
} from "../../apps/server/src/platform/launcher/open-database.ts";
import { migrate } from "../../apps/server/src/platform/migrate.ts";

export type BenchCluster = {
  readonly dataDir: string;
  readonly database: RunningDatabase;
  readonly postmasterPid: number;
  /** The same server's other database. */
  readonly config: (database: string) => DatabaseConfig;
  readonly url: (database: string) => string;
  readonly withOwner: <T>(database: string, work: (client: pg.Client) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

export const mainDatabase = "zhangshi";

/** A throw-away cluster as the product makes it: durable, with the product's own settings. */
export async function openBenchCluster(): Promise<BenchCluster> {
  const dataDir = mkdtempSync(join(tmpdir(), "zhangshi-bench-"));
  const log = () => undefined;
  const database = await openDatabase({ dataDir, log });
  await migrate({ ...database, log });
  const config = (name: string) => ({ ...database.adminConfig, database: name });
  return {
    dataDir,
    database,
    postmasterPid: Number(readFileSync(join(database.dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]),
    config,
    url: (name) => {
      const { user, password, host, port } = database.adminConfig;
      return `postgres://${user}:${encodeURIComponent(String(password))}@${encodeURIComponent(String(host))}:${port}/${name}`;
    },
    async withOwner(name, work) {
      const client = new pg.Client(config(name));
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    async close() {
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const shown = [
  "server_version",
  "fsync",
  "synchronous_commit",
  "full_page_writes",
  "data_checksums",
  "shared_buffers",
  "max_wal_size",
  "jit",
];
export async function settingsOf(client: pg.Client): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    "select name, current_setting(name) as setting from pg_settings where name = any($1) order by array_position($1, name)",
    [shown],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
}
