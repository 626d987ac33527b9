import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Placement, borrowedPlace, placeCluster, refuseSomebodyElses } from "./account.ts";
import { chooseBinaries } from "./binaries.ts";
import { clusterMajor, initialiseCluster, ownerRole, timeStamp } from "./cluster-files.ts";
import {
  type DatabaseConfig,
  type ServerFacts,
  createDatabaseIfAbsent,
  isSameDirectory,
  readServerFacts,
  withClient,
} from "./launcher.sql.ts";
import { type PostmasterFile, findHolder, setPostmasterFileAside } from "./postmaster-pid.ts";
import { type Postmaster, type PostmasterPlan, lastLogLines, spawnPostmaster } from "./postmaster.ts";
import { isAlive, processBirth, processName } from "./process-table.ts";
import { type Secrets, loadSecrets } from "./secrets.ts";
import { chooseEndpoint, leaveEndpoint } from "./socket-place.ts";
import { StartRefused } from "./start-refused.ts";

export type ClusterOptions = {
  readonly dataDir: string;
  readonly log: (line: string) => void;
  readonly sharedBuffers?: string | undefined;
  /** The server outlives commands: it waits until the command that started the database has finished. */
  readonly waitForCommands?: boolean | undefined;
};

/** "none" is for throw-away test clusters alone; nothing that the product reads can set it. */
export type SyncMode = "full" | "none";

export type Cluster = {
  readonly kind: "embedded" | "system";
  readonly config: DatabaseConfig;
  readonly appPassword: string;
  readonly facts: ServerFacts;
  readonly started: boolean;
  readonly stop: () => Promise<void>;
};

const databaseName = "zhangshi";
const patienceMs = 120_000;
/** 57P03: starting up or shutting down. */
const passing = new Set(["57P03", "ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE"]);

export async function openCluster(options: ClusterOptions, sync: SyncMode): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  makeDataDir(dataDir);
  const secrets = loadSecrets(dataDir);
  const place = await prepareFiles(dataDir, secrets, options.log);
  const deadline = Date.now() + patienceMs;

  while (Date.now() < deadline) {
    const holder = findHolder(place.dataDirectory);
    if (holder.state === "foreign") throw heldByOther(place.dataDirectory, holder.file.pid, holder.name);
    if (holder.state === "recycled") setPostmasterFileAside(place.dataDirectory, timeStamp());
    if (holder.state !== "running") {
      const started = await start(place, dataDir, secrets, sync, options);
      if (started !== undefined) return started;
      continue;
    }
    const starter = liveStarter(dataDir);
    if (options.waitForCommands === true && starter !== undefined && starter !== process.pid) {
      await waitForCommand(starter, options.log);
      continue;
    }
    const attached = await attach(place, dataDir, holder.file, secrets);
    if (attached !== undefined) return attached;
    await sleep(50);
  }
  throw new StartRefused(
    `数据库在 ${patienceMs / 1000} 秒内没有就绪，请查看日志 ${logFileOf(dataDir)}。`,
    `The database was not ready within ${patienceMs / 1000} seconds: see ${logFileOf(dataDir)}.`,
  );
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (existsSync(join(dataDir, "secrets.json"))) return;
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartRefused(
      `无法创建或写入数据目录 ${dataDir}（${(error as Error).message}）。请检查权限，或用 DATA_DIR 指定另一个目录。`,
      `The data directory ${dataDir} cannot be made or written (${(error as Error).message}). Check its rights, or name another in DATA_DIR.`,
    );
  }
}

/** A borrowed account may have made us keep the files elsewhere: DATA_DIR then says where. */
async function prepareFiles(dataDir: string, secrets: Secrets, log: (line: string) => void): Promise<Placement> {
  const note = join(dataDir, "database-place");
  const wished = existsSync(note) ? readFileSync(note, "utf8").trim() : join(dataDir, "postgres");
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  refuseSomebodyElses(wished);
  const major = clusterMajor(wished);
  const binaries = chooseBinaries(major, join(dataDir, "lib"));
  const place = placeCluster(binaries, wished, join(borrowedPlace(), `data-${hash}`));
  if (clusterMajor(place.dataDirectory) === undefined) {
    log(`正在创建数据库（PostgreSQL ${binaries.version}）… Creating the database …`);
    await initialiseCluster(place.binaries, place.account, place.dataDirectory, secrets.ownerPassword);
  }
  if (place.dataDirectory !== join(dataDir, "postgres")) writeFileSync(note, place.dataDirectory + "\n");
  return { ...place, dataDirectory: realpathSync(place.dataDirectory) };
}

