import { expect, test } from "vitest";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  addGoods,
  balanceOf,
  booksText,
  cardText,
  fieldsOf,
  from,
  openStockShop,
  owed,
  proves,
  show,
  standsText,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

const methods = [
  ["移动加权", "moving-average"],
  ["先进先出", "fifo"],
] as const;

test.each(methods)(
  "P20 a 买 13.13 和 12.20 各一件，卖 2 退 2（%s）：出 25.33，入也是 25.33",
  async (_title, costingMethod) => {
    const shop = await openStockShop(server, { costingMethod });
    const itemId = await addItem(shop, "P20A");
    await shop.buy("03-01", [[itemId, "1", "13.13"]]);
    await shop.buy("03-01", [[itemId, "1", "12.20"]]);
    const sale = await shop.sell("03-02", [[itemId, "2", "20"]]);
    await shop.post("salesReturns", "03-03", [[itemId, "2", "20", from(sale)]]);
    expect(await cardText(shop, itemId)).toBe(
      lines(`
    03-01 采购入库 入 1 13.13 结存 1 / 13.13
    03-01 采购入库 入 1 12.20 结存 2 / 25.33
    03-02 销售出库 出 2 25.33 结存 0 / 0.00
    03-03 销售退货 入 2 25.33 结存 2 / 25.33`),
    );
    await proves(shop);
  },
);

test("P20 a 分两次退：移动加权 12.67 + 12.66，先进先出后吃的先回来 12.20 + 13.13，合计都是 25.33", async () => {
  const story: string[] = [];
  for (const [title, costingMethod] of methods) {
    const shop = await openStockShop(server, { costingMethod });
    const itemId = await addItem(shop, "P20A");
    await shop.buy("03-01", [[itemId, "1", "13.13"]]);
    await shop.buy("03-01", [[itemId, "1", "12.20"]]);
    const sale = await shop.sell("03-02", [[itemId, "2", "20"]]);
    for (const date of ["03-03", "03-04"]) await shop.post("salesReturns", date, [[itemId, "1", "20", from(sale)]]);
    story.push(title, ...(await cardText(shop, itemId)).split("\n").slice(3));
    await proves(shop);
  }
  expect(story.join("\n")).toBe(
    lines(`
    移动加权
    03-03 销售退货 入 1 12.67 结存 1 / 12.67
    03-04 销售退货 入 1 12.66 结存 2 / 25.33
    先进先出
    03-03 销售退货 入 1 12.20 结存 1 / 12.20
    03-04 销售退货 入 1 13.13 结存 2 / 25.33`),
  );
});

test.each(methods)(
  "P20 b 买 10@5，卖 1，再买 5@10，退回那 1 件（%s）：按 5.00 入库，15 件 100.00，成本净额 0.00",
  async (_title, costingMethod) => {
    const shop = await openStockShop(server, { costingMethod });
    const itemId = await addItem(shop, "P20B");
    await shop.buy("03-01", [[itemId, "10", "5"]]);
    const sale = await shop.sell("03-02", [[itemId, "1", "20"]]);
    await shop.buy("03-03", [[itemId, "5", "10"]]);
    const returned = await shop.post("salesReturns", "03-04", [[itemId, "1", "20", from(sale)]]);
    expect(await vouchersText(shop, returned)).toBe(
      lines(`
    1122 应收账款 借 -22.60
    5001 主营业务收入 贷 -20.00
    22210106 销项税额 贷 -2.60
    5401 主营业务成本 借 -5.00
    1405 库存商品 贷 -5.00`),
    );
    const { rows } = await shop.call("stock.list", {});
    expect([rows[0]?.onHand, rows[0]?.value, rows[0]?.unitCost]).toEqual(["15", "100.00", "6.666667"]);
    expect([await balanceOf(shop, "5401", "2026-03"), await owed(shop, "receivable")]).toEqual(["0.00", "0.00"]);
    await proves(shop);
  },
);

