import { expect, test } from "vitest";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  addGoods,
  balanceOf,
  cardText,
  costOf,
  from,
  openStockShop,
  owed,
  type Posted,
  proves,
  standsText,
  type StockShop,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

const noTax = { taxRate: "0" };
const january = { startPeriod: "2026-01" };
/** 源单每行一行，不写数量. */
function everyLine(receipt: Posted, goods: readonly string[]) {
  return goods.map((itemId, index) => [itemId, "", undefined, from(receipt, index + 1)] as const);
}

test("P09 a 一月 5 日暂估 10@10，12 日卖 6，31 日发票 @15：应付 150.00，成本 90.00，余 4 件 60.00", async () => {
  const shop = await openStockShop(server, january);
  const itemId = await addItem(shop, "P09A");
  const receipt = await shop.buy("01-05", [[itemId, "10", "10", noTax]], { accrued: true });
  const sale = await shop.sell("01-12", [[itemId, "6", "30"]]);
  expect([await costOf(shop, sale), await owed(shop, "payable"), await balanceOf(shop, "220202", "2026-01")]).toEqual([
    "60.00",
    "0.00",
    "-100.00",
  ]);
  const invoice = await shop.post("priceCorrections", "01-31", [[itemId, "", "15", { ...noTax, ...from(receipt) }]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    01-05 采购入库 入 10 100.00 结存 10 / 100.00
    01-05 价格更正 加 50.00 结存 10 / 150.00
    01-12 销售出库 出 6 90.00 结存 4 / 60.00`),
  );
  expect(await vouchersText(shop, invoice)).toBe(
    lines(`
    【采购价格更正单 JGGZ-20260131-0001】
    1405 库存商品 借 50.00
    220202 暂估应付款 贷 50.00
    220202 暂估应付款 借 150.00
    2202 应付账款 贷 150.00
    【成本重算（因 采购价格更正单 2026-01-31）】
    5401 主营业务成本 借 30.00
    1405 库存商品 贷 30.00`),
  );
  expect([
    await costOf(shop, sale),
    await owed(shop, "payable"),
    await balanceOf(shop, "5401", "2026-01"),
    await balanceOf(shop, "1405", "2026-01"),
    await balanceOf(shop, "220202", "2026-01"),
  ]).toEqual(["90.00", "150.00", "90.00", "60.00", "0.00"]);
  await proves(shop);
});

test.each([
  ["一月已结账", true],
  ["一月没有结账", false],
])(
  "P09 a 发票二月才到（%s）：差额 50.00 记在二月，30.00 进成本，20.00 进库存，合计和一月到一样",
  async (_title, closes) => {
    const shop = await openStockShop(server, january);
    const itemId = await addItem(shop, "P09A");
    const receipt = await shop.buy("01-05", [[itemId, "10", "10", noTax]], { accrued: true });
    await shop.sell("01-12", [[itemId, "6", "30"]]);
    if (closes) await shop.call("periods.close", { body: { period: "2026-01" } });
    const invoice = await shop.post("priceCorrections", "02-03", [[itemId, "", "15", { ...noTax, ...from(receipt) }]]);
    expect(await vouchersText(shop, invoice)).toBe(
      lines(`
    1405 库存商品 借 50.00
    5401 主营业务成本 借 30.00
    1405 库存商品 贷 30.00
    220202 暂估应付款 借 100.00
    2202 应付账款 贷 150.00`),
    );
    expect([
      await balanceOf(shop, "5401", "2026-01"),
      await balanceOf(shop, "5401", "2026-02"),
      await standsText(shop, itemId),
      await owed(shop, "payable"),
    ]).toEqual(["60.00", "90.00", "4 / 60.00", "150.00"]);
    await proves(shop);
  },
);

test("P09 b 现存 100@5，收 15 件误录 2000 元，发 10 件，发票改回 5 元：成本 50.00，余 105 件 525.00，从不为负", async () => {
  const shop = await openStockShop(server, january);
  const itemId = await addItem(shop, "P09B");
  await shop.buy("01-01", [[itemId, "100", "5"]]);
  const typo = await shop.buy("01-05", [[itemId, "15", "2000"]]);
  const sale = await shop.sell("01-06", [[itemId, "10", "30"]]);
  expect(await costOf(shop, sale)).toBe("2652.17");
  await shop.post("priceCorrections", "01-10", [[itemId, "", "5", from(typo)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    01-01 采购入库 入 100 500.00 结存 100 / 500.00
    01-05 采购入库 入 15 30000.00 结存 115 / 30500.00
    01-05 价格更正 加 -29925.00 结存 115 / 575.00
    01-06 销售出库 出 10 50.00 结存 105 / 525.00`),
  );
  expect([await balanceOf(shop, "5401", "2026-01"), await owed(shop, "payable")]).toEqual(["50.00", "649.75"]);
  await proves(shop);
});

