import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  type Checkout,
  killLeftovers,
  makeCheckout,
  opened,
  postmasterPid,
  run,
  until,
  untilGone,
  untilPostgresGone,
  writePostmasterFile,
} from "./launcher.fixtures.ts";
import { withClient } from "./launcher.sql.ts";
import { isAlive, processStartSeconds } from "./process-table.ts";

let checkout: Checkout;
let cases = 0;
let bystander: ChildProcess;

beforeAll(async () => {
  checkout = await makeCheckout();
  bystander = spawn("sleep", ["600"], { stdio: "ignore" });
});
afterEach(killLeftovers);
afterAll(async () => {
  bystander.kill();
  await sleep(300);
  checkout.remove();
});

function newDataDir(): string {
  cases += 1;
  return join(checkout.directory, `data-${cases}`);
}

async function stoppedCluster(): Promise<{ readonly dataDir: string; readonly files: string }> {
  const dataDir = newDataDir();
  const program = run(checkout, dataDir);
  const { dataDirectory } = await opened(program);
  await program.stop();
  return { dataDir, files: dataDirectory };
}

test("kill -9 of the program leaves no PostgreSQL behind, and what was committed is there afterwards", async () => {
  const dataDir = newDataDir();
  const first = run(checkout, dataDir);
  const database = await opened(first);
  const pid = postmasterPid(database.dataDirectory);
  await withClient(database.adminConfig, (client) => client.query("create table kept as select 42 as answer"));
  await first.kill();
  await untilGone(pid);

  const second = run(checkout, dataDir);
  const again = await opened(second);
  const kept = await withClient(again.adminConfig, (client) => client.query("select answer from kept"));
  expect(kept.rows).toEqual([{ answer: 42 }]);
  await second.stop();
});

test("where the kernel has no death signal, a watchdog does the same, and itself ends with a proper stop", async () => {
  const dataDir = newDataDir();
  const env = { ZHANGSHI_NO_SETPRIV: "1" };
  const first = run(checkout, dataDir, { env });
  const { dataDirectory } = await opened(first);
  const pid = postmasterPid(dataDirectory);
  await first.kill();
  await untilGone(pid);

  const second = run(checkout, dataDir, { env });
  await opened(second);
  const guards = childrenOf(second.pid);
  expect(guards.length).toBeGreaterThan(1);
  await second.stop();
  for (const guard of guards) await untilGone(guard);
});

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}

test("PostgreSQL killed under the running program comes back on the same address", async () => {
  const program = run(checkout, newDataDir());
  const { dataDirectory, adminConfig } = await opened(program);
  const pid = postmasterPid(dataDirectory);
  process.kill(pid, "SIGKILL");
  await until(
    () => existsSync(join(dataDirectory, "postmaster.pid")) && postmasterPid(dataDirectory) !== pid,
    "restart",
  );
  await expect.poll(() => answers(adminConfig), { timeout: 20_000 }).toBe(true);
  expect(program.lines.join()).toContain("意外退出");
  await program.stop();
  await untilPostgresGone(dataDirectory);
});

async function answers(config: Parameters<typeof withClient>[0]): Promise<boolean> {
  return withClient(config, async () => true).catch(() => false);
}

test("a pid file whose process is gone: the database starts", async () => {
  const { dataDir, files } = await stoppedCluster();
  writePostmasterFile(files, deadPid(), 1_700_000_000);
  const program = run(checkout, dataDir);
  await opened(program);
  await program.stop();
});

/** Above every number that the kernel gives out, so surely nobody's. */
function deadPid(): number {
  return Number(readFileSync("/proc/sys/kernel/pid_max", "utf8")) - 1;
}

test("a running PostgreSQL of ours is joined, and who joined does not stop it", async () => {
  const dataDir = newDataDir();
  const server = run(checkout, dataDir);
  const database = await opened(server);
  const command = run(checkout, dataDir);
  const joined = await opened(command);

  expect(joined.started).toBe(false);
  expect(joined.adminConfig).toEqual(database.adminConfig);
  await command.stop();
  expect(await answers(database.adminConfig)).toBe(true);
  await server.stop();
  await untilPostgresGone(database.dataDirectory);
});

test("a live foreign process in the pid file: refused with its number and name, the file stays as it is", async () => {
  const { dataDir, files } = await stoppedCluster();
  const text = writePostmasterFile(files, bystander.pid!, Math.floor(Date.now() / 1000));

  const answer = await run(checkout, dataDir).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toContain(`进程号 ${bystander.pid}（sleep）`);
  expect(readFileSync(join(files, "postmaster.pid"), "utf8")).toBe(text);
});

test("after a power cut the number belongs to a process born later: the file is set aside and the database starts", async () => {
  const { dataDir, files } = await stoppedCluster();
  const before = Math.floor(processStartSeconds(bystander.pid!)!) - 3600;
  const text = writePostmasterFile(files, bystander.pid!, before);

  const program = run(checkout, dataDir);
  await opened(program);
  const aside = readdirSync(files).filter((name) => name.startsWith("postmaster.pid.recycled-"));
  expect(aside.map((name) => readFileSync(join(files, name), "utf8"))).toEqual([text]);
  await program.stop();
});

