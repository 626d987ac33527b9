import { expect, test } from "vitest";
import { begin, count, lineTexts, review, shopWithGoods } from "../support/count-room.ts";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import { fieldsOf, openStockShop, proves, standsText, vouchersText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("盘点前后有出入库：差异对盘点时的账面，盘点单写盘得加盘后变动；晚于盘点日的不算", async () => {
  const { shop, items } = await shopWithGoods(server, "A", "B");
  const [a, b] = items as [string, string];
  const id = await begin(shop);
  await shop.sell("03-30", [[a, "2", "20"]]);
  await count(shop, id, { itemId: a, quantity: "7" }, { itemId: b, quantity: "10" });
  await shop.sell("03-31", [[a, "3", "20"]]);
  await shop.sell("04-02", [[b, "1", "20"]]);
  expect(await review(shop, id)).toEqual(["A 账面 8 盘得 7 差 -1 值 -8.00 盘后 -3", "B 账面 10 盘得 10 差 0 值 0.00"]);
  const { documents } = await shop.call("countTasks.finish", { params: { id }, body: { uncounted: "book" } });
  const draft = documents[0]!;
  expect(draft.status).toBe("draft");
  expect(await lineTexts(shop, draft.id)).toEqual(["A 4 盘得 7，盘后变动 -3", "B 10"]);

  await shop.sell("03-31", [[a, "1", "20"]]);
  const waiting = await shop.call("countTasks.show", { params: { id } });
  expect([waiting.state, waiting.movedSince]).toEqual(["reviewed", 1]);
  await shop.call("countTasks.reopen", { params: { id }, body: {} });
  expect((await shop.refusal("stockCounts.show", { params: { id: draft.id } })).code).toBe("not_found");
  await shop.call("countTasks.finish", { params: { id }, body: { uncounted: "book", approve: true } });
  expect(await standsText(shop, a)).toBe("3 / 24.00");
  expect(await standsText(shop, b)).toBe("9 / 72.00");
  await proves(shop);
});

test("盘点后出的比盘得的多：不能生成，点名复盘", async () => {
  const { shop, items } = await shopWithGoods(server, "A");
  const id = await begin(shop);
  await count(shop, id, { itemId: items[0]!, quantity: "2" });
  await shop.sell("03-31", [[items[0]!, "3", "20"]]);
  const problem = await shop.refusal("countTasks.finish", { params: { id }, body: { uncounted: "book" } });
  expect(problem.detail).toBe("「商品 A」盘得 2，盘点后又出了 3，对不上。请复盘这一种。");
  await shop.call("countTasks.recount", { params: { id }, body: { lines: [{ itemId: items[0]! }] } });
  await count(shop, id, { itemId: items[0]!, quantity: "7" });
  await shop.call("countTasks.finish", { params: { id }, body: { uncounted: "book", approve: true } });
  expect(await standsText(shop, items[0]!)).toBe("7 / 56.00");
  await proves(shop);
});

test("没盘到的按零；清单外盘到的也进盘点单，没有成本时审核拒绝、草稿留着", async () => {
  const { shop, items } = await shopWithGoods(server, "A", "B");
  const found = await addItem(shop, "F");
  const id = await begin(shop);
  expect((await shop.refusal("countTasks.finish", { params: { id }, body: { uncounted: "zero" } })).code).toBe(
    "count_task.nothing_counted",
  );
  await count(shop, id, { itemId: items[0]!, quantity: "10" }, { itemId: found, quantity: "4" });
  expect(await review(shop, id)).toEqual([
    "A 账面 10 盘得 10 差 0 值 0.00",
    "B 账面 10 没盘",
    "F 账面 0 盘得 4 差 4 清单外",
  ]);
  const problem = await shop.refusal("countTasks.finish", {
    params: { id },
    body: { uncounted: "zero", approve: true },
  });
  expect(fieldsOf(problem)).toEqual(["lines.2.price cost.unknown"]);
  const task = await shop.call("countTasks.show", { params: { id } });
  expect([task.state, task.documents.map((one) => one.status)]).toEqual(["reviewed", ["draft"]]);
  expect(await lineTexts(shop, task.documents[0]!.id)).toEqual(["A 10", "B 0", "F 4"]);
  await proves(shop);
});

test("盘亏的原因和赔偿在完成时说：写进盘点单；没有盘亏却填赔偿，拒绝，什么也没有生成", async () => {
  const { shop, items } = await shopWithGoods(server, "A", "B");
  const [a, b] = items as [string, string];
  const id = await begin(shop);
  await count(shop, id, { itemId: a, quantity: "12" });
  const paid = { reason: "natural-loss", compensation: "30", approve: true } as const;
  const problem = await shop.refusal("countTasks.finish", { params: { id }, body: { uncounted: "book", ...paid } });
  expect([problem.code, problem.errors?.map((error) => error.path).join(), problem.detail]).toEqual([
    "compensation.no_loss",
    "compensation",
    "这次盘点没有盘亏，没有损失可赔。请删掉赔偿，或核对盘点数。",
  ]);
  expect((await shop.call("stockCounts.list", {})).total).toBe(0);
  const notLost = { uncounted: "zero", reason: "sample", compensation: "30" } as const;
  expect((await shop.refusal("countTasks.finish", { params: { id }, body: notLost })).code).toBe(
    "compensation.not_a_loss",
  );
  const { documents } = await shop.call("countTasks.finish", { params: { id }, body: { uncounted: "zero", ...paid } });
  const made = await shop.call("stockCounts.show", { params: { id: documents[0]!.id } });
  expect([made.status, made.reason, made.compensation]).toEqual(["approved", "natural-loss", "30.00"]);
  expect(await vouchersText(shop, { kind: "stockCounts", id: made.id, number: "" })).toBe(
    lines(`
    1901 待处理财产损溢 借 80.00
    1405 库存商品 贷 80.00
    1221 其他应收款 借 30.00
    5602 管理费用 借 50.00
    1901 待处理财产损溢 贷 80.00
    1405 库存商品 借 16.00
    1901 待处理财产损溢 贷 16.00
    1901 待处理财产损溢 借 16.00
    5301 营业外收入 贷 16.00`),
  );
  expect([await standsText(shop, a), await standsText(shop, b)]).toEqual(["12 / 96.00", "0 / 0.00"]);
  await proves(shop);
});

test("批号逐批盘，序列号一件一件扫：没扫到的算少，多出来的算多；盘后卖掉的不再写进去", async () => {
  const shop = await openStockShop(server);
  const milk = await addItem(shop, "M", { tracking: "lot" });
  const phone = await addItem(shop, "P", { tracking: "serial" });
  await shop.buy("03-05", [
    [milk, "5", "8", { lot: "L1" }],
    [milk, "6", "8", { lot: "L2" }],
    [phone, "3", "1000", { serials: ["S1", "S2", "S3"] }],
  ]);
  const id = await begin(shop);
  const sheet = await shop.call("countTasks.sheet", { params: { id } });
  expect(sheet.rows.map((row) => `${row.code} ${row.lot}`)).toEqual(["M L1", "M L2", "P "]);
  expect(
    await count(
      shop,
      id,
      { itemId: milk, quantity: "4", lot: "L1" },
      { itemId: milk, quantity: "1", lot: "L9" },
      { itemId: milk, quantity: "1" },
      { itemId: phone, quantity: "1", lot: "S1" },
      { itemId: phone, quantity: "1", lot: "S2" },
      { itemId: phone, quantity: "1", lot: "S9" },
      { itemId: phone, quantity: "2", lot: "S3" },
    ),
  ).toBe("收 5 重 0 退 lot.required count_entry.one_piece");
  await shop.sell("03-31", [[phone, "1", "2000", { serials: ["S2"] }]]);
  expect(await review(shop, id)).toEqual([
    "M L1 账面 5 盘得 4 差 -1 值 -8.00",
    "M L2 账面 6 没盘",
    "P 账面 3 盘得 3 差 0 值 0.00 盘后 -1",
    "M L9 账面 0 盘得 1 差 1 值 8.00 清单外",
  ]);
  const { rows } = await shop.call("countTasks.variance", { params: { id } });
  expect(rows.find((row) => row.code === "P")?.serials).toEqual({ missing: ["S3"], extra: ["S9"] });
  const { documents } = await shop.call("countTasks.finish", {
    params: { id },
    body: { uncounted: "book", approve: true },
  });
  expect(await lineTexts(shop, documents[0]!.id)).toEqual(["M L1 4", "P 2 盘得 3，盘后变动 -1", "M L9 1"]);
  const lots = await shop.call("stock.lots", {});
  expect(lots.rows.map((row) => `${row.lot} ${row.onHand}`).sort()).toEqual(["L1 4", "L2 6", "L9 1", "S1 1", "S9 1"]);
  await proves(shop);
});
