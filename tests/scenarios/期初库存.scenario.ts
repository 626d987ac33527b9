import { expect, test } from "vitest";
import { addItem, lines, person, serverOfThisFile, testPassword } from "../support/server.ts";
import {
  balanceOf,
  booksText,
  cardText,
  costOf,
  openStockShop,
  proves,
  type StockShop,
  unapprove,
  voidDraft,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

function opening(shop: StockShop, itemId: string, quantity: string, price: string, date = "2026-02-28") {
  return shop.body("openingStocks", date, [[itemId, quantity, price]]) as never;
}

test("期初库存单手工录：2 月 28 日 100@10，借库存商品贷期初余额；3 月卖 40 件成本 400.00", async () => {
  const shop = await openStockShop(server, { startPeriod: "2026-03" });
  const itemId = await addItem(shop, "QC");
  const made = await shop.call("openingStocks.createApproved", { body: opening(shop, itemId, "100", "10") });
  const document = { kind: "openingStocks", ...made } as const;
  expect(await vouchersText(shop, document)).toBe(
    lines(`
    1405 库存商品 借 1000.00
    3999 期初余额 贷 1000.00`),
  );
  const sale = await shop.sell("03-10", [[itemId, "40", "20"]]);
  expect(await costOf(shop, sale)).toBe("400.00");
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    02-28 期初库存 入 100 1000.00 结存 100 / 1000.00
    03-10 销售出库 出 40 400.00 结存 60 / 600.00`),
  );
  expect(await balanceOf(shop, "1405", "2026-03")).toBe("600.00");
  await proves(shop);
});

test("期初录错了：卖过也能反审核改单价，后面的成本跟着重算；数量改到不够卖，拒绝并指出那张出库单", async () => {
  const shop = await openStockShop(server, { startPeriod: "2026-03" });
  const itemId = await addItem(shop, "QC");
  const first = await shop.call("openingStocks.createApproved", { body: opening(shop, itemId, "100", "10") });
  await shop.buy("03-05", [[itemId, "100", "20"]]);
  const sale = await shop.sell("03-10", [[itemId, "40", "30"]]);
  expect(await costOf(shop, sale)).toBe("600.00");
  await unapprove(shop, { kind: "openingStocks", ...first });
  expect(await costOf(shop, sale)).toBe("800.00");
  await voidDraft(shop, { kind: "openingStocks", ...first });
  await shop.call("openingStocks.createApproved", { body: opening(shop, itemId, "100", "12") });
  expect(await costOf(shop, sale)).toBe("640.00");

  const last = await shop.sell("03-20", [[itemId, "160", "30"]]);
  const before = await booksText(shop);
  const { rows } = await shop.call("openingStocks.list", { query: { status: "approved" } });
  const refusal = await shop.refusal("openingStocks.unapprove", { params: { id: rows[0]?.id ?? "" }, body: {} });
  expect(refusal.errors?.map((one) => `${one.code} ${one.facts?.["document"]} ${one.facts?.["short"]}`)).toEqual([
    `stock.short_later ${last.number} 100`,
  ]);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});

test("坏输入：日期不是启用前一天、没有单价、启用月结账以后、没有看成本的权限，都拒绝，什么也没有写", async () => {
  const shop = await openStockShop(server, { startPeriod: "2026-03" });
  const itemId = await addItem(shop, "QC");
  const refused = async (body: unknown) => {
    const refusal = await shop.refusal("openingStocks.createApproved", { body: body as never });
    return refusal.errors?.map((one) => `${one.path} ${one.code}`) ?? [refusal.code];
  };
  expect(await refused(opening(shop, itemId, "1", "10", "2026-03-01"))).toEqual(["businessDate opening.date"]);
  expect(await refused(opening(shop, itemId, "1", "10", "2026-02-27"))).toEqual(["businessDate opening.date"]);
  const withoutPrice = { ...(opening(shop, itemId, "1", "1") as object), lines: [{ itemId, quantity: "1" }] };
  expect((await refused(withoutPrice))[0]).toContain("lines.0.price");

  await shop.call("users.create", {
    body: { loginName: `cang-${Date.now()}`, displayName: "赵师傅", role: "storekeeper", password: testPassword },
  });
  const { rows: users } = await shop.call("users.list", {});
  const storekeeper = person(server);
  const loginName = users.find((user) => user.role === "storekeeper")?.loginName ?? "";
  await storekeeper.call("session.create", { body: { loginName, password: testPassword } });
  expect((await storekeeper.refusal("openingStocks.list", {})).code).toBe("permission.missing");

  await shop.call("periods.close", { body: { period: "2026-03" } });
  expect(await refused(opening(shop, itemId, "1", "10"))).toEqual(["businessDate period.openings_closed"]);
  expect((await shop.call("stock.list", { query: { includeZero: "true" } })).rows.map((row) => row.onHand)).toEqual([
    "0",
  ]);
  await proves(shop);
});
