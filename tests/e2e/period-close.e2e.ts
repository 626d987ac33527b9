import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, addPartner, openShop, type Shop, testPassword } from "../support/server.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let page: Page;
let shop: Shop;
beforeAll(async () => {
  journey = await startJourney();
  page = journey.page;
  shop = await openShop(journey.server, { startPeriod: "2026-01" });
  const [supplier, itemId] = [await addPartner(shop, "G1", "supplier"), await addItem(shop, "P30")];
  const body = (businessDate: string) => ({
    businessDate,
    partnerId: supplier,
    warehouseId: shop.warehouseId,
    lines: [{ itemId, quantity: "1", price: "8" }],
  });
  await shop.call("purchaseReceipts.createApproved", { body: body("2026-01-05") });
  await shop.call("purchaseReceipts.create", { body: body("2026-01-31") });
  for (const role of ["bookkeeper", "clerk"] as const)
    await shop.call("users.create", { body: { loginName: role, displayName: role, role, password: testPassword } });
});
afterAll(async () => journey?.end());

async function openAs(loginName: string): Promise<void> {
  await page.goto(`${journey.server.url}/login`);
  await page.evaluate(
    ([name, password]) =>
      fetch("/api/v1/session", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ loginName: name, password }),
      }).then(() => undefined),
    [loginName, testPassword] as const,
  );
  await page.goto(`${journey.server.url}/periods`);
}
const january = () => page.getByRole("row").filter({ hasText: "2026-01" });

test("期间结账只用键盘：有草稿先说清楚，留着草稿结账；反结账不写原因不行，写了就开；记录都在", async () => {
  await openAs(shop.loginName);
  await page.getByRole("button", { name: "结账 2026-01", exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("说明").focus();
  await page.keyboard.press("Enter");
  await dialog.getByText("2026-01 还有 1 张草稿（2026-01-31 供应商 G1）").waitFor();
  await dialog.getByLabel("留着 1 张草稿结账").focus();
  await page.keyboard.press("Space");
  await dialog.getByLabel("说明").fill("一月报税");
  await page.keyboard.press("Enter");
  await page.getByText("✓ 2026-01 已结账").waitFor();
  expect(await january().innerText()).toMatch(/已结账\s+采购入库单 1 张\s+1\s+陈立群/);

  await page.getByRole("button", { name: "反结账 2026-01" }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "反结账" }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByText("请写明原因，至少 4 个字").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"))).toBe("true");
  await page.keyboard.type("漏了一张发票");
  await page.keyboard.press("Enter");
  await page.getByText("✓ 2026-01 已反结账").waitFor();
  await page.getByText("漏了一张发票").waitFor();
  expect(await january().innerText()).toContain("可以结账");
  expect(journey.failures).toEqual([]);
});

test("补录天数：写错了说在那一格，存好了还在；会计看得到、改不了、能结账不能反结账；开单员打不开这一页", async () => {
  await openAs(shop.loginName);
  await page.getByLabel("仓管最多补录几天").fill("三");
  await page.getByRole("button", { name: "存下补录天数" }).click();
  await page.getByText("写 0 到 366 的整数，或空着").waitFor();
  await page.getByLabel("仓管最多补录几天").fill("3");
  await page.keyboard.press("Enter");
  await page.getByText("✓ 补录天数存好了").waitFor();
  await shop.call("periods.close", { body: { period: "2026-01", ignoreDrafts: true } });
  await openAs("bookkeeper");
  await page.getByText("3 天").waitFor();
  expect(await page.getByRole("button", { name: /结账 2026/ }).allInnerTexts()).toEqual(["结账"]);
  await openAs("clerk");
  await page.getByText("这一页您看不到").waitFor();
  expect(journey.failures).toEqual([]);
});
