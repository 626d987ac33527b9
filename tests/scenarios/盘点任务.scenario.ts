import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { addItem, hire, lines, type Person, serverOfThisFile } from "../support/server.ts";
import { fieldsOf, openStockShop, proves, standsText, type StockShop, vouchersText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

type Count = { readonly itemId: string; readonly quantity: string } & Record<string, unknown>;
/** What one person hands in; the answer as "收 1 重 0 退 code". */
async function count(who: Person, id: string, ...entries: readonly Count[]) {
  const now = new Date().toISOString();
  const answer = await who.call("countTasks.count", {
    params: { id },
    body: { sentAt: now, entries: entries.map((entry) => ({ id: newId(), countedAt: now, ...entry })) },
  });
  const refused = answer.refused.map((one) => one.code).join(" ");
  return `收 ${answer.stored.length} 重 ${answer.known.length}${refused ? ` 退 ${refused}` : ""}`;
}
/** The review as text: 编码 批号 账面 盘得 差异, and what is to be looked at. */
async function review(shop: Person, id: string): Promise<readonly string[]> {
  const { rows } = await shop.call("countTasks.variance", { params: { id } });
  return rows.map((row) =>
    [
      `${row.code}${row.lot ? ` ${row.lot}` : ""} 账面 ${row.book}`,
      row.counted === null ? "没盘" : `盘得 ${row.counted} 差 ${row.difference}`,
      ...(row.value === undefined || row.value === null ? [] : [`值 ${row.value}`]),
      ...(row.movedSince === "0" ? [] : [`盘后 ${row.movedSince}`]),
      ...(row.isListed ? [] : ["清单外"]),
      ...(row.isDoubtful ? ["存疑"] : []),
      ...(row.round > 1 ? [`第 ${row.round} 轮`] : []),
    ].join(" "),
  );
}
async function begin(shop: StockShop, more: Record<string, unknown> = {}): Promise<string> {
  const task = await shop.call("countTasks.create", {
    body: { name: "三月盘点", warehouseId: shop.warehouseId, businessDate: "2026-03-31", ...more },
  });
  return task.id;
}
async function lineTexts(shop: Person, documentId: string): Promise<readonly string[]> {
  const document = await shop.call("stockCounts.show", { params: { id: documentId } });
  return document.lines.map(
    (line) =>
      `${line.itemCode}${line.lot ? ` ${line.lot}` : ""} ${line.baseQuantity}${line.note ? ` ${line.note}` : ""}`,
  );
}
async function shopWithGoods(...codes: readonly string[]) {
  const shop = await openStockShop(server);
  const items: string[] = [];
  for (const code of codes) items.push(await addItem(shop, code));
  await shop.buy(
    "03-05",
    items.map((item) => [item, "10", "8"]),
  );
  return { shop, items };
}

test("盲盘：两个人分货位盘，数相加；差异、复盘，生成盘点单并审核，账就是盘得的数", async () => {
  const { shop, items } = await shopWithGoods("A", "B", "C");
  const [a, b, c] = items as [string, string, string];
  const [zhao, qian, counter] = [
    await hire(shop, server, "storekeeper", "赵"),
    await hire(shop, server, "storekeeper", "钱"),
    await hire(shop, server, "counter", "孙"),
  ];
  const id = await begin(shop);
  expect(
    await Promise.all([
      count(zhao, id, { itemId: a, quantity: "6", place: "A1" }, { itemId: b, quantity: "9", place: "A1" }),
      count(qian, id, { itemId: a, quantity: "3", place: "B1" }, { itemId: b, quantity: "0", place: "B1" }),
    ]),
  ).toEqual(["收 2 重 0", "收 2 重 0"]);
  expect(await review(shop, id)).toEqual([
    "A 账面 10 盘得 9 差 -1 值 -8.00",
    "B 账面 10 盘得 9 差 -1 值 -8.00",
    "C 账面 10 没盘",
  ]);

  const task = await shop.call("countTasks.show", { params: { id } });
  expect(`${task.counted}/${task.total} ${task.counters.map((one) => `${one.user} ${one.items}`).sort()}`).toBe(
    "2/3 赵 2,钱 2",
  );
  for (const name of ["countTasks.show", "countTasks.sheet"] as const)
    expect(JSON.stringify(await counter.call(name, { params: { id } }))).not.toMatch(/"book/);
  expect((await counter.refusal("countTasks.variance", { params: { id } })).code).toBe("permission.missing");
  expect(JSON.stringify(await zhao.call("countTasks.variance", { params: { id } }))).not.toMatch(/"value"|"gain"/);

  expect(
    await shop.call("countTasks.recount", { params: { id }, body: { lines: [{ itemId: a }, { itemId: c }] } }),
  ).toEqual({ asked: 1 });
  expect((await review(shop, id))[0]).toBe("A 账面 10 没盘 第 2 轮");
  expect((await shop.call("countTasks.show", { params: { id } })).recounting).toBe(1);
  expect(await count(zhao, id, { itemId: a, quantity: "4", place: "A1", round: 1 })).toBe("收 1 重 0");
  expect((await review(shop, id))[0]).toBe("A 账面 10 没盘 第 2 轮");
  await count(qian, id, { itemId: a, quantity: "10" });
  expect((await review(shop, id))[0]).toBe("A 账面 10 盘得 10 差 0 值 0.00 第 2 轮");

  const done = await shop.call("countTasks.finish", { params: { id }, body: { uncounted: "book", approve: true } });
  expect(done.documents.map((document) => [document.status, document.number])).toEqual([
    ["approved", "PDD-20260331-0001"],
  ]);
  expect(await lineTexts(shop, done.documents[0]!.id)).toEqual(["A 10", "B 9"]);
  expect(await Promise.all(items.map((item) => standsText(shop, item)))).toEqual([
    "10 / 80.00",
    "9 / 72.00",
    "10 / 80.00",
  ]);
  expect((await shop.call("countTasks.show", { params: { id } })).state).toBe("posted");
  expect((await shop.refusal("countTasks.count", { params: { id }, body: countBody(a) })).detail).toBe(
    "盘点任务「三月盘点」已过账，不能再这样做。",
  );
  await proves(shop);
});
function countBody(itemId: string) {
  const now = new Date().toISOString();
  return { sentAt: now, entries: [{ id: newId(), itemId, quantity: "1", countedAt: now }] };
}

test("盘点员只盘点：看得到任务和清单，看不到账面数、库存和差异，不能复核；开单员连任务也看不到", async () => {
  const { shop, items } = await shopWithGoods("A");
  const [a] = items as [string];
  const zhao = await hire(shop, server, "counter", "赵");
  const id = await begin(shop, { blind: true });
  const target = { params: { id } };
  expect((await zhao.call("countTasks.list", {})).rows.map((row) => row.id)).toEqual([id]);
  expect((await zhao.call("countTasks.sheet", target)).rows.map((row) => [row.itemId, row.book])).toEqual([
    [a, undefined],
  ]);
  expect(await count(zhao, id, { itemId: a, quantity: "9" })).toBe("收 1 重 0");
  const refused = [
    await zhao.refusal("stock.list", {}),
    await zhao.refusal("stock.card", { query: { itemId: a } }),
    await zhao.refusal("stockCounts.list", {}),
    await zhao.refusal("countTasks.variance", target),
    await zhao.refusal("countTasks.finish", { ...target, body: { uncounted: "book" } }),
    await (await hire(shop, server, "clerk", "钱")).refusal("countTasks.list", {}),
  ];
  expect(refused.map((one) => `${one.status} ${one.code}`)).toEqual(refused.map(() => "403 permission.missing"));
  const { rows: found } = await zhao.call("items.lookup", { query: { q: "A" } });
  expect(found.map((row) => [row.code, row.onHand, row.available])).toEqual([["A", "", ""]]);
  expect(await review(shop, id)).toEqual(["A 账面 10 盘得 9 差 -1 值 -8.00"]);
});

test("同一条交两次只算一次；更正是新的一条；一条有问题，其余照收；编号用于别的内容要拒绝", async () => {
  const { shop, items } = await shopWithGoods("A", "B");
  const [a, b] = items as [string, string];
  const outside = await addItem(shop, "Z");
  const zhao = await hire(shop, server, "storekeeper", "赵");
  const id = await begin(shop, { scope: "items", itemIds: [a, b] });
  const entry = { id: newId(), itemId: a, quantity: "5", place: "A1" };
  const sent = await Promise.all(Array.from({ length: 8 }, () => count(zhao, id, entry)));
  expect(sent.sort()).toEqual([...Array.from({ length: 7 }, () => "收 0 重 1"), "收 1 重 0"]);
  expect(await count(zhao, id, { ...entry, quantity: "6" })).toBe("收 0 重 0 退 count_entry.id_taken");
  expect(
    await count(
      zhao,
      id,
      { itemId: a, quantity: "7", place: "A1" },
      { itemId: outside, quantity: "1" },
      { itemId: newId(), quantity: "1" },
      { itemId: b, quantity: "1", unit: "箱" },
      { itemId: b, quantity: "1", lot: "L" },
    ),
  ).toBe("收 1 重 0 退 count_entry.out_of_scope item.unknown unit.unknown lot.not_tracked");
  expect(await review(shop, id)).toEqual(["A 账面 10 盘得 7 差 -3 值 -24.00", "B 账面 10 没盘"]);
  const sheet = await zhao.call("countTasks.sheet", { params: { id } });
  expect(sheet.mine.map((one) => one.quantity)).toEqual(["5", "7"]);
  await proves(shop);
});

test("离线补交：设备的钟慢一小时也按真正盘的时刻；先盘后交的旧数不顶掉新数", async () => {
  const { shop, items } = await shopWithGoods("A");
  const [a] = items as [string];
  const id = await begin(shop);
  const hourBehind = (seconds: number) => new Date(Date.now() - 3_600_000 + seconds * 1000).toISOString();
  await shop.call("countTasks.count", {
    params: { id },
    body: { sentAt: hourBehind(0), entries: [{ id: newId(), itemId: a, quantity: "9", countedAt: hourBehind(0) }] },
  });
  expect((await review(shop, id))[0]).toContain("盘得 9 差 -1");
  const { rows } = await shop.call("countTasks.variance", { params: { id } });
  expect(Math.abs(Date.parse(rows[0]!.countedAt!) - Date.now())).toBeLessThan(60_000);
  const early = new Date(Date.parse(rows[0]!.countedAt!) - 1).toISOString();
  await shop.call("countTasks.count", {
    params: { id },
    body: { sentAt: new Date().toISOString(), entries: [{ id: newId(), itemId: a, quantity: "3", countedAt: early }] },
  });
  expect((await review(shop, id))[0]).toContain("盘得 9 差 -1");
  await proves(shop);
});

test("盘点前后有出入库：差异对盘点时的账面，盘点单写盘得加盘后变动；晚于盘点日的不算", async () => {
  const { shop, items } = await shopWithGoods("A", "B");
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
  const { shop, items } = await shopWithGoods("A");
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
  const { shop, items } = await shopWithGoods("A", "B");
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
  const { shop, items } = await shopWithGoods("A", "B");
  const [a, b] = items as [string, string];
  const id = await begin(shop);
  await count(shop, id, { itemId: a, quantity: "12" });
  const paid = { reason: "natural-loss", compensation: "30", approve: true } as const;
  const problem = await shop.refusal("countTasks.finish", { params: { id }, body: { uncounted: "book", ...paid } });
  expect([problem.code, problem.detail]).toEqual([
    "compensation.no_loss",
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

test("两个人同时点完成：只生成一张；反审核后退回盘点，单号作废留着；取消后不收数", async () => {
  const { shop, items } = await shopWithGoods("A");
  const id = await begin(shop);
  await count(shop, id, { itemId: items[0]!, quantity: "9" });
  const finish = () =>
    shop.call("countTasks.finish", { params: { id }, body: { uncounted: "book" } }).then(
      (done) => done.documents.length,
      (error: { problem: { code: string } }) => error.problem.code,
    );
  expect((await Promise.all([finish(), finish(), finish()])).map(String).sort()).toEqual([
    "1",
    "count_task.not_counting",
    "count_task.not_counting",
  ]);
  expect((await shop.call("stockCounts.list", {})).total).toBe(1);

  const [document] = (await shop.call("countTasks.show", { params: { id } })).documents;
  await shop.call("stockCounts.approve", { params: { id: document!.id }, body: {} });
  expect((await shop.refusal("countTasks.reopen", { params: { id }, body: {} })).detail).toBe(
    "盘点单 PDD-20260331-0001 已经审核，请先反审核它。",
  );
  await shop.call("stockCounts.unapprove", { params: { id: document!.id }, body: {} });
  expect((await shop.call("countTasks.show", { params: { id } })).state).toBe("reviewed");
  await shop.call("countTasks.reopen", { params: { id }, body: {} });
  expect((await shop.call("stockCounts.show", { params: { id: document!.id } })).status).toBe("void");
  expect(await review(shop, id)).toEqual(["A 账面 10 盘得 9 差 -1 值 -8.00"]);
  await shop.call("countTasks.cancel", { params: { id }, body: { reason: "改天" } });
  expect((await shop.refusal("countTasks.count", { params: { id }, body: countBody(items[0]!) })).code).toBe(
    "count_task.not_counting",
  );
  const list = await shop.call("countTasks.list", { query: { state: "cancelled" } });
  expect(list.rows.map((row) => `${row.name} ${row.counted}/${row.total}`)).toEqual(["三月盘点 1/1"]);
  expect((await shop.call("countTasks.list", { query: { open: "true" } })).total).toBe(0);
  await proves(shop);
});

test("别家公司的仓库、商品、任务、条目编号：找不到，互不影响", async () => {
  const { shop, items } = await shopWithGoods("A");
  const { shop: other, items: theirs } = await shopWithGoods("A");
  const id = await begin(shop);
  const entry = { id: newId(), itemId: items[0]!, quantity: "5" };
  expect(await count(shop, id, entry, { itemId: theirs[0]!, quantity: "1" })).toBe("收 1 重 0 退 item.unknown");
  for (const name of ["countTasks.show", "countTasks.sheet", "countTasks.variance"] as const)
    expect((await other.refusal(name, { params: { id } })).code).toBe("not_found");
  expect((await other.refusal("countTasks.count", { params: { id }, body: countBody(theirs[0]!) })).code).toBe(
    "not_found",
  );
  expect((await other.refusal("countTasks.finish", { params: { id }, body: { uncounted: "zero" } })).code).toBe(
    "not_found",
  );
  expect((await other.refusal("countTasks.cancel", { params: { id }, body: {} })).code).toBe("not_found");
  const create = (more: object) =>
    other.refusal("countTasks.create", {
      body: { name: "偷看", warehouseId: other.warehouseId, businessDate: "2026-03-31", ...more },
    });
  expect(fieldsOf(await create({ warehouseId: shop.warehouseId }))).toEqual(["warehouseId warehouse.unknown"]);
  expect(fieldsOf(await create({ scope: "items", itemIds: [items[0]!] }))).toEqual(["itemIds item.unknown"]);
  const own = await begin(other);
  expect(await count(other, own, { ...entry, itemId: theirs[0]!, quantity: "8" })).toBe("收 1 重 0");
  expect((await review(shop, id))[0]).toContain("盘得 5");
  expect((await review(other, own))[0]).toContain("盘得 8");
  await proves(shop);
});

test("范围：分类连下级；空范围、启用前和将来的日期拒绝", async () => {
  const { shop } = await shopWithGoods("A");
  const drinks = (await shop.call("categories.create", { body: { name: "饮料" } })).id;
  const water = (await shop.call("categories.create", { body: { name: "水", parentId: drinks } })).id;
  const inside = await addItem(shop, "W", { categoryId: water });
  const refusal = async (more: object) => {
    const problem = await shop.refusal("countTasks.create", {
      body: { name: "盘", warehouseId: shop.warehouseId, businessDate: "2026-03-31", ...more },
    });
    return problem.code;
  };
  expect(await refusal({ scope: "category", categoryId: drinks })).toBe("count_task.empty");
  expect(await refusal({ businessDate: "2099-01-01" })).toBe("date.too_far");
  expect(await refusal({ businessDate: "2026-02-28" })).toBe("period.before_start");
  const id = await begin(shop, { scope: "category", categoryId: drinks, includeZero: true, blind: false });
  const sheet = await shop.call("countTasks.sheet", { params: { id } });
  expect(sheet.rows.map((row) => `${row.code} ${row.book}`)).toEqual(["W 0"]);
  expect(await count(shop, id, { itemId: inside, quantity: "0" })).toBe("收 1 重 0");
  await proves(shop);
});
