import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProofCheck } from "@zhangshi/contract";
import { addDays } from "@zhangshi/core";
import { defineCommand, renderUsage, runCommand } from "citty";
import { Presets, SingleBar } from "cli-progress";
import { documentKinds } from "./application.ts";
import { type Proof, proveCompany, withChecks } from "./books/prove.ts";
import { listCompanies } from "./books/prove.sql.ts";
import { proveByDocuments } from "./documents/prove-documents.ts";
import { createTrains } from "./documents/train.ts";
import { startServer } from "./main.ts";
import { demoReport, makeDemoCompany, refreshStatistics } from "./modules/demo/index.ts";
import { todayIn } from "./platform/clock.ts";
import { connect, type Database } from "./platform/db.ts";
import { openForCommand } from "./platform/launcher/open-migrated.ts";
import { parentOf, processName } from "./platform/launcher/process-table.ts";
import { StartRefused } from "./platform/launcher/start-refused.ts";
import { RefusedError } from "./platform/refused.ts";

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

/** The database of DATA_DIR or DATABASE_URL: a running server's, or one started for as long as the command works. */
async function withDatabase(work: (db: Database, owner: Database) => Promise<void>): Promise<void> {
  const database = await openForCommand({ dataDir: dataDir(), databaseUrl: process.env["DATABASE_URL"], log });
  const db = connect(database.appConfig);
  const owner = connect(database.adminConfig, { connections: 1 });
  try {
    await work(db, owner);
  } finally {
    await Promise.all([db.close(), owner.close()]);
    await database.stop();
  }
}

const demo = defineCommand({
  meta: { name: "demo", description: "演示公司 Make the demo company: a wholesaler with a year of business" },
  args: {
    seed: { type: "string", default: "1", description: "同样的种子，同样的公司 The same seed makes the same company" },
    today: { type: "string", description: "最后一天，默认今天 The last day, YYYY-MM-DD (default: today)" },
    days: { type: "string", description: "只做最后几天 Only the last days of the year" },
  },
  run: async ({ args }) => {
    const seed = wholeNumber("--seed", args.seed, 2 ** 48);
    const today = lastDay(args.today);
    const days = args.days === undefined ? {} : { days: wholeNumber("--days", args.days, 366) };
    await withDatabase(async (db, owner) => {
      const progress = progressLine();
      const made = await makeDemoCompany(
        { db, trains: createTrains(db), kinds: documentKinds },
        { seed, today, ...days },
        progress.show,
      );
      progress.end();
      if (made.isNew) await refreshStatistics(owner.platform);
      for (const line of demoReport(made)) log(line);
    });
  },
});

function wholeNumber(option: string, text: string, highest: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= highest) return number;
  throw new StartRefused(
    `${option} 应是 1 到 ${highest} 的整数，现在是“${text}”。`,
    `${option} must be 1 to ${highest}, not "${text}".`,
  );
}
function lastDay(text: string | undefined): string {
  const now = todayIn("Asia/Shanghai");
  if (text === undefined) return now;
  const isDay = /^20\d\d-\d\d-\d\d$/.test(text) && addDays(text, 0) === text && !text.includes("-00");
  if (isDay && text <= now) return text;
  throw new StartRefused(
    `--today 写成 2026-11-25 这样，不晚于今天，现在是“${text}”。`,
    `--today is a day like 2026-11-25, not after today, not "${text}".`,
  );
}

