import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect } from "../apps/server/src/platform/db.ts";
import { startBystander } from "./importing/bystander.ts";
import { badRows, goodsFile, pieces, rows } from "./importing/goods-file.ts";
import { countImported, parseAndCopy } from "./importing/raw-import.sql.ts";
import { type BenchCluster, mainDatabase, openBenchCluster } from "./measure/bench-cluster.ts";
import { peakResidentMegabytes } from "./measure/processes.ts";
import { builtServer, serverDirectory, startServerProcess, type ServerProcess } from "./measure/server-process.ts";
import { median, percentile, spread } from "./measure/statistics.ts";
import { checkBooks } from "./posting/books-check.sql.ts";
import { createBenchCompany, signIn } from "./posting/prepare.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = Number(process.argv.find((word) => word.startsWith("--rounds="))?.split("=")[1] ?? 3);
/** About five seconds for the import itself, after the person has seen the preview. */
const goals = { seconds: 5, megabytes: 300, othersP99Milliseconds: 1000 };

type Round = {
  readonly upload: number;
  readonly preview: number;
  readonly commit: number;
  readonly idleMegabytes: number;
  readonly peakMegabytes: number;
  readonly othersP99: number;
  readonly rawSeconds: number;
};
const failures: string[] = [];

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const began = performance.now();
  const result = await work();
  return [(performance.now() - began) / 1000, result];
}

/** What a person does: sends the file, looks at the preview, answers what is asked, lets it run. */
async function importThrough(server: ServerProcess, cookie: string, file: Buffer) {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const post = <T>(path: string, body: unknown) =>
    call<T>(path, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
      body: JSON.stringify(body),
    });
  type View = {
    readonly id: string;
    readonly sheets: readonly { readonly name: string; readonly questions: readonly { readonly id: string }[] }[];
  };
  const [upload, view] = await timed(() => {
    const form = new FormData();
    form.append("file", new Blob([file as BlobPart]), "goods.xlsx");
    return call<View>("/imports", { method: "POST", body: form });
  });
  const [sheet] = view.sheets;
  const choice = {
    sheetName: sheet?.name,
    target: "items",
    mapping: {},
    answers: Object.fromEntries((sheet?.questions ?? []).map((question) => [question.id, "refuse"])),
    badRows: "skip",
  };
  const [preview, previewed] = await timed(() =>
    post<{ readonly refusedRows: number; readonly records: number }>(`/imports/${view.id}/preview`, choice),
  );
  if (previewed.refusedRows !== badRows) failures.push(`${previewed.refusedRows} rows refused, ${badRows} are bad`);
  const [commit] = await timed(async () => {
    type Job = { readonly id: string; readonly state: string; readonly error: string | null };
    let job = await post<Job>(`/imports/${view.id}/commit`, choice);
    while (job.state === "queued" || job.state === "running") {
      await new Promise((resolve) => setTimeout(resolve, 50));
      job = await call<Job>(`/jobs/${job.id}`);
    }
    if (job.state !== "done") failures.push(`the import ended as ${job.state}: ${job.error}`);
  });
  return { upload, preview, commit };
}

type Task = { readonly name: string; readonly file: Buffer; readonly piecesEach: number };
async function round(
  cluster: BenchCluster,
  script: string,
  { name, file, piecesEach }: Task,
  number: number,
): Promise<Round> {
  const label = `import-${name}-${number}`;
  const login = { loginName: label, password: "correct horse battery" };
  const db = connect(cluster.database.appConfig);
  const { orgId } = await createBenchCompany(db, login, new Date().toISOString().slice(0, 7));
  await db.close();
  const raw = await cluster.withOwner(mainDatabase, (client) =>
    parseAndCopy(client, cluster.database.dataDirectory, file),
  );
  const server = await startServerProcess({
    script,
    dataDir: serverDirectory(cluster.dataDir, label),
    env: { DATABASE_URL: cluster.url(mainDatabase) },
  });
  try {
    const cookie = await signIn(server.url, login);
    const idleMegabytes = peakResidentMegabytes(server.pid);
    const bystander = startBystander(server.url, cookie);
    const times = await importThrough(server, cookie, file);
    const latencies = await bystander.stop();
    const peakMegabytes = peakResidentMegabytes(server.pid);
    await cluster.withOwner(mainDatabase, async (client) => {
      const found = await countImported(client, orgId);
      const good = rows - badRows;
      if (found.items !== good || found.barcodes !== good || found.pieces !== good * piecesEach)
        failures.push(`imported ${JSON.stringify(found)}, expected ${good} items with ${good * piecesEach} pieces`);
      for (const one of (await checkBooks(client, orgId, { inOrder: true })).failed)
        failures.push(`books: ${one.check}: ${one.findings.join(" | ")}`);
    });
    return {
      ...times,
      idleMegabytes,
      peakMegabytes,
      othersP99: percentile(latencies, 0.99),
      rawSeconds: raw.parseSeconds + raw.copySeconds,
    };
  } finally {
    await server.stop();
  }
}

async function main(): Promise<void> {
  const script = await builtServer();
  const tasks: readonly Task[] = [
    { name: "goods", file: await goodsFile(false), piecesEach: 0 },
    { name: "stock", file: await goodsFile(true), piecesEach: pieces },
  ];
  console.log(`files: ${rows} rows × 12 columns, ${badRows} bad; goods alone, then with their opening stock`);
  const cluster = await openBenchCluster();
  const measured = new Map<string, Round[]>();
  try {
    for (const task of tasks)
      for (let number = 1; number <= rounds; number += 1) {
        const one = await round(cluster, script, task, number);
        measured.set(task.name, [...(measured.get(task.name) ?? []), one]);
        console.log(
          `${task.name} ${number}: upload ${one.upload.toFixed(1)} s, preview ${one.preview.toFixed(1)} s, import ${one.commit.toFixed(1)} s, server ${one.idleMegabytes.toFixed(0)} → ${one.peakMegabytes.toFixed(0)} MB, others p99 ${one.othersP99.toFixed(0)} ms, parse and COPY ${one.rawSeconds.toFixed(1)} s`,
        );
      }
  } finally {
    await cluster.close();
  }
  const results = measured.get("goods") ?? [];
  const withStock = measured.get("stock") ?? [];
  const of = (pick: (one: Round) => number) => results.map(pick);
  const othersP99 = median([...results, ...withStock].map((one) => one.othersP99));
  if (othersP99 >= goals.othersP99Milliseconds) failures.push(`others waited ${othersP99.toFixed(0)} ms (p99)`);
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  mkdirSync(join(root, "bench", "results"), { recursive: true });
  writeFileSync(
    join(root, "bench", "results", `import-50k-${new Date().toISOString().replace(/[-:]|\..*/g, "")}.json`),
    `${JSON.stringify({ name: "import-50k", goals, rows, badRows, results, withStock, failures }, undefined, 2)}\n`,
  );
  console.log(
    `import-50k: ratio ${median(of((one) => one.rawSeconds / one.commit)).toFixed(2)}, import ${spread(
      of((one) => one.commit),
      1,
    )} s, upload ${median(of((one) => one.upload)).toFixed(1)} s, preview ${median(of((one) => one.preview)).toFixed(1)} s, peak ${spread(
      of((one) => one.peakMegabytes),
      0,
    )} MB, with opening stock ${spread(
      withStock.map((one) => one.commit),
      1,
    )} s and ${spread(
      withStock.map((one) => one.peakMegabytes),
      0,
    )} MB, others p99 ${othersP99.toFixed(0)} ms`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

await main();
process.exit();