test("P09 b 发票下月才改：库存扣得下多少扣多少，不会变负，其余冲减成本；两边合计 575.00", async () => {
  const shop = await openStockShop(server, january);
  const itemId = await addItem(shop, "P09B");
  await shop.buy("01-01", [[itemId, "100", "5"]]);
  const typo = await shop.buy("01-05", [[itemId, "15", "2000"]]);
  await shop.sell("01-06", [[itemId, "10", "30"]]);
  await shop.post("priceCorrections", "02-10", [[itemId, "", "5", from(typo)]]);
  const stock = Number(await balanceOf(shop, "1405", "2026-02"));
  const cost = Number(await balanceOf(shop, "5401", "2026-02"));
  expect(stock).toBeGreaterThanOrEqual(0);
  expect((stock + cost).toFixed(2)).toBe("575.00");
  await proves(shop);
});

test("P09 c 采购 3@100，分三次到货，发票 100、150、80：每次的库存 100.00 / 250.00 / 330.00，平均 110.00", async () => {
  const shop = await openStockShop(server, january);
  const itemId = await addItem(shop, "P09C");
  const story: string[] = [];
  for (const [day, price] of [
    ["05", "100"],
    ["06", "150"],
    ["07", "80"],
  ] as const) {
    const receipt = await shop.buy(`01-${day}`, [[itemId, "1", "100"]], { accrued: true });
    await shop.post("priceCorrections", "01-20", [[itemId, "", price, from(receipt)]]);
    story.push(await standsText(shop, itemId));
  }
  expect(story).toEqual(["1 / 100.00", "2 / 250.00", "3 / 330.00"]);
  expect([(await shop.call("stock.list", {})).rows[0]?.unitCost, await balanceOf(shop, "220202", "2026-01")]).toEqual([
    "110",
    "0.00",
  ]);
  await proves(shop);
});

async function shared(shop: StockShop, quantities: readonly string[], prices: readonly string[], charge: object) {
  const goods = await addGoods(shop, ...quantities.map((_, index) => `R${index + 1}`));
  const receipt = await shop.buy(
    "03-01",
    goods.map((itemId, index) => [itemId, quantities[index]!, prices[index] ?? "1", noTax]),
  );
  const freight = await shop.post("costAllocations", "03-01", everyLine(receipt, goods), charge as never);
  const document = await shop.call("costAllocations.show", { params: { id: freight.id } });
  return document.lines.map((line) => line.netAmount);
}

test("P22 a、b、c 分摊一分不差：3.33 按金额、1000.00 按数量、6.85 摊六行", async () => {
  const shop = await openStockShop(server);
  expect(
    await shared(shop, ["1", "1", "1", "1"], ["6.66", "1.33", "1.31", "5.25"], { amount: "3.33", method: "amount" }),
  ).toEqual(["1.52", "0.31", "0.30", "1.20"]);
  await proves(shop);
  const byQuantity = await openStockShop(server);
  // 余数一样大时归最后一行（E8）；P22 b 的题目写在第一行，合计都是 1000.00
  expect(await shared(byQuantity, ["6", "6", "3", "6"], [], { amount: "1000.00", method: "quantity" })).toEqual([
    "285.71",
    "285.71",
    "142.86",
    "285.72",
  ]);
  await proves(byQuantity);
  const equal = await openStockShop(server);
  expect(await shared(equal, ["1", "1", "1", "1", "1", "1"], [], { amount: "6.85", method: "quantity" })).toEqual([
    "1.14",
    "1.14",
    "1.14",
    "1.14",
    "1.14",
    "1.15",
  ]);
  await proves(equal);
});

test.each([
  ["移动加权", "moving-average"],
  ["先进先出", "fifo"],
] as const)(
  "P22 d 13 件的运费 15.00，逐件卖完（%s）：成本里的运费正好 15.00，结存 0 / 0.00",
  async (_title, costingMethod) => {
    const shop = await openStockShop(server, { costingMethod });
    const itemId = await addItem(shop, "P22D");
    const receipt = await shop.buy("03-01", [[itemId, "13", "10"]]);
    await shop.post("costAllocations", "03-02", everyLine(receipt, [itemId]), { amount: "15.00" });
    let fen = 0;
    for (let sold = 0; sold < 13; sold += 1)
      fen += Number((await costOf(shop, await shop.sell("03-05", [[itemId, "1", "20"]]))).replace(".", ""));
    expect([fen, await standsText(shop, itemId), await balanceOf(shop, "5401", "2026-03")]).toEqual([
      14500,
      "0 / 0.00",
      "145.00",
    ]);
    await proves(shop);
  },
);