/** A bar on a terminal; elsewhere one line for each step, as a log wants it. */
function progressLine() {
  if (process.stdout.isTTY !== true) {
    let last = "";
    return {
      show: async (done: number, total: number, step: string) => {
        if (step !== last) log(`  ${done}/${total} ${step}`);
        last = step;
      },
      end: () => undefined,
    };
  }
  const bar = new SingleBar(
    { format: "  {bar} {percentage}% {value}/{total} {step}", hideCursor: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show: async (done: number, total: number, step: string) => {
      if (!started) bar.start(total, done, { step });
      started = true;
      if (bar.getTotal() !== total) bar.setTotal(total);
      bar.update(done, { step });
    },
    end: () => {
      if (started) bar.stop();
    },
  };
}

const prove = defineCommand({
  meta: { name: "prove", description: "账实核对 Prove the books of every company from the entries alone" },
  args: {
    company: { type: "string", description: "只核对这家公司（名称或编号） Only this company (name or id)" },
    replay: {
      type: "boolean",
      default: false,
      description: "再从单据重放一遍，逐行比较 Also rebuild the books from the documents and compare every row",
    },
  },
  run: async ({ args }) => {
    await withDatabase(async (db) => {
      const companies = await listCompanies(db);
      const wanted = companies.filter(
        ({ id, name }) => args.company === undefined || name === args.company || id === args.company,
      );
      if (wanted.length === 0) throw noCompany(args.company, companies);
      const checks: ProofCheck[] = [];
      for (const { id, name } of wanted) {
        const proof = await proveFully(db, id, args.replay);
        for (const line of proofTable(name, proof)) log(line);
        checks.push(...proof.checks);
      }
      const differing = checks.filter((check) => !check.passed);
      log(
        differing.length === 0
          ? `账实相符：${checks.length} 项核对无差异`
          : `账实不符：${checks.length} 项核对，${differing.length} 项有差异`,
      );
      if (differing.length > 0) process.exitCode = 1;
    });
  },
});
/** What takes a while shows how far it is, on a terminal; a log wants only the result. */
async function proveFully(db: Database, orgId: string, replay: boolean): Promise<Proof> {
  const bar = process.stdout.isTTY === true ? progressLine() : undefined;
  const show = ({ done, total, title }: { done: number; total: number; title: string }) =>
    void bar?.show(done, total, title);
  try {
    const books = await proveCompany(db, orgId, show);
    if (!replay) return books;
    const documents = await proveByDocuments(db, orgId, documentKinds, show);
    if (documents.unknown > 0) log(`  ${documents.unknown} 次审核在留存内容以前已被反审核，按单据现在的内容重放`);
    return {
      ...withChecks(books, [...books.checks, ...documents.checks]),
      milliseconds: books.milliseconds + documents.milliseconds,
    };
  } finally {
    bar?.end();
  }
}
function noCompany(name: string | undefined, companies: readonly { readonly name: string }[]): StartRefused {
  const names = companies.map((company) => company.name).join("、");
  if (companies.length === 0)
    return new StartRefused("还没有公司，先用 zhangshi demo 或网页建一个。", "There is no company yet.");
  return new StartRefused(
    `没有叫“${name}”的公司，现有：${names}。`,
    `There is no company "${name}"; there is: ${names}.`,
  );
}

function proofTable(company: string, proof: Proof): readonly string[] {
  const rows = proof.checks.map((check) => [
    check.title,
    check.left,
    check.right,
    check.unit,
    `${check.rows} 行`,
    `${check.milliseconds} ms`,
    check.passed ? "无差异" : `差异 ${check.difference}`,
  ]);
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, widthOf(cell))),
    [],
  );
  const numeric = new Set([1, 2, 4, 5]);
  return [
    `${company}  ${proof.checks.length} 项，${proof.rows} 行，${proof.milliseconds} ms，链长 ${proof.chainLength}，链头 ${proof.chainHead.slice(0, 16)}`,
    ...rows.flatMap((row, index) => [
      `  ${row
        .map((cell, column) => padded(cell, widths[column] ?? 0, numeric.has(column)))
        .join("  ")
        .trimEnd()}`,
      ...(proof.checks[index]?.findings ?? []).map((finding) => `      ${finding.text}`),
    ]),
  ];
}
/** A Chinese character takes two places of a terminal. */
function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character)
        ? 2
        : 1),
    0,
  );
}
function padded(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

const commands = { start, demo, prove } as const;

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
  console.error(error instanceof StartRefused || error instanceof RefusedError ? error.message : error);
  process.exitCode = 1;
}
// Pools and timers may still hold the process: everything that must be finished is finished.
process.exit();
