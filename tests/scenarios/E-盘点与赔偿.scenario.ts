import { expect, test } from "vitest";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  approve,
  balanceOf,
  booksText,
  cardText,
  fieldsOf,
  from,
  openStockShop,
  proves,
  show,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("E14 账面 100@11 盘到 97（管理不善）：损失 33.00 连同进项 4.29 转出；再盘到 99，盘盈 22.00 记营业外收入", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14");
  await shop.buy("03-01", [[itemId, "100", "11"]]);
  const loss = await shop.post("stockCounts", "03-31", [[itemId, "97"]], { reason: "damaged" });
  const gain = await shop.post("stockCounts", "04-30", [[itemId, "99"]]);
  expect(await vouchersText(shop, loss)).toBe(
    lines(`
    1901 待处理财产损溢 借 37.29
    1405 库存商品 贷 33.00
    22210107 进项税额转出 贷 4.29
    5711 营业外支出 借 37.29
    1901 待处理财产损溢 贷 37.29`),
  );
  expect(await vouchersText(shop, gain)).toBe(
    lines(`
    1405 库存商品 借 22.00
    1901 待处理财产损溢 贷 22.00
    1901 待处理财产损溢 借 22.00
    5301 营业外收入 贷 22.00`),
  );
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 100 1100.00 结存 100 / 1100.00
    03-31 盘点 出 3 33.00 结存 97 / 1067.00
    04-30 盘点 入 2 22.00 结存 99 / 1089.00`),
  );
  await proves(shop);
});

test("E14 有人赔 20.00：其他应收款 20.00，营业外支出 17.29；改成赔 50.00，多出的 12.71 记营业外收入；反审核全部冲回", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14P");
  await shop.buy("03-01", [[itemId, "100", "11"]]);
  const before = await booksText(shop);
  const draft = await shop.draft("stockCounts", "03-31", [[itemId, "97"]], { compensation: "20" });
  expect((await show(shop, draft)).compensation).toBe("20.00");
  await approve(shop, draft);
  expect(await vouchersText(shop, draft)).toBe(
    lines(`
    1901 待处理财产损溢 借 37.29
    1405 库存商品 贷 33.00
    22210107 进项税额转出 贷 4.29
    1221 其他应收款 借 20.00
    5711 营业外支出 借 17.29
    1901 待处理财产损溢 贷 37.29`),
  );
  expect([await balanceOf(shop, "1221", "2026-03"), await balanceOf(shop, "5711", "2026-03")]).toEqual([
    "20.00",
    "17.29",
  ]);
  await unapprove(shop, draft);
  expect(await booksText(shop)).toBe(before);
  await shop.call("stockCounts.update", {
    params: { id: draft.id },
    body: { ...shop.body("stockCounts", "03-31", [[itemId, "97"]]), compensation: "50.00" } as never,
  });
  await approve(shop, draft);
  expect([
    await balanceOf(shop, "1221", "2026-03"),
    await balanceOf(shop, "5711", "2026-03"),
    await balanceOf(shop, "5301", "2026-03"),
    await balanceOf(shop, "1901", "2026-03"),
  ]).toEqual(["50.00", "0.00", "-12.71", "0.00"]);
  await proves(shop);
});

test("赔偿：没有盘亏的盘点、不是损失的原因，都拒绝，说出怎么改；0 就是不赔", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14R");
  await shop.buy("03-01", [[itemId, "100", "11"]]);
  const before = await booksText(shop);
  const gain = await shop.refusal("stockCounts.createApproved", {
    body: { ...shop.body("stockCounts", "03-31", [[itemId, "102"]]), compensation: "20" } as never,
  });
  expect([fieldsOf(gain), gain.detail]).toEqual([
    ["compensation compensation.no_loss"],
    "这次盘点没有盘亏，没有损失可赔。请删掉赔偿，或核对盘点数。",
  ]);
  const use = await shop.refusal("otherIssues.createApproved", {
    body: { ...shop.body("otherIssues", "03-31", [[itemId, "3"]]), reason: "own-use", compensation: "20" } as never,
  });
  expect([fieldsOf(use), use.detail]).toEqual([
    ["compensation compensation.not_a_loss"],
    "「领用」不是损失，不能填赔偿。请删掉赔偿，或改原因。",
  ]);
  const negative = await shop.refusal("otherIssues.create", {
    body: { ...shop.body("otherIssues", "03-31", [[itemId, "3"]]), reason: "damaged", compensation: "-1" } as never,
  });
  expect([negative.status, fieldsOf(negative)[0]?.split(" ")[0]]).toEqual([400, "compensation"]);
  expect(await booksText(shop)).toBe(before);
  await shop.post("stockCounts", "03-31", [[itemId, "100"]], { compensation: "0" });
  await proves(shop);
});

test("赔偿：报废 3 件有人赔 20.00，承运人赔在途损失 15.00，损失各少这么多；补录更早的入库，赔偿不变", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E14O");
  await shop.buy("03-02", [[itemId, "100", "11"]]);
  const scrap = await shop.post("otherIssues", "03-10", [[itemId, "3"]], { reason: "damaged", compensation: "20" });
  expect(await vouchersText(shop, scrap)).toBe(
    lines(`
    5711 营业外支出 借 33.00
    1405 库存商品 贷 33.00
    5711 营业外支出 借 4.29
    22210107 进项税额转出 贷 4.29
    1221 其他应收款 借 20.00
    5711 营业外支出 借 -20.00`),
  );
  const sent = await shop.post("transferShipments", "03-12", [[itemId, "10"]], { toWarehouseId: shop.second });
  await shop.post("transferLosses", "03-15", [[itemId, "2", undefined, from(sent)]], {
    reason: "damaged",
    compensation: "15",
  });
  expect([await balanceOf(shop, "1221", "2026-03"), await balanceOf(shop, "5711", "2026-03")]).toEqual([
    "35.00",
    "27.15",
  ]);
  await shop.buy("03-01", [[itemId, "100", "13"]]);
  expect([await balanceOf(shop, "1221", "2026-03"), await balanceOf(shop, "5711", "2026-03")]).toEqual([
    "35.00",
    "32.15",
  ]);
  await proves(shop);
});
