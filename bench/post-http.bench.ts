import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBenchCluster, mainDatabase, settingsOf, type BenchCluster } from "./measure/bench-cluster.ts";
import { askChild, startChild } from "./measure/child.ts";
import { cpuOf, cpuOfFamily, peakResidentMegabytes } from "./measure/processes.ts";
import { builtServer, serverDirectory, startServerProcess, type ServerProcess } from "./measure/server-process.ts";
import { median, percentile, spread } from "./measure/statistics.ts";
import { checkBooks } from "./posting/books-check.sql.ts";
import type { LoadAnswer, LoadOrder, LoadTimes } from "./posting/load.ts";
import { prepareCompanies, signIn, youngDatabase } from "./posting/prepare.ts";
import { rawRunner } from "./posting/raw-runner.ts";
import { countWrittenRows, writtenTables } from "./posting/raw-limit.sql.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const quick = process.argv.includes("--quick");
const option = (name: string, otherwise: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise);
const rounds = option("rounds", quick ? 2 : 5);
const seconds = option("seconds", quick ? 2 : 4);
const earlierLines = option("lines", quick ? 100_000 : 1_000_000);
const goals = { ratio: 0.5, statements: 18, growth: 1.3 };

type Measured = {
  readonly docsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly serverCpu: number;
  readonly postgresCpu: number;
  readonly loadCpu: number;
};
type Case = {
  readonly name: string;
  readonly ratios: readonly number[];
  readonly runs: readonly Measured[];
  readonly latencies: readonly number[];
};

const failures: string[] = [];
const note = (text: string) => console.log(text);

