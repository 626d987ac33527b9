import { startBystander } from "./importing/bystander.ts";
import { type Api, apiOf, mustBe200 } from "./measure/api.ts";
import { type BenchCluster, mainDatabase, openBenchCluster, settingsOf } from "./measure/bench-cluster.ts";
import { cpuOf, cpuOfFamily, peakResidentMegabytes } from "./measure/processes.ts";
import { numberOption, saveResult, settingsLine } from "./measure/results.ts";
import { builtServer, serverDirectory, startServerProcess } from "./measure/server-process.ts";
import { median, percentile, spread } from "./measure/statistics.ts";
import { adjustmentsOf, countLaterEntries, placesBefore, tidy } from "./posting/backdating.sql.ts";
import { checkBooks } from "./posting/books-check.sql.ts";
import { livelyItem, writeItemHistory } from "./posting/item-history.sql.ts";
import { createPlainRecost, differingCosts, receiveAndRecost } from "./posting/plain-recost.sql.ts";
import { prepareCompany, signIn } from "./posting/prepare.ts";
import { customersPerSupplier, numberedId } from "./posting/shape.ts";
import { timed } from "./measure/timed.ts";

const quick = process.argv.includes("--quick");
const rounds = numberOption("rounds", quick ? 2 : 5);
const movements = numberOption("movements", quick ? 10_000 : 100_000);
const earlierLines = numberOption("lines", quick ? 100_000 : 1_000_000);
const samples = numberOption("samples", quick ? 40 : 200);
const goals = { ratio: 2, seconds: 1, fewLaterRatio: 3 };
const fewLater = 5;

const failures: string[] = [];

type Receipt = { readonly itemId: string; readonly date: string; readonly quantity: string; readonly price: string };
async function receive(api: Api, { itemId, date, quantity, price }: Receipt): Promise<string> {
  const body = {
    businessDate: date,
    partnerId: numberedId("customer", customersPerSupplier),
    warehouseId: numberedId("warehouse", 1),
    taxIncluded: false,
    lines: [{ itemId, quantity, price }],
  };
  return String(mustBe200(await api.post("/purchase/receipts/approved", body))["id"]);
}

