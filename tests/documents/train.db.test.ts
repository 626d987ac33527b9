import { formatMoney } from "@zhangshi/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { testCompany } from "../support/test-company.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { purchaseReceipt } from "../../apps/server/src/modules/purchasing/index.ts";
import { salesDelivery } from "../../apps/server/src/modules/sales/index.ts";
import { connect, type Database } from "../../apps/server/src/platform/db.ts";
import { newId, sha256 } from "../../apps/server/src/platform/identifiers.ts";
import { RefusedError } from "../../apps/server/src/platform/refused.ts";
import type { DocumentKind } from "../../apps/server/src/documents/document-kind.ts";
import { reverseDocument } from "../../apps/server/src/documents/reverse.ts";
import { createTrains, type Trains } from "../../apps/server/src/documents/train.ts";

let database: TestDatabase;
let db: Database;
let trains: Trains;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.appConfig);
  trains = createTrains(db);
  owner = new pg.Client(database.adminConfig);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await db?.close();
  await database?.drop();
});

type Shop = {
  readonly orgId: string;
  readonly warehouseId: string;
  readonly customerId: string;
  readonly supplierId: string;
  readonly item: (code?: string) => Promise<string>;
  readonly author: { readonly userId: string; readonly userName: string };
};
async function shop(costScope: "company" | "warehouse" = "company"): Promise<Shop> {
  const created = await createCompany(db, testCompany({ costScope }), { isDemo: false, onlyFirst: false });
  const [customerId, supplierId] = [newId(), newId()];
  await owner.query(
    "insert into partner (org_id, id, code, name, is_customer, is_supplier) values ($1,$2,'C','客户',true,false), ($1,$3,'S','供应商',false,true)",
    [created.orgId, customerId, supplierId],
  );
  return {
    ...created,
    customerId,
    supplierId,
    author: { userId: created.ownerId, userName: "陈" },
    item: async (code = newId().slice(-6)) => {
      const id = newId();
      await owner.query(
        `insert into item (org_id, id, code, name, base_unit, units, tax_rate) values ($1,$2,$3,$3,'个','[{"name":"个","factor":"1"},{"name":"箱","factor":"12"}]',0.13)`,
        [created.orgId, id, code],
      );
      return id;
    },
  };
}
function post(
  shop: Shop,
  kind: DocumentKind,
  businessDate: string,
  lines: readonly {
    readonly itemId: string;
    readonly quantity: string;
    readonly price: string;
    readonly unit?: string;
  }[],
  key?: string,
  id = newId(),
) {
  const body = {
    businessDate,
    partnerId: kind === salesDelivery ? shop.customerId : shop.supplierId,
    warehouseId: shop.warehouseId,
    handler: "",
    taxIncluded: false,
    orderDiscount: "0",
    note: "",
    lines: lines.map((line) => ({ discountRate: "100", note: "", ...line })),
  };
  return trains.submit({
    orgId: shop.orgId,
    kind,
    author: shop.author,
    timeZone: "Asia/Shanghai",
    idempotency: key ? { key } : null,
    hash: sha256(JSON.stringify(body)),
    source: { from: "body", id, body },
  });
}
async function pool(shop: Shop, itemId: string): Promise<string> {
  const { rows } = await owner.query(
    "select quantity::float8 as quantity, value from stock_balance where org_id = $1 and item_id = $2 order by warehouse_id limit 1",
    [shop.orgId, itemId],
  );
  return rows[0] ? `${rows[0].quantity} / ${rows[0].value}` : "–";
}
async function costOfSales(shop: Shop): Promise<string> {
  const { rows } = await owner.query(
    "select coalesce(sum(debit - credit), 0)::numeric(20,2) as total from voucher_line where org_id = $1 and account_code = '5401'",
    [shop.orgId],
  );
  return rows[0].total;
}