test("a PostgreSQL in our directory that does not know our password is somebody else's", async () => {
  const dataDir = newDataDir();
  const owner = run(checkout, dataDir);
  const { dataDirectory } = await opened(owner);
  const pid = postmasterPid(dataDirectory);
  renameSync(join(dataDir, "secrets.json"), join(dataDir, "secrets.kept"));

  const answer = await run(checkout, dataDir).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toContain(`进程号 ${pid}（postgres）`);
  expect(isAlive(pid)).toBe(true);
  await owner.stop();
});

test("a server that answers from another data directory is refused", async () => {
  const one = newDataDir();
  const other = newDataDir();
  const first = run(checkout, one);
  const { adminConfig } = await opened(first);
  mkdirSync(other, { mode: 0o700 });
  writeFileSync(join(other, "secrets.json"), readFileSync(join(one, "secrets.json")), { mode: 0o600 });
  const second = run(checkout, other);
  const { dataDirectory } = await opened(second);
  const path = join(dataDirectory, "postmaster.pid");
  const original = readFileSync(path, "utf8");
  const lines = original.split("\n");
  writeFileSync(path, [...lines.slice(0, 4), adminConfig.host, ...lines.slice(5)].join("\n"));

  const answer = await run(checkout, other).outcome;
  writeFileSync(path, original);
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toContain("另一个目录");
  await second.stop();
  await first.stop();
});

test("a first start that is killed half-way is moved aside, never deleted, and the next start works", async () => {
  const dataDir = newDataDir();
  const first = run(checkout, dataDir);
  const initialising = () =>
    existsSync(dataDir) && readdirSync(dataDir).some((name) => name.includes(".initialising-"));
  await until(initialising, "initdb begins");
  await sleep(60);
  await first.kill();
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);

  const second = run(checkout, dataDir);
  await opened(second);
  expect(readdirSync(dataDir).filter((name) => name.startsWith("postgres.interrupted-"))).toHaveLength(1);
  expect(readdirSync(dataDir).filter((name) => name.includes(".password-"))).toEqual([]);
  await second.stop();
});

test("a data directory that lost its control file is refused and kept", async () => {
  const { dataDir, files } = await stoppedCluster();
  rmSync(join(files, "global", "pg_control"));

  const answer = await run(checkout, dataDir).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toContain("已损坏");
  expect(existsSync(join(files, "PG_VERSION"))).toBe(true);
});

test("P16 d: a log file cut short is refused and kept, for a start would silently lose what was saved", async () => {
  const { dataDir, files } = await stoppedCluster();
  const log = join(files, "pg_wal");
  const last = readdirSync(log)
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
    .sort()
    .at(-1);
  truncateSync(join(log, last ?? ""), 5_000_000);

  const answer = await run(checkout, dataDir).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toContain(last);
  expect(statSync(join(log, last ?? "")).size).toBe(5_000_000);
});

test("a database that cannot start says where its log is and stays as it was", async () => {
  const { dataDir, files } = await stoppedCluster();
  writeFileSync(join(files, "postgresql.conf"), "no_such_setting_at_all = yes\n", { flag: "a" });

  const answer = await run(checkout, dataDir).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toMatch(/logs\/postgres\.log/);
  expect(answer.message).toContain("no_such_setting_at_all");
});

test("two programs that make the database at the same moment share one", async () => {
  const dataDir = newDataDir();
  const programs = [run(checkout, dataDir), run(checkout, dataDir)];
  const databases = await Promise.all(programs.map(opened));

  expect(databases.map((database) => database.started).sort()).toEqual([false, true]);
  expect(databases[0]!.adminConfig).toEqual(databases[1]!.adminConfig);
  for (const program of programs.sort((a) => (a === programs[0] ? 0 : 1))) void program.stop();
});

test("a second server on the data directory is refused with the first one's number", async () => {
  const dataDir = newDataDir();
  const server = { env: { AS_SERVER: "1" } };
  const first = run(checkout, dataDir, server);
  await opened(first);
  const answer = await run(checkout, dataDir, server).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toContain(`进程号 ${first.pid}`);

  await first.kill();
  const third = run(checkout, dataDir, server);
  await opened(third);
  await third.stop();
});

test("a server waits for the command that started the database, so that it does not end under it", async () => {
  const dataDir = newDataDir();
  const command = run(checkout, dataDir);
  await opened(command);
  const server = run(checkout, dataDir, { env: { AS_SERVER: "1" } });
  await until(() => server.lines.some((line) => line.includes(`进程号 ${command.pid}`)), "the server waits");
  await command.stop();

  expect((await opened(server)).started).toBe(true);
  await server.stop();
});
