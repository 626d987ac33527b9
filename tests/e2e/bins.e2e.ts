import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, addPartner, openShop, proveClean, type Shop, testPassword } from "../support/server.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: Shop;
let [second, customer] = ["", ""];
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** 编码, 名称, 规格, 条码, 主仓的货位, 北仓的货位. The first gets its bins by hand. */
const goods = [
  ["10001", "农夫山泉 饮用天然水", "550ml×24", "6921168509256", [], []],
  ["10007", "东方树叶 茉莉花茶", "500ml×15", "6921168558049", ["A-2"], ["N-03"]],
  ["10031", "红牛 维生素功能饮料", "250ml×24 罐", "6920202888883", ["B-1"], []],
  ["10033", "东鹏特饮", "500ml×24", "6934502300006", ["A-1"], ["N-01"]],
  ["10041", "青岛啤酒 经典", "500ml×12 罐", "6901035602215", ["C-12", "A-3"], []],
  ["10055", "一次性纸杯", "250ml×50", "6901035600006", [], []],
] as const;
const items = new Map<string, string>();

beforeAll(async () => {
  journey = await startJourney();
  shop = await openShop(journey.server, { startPeriod: today.slice(0, 7) });
  second = (await shop.call("warehouses.create", { body: { code: "CK02", name: "北仓" } })).id;
  for (const [code, name, spec, barcode] of goods)
    items.set(
      code,
      await addItem(shop, code, {
        name,
        spec,
        baseUnit: "瓶",
        salePrice: "3",
        units: [
          { name: "瓶", factor: "1", barcodes: [barcode] },
          { name: "箱", factor: "24", barcodes: [] },
        ],
      }),
    );
  const supplierId = await addPartner(shop, "G1", "supplier", { name: "农夫山泉杭州" });
  customer = await addPartner(shop, "K1", "customer", { name: "城西联华便利（文三路店）" });
  const lines = goods.map(([code]) => ({ itemId: items.get(code) ?? "", quantity: "20", unit: "箱", price: "48" }));
  for (const warehouseId of [shop.warehouseId, second])
    await shop.call("purchaseReceipts.createApproved", {
      body: { businessDate: today, partnerId: supplierId, warehouseId, lines },
    });
  await journey.page.addInitScript(() => {
    // What is printed stands in a frame for a moment only.
    new MutationObserver((changes) => {
      for (const change of changes)
        for (const node of change.addedNodes)
          if (node instanceof HTMLIFrameElement && node.srcdoc !== "")
            (window as { printed?: string }).printed = node.srcdoc;
    }).observe(document, { childList: true, subtree: true });
  });
  await journey.signIn(shop.loginName, testPassword);
});
afterAll(async () => journey?.end());

const press = (key: string) => journey.press(key);
const enter = (...texts: readonly string[]) => journey.enter(...texts);
/** The paper itself: what the page gave to the printer, as text and as a picture. */
async function printed(picture?: string): Promise<readonly string[]> {
  const { page } = journey;
  let html: string | undefined;
  while (html === undefined) {
    await page.waitForTimeout(100);
    html = await page.evaluate<string | undefined>("window.printed");
  }
  await page.evaluate("window.printed = undefined");
  const paper = await page.context().newPage();
  await paper.setViewportSize({ width: 912, height: 528 });
  await paper.setContent(html);
  const rows = await paper.locator("tbody tr").allInnerTexts();
  if (picture)
    await paper.screenshot({ path: new URL(`../../docs/manual/images/${picture}.png`, import.meta.url).pathname });
  await paper.close();
  return rows.map((row) => row.split("\t").slice(0, 3).join(" "));
}

test("没有用货位：商品页只有一个按钮，别处没有；按下写主仓、北仓的，回车往下走，写错了说在那一格", async () => {
  const { page } = journey;
  await journey.open("/stock", "库存数量");
  expect(await page.getByText("货位").count()).toBe(0);
  await journey.open(`/items/${items.get("10001")}`, "农夫山泉");
  expect(await page.getByText("货位", { exact: true }).count()).toBe(1);
  await page.getByRole("button", { name: "写货位" }).focus();
  await press("Enter");
  await page.waitForTimeout(300);
  await enter("A-10、A-10");
  await page.keyboard.type("N-02");
  await press("F2");
  await page.getByText("货位「A-10」写了两次，请去掉一个。").waitFor();
  expect(await page.getByLabel("主仓 的货位").evaluate((input) => input === document.activeElement)).toBe(true);
  await page.getByLabel("主仓 的货位").fill("A-10、C-1");
  await press("F2");
  await page.waitForTimeout(900);
  expect((await shop.call("items.show", { params: { id: items.get("10001") ?? "" } })).bins).toEqual([
    { warehouseId: shop.warehouseId, bin: "A-10" },
    { warehouseId: shop.warehouseId, bin: "C-1" },
    { warehouseId: second, bin: "N-02" },
  ]);
  await page.getByText("货放在哪里，例如").scrollIntoViewIfNeeded();
  await journey.picture("29-item-bins");
  expect(await journey.seriousFaults()).toEqual([]);
});

