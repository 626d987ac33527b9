import { spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Account, commandAs, makePrivateDirectory } from "./account.ts";
import { type Binaries, executable } from "./binaries.ts";
import { isAlive } from "./process-table.ts";
import { StartRefused } from "./start-refused.ts";

export const ownerRole = "zhangshi";

/** Undefined: no cluster yet. A directory that lost its version or control file is kept and refused: it may hold books. */
export function clusterMajor(dataDirectory: string): number | undefined {
  if (!existsSync(dataDirectory)) return undefined;
  if (readdirSync(dataDirectory).length === 0) return undefined;
  const version = join(dataDirectory, "PG_VERSION");
  if (existsSync(version) && existsSync(join(dataDirectory, "global", "pg_control"))) {
    requireWholeLog(dataDirectory);
    return Number(readFileSync(version, "utf8"));
  }
  throw new StartRefused(
    `数据库目录 ${dataDirectory} 已损坏（缺少 PG_VERSION 或 global/pg_control）。程序没有改动它；请把它移到别处保存，再从最近的备份恢复。`,
    `The database directory ${dataDirectory} is damaged (PG_VERSION or global/pg_control is missing). Nothing in it was changed: keep it elsewhere, then restore the latest backup.`,
  );
}

/** As initdb makes them when it is not told otherwise, and we do not. */
const logFileBytes = 16 * 1024 * 1024;

/**
 * PostgreSQL takes a log file that ends too early for the end of the log, and would start without what was committed
 * after it. It makes its files whole under another name first, so a short one was cut by something else (P16 d).
 */
function requireWholeLog(dataDirectory: string): void {
  const log = join(dataDirectory, "pg_wal");
  if (!existsSync(log)) return;
  const cut = readdirSync(log)
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
    .map((name) => ({ name, size: statSync(join(log, name)).size }))
    .find((file) => file.size !== logFileBytes);
  if (!cut) return;
  const file = join(log, cut.name);
  throw new StartRefused(
    `数据库的日志文件 ${file} 不完整（${cut.size} 字节），直接启动会丢掉已保存的单据。程序没有改动它；请先把 ${dataDirectory} 整个复制保存，再从最近的备份恢复。`,
    `The database's log file ${file} is cut short (${cut.size} bytes): starting would lose saved documents. Nothing was changed: keep a copy of ${dataDirectory}, then restore the latest backup.`,
  );
}

/**
 * initdb works beside the final place and is renamed when it is done: so a cluster is there whole or not at all, and of
 * two programs that start at the same time one wins.
 */
export async function initialiseCluster(
  binaries: Binaries,
  account: Account,
  dataDirectory: string,
  password: string,
): Promise<void> {
  const parent = dirname(dataDirectory);
  mkdirSync(parent, { recursive: true });
  setInterruptedAside(dataDirectory);
  const draft = `${dataDirectory}.initialising-${process.pid}`;
  makePrivateDirectory(draft, account);
  await runInitdb(binaries, account, draft, `${dataDirectory}.password-${process.pid}`, password);
  try {
    renameSync(draft, dataDirectory);
  } catch (error) {
    if (clusterMajor(dataDirectory) === undefined) throw error;
    renameSync(draft, `${dataDirectory}.superfluous-${timeStamp()}`);
  }
}

/** Moved aside, never deleted; only the copy of the password, which secrets.json has too, goes. */
function setInterruptedAside(dataDirectory: string): void {
  const parent = dirname(dataDirectory);
  const name = basename(dataDirectory);
  for (const entry of readdirSync(parent)) {
    const [, stage, pid] = entry.startsWith(name)
      ? (/^\.(initialising|password)-(\d+)$/.exec(entry.slice(name.length)) ?? [])
      : [];
    if (stage === undefined || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
    if (stage === "password") rmSync(join(parent, entry), { recursive: true, force: true });
    else renameSync(join(parent, entry), `${dataDirectory}.interrupted-${timeStamp()}-${pid}`);
  }
}

async function runInitdb(
  binaries: Binaries,
  account: Account,
  directory: string,
  secretPlace: string,
  password: string,
): Promise<void> {
  const passwordFile = join(secretPlace, "password");
  try {
    makePrivateDirectory(secretPlace, account);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account.kind === "account") chownSync(passwordFile, account.uid, account.gid);
    await runToEnd(binaries, account, [
      `--pgdata=${directory}`,
      `--username=${ownerRole}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=icu",
      "--icu-locale=zh-CN",
      "--data-checksums",
      "--no-clean",
    ]);
  } finally {
    rmSync(secretPlace, { recursive: true, force: true });
  }
}

async function runToEnd(binaries: Binaries, account: Account, args: readonly string[]): Promise<void> {
  const command = commandAs(account, executable(binaries, "initdb"), args, true);
  const env = { ...process.env, ...binaries.env };
  const child = spawn(command.file, command.arguments, { ...command.options, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout?.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr?.on("data", (part: Buffer) => (output += part.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  const reason = output.trim().split("\n").slice(-3).join(" ");
  throw new StartRefused(
    `无法创建数据库（initdb 退出码 ${code}）：${reason}`,
    `The database could not be created (initdb ended with ${code}): ${reason}`,
  );
}

export function timeStamp(): string {
  return new Date().toISOString().replace(/[-:]/g, "").replace(/\..*/, "");
}
