import { expect, test } from "vitest";
import { openExercise } from "../support/exercise.ts";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import { balanceOf, openStockShop, proves, standsText, vouchersText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

/** 数据 D：五月 D 商品，期初 150@10，之后三购三销. */
const may = { startPeriod: "2026-05" } as const;
const dataD = `
    04-30 期初库存 150 @10
    05-05 采购入库 100 @12
    05-11 销售出库 200 @30
    05-16 采购入库 200 @14
    05-20 销售出库 100 @30
    05-23 采购入库 100 @15
    05-27 销售出库 100 @30`;

test("E1 先进先出：五月 D 商品，发出 2100.00、1300.00、1400.00，合计 4800.00，结存 150 件 2200.00", async () => {
  const { shop, enter, card } = await openExercise(server, { ...may, costingMethod: "fifo" });
  await enter(dataD);
  expect(await card()).toBe(
    lines(`
    04-30 期初库存 入 150 1500.00 结存 150 / 1500.00
    05-05 采购入库 入 100 1200.00 结存 250 / 2700.00
    05-11 销售出库 出 200 2100.00 结存 50 / 600.00
    05-16 采购入库 入 200 2800.00 结存 250 / 3400.00
    05-20 销售出库 出 100 1300.00 结存 150 / 2100.00
    05-23 采购入库 入 100 1500.00 结存 250 / 3600.00
    05-27 销售出库 出 100 1400.00 结存 150 / 2200.00`),
  );
  expect(await balanceOf(shop, "5401", "2026-05")).toBe("4800.00");
  await proves(shop);
});

test("E2 全月一次加权：7000 / 550，发出 400 件 5090.91，期末 1909.09；结账以前按移动加权", async () => {
  const { shop, enter, stands } = await openExercise(server, { ...may, costingMethod: "monthly-average" });
  await enter(dataD);
  expect([await stands(), await balanceOf(shop, "5401", "2026-05")]).toEqual(["150 / 2102.40", "4897.60"]);
  await shop.call("periods.close", { body: { period: "2026-05" } });
  expect([await stands(), await balanceOf(shop, "5401", "2026-05")]).toEqual(["150 / 1909.09", "5090.91"]);
  await proves(shop);
});

test("E3 移动加权平均：五月 D 商品，单价 10.80、13.36、14.016，发出 2160.00、1336.00、1401.60，合计 4897.60", async () => {
  const { shop, answers } = await openExercise(server, may);
  await answers(`
    04-30 期初库存 150 @10
    05-05 采购入库 100 @12 → 结存 250 / 2700.00，单价 10.8
    05-11 销售出库 200 @30 → 成本 2160.00，结存 50 / 540.00
    05-16 采购入库 200 @14 → 结存 250 / 3340.00，单价 13.36
    05-20 销售出库 100 @30 → 成本 1336.00，结存 150 / 2004.00
    05-23 采购入库 100 @15 → 结存 250 / 3504.00，单价 14.016
    05-27 销售出库 100 @30 → 成本 1401.60，结存 150 / 2102.40，本月销售成本 4897.60`);
  await proves(shop);
});

test("E4 尾差：3 件 100.00，逐件卖 33.33、33.34、33.33，卖完金额为零", async () => {
  const { shop, answers } = await openExercise(server);
  await answers(`
    03-01 采购入库 3 @33.333333 → 结存 3 / 100.00
    03-05 销售出库 1 @50 → 成本 33.33，结存 2 / 66.67
    03-05 销售出库 1 @50 → 成本 33.34，结存 1 / 33.33
    03-05 销售出库 1 @50 → 成本 33.33，结存 0 / 0.00`);
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
    const [there] = (await shop.call("stock.list", { query: { warehouseId: shop.second } })).rows;
    story.push(`B 单价 ${there?.unitCost}`);
    await proves(shop);
  }
  expect(story.join("\n")).toBe(
    lines(`
    公司 120 / 1240.00
    A 70 / 723.33 B 50 / 516.67
    凭证 无
    B 单价 10.333333
    分仓 120 / 1240.00
    A 70 / 700.00 B 50 / 540.00
    凭证 无
    B 单价 10.8`),
  );
});

test("E22 允许负库存：按上次成本 10 卖 5 件 50.00，补入 10@12 后补记成本 10.00，余 5 件 60.00", async () => {
  const { shop, answers, enter, stands, unitCost } = await openExercise(server, { negativeStock: true });
  await answers(`
    03-01 采购入库 5 @10
    03-02 销售出库 5 @20 → 结存 0 / 0.00
    03-03 销售出库 5 @20 → 成本 50.00，结存 -5 / -50.00`);
  const [late] = await enter("03-05 采购入库 10 @12");
  expect(await vouchersText(shop, late!)).toBe(
    lines(`
    1405 库存商品 借 120.00
    22210101 进项税额 借 15.60
    2202 应付账款 贷 135.60
    5401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00`),
  );
  expect([await stands(), await unitCost()]).toEqual(["5 / 60.00", "12"]);
  await proves(shop);
});

test("E23 移动加权连锁：买、卖、退、再买、再卖，最后一笔 914.04，余 33 件 301.63", async () => {
  const { shop, answers } = await openExercise(server);
  await answers(`
    03-01 采购入库 120 @8.5 → 结存 120 / 1020.00
    03-02 销售出库 50 @20 → 成本 425.00，结存 70 / 595.00
    03-03 采购入库 80 @9.25 → 结存 150 / 1335.00
    03-04 销售出库 60 @20 → 成本 534.00，结存 90 / 801.00
    03-05 销售退货 10 @20 跟 03-02 → 成本 85.00，结存 100 / 886.00
    03-06 采购入库 33 @9.99 → 结存 133 / 1215.67，单价 9.140376
    03-07 销售出库 100 @20 → 成本 914.04，结存 33 / 301.63，单价 9.140303`);
  await proves(shop);
});

test("E24 暂估入库照样加权：200@5、300@5.20、暂估 100@5.10，发出 450：2302.50，期末 150 件 767.50，单价 5.116667", async () => {
  const { shop, enter, stands, unitCost } = await openExercise(server, { costingMethod: "monthly-average" });
  await enter(`
    03-02 采购入库 200 @5
    03-05 采购入库 300 @5.20
    03-20 暂估入库 100 @5.10
    03-25 销售出库 450 @30`);
  await shop.call("periods.close", { body: { period: "2026-03" } });
  expect([await balanceOf(shop, "5401", "2026-03"), await stands(), await unitCost()]).toEqual([
    "2302.50",
    "150 / 767.50",
    "5.116667",
  ]);
  await proves(shop);
});
