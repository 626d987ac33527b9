import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, lines, startTestServer, type TestServer } from "../support/server.ts";
import {
  addGoods,
  approve,
  balanceOf,
  booksText,
  cardText,
  costOf,
  fieldsOf,
  from,
  openStockShop,
  owed,
  proves,
  show,
  standsText,
  type StockShop,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

/** 数据 D：五月 D 商品，期初 150@10，购销七笔. */
async function dataD(
  shop: StockShop,
): Promise<{ readonly itemId: string; readonly firstSale: Awaited<ReturnType<StockShop["sell"]>> }> {
  const itemId = await addItem(shop, "D", { name: "D 商品" });
  await shop.buy("05-01", [[itemId, "150", "10"]]);
  await shop.buy("05-05", [[itemId, "100", "12"]]);
  const firstSale = await shop.sell("05-11", [[itemId, "200", "30"]]);
  await shop.buy("05-16", [[itemId, "200", "14"]]);
  await shop.sell("05-20", [[itemId, "100", "30"]]);
  return { itemId, firstSale };
}

test("E1 先进先出：五月 D 商品，发出 2100.00、1300.00、1400.00，合计 4800.00，结存 150 件 2200.00", async () => {
  const shop = await openStockShop(server, { startPeriod: "2026-05", costingMethod: "fifo" });
  const { itemId } = await dataD(shop);
  await shop.buy("05-23", [[itemId, "100", "15"]]);
  await shop.sell("05-27", [[itemId, "100", "30"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    05-01 采购入库 入 150 1500.00 结存 150 / 1500.00
    05-05 采购入库 入 100 1200.00 结存 250 / 2700.00
    05-11 销售出库 出 200 2100.00 结存 50 / 600.00
    05-16 采购入库 入 200 2800.00 结存 250 / 3400.00
    05-20 销售出库 出 100 1300.00 结存 150 / 2100.00
    05-23 采购入库 入 100 1500.00 结存 250 / 3600.00
    05-27 销售出库 出 100 1400.00 结存 150 / 2200.00`),
  );
  await proves(shop);
});

test("E5 采购退货按原入库成本：100@10 加 50@13，退第二批 20 件 −260.00，余 130 件 1390.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E5");
  await shop.buy("03-01", [[itemId, "100", "10"]]);
  const second = await shop.buy("03-05", [[itemId, "50", "13"]]);
  const returned = await shop.post("purchaseReturns", "03-08", [[itemId, "20", "13", from(second)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 100 1000.00 结存 100 / 1000.00
    03-05 采购入库 入 50 650.00 结存 150 / 1650.00
    03-08 采购退货 出 20 260.00 结存 130 / 1390.00`),
  );
  expect(await vouchersText(shop, returned)).toBe(
    lines(`
    1405 库存商品 借 -260.00
    22210101 进项税额 借 -33.80
    2202 应付账款 贷 -293.80`),
  );
  await proves(shop);
});

test("E6 卖剩 5 件 75.00，按 20 元的原价退给供应商：货退完，少的 25.00 自动冲减成本，结存 0 / 0.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E6");
  await shop.buy("03-01", [[itemId, "10", "10"]]);
  const dear = await shop.buy("03-02", [[itemId, "10", "20"]]);
  await shop.sell("03-05", [[itemId, "15", "30"]]);
  const returned = await shop.post("purchaseReturns", "03-08", [[itemId, "5", "20", from(dear)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 100.00 结存 10 / 100.00
    03-02 采购入库 入 10 200.00 结存 20 / 300.00
    03-05 销售出库 出 15 225.00 结存 5 / 75.00
    03-08 采购退货 出 5 75.00 结存 0 / 0.00`),
  );
  expect(await vouchersText(shop, returned)).toBe(
    lines(`
    1405 库存商品 借 -100.00
    22210101 进项税额 借 -13.00
    2202 应付账款 贷 -113.00
    5401 主营业务成本 借 -25.00
    1405 库存商品 贷 -25.00`),
  );
  await proves(shop);
});

test("E7 客户退回 5 月 11 日那笔的 10 件：按当时的成本 10.80 入库 108.00，余 160 件 2112.00", async () => {
  const shop = await openStockShop(server, { startPeriod: "2026-05" });
  const { itemId, firstSale } = await dataD(shop);
  const returned = await shop.post("salesReturns", "05-21", [[itemId, "10", "30", from(firstSale)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    05-01 采购入库 入 150 1500.00 结存 150 / 1500.00
    05-05 采购入库 入 100 1200.00 结存 250 / 2700.00
    05-11 销售出库 出 200 2160.00 结存 50 / 540.00
    05-16 采购入库 入 200 2800.00 结存 250 / 3340.00
    05-20 销售出库 出 100 1336.00 结存 150 / 2004.00
    05-21 销售退货 入 10 108.00 结存 160 / 2112.00`),
  );
  expect(await vouchersText(shop, returned)).toBe(
    lines(`
    1122 应收账款 借 -339.00
    5001 主营业务收入 贷 -300.00
    22210106 销项税额 贷 -39.00
    5401 主营业务成本 借 -108.00
    1405 库存商品 贷 -108.00`),
  );
  await proves(shop);
});

test("E8 运费 500.00：按金额摊 300.00 / 200.00，按数量摊 125.00 / 375.00，按重量 150 : 50 摊 375.00 / 125.00；100.00 摊三行 33.33、33.33、33.34", async () => {
  const story: string[] = [];
  for (const [title, method] of [
    ["按金额", "amount"],
    ["按数量", "quantity"],
    ["按重量", "weight"],
  ] as const) {
    const shop = await openStockShop(server);
    const [a, b] = await addGoods(shop, "A", "B");
    const receipt = await shop.buy("03-01", [
      [a!, "100", "60"],
      [b!, "300", "13.333333"],
    ]);
    const freight = await shop.post(
      "costAllocations",
      "03-01",
      [
        [a!, "", undefined, { ...from(receipt), ...(method === "weight" ? { weight: "150" } : {}) }],
        [b!, "", undefined, { ...from(receipt, 2), ...(method === "weight" ? { weight: "50" } : {}) }],
      ],
      { amount: "500.00", taxRate: "0.09", method },
    );
    story.push(`${title} A ${await standsText(shop, a!)} B ${await standsText(shop, b!)}`);
    if (method === "amount") story.push(await vouchersText(shop, freight));
    if (method === "weight") {
      const body = shop.body("costAllocations", "03-02", [[a!, "", undefined, from(receipt)]], {
        amount: "1.00",
        method,
      });
      const refusal = await shop.refusal("costAllocations.createApproved", { body });
      expect(refusal.errors?.map((one) => `${one.path} ${one.code}`)).toEqual([
        "lines.0.weight allocation.weight_missing",
      ]);
      expect((await show(shop, freight)).lines.map((line) => line.weight)).toEqual(["150", "50"]);
    }
    await proves(shop);
  }
  const shop = await openStockShop(server);
  const goods = await addGoods(shop, "A", "B", "C");
  const receipt = await shop.buy(
    "03-01",
    goods.map((itemId) => [itemId, "1", "10"]),
  );
  await shop.post(
    "costAllocations",
    "03-02",
    goods.map((itemId, index) => [itemId, "", undefined, from(receipt, index + 1)]),
    { amount: "100.00" },
  );
  for (const itemId of goods) story.push(await standsText(shop, itemId));
  expect(story.join("\n")).toBe(
    lines(`
    按金额 A 100 / 6300.00 B 300 / 4200.00
    1405 库存商品 借 500.00
    22210101 进项税额 借 45.00
    2202 应付账款 贷 545.00
    按数量 A 100 / 6125.00 B 300 / 4375.00
    按重量 A 100 / 6375.00 B 300 / 4125.00
    1 / 43.33
    1 / 43.33
    1 / 43.34`),
  );
  await proves(shop);
});

test("E9 暂估 980.00，卖掉 60 件 588.00；下月发票 1000.00 + 130.00：在库的摊 8.00，已卖的 12.00 进成本", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E9");
  const receipt = await shop.buy("03-20", [[itemId, "100", "9.80"]], { accrued: true });
  expect(await vouchersText(shop, receipt)).toBe(
    lines(`
    1405 库存商品 借 980.00
    220202 暂估应付款 贷 980.00`),
  );
  await shop.sell("03-25", [[itemId, "60", "15"]]);
  expect(await standsText(shop, itemId)).toBe("40 / 392.00");
  const invoice = await shop.post("priceCorrections", "04-08", [[itemId, "", "10", from(receipt)]]);
  expect(await vouchersText(shop, invoice)).toBe(
    lines(`
    1405 库存商品 借 20.00
    5401 主营业务成本 借 12.00
    1405 库存商品 贷 12.00
    220202 暂估应付款 借 980.00
    22210101 进项税额 借 130.00
    2202 应付账款 贷 1130.00`),
  );
  expect([
    await standsText(shop, itemId),
    await balanceOf(shop, "1405", "2026-03"),
    await balanceOf(shop, "1405", "2026-04"),
    await balanceOf(shop, "5401", "2026-04"),
    await balanceOf(shop, "220202", "2026-04"),
    await owed(shop, "payable"),
  ]).toEqual(["40 / 400.00", "392.00", "400.00", "600.00", "0.00", "1130.00"]);
  await proves(shop);
});

