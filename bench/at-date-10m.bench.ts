import { connect } from "../apps/server/src/platform/db.ts";
import type pg from "pg";
import { apiOf, mustBe200 } from "./measure/api.ts";
import { type BenchCluster, mainDatabase, openBenchCluster, settingsOf } from "./measure/bench-cluster.ts";
import { peakResidentMegabytes } from "./measure/processes.ts";
import { numberOption, saveResult, settingsLine } from "./measure/results.ts";
import { builtServer, serverDirectory, startServerProcess } from "./measure/server-process.ts";
import { median, spread } from "./measure/statistics.ts";
import { checkBooks, wholeDocuments } from "./posting/books-check.sql.ts";
import { sizesOf, writeLongLedger } from "./posting/long-ledger.sql.ts";
import { createBenchCompany, ownerLogin, signIn } from "./posting/prepare.ts";
import { numberedId } from "./posting/shape.ts";
import { lastOfEach, lastRunningBalances, sumOfHistory } from "./posting/stock-at-date.sql.ts";
import { timed } from "./measure/timed.ts";

const quick = process.argv.includes("--quick");
const rounds = numberOption("rounds", quick ? 3 : 7);
const items = numberOption("items", quick ? 2_000 : 20_000);
const movementsPerItem = 500;
const warehouses = 10;
const years = 3;
const goals = { ratio: 2, seconds: 0.3 };

const failures: string[] = [];
const dayMilliseconds = 86_400_000;
const dayText = (time: number) => new Date(time).toISOString().slice(0, 10);

async function main(): Promise<void> {
  const script = await builtServer();
  const began = performance.now();
  const cluster = await openBenchCluster();
  const stops: (() => Promise<void>)[] = [() => cluster.close()];
  try {
    const settings = await cluster.withOwner(mainDatabase, settingsOf);
    console.log(settingsLine(settings));
    const company = await prepare(cluster, began);
    const server = await startServerProcess({
      script,
      dataDir: serverDirectory(cluster.dataDir, "server"),
      env: { DATABASE_URL: cluster.url(mainDatabase) },
    });
    stops.unshift(server.stop);
    const shop = shopOf(server.url, await signIn(server.url));
    const idleMegabytes = peakResidentMegabytes(server.pid);
    const measured = await cluster.withOwner(mainDatabase, (client) => measureAll(client, company, shop));
    const peakMegabytes = peakResidentMegabytes(server.pid);
    const books = await cluster.withOwner(mainDatabase, (client) =>
      checkBooks(client, company.orgId, { inOrder: true, without: [wholeDocuments] }),
    );
    for (const one of books.failed) failures.push(`books: ${one.check}: ${one.findings.join(" | ")}`);
    console.log(`books: ${books.checks} checks`);
    report(measured, { settings, idleMegabytes, peakMegabytes, seconds: (performance.now() - began) / 1000 });
  } finally {
    for (const stop of stops) await stop();
  }
}

type Company = { readonly orgId: string; readonly firstDate: string; readonly days: number };
async function prepare(cluster: BenchCluster, began: number): Promise<Company> {
  const now = new Date();
  const first = Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth(), 1);
  const firstDate = dayText(first);
  const days = Math.round((Date.parse(dayText(now.getTime())) - first) / dayMilliseconds);
  const db = connect(cluster.database.appConfig);
  const company = await createBenchCompany(db, ownerLogin, firstDate.slice(0, 7));
  await db.close();
  await cluster.withOwner(mainDatabase, async (client) => {
    await writeLongLedger(client, { ...company, firstDate, days, items, warehouses, movementsPerItem });
    await client.query("vacuum analyze");
    await client.query("checkpoint");
    const { rows } = await client.query<{ entries: string }>("select count(*) as entries from stock_entry");
    const sizes = await sizesOf(client);
    console.log(
      `prepared: ${rows[0]?.entries} entries of ${items} items in ${warehouses} warehouses over ${days} days, ${((performance.now() - began) / 1000).toFixed(0)} s; ${Object.entries(
        sizes,
      )
        .map(([name, size]) => `${name} ${size}`)
        .join(", ")}`,
    );
  });
  return { orgId: company.orgId, firstDate, days };
}

type StockReply = {
  readonly rows: readonly { readonly itemId: string }[];
  readonly next: string | null;
  readonly total: number;
  readonly sums: { readonly onHand: string; readonly value: string };
};
/** First page and the sums of everything, as the page asks for them. */
function shopOf(url: string, cookie: string) {
  const api = apiOf(url, cookie);
  return async (date: string, more = ""): Promise<StockReply> =>
    mustBe200(await api.get(`/stock?limit=50&date=${date}${more}`)) as unknown as StockReply;
}
type Shop = ReturnType<typeof shopOf>;

type AtDate = {
  readonly date: string;
  readonly first: number;
  readonly product: readonly number[];
  readonly plain: readonly number[];
  readonly ratios: readonly number[];
};

