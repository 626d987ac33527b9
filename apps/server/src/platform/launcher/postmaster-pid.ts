import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { isAlive, processName, processStartSeconds, processesWorkingIn, workingDirectory } from "./process-table.ts";

export type PostmasterFile = {
  readonly pid: number;
  readonly startSeconds: number;
  readonly port: number;
  readonly socketDirectory: string;
};

/**
 * absent and stale: PostgreSQL may be started (it takes over a stale file itself).
 * recycled: the number now belongs to a process born after the file was written, and nobody works in the directory;
 *           PostgreSQL would still refuse, so the file is set aside first.
 * running: a PostgreSQL works in this directory; whether it is ours, its password tells.
 * foreign: somebody else may hold the directory.
 */
export type Holder =
  | { readonly state: "absent" }
  | { readonly state: "stale"; readonly file: PostmasterFile }
  | { readonly state: "recycled"; readonly file: PostmasterFile }
  | { readonly state: "running"; readonly file: PostmasterFile }
  | { readonly state: "foreign"; readonly file: PostmasterFile; readonly name: string };

export function readPostmasterFile(dataDirectory: string): PostmasterFile | undefined {
  let lines: readonly string[];
  try {
    lines = readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return {
    pid: Math.abs(Number(lines[0])) || 0,
    startSeconds: Number(lines[2]) || 0,
    port: Number(lines[3]) || 5432,
    socketDirectory: lines[4] ?? "",
  };
}

/** `dataDirectory` without symbolic links. */
export function findHolder(dataDirectory: string): Holder {
  const file = readPostmasterFile(dataDirectory);
  if (file === undefined) return { state: "absent" };
  if (file.pid <= 0 || !isAlive(file.pid)) return { state: "stale", file };

  if (process.platform !== "linux") return { state: "running", file };
  if (workingDirectory(file.pid) === dataDirectory) return { state: "running", file };

  const born = processStartSeconds(file.pid);
  const bornLater = born !== undefined && file.startSeconds > 0 && born > file.startSeconds + 5;
  if (bornLater && processesWorkingIn(dataDirectory).length === 0) return { state: "recycled", file };
  return { state: "foreign", file, name: processName(file.pid) ?? "?" };
}

/** Renamed, never deleted: whoever looks into an accident later still finds it. */
export function setPostmasterFileAside(dataDirectory: string, stamp: string): void {
  renameSync(join(dataDirectory, "postmaster.pid"), join(dataDirectory, `postmaster.pid.recycled-${stamp}`));
}