test("E9 差额全部入库存：下月发票 1000.00，差 20.00 都给在库的 40 件，412.00，单位 10.30；已卖的成本不动", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E9S");
  const receipt = await shop.buy("03-20", [[itemId, "100", "9.80"]], { accrued: true });
  const sale = await shop.sell("03-25", [[itemId, "60", "15"]]);
  const preview = (method: string) =>
    shop.call("priceCorrections.preview", {
      body: { ...shop.body("priceCorrections", "04-08", [[itemId, "", "10", from(receipt)]]), method } as never,
    });
  expect(
    (await Promise.all([preview("split"), preview("stock")])).map(
      ({ accepted, voucher }) =>
        `${accepted} ${voucher.map((line) => `${line.accountCode} ${line.debit === "0.00" ? `贷 ${line.credit}` : `借 ${line.debit}`}`).join("，")}`,
    ),
  ).toEqual([
    "true 1405 借 20.00，5401 借 12.00，1405 贷 12.00，220202 借 980.00，22210101 借 130.00，2202 贷 1130.00",
    "true 1405 借 20.00，220202 借 980.00，22210101 借 130.00，2202 贷 1130.00",
  ]);
  const draft = await shop.draft("priceCorrections", "04-08", [[itemId, "", "10", from(receipt)]], { method: "stock" });
  expect((await show(shop, draft)).method).toBe("stock");
  await approve(shop, draft);
  expect(await vouchersText(shop, draft)).toBe(
    lines(`
    1405 库存商品 借 20.00
    220202 暂估应付款 借 980.00
    22210101 进项税额 借 130.00
    2202 应付账款 贷 1130.00`),
  );
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-20 采购入库 入 100 980.00 结存 100 / 980.00
    03-25 销售出库 出 60 588.00 结存 40 / 392.00
    04-08 价格更正 加 20.00 结存 40 / 412.00`),
  );
  const [row] = (await shop.call("stock.list", {})).rows;
  expect([
    row?.unitCost,
    await costOf(shop, sale),
    await balanceOf(shop, "5401", "2026-04"),
    await balanceOf(shop, "220202", "2026-04"),
    await owed(shop, "payable"),
  ]).toEqual(["10.3", "588.00", "588.00", "0.00", "1130.00"]);
  const before = await booksText(shop, "2026-04");
  await unapprove(shop, draft);
  expect(await standsText(shop, itemId)).toBe("40 / 392.00");
  await approve(shop, draft);
  expect(await booksText(shop, "2026-04")).toBe(before);
  await proves(shop);
});

test("差额全部入库存：同一个月也不改已卖的成本；那批货卖光了，差额进销售成本", async () => {
  const shop = await openStockShop(server, { costingMethod: "fifo" });
  const [left, gone] = await addGoods(shop, "留", "光");
  const receipt = await shop.buy("03-01", [
    [left!, "10", "8"],
    [gone!, "10", "8"],
  ]);
  await shop.buy("03-02", [[gone!, "5", "9"]]);
  await shop.sell("03-05", [
    [left!, "6", "20"],
    [gone!, "10", "20"],
  ]);
  await shop.post(
    "priceCorrections",
    "03-20",
    [
      [left!, "", "9", from(receipt)],
      [gone!, "", "9", from(receipt, 2)],
    ],
    { method: "stock" },
  );
  expect([await cardText(shop, left!), await cardText(shop, gone!)]).toEqual([
    lines(`
    03-01 采购入库 入 10 80.00 结存 10 / 80.00
    03-05 销售出库 出 6 48.00 结存 4 / 32.00
    03-20 价格更正 加 10.00 结存 4 / 42.00`),
    lines(`
    03-01 采购入库 入 10 80.00 结存 10 / 80.00
    03-02 采购入库 入 5 45.00 结存 15 / 125.00
    03-05 销售出库 出 10 80.00 结存 5 / 45.00
    03-20 价格更正 加 10.00 差额转出 10.00 结存 5 / 45.00`),
  ]);
  await proves(shop);
});

test("E14 账面 100@11 盘到 97（管理不善）：损失 33.00 连同进项 4.29 转出；再盘到 99，盘盈 22.00 记营业外收入", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14");
  await shop.buy("03-01", [[itemId, "100", "11"]]);
  const loss = await shop.post("stockCounts", "03-31", [[itemId, "97"]], { reason: "damaged" });
  const gain = await shop.post("stockCounts", "04-30", [[itemId, "99"]]);
  expect(await vouchersText(shop, loss)).toBe(
    lines(`
    1901 待处理财产损溢 借 37.29
    1405 库存商品 贷 33.00
    22210107 进项税额转出 贷 4.29
    5711 营业外支出 借 37.29
    1901 待处理财产损溢 贷 37.29`),
  );
  expect(await vouchersText(shop, gain)).toBe(
    lines(`
    1405 库存商品 借 22.00
    1901 待处理财产损溢 贷 22.00
    1901 待处理财产损溢 借 22.00
    5301 营业外收入 贷 22.00`),
  );
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 100 1100.00 结存 100 / 1100.00
    03-31 盘点 出 3 33.00 结存 97 / 1067.00
    04-30 盘点 入 2 22.00 结存 99 / 1089.00`),
  );
  await proves(shop);
});

