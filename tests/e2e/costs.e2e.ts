import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, proveClean, testPassword } from "../support/server.ts";
import { openStockShop, type StockShop } from "../support/stock-shop.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: StockShop;
let [soda, tea] = ["", ""];

beforeAll(async () => {
  journey = await startJourney();
  shop = await openStockShop(journey.server, { negativeStock: true });
  soda = await addItem(shop, "10001", { name: "苏打水", spec: "350ml", baseUnit: "瓶" });
  tea = await addItem(shop, "10002", { name: "东方树叶 茉莉花茶", spec: "500ml", baseUnit: "瓶" });
  await journey.signIn(shop.loginName, testPassword);
});
afterAll(async () => journey?.end());

const desktop = { width: 1440, height: 900 };
const press = (key: string) => journey.press(key);
const enter = (...texts: readonly string[]) => journey.enter(...texts);

test("成本待定：空着时说这是什么；没有货卖了 5 瓶，列出来，键盘打开那张单据；手机上也看得清", async () => {
  const { page } = journey;
  await journey.open("/stock/pending-costs", "没有成本待定的出库");
  expect(await journey.seriousFaults()).toEqual([]);

  await shop.buy("03-01", [[tea, "4", "3.20"]]);
  const sale = await shop.sell("03-05", [
    [soda, "5", "9"],
    [tea, "6", "5"],
  ]);
  await shop.buy("03-06", [[soda, "3", "3.30"]]);
  await shop.post("otherIssues", "03-07", [[tea, "1"]], { reason: "sample" });
  await journey.open("/stock/pending-costs", "暂定单价");
  expect(await page.locator("tbody tr").allInnerTexts()).toHaveLength(3);
  await journey.picture("24-pending-costs");
  expect(await journey.seriousFaults()).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  await journey.open("/stock/pending-costs", sale.number);
  await journey.picture("24b-pending-costs-phone");
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  expect(await journey.seriousFaults()).toEqual([]);
  await page.setViewportSize(desktop);

  await journey.open("/stock/pending-costs", "暂定单价");
  await page.locator("tbody tr").first().click();
  await press("Enter");
  await page.getByText("销售出库单").first().waitFor();
  await page.getByText(sale.number).first().waitFor();
  await shop.buy("03-08", [
    [soda, "2", "4"],
    [tea, "3", "3.50"],
  ]);
  await journey.open("/stock/pending-costs", "没有成本待定的出库");
});

test("P01 补录 3 月 5 日的入库：预览说出哪张单据从 50.00 变成 75.00；审核后明细账、调整凭证都看得到", async () => {
  const { page } = journey;
  await page.setViewportSize(desktop);
  const item = await addItem(shop, "10003", { name: "气泡水", spec: "480ml", baseUnit: "瓶" });
  await shop.buy("03-01", [[item, "10", "10"]]);
  const sale = await shop.sell("03-10", [[item, "5", "30"]]);
  const card = async (picture: string) => {
    await journey.open(`/stock/card?itemId=${item}`, "气泡水");
    await page.getByText("全部", { exact: true }).first().click();
    await page.getByText(sale.number.slice(-9)).first().waitFor();
    await page.waitForTimeout(600);
    await journey.picture(picture);
  };
  await card("25-card-before");

  await journey.open("/purchase/receipts/new", "采购入库单");
  await page.getByLabel("供应商").first().fill("农夫山泉杭州");
  await page.waitForTimeout(600);
  await press("Enter");
  await page.getByLabel("日期", { exact: true }).fill("2026-03-05");
  await page.getByLabel("价格", { exact: true }).selectOption("no");
  await page.locator('.line-table tbody tr:first-child td[data-cell="item"]').click();
  await enter("10003", "10", "20");
  await press("F9");
  await page.getByText("50.00").first().waitFor();
  await page.getByText("75.00").first().waitFor();
  await page.waitForTimeout(600);
  await journey.picture("25b-backdated-preview");
  expect(await journey.seriousFaults()).toEqual([]);
  await press("F8");
  await page.getByText("已审核").first().waitFor();
  await page.waitForTimeout(900);
  await journey.picture("25c-backdated-approved");

  await card("25d-card-after");
  const { rows } = await shop.call("vouchers.list", {
    query: { period: "2026-03", sort: "number", direction: "desc" },
  });
  const adjusting = rows.find((row) => row.kind === "adjustment" && row.total === "25.00");
  await journey.open(`/vouchers/${adjusting?.id}`, "成本重算");
  await journey.picture("25e-adjusting-voucher");
  expect((await shop.call("salesDeliveries.show", { params: { id: sale.id } })).cost).toBe("75.00");
  expect(journey.failures).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("成本方法对比：算完列出各种方法；再比一次时看得到进度、停得下来，上一次的结果一直在", async () => {
  const { page } = journey;
  await page.setViewportSize(desktop);
  await journey.open("/costing", "用自己的数据比一比");
  await page.getByRole("button", { name: "用自己的数据比一比" }).click();
  const total = page.locator(".costing-comparison tfoot tr").first();
  await total.getByText("销售成本").waitFor();
  const shown = await total.innerText();
  expect(shown.split("\t")).toHaveLength(4);
  await page.getByText("陈立群 计算").waitFor();

  const client = new pg.Client(journey.server.database.adminConfig);
  await client.connect();
  // Nobody can read a document meanwhile: the comparison waits where it sorts the history.
  await client.query("begin");
  await client.query("lock table document in access exclusive mode");
  await page.getByRole("button", { name: "重新比一比" }).click();
  await page.getByText(/读取全部出入库 0 \/ \d+ 笔/).waitFor();
  await page.getByText("可以离开这一页，算完再回来看").waitFor();
  expect(await total.innerText()).toBe(shown);
  expect(await journey.seriousFaults()).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.setViewportSize(desktop);
  await page.getByRole("button", { name: "停止计算" }).click();
  await page.getByText("已停止计算，账上没有任何变化").waitFor();
  expect(await total.innerText()).toBe(shown);
  await client.end();

  await page.getByRole("button", { name: "重新比一比" }).click();
  await page.getByText("已停止计算").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "重新比一比" }).waitFor();
  expect(await total.innerText()).toBe(shown);
  expect(journey.failures).toEqual([]);
});
