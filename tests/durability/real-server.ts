import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import pg from "pg";
import { ownerRole } from "../../apps/server/src/platform/launcher/cluster-files.ts";
import { readPostmasterFile } from "../../apps/server/src/platform/launcher/postmaster-pid.ts";
import { loadSecrets } from "../../apps/server/src/platform/launcher/secrets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The program in one file, below the checkout so that it finds its packages and migrations. */
export async function bundleServer(): Promise<{ readonly script: string; readonly remove: () => void }> {
  const folder = join(root, "node_modules", ".cache", `zhangshi-durability-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const script = join(folder, "cli.mjs");
  await build({
    entryPoints: [join(root, "apps/server/src/cli.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: {
      "@zhangshi/core": join(root, "packages/core/src/index.ts"),
      "@zhangshi/contract": join(root, "packages/contract/src/index.ts"),
    },
    logLevel: "error",
  });
  return { script, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export type RealServer = {
  readonly url: string;
  readonly lines: readonly string[];
  readonly hasEnded: () => boolean;
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
};

/** `zhangshi start` in a process of its own with a database of its own: durable, as a shop runs it. */
export async function startRealServer(script: string, dataDir: string, port: number): Promise<RealServer> {
  const child = spawn(process.execPath, [script, "start"], {
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATA_DIR: dataDir, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => lines.push(...part.toString().trim().split("\n")));
  const server = { url: `http://127.0.0.1:${port}`, lines, hasEnded: () => hasEnded(child), kill: killOf(child) };
  await untilHealthy(server);
  return server;
}
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
function killOf(child: ChildProcess): RealServer["kill"] {
  return async (signal) => {
    if (hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
}
async function untilHealthy(server: Pick<RealServer, "url" | "lines" | "hasEnded">): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (server.hasEnded()) throw new Error(`the server ended: ${server.lines.join("\n")}`);
    const healthy = await fetch(`${server.url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await sleep(25);
  }
  throw new Error(`the server does not answer: ${server.lines.join("\n")}`);
}

function databaseDirectory(dataDir: string): string {
  const elsewhere = join(dataDir, "database-place");
  return existsSync(elsewhere) ? readFileSync(elsewhere, "utf8").trim() : join(dataDir, "postgres");
}
export function postmasterOf(dataDir: string): number {
  return readPostmasterFile(databaseDirectory(dataDir))?.pid ?? 0;
}
/** The tables as their owner sees them, past the program. */
export async function asOwner<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const file = readPostmasterFile(databaseDirectory(dataDir));
  if (!file) throw new Error("no PostgreSQL runs here");
  const client = new pg.Client({
    host: file.socketDirectory === "" ? "127.0.0.1" : file.socketDirectory,
    port: file.port,
    user: ownerRole,
    password: loadSecrets(dataDir).ownerPassword,
    database: "zhangshi",
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