test("E14 有人赔 20.00：其他应收款 20.00，营业外支出 17.29；改成赔 50.00，多出的 12.71 记营业外收入；反审核全部冲回", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14P");
  await shop.buy("03-01", [[itemId, "100", "11"]]);
  const before = await booksText(shop);
  const draft = await shop.draft("stockCounts", "03-31", [[itemId, "97"]], { compensation: "20" });
  expect((await show(shop, draft)).compensation).toBe("20.00");
  await approve(shop, draft);
  expect(await vouchersText(shop, draft)).toBe(
    lines(`
    1901 待处理财产损溢 借 37.29
    1405 库存商品 贷 33.00
    22210107 进项税额转出 贷 4.29
    1221 其他应收款 借 20.00
    5711 营业外支出 借 17.29
    1901 待处理财产损溢 贷 37.29`),
  );
  expect([await balanceOf(shop, "1221", "2026-03"), await balanceOf(shop, "5711", "2026-03")]).toEqual([
    "20.00",
    "17.29",
  ]);
  await unapprove(shop, draft);
  expect(await booksText(shop)).toBe(before);
  await shop.call("stockCounts.update", {
    params: { id: draft.id },
    body: { ...shop.body("stockCounts", "03-31", [[itemId, "97"]]), compensation: "50.00" } as never,
  });
  await approve(shop, draft);
  expect([
    await balanceOf(shop, "1221", "2026-03"),
    await balanceOf(shop, "5711", "2026-03"),
    await balanceOf(shop, "5301", "2026-03"),
    await balanceOf(shop, "1901", "2026-03"),
  ]).toEqual(["50.00", "0.00", "-12.71", "0.00"]);
  await proves(shop);
});

