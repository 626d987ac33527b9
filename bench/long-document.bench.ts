import { maximumLines } from "@zhangshi/contract";
import { type Api, apiOf, mustBe200 } from "./measure/api.ts";
import { mainDatabase, openBenchCluster, settingsOf } from "./measure/bench-cluster.ts";
import { peakResidentMegabytes } from "./measure/processes.ts";
import { numberOption, saveResult, settingsLine } from "./measure/results.ts";
import { builtServer, serverDirectory, startServerProcess } from "./measure/server-process.ts";
import { median, spread } from "./measure/statistics.ts";
import { checkBooks } from "./posting/books-check.sql.ts";
import { prepareCompany, signIn } from "./posting/prepare.ts";
import { linesPerDocument, numberedId, priceOf } from "./posting/shape.ts";
import { timed } from "./measure/timed.ts";

/** The longest document there is, against the same lines as many short ones of eight people. */
const quick = process.argv.includes("--quick");
const rounds = numberOption("rounds", quick ? 2 : 5);
const earlierLines = numberOption("lines", quick ? 100_000 : 1_000_000);
const people = 8;
const goals = { ratio: 1, seconds: 3 };
const failures: string[] = [];

function linesFrom(first: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    itemId: numberedId("item", first + index),
    quantity: "1",
    price: priceOf(first + index),
  }));
}
function delivery(businessDate: string, first: number, count: number) {
  return {
    businessDate,
    partnerId: numberedId("customer", 1),
    warehouseId: numberedId("warehouse", 1),
    lines: linesFrom(first, count),
  };
}

/** The same lines as documents of an ordinary length. */
async function sellInShort(api: Api, businessDate: string): Promise<void> {
  let next = 0;
  const person = async () => {
    while (next < maximumLines) {
      const first = next + 1;
      next += linesPerDocument;
      mustBe200(await api.post("/sales/deliveries/approved", delivery(businessDate, first, linesPerDocument)));
    }
  };
  await Promise.all(Array.from({ length: people }, person));
}

async function main(): Promise<void> {
  const script = await builtServer();
  const cluster = await openBenchCluster();
  const stops: (() => Promise<void>)[] = [() => cluster.close()];
  try {
    const settings = await cluster.withOwner(mainDatabase, settingsOf);
    console.log(settingsLine(settings));
    const { orgId, businessDate, firstDate } = await prepareCompany(cluster, earlierLines);
    const server = await startServerProcess({
      script,
      dataDir: serverDirectory(cluster.dataDir, "server"),
      env: { DATABASE_URL: cluster.url(mainDatabase) },
    });
    stops.unshift(server.stop);
    const api = apiOf(server.url, await signIn(server.url));
    await sellInShort(api, businessDate);

    const times: Record<"short" | "preview" | "approve" | "unapprove" | "backdated", number[]> = {
      short: [],
      preview: [],
      approve: [],
      unapprove: [],
      backdated: [],
    };
    const long = delivery(businessDate, 1, maximumLines);
    for (let round = 0; round < rounds; round += 1) {
      times.short.push((await timed(() => sellInShort(api, businessDate)))[0]);
      const preview = await timed(async () => mustBe200(await api.post("/sales/deliveries/preview", long)));
      times.preview.push(preview[0]);
      const [approved, document] = await timed(async () =>
        mustBe200(await api.post("/sales/deliveries/approved", long)),
      );
      times.approve.push(approved);
      const undo = await timed(async () =>
        mustBe200(await api.post(`/sales/deliveries/${String(document["id"])}/unapprove`, {})),
      );
      times.unapprove.push(undo[0]);
      // Everything that the year sold of 2,000 goods is costed again.
      const receipt = delivery(firstDate, 1, maximumLines);
      const supplied = { ...receipt, partnerId: numberedId("customer", 10), taxIncluded: false };
      const [back] = await timed(async () => mustBe200(await api.post("/purchase/receipts/approved", supplied)));
      times.backdated.push(back);
    }
    const megabytes = peakResidentMegabytes(server.pid);
    const books = await cluster.withOwner(mainDatabase, (client) => checkBooks(client, orgId, { inOrder: true }));
    for (const one of books.failed) failures.push(`books: ${one.check}: ${one.findings.join(" | ")}`);
    console.log(`books: ${books.checks} checks`);

    const ratios = times.approve.map((time, round) => time / (times.short[round] ?? Number.NaN));
    const slowest = Math.max(...times.approve, ...times.preview, ...times.unapprove) / 1000;
    if (!quick && median(ratios) > goals.ratio) failures.push(`ratio ${spread(ratios)}, at most ${goals.ratio}`);
    if (!quick && slowest >= goals.seconds) failures.push(`${slowest.toFixed(2)} s, less than ${goals.seconds} s`);
    saveResult("long-document", { goals, rounds, earlierLines, times, megabytes, failures });
    for (const failure of failures) console.error(`FAILED: ${failure}`);
    const shown = (list: readonly number[]) => `${(median(list) / 1000).toFixed(2)} s`;
    console.log(
      `long-document: ratio ${spread(ratios)}, ${maximumLines} lines approved in ${shown(times.approve)} (as ${maximumLines / linesPerDocument} short documents of ${people} people ${shown(times.short)}), preview ${shown(times.preview)}, un-approved ${shown(times.unapprove)}, a receipt of them a year back ${shown(times.backdated)}, server ${megabytes.toFixed(0)} MB`,
    );
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    for (const stop of stops) await stop();
  }
}

await main();
process.exit();
