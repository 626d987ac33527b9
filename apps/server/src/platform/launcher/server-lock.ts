import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, processBirth } from "./process-table.ts";
import { StartRefused } from "./start-refused.ts";

export type LockHolder = {
  readonly pid: number;
  /** As `processBirth` says; empty where the system cannot tell. */
  readonly birth: string;
  readonly startedAt: string;
  readonly token: string;
};

export type ServerLock = { readonly release: () => void };

/** One server per data directory. Commands (prove, demo) take no lock: they attach to the running database. */
export function takeServerLock(dataDir: string): ServerLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "server.lock");
  const mine: LockHolder = {
    pid: process.pid,
    birth: processBirth(process.pid) ?? "",
    startedAt: new Date().toISOString(),
    token: randomBytes(8).toString("hex"),
  };

  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (createLock(path, mine)) return { release: () => releaseLock(path, mine) };
    const holder = readLock(path);
    if (holder !== undefined && isHeld(holder)) throw refusedBy(holder, dataDir);
    setStaleLockAside(path, holder);
  }
  throw new Error(`${path}: could not be taken`);
}

export function isHeld(holder: LockHolder): boolean {
  if (!isAlive(holder.pid)) return false;
  const birth = processBirth(holder.pid);
  return birth === undefined || holder.birth === "" || birth === holder.birth;
}

function createLock(path: string, mine: LockHolder): boolean {
  const draft = `${path}.${mine.token}`;
  writeFileSync(draft, JSON.stringify(mine) + "\n", { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function readLock(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Between reading and renaming another program may have taken the lock: then it gets it back. */
function setStaleLockAside(path: string, stale: LockHolder | undefined): void {
  const aside = `${path}.stale-${randomBytes(4).toString("hex")}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readLock(aside)?.token !== stale?.token) linkSync(aside, path);
  rmSync(aside);
}

function releaseLock(path: string, mine: LockHolder): void {
  if (readLock(path)?.token === mine.token) rmSync(path, { force: true });
}

function refusedBy(holder: LockHolder, dataDir: string): StartRefused {
  return new StartRefused(
    `数据目录 ${dataDir} 正由另一个账实服务使用（进程号 ${holder.pid}，启动于 ${holder.startedAt}）。请先停止它，或用 DATA_DIR 指定另一个目录。`,
    `The data directory ${dataDir} is in use by another Zhangshi server (process ${holder.pid}, started ${holder.startedAt}). Stop it first, or name another directory in DATA_DIR.`,
  );
}