test("赔偿：没有盘亏的盘点、不是损失的原因，都拒绝，说出怎么改；0 就是不赔", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14R");
  await shop.buy("03-01", [[itemId, "100", "11"]]);
  const before = await booksText(shop);
  const gain = await shop.refusal("stockCounts.createApproved", {
    body: { ...shop.body("stockCounts", "03-31", [[itemId, "102"]]), compensation: "20" } as never,
  });
  expect([fieldsOf(gain), gain.detail]).toEqual([
    ["compensation compensation.no_loss"],
    "这次盘点没有盘亏，没有损失可赔。请删掉赔偿，或核对盘点数。",
  ]);
  const use = await shop.refusal("otherIssues.createApproved", {
    body: { ...shop.body("otherIssues", "03-31", [[itemId, "3"]]), reason: "own-use", compensation: "20" } as never,
  });
  expect([fieldsOf(use), use.detail]).toEqual([
    ["compensation compensation.not_a_loss"],
    "「领用」不是损失，不能填赔偿。请删掉赔偿，或改原因。",
  ]);
  const negative = await shop.refusal("otherIssues.create", {
    body: { ...shop.body("otherIssues", "03-31", [[itemId, "3"]]), reason: "damaged", compensation: "-1" } as never,
  });
  expect([negative.status, fieldsOf(negative)[0]?.split(" ")[0]]).toEqual([400, "compensation"]);
  expect(await booksText(shop)).toBe(before);
  await shop.post("stockCounts", "03-31", [[itemId, "100"]], { compensation: "0" });
  await proves(shop);
});

