import { expect, test } from "vitest";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  balanceOf,
  booksText,
  cardText,
  costOf,
  openStockShop,
  type Posted,
  proves,
  standsText,
  type StockShop,
  unapprove,
  voidDraft,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

type Setup = Parameters<typeof openStockShop>[1];
/** 3 月 1 日买 10@10，3 月 10 日卖 5. */
async function boughtAndSold(setup: Setup = {}) {
  const shop = await openStockShop(server, setup);
  const itemId = await addItem(shop, "P01");
  await shop.buy("03-01", [[itemId, "10", "10"]]);
  const sale = await shop.sell("03-10", [[itemId, "5", "30"]]);
  return { shop, itemId, sale };
}
function late(shop: StockShop, itemId: string): Promise<Posted> {
  return shop.buy("03-05", [[itemId, "10", "20"]]);
}

test("P01 补录 3 月 5 日的入库 10@20：那天 20 件 300.00，10 日的销售成本 50.00 → 75.00，余 15 件 225.00", async () => {
  const { shop, itemId, sale } = await boughtAndSold();
  expect(await costOf(shop, sale)).toBe("50.00");
  const receipt = await late(shop, itemId);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 100.00 结存 10 / 100.00
    03-05 采购入库 入 10 200.00 结存 20 / 300.00
    03-10 销售出库 出 5 75.00 结存 15 / 225.00`),
  );
  expect(await costOf(shop, sale)).toBe("75.00");
  expect(await vouchersText(shop, receipt)).toBe(
    lines(`
    【采购入库单 CGRK-20260305-0001】
    1405 库存商品 借 200.00
    22210101 进项税额 借 26.00
    2202 应付账款 贷 226.00
    【成本重算（因 采购入库单 2026-03-05）】
    5401 主营业务成本 借 25.00
    1405 库存商品 贷 25.00`),
  );
  expect([await balanceOf(shop, "5401", "2026-03"), await balanceOf(shop, "1405", "2026-03")]).toEqual([
    "75.00",
    "225.00",
  ]);
  await proves(shop);
});

test("P01 预览补录：说出哪张单据的成本从多少变成多少，什么也没有写", async () => {
  const { shop, itemId, sale } = await boughtAndSold();
  const before = await booksText(shop);
  const preview = await shop.call("purchaseReceipts.preview", {
    body: shop.body("purchaseReceipts", "03-05", [[itemId, "10", "20"]]) as never,
  });
  expect(preview.accepted).toBe(true);
  expect(preview.recosted.map((one) => `${one.number} ${one.before} → ${one.after}`)).toEqual([
    "XSCK-20260310-0001 50.00 → 75.00",
  ]);
  expect(preview.recosted[0]?.documentId).toBe(sale.id);
  expect([preview.recostedDifference, preview.recostedMore]).toEqual(["25.00", false]);
  expect(await booksText(shop)).toBe(before);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 100.00 结存 10 / 100.00
    03-10 销售出库 出 5 50.00 结存 5 / 50.00`),
  );
  await proves(shop);
});

test("P01 补录的入库反审核、作废：账回到补录以前的样子，一分不差；红字凭证和调整凭证都在", async () => {
  const { shop, itemId, sale } = await boughtAndSold();
  const before = await booksText(shop);
  const receipt = await late(shop, itemId);
  await unapprove(shop, receipt);
  await voidDraft(shop, receipt);
  expect(await booksText(shop)).toBe(before);
  expect(await costOf(shop, sale)).toBe("50.00");
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 100.00 结存 10 / 100.00
    03-05 采购入库 入 10 200.00 结存 20 / 300.00
    03-05 采购入库（红冲） 入 -10 -200.00 结存 10 / 100.00
    03-10 销售出库 出 5 50.00 结存 5 / 50.00`),
  );
  expect(await vouchersText(shop, receipt)).toBe(
    lines(`
    【采购入库单 CGRK-20260305-0001】
    1405 库存商品 借 200.00
    22210101 进项税额 借 26.00
    2202 应付账款 贷 226.00
    【成本重算（因 采购入库单 2026-03-05）】
    5401 主营业务成本 借 25.00
    1405 库存商品 贷 25.00
    【冲销 2026-03-05 记字 3 号（CGRK-20260305-0001）】
    1405 库存商品 借 -200.00
    22210101 进项税额 借 -26.00
    2202 应付账款 贷 -226.00
    【成本重算（因 反审核 CGRK-20260305-0001）】
    5401 主营业务成本 借 -25.00
    1405 库存商品 贷 -25.00`),
  );
  await proves(shop);
});

test.each([
  ["公司一个成本", "company"],
  ["分仓核算", "warehouse"],
] as const)(
  "P01 卖之前 3 月 8 日调到二号仓（%s）：调拨过去的货跟着重算，调拨没有损益凭证",
  async (_title, costScope) => {
    const shop = await openStockShop(server, { costScope });
    const itemId = await addItem(shop, "P01T");
    await shop.buy("03-01", [[itemId, "10", "10"]]);
    const moved = await shop.post("transfers", "03-08", [[itemId, "10"]], { toWarehouseId: shop.second });
    const sale = await shop.sell("03-10", [[itemId, "5", "30"]], { warehouseId: shop.second });
    expect(await costOf(shop, sale)).toBe("50.00");
    const before = await booksText(shop);

    const receipt = await late(shop, itemId);
    expect(await cardText(shop, itemId)).toBe(
      lines(`
    03-01 采购入库 入 10 100.00 结存 10 / 100.00
    03-05 采购入库 入 10 200.00 结存 20 / 300.00
    03-08 调拨 出 10 150.00 结存 10 / 150.00
    03-08 调拨 入 10 150.00 结存 20 / 300.00
    03-10 销售出库 出 5 75.00 结存 15 / 225.00`),
    );
    expect([
      await standsText(shop, itemId, shop.warehouseId),
      await standsText(shop, itemId, shop.second),
      await costOf(shop, sale),
      await vouchersText(shop, moved),
    ]).toEqual(["10 / 150.00", "5 / 75.00", "75.00", ""]);
    expect((await vouchersText(shop, receipt)).split("\n").slice(4)).toEqual([
      "【成本重算（因 采购入库单 2026-03-05）】",
      "5401 主营业务成本 借 25.00",
      "1405 库存商品 贷 25.00",
    ]);

    await unapprove(shop, receipt);
    expect(await booksText(shop)).toBe(before);
    await proves(shop);
  },
);

test("P01 先进先出：补录以后成本仍是 50.00，库存 250.00，没有调整凭证；作废回到原样", async () => {
  const { shop, itemId, sale } = await boughtAndSold({ costingMethod: "fifo" });
  const before = await booksText(shop);
  const receipt = await late(shop, itemId);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 100.00 结存 10 / 100.00
    03-05 采购入库 入 10 200.00 结存 20 / 300.00
    03-10 销售出库 出 5 50.00 结存 15 / 250.00`),
  );
  expect([await costOf(shop, sale), await standsText(shop, itemId)]).toEqual(["50.00", "15 / 250.00"]);
  expect(await vouchersText(shop, receipt)).toBe(
    lines(`
    1405 库存商品 借 200.00
    22210101 进项税额 借 26.00
    2202 应付账款 贷 226.00`),
  );
  await unapprove(shop, receipt);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});

