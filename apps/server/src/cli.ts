import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineCommand, renderUsage, runCommand } from "citty";
import { startServer } from "./main.ts";
import { parentOf, processName } from "./platform/launcher/process-table.ts";
import { StartRefused } from "./platform/launcher/start-refused.ts";

const log = (line: string) => console.log(line);

function dataDir(): string {
  return resolve(process.env["DATA_DIR"] || "data");
}

function port(): number {
  const wanted = process.env["PORT"] || "3000";
  const number = Number(wanted);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new StartRefused(
    `PORT 应是 0 到 65535 的整数，现在是“${wanted}”。`,
    `PORT must be 0 to 65535, not "${wanted}".`,
  );
}

/** `dist/web` of the checkout, from the bundle as from the source. */
function webDir(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "package-lock.json")) && dirname(directory) !== directory) {
    directory = dirname(directory);
  }
  return join(directory, "dist", "web");
}

const start = defineCommand({
  meta: { name: "start", description: "启动服务 Start the server (PORT, HOST, DATA_DIR, DATABASE_URL)" },
  run: async () => {
    const server = await startServer({
      port: port(),
      host: process.env["HOST"] || "127.0.0.1",
      dataDir: dataDir(),
      databaseUrl: process.env["DATABASE_URL"],
      webDir: webDir(),
      log,
    });
    log(`账实已启动，请在浏览器打开：${server.url}`);
    log(`Zhangshi is running, open: ${server.url}`);
    await untilAskedToStop();
    log("正在停止… Stopping …");
    await server.stop();
  },
});

const commands = { start } as const;

const zhangshi = defineCommand({ meta: { name: "zhangshi", description: "账实 进销存" }, subCommands: commands });

/** A second signal while stopping ends the program at once; the database then stops by itself. */
async function untilAskedToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    if (process.env["npm_lifecycle_event"] !== undefined) whenNpmIsGone(resolve);
  });
}

/** A killed npm cannot pass the signal on. It may stand behind a shell of its own, which outlives it. */
function whenNpmIsGone(stop: () => void): void {
  const behindShell = /^(sh|dash|bash|ash|zsh)$/.test(processName(process.ppid) ?? "");
  const chain = () => `${process.ppid} ${behindShell ? parentOf(process.ppid) : ""}`;
  const atFirst = chain();
  const timer = setInterval(() => {
    if (chain() === atFirst) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const name = words[0] ?? "";
  if (!(name in commands) || words.includes("--help")) {
    console.log(await renderUsage(zhangshi));
    process.exitCode = name === "" || words.includes("--help") ? 0 : 1;
    return;
  }
  await runCommand(zhangshi, { rawArgs: words });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof StartRefused ? error.message : error);
  process.exitCode = 1;
}
// Pools and timers may still hold the process: everything that must be finished is finished.
process.exit();
