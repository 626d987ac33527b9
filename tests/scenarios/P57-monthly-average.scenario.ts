import { expect, test } from "vitest";
import { exerciseIn, openExercise } from "../support/exercise.ts";
import { closeMonth } from "../support/months.ts";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  balanceOf,
  cardText,
  costOf,
  from,
  openStockShop,
  type Posted,
  proves,
  standsText,
  type StockShop,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

const monthly = { startPeriod: "2026-01", costingMethod: "monthly-average" } as const;

function reopen(shop: StockShop, period: string) {
  return shop.call("periods.reopen", { body: { period, reason: "更正期末加权" } });
}
async function costsOf(shop: StockShop, documents: readonly Posted[]): Promise<readonly string[]> {
  return Promise.all(documents.map((document) => costOf(shop, document)));
}
/** 结转凭证: what the close of a month has booked. */
async function closingVouchers(shop: StockShop): Promise<readonly string[]> {
  const { rows } = await shop.call("vouchers.list", { query: { search: "全月一次加权" } });
  const texts = await Promise.all(
    rows.map(async ({ id }) => {
      const voucher = await shop.call("vouchers.show", { params: { id } });
      const amounts = voucher.lines.map(
        (line) => `${line.accountCode} ${line.debit !== "0.00" ? `借 ${line.debit}` : `贷 ${line.credit}`}`,
      );
      return [voucher.businessDate.slice(0, 7), ...amounts].join(" ");
    }),
  );
  return texts.sort();
}

test("E2 平时按移动加权暂估，结账逐笔补差：D 商品每笔补到 12.727273；反结账回到暂估，补一张入库再结，按新的平均", async () => {
  const { shop, enter, stands } = await openExercise(server, monthly);
  const documents = await enter(`
    01-01 采购入库 150 @10
    01-05 采购入库 100 @12
    01-11 销售出库 200 @30
    01-16 采购入库 200 @14
    01-20 销售出库 100 @30
    01-23 采购入库 100 @15
    01-27 销售出库 100 @30`);
  const sales = documents.filter(({ kind }) => kind === "salesDeliveries");
  expect([...(await costsOf(shop, sales)), await stands()]).toEqual(["2160.00", "1336.00", "1401.60", "150 / 2102.40"]);
  await closeMonth(shop, "2026-01");
  expect([...(await costsOf(shop, sales)), await stands()]).toEqual(["2545.45", "1272.73", "1272.73", "150 / 1909.09"]);
  expect(await closingVouchers(shop)).toEqual([
    "2026-01 5401 借 385.45 1405 贷 385.45 5401 借 -63.27 1405 贷 -63.27 5401 借 -128.87 1405 贷 -128.87",
  ]);
  await proves(shop);

  await reopen(shop, "2026-01");
  expect([...(await costsOf(shop, sales)), await stands()]).toEqual(["2160.00", "1336.00", "1401.60", "150 / 2102.40"]);
  await proves(shop);

  await enter("01-28 采购入库 50 @10");
  await closeMonth(shop, "2026-01");
  expect([await stands(), await balanceOf(shop, "5401", "2026-01")]).toEqual(["200 / 2500.00", "5000.00"]);
  await proves(shop);
});

test("P57 期初 10=100.00，入 20=260.00，出 15：单价 12.00，发出 180.00，期末 15 件 180.00", async () => {
  const { shop, enter, stands, unitCost } = await openExercise(server, monthly);
  await enter("01-02 采购入库 10 @10");
  await closeMonth(shop, "2026-01");
  const [first, , second] = await enter(`
    02-03 销售出库 10 @30
    02-05 采购入库 20 @13
    02-20 销售出库 5 @30`);
  await closeMonth(shop, "2026-02");
  expect([...(await costsOf(shop, [first!, second!])), await balanceOf(shop, "5401", "2026-02")]).toEqual([
    "120.00",
    "60.00",
    "180.00",
  ]);
  expect([await stands(), await unitCost()]).toEqual(["15 / 180.00", "12"]);
  await proves(shop);
});

test("P57 空月什么也没有；只出不进按期初的 12.00；没有差额也能结，不多一张凭证", async () => {
  const { shop, enter, stands } = await openExercise(server, monthly);
  await enter("01-02 采购入库 15 @12");
  for (const period of ["2026-01", "2026-02", "2026-03"]) await closeMonth(shop, period);
  const booked = async () => (await shop.call("vouchers.list", {})).total;
  expect([await booked(), await stands()]).toEqual([1, "15 / 180.00"]);
  const [april] = await enter("04-10 销售出库 5 @30");
  await closeMonth(shop, "2026-04");
  expect([await costOf(shop, april!), await stands(), await booked()]).toEqual(["60.00", "10 / 120.00", 2]);
  expect(await closingVouchers(shop)).toEqual([]);
  await proves(shop);
});

