import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { giftShop, taxed } from "../support/gift-shop.ts";
import { importFile } from "../support/import.ts";
import { addItem, serverOfThisFile } from "../support/server.ts";
import { booksText, fieldsOf, proves, type Row, standsText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("少了哪个配件，拒绝里说哪个，停在礼盒那一行；预览也一样，什么都没有写", async () => {
  const { shop, wine, box, gift } = await giftShop(server);
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "2", "5"],
  ]);
  const before = await booksText(shop);
  const body = shop.body(
    "salesDeliveries",
    "03-10",
    [
      [wine, "1", "120"],
      [gift, "3", "298"],
    ],
    taxed,
  );
  const problem = await shop.refusal("salesDeliveries.createApproved", { body });
  expect(problem.detail).toBe("「礼盒包装」在 主仓 可用 2 只，少 1 只。可改数量、改仓库，或先入库。");
  expect(fieldsOf(problem)).toEqual(["lines.1.quantity stock.short"]);
  const preview = await shop.call("salesDeliveries.preview", { body: body as never });
  expect(preview).toMatchObject({
    accepted: false,
    grossAmount: "1014.00",
    refusals: [{ path: "lines.1.quantity", code: "stock.short", facts: { item: "礼盒包装", short: "1" } }],
  });
  expect(preview.lines.map((line) => [line.itemName, line.kit?.name ?? null, line.grossAmount])).toEqual([
    ["酱香酒", null, "120.00"],
    ["酱香酒", "礼盒", "794.67"],
    ["礼盒包装", "礼盒", "99.33"],
  ]);
  expect(preview.stock.map((row) => `${row.itemName} ${row.before} → ${row.after}`)).toEqual([
    "酱香酒 20 → 13",
    "礼盒包装 2 → -1",
  ]);
  expect(await booksText(shop)).toBe(before);

  await shop.call("stock.saveRules", { body: { reservedProtected: true } });
  await shop.post("salesOrders", "03-05", [[gift, "2", "298"]], { partnerId: shop.customer });
  const one = shop.body("salesDeliveries", "03-10", [[gift, "1", "298"]], taxed);
  const reserved = await shop.refusal("salesDeliveries.createApproved", { body: one });
  expect([fieldsOf(reserved), reserved.facts]).toMatchObject([
    ["lines.0.quantity stock.reserved"],
    { item: "礼盒包装", available: "0", short: "1" },
  ]);
  await proves(shop);
});

test("礼盒没有库存：采购、期初以外的库存单据、盘点、组装都拒绝在那一行，说改用配件；盘点任务里没有它", async () => {
  const { shop, wine, box, gift } = await giftShop(server);
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "10", "5"],
  ]);
  const code = "lines.0.itemId kit.has_no_stock";
  for (const [kind, rows, more] of [
    ["purchaseOrders", [[gift, "1", "10"]], { partnerId: shop.supplier }],
    ["purchaseReceipts", [[gift, "1", "10"]], {}],
    ["otherReceipts", [[gift, "1", "10"]], { reason: "gift-received" }],
    ["otherIssues", [[gift, "1"]], { reason: "damaged" }],
    ["transfers", [[gift, "1"]], { toWarehouseId: shop.second }],
    ["stockCounts", [[gift, "1"]], {}],
    ["costAdjustments", [[gift, "", undefined, { amount: "1" }]], {}],
    [
      "assemblies",
      [
        [gift, "1", undefined, { role: "product" }],
        [wine, "2", undefined, { role: "part" }],
      ],
      {},
    ],
  ] as const) {
    const body = shop.body(kind, "03-10", rows, more);
    for (const way of ["create", "createApproved"] as const)
      expect([kind, fieldsOf(await shop.refusal(`${kind}.${way}` as "transfers.create", { body }))]).toEqual([
        kind,
        [code],
      ]);
  }
  const { detail } = await shop.refusal("purchaseReceipts.create", {
    body: shop.body("purchaseReceipts", "03-10", [[gift, "1", "10"]]),
  });
  expect(detail).toBe(
    "「礼盒」是组合商品，自己没有库存，请改用它的配件。组合商品只能用在销售订单、销售出库单和销售退货单上，保存时展开成配件。",
  );
  const task = await shop.call("countTasks.create", {
    body: {
      name: "全盘",
      warehouseId: shop.warehouseId,
      businessDate: "2026-03-10",
      scope: "warehouse",
      includeZero: true,
    },
  });
  const { rows } = await shop.call("countTasks.sheet", { params: { id: task.id } });
  expect(rows.map((row) => row.code)).toEqual(["HE", "JIU"]);
  const entry = { id: newId(), itemId: gift, quantity: "1", countedAt: new Date().toISOString() };
  const counted = await shop.call("countTasks.count", {
    params: { id: task.id },
    body: { sentAt: new Date().toISOString(), device: "测试", entries: [entry] },
  });
  expect(counted.refused.map((one) => one.code)).toEqual(["kit.has_no_stock"]);
  await proves(shop);
});

