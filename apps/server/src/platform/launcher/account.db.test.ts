import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Checkout, isRoot, killLeftovers, makeCheckout, nobody, opened, run } from "./launcher.fixtures.ts";
import { withClient } from "./launcher.sql.ts";

let open: Checkout;
let closed: Checkout;

beforeAll(async () => {
  open = await makeCheckout(0o755);
  closed = await makeCheckout(0o700);
});
afterEach(killLeftovers);
afterAll(() => {
  open.remove();
  closed.remove();
});

test.skipIf(!isRoot)("root, repository in a 0700 folder: PostgreSQL runs and its files belong to root", async () => {
  const dataDir = join(closed.directory, "data");
  const program = run(closed, dataDir);
  const database = await opened(program);

  expect(database.kind).toBe("embedded");
  expect(database.dataDirectory).toBe(join(dataDir, "postgres"));
  expect(statSync(database.dataDirectory).uid).toBe(0);
  expect(existsSync(join(closed.binaries, "native", "lib", "libpq.so.5"))).toBe(true);
  await program.stop();
});

test("an ordinary user, node_modules read-only and without the binaries' links", async () => {
  const dataDir = join(open.directory, "data-ordinary");
  mkdirSync(dataDir);
  if (isRoot) chownSync(dataDir, nobody, nobody);
  const program = run(open, dataDir, isRoot ? { uid: nobody } : {});
  const database = await opened(program);

  expect(database.kind).toBe("embedded");
  const owner = statSync(database.dataDirectory).uid;
  expect(owner).toBe(isRoot ? nobody : process.getuid?.());
  await program.stop();
});

test.skipIf(!isRoot)("root after an ordinary user: the data directory keeps its owner", async () => {
  const dataDir = join(open.directory, "data-inherited");
  mkdirSync(dataDir);
  chownSync(dataDir, nobody, nobody);
  const first = run(open, dataDir, { uid: nobody });
  await opened(first);
  await first.stop();

  const second = run(open, dataDir);
  const database = await opened(second);
  expect(statSync(database.dataDirectory).uid).toBe(nobody);
  await second.stop();
  const third = run(open, dataDir, { uid: nobody });
  await opened(third);
  await third.stop();
});

test.skipIf(!isRoot)("an ordinary user after root is told whose directory it is", async () => {
  const dataDir = join(open.directory, "data-of-root");
  const first = run(open, dataDir);
  await opened(first);
  await first.stop();
  chmodSync(dataDir, 0o755);

  const locked = await run(open, dataDir, { uid: nobody }).outcome;
  expect(locked).toMatchObject({ refused: true });
  expect(locked.message).toMatch(/无法读取数据库密码文件/);

  chmodSync(join(dataDir, "secrets.json"), 0o644);
  const readable = await run(open, dataDir, { uid: nobody }).outcome;
  expect(readable).toMatchObject({ refused: true });
  expect(readable.message).toMatch(/属于另一个用户（uid 0）/);
});

test("a data directory that cannot be made or written is one sentence, not a stack", async () => {
  const place = join(open.directory, "read-only");
  mkdirSync(place, { mode: 0o555 });
  const user = isRoot ? { uid: nobody } : {};
  for (const dataDir of [place, join(place, "data")]) {
    const answer = await run(open, dataDir, user).outcome;
    expect(answer).toMatchObject({ refused: true });
    expect(answer.message).toMatch(/无法创建或写入数据目录/);
  }
});

test.skipIf(!isRoot)("root without user namespaces borrows an account that can reach the data directory", async () => {
  const env = { ZHANGSHI_NO_USER_NAMESPACE: "1", ZHANGSHI_BORROWED_PLACE: join(open.directory, "borrowed") };
  const dataDir = join(open.directory, "data-borrowed");
  const first = run(open, dataDir, { env });
  await opened(first);
  await first.stop();
  // DATA_DIR is 0700 and belongs to root: the account cannot reach into it.
  expect(readFileSync(join(dataDir, "database-place"), "utf8")).toContain("/borrowed/data-");

  const second = run(open, dataDir, { env });
  const database = await opened(second);
  expect(statSync(database.dataDirectory).uid).not.toBe(0);
  await second.stop();
});

test.skipIf(!isRoot)(
  "root without user namespaces, all in a 0700 folder: binaries and data go where it can reach",
  async () => {
    const place = join(open.directory, "borrowed-far");
    const env = { ZHANGSHI_NO_USER_NAMESPACE: "1", ZHANGSHI_BORROWED_PLACE: place };
    const program = run(closed, join(closed.directory, "data-far"), { env });
    const database = await opened(program);

    expect(database.dataDirectory.startsWith(place)).toBe(true);
    expect(readdirSync(place).some((name) => name.startsWith("postgresql-"))).toBe(true);
    const answer = await withClient(database.adminConfig, (client) => client.query("select 1 as one"));
    expect(answer.rows).toEqual([{ one: 1 }]);
    await program.stop();
  },
);

test.skipIf(!isRoot)("namespaces that are blocked later: the borrowed account takes the files over", async () => {
  const dataDir = join(open.directory, "data-later");
  const first = run(open, dataDir);
  await opened(first);
  await first.stop();
  chmodSync(dataDir, 0o755);

  const second = run(open, dataDir, { env: { ZHANGSHI_NO_USER_NAMESPACE: "1" } });
  const database = await opened(second);
  expect(statSync(database.dataDirectory).uid).not.toBe(0);
  await second.stop();
});

test("a PostgreSQL of the system is the fallback; where none is found, one sentence says what to do", async () => {
  const noEmbedded = { ZHANGSHI_NO_EMBEDDED_POSTGRES: "1" };
  if (existsSync("/usr/lib/postgresql")) {
    const program = run(open, join(open.directory, "data-system"), { env: noEmbedded });
    expect((await opened(program)).kind).toBe("system");
    await program.stop();
  }
  const none = { ...noEmbedded, ZHANGSHI_NO_SYSTEM_POSTGRES: "1" };
  const answer = await run(open, join(open.directory, "data-none"), { env: none }).outcome;
  expect(answer).toMatchObject({ refused: true });
  expect(answer.message).toMatch(/没有可用的 PostgreSQL.*DATABASE_URL/);
});