test("P57 没有期初、只出不进：成本 0.00，列在成本待定，不除以零；那个月结不了，说出是哪种商品；来了货就能结", async () => {
  const { shop, enter, stands } = await openExercise(server, { ...monthly, negativeStock: true });
  const [sale] = await enter("01-05 销售出库 2 @30");
  const pending = async () =>
    (await shop.call("stock.pendingCosts", {})).rows.map((row) => `${row.number} 待补 ${row.open} ${row.amount}`);
  expect([await costOf(shop, sale!), await stands(), ...(await pending())]).toEqual([
    "0.00",
    "-2 / 0.00",
    `${sale?.number} 待补 2 0.00`,
  ]);
  expect((await shop.refusal("periods.close", { body: { period: "2026-01" } })).detail).toBe(
    "有 1 处负库存（商品 T 主仓 -2 个），成本还定不下来。请先补入库，再结账。",
  );
  await enter("01-20 采购入库 10 @7");
  await closeMonth(shop, "2026-01");
  expect([await balanceOf(shop, "5401", "2026-01"), await stands(), ...(await pending())]).toEqual([
    "14.00",
    "8 / 56.00",
  ]);
  await proves(shop);
});

test("P57 盘亏跨两个进价：10@10 加 10@20，少 3 件按全月平均 15.00 记 45.00，期末 17 件 255.00", async () => {
  const { shop, itemId, enter, card } = await openExercise(server, monthly);
  await enter("01-02 采购入库 10 @10");
  await shop.post("stockCounts", "01-10", [[itemId, "7"]], { reason: "natural-loss" });
  await enter("01-20 采购入库 10 @20");
  await closeMonth(shop, "2026-01");
  expect(await card()).toBe(
    lines(`
    01-02 采购入库 入 10 100.00 结存 10 / 100.00
    01-10 盘点 出 3 45.00 结存 7 / 55.00
    01-20 采购入库 入 10 200.00 结存 17 / 255.00`),
  );
  expect(await balanceOf(shop, "5602", "2026-01")).toBe("45.00");
  await proves(shop);
});

test("P57 三月入 10@10，三、四、六月各卖 1：每次 10.00，六月没有多出来的凭证；当月退货冲减发出，不当入库", async () => {
  const { shop, enter, stands } = await openExercise(server, { ...monthly, startPeriod: "2026-03" });
  const [, ...sales] = await enter(`
    03-02 采购入库 10 @10
    03-10 销售出库 1 @30`);
  await closeMonth(shop, "2026-03");
  sales.push(...(await enter("04-10 销售出库 1 @30")));
  await closeMonth(shop, "2026-04");
  await closeMonth(shop, "2026-05");
  sales.push(...(await enter("06-10 销售出库 1 @30")));
  await closeMonth(shop, "2026-06");
  expect([...(await costsOf(shop, sales)), await stands()]).toEqual(["10.00", "10.00", "10.00", "7 / 70.00"]);
  expect(await closingVouchers(shop)).toEqual([]);
  expect((await shop.call("vouchers.list", { query: { period: "2026-06" } })).total).toBe(1);

  const [sale] = await enter(`
    07-03 销售出库 4 @30
    07-10 销售退货 2 @30 跟 07-03
    07-20 采购入库 7 @20`);
  await closeMonth(shop, "2026-07");
  expect([await costOf(shop, sale!), await stands()]).toEqual(["60.00", "12 / 180.00"]);
  await proves(shop);
});

test("当月退货退回的就是当时出库的成本，一分不差；四舍五入差的一分，下一笔出库补上，卖完不留分", async () => {
  const { shop, enter, stands } = await openExercise(server, { ...monthly, startPeriod: "2026-03" });
  const documents = await enter(`
    03-02 采购入库 7 @1.428571
    03-05 销售出库 3 @9
    03-06 销售出库 3 @9
    03-07 销售退货 3 @9 跟 03-05
    03-08 销售出库 2 @9`);
  await closeMonth(shop, "2026-03");
  // 10.00 ÷ 7 × 3 = 4.29, × 6 = 8.57; back go 4.29, so that 4.28 is out; × 5 = 7.14.
  expect([...(await costsOf(shop, documents.slice(1))), await stands()]).toEqual([
    "4.29",
    "4.28",
    "4.29",
    "2.86",
    "2 / 2.86",
  ]);
  await enter("04-01 销售出库 2 @9");
  expect(await stands()).toBe("0 / 0.00");
  await proves(shop);
});