async function main(): Promise<void> {
  const script = await builtServer();
  const began = performance.now();
  const cluster = await openBenchCluster();
  const servers: ServerProcess[] = [];
  try {
    const settings = await cluster.withOwner(mainDatabase, settingsOf);
    note(
      `settings: ${Object.entries(settings)
        .map(([name, value]) => `${name}=${value}`)
        .join(" ")}`,
    );
    const prepared = await prepareCompanies(cluster, earlierLines);
    note(`prepared: ${earlierLines} earlier lines, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const start = (name: string, database: string) =>
      startServerProcess({
        script,
        dataDir: serverDirectory(cluster.dataDir, name),
        env: { DATABASE_URL: cluster.url(database) },
        nodeOptions: script.endsWith(".ts") ? ["--import", "tsx"] : [],
      });
    const grown = await start("grown", mainDatabase);
    servers.push(grown);
    const young = await start("young", youngDatabase);
    servers.push(young);
    const result = await measureAll(cluster, prepared, grown, young);
    await checkAll(cluster, prepared);
    const seconds = (performance.now() - began) / 1000;
    report({ ...result, settings, seconds, failures });
  } finally {
    for (const server of servers) await server.stop();
    await cluster.close();
  }
}

async function measureAll(
  cluster: BenchCluster,
  prepared: Awaited<ReturnType<typeof prepareCompanies>>,
  grown: ServerProcess,
  young: ServerProcess,
) {
  const { orgId, rawOrgId, businessDate } = prepared;
  const load = startChild(new URL("./posting/load.ts", import.meta.url));
  const raw = rawRunner(cluster.config(mainDatabase));
  const cookies = { grown: await signIn(grown.url), young: await signIn(young.url) };
  const rawRuns: Measured[] = [];
  const countRows = (org: string) => cluster.withOwner(mainDatabase, (client) => countWrittenRows(client, org));

  const onServer = async (
    server: ServerProcess,
    cookie: string,
    order: Partial<LoadOrder>,
  ): Promise<[Measured, LoadAnswer]> => {
    const before = [cpuOf(server.pid), cpuOfFamily(cluster.postmasterPid)] as const;
    const answer = await askChild<LoadOrder, LoadAnswer>(load, {
      url: server.url,
      cookie,
      businessDate,
      connections: 8,
      warmSeconds: 0.3,
      job: "approved",
      seconds,
      ...order,
    } as LoadOrder);
    if (answer.errors > 0) failures.push(`${answer.errors} errors under load: ${answer.firstError}`);
    const all = answer.documents + answer.documents * (0.3 / answer.seconds);
    const measured = {
      ...timesOf(answer),
      serverCpu: (cpuOf(server.pid) - before[0]) / all,
      postgresCpu: (cpuOfFamily(cluster.postmasterPid) - before[1]) / all,
      loadCpu: answer.cpuMilliseconds / answer.documents,
    };
    return [measured, answer];
  };
  const bracket = async (): Promise<Measured> => {
    const before = cpuOfFamily(cluster.postmasterPid);
    const answer = await raw.run(seconds);
    const measured = {
      ...timesOf({ ...answer, errors: 0, firstError: null }),
      serverCpu: 0,
      postgresCpu: (cpuOfFamily(cluster.postmasterPid) - before) / answer.documents,
      loadCpu: 0,
    };
    rawRuns.push(measured);
    return measured;
  };
  /** A-B-A: raw, product, raw; a round's second bracket is the next round's first. */
  const bracketed = async (name: string, repetitions: number, order: Partial<LoadOrder>): Promise<Case> => {
    const ratios: number[] = [];
    const runs: Measured[] = [];
    const latencies: number[] = [];
    let before = await bracket();
    for (let round = 0; round < repetitions; round += 1) {
      const [measured, answer] = await onServer(grown, cookies.grown, order);
      const after = await bracket();
      ratios.push(measured.docsPerSecond / ((before.docsPerSecond + after.docsPerSecond) / 2));
      runs.push(measured);
      latencies.push(...answer.latencies);
      before = after;
    }
    const one = { name, ratios, runs, latencies };
    note(lineOf(one));
    return one;
  };

  // Plans, caches and the just-in-time compiler settle before anything counts.
  for (const [server, cookie] of [
    [grown, cookies.grown],
    [young, cookies.young],
  ] as const)
    await onServer(server, cookie, { connections: 32, seconds: quick ? 1 : 3 });
  await raw.run(1);

  const rowsBefore = { product: await countRows(orgId), raw: await countRows(rawOrgId) };
  const at32 = await bracketed("approved, 32 connections", rounds, { connections: 32 });
  const at8 = await bracketed("approved, 8 connections", rounds, { connections: 8 });
  const rowsAfter = { product: await countRows(orgId), raw: await countRows(rawOrgId) };
  const rows = compareRows(rowsBefore, rowsAfter);

  const growth: number[] = [];
  const youngRuns: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [small] = await onServer(young, cookies.young, { connections: 8 });
    const [large] = await onServer(grown, cookies.grown, { connections: 8 });
    youngRuns.push(small);
    growth.push(large.p50 / small.p50);
  }
  note(
    `0 earlier lines, 8 connections: ${spread(
      youngRuns.map((run) => run.docsPerSecond),
      0,
    )} docs/s, p50 ${spread(youngRuns.map((run) => run.p50))} ms; growth of p50 at ${earlierLines} lines: ${spread(growth)}`,
  );
  const drafts = await bracketed(
    "approved from a draft, 32 connections (only the approval is timed; CPU includes saving the draft)",
    Math.min(3, rounds),
    {
      connections: 32,
      job: "draft-approve",
      documents: quick ? 1000 : 4000,
    } as Partial<LoadOrder>,
  );

  note(
    `raw limit (${raw.name}, 8 clients): ${spread(
      rawRuns.map((run) => run.docsPerSecond),
      0,
    )} docs/s, p50 ${spread(rawRuns.map((run) => run.p50))} ms, p99 ${spread(rawRuns.map((run) => run.p99))} ms, PostgreSQL ${median(rawRuns.map((run) => run.postgresCpu)).toFixed(2)} ms/doc`,
  );
  raw.close();
  load.disconnect();
  const health = (await (await fetch(`${grown.url}/health`)).json()) as { posting?: Record<string, number> };
  return {
    cases: [at32, at8, drafts],
    raw: { name: raw.name, runs: rawRuns },
    rows,
    growth,
    young: youngRuns,
    posting: health.posting ?? {},
    peakServerMegabytes: peakResidentMegabytes(grown.pid),
  };
}

function timesOf(answer: LoadTimes): Pick<Measured, "docsPerSecond" | "p50" | "p99"> {
  return {
    docsPerSecond: answer.documents / answer.seconds,
    p50: percentile(answer.latencies, 0.5),
    p99: percentile(answer.latencies, 0.99),
  };
}

function lineOf({ name, ratios, runs, latencies }: Case): string {
  return `${name}: ratio ${spread(ratios)}, ${spread(
    runs.map((run) => run.docsPerSecond),
    0,
  )} docs/s, p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms, CPU ms/doc server ${median(runs.map((run) => run.serverCpu)).toFixed(2)} + PostgreSQL ${median(runs.map((run) => run.postgresCpu)).toFixed(2)} (load ${median(runs.map((run) => run.loadCpu)).toFixed(2)})`;
}

type RowCounts = { readonly product: ReadonlyMap<string, number>; readonly raw: ReadonlyMap<string, number> };
function compareRows(before: RowCounts, after: RowCounts): Readonly<Record<string, readonly [number, number]>> {
  const perDocument = (side: "product" | "raw", table: string) => {
    const written = (name: string) => (after[side].get(name) ?? 0) - (before[side].get(name) ?? 0);
    return written(table) / written("document");
  };
  const rows = Object.fromEntries(
    writtenTables.map((table) => [table, [perDocument("product", table), perDocument("raw", table)] as const]),
  );
  note(
    `rows per document (product, raw): ${Object.entries(rows)
      .map(([table, [own, limit]]) => `${table} ${own}, ${limit}`)
      .join(" · ")}`,
  );
  for (const [table, [own, limit]] of Object.entries(rows))
    if (own !== limit)
      failures.push(`the ratio is void: ${table} has ${own} rows per document, the raw limit ${limit}`);
  return rows;
}

async function checkAll(
  cluster: BenchCluster,
  prepared: { readonly orgId: string; readonly rawOrgId: string },
): Promise<void> {
  let count = 0;
  for (const [database, orgId, inOrder] of [
    [mainDatabase, prepared.orgId, true],
    [youngDatabase, prepared.orgId, true],
    [mainDatabase, prepared.rawOrgId, false],
  ] as const) {
    const { checks, failed } = await cluster.withOwner(database, (client) => checkBooks(client, orgId, { inOrder }));
    count += checks;
    for (const one of failed)
      failures.push(`books of ${database}${inOrder ? "" : " (raw)"}: ${one.check}: ${one.findings.join(" | ")}`);
  }
  note(`books: ${count} checks`);
}

type Result = Awaited<ReturnType<typeof measureAll>> & {
  readonly settings: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly failures: readonly string[];
};
function report(result: Result): void {
  const [at32] = result.cases;
  if (!at32) throw new Error("nothing was measured");
  const ratio = median(at32.ratios);
  const growth = median(result.growth);
  const statements = result.posting["largestStatements"] ?? Number.NaN;
  if (!(statements <= goals.statements))
    failures.push(`${statements} statements in a train, at most ${goals.statements}`);
  if (!quick && ratio < goals.ratio) failures.push(`ratio ${ratio.toFixed(2)}, at least ${goals.ratio}`);
  if (!quick && growth > goals.growth) failures.push(`growth ${growth.toFixed(2)}, at most ${goals.growth}`);
  mkdirSync(join(root, "bench", "results"), { recursive: true });
  const file = join(root, "bench", "results", `post-http-${new Date().toISOString().replace(/[-:]|\..*/g, "")}.json`);
  const cases = result.cases.map(({ latencies, ...one }) => ({
    ...one,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  }));
  writeFileSync(
    file,
    `${JSON.stringify({ name: "post-http", goals, rounds, secondsPerRun: seconds, earlierLines, ...result, cases }, undefined, 2)}\n`,
  );
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  const trains = result.posting["trains"] ?? 0;
  note(
    `post-http: ratio ${ratio.toFixed(2)}, statements ${statements}, p50 ${percentile(at32.latencies, 0.5).toFixed(1)} ms, p99 ${percentile(at32.latencies, 0.99).toFixed(1)} ms, growth ${growth.toFixed(2)}, ${median(at32.runs.map((run) => run.docsPerSecond)).toFixed(0)} docs/s at 32 connections, ratio ${median(result.cases[1]?.ratios ?? []).toFixed(2)} at 8, ${median(result.cases[2]?.ratios ?? []).toFixed(2)} from drafts, ${((result.posting["documents"] ?? 0) / trains).toFixed(1)} docs/train, ${result.seconds.toFixed(0)} s`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

await main();
process.exit();
