import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTrains } from "../../apps/server/src/documents/train.ts";
import { fillDemoCompany } from "../../apps/server/src/modules/demo/index.ts";
import { createCompany, demoSetup } from "../../apps/server/src/modules/identity/index.ts";
import { openingStock } from "../../apps/server/src/modules/inventory/index.ts";
import { purchaseReceipt } from "../../apps/server/src/modules/purchasing/index.ts";
import { salesDelivery } from "../../apps/server/src/modules/sales/index.ts";
import { openingBalance } from "../../apps/server/src/modules/settlement/index.ts";
import { connect, type Database } from "../../apps/server/src/platform/db.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const kinds = { "purchase-receipt": purchaseReceipt, "sales-delivery": salesDelivery, "opening-stock": openingStock, "opening-balance": openingBalance };
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

test("演示公司：今天约 60 张出库，有草稿，有缺货和低于安全库存的商品，单号不断号", async () => {
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

test("演示公司：中断后再来一遍，什么也不多写", async () => {
  const told = await books(demo);
  await demo.again();
  expect(await books(demo)).toBe(told);
});

test("演示公司：进度用中文报，最后等于总数", () => {
  expect(demo.steps.at(0)).toMatch(/^0\/\d+ 正在建立商品、客户和供应商$/);
  expect(demo.steps.at(-1)).toMatch(/^(\d+)\/\1 正在录入 2026-11 的单据$/);
});