test("P20 c 卖 0.15 米再退：退回的金额就是当时的成本 1.37，不是 0", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P20C", { baseUnit: "米" });
  await shop.buy("03-01", [[itemId, "10", "9.13"]]);
  const sale = await shop.sell("03-02", [[itemId, "0.15", "20"]]);
  await shop.post("salesReturns", "03-03", [[itemId, "0.15", "20", from(sale)]]);
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 10 91.30 结存 10 / 91.30
    03-02 销售出库 出 0.15 1.37 结存 9.85 / 89.93
    03-03 销售退货 入 0.15 1.37 结存 10 / 91.30`),
  );
  await proves(shop);
});

test("P20 d 没有源单的退货：按现在的平均成本，不按售价；卖光了按最后知道的成本；从没进过货的要拒绝", async () => {
  const shop = await openStockShop(server);
  const [known, sold, unknown] = await addGoods(shop, "有货", "卖光", "没进过");
  await shop.buy("03-01", [
    [known!, "10", "7"],
    [sold!, "2", "8"],
  ]);
  await shop.sell("03-02", [[sold!, "2", "20"]]);
  await shop.post("salesReturns", "03-03", [
    [known!, "1", "99"],
    [sold!, "1", "99"],
  ]);
  expect([await standsText(shop, known!), await standsText(shop, sold!)]).toEqual(["11 / 77.00", "1 / 8.00"]);
  const problem = await shop.refusal("salesReturns.createApproved", {
    body: shop.body("salesReturns", "03-04", [[unknown!, "1", "99"]]),
  });
  expect(fieldsOf(problem)).toEqual(["lines.0.itemId cost.unknown"]);
  await proves(shop);
});

test("P20 e 一张单同一商品两行两个价，从第二行退：退的是第二行的价，每行各自记着还剩多少", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P20E");
  await shop.buy("03-01", [[itemId, "10", "5"]]);
  const sale = await shop.sell("03-02", [
    [itemId, "2", "20"],
    [itemId, "3", "15"],
  ]);
  const price = (await show(shop, sale)).lines[1]?.price;
  const returned = await shop.post("salesReturns", "03-03", [[itemId, "3", price, from(sale, 2)]]);
  expect(await vouchersText(shop, returned)).toBe(
    lines(`
    1122 应收账款 借 -50.85
    5001 主营业务收入 贷 -45.00
    22210106 销项税额 贷 -5.85
    5401 主营业务成本 借 -15.00
    1405 库存商品 贷 -15.00`),
  );
  const again = await shop.refusal("salesReturns.createApproved", {
    body: shop.body("salesReturns", "03-03", [[itemId, "1", "15", from(sale, 2)]]),
  });
  expect(fieldsOf(again)).toEqual(["lines.0.quantity source.exceeded"]);
  await shop.post("salesReturns", "03-03", [[itemId, "2", "20", from(sale, 1)]]);
  expect([await standsText(shop, itemId), await owed(shop, "receivable")]).toEqual(["10 / 50.00", "0.00"]);
  await proves(shop);
});

test("P20 先进先出：先退的一笔反审核以后，后退的那笔改拿最后一层；重新审核又换回来", async () => {
  const shop = await openStockShop(server, { costingMethod: "fifo" });
  const itemId = await addItem(shop, "P20F");
  await shop.buy("03-01", [[itemId, "2", "10"]]);
  await shop.buy("03-02", [[itemId, "2", "12"]]);
  const sale = await shop.sell("03-03", [[itemId, "4", "20"]]);
  const first = await shop.post("salesReturns", "03-04", [[itemId, "2", "20", from(sale)]]);
  await shop.post("salesReturns", "03-05", [[itemId, "2", "20", from(sale)]]);
  const before = await booksText(shop);
  expect((await cardText(shop, itemId)).split("\n").slice(3)).toEqual([
    "03-04 销售退货 入 2 24.00 结存 2 / 24.00",
    "03-05 销售退货 入 2 20.00 结存 4 / 44.00",
  ]);
  await unapprove(shop, first);
  expect((await cardText(shop, itemId)).split("\n").at(-1)).toBe("03-05 销售退货 入 2 24.00 结存 2 / 24.00");
  await shop.call("salesReturns.approve", { params: { id: first.id }, body: {} });
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});

test.each(methods)(
  "P34 卖 10 件，三笔退 6 件同时提交（%s）：只过一笔；再退 4 件过；再退 1 件、退 0 件都拒绝",
  async (_title, costingMethod) => {
    const shop = await openStockShop(server, { costingMethod });
    const itemId = await addItem(shop, "P34");
    await shop.buy("03-01", [[itemId, "10", "7"]]);
    const sale = await shop.sell("03-02", [[itemId, "10", "20"]]);
    const give = (quantity: string) =>
      shop.call("salesReturns.createApproved", {
        body: shop.body("salesReturns", "03-03", [[itemId, quantity, "20", from(sale)]]) as never,
      });
    const outcome = (quantity: string) =>
      give(quantity).then(
        () => "过了",
        ({ problem }: { readonly problem: Awaited<ReturnType<typeof shop.refusal>> }) =>
          `${problem.status} ${problem.code} 还剩 ${problem.errors?.[0]?.facts?.["left"]}`,
      );
    expect((await Promise.all([outcome("6"), outcome("6"), outcome("6")])).sort()).toEqual([
      "409 source.exceeded 还剩 4",
      "409 source.exceeded 还剩 4",
      "过了",
    ]);
    await give("4");
    const refused = async (quantity: string) => {
      const problem = await shop.refusal("salesReturns.createApproved", {
        body: shop.body("salesReturns", "03-03", [[itemId, quantity, "20", from(sale)]]),
      });
      return [problem.status, ...fieldsOf(problem), problem.errors?.[0]?.message].join(" ");
    };
    expect([await refused("1"), await refused("0")]).toEqual([
      `409 lines.0.quantity source.exceeded 源单 ${sale.number} 的「商品 P34」只剩 0 个，请改数量。`,
      "400 lines.0.quantity quantity.not_positive 数量要大于 0",
    ]);
    expect([
      await standsText(shop, itemId),
      await owed(shop, "receivable"),
      await balanceOf(shop, "5401", "2026-03"),
    ]).toEqual(["10 / 70.00", "0.00", "0.00"]);
    await proves(shop);
  },
);

test("P34 一张退货跟两张销售：每行按自己的源单核对；两行退同一行，合起来也不能超", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P34B");
  await shop.buy("03-01", [[itemId, "10", "7"]]);
  const [one, two] = [await shop.sell("03-02", [[itemId, "3", "20"]]), await shop.sell("03-02", [[itemId, "5", "20"]])];
  const refusal = async (rows: Parameters<typeof shop.body>[2]) =>
    fieldsOf(await shop.refusal("salesReturns.createApproved", { body: shop.body("salesReturns", "03-03", rows) }));
  expect([
    await refusal([
      [itemId, "4", "20", from(one)],
      [itemId, "4", "20", from(two)],
    ]),
    await refusal([
      [itemId, "2", "20", from(one)],
      [itemId, "2", "20", from(one)],
    ]),
  ]).toEqual([["lines.0.quantity source.exceeded"], ["lines.1.quantity source.exceeded"]]);
  await shop.post("salesReturns", "03-03", [
    [itemId, "3", "20", from(one)],
    [itemId, "5", "20", from(two)],
  ]);
  expect(await standsText(shop, itemId)).toBe("10 / 70.00");
  await proves(shop);
});

test("P34 采购退货也一样：入库 10 件，三笔退 6 件同时提交，只过一笔；有退货跟着的入库不能反审核", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P34C");
  const receipt = await shop.buy("03-01", [[itemId, "10", "7"]]);
  await shop.buy("03-01", [[itemId, "20", "8"]]);
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => shop.post("purchaseReturns", "03-03", [[itemId, "6", "7", from(receipt)]])),
  );
  expect(outcomes.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  const { id } = receipt;
  expect((await shop.refusal("purchaseReceipts.unapprove", { params: { id }, body: {} })).detail).toBe(
    "后面还有单据跟着它（CGTH-20260303-0001），请先反审核它们。",
  );
  expect(await standsText(shop, itemId)).toBe("24 / 188.00");
  await proves(shop);
});