test("库存数量：多出货位一列，查得到，也能按货位的开头筛", async () => {
  const { page } = journey;
  for (const [code, , , , main, north] of goods.slice(1)) {
    const { name, baseUnit, units, spec, salePrice } = await shop.call("items.show", {
      params: { id: items.get(code) ?? "" },
    });
    const bins = [
      ...main.map((bin) => ({ warehouseId: shop.warehouseId, bin })),
      ...north.map((bin) => ({ warehouseId: second, bin })),
    ];
    await shop.call("items.update", {
      params: { id: items.get(code) ?? "" },
      body: { code, name, spec, baseUnit, units, salePrice, bins },
    });
  }
  await journey.open("/stock", "主仓 A-10、C-1；北仓 N-02");
  await journey.picture("29b-stock-bins");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByRole("textbox", { name: "货位", exact: true }).fill("a-1");
  await page.waitForTimeout(900);
  expect(await page.locator("tbody tr").allInnerTexts()).toHaveLength(2);
});

test("销售出库：选了商品，表格下面写它放在哪里；打印的单按货位排，不要时去掉勾", async () => {
  const { page } = journey;
  const codes = ["10001", "10055", "10031", "10041", "10033", "10007"];
  const draft = await shop.call("salesDeliveries.create", {
    body: {
      businessDate: today,
      partnerId: customer,
      warehouseId: shop.warehouseId,
      lines: codes.map((code) => ({ itemId: items.get(code) ?? "", quantity: "1", unit: "箱", price: "72" })),
    },
  });
  await journey.open(`/sales/deliveries/${draft.id}`, "草稿");
  await page.locator('.line-table tbody tr:nth-child(4) td[data-cell="quantity"]').click();
  await page.getByText("货位 C-12、A-3").first().waitFor();
  await page.waitForTimeout(300);
  expect(await journey.seriousFaults()).toEqual([]);
  await press("F8");
  await page.getByText("已审核").first().waitFor();
  await page.waitForTimeout(900);
  await press("Control+p");
  expect(await printed("29c-slip-bins")).toEqual([
    "5 A-1 10033",
    "6 A-2 10007",
    "1 A-10 10001",
    "3 B-1 10031",
    "4 C-12 10041",
    "2  10055",
    ...(await totals()),
  ]);
  await page.getByLabel("按货位排序").uncheck();
  await press("Control+p");
  expect((await printed()).slice(0, 2)).toEqual(["1 A-10 10001", "2  10055"]);
});
/** The rows below the lines are no matter of bins. */
async function totals(): Promise<readonly unknown[]> {
  return [expect.stringContaining("合计"), expect.stringContaining("优惠")];
}

test("盘点：盘点表按货位走；手机上扫一件，货位已经写好，另一个货位按一下", async () => {
  const { page } = journey;
  const task = await shop.call("countTasks.create", {
    body: { name: "月底盘点", warehouseId: shop.warehouseId, businessDate: today },
  });
  await journey.open(`/stock/count-tasks/${task.id}`, "月底盘点");
  await page.getByRole("button", { name: "打印盘点表" }).click();
  expect((await printed()).slice(0, 6)).toEqual([
    "1 A-1 10033",
    "2 A-2 10007",
    "3 A-10、C-1 10001",
    "4 B-1 10031",
    "5 C-12、A-3 10041",
    "6  10055",
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  await journey.open(`/stock/count-tasks/${task.id}/count`, "刚盘过");
  await page.getByLabel("扫码或找商品").focus();
  await journey.scan("6934502300006");
  expect(await page.getByLabel("货位").inputValue()).toBe("A-1");
  await journey.scan("6901035602215");
  expect(await page.getByLabel("货位").inputValue()).toBe("C-12");
  await page.getByRole("button", { name: "A-3" }).click();
  await page.getByLabel("盘得 箱").fill("7");
  await page.waitForTimeout(300);
  await journey.picture("29d-count-bins");
  expect(await journey.seriousFaults()).toEqual([]);
  await press("Enter");
  await page.getByText("都交上去了").waitFor();
  const sheet = await shop.call("countTasks.sheet", { params: { id: task.id } });
  expect(sheet.mine.map((entry) => `${entry.place} ${entry.quantity}`).sort()).toEqual(["A-1 1", "A-3 168", "C-12 1"]);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(journey.failures).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});
