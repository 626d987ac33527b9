import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, addPartner, openShop, proveClean, type Shop, testPassword } from "../support/server.ts";
import { type Journey, startJourney } from "./journey.ts";

let journey: Journey;
let shop: Shop;
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

beforeAll(async () => {
  journey = await startJourney();
  shop = await openShop(journey.server, { startPeriod: today.slice(0, 7), companyName: "恒泰酒业" });
  const wine = await addItem(shop, "20001", { name: "酱香酒 53 度", spec: "500ml", baseUnit: "瓶", salePrice: "120" });
  const box = await addItem(shop, "20002", { name: "礼盒包装", baseUnit: "只", salePrice: "30" });
  const supplierId = await addPartner(shop, "G1", "supplier", { name: "茅台镇一级商" });
  await addPartner(shop, "K1", "customer", { name: "城西联华便利（文三路店）" });
  await shop.call("purchaseReceipts.createApproved", {
    body: {
      businessDate: today,
      partnerId: supplierId,
      warehouseId: shop.warehouseId,
      lines: [
        { itemId: wine, quantity: "60", price: "67.80" },
        { itemId: box, quantity: "20", price: "5.65" },
      ],
    },
  });
  await journey.signIn(shop.loginName, testPassword);
});
afterAll(async () => journey?.end());

const press = (key: string) => journey.press(key);
const enter = (...texts: readonly string[]) => journey.enter(...texts);

test("组合商品：建一个礼盒，配件全用键盘，Ctrl+Del 去掉一行，F2 存下", async () => {
  const { page } = journey;
  await journey.open("/items/new", "新建商品");
  await page.getByLabel("编码").fill("30001");
  await page.getByLabel("名称").fill("酱香礼盒");
  await page.getByLabel("基本单位").fill("盒");
  await page.locator(".record-grid").getByLabel("售价", { exact: true }).fill("298");
  await page.getByRole("button", { name: "加一个配件" }).click();
  await page.waitForTimeout(300);
  await enter("jxj", "2", "lhbz", "1");
  await press("Control+Delete");
  await page.waitForTimeout(300);
  expect(await page.locator("[data-part]").count()).toBe(2);
  await journey.picture("24-kit-item");
  expect(await journey.seriousFaults()).toEqual([]);
  await press("F2");
  await page.getByRole("heading", { name: "酱香礼盒" }).waitFor();
  await page.waitForTimeout(600);
  const { rows } = await shop.call("items.list", { query: { kits: "true" } });
  const kit = await shop.call("items.show", { params: { id: rows[0]?.id ?? "" } });
  expect(kit.parts?.map((part) => `${part.name} ${part.quantity} ${part.unit}`)).toEqual([
    "酱香酒 53 度 2 瓶",
    "礼盒包装 1 只",
  ]);
});

test("卖礼盒：像普通商品一样选，预览说出什么，保存后是配件和记号，审核后礼盒写在配件上面", async () => {
  const { page } = journey;
  await journey.open("/sales/deliveries/new", "销售出库单");
  await page.getByPlaceholder("名称、编码或拼音首字母").first().fill("cxlh");
  await page.waitForTimeout(700);
  await press("Enter");
  await page.waitForTimeout(400);
  await page.locator("td.quiet[data-cell=item]").first().click();
  await enter("30001", "3");
  await press("F9");
  await page.getByText("组合商品按配件出").waitFor();
  await page.getByText("可以审核").waitFor();
  await press("F2");
  await page.getByText("酱香礼盒 ×3").first().waitFor();
  await page.waitForTimeout(1200);
  const cells = (column: number) => page.locator(`.line-table tbody tr td:nth-child(${column})`).allTextContents();
  expect((await cells(2)).slice(0, 2)).toEqual(["20001", "20002"]);
  await journey.picture("24b-kit-draft");
  expect(await journey.seriousFaults()).toEqual([]);
  await press("F8");
  await page.getByText("已审核").first().waitFor();
  await page.waitForTimeout(900);
  expect(await page.locator(".kit-row").allTextContents()).toEqual(["组合酱香礼盒 ×3 盒合计 894.00"]);
  await journey.picture("24c-kit-delivery");
  expect(await journey.seriousFaults()).toEqual([]);
});

test("配件按批号管理：直接审核会说先保存；保存后批号已按先到期填好，审核通过；商品列表认得组合商品", async () => {
  const { page } = journey;
  const cream = await addItem(shop, "20003", { name: "乳霜", baseUnit: "支", salePrice: "100", tracking: "lot" });
  await addItem(shop, "30002", {
    name: "护肤套装",
    baseUnit: "套",
    salePrice: "180",
    parts: [{ itemId: cream, quantity: "2" }],
  });
  await shop.call("otherReceipts.createApproved", {
    body: {
      businessDate: today,
      warehouseId: shop.warehouseId,
      reason: "gift-received",
      lines: [{ itemId: cream, quantity: "10", price: "40", lot: "L1" }],
    },
  });
  await journey.open("/sales/deliveries/new", "销售出库单");
  await page.getByPlaceholder("名称、编码或拼音首字母").first().fill("cxlh");
  await page.waitForTimeout(700);
  await press("Enter");
  await page.waitForTimeout(400);
  await page.locator("td.quiet[data-cell=item]").first().click();
  await enter("30002", "1");
  await press("F8");
  await page.getByText("先按 F2 保存，配件展开成行以后再填。").first().waitFor();
  await press("F2");
  await page.getByText("护肤套装 ×1").first().waitFor();
  await page.getByText("L1", { exact: true }).first().waitFor();
  await press("F8");
  await page.getByText("已审核").first().waitFor();
  await journey.open("/items?kits=true", "酱香礼盒");
  expect(await page.getByText("组合商品", { exact: true }).count()).toBeGreaterThanOrEqual(2);
  expect(await journey.seriousFaults()).toEqual([]);
  expect(journey.failures).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});
