import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, addPartner, openShop, proveClean, type Shop, testPassword } from "../support/server.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: Shop;
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

beforeAll(async () => {
  journey = await startJourney();
  shop = await openShop(journey.server, { startPeriod: today.slice(0, 7), companyName: "恒泰饮料商贸" });
  const water = await addItem(shop, "10001", {
    name: "农夫山泉 饮用天然水",
    spec: "550ml×24",
    baseUnit: "箱",
    salePrice: "26.50",
    purchasePrice: "22.80",
  });
  await addItem(shop, "10031", {
    name: "红牛 维生素功能饮料",
    spec: "250ml×24 罐",
    baseUnit: "箱",
    salePrice: "120",
    purchasePrice: "108",
  });
  const supplierId = await addPartner(shop, "G1", "supplier", { name: "农夫山泉杭州一级商" });
  await addPartner(shop, "K1", "customer", { name: "城西联华便利（文三路店）" });
  await addPartner(shop, "K2", "customer", { name: "西湖区第三小学" });
  await shop.call("purchaseReceipts.createApproved", {
    body: {
      businessDate: today,
      partnerId: supplierId,
      warehouseId: shop.warehouseId,
      lines: [{ itemId: water, quantity: "100", price: "22.80" }],
    },
  });
  await journey.signIn(shop.loginName, testPassword);
});
afterAll(async () => journey?.end());

const press = (key: string) => journey.press(key);
const enter = (...texts: readonly string[]) => journey.enter(...texts);
async function choosePartner(initials: string): Promise<void> {
  await journey.page.getByPlaceholder("名称、编码或拼音首字母").first().fill(initials);
  await journey.page.waitForTimeout(700);
  await press("Enter");
  await journey.page.waitForTimeout(400);
}
async function approved(): Promise<void> {
  await press("F8");
  await journey.page.getByText("已审核").first().waitFor();
  await journey.page.waitForTimeout(900);
}

/** 占用, 可用 and 采购在途 of a row of the stock list, as its cells say. */
async function stockCells(code: string): Promise<string> {
  const { page } = journey;
  await journey.open("/stock", code);
  const heads = await page.locator(".list-table th").allTextContents();
  const cells = await page.locator(".list-table tbody tr", { hasText: code }).locator("td").allTextContents();
  return ["现存", "占用", "可用", "采购在途", "状态"]
    .map((title) => `${title} ${cells[heads.findIndex((head) => head.trim() === title)]?.trim()}`)
    .join("，");
}
/** Goods and quantity, line after line: Enter passes the proposed price and begins the next line. */
async function lines(...goods: readonly (readonly [code: string, quantity: string])[]): Promise<void> {
  await journey.page.locator("td.quiet[data-cell=item]").first().click();
  for (const [code, quantity] of goods) {
    await enter(code, quantity);
    await press("Enter");
    await journey.page.waitForTimeout(300);
  }
}
/** What the open panel comes to say under a title; it stays open from one document to the next. */
async function panelSays(title: string, text: string): Promise<void> {
  const section = journey.page.locator(".panel-section", { hasText: title }).first();
  await expect
    .poll(async () => (await section.innerText()).split(/\s+/).join(" "), { timeout: 15_000, message: title })
    .toBe(`${title} ${text}`);
}