test("配件的规矩：不能套娃、不能是自己、不能写两次、不能停用、不能是别家的；用过的商品不能变成组合商品", async () => {
  const { shop, wine, box, gift } = await giftShop(server);
  const other = await giftShop(server);
  const save = (parts: readonly object[], more = {}) =>
    shop.refusal("items.create", { body: { code: "X", name: "新套装", baseUnit: "套", parts, ...more } });
  expect(fieldsOf(await save([{ itemId: gift, quantity: "1" }]))).toEqual(["parts.0.itemId kit.nested"]);
  expect(fieldsOf(await save([{ itemId: other.wine, quantity: "1" }]))).toEqual(["parts.0.itemId item.unknown"]);
  expect(fieldsOf(await save([{ itemId: newId(), quantity: "1" }]))).toEqual(["parts.0.itemId item.unknown"]);
  expect(
    fieldsOf(
      await save([
        { itemId: wine, quantity: "1" },
        { itemId: wine, quantity: "2" },
      ]),
    ),
  ).toEqual(["parts.1.itemId kit.part_twice"]);
  expect(fieldsOf(await save([{ itemId: wine, quantity: "1", unit: "箱" }]))).toEqual(["parts.0.unit unit.unknown"]);
  expect(fieldsOf(await save([{ itemId: wine, quantity: "0" }]))).toEqual(["parts.0.quantity quantity.not_positive"]);
  expect(fieldsOf(await save([{ itemId: wine, quantity: "1" }], { tracking: "lot", safetyStock: "5" }))).toEqual([
    "tracking kit.tracking",
    "safetyStock kit.safety_stock",
  ]);
  const whole = await addItem(shop, "ZS", { name: "整支", wholeUnits: true });
  expect(fieldsOf(await save([{ itemId: whole, quantity: "0.5" }]))).toEqual(["parts.0.quantity unit.not_piece"]);
  const halves = await addItem(shop, "BAN", { name: "半", units: [{ name: "半", factor: "0.5" }] });
  expect(fieldsOf(await save([{ itemId: halves, unit: "半", quantity: "0.000001" }]))).toEqual([
    "parts.0.quantity unit.not_whole",
  ]);

  const change = (id: string, body: object) => shop.refusal("items.update", { params: { id }, body });
  const wineNow = { code: "JIU", name: "酱香酒", baseUnit: "瓶" };
  expect(
    fieldsOf(
      await change(gift, { code: "LH", name: "礼盒", baseUnit: "盒", parts: [{ itemId: gift, quantity: "1" }] }),
    ),
  ).toEqual(["parts.0.itemId kit.of_itself"]);
  expect((await change(wine, { ...wineNow, disabled: true })).detail).toBe(
    "「酱香酒」是组合商品「礼盒」的配件，不能停用。请先从那里的配件里去掉它。",
  );
  expect((await shop.refusal("items.delete", { params: { id: wine } })).detail).toBe(
    "「酱香酒」是组合商品「礼盒」的配件，不能删除。请先从那里的配件里去掉它。",
  );
  expect((await change(wine, { ...wineNow, baseUnit: "支" })).code).toBe("record.in_use");
  expect(fieldsOf(await change(wine, { ...wineNow, parts: [{ itemId: whole, quantity: "1" }] }))).toEqual([
    "parts kit.part_of",
  ]);
  await shop.buy("03-01", [[whole, "1", "1"]]);
  const used = await change(whole, {
    code: "ZS",
    name: "整支",
    baseUnit: "个",
    wholeUnits: true,
    parts: [{ itemId: box, quantity: "1" }],
  });
  expect([fieldsOf(used), used.detail]).toEqual([
    ["parts kit.in_use"],
    "「整支」已有单据或盘点用到，不能改成组合商品。请新建一个商品。",
  ]);

  await shop.call("items.update", {
    params: { id: gift },
    body: { code: "LH", name: "礼盒", baseUnit: "盒", disabled: true },
  });
  await shop.call("items.update", { params: { id: wine }, body: { ...wineNow, disabled: true } });
  expect(fieldsOf(await save([{ itemId: wine, quantity: "1" }]))).toEqual(["parts.0.itemId item.disabled"]);
  const body = shop.body("salesDeliveries", "03-10", [[gift, "1", "298"]]);
  expect(fieldsOf(await shop.refusal("salesDeliveries.create", { body }))).toEqual([
    "lines.0.itemId item.disabled",
    "lines.0.itemId item.disabled",
  ]);
  const enabled = await change(gift, { code: "LH", name: "礼盒", baseUnit: "盒" });
  expect([fieldsOf(enabled), enabled.detail]).toEqual([
    ["parts item.disabled"],
    "商品「酱香酒」已停用，请换一个或先启用。",
  ]);
  const ordinary = await shop.call("items.update", {
    params: { id: gift },
    body: { code: "LH", name: "礼盒", baseUnit: "盒", parts: [] },
  });
  expect([ordinary.isKit, ordinary.parts]).toEqual([false, []]);
  await shop.buy("03-02", [[gift, "1", "100"]]);
  await proves(shop);
});

