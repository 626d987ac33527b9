import { afterAll, beforeAll, expect, test } from "vitest";
import { importFile } from "../support/import.ts";
import { addItem, lines, startTestServer, type TestServer } from "../support/server.ts";
import {
  addGoods,
  balanceOf,
  booksText,
  cardText,
  costOf,
  from,
  openStockShop,
  type Posted,
  proves,
  show,
  standsText,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test("P04 b 10@16.83 加 10@20.00，发 10、9、1：184.15、165.74、18.41，合计 368.30，结存 0 / 0.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P04B");
  await shop.buy("03-01", [[itemId, "10", "16.83"]]);
  await shop.buy("03-02", [[itemId, "10", "20.00"]]);
  for (const quantity of ["10", "9", "1"]) await shop.sell("03-05", [[itemId, quantity, "30"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 168.30 结存 10 / 168.30
    03-02 采购入库 入 10 200.00 结存 20 / 368.30
    03-05 销售出库 出 10 184.15 结存 10 / 184.15
    03-05 销售出库 出 9 165.74 结存 1 / 18.41
    03-05 销售出库 出 1 18.41 结存 0 / 0.00`),
  );
  expect(await balanceOf(shop, "5401", "2026-03")).toBe("368.30");
  await proves(shop);
});

test("P04 b 先进先出、分仓、其他出库和调拨：货走完的仓没有一分钱留下", async () => {
  const shop = await openStockShop(server, { costingMethod: "fifo", costScope: "warehouse" });
  const itemId = await addItem(shop, "P04F");
  await shop.buy("03-01", [[itemId, "3", "3.333333"]]);
  await shop.buy("03-02", [[itemId, "3", "1.67"]]);
  await shop.post("otherIssues", "03-03", [[itemId, "2"]], { reason: "own-use" });
  await shop.post("transfers", "03-04", [[itemId, "4"]], { toWarehouseId: shop.second });
  await shop.sell("03-05", [[itemId, "3", "9"]], { warehouseId: shop.second });
  await shop.sell("03-06", [[itemId, "1", "9"]], { warehouseId: shop.second });
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 3 10.00 结存 3 / 10.00
    03-02 采购入库 入 3 5.01 结存 6 / 15.01
    03-03 其他出库 出 2 6.67 结存 4 / 8.34
    03-04 调拨 出 4 8.34 结存 0 / 0.00
    03-04 调拨 入 4 8.34 结存 4 / 8.34
    03-05 销售出库 出 3 6.26 结存 1 / 2.08
    03-06 销售出库 出 1 2.08 结存 0 / 0.00`),
  );
  expect([
    await standsText(shop, itemId, shop.warehouseId),
    await standsText(shop, itemId, shop.second),
    await balanceOf(shop, "1405", "2026-03"),
  ]).toEqual(["0 / 0.00", "0 / 0.00", "0.00"]);
  await proves(shop);
});

