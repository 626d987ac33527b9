import { resolve } from "node:path";
import pg from "pg";
import { openCluster } from "./embedded.ts";
import { type DatabaseConfig, type Durability, type ServerFacts, readServerFacts, withClient } from "./launcher.sql.ts";
import { loadSecrets } from "./secrets.ts";
import { StartRefused } from "./start-refused.ts";
import { mkdirSync } from "node:fs";

export type { DatabaseConfig, Durability } from "./launcher.sql.ts";

export const appRole = "zhangshi_app";

export type OpenDatabaseOptions = {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly log: (line: string) => void;
  readonly sharedBuffers?: string | undefined;
  readonly waitForCommands?: boolean | undefined;
};

export type RunningDatabase = {
  readonly kind: "embedded" | "system" | "url";
  readonly version: string;
  readonly dataDirectory: string;
  readonly durability: Durability;
  /** The role that owns the tables: migrations alone use it. */
  readonly adminConfig: DatabaseConfig;
  /** The role that serves requests: owns nothing, and row-level security holds for it. */
  readonly appConfig: DatabaseConfig;
  /** False when another program's running database was joined; `stop` then leaves it running. */
  readonly started: boolean;
  readonly stop: () => Promise<void>;
};

export async function openDatabase(options: OpenDatabaseOptions): Promise<RunningDatabase> {
  const url = options.databaseUrl ?? "";
  const database = url === "" ? await openOwn(options) : await openByUrl(url, options);
  try {
    requireDurability(database, options.log);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}

async function openOwn(options: OpenDatabaseOptions): Promise<RunningDatabase> {
  const cluster = await openCluster(options, "full");
  return {
    kind: cluster.kind,
    version: cluster.facts.version,
    dataDirectory: cluster.facts.dataDirectory,
    durability: cluster.facts.durability,
    adminConfig: cluster.config,
    appConfig: { ...cluster.config, user: appRole, password: cluster.appPassword },
    started: cluster.started,
    stop: cluster.stop,
  };
}

async function openByUrl(url: string, options: OpenDatabaseOptions): Promise<RunningDatabase> {
  const adminConfig = parseUrl(url);
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = loadSecrets(dataDir);
  const facts = await connectByUrl(adminConfig);
  if (Number.parseInt(facts.version, 10) < 15) {
    throw new StartRefused(
      `DATABASE_URL 的 PostgreSQL 版本是 ${facts.version}，账实需要 15 或更高版本。`,
      `DATABASE_URL leads to PostgreSQL ${facts.version}; Zhangshi needs 15 or newer.`,
    );
  }
  return {
    kind: "url",
    version: facts.version,
    dataDirectory: facts.dataDirectory,
    durability: facts.durability,
    adminConfig,
    appConfig: { ...adminConfig, user: appRole, password: secrets.appPassword },
    started: false,
    stop: async () => undefined,
  };
}

function parseUrl(url: string): DatabaseConfig {
  try {
    const client = new pg.Client({ connectionString: url });
    return {
      host: client.host,
      port: client.port,
      user: client.user ?? "postgres",
      password: client.password ?? "",
      database: client.database ?? client.user ?? "postgres",
      ssl: client.ssl as boolean,
    };
  } catch (error) {
    throw new StartRefused(
      `DATABASE_URL 不是有效的地址（${(error as Error).message}）。例：postgres://用户:密码@主机:5432/数据库`,
      `DATABASE_URL is not a valid address (${(error as Error).message}). Example: postgres://user:password@host:5432/database`,
    );
  }
}

async function connectByUrl(config: DatabaseConfig): Promise<ServerFacts> {
  try {
    return await withClient(config, readServerFacts);
  } catch (error) {
    const reason = (error as Error).message || (error as { code?: string }).code || "?";
    throw new StartRefused(
      `连不上 DATABASE_URL 指定的数据库 ${config.host}:${config.port}/${config.database}（${reason}）。请检查地址、用户和密码。`,
      `The database of DATABASE_URL ${config.host}:${config.port}/${config.database} cannot be reached (${reason}). Check address, user and password.`,
    );
  }
}

/** "Saved" must survive a power cut. Checksums cannot be switched on by a visitor of somebody's server: there it is a warning. */
export function requireDurability(
  database: Pick<RunningDatabase, "kind" | "durability">,
  log: (line: string) => void,
): void {
  const { fsync, fullPageWrites, synchronousCommit, dataChecksums } = database.durability;
  const off = [
    fsync === "off" ? "fsync" : "",
    fullPageWrites === "off" ? "full_page_writes" : "",
    synchronousCommit === "off" ? "synchronous_commit" : "",
    dataChecksums === "off" && database.kind !== "url" ? "data_checksums" : "",
  ].filter((name) => name !== "");
  if (off.length > 0) {
    throw new StartRefused(
      `数据库的 ${off.join("、")} 是关闭的，断电会丢失已保存的单据。请打开后再启动。`,
      `The database has ${off.join(", ")} off: a power cut would lose saved documents. Switch it on, then start again.`,
    );
  }
  if (dataChecksums === "off") {
    log("提示：数据库没有启用页校验（data checksums）。 Note: the database has no data checksums.");
  }
}
