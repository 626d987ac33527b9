import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { begin, count, lineTexts, review, shopWithGoods } from "../support/count-room.ts";
import { addItem, hire, serverOfThisFile } from "../support/server.ts";
import { fieldsOf, proves, standsText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("盲盘：两个人分货位盘，数相加；差异、复盘，生成盘点单并审核，账就是盘得的数", async () => {
  const { shop, items } = await shopWithGoods(server, "A", "B", "C");
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
  const { shop, items } = await shopWithGoods(server, "A");
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
  const { shop, items } = await shopWithGoods(server, "A", "B");
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
  const { shop, items } = await shopWithGoods(server, "A");
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

test("两个人同时点完成：只生成一张；反审核后退回盘点，单号作废留着；取消后不收数", async () => {
  const { shop, items } = await shopWithGoods(server, "A");
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
  const { shop, items } = await shopWithGoods(server, "A");
  const { shop: other, items: theirs } = await shopWithGoods(server, "A");
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
  const { shop } = await shopWithGoods(server, "A");
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