test("分仓核算的在途：收到的按发出的那一单的成本，两单同在路上也不掺在一起平均", async () => {
  const shop = await openStockShop(server, { ...monthly, startPeriod: "2026-03", costScope: "warehouse" });
  const itemId = await addItem(shop, "A");
  const ship = (date: string, quantity: string) =>
    shop.post("transferShipments", date, [[itemId, quantity]], { toWarehouseId: shop.second });
  const receive = (date: string, shipment: { readonly id: string }) =>
    shop.post("transferReceipts", date, [[itemId, "1", undefined, from(shipment)]], { warehouseId: shop.second });
  await shop.buy("03-02", [[itemId, "10", "10"]]);
  const first = await ship("03-05", "3");
  await closeMonth(shop, "2026-03");
  await shop.buy("04-02", [[itemId, "7", "30"]]);
  const second = await ship("04-10", "2");
  const received = [await receive("04-12", second), await receive("04-13", first)];
  await closeMonth(shop, "2026-04");
  // (70.00 + 210.00) ÷ 14 = 20.00 for the second, 10.00 for the first.
  expect(await costsOf(shop, [second, ...received])).toEqual(["40.00", "20.00", "10.00"]);
  await proves(shop);
});

test.each([
  ["公司一个成本", "company", "16 / 240.00"],
  ["分仓核算", "warehouse", "16 / 260.00"],
] as const)(
  "全月加权的组装按配件的全月成本，调拨跟着走，两仓互调的按移动加权（%s）；下个月先有单据再结账也对",
  async (_title, costScope, afterwards) => {
    const shop = await openStockShop(server, { ...monthly, costScope });
    const [part, product] = [await addItem(shop, "P"), await addItem(shop, "C")];
    const [parts, products] = [exerciseIn(shop, part), exerciseIn(shop, product)];
    await parts.enter("01-02 采购入库 10 @10");
    await shop.post("assemblies", "01-05", [
      [product, "2", undefined, { role: "product" }],
      [part, "4", undefined, { role: "part" }],
    ]);
    await parts.enter("01-20 采购入库 10 @20");
    const [january] = await products.enter("01-25 销售出库 1 @30");
    await shop.post("transfers", "01-26", [[part, "6"]], { toWarehouseId: shop.second });
    const [february] = await products.enter("02-03 销售出库 1 @30");
    await closeMonth(shop, "2026-01");
    expect([...(await costsOf(shop, [january!, february!])), await standsText(shop, part)]).toEqual([
      "30.00",
      "30.00",
      "16 / 240.00",
    ]);
    expect(await cardText(shop, product)).toBe(
      lines(`
    01-05 组装 入 2 60.00 结存 2 / 60.00
    01-25 销售出库 出 1 30.00 结存 1 / 30.00
    02-03 销售出库 出 1 30.00 结存 0 / 0.00`),
    );
    await proves(shop);

    await reopen(shop, "2026-01");
    await shop.post("transfers", "01-27", [[part, "1"]], {
      warehouseId: shop.second,
      toWarehouseId: shop.warehouseId,
    });
    await closeMonth(shop, "2026-01");
    expect(await standsText(shop, part)).toBe(afterwards);
    await proves(shop);
  },
);

test("一个月 4,000 多笔、分两仓：(42,000 + 44,000) ÷ 6,400 = 13.4375，每一千件 13,437.50，调过去的也是；反结账每笔回到 10.00", async () => {
  const shop = await openStockShop(server, { ...monthly, costScope: "warehouse" });
  const itemId = await addItem(shop, "A");
  const thousandSold = (date: string, warehouseId: string) =>
    shop.post(
      "salesDeliveries",
      date,
      Array.from({ length: 1000 }, () => [itemId, "1", "30"] as const),
      { warehouseId },
    );
  await shop.buy("01-02", [[itemId, "4200", "10"]]);
  await shop.post("transfers", "01-05", [[itemId, "1000"]], { toWarehouseId: shop.second });
  const sales = [
    await thousandSold("01-10", shop.warehouseId),
    await thousandSold("01-11", shop.second),
    await thousandSold("01-12", shop.warehouseId),
    await thousandSold("01-13", shop.warehouseId),
  ];
  await shop.buy("01-31", [[itemId, "2200", "20"]]);
  await closeMonth(shop, "2026-01");
  const costs = await costsOf(shop, sales);
  expect([...costs, await standsText(shop, itemId)]).toEqual([...Array(4).fill("13437.50"), "2400 / 32250.00"]);
  await proves(shop);

  await reopen(shop, "2026-01");
  const before = await costsOf(shop, sales);
  expect([...before, await standsText(shop, itemId)]).toEqual([...Array(4).fill("10000.00"), "2400 / 46000.00"]);
  await proves(shop);
});
