import { type Api, apiOf } from "./measure/api.ts";
import { type BenchCluster, mainDatabase, openBenchCluster, settingsOf } from "./measure/bench-cluster.ts";
import { askChild, startChild } from "./measure/child.ts";
import { numberOption, saveResult, settingsLine } from "./measure/results.ts";
import { builtServer, serverDirectory, startServerProcess, type ServerProcess } from "./measure/server-process.ts";
import { median, percentile, spread } from "./measure/statistics.ts";
import { checkBooks } from "./posting/books-check.sql.ts";
import { countDeadlocks, stockLeft } from "./posting/contention.sql.ts";
import type { Goods, LoadAnswer, LoadOrder } from "./posting/load.ts";
import { prepareCompany, signIn } from "./posting/prepare.ts";
import { leftOver, sellScarce } from "./posting/scarce.ts";

const quick = process.argv.includes("--quick");
const rounds = numberOption("rounds", quick ? 2 : 7);
const seconds = numberOption("seconds", quick ? 1 : 1.5);
const earlierLines = numberOption("lines", 100_000);
const goals = { ratio: 0.9 };
const enough = 200;

type Case = {
  readonly name: string;
  readonly goods: Goods;
  readonly receiptsPerHundred: number;
  readonly connections: number;
};
const mixes = [
  { name: "one line hot", goods: "one-hot-line", receiptsPerHundred: 0 },
  { name: "all lines hot", goods: "all-hot-lines", receiptsPerHundred: 0 },
  { name: "one line hot, 20 % receipts", goods: "one-hot-line", receiptsPerHundred: 20 },
] as const;
const cases: readonly Case[] = [8, 32].flatMap((connections) =>
  mixes.map((mix) => ({ ...mix, connections, name: `${mix.name}, ${connections} connections` })),
);
type Measured = {
  readonly name: string;
  readonly connections: number;
  readonly ratios: readonly number[];
  readonly docsPerSecond: readonly number[];
  readonly spreadDocsPerSecond: readonly number[];
  readonly p50: number;
  readonly p99: number;
  readonly spreadP99: number;
};
const failures: string[] = [];

async function main(): Promise<void> {
  const script = await builtServer();
  const began = performance.now();
  const cluster = await openBenchCluster();
  const servers: ServerProcess[] = [];
  try {
    const settings = await cluster.withOwner(mainDatabase, settingsOf);
    console.log(settingsLine(settings));
    const { orgId, businessDate } = await prepareCompany(cluster, earlierLines);
    const start = async (name: string) => {
      const server = await startServerProcess({
        script,
        dataDir: serverDirectory(cluster.dataDir, name),
        env: { DATABASE_URL: cluster.url(mainDatabase) },
      });
      servers.push(server);
      return { server, cookie: await signIn(server.url) };
    };
    const first = await start("first");
    const measured = await measureAll(first.server.url, first.cookie, businessDate);
    // Two programs on one database: nothing that a single process remembers may be what prevents overselling.
    const second = await start("second");
    const shops = [apiOf(first.server.url, first.cookie), apiOf(second.server.url, second.cookie)];
    await sellOut(cluster, shops, orgId, businessDate);

    const deadlocks = await cluster.withOwner(mainDatabase, countDeadlocks);
    if (deadlocks > 0) failures.push(`${deadlocks} deadlocks`);
    const books = await cluster.withOwner(mainDatabase, (client) => checkBooks(client, orgId, { inOrder: true }));
    for (const one of books.failed) failures.push(`books: ${one.check}: ${one.findings.join(" | ")}`);
    console.log(`books: ${books.checks} checks, ${deadlocks} deadlocks`);
    report(measured, { settings, deadlocks, seconds: (performance.now() - began) / 1000 });
  } finally {
    for (const server of servers) await server.stop();
    await cluster.close();
  }
}

