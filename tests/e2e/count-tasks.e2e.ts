import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, openShop, person, type Person, type Shop, testPassword } from "../support/server.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: Shop;
let storekeeper: Person;
beforeAll(async () => {
  journey = await startJourney();
  shop = await openShop(journey.server, { startPeriod: "2026-03" });
  await fill();
});
afterAll(() => journey?.end());

const goods = [
  ["10001", "农夫山泉 饮用天然水", "550ml×24", "6921168509256", "100"],
  ["10002", "农夫山泉 饮用天然水", "1.5L×12", "6921168520015", "60"],
  ["10007", "东方树叶 茉莉花茶", "500ml×15", "6921168558049", "40"],
  ["10031", "红牛 维生素功能饮料", "250ml×24 罐", "6920202888883", "6"],
  ["10033", "东鹏特饮", "500ml×24", "6934502300006", "148"],
  ["10041", "青岛啤酒 经典", "500ml×12 罐", "6901035602215", "167"],
] as const;
const items = new Map<string, string>();
async function fill(): Promise<void> {
  const supplier = await shop.call("partners.create", { body: { code: "G1", name: "农夫山泉杭州", isSupplier: true } });
  for (const [code, name, spec, barcode] of goods)
    items.set(
      code,
      await addItem(shop, code, {
        name,
        spec,
        baseUnit: "瓶",
        units: [
          { name: "瓶", factor: "1", barcodes: [barcode] },
          { name: "箱", factor: "24", barcodes: [] },
        ],
      }),
    );
  await shop.call("purchaseReceipts.createApproved", {
    body: {
      businessDate: "2026-11-02",
      partnerId: supplier.id,
      warehouseId: shop.warehouseId,
      lines: goods.map(([code, , , , quantity]) => ({
        itemId: items.get(code) ?? "",
        quantity,
        unit: "箱",
        price: "48",
      })),
    },
  });
  await shop.call("users.create", {
    body: { loginName: "zhao-shifu", displayName: "赵师傅", role: "storekeeper", password: testPassword },
  });
  storekeeper = person(journey.server);
  await storekeeper.call("session.create", { body: { loginName: "zhao-shifu", password: testPassword } });
}
const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };

test("开始盘点：冻结清单；没有任务时说这是做什么的", async () => {
  const { page } = journey;
  await journey.signIn(shop.loginName, testPassword);
  await journey.open("/stock/count-tasks", "还没有盘点任务");
  await page
    .getByRole("button", { name: /开始盘点/ })
    .first()
    .click();
  await page.getByLabel(/^名称/).fill("十一月底盘点");
  await page.waitForTimeout(400);
  await journey.picture("20b-count-task-new");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByRole("button", { name: "冻结清单，开始盘点" }).click();
  await page.getByText("0 / 6 种").first().waitFor();
  await page.waitForTimeout(500);
  expect(await page.getByRole("link", { name: "盘点任务" }).count()).toBeGreaterThan(0);
});

test("手机盘点：扫一下加一，断网照盘，连上就交，不丢不重", async () => {
  const { page } = journey;
  const address = new URL(page.url()).pathname;
  await page.setViewportSize(phone);
  await journey.open(`${address}/count`, "刚盘过");
  await page.getByLabel("货位").fill("A-02");
  await page.getByLabel("扫码或找商品").focus();
  await journey.scan("6934502300006");
  await journey.scan("6934502300006");
  await page.getByText("2瓶").first().waitFor();
  await page.getByLabel("盘得 箱").fill("148");
  await page.getByLabel("盘得 瓶").fill("6");
  await page.waitForTimeout(300);
  await journey.picture("21-count-phone");
  await page.getByRole("button", { name: "改成这个数" }).click();
  await page.getByText("148箱6瓶").first().waitFor();

  await page.context().setOffline(true);
  await page.getByLabel("扫码或找商品").focus();
  await journey.scan("6901035602215");
  await page.getByLabel("扫码或找商品").fill("红牛");
  await page.getByRole("button", { name: /红牛/ }).click();
  await page.getByLabel("盘得 箱").fill("6");
  await page.keyboard.press("Enter");
  await page.getByText(/没有网络，2 条/).waitFor();
  await journey.scan("4006381333931");
  await page.waitForTimeout(300);
  await journey.picture("21b-count-phone-offline");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.context().setOffline(false);
  await page.getByText("都交上去了").waitFor({ timeout: 15_000 });

  const id = address.split("/").at(-1) ?? "";
  const sheet = await shop.call("countTasks.sheet", { params: { id } });
  expect(sheet.mine.map((entry) => entry.quantity)).toEqual(["144", "1", "2", "3558", "1"]);
  expect(sheet.rows.filter((row) => row.isCounted).map((row) => row.code)).toEqual(["10031", "10033", "10041"]);
});

