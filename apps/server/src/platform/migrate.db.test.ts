import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestDatabase, createTestDatabase } from "../../../../tests/support/database.ts";
import { withClient } from "./launcher/launcher.sql.ts";
import { migrate, migrationsDirectory } from "./migrate.ts";

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase("empty");
});
afterAll(() => database.drop());
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "zhangshi-migrations-"));
  await withClient(database.adminConfig, (client) =>
    client.query("drop schema if exists platform cascade; drop table if exists shelf"),
  );
  return () => rmSync(directory, { recursive: true, force: true });
});

function write(name: string, up: string, check?: string): void {
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, "up.sql"), up);
  if (check !== undefined) writeFileSync(join(directory, name, "check.sql"), check);
}

const run = () => migrate({ ...database, log: () => undefined, directory });

test("migrations run once, in the order of their numbers", async () => {
  write("0002-second", "insert into shelf values (2)");
  write("0001-first", "create table shelf (n int); insert into shelf values (1)");

  expect(await run()).toEqual(["0001-first", "0002-second"]);
  expect(await run()).toEqual([]);
  const rows = await withClient(database.adminConfig, (client) => client.query("select n from shelf order by n"));
  expect(rows.rows).toEqual([{ n: 1 }, { n: 2 }]);
});

test("a migration that fails half-way has not happened, and the error names file and line", async () => {
  write("0001-first", "create table shelf (n int);\ninsert into shelf values ('not a number');");

  await expect(run()).rejects.toThrow(/0001-first\/up\.sql:2: invalid input syntax/);
  const found = await withClient(database.adminConfig, (client) => client.query("select to_regclass('shelf') as t"));
  expect(found.rows).toEqual([{ t: null }]);
});

test("a migration that cannot be recorded has not happened either", async () => {
  write("0001-first", "create table shelf (n int); alter table platform.migration drop column sha256");

  await expect(run()).rejects.toThrow(/0001-first\/up\.sql/);
  const found = await withClient(database.adminConfig, (client) => client.query("select to_regclass('shelf') as t"));
  expect(found.rows).toEqual([{ t: null }]);
});

test("a migration that was changed after it had been applied is refused", async () => {
  write("0001-first", "create table shelf (n int)");
  await run();
  write("0001-first", "create table shelf (n bigint)");

  await expect(run()).rejects.toThrow(/0001-first 执行之后被改动过/);
});

test("a database newer than the program is refused", async () => {
  write("0001-first", "create table shelf (n int)");
  write("0002-second", "select 1");
  await run();
  rmSync(join(directory, "0002-second"), { recursive: true });

  await expect(run()).rejects.toThrow(/数据库比程序新（已执行 0002-second/);
});

test("a migration squeezed in before an applied one is refused", async () => {
  write("0002-second", "create table shelf (n int)");
  await run();
  write("0001-first", "select 1");

  await expect(run()).rejects.toThrow(/0001-first 排在已执行的脚本之前/);
});

test("check.sql must return no rows", async () => {
  write("0001-first", "create table shelf (n int)", "select 'shelf is empty' as fault");

  await expect(run()).rejects.toThrow(/检查未通过（0001-first\/check\.sql，1 行）：.*shelf is empty/);
});

test("two programs that migrate at the same moment do the work once", async () => {
  write("0001-first", "create table shelf (n int); select pg_sleep(0.3)");

  const [one, other] = await Promise.all([run(), run()]);
  expect([one.length, other.length].sort()).toEqual([0, 1]);
});

test("the role that serves requests owns nothing and cannot pass row-level security", async () => {
  const own = await createTestDatabase();
  const role = await withClient(own.appConfig, (client) =>
    client.query(`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
             exists (select from pg_class where relowner = r.oid) as owns
        from pg_roles r where rolname = current_user`),
  );
  expect(role.rows).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, owns: false },
  ]);
  await own.drop();
});

test("the program's own migrations are found", () => {
  expect(migrationsDirectory()).toMatch(/database.migrations$/);
});