test("P01 先进先出：补录在第一批之前，后面每笔都改吃更早的一层，退货跟着它的销售", async () => {
  const shop = await openStockShop(server, { costingMethod: "fifo" });
  const itemId = await addItem(shop, "P01F");
  await shop.buy("03-02", [[itemId, "10", "10"]]);
  const sale = await shop.sell("03-10", [[itemId, "8", "30"]]);
  await shop.post("salesReturns", "03-12", [[itemId, "4", "30", { source: { documentId: sale.id, lineNo: 1 } }]]);
  const before = await booksText(shop);
  const receipt = await shop.buy("03-01", [[itemId, "5", "6"]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 5 30.00 结存 5 / 30.00
    03-02 采购入库 入 10 100.00 结存 15 / 130.00
    03-10 销售出库 出 8 60.00 结存 7 / 70.00
    03-12 销售退货 入 4 36.00 结存 11 / 106.00`),
  );
  await unapprove(shop, receipt);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});

test("P01 补录的入库带出一串：调拨、组装、销售退货的成本都跟着重算，凭证只在有损益的地方", async () => {
  const shop = await openStockShop(server, { costScope: "warehouse" });
  const [part, product] = [await addItem(shop, "散件"), await addItem(shop, "礼盒")];
  await shop.buy("03-01", [[part, "10", "10"]]);
  await shop.post("transfers", "03-08", [[part, "10"]], { toWarehouseId: shop.second });
  const assembled = await shop.post(
    "assemblies",
    "03-09",
    [
      [product, "2", undefined, { role: "product" }],
      [part, "4", undefined, { role: "part" }],
    ],
    { warehouseId: shop.second },
  );
  const sale = await shop.sell("03-10", [[product, "2", "90"]], { warehouseId: shop.second });
  await shop.post("salesReturns", "03-12", [[product, "1", "90", { source: { documentId: sale.id, lineNo: 1 } }]], {
    warehouseId: shop.second,
  });
  const before = await booksText(shop);
  const preview = await shop.call("purchaseReceipts.preview", {
    body: shop.body("purchaseReceipts", "03-05", [[part, "10", "20"]]) as never,
  });
  expect(preview.recosted.map((one) => `${one.number} ${one.before} → ${one.after}`)).toEqual([
    "XSCK-20260310-0001 40.00 → 60.00",
    "XSTH-20260312-0001 -20.00 → -30.00",
  ]);
  const receipt = await late(shop, part);
  expect(await cardText(shop, product)).toBe(
    lines(`
    03-09 组装 入 2 60.00 结存 2 / 60.00
    03-10 销售出库 出 2 60.00 结存 0 / 0.00
    03-12 销售退货 入 1 30.00 结存 1 / 30.00`),
  );
  expect(await vouchersText(shop, assembled)).toBe("");
  expect((await vouchersText(shop, receipt)).split("\n").slice(4)).toEqual([
    "【成本重算（因 采购入库单 2026-03-05）】",
    "5401 主营业务成本 借 20.00",
    "1405 库存商品 贷 20.00",
    "5401 主营业务成本 借 -10.00",
    "1405 库存商品 贷 -10.00",
  ]);
  await unapprove(shop, receipt);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});

test("P01 补录的出库要到 4,200 笔以后才缺货：拒绝并指出那一张，已经重算的一行也不留下", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P01");
  await shop.buy("03-01", [[itemId, "4200", "10"]]);
  const sales = [];
  for (const date of ["03-10", "03-11", "03-12"])
    sales.push(
      await shop.sell(
        date,
        Array.from({ length: 1400 }, () => [itemId, "1", "30"] as const),
      ),
    );
  const before = await booksText(shop);
  const refusal = await shop.refusal("salesDeliveries.createApproved", {
    body: shop.body("salesDeliveries", "03-05", [[itemId, "1", "30"]]) as never,
  });
  expect(refusal.errors?.map((one) => `${one.path} ${one.code} ${one.facts?.["document"]}`)).toEqual([
    `lines.0.quantity stock.short_later ${sales[2]?.number}`,
  ]);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});
