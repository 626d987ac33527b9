import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addItem,
  addPartner,
  openShop,
  proveClean,
  startTestServer,
  stockText,
  type TestServer,
} from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

async function trader(setup: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(server, { startPeriod: "2026-01", ...setup });
  const [customer, supplier] = [await addPartner(shop, "K1", "customer"), await addPartner(shop, "G1", "supplier")];
  const body = (businessDate: string, partnerId: string, itemId: string, quantity: string, price: string) => ({
    businessDate,
    partnerId,
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [{ itemId, quantity, price }],
  });
  return {
    shop,
    customer,
    buy: (date: string, itemId: string, quantity: string, price: string) =>
      shop.call("purchaseReceipts.createApproved", { body: body(date, supplier, itemId, quantity, price) }),
    sell: (date: string, itemId: string, quantity: string) =>
      shop.call("salesDeliveries.createApproved", { body: body(date, customer, itemId, quantity, "30") }),
    costOf: async (id: string) => (await shop.call("salesDeliveries.show", { params: { id } })).cost,
    change: (method: "moving-average" | "fifo" | "monthly-average" | "specific", period: string) =>
      shop.call("costing.change", { body: { method, period, reason: "董事会决定" } }),
    close: (period: string) => shop.call("periods.close", { body: { period, reason: "", ignoreDrafts: true } }),
  };
}
async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "没有拒绝",
    (error: { message: string }) => error.message,
  );
}

for (const costScope of ["company", "warehouse"] as const)
  test(`从二月起改先进先出（${costScope}）：一月一字不动，二月已有的单据跟着重算；之后再改全月加权；记在案`, async () => {
    const { shop, customer, buy, sell, costOf, change, close } = await trader({ costScope });
    const a = await addItem(shop, "A");
    const idle = await addItem(shop, "B");
    await buy("2026-01-02", a, "10", "10");
    await buy("2026-01-05", idle, "3", "7");
    await buy("2026-01-10", a, "10", "20");
    const january = await sell("2026-01-20", a, "10");
    expect([await costOf(january.id), await stockText(shop, a)]).toEqual(["150.00", "10 / 150.00"]);
    expect(await refusalOf(change("fifo", "2026-02"))).toBe(
      "成本方法只能从 2026-01 起改：之前的月份已结账或还没结账。",
    );
    await close("2026-01");
    await buy("2026-02-01", a, "10", "30");
    const early = await sell("2026-02-02", a, "12");
    expect(await costOf(early.id)).toBe("270.00");
    expect(await refusalOf(change("moving-average", "2026-02"))).toBe("现在用的就是这个成本方法。");
    expect(await refusalOf(change("specific", "2026-02"))).toContain("个别计价要从第一笔出入库就按批记成本");
    await change("fifo", "2026-02");
    expect([await costOf(january.id), await costOf(early.id), await stockText(shop, a)]).toEqual([
      "150.00",
      "210.00",
      "8 / 240.00",
    ]);
    expect(await proveClean(shop)).toBe("账实相符");
    await shop.call("salesReturns.createApproved", {
      body: {
        businessDate: "2026-02-03",
        partnerId: customer,
        warehouseId: shop.warehouseId,
        taxIncluded: false,
        lines: [{ itemId: a, quantity: "2", price: "30", source: { documentId: january.id, lineNo: 1 } }],
      },
    });
    await buy("2026-02-01", a, "5", "1");
    expect([await costOf(early.id), await stockText(shop, a)]).toEqual(["210.00", "15 / 275.00"]);
    await sell("2026-02-10", idle, "1");
    expect(await stockText(shop, idle)).toBe("2 / 14.00");
    expect(await proveClean(shop)).toBe("账实相符");
    expect(
      await refusalOf(shop.call("periods.reopen", { body: { period: "2026-01", reason: "需要更正一张单据" } })),
    ).toContain("不能再打开");
    await close("2026-02");
    await change("monthly-average", "2026-03");
    await buy("2026-03-05", a, "5", "20");
    const march = await sell("2026-03-10", a, "10");
    await close("2026-03");
    expect([await costOf(march.id), await stockText(shop, a)]).toEqual(["187.50", "10 / 187.50"]);
    expect(await proveClean(shop)).toBe("账实相符");
    const { history, since } = await shop.call("costing.show");
    expect([since, ...history.map((one) => `${one.since ?? "开始"} ${one.method} ${one.reason}`)]).toEqual([
      "2026-03",
      "2026-03 monthly-average 董事会决定",
      "2026-02 fifo 董事会决定",
      "开始 moving-average ",
    ]);
  });

test("负库存开关：开了能先卖后补，有负库存关不掉，补齐后能关", async () => {
  const { shop, buy, sell, costOf } = await trader();
  const a = await addItem(shop, "A");
  expect(await refusalOf(sell("2026-01-05", a, "2"))).toContain("可用 0 个，少 2 个");
  await shop.call("costing.setNegativeStock", { body: { allowed: true } });
  const sale = await sell("2026-01-05", a, "2");
  expect(await refusalOf(shop.call("costing.setNegativeStock", { body: { allowed: false } }))).toBe(
    "有 1 处负库存（商品 A 主仓 -2 个），请先补入库。",
  );
  await buy("2026-01-10", a, "20", "3.30");
  expect([await stockText(shop, a), await costOf(sale.id)]).toEqual(["18 / 59.40", "0.00"]);
  await shop.call("costing.setNegativeStock", { body: { allowed: false } });
  expect(await proveClean(shop)).toBe("账实相符");
});

test("各种成本方法用自己的数据比一比：D 商品 4800.00、4897.60、5090.91，和 E1、E2、E3 一样；看完账不变", async () => {
  const { shop, buy, sell } = await trader();
  const d = await addItem(shop, "D");
  await buy("2026-01-01", d, "150", "10");
  await buy("2026-01-05", d, "100", "12");
  await sell("2026-01-11", d, "200");
  await buy("2026-01-16", d, "200", "14");
  await sell("2026-01-20", d, "100");
  await buy("2026-01-23", d, "100", "15");
  await sell("2026-01-27", d, "100");
  const compared = await shop.call("costing.whatIf");
  expect(compared.methods.map((one) => `${one.method} ${one.cost} / ${one.stockValue}`)).toEqual([
    "moving-average 4897.60 / 2102.40",
    "fifo 4800.00 / 2200.00",
    "monthly-average 5090.91 / 1909.09",
  ]);
  expect(compared.months).toEqual([{ period: "2026-01", costs: ["4897.60", "4800.00", "5090.91"] }]);
  expect(await stockText(shop, d)).toBe("150 / 2102.40");
  expect(await proveClean(shop)).toBe("账实相符");
});