test("P11 期初、买、卖、退供应商、盘亏、客户退货：84 件 882.83；每个月末库存金额 = 总账存货", async () => {
  const shop = await openStockShop(server);
  const opening = Buffer.from("编码,名称,单位,采购价,期初数量\nP11,商品 P11,个,10,100");
  expect((await importFile(shop, "期初.csv", opening, "items")).job.state).toBe("done");
  const [item] = (await shop.call("stock.list", {})).rows;
  const itemId = item!.itemId;
  const dear = await shop.buy("03-10", [[itemId, "50", "12"]]);
  const sale = await shop.sell("04-10", [[itemId, "60", "30"]]);
  await shop.post("purchaseReturns", "05-10", [[itemId, "10", "12", from(dear)]]);
  const count = await shop.post("stockCounts", "06-10", [[itemId, "79"]], { reason: "natural-loss" });
  await shop.post("salesReturns", "07-10", [[itemId, "5", "30", from(sale)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    02-28 期初库存 入 100 1000.00 结存 100 / 1000.00
    03-10 采购入库 入 50 600.00 结存 150 / 1600.00
    04-10 销售出库 出 60 640.00 结存 90 / 960.00
    05-10 采购退货 出 10 120.00 结存 80 / 840.00
    06-10 盘点 出 1 10.50 结存 79 / 829.50
    07-10 销售退货 入 5 53.33 结存 84 / 882.83`),
  );
  const story: string[] = [];
  for (const [date, period] of [
    ["2026-03-31", "2026-03"],
    ["2026-04-30", "2026-04"],
    ["2026-05-31", "2026-05"],
    ["2026-06-30", "2026-06"],
    ["2026-07-31", "2026-07"],
  ] as const) {
    const { sums } = await shop.call("stock.list", { query: { date } });
    story.push(`${date} 库存 ${sums.onHand} / ${sums.value} 总账 ${await balanceOf(shop, "1405", period)}`);
  }
  expect(story.join("\n")).toBe(
    lines(`
    2026-03-31 库存 150 / 1600.00 总账 1600.00
    2026-04-30 库存 90 / 960.00 总账 960.00
    2026-05-31 库存 80 / 840.00 总账 840.00
    2026-06-30 库存 79 / 829.50 总账 829.50
    2026-07-31 库存 84 / 882.83 总账 882.83`),
  );
  const first = await shop.call("stock.list", { query: { date: "2026-02-28" } });
  expect([first.sums.value, await balanceOf(shop, "3999", "2026-03")]).toEqual(["1000.00", "-1000.00"]);
  expect(await vouchersText(shop, count)).toBe(
    lines(`
    1901 待处理财产损溢 借 10.50
    1405 库存商品 贷 10.50
    5602 管理费用 借 10.50
    1901 待处理财产损溢 贷 10.50`),
  );
  await proves(shop);
});

test("P23 d 200 克一包 @0.89，再买一包 @10.00：400 克 10.89；e 0.154 公斤一包，买 1 包领 1 包，结存 0 / 0.00", async () => {
  const shop = await openStockShop(server);
  const gram = await addItem(shop, "P23D", {
    baseUnit: "克",
    units: [
      { name: "克", factor: "1" },
      { name: "包", factor: "200" },
    ],
  });
  const kilo = await addItem(shop, "P23E", {
    baseUnit: "公斤",
    units: [
      { name: "公斤", factor: "1" },
      { name: "包", factor: "0.154" },
    ],
  });
  const pack = { unit: "包" };
  await shop.buy("03-01", [[gram, "1", "0.89", pack]]);
  await shop.buy("03-02", [
    [gram, "1", "10.00", pack],
    [kilo, "1", "7.77", pack],
  ]);
  await shop.post("otherIssues", "03-03", [[kilo, "1", undefined, pack]], { reason: "own-use" });
  expect([await standsText(shop, gram), await standsText(shop, kilo)]).toEqual(["400 / 10.89", "0 / 0.00"]);
  await proves(shop);
});

test("P27 凭证：卖、全折扣、赠送、调拨、组装、零成本出库；没有零金额的行，同一科目里调拨没有凭证，凭证和单据互相打得开", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const [goods, box, later] = await addGoods(shop, "单瓶", "礼盒", "后到");
  await shop.buy("03-01", [[goods!, "10", "10"]]);
  const before = await booksText(shop);
  const documents: [string, Posted][] = [
    ["卖 1@100", await shop.sell("03-02", [[goods!, "1", "100"]])],
    ["卖 1，折扣到 0", await shop.sell("03-02", [[goods!, "1", "100", { discountRate: "0" }]])],
    ["赠 1", await shop.post("otherIssues", "03-02", [[goods!, "1"]], { reason: "sample" })],
    ["调拨 2", await shop.post("transfers", "03-02", [[goods!, "2"]], { toWarehouseId: shop.second })],
    [
      "组装 1",
      await shop.post("assemblies", "03-02", [
        [box!, "1", undefined, { role: "product" }],
        [goods!, "2", undefined, { role: "part" }],
      ]),
    ],
    ["零成本卖 1", await shop.sell("03-02", [[later!, "1", "100"]])],
  ];
  const story: string[] = [];
  for (const [title, document] of documents)
    story.push(`${title}：`, (await vouchersText(shop, document)) || "没有凭证");
  expect(story.join("\n")).toBe(
    lines(`
    卖 1@100：
    1122 应收账款 借 113.00
    5001 主营业务收入 贷 100.00
    22210106 销项税额 贷 13.00
    5401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00
    卖 1，折扣到 0：
    5401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00
    赠 1：
    5601 销售费用 借 10.00
    1405 库存商品 贷 10.00
    调拨 2：
    没有凭证
    组装 1：
    没有凭证
    零成本卖 1：
    1122 应收账款 借 113.00
    5001 主营业务收入 贷 100.00
    22210106 销项税额 贷 13.00`),
  );
  expect(await costOf(shop, documents[0]![1])).toBe("10.00");
  for (const [, document] of documents)
    for (const { id } of (await show(shop, document)).vouchers)
      expect((await shop.call("vouchers.show", { params: { id } })).documentId).toBe(document.id);
  for (const [, document] of [...documents].reverse()) await unapprove(shop, document);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});
