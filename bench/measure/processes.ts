import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const millisecondsPerTick = 10;

type Stat = { readonly pid: number; readonly parent: number; readonly own: number; readonly reapedChildren: number };
function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const field = (number: number) => fields[number - 3] ?? 0;
    return {
      pid,
      parent: field(4),
      own: (field(14) + field(15)) * millisecondsPerTick,
      reapedChildren: (field(16) + field(17)) * millisecondsPerTick,
    };
  } catch {
    return undefined;
  }
}

/** CPU time of a process, in milliseconds; 0 where the system has no /proc. */
export function cpuOf(pid: number): number {
  return statOf(pid)?.own ?? 0;
}
/** CPU time of a process with its children, the finished ones too: what a PostgreSQL cluster has used. */
export function cpuOfFamily(pid: number): number {
  const root = statOf(pid);
  if (!root) return 0;
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((one) => one?.parent === pid);
  return root.own + root.reapedChildren + children.reduce((sum, one) => sum + (one?.own ?? 0), 0);
}
/** The largest resident size that a process has had, in MB. */
export function peakResidentMegabytes(pid: number): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(found?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}
/** Memory of a process's children that nobody shares with them, in MB: of a PostgreSQL cluster what its sessions hold. */
export function anonymousMegabytesOfFamily(pid: number): number {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.parent === pid);
  return children.reduce((sum, child) => sum + anonymousMegabytes(Number(child)), 0);
}
function anonymousMegabytes(pid: number): number {
  try {
    return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
