import { expect, test } from "vitest";
import { openExercise } from "../support/exercise.ts";
import { closeMonth } from "../support/months.ts";
import { addItem, lines, type Person, serverOfThisFile } from "../support/server.ts";
import {
  approve,
  change,
  costOf,
  from,
  openStockShop,
  proves,
  standsText,
  type StockShop,
  unapprove,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

const january = { startPeriod: "2026-01" } as const;
function changeMethod(
  shop: StockShop,
  method: "moving-average" | "fifo" | "monthly-average" | "specific",
  period: string,
) {
  return shop.call("costing.change", { body: { method, period, reason: "董事会决定" } });
}
/** Asked for, waited for, and read as the page does. */
async function comparisonOf(shop: Person) {
  await shop.call("costing.compare", { body: {} });
  for (;;) {
    const { latest, work } = await shop.call("costing.whatIf");
    if (work === null && latest) return latest;
    if (work?.state === "failed" || work?.state === "cancelled") throw new Error(work.error ?? work.state);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "没有拒绝",
    (error: { message: string }) => error.message,
  );
}

test.each([
  ["公司一个成本", "company"],
  ["分仓核算", "warehouse"],
] as const)(
  "从二月起改先进先出（%s）：一月一字不动，二月已有的单据跟着重算；之后再改全月加权；记在案",
  async (_title, costScope) => {
    const shop = await openStockShop(server, { ...january, costScope });
    const [a, idle] = [await addItem(shop, "A"), await addItem(shop, "B")];
    await shop.buy("01-02", [[a, "10", "10"]]);
    await shop.buy("01-05", [[idle, "3", "7"]]);
    await shop.buy("01-10", [[a, "10", "20"]]);
    const inJanuary = await shop.sell("01-20", [[a, "10", "30"]]);
    expect([await costOf(shop, inJanuary), await standsText(shop, a)]).toEqual(["150.00", "10 / 150.00"]);
    expect(await refusalOf(changeMethod(shop, "fifo", "2026-02"))).toBe(
      "成本方法只能从 2026-01 起改：之前的月份已结账或还没结账。",
    );
    await closeMonth(shop, "2026-01");
    await shop.buy("02-01", [[a, "10", "30"]]);
    const early = await shop.sell("02-02", [[a, "12", "30"]]);
    expect(await costOf(shop, early)).toBe("270.00");
    expect(await refusalOf(changeMethod(shop, "moving-average", "2026-02"))).toBe("现在用的就是这个成本方法。");
    expect(await refusalOf(changeMethod(shop, "specific", "2026-02"))).toContain(
      "个别计价要从第一笔出入库就按批记成本",
    );
    await changeMethod(shop, "fifo", "2026-02");
    expect([await costOf(shop, inJanuary), await costOf(shop, early), await standsText(shop, a)]).toEqual([
      "150.00",
      "210.00",
      "8 / 240.00",
    ]);
    await proves(shop);

    await shop.post("salesReturns", "02-03", [[a, "2", "30", from(inJanuary)]]);
    await shop.buy("02-01", [[a, "5", "1"]]);
    expect([await costOf(shop, early), await standsText(shop, a)]).toEqual(["210.00", "15 / 275.00"]);
    await shop.sell("02-10", [[idle, "1", "30"]]);
    expect(await standsText(shop, idle)).toBe("2 / 14.00");
    await proves(shop);
    expect(
      await refusalOf(shop.call("periods.reopen", { body: { period: "2026-01", reason: "需要更正一张单据" } })),
    ).toContain("不能再打开");

    await closeMonth(shop, "2026-02");
    await changeMethod(shop, "monthly-average", "2026-03");
    await shop.buy("03-05", [[a, "5", "20"]]);
    const march = await shop.sell("03-10", [[a, "10", "30"]]);
    await closeMonth(shop, "2026-03");
    expect([await costOf(shop, march), await standsText(shop, a)]).toEqual(["187.50", "10 / 187.50"]);
    await proves(shop);
    const { history, since } = await shop.call("costing.show");
    expect([since, ...history.map((one) => `${one.since ?? "开始"} ${one.method} ${one.reason}`)]).toEqual([
      "2026-03",
      "2026-03 monthly-average 董事会决定",
      "2026-02 fifo 董事会决定",
      "开始 moving-average ",
    ]);
  },
);

test("从启用的那个月起改先进先出：期初也按新方法，录错了照样反审核改", async () => {
  const shop = await openStockShop(server, { startPeriod: "2026-03" });
  const a = await addItem(shop, "A");
  const opening = await shop.post("openingStocks", "02-28", [[a, "10", "10"]]);
  const buying = await shop.buy("03-05", [[a, "15", "20"]]);
  const sale = await shop.sell("03-10", [[a, "10", "30"]]);
  expect(await costOf(shop, sale)).toBe("160.00");
  await changeMethod(shop, "fifo", "2026-03");
  expect(await costOf(shop, sale)).toBe("100.00");
  await shop.post("purchaseReturns", "03-12", [[a, "5", "20", from(buying)]]);
  await unapprove(shop, opening);
  expect(await costOf(shop, sale)).toBe("200.00");
  await change(shop, opening, [[a, "10", "12"]]);
  await approve(shop, opening);
  expect([await costOf(shop, sale), await standsText(shop, a)]).toEqual(["120.00", "10 / 200.00"]);
  await proves(shop);
});

test.each([
  ["公司一个成本", "company"],
  ["分仓核算", "warehouse"],
] as const)("个别计价改移动加权（%s）：各批合成一个成本，不再各记各的", async (_title, costScope) => {
  const shop = await openStockShop(server, { ...january, costScope, costingMethod: "specific" });
  const milk = await addItem(shop, "N1", { name: "牛奶", tracking: "lot" });
  await shop.buy("01-02", [[milk, "5", "10", { lot: "A" }]]);
  await shop.buy("01-03", [[milk, "5", "20", { lot: "B" }]]);
  await closeMonth(shop, "2026-01");
  const sale = await shop.sell("02-10", [[milk, "2", "30", { lot: "B" }]]);
  expect(await costOf(shop, sale)).toBe("40.00");
  await changeMethod(shop, "moving-average", "2026-02");
  expect([await costOf(shop, sale), await standsText(shop, milk)]).toEqual(["30.00", "8 / 120.00"]);
  await proves(shop);
});

test("改方法的前一个月末是负的：欠的按暂定成本带过来，下个月的入库照样补上差额", async () => {
  const { shop, enter, stands } = await openExercise(server, { ...january, negativeStock: true });
  await enter(`
    01-05 采购入库 10 @10
    01-20 销售出库 15 @30
    02-05 采购入库 10 @12`);
  expect(await stands()).toBe("5 / 60.00");
  await closeMonth(shop, "2026-01");
  await changeMethod(shop, "fifo", "2026-02");
  expect(await stands()).toBe("5 / 60.00");
  await enter("02-10 销售出库 5 @30");
  expect(await stands()).toBe("0 / 0.00");
  await proves(shop);
});

test("负库存开关：开了能先卖后补，有负库存关不掉，补齐后能关", async () => {
  const { shop, enter, card } = await openExercise(server, january);
  expect(await refusalOf(enter("01-05 销售出库 2 @30"))).toContain("可用 0 个，少 2 个");
  await shop.call("costing.setNegativeStock", { body: { allowed: true } });
  await enter("01-05 销售出库 2 @30");
  expect(await refusalOf(shop.call("costing.setNegativeStock", { body: { allowed: false } }))).toBe(
    "有 1 处负库存（商品 T 主仓 -2 个），请先补入库。",
  );
  await enter("01-10 采购入库 20 @3.30");
  expect(await card()).toBe(
    lines(`
    01-05 销售出库 出 2 0.00 结存 -2 / 0.00
    01-10 采购入库 入 20 66.00 差额转出 6.60 结存 18 / 59.40`),
  );
  await shop.call("costing.setNegativeStock", { body: { allowed: false } });
  expect(await refusalOf(enter("01-15 销售出库 19 @30"))).toContain("可用 18 个，少 1 个");
  await proves(shop);
});

test("各种成本方法用自己的数据比一比：D 商品 4800.00、4897.60、5090.91，和 E1、E2、E3 一样；看完账不变", async () => {
  const { shop, enter, stands } = await openExercise(server, january);
  await enter(`
    01-01 采购入库 150 @10
    01-05 采购入库 100 @12
    01-11 销售出库 200 @30
    01-16 采购入库 200 @14
    01-20 销售出库 100 @30
    01-23 采购入库 100 @15
    01-27 销售出库 100 @30`);
  const compared = await comparisonOf(shop);
  expect(compared.methods.map((one) => `${one.method} ${one.cost} / ${one.stockValue}`)).toEqual([
    "moving-average 4897.60 / 2102.40",
    "fifo 4800.00 / 2200.00",
    "monthly-average 5090.91 / 1909.09",
  ]);
  expect(compared.months).toEqual([{ period: "2026-01", costs: ["4897.60", "4800.00", "5090.91"] }]);
  expect(await stands()).toBe("150 / 2102.40");
  await proves(shop);
});
