import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeWorkbook } from "../../apps/server/src/platform/excel.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await startJourney();
  page = journey.page;
});
afterAll(async () => journey?.end());

const open = (path: string, waitFor: string) => journey.open(path, waitFor);
const picture = (name: string) => journey.picture(name);
type Rows = { readonly rows: readonly Record<string, string>[] };
async function api(path: string, body?: unknown): Promise<Record<string, unknown> & Rows> {
  return page.evaluate(
    async ([where, content]) => {
      const init =
        content === undefined
          ? {}
          : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
      const response = await fetch(`/api/v1${where}`, init);
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    [path, body] as const,
  ) as never;
}

async function goods(): Promise<Buffer> {
  const headings = ["商品编码", "商品名称", "规格", "类别", "单位", "条码", "采购价", "销售价", "期初数量", "期初单价"];
  const rows = [
    ["10001", "农夫山泉 饮用天然水", "550ml×24", "包装水", "箱", "6921168509256", "22.80", "26.50", "100", "22.80"],
    ["10002", "农夫山泉 饮用天然水", "1.5L×12", "包装水", "箱", "6921168520015", "26.10", "30.50", "60", "26.10"],
    ["10007", "东方树叶 茉莉花茶", "500ml×15", "茶饮", "箱", "6921168558049", "48.20", "57.00", "40", "48.20"],
    ["10031", "红牛 维生素功能饮料", "250ml×24 罐", "功能", "箱", "6920202888883", "110.00", "120.00", "6", "110.00"],
  ];
  return Buffer.from(
    await writeWorkbook({
      sheetName: "商品",
      columns: headings.map((heading) => ({ heading, kind: "text" as const })),
      rows,
    }),
  );
}

test("第一次打开：建自己的公司", async () => {
  await open("/", "第一次使用");
  expect(new URL(page.url()).pathname).toBe("/setup");
  await picture("09-first-run");
  await page.getByLabel(/公司名称/).fill("恒泰饮料商贸");
  await page.getByLabel(/老板姓名/).fill("陈立群");
  await page.getByLabel(/登录名/).fill("chen");
  await page.getByLabel(/^密码/).fill("1234567890");
  await page.getByRole("button", { name: /建公司并开始/ }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
  await page.getByText("恒泰饮料商贸").first().waitFor();
});

test("商品从 Excel 进来：试读、正式导入、结果", async () => {
  await open("/import", "导入");
  await page.setInputFiles("input[type=file]", {
    name: "商品资料.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: await goods(),
  });
  const commit = page.getByRole("button", { name: /正式导入 4 条/ });
  await commit.waitFor();
  await page.waitForTimeout(500);
  await picture("04-import-preview");
  await commit.click();
  await expect.poll(async () => (await api("/items")).rows.length, { timeout: 20_000 }).toBe(4);
  await expect.poll(async () => (await api("/stock")).rows.length, { timeout: 20_000 }).toBe(4);
  await page.waitForTimeout(1500);
  await picture("04-import-result");
});

test("采购入库：供应商、商品、数量、单价全用键盘，F8 审核", async () => {
  await api("/partners", { code: "G1", name: "农夫山泉杭州一级商", isSupplier: true });
  await api("/partners", { code: "K1", name: "城西联华便利（文三路店）", isCustomer: true, creditLimit: "50000.00" });
  await open("/purchase/receipts/new", "采购入库单");
  await writeSlip("nfsq", [
    ["10001", "20", "22.60"],
    ["10007", "10", "47.80"],
  ]);
  await picture("02-purchase-receipt");
  await page.keyboard.press("F8");
  await page.getByText("已审核").first().waitFor();
  expect((await api("/purchase/receipts")).rows.map((row) => `${row["status"]} ${row["grossAmount"]}`)).toEqual([
    "approved 930.00",
  ]);
});

test("销售出库：缺货说得清楚，改好后 F9 预览、F8 审核，库存和凭证跟上", async () => {
  await open("/sales/deliveries/new", "销售出库单");
  await writeSlip("cxlh", [
    ["10001", "40", "26.50"],
    ["10002", "12", "30.50"],
    ["10031", "10", "120"],
  ]);
  await page
    .getByText(/可用 6 箱，少 4 箱/)
    .first()
    .waitFor();
  await page.keyboard.press("F9");
  await page.waitForTimeout(1200);
  await picture("02-sales-delivery");
  await page
    .getByRole("button", { name: /改为 6/ })
    .first()
    .click();
  // 毛利率 as a person reads it: between 1 and 99 percent.
  await page
    .getByText(/^[1-9]\d?\.\d{2}%$/)
    .first()
    .waitFor();
  await page.keyboard.press("F8");
  await page.getByText("已审核").first().waitFor();
  await page.waitForTimeout(800);
  await picture("02b-sales-delivery-approved");
  const stock = await api("/stock");
  expect(stock.rows.map((row) => `${row["code"]} ${row["onHand"]}`)).toEqual(["10001 80", "10002 48", "10007 50"]);
  const vouchers = await api("/vouchers");
  expect(vouchers.rows.length).toBeGreaterThanOrEqual(3);
});

test("看得见：库存、明细账、凭证、往来、首页、账实相符", async () => {
  await open("/stock", "库存数量");
  await picture("03-stock-list");
  await page.getByText("10001").first().click();
  await page.waitForTimeout(1200);
  await picture("03b-stock-card");
  await open("/vouchers", "凭证");
  await picture("05-vouchers");
  await open("/receivables", "应收");
  await picture("06-receivables");
  await open("/sales/deliveries", "销售出库单");
  await picture("02c-sales-delivery-list");
  await open("/items", "商品");
  await picture("08-items");
  await open("/proof", "账实核对");
  await page
    .getByRole("button", { name: /现在核对/ })
    .first()
    .click();
  await page
    .getByText(/全部相符/)
    .first()
    .waitFor();
  await picture("07-proof");
  await open("/", "今天");
  await picture("01-home");
  await open("/api-docs", "销售出库单");
  await picture("10-api");
  expect(journey.failures).toEqual([]);
});

test("其余每一页都打得开，没有脚本错误，axe 查不出严重的问题", async () => {
  const [voucher] = (await api("/vouchers")).rows;
  const [item] = (await api("/items")).rows;
  const customer = (await api("/partners?role=customer")).rows[0];
  const rest: readonly (readonly [path: string, waitFor: string, name: string])[] = [
    [`/vouchers/${voucher?.["id"]}`, "记账凭证", "05b-voucher"],
    ["/accounts", "库存商品", "05c-accounts"],
    ["/accounts/balances", "库存商品", "05d-trial-balance"],
    ["/periods", "可以结账", "05e-periods"],
    [`/partners/${customer?.["id"]}/statement?side=receivable`, "城西联华", "06b-statement"],
    ["/payables", "农夫山泉杭州一级商", "06c-payables"],
    [`/items/${item?.["id"]}`, "农夫山泉", "08b-item"],
    ["/categories", "包装水", "08c-categories"],
    ["/warehouses", "主仓", "08d-warehouses"],
    ["/customers", "城西联华", "08e-customers"],
    ["/suppliers", "农夫山泉杭州一级商", "08f-suppliers"],
    [`/partners/${customer?.["id"]}`, "城西联华", "08g-partner"],
    ["/purchase/receipts", "农夫山泉杭州一级商", "02d-purchase-receipt-list"],
    [`/stock/card?itemId=${item?.["id"]}`, "农夫山泉", "03c-stock-card-page"],
    ["/users", "陈立群", "11-users"],
    ["/password", "密码", "11b-password"],
  ];
  for (const [path, waitFor, name] of rest) {
    await open(path, waitFor);
    await picture(name);
    expect([path, await journey.seriousFaults()]).toEqual([path, []]);
  }
  for (const path of ["/", "/stock", "/sales/deliveries", "/sales/deliveries/new", "/proof", "/import"]) {
    await page.goto(`${journey.server.url}${path}`);
    await page.waitForTimeout(1200);
    expect([path, await journey.seriousFaults()]).toEqual([path, []]);
  }
  await page.evaluate(async () => fetch("/api/v1/session", { method: "DELETE" }));
  await open("/login", "登录");
  await picture("11c-login");
  expect(await journey.seriousFaults()).toEqual([]);
  expect(journey.failures).toEqual([]);
});

/** As a clerk types: partner by initials, then code, quantity, price, Enter after each. */
async function writeSlip(partner: string, lines: readonly (readonly [string, string, string])[]): Promise<void> {
  await page.getByPlaceholder("名称、编码或拼音首字母").first().fill(partner);
  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(400);
  await page.locator("td.quiet[data-cell=item]").first().click();
  for (const [code, quantity, price] of lines) {
    await page.keyboard.type(code, { delay: 70 });
    await page.waitForTimeout(700);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(500);
    await typeInto(/数量/, quantity);
    await typeInto(/单价/, price);
  }
}
/** Enter walks through the cells; this stops at the one wanted. */
async function typeInto(cell: RegExp, text: string): Promise<void> {
  for (let steps = 0; steps < 8; steps += 1) {
    const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    if (cell.test(label)) break;
    await page.keyboard.press("Enter");
    await page.waitForTimeout(60);
  }
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text, { delay: 60 });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(100);
}