test("赔偿：报废 3 件有人赔 20.00，承运人赔在途损失 15.00，损失各少这么多；补录更早的入库，赔偿不变", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14O");
  await shop.buy("03-02", [[itemId, "100", "11"]]);
  const scrap = await shop.post("otherIssues", "03-10", [[itemId, "3"]], { reason: "damaged", compensation: "20" });
  expect(await vouchersText(shop, scrap)).toBe(
    lines(`
    5711 营业外支出 借 33.00
    1405 库存商品 贷 33.00
    5711 营业外支出 借 4.29
    22210107 进项税额转出 贷 4.29
    1221 其他应收款 借 20.00
    5711 营业外支出 借 -20.00`),
  );
  const sent = await shop.post("transferShipments", "03-12", [[itemId, "10"]], { toWarehouseId: shop.second });
  await shop.post("transferLosses", "03-15", [[itemId, "2", undefined, from(sent)]], {
    reason: "damaged",
    compensation: "15",
  });
  expect([await balanceOf(shop, "1221", "2026-03"), await balanceOf(shop, "5711", "2026-03")]).toEqual([
    "35.00",
    "27.15",
  ]);
  await shop.buy("03-01", [[itemId, "100", "13"]]);
  expect([await balanceOf(shop, "1221", "2026-03"), await balanceOf(shop, "5711", "2026-03")]).toEqual([
    "35.00",
    "32.15",
  ]);
  await proves(shop);
});

test("E15 从 A 仓（100@10）调 30 件到 B 仓（20@12）：公司一个成本时金额不变，分仓核算时 A 700.00、B 540.00；都没有凭证", async () => {
  const story: string[] = [];
  for (const costScope of ["company", "warehouse"] as const) {
    const shop = await openStockShop(server, { costScope });
    const itemId = await addItem(shop, "E15");
    await shop.buy("03-01", [[itemId, "100", "10"]]);
    await shop.buy("03-01", [[itemId, "20", "12"]], { warehouseId: shop.second });
    const moved = await shop.post("transfers", "03-02", [[itemId, "30"]], { toWarehouseId: shop.second });
    story.push(
      `${costScope === "company" ? "公司" : "分仓"} ${await standsText(shop, itemId)}`,
      `A ${await standsText(shop, itemId, shop.warehouseId)} B ${await standsText(shop, itemId, shop.second)}`,
      `凭证 ${(await vouchersText(shop, moved)) || "无"}`,
    );
    await proves(shop);
  }
  expect(story.join("\n")).toBe(
    lines(`
    公司 120 / 1240.00
    A 70 / 723.33 B 50 / 516.67
    凭证 无
    分仓 120 / 1240.00
    A 70 / 700.00 B 50 / 540.00
    凭证 无`),
  );
});