test("看差异、只看差异、请复盘、生成盘点单并审核，全用键盘", async () => {
  const { page } = journey;
  const id = page.url().split("/").at(-2) ?? "";
  const now = new Date().toISOString();
  const count = (code: string, quantity: string, place: string) => ({
    id: crypto.randomUUID(),
    itemId: items.get(code) ?? "",
    quantity,
    unit: "箱",
    place,
    countedAt: now,
  });
  await storekeeper.call("countTasks.count", {
    params: { id },
    body: {
      sentAt: now,
      entries: [
        count("10001", "60", "A-01"),
        count("10001", "40", "B-01"),
        count("10002", "58", ""),
        count("10041", "167", ""),
      ],
    },
  });
  await page.setViewportSize(desktop);
  await journey.open(`/stock/count-tasks/${id}`, "5 / 6 种");
  await journey.picture("22-count-review");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.keyboard.press("Alt+d");
  await page.waitForTimeout(300);
  await page.getByRole("grid").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByText("青岛啤酒 经典 的盘点记录").waitFor();
  await page.waitForTimeout(300);
  await journey.picture("22c-count-entries");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+r");
  await page.getByText(/已请复盘 1 种/).waitFor();

  await page.setViewportSize(phone);
  await page.waitForTimeout(400);
  await journey.open(`/stock/count-tasks/${id}/count`, "要再盘一次的 1 种");
  await journey.picture("21d-count-phone-recount");
  await page
    .getByRole("button", { name: /青岛啤酒/ })
    .first()
    .click();
  await page.getByLabel("盘得 箱").fill("167");
  await page.keyboard.press("Enter");
  await page.getByText("都交上去了").waitFor();

  await page.setViewportSize(desktop);
  await journey.open(`/stock/count-tasks/${id}`, "第 2 轮");
  await page.keyboard.press("F8");
  await page.getByText("没盘到的 1 种怎么办？").waitFor();
  await page.getByLabel("盘亏原因").selectOption("natural-loss");
  await page.getByLabel("赔偿").fill("廿");
  await page.getByRole("button", { name: "生成并审核" }).click();
  await page.getByText("赔偿写成金额，例如 20。").waitFor();
  await page.getByLabel("赔偿").fill("20");
  await page.waitForTimeout(300);
  await journey.picture("23-count-finish");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByRole("button", { name: "生成并审核" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("已过账").first().waitFor();
  await page.waitForTimeout(600);
  await journey.open("/stock/count-tasks", "十一月底盘点");
  expect(await journey.seriousFaults()).toEqual([]);
  expect(journey.failures).toEqual([]);
  const stock = await shop.call("stock.list", {});
  expect(stock.rows.map((row) => `${row.code} ${row.onHand}`)).toEqual([
    "10001 2400",
    "10002 1392",
    "10007 960",
    "10031 144",
    "10033 3558",
    "10041 4008",
  ]);
});

test("盘点员在手机上登录：只有盘点任务和商品，点进去就能盘", async () => {
  const { page } = journey;
  const body = { loginName: "pan-dian", displayName: "孙小妹", role: "counter" as const, password: testPassword };
  await shop.call("users.create", { body });
  await shop.call("countTasks.create", {
    body: {
      name: "饮料抽盘",
      warehouseId: shop.warehouseId,
      scope: "warehouse",
      blind: true,
      businessDate: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
    },
  });
  await page.context().clearCookies();
  await page.setViewportSize(phone);
  await journey.signIn("pan-dian", testPassword);
  await journey.open("/", "饮料抽盘");
  await journey.picture("24-counter-phone");
  expect(await journey.seriousFaults()).toEqual([]);
  await page.getByText("饮料抽盘").first().click();
  await page.getByRole("button", { name: "去盘点" }).click();
  await page.getByText("刚盘过").waitFor();
  expect(journey.failures).toEqual([]);
});