/** Undefined: another program was faster; look again who holds the directory. */
async function start(
  place: Placement,
  dataDir: string,
  secrets: Secrets,
  sync: SyncMode,
  options: ClusterOptions,
): Promise<Cluster | undefined> {
  const endpoint = await chooseEndpoint(place.dataDirectory, place.account);
  const plan: PostmasterPlan = {
    ...place,
    endpoint,
    settings: settingsFor(sync, options.sharedBuffers ?? "256MB"),
    logFile: logFileOf(dataDir),
  };
  const first = spawnPostmaster(plan);
  const config = configFor(endpoint.host, endpoint.port, secrets);
  const ready = await untilReady(first, config, place.dataDirectory);
  if (!ready) {
    const holder = findHolder(place.dataDirectory);
    if (holder.state === "running" || holder.state === "foreign") return undefined;
    throw didNotStart(plan.logFile);
  }
  noteStarter(dataDir);
  const facts = await openFacts(config, place.dataDirectory);
  const keeper = keepRunning(first, plan, options.log);
  return {
    kind: place.binaries.kind,
    config: { ...config, database: databaseName },
    appPassword: secrets.appPassword,
    facts,
    started: true,
    stop: keeper.stop,
  };
}

async function untilReady(postmaster: Postmaster, config: DatabaseConfig, dataDirectory: string): Promise<boolean> {
  while (!postmaster.hasExited()) {
    try {
      const facts = await withClient(config, readServerFacts);
      if (isSameDirectory(facts.dataDirectory, dataDirectory)) return true;
      await postmaster.stop();
      throw wrongDirectory(dataDirectory, facts.dataDirectory);
    } catch (error) {
      if (!passing.has((error as { code?: string }).code ?? "")) {
        await postmaster.stop();
        throw error;
      }
    }
    await sleep(15);
  }
  return false;
}

async function attach(
  place: Placement,
  dataDir: string,
  file: PostmasterFile,
  secrets: Secrets,
): Promise<Cluster | undefined> {
  const host = file.socketDirectory === "" ? "127.0.0.1" : file.socketDirectory;
  const config = configFor(host, file.port, secrets);
  try {
    const facts = await openFacts(config, place.dataDirectory);
    const orphan = liveStarter(dataDir) === undefined;
    if (orphan) noteStarter(dataDir);
    return {
      kind: place.binaries.kind,
      config: { ...config, database: databaseName },
      appPassword: secrets.appPassword,
      facts,
      started: false,
      stop: async () => (orphan ? stopOrphan(file.pid) : undefined),
    };
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (error instanceof StartRefused) throw error;
    if (code === "28P01" || code === "28000") {
      throw heldByOther(place.dataDirectory, file.pid, processName(file.pid) ?? "postgres");
    }
    if (!passing.has(code) && !isPassingMessage(error)) throw error;
    return undefined;
  }
}

/** pg reports a connection that is closed during its start without a code. */
function isPassingMessage(error: unknown): boolean {
  return error instanceof Error && /Connection terminated|timeout expired/.test(error.message);
}

async function openFacts(config: DatabaseConfig, dataDirectory: string): Promise<ServerFacts> {
  return withClient(config, async (client) => {
    const facts = await readServerFacts(client);
    if (!isSameDirectory(facts.dataDirectory, dataDirectory)) throw wrongDirectory(dataDirectory, facts.dataDirectory);
    await createDatabaseIfAbsent(client, databaseName);
    return facts;
  });
}