test("P01 补录更早的入库：之后的销售成本跟着重算，差额进调整凭证；反审核后回到原样", async () => {
  const one = await shop();
  const item = await one.item();
  await post(one, purchaseReceipt, "2026-03-01", [{ itemId: item, quantity: "10", price: "10" }]);
  await post(one, salesDelivery, "2026-03-10", [{ itemId: item, quantity: "5", price: "30" }]);
  expect([await costOfSales(one), await pool(one, item)]).toEqual(["50.00", "5 / 50.00"]);
  const late = await post(one, purchaseReceipt, "2026-03-05", [{ itemId: item, quantity: "10", price: "20" }]);
  expect([await costOfSales(one), await pool(one, item)]).toEqual(["75.00", "15 / 225.00"]);
  const { rows } = await owner.query("select total, summary from voucher where org_id = $1 and kind = 'adjustment'", [
    one.orgId,
  ]);
  expect(rows).toEqual([{ total: "25.00", summary: "成本重算（因 采购入库单 2026-03-05）" }]);
  await reverseDocument(db, {
    orgId: one.orgId,
    kind: purchaseReceipt,
    id: late.id,
    version: undefined,
    author: one.author,
    timeZone: "Asia/Shanghai",
    idempotency: null,
    hash: sha256("x"),
  });
  expect([await costOfSales(one), await pool(one, item)]).toEqual(["50.00", "5 / 50.00"]);
});

test("反审核入库会让后来的销售缺货：拒绝并指出那张单据；过去的日期也不能卖还没到的货", async () => {
  const one = await shop();
  const item = await one.item("A");
  const receipt = await post(one, purchaseReceipt, "2026-03-05", [{ itemId: item, quantity: "10", price: "10" }]);
  const sale = await post(one, salesDelivery, "2026-03-10", [{ itemId: item, quantity: "6", price: "30" }]);
  const reversal = reverseDocument(db, {
    orgId: one.orgId,
    kind: purchaseReceipt,
    id: receipt.id,
    version: undefined,
    author: one.author,
    timeZone: "Asia/Shanghai",
    idempotency: null,
    hash: sha256("x"),
  });
  await expect(reversal).rejects.toMatchObject({
    code: "stock.short_later",
    fields: [{ facts: { document: sale.number, short: "6" } }],
  });
  await expect(
    post(one, salesDelivery, "2026-03-04", [{ itemId: item, quantity: "1", price: "30" }]),
  ).rejects.toMatchObject({ code: "stock.short" });
  await expect(
    post(one, salesDelivery, "2026-03-06", [{ itemId: item, quantity: "5", price: "30" }]),
  ).rejects.toMatchObject({ code: "stock.short_later" });
  expect(await pool(one, item)).toBe("4 / 40.00");
});

test("P03 现存 10，50 张同时各卖 1：正好 10 张成功，40 张库存不足，单号连续", async () => {
  const one = await shop();
  const item = await one.item();
  await post(one, purchaseReceipt, "2026-03-01", [{ itemId: item, quantity: "10", price: "10" }]);
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      post(one, salesDelivery, "2026-03-02", [{ itemId: item, quantity: "1", price: "20" }]),
    ),
  );
  const numbers = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.number] : [])).sort();
  const refusals = results.flatMap((result) =>
    result.status === "rejected" && result.reason instanceof RefusedError ? [result.reason.code] : [],
  );
  expect(numbers).toEqual(
    Array.from({ length: 10 }, (_, index) => `XSCK-20260302-00${String(index + 1).padStart(2, "0")}`),
  );
  expect(refusals).toEqual(Array.from({ length: 40 }, () => "stock.short"));
  expect(await pool(one, item)).toBe("0 / 0.00");
});

test("P25 同一个键并发五次：一张单据，五个相同答复；换内容就冲突", async () => {
  const one = await shop();
  const item = await one.item();
  const key = newId();
  const id = newId();
  const replies = await Promise.all(
    Array.from({ length: 5 }, () =>
      post(one, purchaseReceipt, "2026-03-01", [{ itemId: item, quantity: "1", price: "10" }], key, id),
    ),
  );
  expect(new Set(replies.map((reply) => reply.number)).size).toBe(1);
  await expect(
    post(one, purchaseReceipt, "2026-03-01", [{ itemId: item, quantity: "2", price: "10" }], key, id),
  ).rejects.toMatchObject({ code: "idempotency.conflict" });
  expect(await pool(one, item)).toBe("1 / 10.00");
});

