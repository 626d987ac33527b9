import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCompany } from "../apps/server/src/modules/identity/index.ts";
import { connect } from "../apps/server/src/platform/db.ts";
import { apiOf } from "./measure/api.ts";
import { type BenchCluster, mainDatabase, openBenchCluster, settingsOf } from "./measure/bench-cluster.ts";
import { cpuOf, cpuOfFamily, peakResidentMegabytes } from "./measure/processes.ts";
import { numberOption, saveResult, settingsLine } from "./measure/results.ts";
import { builtServer, serverDirectory, startServerProcess } from "./measure/server-process.ts";
import { countDeadlocks } from "./posting/contention.sql.ts";
import { ownerLogin, signIn } from "./posting/prepare.ts";
import { bytesOfTables, countDocumentLines } from "./retail/books-size.sql.ts";
import { makeCatalogue } from "./retail/catalogue.ts";
import { type Business, businessOf, businessSince } from "./retail/invoices.ts";
import { figuresOf, type MonthCost, type RunFigures, runLine } from "./retail/figures.ts";
import { proveByCommand } from "./retail/prove-command.ts";
import { readRetailLines } from "./retail/read-lines.ts";
import { differingSums, replayBusiness } from "./retail/replay.ts";
import type { Buying } from "./retail/restock.ts";

const textOption = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split("=")[1];
const file =
  textOption("file") ??
  fileURLToPath(new URL("../../shared/data/sales/online-retail-2010-12_2011-08.csv.gz", import.meta.url));
/** `--until=2010-12` takes a sample, `--run=allowed` or `--run=refused` one of the two. */
const until = textOption("until");
const connections = numberOption("connections", 8);
const goals = { growth: 1.3 };
const runs = (
  [
    {
      name: "allowed",
      title: "negative stock allowed, bought at each week's end",
      negativeStock: true,
      buying: "after",
    },
    {
      name: "refused",
      title: "negative stock refused, bought at each week's start",
      negativeStock: false,
      buying: "before",
    },
  ] as const
).filter((one) => one.name === (textOption("run") ?? one.name));
type Run = { readonly name: string; readonly title: string; readonly negativeStock: boolean; readonly buying: Buying };

const failures: string[] = [];

async function main(): Promise<void> {
  if (!existsSync(file)) {
    console.log(`replay-retail: left out, there is no ${file}`);
    return;
  }
  const script = await builtServer();
  const business = businessOf(await readRetailLines(file, until));
  const { documents, goods, customers, counts } = business;
  console.log(`file: ${documents.length} documents, ${goods.size} items, ${customers.length} customers`);
  console.log(
    `rules: ${Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(", ")}`,
  );
  const figures: RunFigures[] = [];
  for (const run of runs) {
    const one = await replayOnce(script, business, run);
    figures.push(one);
    for (const line of runLine(one)) console.log(line);
  }
  report(figures, counts);
}

