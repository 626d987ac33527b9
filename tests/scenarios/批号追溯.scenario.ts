import { expect, test } from "vitest";
import { bought, dairy, lot, on, openLotShop, pieces } from "../support/dairy.ts";
import { addItem, hire, lines, type Person, serverOfThisFile } from "../support/server.ts";
import { sheetRows } from "../support/sheets.ts";
import { from, proves, unapprove } from "../support/stock-shop.ts";

const server = serverOfThisFile();

/** 追溯 as text: every move with the balance after it, 来源, 去向. */
async function traced(who: Person, itemId: string, code: string): Promise<string> {
  const history = await who.call("stock.lotHistory", { query: { itemId, lot: code } });
  const side = (name: string, rows: typeof history.from) =>
    rows.map(
      (row) =>
        `${name} ${"· ".repeat(row.level)}${row.itemCode} ${row.lot} ${row.partner || row.type} ${row.quantity}（${row.documents} 单）`,
    );
  return [
    ...history.rows.map(
      (row) =>
        `${row.number.slice(0, 4)}${row.isReversal ? "红冲" : ""} ${row.partner} ${row.warehouse} ${row.quantity} 结存 ${row.balance}`,
    ),
    `入 ${history.totalIn} 出 ${history.totalOut} 现存 ${history.lot.onHand}`,
    ...side("来源", history.from),
    ...side("去向", history.to),
  ].join("\n");
}

test("追溯一批：谁供的、卖给谁几单几个、退回来的、调到哪里；反审核的一进一出；翻页接得上", async () => {
  const { shop, milk } = await dairy(server);
  const sale = await shop.sell(on(-30), [[milk, "2", "20", { lot: "M9" }]]);
  await shop.sell(on(-29), [[milk, "1", "20", { lot: "M9" }]]);
  await shop.post("salesReturns", on(-28), [[milk, "1", "20", from(sale)]]);
  await shop.post("transfers", on(-27), [[milk, "3", undefined, { lot: "M9" }]], { toWarehouseId: shop.second });
  const wrong = await shop.sell(on(-26), [[milk, "2", "20", { lot: "M9" }]]);
  await unapprove(shop, wrong);
  expect(await traced(shop, milk, "M9")).toBe(
    lines(`
    CGRK 农夫山泉杭州 主仓 8 结存 8
    XSCK 城西联华 主仓 -2 结存 6
    XSCK 城西联华 主仓 -1 结存 5
    XSTH 城西联华 主仓 1 结存 6
    DBD-  主仓 -3 结存 3
    DBD-  二号仓 3 结存 6
    XSCK 城西联华 主仓 -2 结存 4
    XSCK红冲 城西联华 主仓 2 结存 6
    入 12 出 6 现存 6
    来源 N1 M9 农夫山泉杭州 8（1 单）
    来源 N1 M9 城西联华 1（1 单）
    去向 N1 M9 城西联华 3（2 单）`),
  );
  const whole = await shop.call("stock.lotHistory", { query: { itemId: milk, lot: "M9" } });
  expect(whole.byWarehouse.map((place) => `${place.warehouse} ${place.onHand}`)).toEqual(["主仓 3", "二号仓 3"]);
  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await shop.call("stock.lotHistory", {
      query: { itemId: milk, lot: "M9", limit: 3, ...(cursor === undefined ? {} : { cursor }) },
    });
    paged.push(...page.rows.map((row) => `${row.seq} ${row.balance}`));
    cursor = page.next;
  }
  expect(paged).toEqual(whole.rows.map((row) => `${row.seq} ${row.balance}`));
  const sheet = await sheetRows(shop, `stock/lots/history.xlsx?itemId=${milk}&lot=M9`);
  expect([sheet.length, sheet[1]?.slice(3), sheet[8]?.slice(2)]).toEqual([
    9,
    ["农夫山泉杭州", "主仓", "8", "", "8"],
    ["红冲", "城西联华", "主仓", "", "-2", "6"],
  ]);
  expect((await shop.refusal("stock.lotHistory", { query: { itemId: milk, lot: "m9" } })).code).toBe("not_found");
  await proves(shop);
});

