import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, proveClean, testPassword } from "../support/server.ts";
import { closeMonth } from "../support/months.ts";
import { openStockShop, type StockShop } from "../support/stock-shop.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: StockShop;
beforeAll(async () => {
  journey = await startJourney();
  shop = await openStockShop(journey.server, { startPeriod: "2026-03" });
  const soda = await addItem(shop, "10001", { name: "苏打水", spec: "350ml", baseUnit: "瓶" });
  await shop.buy("03-02", [[soda, "100", "2"]]);
  await shop.buy("03-10", [[soda, "100", "3"]]);
  await shop.sell("03-12", [[soda, "120", "5"]]);
  await shop.buy("03-25", [[soda, "100", "4"]]);
  await closeMonth(shop, "2026-03");
  await shop.sell("04-02", [[soda, "100", "5"]]);
  await journey.signIn(shop.loginName, testPassword);
});
afterAll(async () => journey?.end());

/** The rows of the comparison as a reader sees them. */
async function compared(): Promise<readonly string[]> {
  const rows = await journey.page.locator(".costing-comparison tr").all();
  return Promise.all(rows.map(async (row) => (await row.locator("th, td").allTextContents()).join(" | ")));
}

test("用自己的数据比一比三种方法，每个月的销售成本并排；再比一次，上次的结果还在", async () => {
  const { page } = journey;
  await journey.open("/costing", "成本设置");
  await page.getByRole("button", { name: "用自己的数据比一比" }).focus();
  await journey.press("Enter");
  await page.getByText("5 笔出入库").waitFor();
  expect(await compared()).toEqual([
    "月份 | 移动加权平均 · 现用 | 先进先出 | 全月一次加权",
    "2026-03 | 300.00 | 260.00 | 360.00",
    "2026-04 | 333.33 | 320.00 | 300.00",
    "销售成本 | 633.33 | 580.00 | 660.00",
    "期末库存 | 266.67 | 320.00 | 240.00",
  ]);
  await journey.picture("31-costing-comparison");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByRole("button", { name: "重新比一比" }).click();
  expect((await compared()).length).toBe(5);
});

test("从四月起改先进先出：三月一字不动，四月的单据重算，差额在凭证里，变更记在案；没写原因不行", async () => {
  const { page } = journey;
  await journey.open("/costing", "成本设置");
  await page.getByRole("button", { name: "改成本方法" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /先进先出/ }).check();
  await page.waitForTimeout(300);
  await journey.picture("31b-costing-change");
  expect(await journey.seriousFaults()).toEqual([]);
  await dialog.getByRole("button", { name: "改成本方法" }).click();
  await dialog.getByText("不能为空").waitFor();
  await dialog.getByRole("textbox").fill("按税务要求统一用先进先出");
  await dialog.getByRole("button", { name: "改成本方法" }).click();
  await page.getByText("从 2026-04 起").first().waitFor();
  await page.getByText("按税务要求统一用先进先出").waitFor();
  expect(journey.failures).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});
