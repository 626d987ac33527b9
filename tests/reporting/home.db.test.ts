import { addDays } from "@zhangshi/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { todayIn } from "../../apps/server/src/platform/clock.ts";
import {
  addItem,
  addPartner,
  openShop,
  person,
  type Person,
  type Shop,
  startTestServer,
  type TestServer,
  testPassword,
} from "../support/server.ts";

let server: TestServer;
let shop: Shop;
let clerk: Person;
let storekeeper: Person;
const today = todayIn("Asia/Shanghai");
beforeAll(async () => {
  server = await startTestServer();
  shop = await openShop(server, { startPeriod: addDays(today, -100).slice(0, 7) });
  const water = await addItem(shop, "A1", { name: "农夫山泉", safetyStock: "50" });
  const tea = await addItem(shop, "B1", { name: "红茶" });
  const [customer, supplier] = [
    await addPartner(shop, "K1", "customer", { name: "城西联华", creditLimit: "200" }),
    await addPartner(shop, "G1", "supplier", { name: "重庆饮料" }),
  ];
  const body = (partnerId: string, businessDate: string, lines: readonly object[]) => ({
    body: { businessDate, partnerId, warehouseId: shop.warehouseId, taxIncluded: false, lines: lines as never },
  });
  await shop.call(
    "purchaseReceipts.createApproved",
    body(supplier, addDays(today, -60), [
      { itemId: water, quantity: "20", price: "10" },
      { itemId: tea, quantity: "2", price: "5" },
    ]),
  );
  const sell = (day: string, itemId: string, quantity: string, price: string) =>
    shop.call("salesDeliveries.createApproved", body(customer, day, [{ itemId, quantity, price }]));
  await sell(addDays(today, -40), water, "1", "15");
  await sell(addDays(today, -1), tea, "2", "10");
  await sell(today, water, "4", "20");
  await sell(today, water, "1", "30");
  const wrong = await sell(today, water, "9", "99");
  await shop.call("salesDeliveries.unapprove", { params: { id: wrong.id }, body: { version: wrong.version } });
  const join = async (role: "clerk" | "storekeeper") => {
    await shop.call("users.create", {
      body: { loginName: `${role}-1`, displayName: role, role, password: testPassword },
    });
    const one = person(server);
    await one.call("session.create", { body: { loginName: `${role}-1`, password: testPassword } });
    return one;
  };
  [clerk, storekeeper] = [await join("clerk"), await join("storekeeper")];
});
afterAll(() => server?.stop());

test("老板的首页：今天对昨天；反审核的不算；毛利用现在的成本", async () => {
  const home = await shop.call("home.show", { query: {} });
  expect(home.sales).toMatchObject({ gross: { value: "124.30", previous: "22.60" }, net: "110.00", documents: 2 });
  expect(home.sales?.gross.spark.slice(-2)).toEqual(["22.60", "124.30"]);
  expect(home.margin).toMatchObject({ value: "60.00", rate: "0.5455", previousRate: "0.5000" });
  expect(home.receivable).toEqual({ value: "163.85", customers: 1, payable: "237.30" });
  expect(home.stock).toEqual({ value: "140.00", items: 1, warehouses: 1, daysOfSales: 70 });
  expect(home.trend.length).toBe(30);
  expect(home.trend.at(-1)).toEqual({ date: today, gross: "124.30", margin: "60.00", previousGross: "0.00" });
  expect(home.trend.find((day) => day.date === addDays(today, -10))?.previousGross).toBe("16.95");
  expect(home.attention.map((row) => `${row.id} ${row.count} ${row.text}`)).toEqual([
    "out 1 红茶",
    "low 1 现存低于安全库存",
    "drafts-sales 1 销售出库单草稿",
  ]);
  expect(
    home.topItems.map((item) => `${item.name} ${item.quantity} ${item.gross} ${item.margin} ${item.onHand}`),
  ).toEqual(["农夫山泉 5 124.30 60.00 14"]);
  expect(home.topReceivables.map((row) => `${row.name} ${row.amount}`)).toEqual(["城西联华 163.85"]);
  expect([home.recentDocuments.length, home.proof]).toEqual([6, null]);
  const yesterday = await shop.call("home.show", { query: { range: "yesterday" } });
  expect([yesterday.sales?.gross.value, yesterday.range]).toEqual([
    "22.60",
    { from: addDays(today, -1), to: addDays(today, -1) },
  ]);
  const main = await shop.call("home.show", { query: { warehouseId: shop.warehouseId } });
  expect([main.stock, main.sales?.gross.value]).toEqual([home.stock, "124.30"]);
  const empty = await shop.call("warehouses.create", { body: { code: "09", name: "空仓" } });
  const none = await shop.call("home.show", { query: { warehouseId: empty.id } });
  expect([none.stock, none.sales?.gross.value, none.topItems]).toEqual([
    { value: "0.00", items: 0, warehouses: 0, daysOfSales: null },
    "0.00",
    [],
  ]);
  const proof = await shop.call("proof.run", { body: {} });
  expect((await shop.call("home.show", { query: {} })).proof).toEqual({
    at: proof.at,
    passed: true,
    checks: proof.checks.length,
  });
  expect((await shop.call("proof.latest")).latest).toEqual(proof);
});

test("看不到的整块不在：开单员没有毛利、库存金额、应收；仓管也没有成本；没有价值的字样", async () => {
  for (const one of [clerk, storekeeper]) {
    const home = await one.call("home.show", { query: {} });
    expect(Object.keys(home)).toEqual(expect.not.arrayContaining(["margin", "stock", "receivable"]));
    expect(JSON.stringify([home.trend, home.topItems])).not.toMatch(/margin/);
    expect([home.topReceivables, home.proof]).toEqual([[], null]);
    expect(home.sales?.gross.value).toBe("124.30");
  }
  expect((await clerk.call("home.show", { query: {} })).recentDocuments.map((one) => one.type)).toEqual(
    Array.from({ length: 5 }, () => "sales-delivery"),
  );
});

test("Ctrl+K：拼音首字母、多音字、编码、单号；没有采购权限的看不到采购单", async () => {
  const find = async (one: Person, q: string) => {
    const found = await one.call("search.everything", { query: { q } });
    return [
      found.items.map((item) => item.name),
      found.partners.map((partner) => partner.name),
      found.documents.length,
    ];
  };
  expect(await find(shop, "nfsq")).toEqual([["农夫山泉"], [], 0]);
  expect(await find(shop, "cqyl")).toEqual([[], ["重庆饮料"], 0]);
  expect(await find(shop, "CGRK")).toEqual([[], [], 1]);
  expect(await find(clerk, "CGRK")).toEqual([[], [], 0]);
  expect((await find(shop, "%"))[0]).toEqual([]);
  expect((await find(shop, "\u0000nfsq"))[0]).toEqual(["农夫山泉"]);
});
