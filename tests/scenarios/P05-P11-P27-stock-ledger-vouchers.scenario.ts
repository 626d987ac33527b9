import { expect, test } from "vitest";
import { openExercise } from "../support/exercise.ts";
import { lines, serverOfThisFile } from "../support/server.ts";
import { sheetRows } from "../support/sheets.ts";
import {
  addGoods,
  approve,
  balanceOf,
  booksText,
  change,
  costOf,
  openStockShop,
  type Posted,
  proves,
  type Row,
  show,
  standsText,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("P05 打开不改再存三次、再存一张草稿：列表、商品、卡片、余额、总账、导出处处一样；期初期末对得上", async () => {
  const shop = await openStockShop(server);
  const [a, b, c] = (await addGoods(shop, "A", "B", "C")) as [string, string, string];
  await shop.buy("03-31", [
    [a, "10", "5"],
    [b, "10", "5"],
    [c, "264", "1"],
  ]);
  const rows: readonly Row[] = [
    [a, "2", "9"],
    [b, "3", "9"],
  ];
  const draft = await shop.draft("salesDeliveries", "04-02", rows);
  for (let save = 0; save < 3; save += 1) await change(shop, draft, rows);
  await approve(shop, draft);
  await shop.draft("salesDeliveries", "04-03", [[a, "1", "9"]]);
  await shop.sell("04-10", [[c, "22", "2"]]);

  const list = await shop.call("stock.list", {});
  expect(list.rows.map((row) => `${row.code} ${row.onHand} / ${row.value}`).sort()).toEqual([
    "A 8 / 40.00",
    "B 7 / 35.00",
    "C 242 / 242.00",
  ]);
  expect([list.agreesWithLedger, list.sums.onHand, list.sums.value]).toEqual([true, "257", "317.00"]);
  expect([await standsText(shop, a), await standsText(shop, b)]).toEqual(["8 / 40.00", "7 / 35.00"]);
  expect(await balanceOf(shop, "1405", "2026-04")).toBe("317.00");
  const candidates = await shop.call("items.lookup", { query: { q: "商品", warehouseId: shop.warehouseId } });
  expect(candidates.rows.map((row) => `${row.code} ${row.onHand}`).sort()).toEqual(["A 8", "B 7", "C 242"]);
  const [headings, ...exported] = await sheetRows(shop, "stock.xlsx");
  const [code, onHand, value] = ["编码", "现存", "金额"].map((name) =>
    headings?.findIndex((one) => one.includes(name)),
  );
  expect(exported.map((cells) => `${cells[code!]} ${cells[onHand!]} / ${cells[value!]}`).sort()).toEqual([
    "A 8 / 40",
    "B 7 / 35",
    "C 242 / 242",
  ]);
  const april = await shop.call("stock.card", { query: { itemId: c, from: "2026-04-01", to: "2026-04-30" } });
  expect([april.opening, april.totalIn, april.totalOut, april.closing]).toEqual(["264", "0", "22", "242"]);
  await proves(shop);
});

test("P11 期初、买、卖、退供应商、盘亏、客户退货：84 件 882.83；每个月末库存金额 = 总账存货", async () => {
  const { shop, itemId, answers } = await openExercise(server);
  await answers(`
    02-28 期初库存 100 @10 → 结存 100 / 1000.00
    03-10 采购入库 50 @12 → 结存 150 / 1600.00
    04-10 销售出库 60 @30 → 成本 640.00，结存 90 / 960.00，本月销售成本 640.00
    05-10 采购退货 10 @12 跟 03-10 → 结存 80 / 840.00，单价 10.5`);
  const count = await shop.post("stockCounts", "06-10", [[itemId, "79"]], { reason: "natural-loss" });
  await answers(`
    07-10 销售退货 5 @30 跟 04-10 → 成本 53.33，结存 84 / 882.83`);
  const story: string[] = [];
  for (const [date, period] of [
    ["2026-03-31", "2026-03"],
    ["2026-04-30", "2026-04"],
    ["2026-05-31", "2026-05"],
    ["2026-06-30", "2026-06"],
    ["2026-07-31", "2026-07"],
  ] as const) {
    const { sums } = await shop.call("stock.list", { query: { date } });
    story.push(`${date} 库存 ${sums.onHand} / ${sums.value} 总账 ${await balanceOf(shop, "1405", period)}`);
  }
  expect(story.join("\n")).toBe(
    lines(`
    2026-03-31 库存 150 / 1600.00 总账 1600.00
    2026-04-30 库存 90 / 960.00 总账 960.00
    2026-05-31 库存 80 / 840.00 总账 840.00
    2026-06-30 库存 79 / 829.50 总账 829.50
    2026-07-31 库存 84 / 882.83 总账 882.83`),
  );
  const first = await shop.call("stock.list", { query: { date: "2026-02-28" } });
  expect([first.sums.value, await balanceOf(shop, "3999", "2026-03")]).toEqual(["1000.00", "-1000.00"]);
  expect(await vouchersText(shop, count)).toBe(
    lines(`
    1901 待处理财产损溢 借 10.50
    1405 库存商品 贷 10.50
    5602 管理费用 借 10.50
    1901 待处理财产损溢 贷 10.50`),
  );
  await proves(shop);
});

test("P27 凭证：卖、全折扣、赠送、调拨、组装、零成本出库；没有零金额的行，同一科目里调拨没有凭证，凭证和单据互相打得开", async () => {
  const shop = await openStockShop(server, { negativeStock: true });
  const [goods, box, later] = await addGoods(shop, "单瓶", "礼盒", "后到");
  await shop.buy("03-01", [[goods!, "10", "10"]]);
  const before = await booksText(shop);
  const documents: [string, Posted][] = [
    ["卖 1@100", await shop.sell("03-02", [[goods!, "1", "100"]])],
    ["卖 1，折扣到 0", await shop.sell("03-02", [[goods!, "1", "100", { discountRate: "0" }]])],
    ["赠 1", await shop.post("otherIssues", "03-02", [[goods!, "1"]], { reason: "sample" })],
    ["调拨 2", await shop.post("transfers", "03-02", [[goods!, "2"]], { toWarehouseId: shop.second })],
    [
      "组装 1",
      await shop.post("assemblies", "03-02", [
        [box!, "1", undefined, { role: "product" }],
        [goods!, "2", undefined, { role: "part" }],
      ]),
    ],
    ["零成本卖 1", await shop.sell("03-02", [[later!, "1", "100"]])],
  ];
  const story: string[] = [];
  for (const [title, document] of documents)
    story.push(`${title}：`, (await vouchersText(shop, document)) || "没有凭证");
  expect(story.join("\n")).toBe(
    lines(`
    卖 1@100：
    1122 应收账款 借 113.00
    5001 主营业务收入 贷 100.00
    22210106 销项税额 贷 13.00
    5401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00
    卖 1，折扣到 0：
    5401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00
    赠 1：
    5601 销售费用 借 10.00
    1405 库存商品 贷 10.00
    调拨 2：
    没有凭证
    组装 1：
    没有凭证
    零成本卖 1：
    1122 应收账款 借 113.00
    5001 主营业务收入 贷 100.00
    22210106 销项税额 贷 13.00`),
  );
  expect(await costOf(shop, documents[0]![1])).toBe("10.00");
  for (const [, document] of documents)
    for (const { id } of (await show(shop, document)).vouchers)
      expect((await shop.call("vouchers.show", { params: { id } })).documentId).toBe(document.id);
  for (const [, document] of [...documents].reverse()) await unapprove(shop, document);
  expect(await booksText(shop)).toBe(before);
  await proves(shop);
});