test("E21 先进先出：卖 120 件 1240.00；客户退 10 件按倒序的那层 120.00；第二批退供应商 15 件 180.00，余 25 件 300.00", async () => {
  const shop = await openStockShop(server, { costingMethod: "fifo" });
  const itemId = await addItem(shop, "E21");
  await shop.buy("03-01", [[itemId, "100", "10"]]);
  const second = await shop.buy("03-02", [[itemId, "50", "12"]]);
  const sale = await shop.sell("03-05", [[itemId, "120", "20"]]);
  await shop.post("salesReturns", "03-08", [[itemId, "10", "20", from(sale)]]);
  await shop.post("purchaseReturns", "03-09", [[itemId, "15", "12", from(second)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 100 1000.00 结存 100 / 1000.00
    03-02 采购入库 入 50 600.00 结存 150 / 1600.00
    03-05 销售出库 出 120 1240.00 结存 30 / 360.00
    03-08 销售退货 入 10 120.00 结存 40 / 480.00
    03-09 采购退货 出 15 180.00 结存 25 / 300.00`),
  );
  await proves(shop);
});

test("E22 允许负库存：按上次成本 10 卖 5 件 50.00，补入 10@12 后补记成本 10.00，余 5 件 60.00", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const itemId = await addItem(shop, "E22");
  await shop.buy("03-01", [[itemId, "5", "10"]]);
  await shop.sell("03-02", [[itemId, "5", "20"]]);
  const early = await shop.sell("03-03", [[itemId, "5", "20"]]);
  expect([await costOf(shop, early), await standsText(shop, itemId)]).toEqual(["50.00", "-5 / -50.00"]);
  const late = await shop.buy("03-05", [[itemId, "10", "12"]]);
  expect(await vouchersText(shop, late)).toBe(
    lines(`
    1405 库存商品 借 120.00
    22210101 进项税额 借 15.60
    2202 应付账款 贷 135.60
    5401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00`),
  );
  expect(await standsText(shop, itemId)).toBe("5 / 60.00");
  await proves(shop);
});

test("E23 移动加权连锁：买、卖、退、再买、再卖，最后一笔 914.04，余 33 件 301.63", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E23");
  await shop.buy("03-01", [[itemId, "120", "8.5"]]);
  const first = await shop.sell("03-02", [[itemId, "50", "20"]]);
  await shop.buy("03-03", [[itemId, "80", "9.25"]]);
  await shop.sell("03-04", [[itemId, "60", "20"]]);
  await shop.post("salesReturns", "03-05", [[itemId, "10", "20", from(first)]]);
  await shop.buy("03-06", [[itemId, "33", "9.99"]]);
  await shop.sell("03-07", [[itemId, "100", "20"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 120 1020.00 结存 120 / 1020.00
    03-02 销售出库 出 50 425.00 结存 70 / 595.00
    03-03 采购入库 入 80 740.00 结存 150 / 1335.00
    03-04 销售出库 出 60 534.00 结存 90 / 801.00
    03-05 销售退货 入 10 85.00 结存 100 / 886.00
    03-06 采购入库 入 33 329.67 结存 133 / 1215.67
    03-07 销售出库 出 100 914.04 结存 33 / 301.63`),
  );
  await proves(shop);
});

test("E26 综合月第 4–7 步：退货 20 件、退货成本 226.67、盘亏 5 件连进项转出 64.04，余 915 件 10370.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E26");
  // 期初 1000@11：用一张零税入库代替导入
  await shop.buy("03-01", [[itemId, "1000", "11", { taxRate: "0" }]]);
  await shop.buy("03-02", [[itemId, "500", "12"]]);
  const sale = await shop.sell("03-05", [[itemId, "600", "20"]]);
  const returned = await shop.post("salesReturns", "03-10", [[itemId, "20", "20", from(sale)]]);
  const count = await shop.post("stockCounts", "03-31", [[itemId, "915"]]);
  expect(await vouchersText(shop, returned)).toBe(
    lines(`
    1122 应收账款 借 -452.00
    5001 主营业务收入 贷 -400.00
    22210106 销项税额 贷 -52.00
    5401 主营业务成本 借 -226.67
    1405 库存商品 贷 -226.67`),
  );
  expect(await vouchersText(shop, count)).toBe(
    lines(`
    1901 待处理财产损溢 借 64.04
    1405 库存商品 贷 56.67
    22210107 进项税额转出 贷 7.37
    5711 营业外支出 借 64.04
    1901 待处理财产损溢 贷 64.04`),
  );
  expect([
    await standsText(shop, itemId),
    await balanceOf(shop, "1405", "2026-03"),
    await balanceOf(shop, "5401", "2026-03"),
    await balanceOf(shop, "1901", "2026-03"),
  ]).toEqual(["915 / 10370.00", "10370.00", "6573.33", "0.00"]);
  await proves(shop);
});
