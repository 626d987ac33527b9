import { expect, test } from "vitest";
import { openExercise } from "../support/exercise.ts";
import { lines, serverOfThisFile } from "../support/server.ts";
import { balanceOf, proves, vouchersText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("E5 采购退货按原入库成本：100@10 加 50@13，退第二批 20 件 −260.00，余 130 件 1390.00", async () => {
  const { shop, answers, enter, card, unitCost } = await openExercise(server);
  await answers(`
    03-01 采购入库 100 @10
    03-05 采购入库 50 @13 → 结存 150 / 1650.00，单价 11`);
  const [returned] = await enter("03-08 采购退货 20 @13 跟 03-05");
  expect(await unitCost()).toBe("10.692308");
  expect(await card()).toBe(
    lines(`
    03-01 采购入库 入 100 1000.00 结存 100 / 1000.00
    03-05 采购入库 入 50 650.00 结存 150 / 1650.00
    03-08 采购退货 出 20 260.00 结存 130 / 1390.00`),
  );
  expect(await vouchersText(shop, returned!)).toBe(
    lines(`
    1405 库存商品 借 -260.00
    22210101 进项税额 借 -33.80
    2202 应付账款 贷 -293.80`),
  );
  await proves(shop);
});

test("E6 卖剩 5 件 75.00，按 20 元的原价退给供应商：货退完，少的 25.00 自动冲减成本，结存 0 / 0.00", async () => {
  const { shop, answers, enter, card } = await openExercise(server);
  await answers(`
    03-01 采购入库 10 @10
    03-02 采购入库 10 @20 → 结存 20 / 300.00，单价 15
    03-05 销售出库 15 @30 → 成本 225.00，结存 5 / 75.00`);
  const [returned] = await enter("03-08 采购退货 5 @20 跟 03-02");
  expect((await card()).split("\n").at(-1)).toBe("03-08 采购退货 出 5 75.00 结存 0 / 0.00");
  expect(await vouchersText(shop, returned!)).toBe(
    lines(`
    1405 库存商品 借 -100.00
    22210101 进项税额 借 -13.00
    2202 应付账款 贷 -113.00
    5401 主营业务成本 借 -25.00
    1405 库存商品 贷 -25.00`),
  );
  expect([await balanceOf(shop, "1405", "2026-03"), await balanceOf(shop, "5401", "2026-03")]).toEqual([
    "0.00",
    "200.00",
  ]);
  await proves(shop);
});

test("E7 客户退回 5 月 11 日那笔的 10 件：按当时的成本 10.80 入库 108.00，余 160 件 2112.00，单价 13.20", async () => {
  const { shop, answers, enter, stands, unitCost } = await openExercise(server, { startPeriod: "2026-05" });
  await answers(`
    04-30 期初库存 150 @10
    05-05 采购入库 100 @12
    05-11 销售出库 200 @30 → 成本 2160.00
    05-16 采购入库 200 @14
    05-20 销售出库 100 @30 → 结存 150 / 2004.00`);
  const [returned] = await enter("05-21 销售退货 10 @30 跟 05-11");
  expect([await stands(), await unitCost()]).toEqual(["160 / 2112.00", "13.2"]);
  expect(await vouchersText(shop, returned!)).toBe(
    lines(`
    1122 应收账款 借 -339.00
    5001 主营业务收入 贷 -300.00
    22210106 销项税额 贷 -39.00
    5401 主营业务成本 借 -108.00
    1405 库存商品 贷 -108.00`),
  );
  await proves(shop);
});

test("E21 先进先出：卖 120 件 1240.00；客户退 10 件按倒序的那层 120.00；第二批退供应商 15 件 180.00，余 25 件 300.00", async () => {
  const { shop, enter, card } = await openExercise(server, { costingMethod: "fifo" });
  await enter(`
    03-01 采购入库 100 @10
    03-02 采购入库 50 @12
    03-05 销售出库 120 @20
    03-08 销售退货 10 @20 跟 03-05
    03-09 采购退货 15 @12 跟 03-02`);
  expect(await card()).toBe(
    lines(`
    03-01 采购入库 入 100 1000.00 结存 100 / 1000.00
    03-02 采购入库 入 50 600.00 结存 150 / 1600.00
    03-05 销售出库 出 120 1240.00 结存 30 / 360.00
    03-08 销售退货 入 10 120.00 结存 40 / 480.00
    03-09 采购退货 出 15 180.00 结存 25 / 300.00`),
  );
  await proves(shop);
});
