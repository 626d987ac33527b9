import { expect, test } from "vitest";
import { openExercise } from "../support/exercise.ts";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  approve,
  balanceOf,
  change,
  from,
  openStockShop,
  owed,
  type Posted,
  proves,
  show,
  standsText,
  type StockShop,
  unapprove,
  voidDraft,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

const refusedFor = async (shop: StockShop, { id }: Posted, verb: "approve" | "unapprove") =>
  (await shop.refusal(`purchaseReceipts.${verb}`, { params: { id }, body: {} })).code;

test("P08 按订单入库 10@8，反审核、改成 8、再审核三轮，最后作废：库存、应付、订单已执行、科目都跟着；反审核草稿和重复审核被拒绝", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P08");
  const order = await shop.post("purchaseOrders", "03-01", [[itemId, "10", "8"]], {
    partnerId: shop.supplier,
    taxIncluded: false,
  });
  const receipt = await shop.draft("purchaseReceipts", "03-05", [[itemId, "10", "8", from(order)]]);
  const standing = async () => {
    const [line] = (await shop.call("purchaseOrders.show", { params: { id: order.id } })).lines;
    return [
      `库存 ${await standsText(shop, itemId)}`,
      `应付 ${await owed(shop, "payable")}`,
      `已执行 ${line?.execution?.executed}`,
      `1405 ${await balanceOf(shop, "1405", "2026-03")}`,
      `进项 ${await balanceOf(shop, "22210101", "2026-03")}`,
    ].join("，");
  };
  await approve(shop, receipt);
  const story = [await standing()];
  for (let round = 0; round < 3; round += 1) {
    await unapprove(shop, receipt);
    story.push(await standing());
    await change(shop, receipt, [[itemId, "8", "8", from(order)]]);
    await approve(shop, receipt);
    story.push(await standing());
  }
  expect(await refusedFor(shop, receipt, "approve")).toBe("document.already_approved");
  await unapprove(shop, receipt);
  expect(await refusedFor(shop, receipt, "unapprove")).toBe("document.not_approved");
  await voidDraft(shop, receipt);
  story.push(await standing());
  expect(story.join("\n")).toBe(
    lines(`
    库存 10 / 80.00，应付 90.40，已执行 10，1405 80.00，进项 10.40
    库存 0 / 0.00，应付 0.00，已执行 0，1405 0.00，进项 0.00
    库存 8 / 64.00，应付 72.32，已执行 8，1405 64.00，进项 8.32
    库存 0 / 0.00，应付 0.00，已执行 0，1405 0.00，进项 0.00
    库存 8 / 64.00，应付 72.32，已执行 8，1405 64.00，进项 8.32
    库存 0 / 0.00，应付 0.00，已执行 0，1405 0.00，进项 0.00
    库存 8 / 64.00，应付 72.32，已执行 8，1405 64.00，进项 8.32
    库存 0 / 0.00，应付 0.00，已执行 0，1405 0.00，进项 0.00`),
  );
  const { status, number } = await show(shop, receipt);
  expect([status, number]).toEqual(["void", "CGRK-20260305-0001"]);
  expect(await refusedFor(shop, receipt, "approve")).toBe("document.not_draft");
  await proves(shop);
});

test("P08 卖出 4@15 后反审核、作废：10 件 80.00，平均成本回到 8.00，成本、收入和应收归零", async () => {
  const { shop, enter, stands, unitCost } = await openExercise(server);
  const [, sale] = await enter(`
    03-01 采购入库 10 @8
    03-05 销售出库 4 @15`);
  expect([await stands(), await balanceOf(shop, "5401", "2026-03"), await owed(shop, "receivable")]).toEqual([
    "6 / 48.00",
    "32.00",
    "67.80",
  ]);
  await unapprove(shop, sale!);
  await voidDraft(shop, sale!);
  expect([
    await stands(),
    await unitCost(),
    await balanceOf(shop, "5401", "2026-03"),
    await balanceOf(shop, "5001", "2026-03"),
    await owed(shop, "receivable"),
  ]).toEqual(["10 / 80.00", "8", "0.00", "0.00", "0.00"]);
  await proves(shop);
});

test("P08 同时按两次审核：只过账一次，另一次说已经审核", async () => {
  const { shop, itemId, enter, stands } = await openExercise(server);
  await enter("03-01 采购入库 10 @8");
  const { id } = await shop.draft("salesDeliveries", "03-05", [[itemId, "1", "15"]]);
  const press = () =>
    shop.call("salesDeliveries.approve", { params: { id }, body: {} }).then(
      () => "审核了",
      (error: { readonly problem: { readonly code: string } }) => error.problem.code,
    );
  expect((await Promise.all([press(), press()])).sort()).toEqual(["document.already_approved", "审核了"]);
  expect(await stands()).toBe("9 / 72.00");
  await proves(shop);
});
