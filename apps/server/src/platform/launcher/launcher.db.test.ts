import { lstatSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { type Checkout, killLeftovers, makeCheckout, opened, run } from "./launcher.fixtures.ts";
import { withClient } from "./launcher.sql.ts";
import { openDatabase } from "./open-database.ts";

let checkout: Checkout;

beforeAll(async () => {
  checkout = await makeCheckout();
});
afterEach(killLeftovers);
afterAll(() => checkout.remove());

test("durable, checked, sorted by pinyin, closed to others", async () => {
  const dataDir = join(checkout.directory, "data");
  const program = run(checkout, dataDir);
  const { adminConfig, durability, dataDirectory } = await opened(program);

  expect(durability).toEqual({ fsync: "on", fullPageWrites: "on", synchronousCommit: "on", dataChecksums: "on" });
  const names = "select string_agg(n, ' ' order by n) as sorted from unnest(array['银鹭', '农夫', '百事', '康师傅']) n";
  const sorted = await withClient(adminConfig, (client) => client.query(names));
  expect(sorted.rows).toEqual([{ sorted: "百事 康师傅 农夫 银鹭" }]);
  const settings = `select name, setting from pg_settings
    where name in ('autovacuum_naptime', 'jit', 'listen_addresses', 'max_connections', 'password_encryption', 'shared_buffers') order by name`;
  const found = await withClient(adminConfig, (client) => client.query(settings));
  expect(found.rows.map((row) => `${row.name}=${row.setting}`)).toEqual([
    "autovacuum_naptime=15",
    "jit=off",
    "listen_addresses=",
    "max_connections=100",
    "password_encryption=scram-sha-256",
    "shared_buffers=32768",
  ]);

  const wrong = { ...adminConfig, password: "guess" };
  await expect(withClient(wrong, async () => undefined)).rejects.toThrow(/password authentication failed/);
  expect(lstatSync(adminConfig.host).mode & 0o777).toBe(0o700);
  expect(statSync(dataDirectory).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, "logs", "postgres.log"), "utf8")).toContain("ready to accept connections");
  await program.stop();
});

test("a path longer than a socket may have, with blanks, quotes and Chinese in it", async () => {
  const dataDir = join(checkout.directory, `账实 "数据" it's ${"long ".repeat(20)}`, "data");
  const program = run(checkout, dataDir);
  const { adminConfig } = await opened(program);

  expect(Buffer.byteLength(adminConfig.host)).toBeLessThan(88);
  expect(dirname(adminConfig.host)).not.toContain("long");
  await program.stop();
  const again = run(checkout, dataDir);
  expect((await opened(again)).adminConfig).toEqual(adminConfig);
  await again.stop();
});

test("DATABASE_URL to a server without fsync is refused: a power cut would lose saved documents", async () => {
  const { host, port, user, password, database } = inject("testCluster").adminConfig;
  const address = `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
  const opening = openDatabase({
    dataDir: join(checkout.directory, "data-url"),
    databaseUrl: address,
    log: () => undefined,
  });
  await expect(opening).rejects.toThrow(/fsync、full_page_writes、synchronous_commit 是关闭的/);
});

test("DATABASE_URL to a durable server is used, and stopping leaves it running", async () => {
  const program = run(checkout, join(checkout.directory, "data-own"));
  const own = (await opened(program)).adminConfig;
  const database = await openDatabase({
    dataDir: join(checkout.directory, "data-guest"),
    databaseUrl: `postgres://${own.user}:${own.password}@${encodeURIComponent(own.host)}:${own.port}/${own.database}`,
    log: () => undefined,
  });
  expect(database).toMatchObject({ kind: "url", version: "17.10", adminConfig: own });
  await database.stop();
  const answer = await withClient(own, (client) => client.query("select 1 as one"));
  expect(answer.rows).toEqual([{ one: 1 }]);
  await program.stop();
});

test("a DATABASE_URL that leads nowhere or says nothing is one clear sentence", async () => {
  const open = (databaseUrl: string) =>
    openDatabase({ dataDir: join(checkout.directory, "data-nowhere"), databaseUrl, log: () => undefined });
  await expect(open("postgres://u:p@127.0.0.1:1/x")).rejects.toThrow(/连不上 DATABASE_URL.*127\.0\.0\.1:1\/x/);
  await expect(open("postgres://u:p@host:port:port/x")).rejects.toThrow(/DATABASE_URL 不是有效的地址/);
});
