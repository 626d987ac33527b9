import { addDays } from "@zhangshi/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { todayIn } from "../../apps/server/src/platform/clock.ts";
import { addItem, proveClean, testPassword } from "../support/server.ts";
import { openStockShop, type Row, type StockShop } from "../support/stock-shop.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: StockShop;
const today = todayIn("Asia/Shanghai");
const on = (days: number) => addDays(today, days);

beforeAll(async () => {
  journey = await startJourney();
  shop = await openStockShop(journey.server, { startPeriod: on(-100).slice(0, 7), costingMethod: "specific" });
  await journey.signIn(shop.loginName, testPassword);
});
afterAll(async () => journey?.end());

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const press = (key: string) => journey.press(key);
const rows = () => journey.page.locator(".list-table tbody tr").allInnerTexts();
const fits = () => journey.page.evaluate("document.documentElement.scrollWidth <= innerWidth");

/** 一批：数量、批号、离到期几天、进价。 */
const lot = (itemId: string, quantity: string, code: string, expires: number, price: string): Row => [
  itemId,
  quantity,
  price,
  { lot: code, producedOn: on(expires - 180), expiresOn: on(expires) },
];
let [milk, yogurt, cake, box, scanner] = ["", "", "", "", ""];
async function dairy(): Promise<void> {
  milk = await addItem(shop, "40001", { name: "伊利 纯牛奶", spec: "250ml×24", baseUnit: "箱", tracking: "lot" });
  yogurt = await addItem(shop, "40002", { name: "安慕希 酸奶", spec: "205g×12", baseUnit: "箱", tracking: "lot" });
  cake = await addItem(shop, "40003", { name: "达利园 蛋糕", spec: "1kg", baseUnit: "箱", tracking: "lot" });
  box = await addItem(shop, "40010", { name: "早餐礼盒", spec: "牛奶+蛋糕", baseUnit: "盒", tracking: "lot" });
  scanner = await addItem(shop, "60001", { name: "扫码枪", spec: "无线", baseUnit: "把", tracking: "serial" });
  await shop.buy(on(-60), [
    lot(milk, "40", "20260901A", 75, "48"),
    lot(milk, "24", "20260712B", 9, "46.5"),
    lot(yogurt, "18", "AMX-0613", -4, "52"),
    lot(yogurt, "30", "AMX-0722", 26, "52"),
    lot(cake, "26", "DLY0915", 45, "31.8"),
    lot(cake, "6", "DLY0520", -33, "30"),
    [scanner, "3", "168", { serials: ["SR24-00871", "SR24-00872", "SR24-00875"] }],
  ]);
  await shop.buy(on(-40), [lot(milk, "12", "20260901A", 75, "48")]);
  await shop.post("transfers", on(-35), [[milk, "10", undefined, { lot: "20260901A" }]], {
    toWarehouseId: shop.second,
  });
  await shop.post("assemblies", on(-30), [
    [box, "8", undefined, { role: "product", lot: "LH-1026", producedOn: on(-30), expiresOn: on(30) }],
    [milk, "8", undefined, { role: "part", lot: "20260901A" }],
    [cake, "8", undefined, { role: "part", lot: "DLY0915" }],
  ]);
  await shop.sell(on(-20), [
    [box, "5", "128", { lot: "LH-1026" }],
    [milk, "6", "62", { lot: "20260901A" }],
    [scanner, "1", "260", { serials: ["SR24-00872"] }],
  ]);
  await shop.sell(on(-12), [[milk, "4", "62", { lot: "20260901A" }]]);
}

test("批号与效期：空着时说批号是什么、在哪里打开；有了货，过期的写明，临期的标黄，数对得上", async () => {
  const { page } = journey;
  await page.setViewportSize(desktop);
  await journey.open("/stock/lots", "还没有批号和序列号");
  expect(await journey.seriousFaults()).toEqual([]);

  await dairy();
  await journey.open("/stock/lots", "安慕希 酸奶");
  await journey.picture("26-lots");
  expect(await journey.seriousFaults()).toEqual([]);
  const all = await rows();
  expect([all.length, all[0]?.includes("已过期 33 天"), all[1]?.includes("已过期 4 天")]).toEqual([10, true, true]);

  await page.getByRole("button", { name: /^临期/ }).click();
  await expect.poll(async () => (await rows()).length).toBe(3);
  await page.getByLabel("到期前多少天算临期").fill("60");
  await expect.poll(async () => (await rows()).length).toBe(4);
  await page.getByRole("button", { name: /^已过期/ }).click();
  await expect.poll(async () => (await rows()).length).toBe(2);
  await journey.open("/stock/lots?status=near", "达利园 蛋糕");
  expect(await page.getByLabel("到期前多少天算临期").inputValue()).toBe("60");
  await page.getByLabel("到期前多少天算临期").fill("30");
  await expect.poll(async () => (await rows()).length).toBe(3);
});

