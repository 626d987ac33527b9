import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** EPERM means that the process lives and belongs to somebody else. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** In a container without an init process the dead stay listed until somebody reaps them. */
function isZombie(pid: number): boolean {
  return statFields(pid)?.[0] === "Z";
}

/** Fields of /proc/PID/stat from the state on; the name before them may itself hold spaces and brackets. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/**
 * Tells a process from a later one with the same number. Ticks since boot, so that a corrected clock changes nothing,
 * with the boot's own id, so that a restarted machine cannot repeat it. Undefined where there is no /proc.
 */
export function processBirth(pid: number): string | undefined {
  const ticks = statFields(pid)?.[19];
  if (ticks === undefined) return undefined;
  return `${bootId()}:${ticks}`;
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** Seconds since 1970; undefined where there is no /proc. */
export function processStartSeconds(pid: number): number | undefined {
  const ticks = statFields(pid)?.[19];
  if (ticks === undefined) return undefined;
  const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
  return boot === undefined ? undefined : Number(boot) + Number(ticks) / 100;
}

/** Undefined where there is no /proc. */
export function parentOf(pid: number): number | undefined {
  const parent = statFields(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

export function processName(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Every PostgreSQL process works inside its data directory: the one sign of a holder that cannot be stale. */
export function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

export function processesWorkingIn(directory: string): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => workingDirectory(pid) === directory);
  } catch {
    return [];
  }
}
