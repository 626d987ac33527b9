import { expect, test } from "vitest";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  addGoods,
  approve,
  balanceOf,
  booksText,
  cardText,
  costOf,
  from,
  openStockShop,
  owed,
  proves,
  show,
  standsText,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

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