test("追溯：回车打开一批，来源、去向、每一笔和结存；↓ 换下一批；从做成的礼盒走到它的牛奶", async () => {
  const { page } = journey;
  await journey.open("/stock/lots?search=LH-1026", "早餐礼盒");
  await page.locator('[role="grid"]').focus();
  await press("ArrowDown");
  await press("Enter");
  const drawer = page.getByRole("complementary", { name: "批号追溯" });
  await drawer.getByText("入 8 − 出 5 = 现存 3").waitFor();
  await journey.picture("27-lot-history");
  expect(await journey.seriousFaults()).toEqual([]);
  await drawer.getByRole("link", { name: "伊利 纯牛奶 20260901A" }).click();
  await page.getByText("入 62 − 出 28 = 现存 34").waitFor();
  await page.waitForTimeout(600);
  await journey.picture("27b-lot-trace");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".stock-find, .stock-card > header button").filter({ visible: true }).count()).toBe(0);
  expect(await page.getByText("早餐礼盒 LH-1026").isVisible()).toBe(true);
  await page.emulateMedia({ media: null });

  await journey.open("/stock/lots", "安慕希 酸奶");
  await page.locator('[role="grid"]').focus();
  await press("ArrowDown");
  await press("Enter");
  await drawer.getByText("DLY0520").first().waitFor();
  await press("ArrowDown");
  await drawer.getByText("AMX-0613").first().waitFor();
  await press("Escape");
  await drawer.waitFor({ state: "detached" });
});

test("查序列号：扫一下就打开，卖掉的也找得到；Ctrl+K 打头几位也行；没有的说没有", async () => {
  const { page } = journey;
  await journey.open("/stock/lots/trace", "查一个批号或序列号");
  expect(await journey.seriousFaults()).toEqual([]);
  await journey.scan("SR24-00872");
  await page.getByText("入 1 − 出 1 = 现存 0").waitFor();
  await page.getByLabel(/^批号或序列号，/).fill("sr24");
  await press("Enter");
  await page.getByText("找到 3 个").waitFor();
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByLabel(/^批号或序列号，/).fill("没有这个");
  await press("Enter");
  await page.getByText("没有以「没有这个」开头的批号或序列号").waitFor();

  await journey.open("/stock/lots", "安慕希 酸奶");
  await press("Control+k");
  await page.locator(".palette input").waitFor();
  await page.keyboard.type("SR24-00872", { delay: 70 });
  await page.getByRole("option", { name: /SR24-00872/ }).waitFor();
  await page.waitForTimeout(300);
  await journey.picture("27c-lot-palette");
  await press("Enter");
  await page.getByText("入 1 − 出 1 = 现存 0").waitFor();
});

test("首页要处理：几批过期、几批临期，点进去正是那几批", async () => {
  const { page } = journey;
  await journey.open("/", "批号已过期");
  await journey.picture("28-home-lots");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByRole("link", { name: /批号临期/ }).click();
  await page.getByText("早餐礼盒").first().waitFor();
  expect((await rows()).length).toBe(3);
});

test("手机上：一行看得清商品、批号、还剩几天、现存；点开的追溯也不出边", async () => {
  const { page } = journey;
  await page.setViewportSize(phone);
  await journey.open("/stock/lots", "安慕希 酸奶");
  await journey.picture("26b-lots-phone");
  expect(await fits()).toBe(true);
  expect(await journey.seriousFaults()).toEqual([]);
  await page.locator(".list-table tbody tr").filter({ hasText: "20260901A" }).first().click();
  await page.getByText("入 62 − 出 28 = 现存 34").waitFor();
  await page.waitForTimeout(400);
  await journey.picture("27d-lot-phone");
  expect(await fits()).toBe(true);
  expect(await journey.seriousFaults()).toEqual([]);
  expect(journey.failures).toEqual([]);
  await page.setViewportSize(desktop);
  expect(await proveClean(shop)).toBe("账实相符");
});
