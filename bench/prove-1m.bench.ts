import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type BenchCluster, mainDatabase, openBenchCluster, settingsOf } from "./measure/bench-cluster.ts";
import { anonymousMegabytesOfFamily, peakResidentMegabytes } from "./measure/processes.ts";
import { numberOption, saveResult, settingsLine } from "./measure/results.ts";
import { builtServer, serverDirectory } from "./measure/server-process.ts";
import { median, spread } from "./measure/statistics.ts";
import { readEverything } from "./posting/plain-read.sql.ts";
import { prepareCompany } from "./posting/prepare.ts";
import { sealChain } from "./posting/seal.sql.ts";

/** `zhangshi prove` as a command, on a company with a million stock entries, and `--replay` once. */
const quick = process.argv.includes("--quick");
const lines = numberOption("lines", quick ? 100_000 : 1_000_000);
const rounds = numberOption("rounds", 3);
const goals = { seconds: 20, megabytes: 500 };
const failures: string[] = [];

type Run = { readonly seconds: number; readonly megabytes: number; readonly databaseMegabytes: number };

async function main(): Promise<void> {
  const script = await builtServer();
  const cluster = await openBenchCluster();
  try {
    const settings = await cluster.withOwner(mainDatabase, settingsOf);
    console.log(settingsLine(settings));
    const began = performance.now();
    const { orgId } = await prepareCompany(cluster, lines);
    await cluster.withOwner(mainDatabase, async (client) => {
      await sealChain(client, orgId);
      await client.query("vacuum analyze");
      await client.query("checkpoint");
    });
    console.log(`prepared: ${lines} sold lines, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const plain: number[] = [];
    const proofs: Run[] = [];
    for (let round = 0; round < rounds; round += 1) {
      plain.push(await plainSeconds(cluster, orgId));
      proofs.push(await runCommand(cluster, script, ["prove", "--company", orgId], round === 0));
    }
    const replay = process.argv.includes("--no-replay")
      ? null
      : await runCommand(cluster, script, ["prove", "--replay", "--company", orgId], true);
    report(plain, proofs, replay, settings);
  } finally {
    await cluster.close();
  }
}

async function plainSeconds(cluster: BenchCluster, orgId: string): Promise<number> {
  const began = performance.now();
  await cluster.withOwner(mainDatabase, (client) => readEverything(client, orgId));
  return (performance.now() - began) / 1000;
}

/** From the start of the program to its end; what the program itself held at most, and what the database held for it. */
async function runCommand(
  cluster: BenchCluster,
  script: string,
  words: readonly string[],
  shown: boolean,
): Promise<Run> {
  const began = performance.now();
  const child: ChildProcess = spawn(process.execPath, [script, ...words], {
    env: {
      ...process.env,
      DATA_DIR: serverDirectory(cluster.dataDir, "command"),
      DATABASE_URL: cluster.url(mainDatabase),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout?.on("data", (part: Buffer) => {
    text += part.toString();
  });
  let [megabytes, databaseMegabytes] = [0, 0];
  const idle = anonymousMegabytesOfFamily(cluster.postmasterPid);
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, peakResidentMegabytes(child.pid ?? 0) || 0);
    databaseMegabytes = Math.max(databaseMegabytes, anonymousMegabytesOfFamily(cluster.postmasterPid) - idle);
  }, 50);
  const [code] = (await once(child, "exit")) as [number | null];
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  if (shown) console.log(text.trimEnd());
  if (code !== 0) failures.push(`${words.join(" ")} ended with ${code}`);
  return { seconds, megabytes, databaseMegabytes };
}

function report(
  plain: readonly number[],
  proofs: readonly Run[],
  replay: Run | null,
  settings: Readonly<Record<string, string>>,
): void {
  const seconds = proofs.map((run) => run.seconds);
  const ratios = seconds.map((value, round) => value / (plain[round] ?? Number.NaN));
  const megabytes = Math.max(...proofs.map((run) => run.megabytes));
  const databaseMegabytes = Math.max(...proofs.map((run) => run.databaseMegabytes));
  if (!quick && median(seconds) > goals.seconds)
    failures.push(`${median(seconds).toFixed(1)} s, the goal is ${goals.seconds} s`);
  if (megabytes + databaseMegabytes > goals.megabytes)
    failures.push(`${(megabytes + databaseMegabytes).toFixed(0)} MB, the goal is ${goals.megabytes} MB`);
  saveResult("prove-1m", { lines, settings, plain, proofs, replay, failures });
  for (const failure of failures) console.log(`FAILED: ${failure}`);
  console.log(
    `prove-1m: ratio ${spread(ratios)}, ${spread(seconds, 1)} s, program ${megabytes.toFixed(0)} MB, database ${databaseMegabytes.toFixed(0)} MB more, one plain reading ${spread(plain, 1)} s${
      replay
        ? `, with replay ${replay.seconds.toFixed(0)} s, program ${replay.megabytes.toFixed(0)} MB, database ${replay.databaseMegabytes.toFixed(0)} MB more`
        : ""
    }`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

await main();