async function measureAll(url: string, cookie: string, businessDate: string): Promise<readonly Measured[]> {
  const load = startChild(new URL("./posting/load.ts", import.meta.url));
  const run = async (one: Case, goods: Goods, runSeconds = seconds): Promise<LoadAnswer> => {
    const { connections, receiptsPerHundred } = one;
    const answer = await askChild<LoadOrder, LoadAnswer>(load, {
      url,
      cookie,
      businessDate,
      connections,
      goods,
      receiptsPerHundred,
      warmSeconds: 0.3,
      job: "approved",
      seconds: runSeconds,
    });
    if (answer.errors > 0) failures.push(`${one.name}: ${answer.errors} errors: ${answer.firstError}`);
    return answer;
  };
  // Plans, caches and the just-in-time compiler settle before anything counts.
  for (const one of cases) await run(one, one.goods, quick ? 0.5 : 1.5);

  const measured: Measured[] = [];
  for (const one of cases) {
    const hot: LoadAnswer[] = [];
    const wide = [await run(one, "spread")];
    for (let round = 0; round < rounds; round += 1) {
      hot.push(await run(one, one.goods));
      wide.push(await run(one, "spread"));
    }
    const rate = (answer: LoadAnswer | undefined) => (answer ? answer.documents / answer.seconds : Number.NaN);
    const latencies = (answers: readonly LoadAnswer[]) => answers.flatMap((answer) => answer.latencies);
    const result = {
      name: one.name,
      connections: one.connections,
      ratios: hot.map((answer, round) => rate(answer) / ((rate(wide[round]) + rate(wide[round + 1])) / 2)),
      docsPerSecond: hot.map(rate),
      spreadDocsPerSecond: wide.map(rate),
      p50: percentile(latencies(hot), 0.5),
      p99: percentile(latencies(hot), 0.99),
      spreadP99: percentile(latencies(wide), 0.99),
    };
    measured.push(result);
    console.log(
      `${one.name}: ratio ${spread(result.ratios)}, ${spread(result.docsPerSecond, 0)} docs/s where goods spread ${spread(result.spreadDocsPerSecond, 0)}, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms (spread ${result.spreadP99.toFixed(1)} ms)`,
    );
  }
  load.disconnect();
  return measured;
}

/** Just enough for half of what is asked: exactly that half is served, the rest is told why not. */
async function sellOut(
  cluster: BenchCluster,
  shops: readonly Api[],
  orgId: string,
  businessDate: string,
): Promise<void> {
  for (const connections of [8, 32]) {
    const { itemId, answers } = await sellScarce(shops, {
      code: `JQ${connections}`,
      businessDate,
      enough,
      connections,
    });
    const left = await cluster.withOwner(mainDatabase, (client) => stockLeft(client, orgId, itemId));
    const told = [...answers].map(([answer, count]) => `${count} × ${answer}`).join(", ");
    console.log(`stock for ${enough} of ${2 * enough}, ${connections} connections to 2 servers: ${told}; ${left} left`);
    const wanted = new Map([
      ["200", enough],
      ["409 stock.short", enough],
    ]);
    if (answers.size !== wanted.size || [...wanted].some(([answer, count]) => answers.get(answer) !== count))
      failures.push(`stock for ${enough} of ${2 * enough}: ${told}`);
    if (left !== leftOver) failures.push(`${left} pieces left, ${leftOver} must be`);
  }
}

function report(
  measured: readonly Measured[],
  rest: {
    readonly settings: Readonly<Record<string, string>>;
    readonly deadlocks: number;
    readonly seconds: number;
  },
): void {
  const at = (connections: number) => measured.filter((one) => one.connections === connections);
  const worst = (ones: readonly Measured[]) => Math.min(...ones.map((one) => median(one.ratios)));
  const ratio = worst(measured);
  if (!quick && ratio < goals.ratio) failures.push(`ratio ${ratio.toFixed(2)}, at least ${goals.ratio}`);
  saveResult("hot-item", { goals, rounds, secondsPerRun: seconds, earlierLines, measured, ...rest, failures });
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  console.log(
    `hot-item: ratio ${ratio.toFixed(2)}, ${worst(at(8)).toFixed(2)} at 8 connections, ${worst(at(32)).toFixed(2)} at 32, p50 ${at(32)[0]?.p50.toFixed(1)} ms, p99 ${at(32)[0]?.p99.toFixed(1)} ms, ${rest.deadlocks} deadlocks, ${rest.seconds.toFixed(0)} s`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

await main();
process.exit();
