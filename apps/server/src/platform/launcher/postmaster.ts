import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Account, commandAs, dieSignalWorks } from "./account.ts";
import { type Binaries, executable } from "./binaries.ts";
import type { Endpoint } from "./socket-place.ts";

export type PostmasterPlan = {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly dataDirectory: string;
  readonly endpoint: Endpoint;
  readonly settings: readonly string[];
  readonly logFile: string;
};

export type Postmaster = {
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  /** Fast shutdown: sessions are ended, everything acknowledged is on disk. */
  readonly stop: () => Promise<void>;
};

const largestLog = 10 * 1024 * 1024;

export function spawnPostmaster(plan: PostmasterPlan): Postmaster {
  const settings = [...plan.endpoint.settings, `port=${plan.endpoint.port}`, ...plan.settings];
  const args = ["-D", plan.dataDirectory, ...settings.flatMap((setting) => ["-c", setting])];
  const command = commandAs(plan.account, executable(plan.binaries, "postgres"), args, true);
  const log = openLog(plan.logFile);
  const child = spawn(command.file, command.arguments, {
    ...command.options,
    env: { ...process.env, ...plan.binaries.env },
    // A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the database last.
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return asPostmaster(child, dieSignalWorks() ? undefined : watchdog(child.pid));
}

function asPostmaster(child: ChildProcess, guard: ChildProcess | undefined): Postmaster {
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      gone = true;
      guard?.kill("SIGKILL");
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  return {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => gone,
    stop: async () => {
      if (gone) return;
      child.ref();
      child.kill("SIGINT");
      const patience = setTimeout(() => child.kill("SIGQUIT"), 60_000);
      await exited;
      clearTimeout(patience);
    },
  };
}

/** Where the kernel cannot tell PostgreSQL that we died, a small process waits for its pipe from us to break. */
function watchdog(pid: number | undefined): ChildProcess | undefined {
  if (pid === undefined) return undefined;
  const script = `process.stdin.resume().on("end", () => { try { process.kill(${pid}, "SIGINT") } catch {} process.exit() })`;
  const guard = spawn(process.execPath, ["-e", script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  guard.unref();
  // The pipe alone must not keep a finished command alive.
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return guard;
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  try {
    if (statSync(path).size > largestLog) renameSync(path, `${path}.1`);
  } catch {
    // No log yet.
  }
  return openSync(path, "a", 0o600);
}

export function lastLogLines(path: string, count: number): string {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "";
  }
}