test("追溯穿过组装：面粉哪批做进了哪批蛋糕、礼盒，最后卖给了谁；往回也一样；反审核的组装不算", async () => {
  const shop = await openLotShop(server);
  const [flour, cake, box] = [
    await addItem(shop, "F1", { name: "面粉", tracking: "lot" }),
    await addItem(shop, "K1", { name: "蛋糕", tracking: "lot" }),
    await addItem(shop, "L1", { name: "礼盒", tracking: "lot" }),
  ];
  await shop.buy(bought, [lot(flour, "10", "F-A"), lot(flour, "10", "F-B")]);
  const assemble = (date: string, made: readonly [string, string, string], used: readonly [string, string, string]) =>
    shop.post("assemblies", date, [
      [made[0], made[1], undefined, { lot: made[2], role: "product" }],
      [used[0], used[1], undefined, { lot: used[2], role: "part" }],
    ]);
  await assemble(on(-40), [cake, "4", "C-1"], [flour, "4", "F-A"]);
  await assemble(on(-39), [cake, "2", "C-2"], [flour, "2", "F-B"]);
  await assemble(on(-38), [box, "1", "B-1"], [cake, "3", "C-1"]);
  await unapprove(shop, await assemble(on(-37), [box, "1", "B-2"], [cake, "1", "C-1"]));
  await assemble(on(-36), [box, "1", "B-2"], [cake, "1", "C-2"]);
  await shop.sell(on(-31), [[box, "1", "50", { lot: "B-2" }]]);
  await shop.sell(on(-30), [[box, "1", "50", { lot: "B-1" }]]);
  await shop.sell(on(-30), [[flour, "1", "5", { lot: "F-A" }]]);
  expect((await traced(shop, flour, "F-A")).split("\n").slice(3)).toEqual([
    "入 10 出 5 现存 5",
    "来源 F1 F-A 农夫山泉杭州 10（1 单）",
    "去向 F1 F-A assembly 4（1 单）",
    "去向 F1 F-A 城西联华 1（1 单）",
    "去向 · K1 C-1 assembly 3（1 单）",
    "去向 · · L1 B-1 城西联华 1（1 单）",
  ]);
  expect((await traced(shop, box, "B-1")).split("\n").slice(2)).toEqual([
    "入 1 出 1 现存 0",
    "来源 L1 B-1 assembly 1（1 单）",
    "来源 · K1 C-1 assembly 4（1 单）",
    "来源 · · F1 F-A 农夫山泉杭州 10（1 单）",
    "去向 L1 B-1 城西联华 1（1 单）",
  ]);
  expect((await traced(shop, box, "B-2")).match(/F-./g)).toEqual(["F-B"]);
  await proves(shop);
});

test("找一个序列号：打头几位、不分大小写，卖掉的也找得到；一模一样的在最前，还在库的在前", async () => {
  const { shop, phone } = await dairy(server);
  await shop.buy(bought, [pieces(phone, "900", "SN-0", "XN-9", "sn-1")]);
  await shop.sell(on(-10), [[phone, "1", "2000", { serials: ["SN-01"] }]]);
  const found = async (q: string, who: Person = shop) =>
    (await who.call("search.everything", { query: { q } })).lots.map((one) => `${one.lot} ${one.name} ${one.onHand}`);
  expect(await found("sn-0")).toEqual(["SN-0 手机 1", "SN-02 手机 1", "SN-01 手机 0"]);
  expect(await found("SN-1")).toEqual(["sn-1 手机 1"]);
  expect([await found("N-9"), await found("%"), await found(" "), await found("SN-0\0")]).toEqual([
    [],
    [],
    [],
    await found("sn-0"),
  ]);
  expect(await found("SN", await hire(shop, server, "counter"))).toEqual([]);
});