async function replayOnce(script: string, business: Business, run: Run): Promise<RunFigures> {
  const cluster = await openBenchCluster();
  const env = {
    DATABASE_URL: cluster.url(mainDatabase),
    DATA_DIR: serverDirectory(cluster.dataDir, "main"),
  };
  try {
    console.log(settingsLine(await cluster.withOwner(mainDatabase, settingsOf)));
    const companies = {
      grown: await openCompany(cluster, business, run, "grown"),
      young: await openCompany(cluster, business, run, "young"),
    };
    const orgIds = Object.values(companies).map((company) => company.orgId);
    const server = await startServerProcess({ script, dataDir: env.DATA_DIR, env });
    try {
      const lastMonth = business.documents.at(-1)?.date.slice(0, 7) ?? "";
      const shopOf = async ({ login, warehouseId }: typeof companies.grown, of: Business) => {
        const api = apiOf(server.url, await signIn(server.url, login));
        return { api, catalogue: await makeCatalogue(api, of, warehouseId, connections) };
      };
      const began = performance.now();
      const grownShop = await shopOf(companies.grown, business);
      const youngShop = await shopOf(companies.young, businessSince(business, lastMonth));
      console.log(`catalogue: ${((performance.now() - began) / 1000).toFixed(0)} s`);
      const bytesBefore = await cluster.withOwner(mainDatabase, bytesOfTables);
      const costs = new Map<string, MonthCost>();
      const { grown, young } = await replayBusiness({
        ...grownShop,
        business,
        buying: run.buying,
        connections,
        beside: { ...youngShop, since: lastMonth },
        during: (month, work) => measured(month, work, costs, [server.pid, cluster.postmasterPid]),
      });
      const after = await cluster.withOwner(mainDatabase, async (client) => ({
        bytes: await bytesOfTables(client),
        lines: await countDocumentLines(client, orgIds),
        deadlocks: await countDeadlocks(client),
      }));
      if (after.deadlocks > 0) failures.push(`${run.name}: ${after.deadlocks} deadlocks`);
      for (const one of await differingSums(grownShop.api, grown)) failures.push(`${run.name}: ${one}`);
      const books = await proveByCommand(script, env, ["--company=grown"]);
      const replay = await proveByCommand(script, env, ["--replay", "--company=grown"]);
      const besides = await proveByCommand(script, env, ["--replay", "--company=young"]);
      for (const proved of [books, replay, besides])
        if (!proved.clean) failures.push(`${run.name}: the proof is not clean:\n${proved.text}`);
      console.log(replay.text.trimEnd());
      const serverMegabytes = peakResidentMegabytes(server.pid);
      return figuresOf(run.name, run.title, {
        grown,
        young,
        bytesBefore,
        after,
        books,
        replay,
        serverMegabytes,
        // A receipt at the end of the last week may be of the month that follows.
        costs: [...costs.values()].filter((cost) => cost.month <= lastMonth),
      });
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.close();
  }
}

async function measured(
  month: string,
  work: () => Promise<void>,
  costs: Map<string, MonthCost>,
  [server, postmaster]: readonly [number, number],
): Promise<void> {
  const cost = costs.get(month) ?? { month, server: 0, postgres: 0, seconds: 0 };
  costs.set(month, cost);
  const before = [cpuOf(server), cpuOfFamily(postmaster), performance.now()] as const;
  await work();
  cost.server += cpuOf(server) - before[0];
  cost.postgres += cpuOfFamily(postmaster) - before[1];
  cost.seconds += (performance.now() - before[2]) / 1000;
}

async function openCompany(cluster: BenchCluster, business: Business, { negativeStock }: Run, companyName: string) {
  const login = { ...ownerLogin, loginName: companyName };
  const db = connect(cluster.database.appConfig);
  const company = await createCompany(
    db,
    {
      companyName,
      taxStatus: "general",
      accountingStandard: "small-enterprise",
      startPeriod: business.documents[0]?.date.slice(0, 7) ?? "",
      costingMethod: "moving-average",
      costScope: "company",
      negativeStock,
      warehouseName: "主仓",
      ownerName: "陈立群",
      ...login,
    },
    { isDemo: false, onlyFirst: false },
  );
  await db.close();
  return { ...company, login };
}

function report(figures: readonly RunFigures[], counts: Readonly<Record<string, number>>): void {
  const ratio = Math.max(...figures.map((one) => one.growth));
  if (until === undefined && ratio > goals.growth)
    console.log(
      `growth ${ratio.toFixed(2)} is above ${goals.growth}: see CPU per line, which other programs cannot disturb`,
    );
  saveResult("replay-retail", { goals, connections, until: until ?? null, counts, figures, failures });
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  console.log(`replay-retail: ratio ${ratio.toFixed(2)}, ${figures.map((one) => one.summary).join("; ")}`);
  if (failures.length > 0) process.exitCode = 1;
}

await main();
process.exit();