test("坏输入：别家的礼盒和记号、太碎的数量、展开后超过 2000 行、采购单上的记号，都拒绝在原来的行上", async () => {
  const { shop, wine, gift } = await giftShop(server);
  const other = await giftShop(server);
  const refusalOf = async (rows: readonly Row[], kind: "salesDeliveries" | "purchaseReceipts" = "salesDeliveries") =>
    fieldsOf(await shop.refusal(`${kind}.createApproved`, { body: shop.body(kind, "03-10", rows) }));
  expect(await refusalOf([[other.gift, "1", "298"]])).toEqual(["lines.0.itemId item.unknown"]);
  const mark = { kit: { itemId: other.gift, quantity: "1", group: 1 } };
  expect(await refusalOf([[wine, "1", "1", mark]])).toEqual(["lines.0.kit item.unknown"]);
  const own = { kit: { itemId: gift, quantity: "1", group: 1 } };
  expect(await refusalOf([[wine, "1", "1", own]], "purchaseReceipts")).toEqual(["lines.0.kit kit.has_no_stock"]);
  expect(await refusalOf([[wine, "1", "1", { kit: { itemId: gift, quantity: "1", group: 0 } }]])).toHaveLength(1);
  expect(await refusalOf([[gift, "1", "1", { unit: "箱" }]])).toEqual(["lines.0.unit unit.unknown"]);
  expect(await refusalOf([[gift, "1", "1", { lot: "L1" }]])).toContain("lines.0.lot lot.not_tracked");
  expect(await refusalOf([[gift, "9999999999999", "9999999999999"]])).toContain("lines.0.price amount.too_large");
  const dust = await addItem(shop, "FEN", { name: "粉", parts: [{ itemId: wine, quantity: "0.000001" }] });
  expect(await refusalOf([[dust, "0.5", "1"]])).toContain("lines.0.quantity unit.not_whole");
  const many = Array.from({ length: 1001 }, (): Row => [gift, "1", "1"]);
  expect(await refusalOf(many)).toEqual(["lines kit.too_many_lines"]);
  await proves(shop);
});

test("导入：商品文件和库存文件里给礼盒写期初，都在那一行拒绝，说改在配件上", async () => {
  const { shop, wine } = await giftShop(server);
  const csv = (rows: readonly (readonly string[])[]) => Buffer.from(rows.map((row) => row.join(",")).join("\n"));
  const goods = csv([
    ["编码", "名称", "单位", "采购价", "期初数量"],
    ["LH", "礼盒", "盒", "100", "3"],
    ["JIU", "酱香酒", "瓶", "60", "20"],
  ]);
  const stock = csv([
    ["编码", "名称", "库存数量", "单位成本"],
    ["JIU", "酱香酒", "20", "60"],
    ["LH", "礼盒", "3", "100"],
  ]);
  for (const [name, content, target, row] of [
    ["商品.csv", goods, "items", 2],
    ["库存.csv", stock, "stock", 3],
  ] as const) {
    const { preview, job } = await importFile(shop, name, content, target);
    expect(preview.problems.map((problem) => `${problem.row} ${problem.code} ${problem.reason}`)).toEqual([
      `${row} kit.has_no_stock 「礼盒」是组合商品，自己没有库存。`,
    ]);
    expect(job.state).toBe("failed");
  }
  const { job } = await importFile(shop, "库存.csv", stock, "stock", { badRows: "skip" });
  expect([job.state, await standsText(shop, wine)]).toEqual(["done", "20 / 1200.00"]);
  await proves(shop);
});

test("商品列表认得组合商品，能只看组合商品；采购时查到它也看得出；上次价不拿礼盒里摊的价", async () => {
  const { shop, wine, box, gift } = await giftShop(server);
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "10", "5"],
  ]);
  await shop.sell("03-09", [[wine, "1", "118"]], taxed);
  await shop.sell("03-10", [[gift, "3", "298"]], taxed);
  const { rows, total } = await shop.call("items.list", { query: { kits: "true" } });
  expect([rows.map((row) => `${row.code} ${row.isKit}`), total]).toEqual([["LH true"], 1]);
  expect((await shop.call("items.list", {})).rows.map((row) => row.isKit)).toEqual([false, false, true]);
  const { rows: found } = await shop.call("items.lookup", { query: { ids: wine, partnerId: shop.customer } });
  expect(found[0]?.lastPrices.map((last) => last.price)).toEqual(["118"]);
  await proves(shop);
});
