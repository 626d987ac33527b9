import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, lines, startTestServer, type TestServer } from "../support/server.ts";
import {
  balanceOf,
  booksText,
  cardText,
  costOf,
  from,
  openStockShop,
  proves,
  standsText,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test("P02 a 默认不许负库存：现存 0，审核卖 2 件被拒绝，说出商品、可用 0、少 2，什么也没有写", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "SKU-1", { name: "纯净水" });
  const before = await booksText(shop);
  const problem = await shop.refusal("salesDeliveries.createApproved", {
    body: shop.body("salesDeliveries", "03-05", [[itemId, "2", "9"]]),
  });
  expect([problem.status, problem.code, problem.errors?.[0]?.path, problem.detail]).toEqual([
    409,
    "stock.short",
    "lines.0.quantity",
    "「纯净水」在 主仓 可用 0 个，少 2 个。可改数量、改仓库，或先入库。",
  ]);
  expect(await booksText(shop)).toBe(before);
  expect((await shop.call("salesDeliveries.list", {})).total).toBe(0);
  expect((await shop.call("vouchers.list", { query: { period: "2026-03" } })).total).toBe(0);
  await proves(shop);
});

test("P02 b 允许负库存、成本未知：先卖 2 件成本 0.00，没有零金额分录；后买 20@3.30，补记 6.60，余 18 件 59.40", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const itemId = await addItem(shop, "P02B");
  const sale = await shop.sell("03-05", [[itemId, "2", "9"]]);
  expect([await costOf(shop, sale), await standsText(shop, itemId)]).toEqual(["0.00", "-2 / 0.00"]);
  expect(await vouchersText(shop, sale)).toBe(
    lines(`
    1122 应收账款 借 20.34
    5001 主营业务收入 贷 18.00
    22210106 销项税额 贷 2.34`),
  );
  const receipt = await shop.buy("03-06", [[itemId, "20", "3.30"]]);
  expect(await vouchersText(shop, receipt)).toBe(
    lines(`
    1405 库存商品 借 66.00
    22210101 进项税额 借 8.58
    2202 应付账款 贷 74.58
    5401 主营业务成本 借 6.60
    1405 库存商品 贷 6.60`),
  );
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-05 销售出库 出 2 0.00 结存 -2 / 0.00
    03-06 采购入库 入 20 66.00 差额转出 6.60 结存 18 / 59.40`),
  );
  const list = await shop.call("stock.list", {});
  expect([list.rows[0]?.unitCost, await balanceOf(shop, "5401", "2026-03")]).toEqual(["3.3", "6.60"]);
  await proves(shop);
});

test("P02 c 从 0 发 10 件；买 5@10 后 −5 件按 10.00 计；再买 5@12，余 0 / 0.00，成本合计 110.00", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const itemId = await addItem(shop, "P02C");
  await shop.sell("03-05", [[itemId, "10", "20"]]);
  await shop.buy("03-06", [[itemId, "5", "10"]]);
  const { rows } = await shop.call("stock.list", { query: { includeZero: "true" } });
  expect([rows[0]?.onHand, rows[0]?.unitCost, rows[0]?.value]).toEqual(["-5", "10", "-50.00"]);
  await shop.buy("03-07", [[itemId, "5", "12"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-05 销售出库 出 10 0.00 结存 -10 / 0.00
    03-06 采购入库 入 5 50.00 差额转出 100.00 结存 -5 / -50.00
    03-07 采购入库 入 5 60.00 差额转出 10.00 结存 0 / 0.00`),
  );
  expect(await balanceOf(shop, "5401", "2026-03")).toBe("110.00");
  await proves(shop);
});

test("P02 c 先进先出也一样：欠的货最早的先补，补完才有新的一层", async () => {
  const shop = await openStockShop(server, { negativeStock: true, costingMethod: "fifo" });
  const itemId = await addItem(shop, "P02F");
  await shop.buy("03-01", [[itemId, "4", "9"]]);
  await shop.sell("03-05", [[itemId, "6", "20"]]);
  await shop.sell("03-06", [[itemId, "4", "20"]]);
  await shop.buy("03-07", [[itemId, "5", "10"]]);
  await shop.buy("03-08", [[itemId, "5", "12"]]);
  await shop.sell("03-09", [[itemId, "3", "20"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 4 36.00 结存 4 / 36.00
    03-05 销售出库 出 6 54.00 结存 -2 / -18.00
    03-06 销售出库 出 4 36.00 结存 -6 / -54.00
    03-07 采购入库 入 5 50.00 差额转出 5.00 结存 -1 / -9.00
    03-08 采购入库 入 5 60.00 差额转出 3.00 结存 4 / 48.00
    03-09 销售出库 出 3 36.00 结存 1 / 12.00`),
  );
  await proves(shop);
});

test("P02 补录更早的入库：先前欠的货变成有货，补记的成本退回去；作废补录，又回到原样", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const itemId = await addItem(shop, "P02D");
  const sale = await shop.sell("03-05", [[itemId, "2", "9"]]);
  await shop.buy("03-08", [[itemId, "10", "3"]]);
  const before = await booksText(shop);
  const early = await shop.buy("03-02", [[itemId, "5", "4"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-02 采购入库 入 5 20.00 结存 5 / 20.00
    03-05 销售出库 出 2 8.00 结存 3 / 12.00
    03-08 采购入库 入 10 30.00 结存 13 / 42.00`),
  );
  expect([await costOf(shop, sale), await balanceOf(shop, "5401", "2026-03")]).toEqual(["8.00", "8.00"]);
  expect((await vouchersText(shop, early)).split("\n").slice(4)).toEqual([
    "【成本重算（因 采购入库单 2026-03-02）】",
    "5401 主营业务成本 借 8.00",
    "1405 库存商品 贷 8.00",
    "5401 主营业务成本 借 -6.00",
    "1405 库存商品 贷 -6.00",
  ]);
  await unapprove(shop, early);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});

test("P02 欠着货时客户退货、盘点、退供应商：数量和金额到最后都归零", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const itemId = await addItem(shop, "P02E");
  await shop.buy("03-01", [[itemId, "2", "10"]]);
  const sale = await shop.sell("03-02", [[itemId, "5", "20"]]);
  await shop.post("salesReturns", "03-03", [[itemId, "1", "20", from(sale)]]);
  const counted = await shop.post("stockCounts", "03-04", [[itemId, "0"]]);
  const receipt = await shop.buy("03-05", [[itemId, "3", "13"]]);
  await shop.post("purchaseReturns", "03-06", [[itemId, "3", "13", from(receipt)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 2 20.00 结存 2 / 20.00
    03-02 销售出库 出 5 50.00 结存 -3 / -30.00
    03-03 销售退货 入 1 10.00 结存 -2 / -20.00
    03-04 盘点 入 2 20.00 结存 0 / 0.00
    03-05 采购入库 入 3 39.00 结存 3 / 39.00
    03-06 采购退货 出 3 39.00 结存 0 / 0.00`),
  );
  expect(await vouchersText(shop, counted)).toBe(
    lines(`
    1405 库存商品 借 20.00
    1901 待处理财产损溢 贷 20.00
    1901 待处理财产损溢 借 20.00
    5301 营业外收入 贷 20.00`),
  );
  await proves(shop);
});
