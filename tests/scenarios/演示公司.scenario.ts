import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentKinds } from "../../apps/server/src/application.ts";
import { proveCompany } from "../../apps/server/src/books/prove.ts";
import { createTrains } from "../../apps/server/src/documents/train.ts";
import { fillDemoCompany } from "../../apps/server/src/modules/demo/index.ts";
import { createCompany, demoSetup } from "../../apps/server/src/modules/identity/index.ts";
import { connect, type Database } from "../../apps/server/src/platform/db.ts";
import { openForCommand } from "../../apps/server/src/platform/launcher/open-migrated.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const kinds = documentKinds;
const today = "2026-11-20";
type Demo = {
  readonly database: TestDatabase;
  readonly db: Database;
  readonly owner: pg.Client;
  readonly orgId: string;
  readonly steps: readonly string[];
  readonly again: () => Promise<void>;
};
const demos: Demo[] = [];

async function fill(seed: number, days: number): Promise<Demo> {
  const database = await createTestDatabase();
  const db = connect(database.appConfig);
  const owner = new pg.Client(database.adminConfig);
  await owner.connect();
  const company = await createCompany(
    db,
    { ...demoSetup("demo", "0123456789"), startPeriod: "2025-11" },
    { isDemo: true, onlyFirst: true },
  );
  const steps: string[] = [];
  const tools = { db, trains: createTrains(db), kinds };
  const payload = { ...company, ownerName: "陈立群", seed, today, days };
  const run = async () =>
    void (await fillDemoCompany(
      tools,
      payload,
      async (done, total, step) => void steps.push(`${done}/${total} ${step}`),
    ));
  await run();
  const demo = { database, db, owner, orgId: company.orgId, steps, again: run };
  demos.push(demo);
  return demo;
}

/** What the books say, without ids and instants. */
async function books({ owner }: Demo): Promise<string> {
  const { rows: documents } = await owner.query(
    "select d.type, coalesce(d.number, '–') as number, d.status, d.business_date::text, coalesce(p.name, '–') as partner, d.gross_amount, d.line_count from document d left join partner p on p.org_id = d.org_id and p.id = d.partner_id order by d.type, d.number nulls last, d.gross_amount",
  );
  const { rows: vouchers } = await owner.query(
    "select v.period, v.number, v.kind, v.total from voucher v order by v.period, v.number",
  );
  const { rows: stock } = await owner.query(
    "select i.code, w.code as warehouse, b.quantity, b.value from stock_balance b join item i on i.org_id = b.org_id and i.id = b.item_id left join warehouse w on w.org_id = b.org_id and w.id = b.warehouse_id order by 1, 2 nulls first",
  );
  return [...documents, ...vouchers, ...stock].map((row) => Object.values(row).join(" ")).join("\n");
}
async function count({ owner }: Demo, statement: string): Promise<number> {
  const { rows } = await owner.query(`select (${statement})::int as found`);
  return rows[0].found;
}

let demo: Demo;
beforeAll(async () => {
  demo = await fill(1, 6);
});
afterAll(async () => {
  for (const one of demos) {
    await one.owner.end();
    await one.db.close();
    await one.database.drop();
  }
});

test("演示公司：同一个种子、同一天，单号、金额、往来单位、库存一模一样；换个种子就不一样", async () => {
  const told = await books(demo);
  expect(told.split("\n").length).toBeGreaterThan(800);
  expect(await books(await fill(1, 6))).toBe(told);
  expect(await books(await fill(2, 6))).not.toBe(told);
});

test("演示公司：今天约 60 张出库，有草稿，有缺货的商品，单号不断号", async () => {
  const deliveries = await count(
    demo,
    `select count(*) from document where type = 'sales-delivery' and status = 'approved' and business_date = '${today}'`,
  );
  expect(deliveries).toBeGreaterThanOrEqual(55);
  expect(deliveries).toBeLessThanOrEqual(66);
  expect(await count(demo, "select count(*) from document where status = 'draft' and number is null")).toBe(5);
  expect(
    await count(
      demo,
      "select count(*) from (select i.id from item i left join stock_balance b on b.org_id = i.org_id and b.item_id = i.id and b.warehouse_id <> '00000000-0000-0000-0000-000000000000' group by i.id having coalesce(sum(b.quantity), 0) = 0) x",
    ),
  ).toBeGreaterThan(0);
  expect(
    await count(
      demo,
      "select count(*) from (select type, business_date, count(*), max(right(number, 4)::int) from document where number is not null group by 1, 2 having count(*) <> max(right(number, 4)::int)) x",
    ),
  ).toBe(0);
});

test("演示公司：账实相符", async () => {
  const { checks } = await proveCompany(demo.db, demo.orgId);
  expect(checks.filter((check) => !check.passed)).toEqual([]);
  expect(checks.length).toBeGreaterThanOrEqual(24);
});

test("演示公司：中断后再来一遍，什么也不多写", async () => {
  const told = await books(demo);
  await demo.again();
  expect(await books(demo)).toBe(told);
});

test("演示公司：进度用中文报，最后等于总数", () => {
  expect(demo.steps.at(0)).toMatch(/^0\/\d+ 正在建立商品、客户和供应商$/);
  expect(demo.steps.at(-1)).toMatch(/^(\d+)\/\1 正在录入 2026-11 的单据$/);
});

/** The command line as a shop uses it: another process, a data directory of its own. */
async function zhangshi(
  dataDir: string,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const child = spawn(
    process.execPath,
    ["--no-warnings", "--import", "tsx", join("apps", "server", "src", "cli.ts"), ...words],
    { env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: "" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? -1)));
  return { code, lines: output.trimEnd().split("\n") };
}

test("zhangshi demo、zhangshi prove：建一次，再来不动；账实相符退出 0，有差异退出 1 并指出在哪", {
  timeout: 180_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "zhangshi-demo-"));
  try {
    const made = await zhangshi(dataDir, "demo", "--days", "3", "--today", today);
    expect(made.lines.join("\n")).toMatch(
      /已建好：\d+ 张单据[\s\S]*登录名 Login: demo\n {2}密码 Password: [0-9a-f]{12} /,
    );
    const again = await zhangshi(dataDir, "demo");
    expect([again.code, again.lines.join("\n")]).toEqual([0, expect.stringContaining("已经有了，没有改动")]);
    const clean = await zhangshi(dataDir, "prove");
    expect([clean.code, clean.lines.at(-1)]).toEqual([0, expect.stringMatching(/^账实相符：\d+ 项核对无差异$/)]);
    expect((await zhangshi(dataDir, "prove", "--company", "没有")).lines.join("\n")).toContain(
      "没有叫“没有”的公司，现有：恒泰饮料商贸（演示）",
    );

    const database = await openForCommand({ dataDir, log: () => undefined });
    const owner = new pg.Client(database.adminConfig);
    await owner.connect();
    await owner.query(
      "update stock_balance set value = value + 1 where quantity > 0 and value > 0 and item_id = (select id from item where code = '10001')",
    );
    await owner.end();
    // The database is still running when the command comes: it joins, as it does beside a server.
    const wrong = await zhangshi(dataDir, "prove");
    await database.stop();
    expect(wrong.code).toBe(1);
    expect(wrong.lines.at(-1)).toMatch(/^账实不符：\d+ 项核对，\d+ 项有差异$/);
    expect(wrong.lines.join("\n")).toMatch(/库存金额 = 存货明细账 .*差异 -?1\.00\n {6}10001 /);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