/** A PostgreSQL that is killed comes back on the same address; its log says why it went. */
function keepRunning(
  first: Postmaster,
  plan: PostmasterPlan,
  log: (line: string) => void,
): { stop: () => Promise<void> } {
  let current = first;
  let stopping = false;
  const watch = async () => {
    let pauseMs = 100;
    for (;;) {
      const since = Date.now();
      await current.exited;
      if (stopping) return;
      log(`数据库意外退出，正在重新启动… The database ended unexpectedly and is started again (log: ${plan.logFile}).`);
      pauseMs = Date.now() - since > 30_000 ? 100 : Math.min(pauseMs * 2, 10_000);
      await sleep(pauseMs, undefined, { ref: false });
      if (stopping) return;
      current = spawnPostmaster(plan);
    }
  };
  void watch();
  return {
    stop: async () => {
      stopping = true;
      await current.stop();
      leaveEndpoint(plan.endpoint);
    },
  };
}

async function stopOrphan(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 60_000 && isAlive(pid); waited += 50) await sleep(50);
}

function settingsFor(sync: SyncMode, sharedBuffers: string): readonly string[] {
  const onOff = sync === "full" ? "on" : "off";
  return [
    `fsync=${onOff}`,
    `full_page_writes=${onOff}`,
    `synchronous_commit=${onOff}`,
    `shared_buffers=${sharedBuffers}`,
    "max_connections=100",
    "jit=off",
    // A first import fills tables in seconds; until they are counted every query is planned as if they were empty.
    "autovacuum_naptime=15s",
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    "logging_collector=off",
    "log_destination=stderr",
  ];
}

function configFor(host: string, port: number, secrets: Secrets): DatabaseConfig {
  // Said aloud, because PGSSLMODE of the environment would otherwise speak for a socket that has no TLS.
  return { host, port, user: ownerRole, password: secrets.ownerPassword, database: "postgres", ssl: false };
}

export function logFileOf(dataDir: string): string {
  return join(dataDir, "logs", "postgres.log");
}

function starterFile(dataDir: string): string {
  return join(dataDir, "database-starter.json");
}

function noteStarter(dataDir: string): void {
  const birth = processBirth(process.pid) ?? "";
  writeFileSync(starterFile(dataDir), JSON.stringify({ pid: process.pid, birth }) + "\n");
}

/** Undefined when whoever started the database is gone. */
function liveStarter(dataDir: string): number | undefined {
  try {
    const { pid, birth } = JSON.parse(readFileSync(starterFile(dataDir), "utf8")) as { pid: number; birth: string };
    if (!isAlive(pid)) return undefined;
    const now = processBirth(pid);
    return now === undefined || now === birth ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function waitForCommand(pid: number, log: (line: string) => void): Promise<void> {
  log(
    `数据库正由一个命令使用（进程号 ${pid}），等它完成后再启动… Waiting for the command (process ${pid}) that uses the database.`,
  );
  while (isAlive(pid)) await sleep(100);
}

function heldByOther(dataDirectory: string, pid: number, name: string): StartRefused {
  return new StartRefused(
    `数据库目录 ${dataDirectory} 正被另一个程序占用：进程号 ${pid}（${name}）。请先停止它；程序没有改动任何文件。`,
    `The database directory ${dataDirectory} is held by another program: process ${pid} (${name}). Stop it first; nothing was changed.`,
  );
}

function wrongDirectory(wanted: string, found: string): StartRefused {
  return new StartRefused(
    `连接到的数据库用的是另一个目录：${found}，而不是 ${wanted}。为避免写错账套，已拒绝启动。`,
    `The database that answered uses ${found}, not ${wanted}: refused, so that nothing is written into the wrong books.`,
  );
}

function didNotStart(logFile: string): StartRefused {
  const reason = lastLogLines(logFile, 5);
  return new StartRefused(
    `数据库没有启动成功，数据目录保持原样。请把日志 ${logFile} 发给支持人员，或从最近的备份恢复到新的 DATA_DIR。日志末尾：\n${reason}`,
    `The database did not start; its directory is as it was. See ${logFile}, or restore the latest backup into a new DATA_DIR.`,
  );
}