test("P25 同一张单据在一列车里按了两次，货只够一张：两次得到同一个答复，不说缺货", async () => {
  const one = await shop();
  const item = await one.item();
  await post(one, purchaseReceipt, "2026-03-01", [{ itemId: item, quantity: "10", price: "10" }]);
  const id = newId();
  const press = (own: string | undefined) =>
    post(one, salesDelivery, "2026-03-02", [{ itemId: item, quantity: "4", price: "20" }], undefined, own);
  const [, first, second] = await Promise.all([press(undefined), press(id), press(id)]);
  expect(second).toEqual(first);
  expect(await pool(one, item)).toBe("2 / 20.00");
});

test("一列车最多 18 条语句，多少单据多少行都一样", async () => {
  const one = await shop();
  const items = await Promise.all(Array.from({ length: 20 }, () => one.item()));
  await post(
    one,
    purchaseReceipt,
    "2026-03-01",
    items.map((itemId) => ({ itemId, quantity: "1000", price: "10" })),
  );
  trains.counters.largestStatements = 0;
  await Promise.all(
    Array.from({ length: 60 }, () =>
      post(
        one,
        salesDelivery,
        "2026-03-02",
        items.map((itemId) => ({ itemId, quantity: "1", price: "12" })),
      ),
    ),
  );
  expect(trains.counters.largestStatements).toBeLessThanOrEqual(18);
  expect(trains.counters.largestStatements).toBeGreaterThan(10);
  const { rows } = await owner.query(
    "select sum(quantity)::int as quantity from stock_balance where org_id = $1 and warehouse_id <> '00000000-0000-0000-0000-000000000000'",
    [one.orgId],
  );
  expect(rows[0].quantity).toBe(20 * 940);
});

test("按仓库算成本：卖空一个仓拿走那个仓的全部金额", async () => {
  const one = await shop("warehouse");
  const item = await one.item();
  await post(one, purchaseReceipt, "2026-03-01", [{ itemId: item, quantity: "3", price: "33.333333" }]);
  await post(one, salesDelivery, "2026-03-02", [{ itemId: item, quantity: "3", price: "50" }]);
  expect([await costOfSales(one), await pool(one, item)]).toEqual([formatMoney(10000n), "0 / 0.00"]);
});

test("组合商品和别的单据同一列车：配件是列车的事实，语句不多一条，最后一套只有一张出得去", async () => {
  const one = await shop();
  const [kit, wine, box] = [await one.item("礼盒"), await one.item("酒"), await one.item("盒")];
  await owner.query(
    "insert into kit_part (org_id, kit_id, part_id, position, unit, quantity) values ($1,$2,$3,1,'个',2), ($1,$2,$4,2,'个',1)",
    [one.orgId, kit, wine, box],
  );
  await owner.query("update item set is_kit = true where org_id = $1 and id = $2", [one.orgId, kit]);
  await post(one, purchaseReceipt, "2026-03-01", [
    { itemId: wine, quantity: "11", price: "10" },
    { itemId: box, quantity: "100", price: "1" },
  ]);
  trains.counters.largestStatements = 0;
  const before = trains.counters.trains;
  const answers = await Promise.allSettled([
    post(one, salesDelivery, "2026-03-02", [{ itemId: box, quantity: "1", price: "2" }]),
    ...Array.from({ length: 8 }, () =>
      post(one, salesDelivery, "2026-03-02", [{ itemId: kit, quantity: "1", price: "30" }]),
    ),
  ]);
  expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(6);
  for (const answer of answers.filter((one) => one.status === "rejected"))
    expect((answer.reason as RefusedError).fields).toMatchObject([
      { path: "lines.0.quantity", code: "stock.short", facts: { item: "酒", available: "1", short: "1" } },
    ]);
  expect(trains.counters.trains - before).toBe(1);
  expect(trains.counters.largestStatements).toBeLessThanOrEqual(18);
  expect([await pool(one, wine), await pool(one, box), await pool(one, kit)]).toEqual(["1 / 10.00", "94 / 94.00", "–"]);
});