async function main(): Promise<void> {
  const script = await builtServer();
  const began = performance.now();
  const cluster = await openBenchCluster();
  const stops: (() => Promise<void>)[] = [() => cluster.close()];
  try {
    const settings = await cluster.withOwner(mainDatabase, settingsOf);
    console.log(settingsLine(settings));
    const company = await prepareCompany(cluster, earlierLines);
    const plain = await prepareCompany(cluster, 0, { loginName: "bench-plain", password: "correct horse battery" });
    await cluster.withOwner(mainDatabase, async (client) => {
      for (const one of [company, plain]) await writeItemHistory(client, { ...one, movements });
      await createPlainRecost(client);
      await client.query("vacuum analyze");
      await client.query("checkpoint");
    });
    console.log(
      `prepared: ${earlierLines} entries of other goods, ${movements} of one item, ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
    const server = await startServerProcess({
      script,
      dataDir: serverDirectory(cluster.dataDir, "server"),
      env: { DATABASE_URL: cluster.url(mainDatabase) },
    });
    stops.unshift(server.stop);
    const cookie = await signIn(server.url);
    const api = apiOf(server.url, cookie);

    const few = await beforeFew(cluster, api, company);
    const idleMegabytes = peakResidentMegabytes(server.pid);
    const bystander = startBystander(server.url, cookie);
    const many = await beforeMany(cluster, api, { company, plain, serverPid: server.pid });
    const othersSlowest = Math.max(...(await bystander.stop()));
    const peakMegabytes = peakResidentMegabytes(server.pid);

    const books = await cluster.withOwner(mainDatabase, (client) =>
      checkBooks(client, company.orgId, { inOrder: true }),
    );
    for (const one of books.failed) failures.push(`books: ${one.check}: ${one.findings.join(" | ")}`);
    console.log(`books: ${books.checks} checks`);
    report({ few, many, settings, idleMegabytes, peakMegabytes, othersSlowest, began });
  } finally {
    for (const stop of stops) await stop();
  }
}

type Company = Awaited<ReturnType<typeof prepareCompany>>;

/** Somebody enters yesterday's slip: a receipt before five later entries, and one after them all, by turns. */
async function beforeFew(cluster: BenchCluster, api: Api, company: Company) {
  const places = await cluster.withOwner(mainDatabase, (client) =>
    placesBefore(client, company.orgId, fewLater, samples + 20),
  );
  if (places.length < samples + 20) throw new Error(`only ${places.length} places before ${fewLater} later entries`);
  const backdated: number[] = [];
  const ordinary: number[] = [];
  const ids: string[] = [];
  for (const [index, { itemId, date }] of places.entries()) {
    const other = numberedId("item", 10_000 - index * 3 - 1);
    const [plainTime] = await timed(() =>
      receive(api, { itemId: other, date: company.businessDate, quantity: "100", price: "12.34" }),
    );
    const [time, id] = await timed(() => receive(api, { itemId, date, quantity: "100000", price: "12.34" }));
    // The first twenty warm up.
    if (index < 20) continue;
    backdated.push(time);
    ordinary.push(plainTime);
    ids.push(id);
  }
  const without = await cluster.withOwner(mainDatabase, async (client) => {
    const found = [];
    for (const id of ids) found.push(await adjustmentsOf(client, company.orgId, id));
    return found.filter((one) => one.vouchers === 0).length;
  });
  // A price equal to the average changes nothing, and items at 12.34 there are none.
  if (without > 0) failures.push(`${without} receipts before ${fewLater} later entries left no adjusting voucher`);
  const ratio = median(backdated) / median(ordinary);
  console.log(
    `before ${fewLater} later entries: ratio ${ratio.toFixed(2)}, p50 ${median(backdated).toFixed(1)} ms, p99 ${percentile(backdated, 0.99).toFixed(1)} ms; an ordinary receipt p50 ${median(ordinary).toFixed(1)} ms, p99 ${percentile(ordinary, 0.99).toFixed(1)} ms`,
  );
  return { ratio, backdatedP50: median(backdated), ordinaryP50: median(ordinary) };
}

/** A-B-A: the loop, the product, the loop; the same receipt before everything, in two companies with the same past. */
async function beforeMany(
  cluster: BenchCluster,
  api: Api,
  parties: { readonly company: Company; readonly plain: Company; readonly serverPid: number },
) {
  const { company, plain, serverPid } = parties;
  const date = company.firstDate;
  const loop: number[] = [];
  const product: number[] = [];
  const ratios: number[] = [];
  const serverCpu: number[] = [];
  const postgresCpu: number[] = [];
  const loopCpu: number[] = [];
  return cluster.withOwner(mainDatabase, async (client) => {
    // Enough, and off the average, that every later delivery costs something else.
    const receiptOf = (round: number) => ({
      quantity: String(100_000 + round),
      price: `${round % 2 === 0 ? 8 : 15}.37`,
    });
    const runLoop = async (round: number) => {
      const { quantity, price } = receiptOf(round);
      const value = (Number(quantity) * Number(price)).toFixed(2);
      await tidy(client);
      const before = cpuOfFamily(cluster.postmasterPid);
      const [time] = await timed(() =>
        receiveAndRecost(client, {
          orgId: plain.orgId,
          warehouseId: numberedId("warehouse", 1),
          day: date,
          quantity,
          value,
        }),
      );
      loop.push(time);
      loopCpu.push(cpuOfFamily(cluster.postmasterPid) - before);
    };
    const runProduct = async (round: number) => {
      await tidy(client);
      const before = [cpuOf(serverPid), cpuOfFamily(cluster.postmasterPid)] as const;
      const [time, id] = await timed(() => receive(api, { itemId: livelyItem, date, ...receiptOf(round) }));
      product.push(time);
      serverCpu.push(cpuOf(serverPid) - before[0]);
      postgresCpu.push(cpuOfFamily(cluster.postmasterPid) - before[1]);
      return id;
    };
    await runLoop(0);
    let id = "";
    for (let round = 0; round < rounds; round += 1) {
      id = await runProduct(round);
      const later = await countLaterEntries(client, company.orgId, date);
      if (later !== movements) failures.push(`${later} later entries, ${movements} there must be`);
      const adjusted = await adjustmentsOf(client, company.orgId, id);
      if (adjusted.vouchers < 12 || adjusted.days < 300)
        failures.push(`${adjusted.vouchers} adjusting vouchers for ${adjusted.days} days`);
      const differing = await differingCosts(client, [company.orgId, plain.orgId]);
      if (differing.length > 0) failures.push(`the product and the loop differ: ${differing.join(" | ")}`);
      await runLoop(round + 1);
      ratios.push(
        (product[round] ?? Number.NaN) / (((loop[round] ?? Number.NaN) + (loop[round + 1] ?? Number.NaN)) / 2),
      );
      console.log(
        `before ${movements} later entries: ${product[round]?.toFixed(0)} ms, the loop ${loop[round]?.toFixed(0)} and ${loop[round + 1]?.toFixed(0)} ms, ratio ${ratios[round]?.toFixed(2)}, CPU server ${serverCpu[round]} + PostgreSQL ${postgresCpu[round]} ms (loop ${loopCpu[round + 1]} ms), ${adjusted.vouchers} adjusting vouchers for ${adjusted.days} days, ${adjusted.moved} moved`,
      );
    }
    await tidy(client);
    const [unapproveTime] = await timed(async () =>
      mustBe200(await api.post(`/purchase/receipts/${id}/unapprove`, { version: 1 })),
    );
    console.log(`and un-approved again: ${unapproveTime.toFixed(0)} ms`);
    return { ratios, product, loop, serverCpu, postgresCpu, loopCpu, unapproveTime };
  });
}

function report(result: {
  readonly few: Awaited<ReturnType<typeof beforeFew>>;
  readonly many: Awaited<ReturnType<typeof beforeMany>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly idleMegabytes: number;
  readonly peakMegabytes: number;
  readonly othersSlowest: number;
  readonly began: number;
}): void {
  const { few, many } = result;
  const seconds = (performance.now() - result.began) / 1000;
  const ratio = median(many.ratios);
  if (!quick && ratio > goals.ratio) failures.push(`ratio ${ratio.toFixed(2)}, at most ${goals.ratio}`);
  if (!quick && few.ratio > goals.fewLaterRatio)
    failures.push(
      `before ${fewLater} later entries ${few.ratio.toFixed(2)} × an ordinary receipt, at most ${goals.fewLaterRatio}`,
    );
  saveResult("backdate-100k", { goals, rounds, movements, earlierLines, samples, ...result, seconds, failures });
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  console.log(
    `backdate-100k: ratio ${spread(many.ratios)}, ${(median(many.product) / 1000).toFixed(2)} s for ${movements} later entries (loop ${(median(many.loop) / 1000).toFixed(2)} s), CPU ${((median(many.serverCpu) + median(many.postgresCpu)) / median(many.loopCpu)).toFixed(2)} × the loop's, un-approved ${(many.unapproveTime / 1000).toFixed(2)} s, before ${fewLater} of ${earlierLines} entries ${few.ratio.toFixed(2)} × an ordinary receipt (p50 ${few.backdatedP50.toFixed(1)} ms), server ${result.idleMegabytes.toFixed(0)} → ${result.peakMegabytes.toFixed(0)} MB, others waited at most ${result.othersSlowest.toFixed(0)} ms, ${seconds.toFixed(0)} s`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

await main();
process.exit();