async function measureAll(client: pg.Client, company: Company, shop: Shop) {
  const { orgId, firstDate, days } = company;
  // The plainest query is only a fair measure when it is the fastest one: both ways are tried.
  const sample = dayText(Date.parse(firstDate) + Math.round(days / 2) * dayMilliseconds);
  const [sweep] = await timed(() => lastOfEach(client, orgId, sample));
  const [, again] = await timed(() => lastRunningBalances(client, orgId, sample));
  const [probes] = await timed(() => lastRunningBalances(client, orgId, sample));
  console.log(
    `plain, ${again.items} items with stock: one probe an item ${probes.toFixed(0)} ms, one sweep of the ledger ${sweep.toFixed(0)} ms`,
  );
  await shop(sample);

  const measured: AtDate[] = [];
  for (const share of [0.02, 0.25, 0.5, 0.75, 0.999]) {
    const date = dayText(Date.parse(firstDate) + Math.round(days * share) * dayMilliseconds);
    const one = await measureDate(client, orgId, date, shop);
    measured.push(one);
    console.log(
      `${date}: ratio ${spread(one.ratios)}, ${spread(one.product, 0)} ms, plain ${spread(one.plain, 0)} ms, asked for the first time ${one.first.toFixed(0)} ms`,
    );
  }
  const times = async (more: string) => {
    const all: number[] = [];
    for (let round = 0; round < rounds; round += 1) all.push((await timed(() => shop(sample, more)))[0]);
    return all;
  };
  const { next } = await shop(sample);
  const others = {
    "by value": await times("&sort=value&direction=desc"),
    "next page": await times(`&cursor=${next}`),
    "one warehouse": await times(`&warehouseId=${numberedId("warehouse", 3)}`),
    "searched for": await times("&search=0012"),
  };
  console.log(
    Object.entries(others)
      .map(([name, all]) => `${name} ${median(all).toFixed(0)} ms`)
      .join(", "),
  );
  return { measured, others, sweep };
}

/** A-B-A, after both have been asked once: the plain query, the product, the plain query. */
async function measureDate(client: pg.Client, orgId: string, date: string, shop: Shop): Promise<AtDate> {
  const [first, reply] = await timed(() => shop(date));
  const history = await sumOfHistory(client, orgId, date);
  const plainly = await lastRunningBalances(client, orgId, date);
  const differs = (what: string, ...sides: readonly (string | number)[]) => {
    if (new Set(sides.map(Number)).size > 1) failures.push(`${date}: ${what}: ${sides.join(" / ")}`);
  };
  differs("items", reply.total, plainly.items);
  differs("quantity: product, plain, sum of entries", reply.sums.onHand, plainly.quantity, history.quantity);
  differs(
    "value: product, plain, sum of entries, 1405",
    reply.sums.value,
    plainly.value,
    history.value,
    history.ledger,
  );
  if (reply.rows.length !== Math.min(50, plainly.items)) failures.push(`${date}: a page of ${reply.rows.length} rows`);

  const product: number[] = [];
  const plain = [(await timed(() => lastRunningBalances(client, orgId, date)))[0]];
  for (let round = 0; round < rounds; round += 1) {
    product.push((await timed(() => shop(date)))[0]);
    plain.push((await timed(() => lastRunningBalances(client, orgId, date)))[0]);
  }
  const ratios = product.map((time, round) => time / (((plain[round] ?? 0) + (plain[round + 1] ?? 0)) / 2));
  return { date, first, product, plain, ratios };
}

function report(
  { measured, others, sweep }: Awaited<ReturnType<typeof measureAll>>,
  rest: {
    readonly settings: Readonly<Record<string, string>>;
    readonly idleMegabytes: number;
    readonly peakMegabytes: number;
    readonly seconds: number;
  },
): void {
  const ratio = Math.max(...measured.map((one) => median(one.ratios)));
  const all = (pick: (one: AtDate) => readonly number[]) => median(measured.flatMap(pick));
  if (!quick && ratio > goals.ratio) failures.push(`ratio ${ratio.toFixed(2)}, at most ${goals.ratio}`);
  saveResult("at-date-10m", { goals, rounds, items, movementsPerItem, measured, others, sweep, ...rest, failures });
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  console.log(
    `at-date-10m: ratio ${ratio.toFixed(2)}, p50 ${all((one) => one.product).toFixed(0)} ms for page and sums, plain ${all((one) => one.plain).toFixed(0)} ms, asked for the first time ${median(measured.map((one) => one.first)).toFixed(0)} ms, one warehouse ${median(others["one warehouse"]).toFixed(0)} ms, server ${rest.idleMegabytes.toFixed(0)} → ${rest.peakMegabytes.toFixed(0)} MB, ${rest.seconds.toFixed(0)} s`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

await main();
process.exit();
