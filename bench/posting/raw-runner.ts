import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseConfig } from "../../apps/server/src/platform/launcher/open-database.ts";
import { askChild, startChild } from "../measure/child.ts";
import type { RawAnswer, RawOrder } from "./raw-clients.ts";
import { customers, itemsPerLine, linesPerDocument, warehouses } from "./shape.ts";

export const rawClients = 8;

/** pgbench costs the machine least, so it makes the highest limit; npm's PostgreSQL does not bring it. */
export function findPgbench(): string | undefined {
  const systems = existsSync("/usr/lib/postgresql")
    ? readdirSync("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`)
    : [];
  return ["pgbench", ...systems].find((name) => spawnSync(name, ["--version"]).status === 0);
}

export type RawRunner = {
  readonly name: string;
  readonly run: (seconds: number) => Promise<RawAnswer>;
  readonly close: () => void;
};

export function rawRunner(config: DatabaseConfig): RawRunner {
  const pgbench = process.argv.includes("--no-pgbench") ? undefined : findPgbench();
  if (pgbench === undefined) {
    const child = startChild(new URL("./raw-clients.ts", import.meta.url));
    return {
      name: "pg clients in a process of their own",
      run: (seconds) => askChild<RawOrder, RawAnswer>(child, { config, clients: rawClients, seconds }),
      close: () => child.disconnect(),
    };
  }
  const folder = mkdtempSync(join(tmpdir(), "zhangshi-raw-"));
  writeFileSync(join(folder, "raw.sql"), pgbenchScript());
  return {
    name: "pgbench",
    run: (seconds) => runPgbench(pgbench, folder, config, Math.round(seconds)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function pgbenchScript(): string {
  const places = Array.from({ length: linesPerDocument }, (_, k) => k);
  return [
    `\\set customer random(1, ${customers})`,
    `\\set warehouse random(1, ${warehouses})`,
    ...places.map((k) => `\\set n${k} random(${k * itemsPerLine + 1}, ${(k + 1) * itemsPerLine})`),
    ...places.map((k) => `\\set q${k} random(1, 5)`),
    `select raw_limit.post_delivery(:customer, :warehouse, array[${places.map((k) => `:n${k}::int`).join(",")}], array[${places.map((k) => `:q${k}::int`).join(",")}]);`,
    "",
  ].join("\n");
}

async function runPgbench(
  pgbench: string,
  folder: string,
  config: DatabaseConfig,
  seconds: number,
): Promise<RawAnswer> {
  const args = ["-n", "-M", "prepared", "-c", String(rawClients), "-j", "1", "-T", String(seconds)];
  const where = ["-h", String(config.host), "-p", String(config.port), "-U", config.user, config.database];
  const child = spawn(pgbench, [...args, "-l", "-f", "raw.sql", ...where], {
    cwd: folder,
    env: { ...process.env, PGPASSWORD: String(config.password) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const documents = Number(/transactions actually processed: (\d+)/.exec(output)?.[1]);
  const perSecond = Number(/tps = ([\d.]+)/.exec(output)?.[1]);
  if (code !== 0 || !(documents > 0)) throw new Error(`pgbench ended with ${code}: ${output}`);
  const latencies: number[] = [];
  for (const name of readdirSync(folder).filter((one) => one.startsWith("pgbench_log"))) {
    for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
      const microseconds = Number(line.split(" ")[2]);
      if (microseconds > 0) latencies.push(microseconds / 1000);
    }
    rmSync(join(folder, name));
  }
  return { documents, seconds: documents / perSecond, latencies };
}
