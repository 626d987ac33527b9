import { expect, test } from "vitest";
import { openExercise } from "../support/exercise.ts";
import { lines, serverOfThisFile } from "../support/server.ts";
import { balanceOf, proves, vouchersText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

const untilTheSale = `
    02-28 期初库存 1000 @11
    03-02 采购入库 500 @12
    03-05 销售出库 600 @20`;

test("E26 第 1–7 步（一般纳税人）：采购、销售、结转成本、退货、盘亏逐张凭证，余 915 件 10370.00", async () => {
  const { shop, enter, stands } = await openExercise(server);
  const [, receipt, sale] = await enter(untilTheSale);
  expect(await vouchersText(shop, receipt!)).toBe(
    lines(`
    1405 库存商品 借 6000.00
    22210101 进项税额 借 780.00
    2202 应付账款 贷 6780.00`),
  );
  expect(await vouchersText(shop, sale!)).toBe(
    lines(`
    1122 应收账款 借 13560.00
    5001 主营业务收入 贷 12000.00
    22210106 销项税额 贷 1560.00
    5401 主营业务成本 借 6800.00
    1405 库存商品 贷 6800.00`),
  );
  const [returned, count] = await enter(`
    03-10 销售退货 20 @20 跟 03-05
    03-31 盘点 915`);
  expect(await vouchersText(shop, returned!)).toBe(
    lines(`
    1122 应收账款 借 -452.00
    5001 主营业务收入 贷 -400.00
    22210106 销项税额 贷 -52.00
    5401 主营业务成本 借 -226.67
    1405 库存商品 贷 -226.67`),
  );
  expect(await vouchersText(shop, count!)).toBe(
    lines(`
    1901 待处理财产损溢 借 64.04
    1405 库存商品 贷 56.67
    22210107 进项税额转出 贷 7.37
    5711 营业外支出 借 64.04
    1901 待处理财产损溢 贷 64.04`),
  );
  expect([
    await stands(),
    await balanceOf(shop, "1405", "2026-03"),
    await balanceOf(shop, "5401", "2026-03"),
    await balanceOf(shop, "1901", "2026-03"),
  ]).toEqual(["915 / 10370.00", "10370.00", "6573.33", "0.00"]);
  await proves(shop);
});

test("E26 同样的采购和销售，小规模纳税人：税进成本，销项记在应交增值税", async () => {
  const { shop, enter } = await openExercise(server, { taxStatus: "small" });
  const [, receipt, sale] = await enter(untilTheSale);
  expect(await vouchersText(shop, receipt!)).toBe(
    lines(`
    1405 库存商品 借 6780.00
    2202 应付账款 贷 6780.00`),
  );
  expect(await vouchersText(shop, sale!)).toBe(
    lines(`
    1122 应收账款 借 13560.00
    5001 主营业务收入 贷 12000.00
    222101 应交增值税 贷 1560.00
    5401 主营业务成本 借 7112.00
    1405 库存商品 贷 7112.00`),
  );
  await proves(shop);
});