test.each([
  ["移动加权", "moving-average"],
  ["先进先出", "fifo"],
] as const)("P22 e 1000@0.10 的运费 456.70（%s）：合计 556.70，没有负的一层", async (_title, costingMethod) => {
  const shop = await openStockShop(server, { costingMethod });
  const itemId = await addItem(shop, "P22E");
  const receipt = await shop.buy("03-01", [[itemId, "1000", "0.10"]]);
  await shop.post("costAllocations", "03-01", everyLine(receipt, [itemId]), { amount: "456.70" });
  expect(await standsText(shop, itemId)).toBe("1000 / 556.70");
  await shop.sell("03-02", [[itemId, "999", "2"]]);
  expect(await standsText(shop, itemId)).toBe("1 / 0.56");
  await proves(shop);
});

test.each([
  ["公司一个成本", { costScope: "company" }],
  ["分仓核算", { costScope: "warehouse" }],
  ["分仓核算、先进先出", { costScope: "warehouse", costingMethod: "fifo" }],
] as const)(
  "P22 f 收 100@273.45，退 2，调 20 到 A、B、C，A 调回 20，再改价 250（%s）：98 件 24500.00，各仓都是 250 一件，调拨没有损益",
  async (_title, setup) => {
    const shop = await openStockShop(server, setup);
    const itemId = await addItem(shop, "P22F");
    const shelves: string[] = [];
    for (const code of ["A", "B", "C"])
      shelves.push((await shop.call("warehouses.create", { body: { code, name: `${code} 仓` } })).id);
    const receipt = await shop.buy("03-01", [[itemId, "100", "273.45"]]);
    await shop.post("purchaseReturns", "03-02", [[itemId, "2", "273.45", from(receipt)]]);
    const moves: Posted[] = [];
    for (const toWarehouseId of shelves)
      moves.push(await shop.post("transfers", "03-03", [[itemId, "20"]], { toWarehouseId }));
    moves.push(
      await shop.post("transfers", "03-04", [[itemId, "20"]], {
        warehouseId: shelves[0],
        toWarehouseId: shop.warehouseId,
      }),
    );
    await shop.post("priceCorrections", "03-10", [[itemId, "", "250", from(receipt)]]);
    expect([
      await standsText(shop, itemId),
      await standsText(shop, itemId, shop.warehouseId),
      ...(await Promise.all(shelves.map((id) => standsText(shop, itemId, id)))),
      await balanceOf(shop, "1405", "2026-03"),
      await balanceOf(shop, "5401", "2026-03"),
      await owed(shop, "payable"),
    ]).toEqual([
      "98 / 24500.00",
      "58 / 14500.00",
      "0 / 0.00",
      "20 / 5000.00",
      "20 / 5000.00",
      "24500.00",
      "0.00",
      "27685.00",
    ]);
    for (const move of moves) expect(await vouchersText(shop, move)).toBe("");
    await proves(shop);
  },
);

test("P22 g 卖掉一半以后才来的运费 10.00：一半进成本，一半进库存；同月重算，隔月直接分，结果一样", async () => {
  const story: string[] = [];
  for (const [title, date, period] of [
    ["同月", "03-20", "2026-03"],
    ["隔月", "04-02", "2026-04"],
  ] as const) {
    const shop = await openStockShop(server);
    const itemId = await addItem(shop, "P22G");
    const receipt = await shop.buy("03-01", [[itemId, "10", "10"]]);
    await shop.sell("03-10", [[itemId, "5", "30"]]);
    const freight = await shop.post("costAllocations", date, everyLine(receipt, [itemId]), { amount: "10.00" });
    story.push(
      `${title} 库存 ${await standsText(shop, itemId)} 成本 ${await balanceOf(shop, "5401", period)}`,
      await vouchersText(shop, freight),
    );
    await proves(shop);
  }
  expect(story.join("\n")).toBe(
    lines(`
    同月 库存 5 / 55.00 成本 55.00
    【费用分摊单 FYFT-20260320-0001】
    1405 库存商品 借 10.00
    220202 暂估应付款 贷 10.00
    220202 暂估应付款 借 10.00
    2202 应付账款 贷 10.00
    【成本重算（因 费用分摊单 2026-03-20）】
    5401 主营业务成本 借 5.00
    1405 库存商品 贷 5.00
    隔月 库存 5 / 55.00 成本 55.00
    1405 库存商品 借 10.00
    5401 主营业务成本 借 5.00
    1405 库存商品 贷 5.00
    2202 应付账款 贷 10.00`),
  );
});