test("客户订货：预览说占用多少、还可用多少、缺多少；审核后没有凭证，库存数量上占用、可用、缺货都对", async () => {
  const { page } = journey;
  await journey.open("/sales/orders/new", "销售订单");
  await choosePartner("cxlh");
  await lines(["10001", "30"], ["10031", "5"]);
  await press("F9");
  await page.getByText("缺 5 箱，要等到货").waitFor();
  await panelSays("占用", "主仓 · 2 种 农夫山泉 饮用天然水 – → 30 箱 可用 70 红牛 维生素功能饮料 – → 5 箱 可用 -5");
  await page.waitForTimeout(600);
  await journey.picture("30-sales-order");
  expect(await journey.seriousFaults()).toEqual([]);
  await approved();
  await page.getByText("1 行缺货，要等到货").waitFor();
  expect(await page.getByText("没有凭证").count()).toBe(1);
  await journey.picture("30b-sales-order-approved");
  expect(await stockCells("10001")).toBe("现存 100，占用 30，可用 70，采购在途 –，状态 正常");
  expect(await stockCells("10031")).toBe("现存 –，占用 5，可用 -5，采购在途 –，状态 缺货");
  expect(await page.locator(".list-views .view", { hasText: "缺货" }).innerText()).toMatch(/缺货\s*1/);
});

test("缺的货向供应商订：采购在途加上；到货从采购订单选，入多少减多少", async () => {
  const { page } = journey;
  await journey.open("/purchase/orders/new", "采购订单");
  await choosePartner("nfsq");
  await lines(["10031", "20"]);
  await panelSays("采购在途", "主仓 · 1 种 红牛 维生素功能饮料 – → 20 箱");
  await approved();
  expect(await stockCells("10031")).toBe("现存 –，占用 5，可用 -5，采购在途 20，状态 缺货");

  await journey.open("/purchase/receipts/new", "采购入库单");
  await choosePartner("nfsq");
  await press("F4");
  await page.getByText("选采购订单").waitFor();
  await page.waitForTimeout(900);
  await journey.picture("30c-choose-order");
  expect(await journey.seriousFaults()).toEqual([]);
  await press("Enter");
  await page.waitForTimeout(900);
  await enter("12");
  await panelSays("采购在途", "主仓 · 1 种 红牛 维生素功能饮料 20 → 8 箱");
  await approved();
  expect(await stockCells("10031")).toBe("现存 12，占用 5，可用 7，采购在途 8，状态 正常");
});

test("从订单出库，出多少放开多少；列表看得到执行情况；剩下的不要了，写明原因关闭，还能重新打开", async () => {
  const { page } = journey;
  const [order] = (await shop.call("salesOrders.list", {})).rows;
  await journey.open(`/sales/orders/${order?.id}`, "销售订单");
  await page.getByRole("button", { name: "出库", exact: true }).click();
  await page.getByRole("heading", { name: "销售出库单" }).waitFor();
  await page.waitForTimeout(900);
  await enter("20");
  await panelSays("占用", "主仓 · 2 种 农夫山泉 饮用天然水 30 → 10 箱 红牛 维生素功能饮料 5 → 0 箱");
  await page.waitForTimeout(600);
  await journey.picture("30d-deliver-order");
  await approved();
  expect(await stockCells("10001")).toBe("现存 80，占用 10，可用 70，采购在途 –，状态 正常");

  await journey.open("/sales/orders", "部分执行");
  await journey.picture("30e-orders");
  expect(await journey.seriousFaults()).toEqual([]);
  await journey.open(`/sales/orders/${order?.id}`, "部分执行");
  await page.getByRole("button", { name: "关闭订单" }).click();
  await page.getByText("放开它占用的库存").waitFor();
  await page.getByRole("dialog").getByRole("textbox").fill("客户改从别家进货");
  await page.waitForTimeout(300);
  await page.getByRole("dialog").getByRole("button", { name: "关闭订单" }).click();
  await page.getByText("已关闭").first().waitFor();
  await page.getByText("关闭：客户改从别家进货").waitFor();
  expect(await stockCells("10001")).toBe("现存 80，占用 –，可用 80，采购在途 –，状态 正常");
  await journey.open(`/sales/orders/${order?.id}`, "已关闭");
  await page.getByRole("button", { name: "重新打开" }).click();
  await page.getByText("部分执行").first().waitFor();
  expect(await stockCells("10001")).toBe("现存 80，占用 10，可用 70，采购在途 –，状态 正常");
  expect(journey.failures).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});
