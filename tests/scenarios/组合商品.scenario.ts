import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { importFile } from "../support/import.ts";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  approve,
  booksText,
  cardText,
  costOf,
  fieldsOf,
  from,
  openStockShop,
  owed,
  type Posted,
  proves,
  type Row,
  show,
  type StockShop,
  standsText,
  unapprove,
  voidDraft,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

/** 礼盒 = 2 瓶酒 + 1 只盒. 酒单卖 120，盒单卖 30，礼盒卖 298。 */
async function giftShop(setup: Parameters<typeof openStockShop>[1] = {}) {
  const shop = await openStockShop(server, setup);
  const wine = await addItem(shop, "JIU", { name: "酱香酒", baseUnit: "瓶", salePrice: "120" });
  const box = await addItem(shop, "HE", { name: "礼盒包装", baseUnit: "只", salePrice: "30" });
  const gift = await addItem(shop, "LH", {
    name: "礼盒",
    baseUnit: "盒",
    salePrice: "298",
    parts: [
      { itemId: wine, quantity: "2" },
      { itemId: box, quantity: "1" },
    ],
  });
  return { shop, wine, box, gift };
}
const taxed = { taxIncluded: true };
/** 行号 组合 商品 数量 单价 不含税 + 税 = 价税合计. */
async function linesText(shop: StockShop, document: Posted): Promise<string> {
  const view = await show(shop, document);
  return view.lines
    .map((line) => {
      const kit = line.kit === null ? "" : `【${line.kit.name} ×${line.kit.quantity} #${line.kit.group}】`;
      return `${line.lineNo} ${kit}${line.itemName} ${line.quantity} ${line.unit} @${line.price} ${line.netAmount} + ${line.taxAmount} = ${line.grossAmount}`;
    })
    .join("\n");
}
async function standing(shop: StockShop, itemId: string): Promise<string> {
  const { rows } = await shop.call("stock.list", { query: { includeZero: "true" } });
  const row = rows.find((one) => one.itemId === itemId);
  return row === undefined ? "没有库存行" : `现存 ${row.onHand} 占用 ${row.reserved} 可用 ${row.available}`;
}
async function lookUp(shop: StockShop, itemId: string) {
  const { rows } = await shop.call("items.lookup", { query: { ids: itemId, warehouseId: shop.warehouseId } });
  return rows[0];
}

test("卖 3 个礼盒 298.00：出 6 瓶酒 3 只盒，894.00 按单卖金额摊，成本是配件之和，凭证一张", async () => {
  const { shop, wine, box, gift } = await giftShop();
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "10", "5"],
  ]);
  const sale = await shop.sell("03-10", [[gift, "3", "298"]], taxed);
  expect(await linesText(shop, sale)).toBe(
    lines(`
    1 【礼盒 ×3 #1】酱香酒 6 瓶 @132.445 703.25 + 91.42 = 794.67
    2 【礼盒 ×3 #1】礼盒包装 3 只 @33.11 87.90 + 11.43 = 99.33`),
  );
  expect([await costOf(shop, sale), await owed(shop, "receivable")]).toEqual(["375.00", "894.00"]);
  expect([await standsText(shop, wine), await standsText(shop, box), await standing(shop, gift)]).toEqual([
    "14 / 840.00",
    "7 / 35.00",
    "没有库存行",
  ]);
  expect(await vouchersText(shop, sale)).toBe(
    lines(`
    1122 应收账款 借 894.00
    5001 主营业务收入 贷 791.15
    22210106 销项税额 贷 102.85
    5401 主营业务成本 借 375.00
    1405 库存商品 贷 375.00`),
  );
  await proves(shop);
});

test("摊到分，和正好是礼盒的金额：不含税、折扣、整单优惠、小规模纳税人、没有售价的配件都一样", async () => {
  const story: string[] = [];
  for (const [title, taxStatus] of [
    ["一般纳税人", "general"],
    ["小规模纳税人", "small"],
  ] as const) {
    const shop = await openStockShop(server, { taxStatus });
    const parts = ["A", "B", "C"];
    const [a = "", b = "", c = ""] = await Promise.all(parts.map((code) => addItem(shop, code, { name: code })));
    const set = await addItem(shop, "SET", {
      name: "三件套",
      parts: [a, b, c].map((itemId) => ({ itemId, quantity: "1" })),
    });
    await shop.buy(
      "03-01",
      [a, b, c].map((itemId): Row => [itemId, "100000", "1"]),
    );
    for (const [name, row, more] of [
      ["不含税", [set, "1", "100"], {}],
      ["含税", [set, "1", "100"], taxed],
      ["九五折", [set, "7", "33.33", { discountRate: "95" }], taxed],
      ["优惠 0.10", [set, "1", "100"], { ...taxed, orderDiscount: "0.10" }],
      ["三万套", [set, "30001", "0.37"], taxed],
      ["赠送", [set, "1", "100", { discountRate: "0" }], taxed],
    ] as const) {
      const sale = await show(shop, await shop.sell("03-02", [row], more));
      const amounts = sale.lines.map((line) => (sale.taxIncluded ? line.grossAmount : line.netAmount));
      story.push(`${title} ${name} ${amounts.join(" + ")} = ${sale.taxIncluded ? sale.grossAmount : sale.netAmount}`);
    }
    await proves(shop);
  }
  expect(story.join("\n")).toBe(
    lines(`
    一般纳税人 不含税 33.33 + 33.33 + 33.34 = 100.00
    一般纳税人 含税 33.33 + 33.33 + 33.34 = 100.00
    一般纳税人 九五折 73.88 + 73.88 + 73.88 = 221.64
    一般纳税人 优惠 0.10 33.30 + 33.30 + 33.30 = 99.90
    一般纳税人 三万套 3700.12 + 3700.12 + 3700.13 = 11100.37
    一般纳税人 赠送 0.00 + 0.00 + 0.00 = 0.00
    小规模纳税人 不含税 33.33 + 33.33 + 33.34 = 100.00
    小规模纳税人 含税 33.33 + 33.33 + 33.34 = 100.00
    小规模纳税人 九五折 73.88 + 73.88 + 73.88 = 221.64
    小规模纳税人 优惠 0.10 33.30 + 33.30 + 33.30 = 99.90
    小规模纳税人 三万套 3700.12 + 3700.12 + 3700.13 = 11100.37
    小规模纳税人 赠送 0.00 + 0.00 + 0.00 = 0.00`),
  );
});

test("单位和普通行一起：一箱礼盒是 6 个，配件按箱装酒；改草稿、再保存，行还是配件，记号和金额不变", async () => {
  const { shop, wine, box } = await giftShop();
  await shop.call("items.update", {
    params: { id: wine },
    body: {
      code: "JIU",
      name: "酱香酒",
      baseUnit: "瓶",
      salePrice: "120",
      units: [{ name: "箱", factor: "6", salePrice: "600" }],
    },
  });
  const party = await addItem(shop, "YH", {
    name: "宴会套装",
    baseUnit: "套",
    units: [{ name: "大箱", factor: "6" }],
    parts: [
      { itemId: wine, unit: "箱", quantity: "0.5" },
      { itemId: box, quantity: "1.5" },
    ],
  });
  await shop.buy("03-01", [
    [wine, "60", "60"],
    [box, "30", "5"],
  ]);
  const draft = await shop.draft(
    "salesDeliveries",
    "03-10",
    [
      [box, "1", "30"],
      [party, "1", "2000", { unit: "大箱" }],
      [party, "1", "400"],
    ],
    taxed,
  );
  const text = lines(`
    1 礼盒包装 1 只 @30 26.55 + 3.45 = 30.00
    2 【宴会套装 ×6 #1】酱香酒 3 箱 @579.71 1539.05 + 200.08 = 1739.13
    3 【宴会套装 ×6 #1】礼盒包装 9 只 @28.985556 230.86 + 30.01 = 260.87
    4 【宴会套装 ×1 #2】酱香酒 0.5 箱 @695.66 307.81 + 40.02 = 347.83
    5 【宴会套装 ×1 #2】礼盒包装 1.5 只 @34.78 46.17 + 6.00 = 52.17`);
  expect(await linesText(shop, draft)).toBe(text);

  const view = await show(shop, draft);
  const again = view.lines.map(({ itemId, unit, quantity, price, discountRate, taxRate, kit }) => ({
    itemId,
    unit,
    quantity,
    price,
    discountRate,
    taxRate,
    ...(kit ? { kit: { itemId: kit.itemId, quantity: kit.quantity, group: kit.group } } : {}),
  }));
  const body = { ...shop.body("salesDeliveries", "03-10", [], taxed), lines: again };
  await shop.call("salesDeliveries.update", { params: { id: draft.id }, body: body as never });
  expect(await linesText(shop, draft)).toBe(text);
  const more = { ...body, lines: [...again, { itemId: party, quantity: "1", price: "400" }] };
  await shop.call("salesDeliveries.update", { params: { id: draft.id }, body: more as never });
  expect((await linesText(shop, draft)).split("\n").slice(5).join("\n")).toBe(
    lines(`
    6 【宴会套装 ×1 #3】酱香酒 0.5 箱 @695.66 307.81 + 40.02 = 347.83
    7 【宴会套装 ×1 #3】礼盒包装 1.5 只 @34.78 46.17 + 6.00 = 52.17`),
  );
  await approve(shop, draft);
  expect([await standsText(shop, wine), await standsText(shop, box)]).toEqual(["36 / 2160.00", "17 / 85.00"]);
  await proves(shop);
});

test("订单占用的是配件；礼盒可用多少看先用完的配件；按订单出一个，配件各执行一份", async () => {
  const { shop, wine, box, gift } = await giftShop();
  await shop.buy("03-01", [
    [wine, "11", "60"],
    [box, "9", "5"],
  ]);
  expect(await lookUp(shop, gift)).toMatchObject({ isKit: true, onHand: "5", available: "5", tracking: "none" });
  const order = await shop.post("salesOrders", "03-05", [[gift, "2", "298"]], { partnerId: shop.customer, ...taxed });
  expect([await standing(shop, wine), await standing(shop, box)]).toEqual([
    "现存 11 占用 4 可用 7",
    "现存 9 占用 2 可用 7",
  ]);
  expect(await lookUp(shop, gift)).toMatchObject({ onHand: "5", available: "3" });
  expect(await linesText(shop, order)).toBe(
    lines(`
    1 【礼盒 ×2 #1】酱香酒 4 瓶 @132.445 468.83 + 60.95 = 529.78
    2 【礼盒 ×2 #1】礼盒包装 2 只 @33.11 58.60 + 7.62 = 66.22`),
  );

  const kit = { kit: { itemId: gift, quantity: "1", group: 1 } };
  const delivery = await shop.sell(
    "03-06",
    [
      [wine, "2", "132.445", { ...from(order, 1), ...kit }],
      [box, "1", "33.11", { ...from(order, 2), ...kit }],
    ],
    taxed,
  );
  expect(await linesText(shop, delivery)).toBe(
    lines(`
    1 【礼盒 ×1 #1】酱香酒 2 瓶 @132.445 234.42 + 30.47 = 264.89
    2 【礼盒 ×1 #1】礼盒包装 1 只 @33.11 29.30 + 3.81 = 33.11`),
  );
  const executed = (await show(shop, order)).lines.map((line) => line.execution);
  expect(executed).toMatchObject([
    { executed: "2", open: "2" },
    { executed: "1", open: "1" },
  ]);
  expect([await standing(shop, wine), await standing(shop, box)]).toEqual([
    "现存 9 占用 2 可用 7",
    "现存 8 占用 1 可用 7",
  ]);
  const wrong = shop.body("salesDeliveries", "03-07", [[gift, "1", "298", from(order, 1)]], taxed);
  expect(fieldsOf(await shop.refusal("salesDeliveries.createApproved", { body: wrong }))).toEqual([
    "lines.0.itemId source.other_item",
    "lines.0.quantity source.exceeded",
  ]);
  await proves(shop);
});

test("按源单退一个礼盒：2 瓶酒 1 只盒按原价退回，成本也是原来的；没有源单的也能按礼盒退", async () => {
  const { shop, wine, box, gift } = await giftShop();
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "10", "5"],
  ]);
  const sale = await shop.sell("03-10", [[gift, "3", "298"]], taxed);
  const back = await shop.post(
    "salesReturns",
    "03-12",
    [
      [wine, "2", "132.445", from(sale, 1)],
      [box, "1", "33.11", from(sale, 2)],
    ],
    taxed,
  );
  expect([(await show(shop, back)).grossAmount, await costOf(shop, back), await owed(shop, "receivable")]).toEqual([
    "298.00",
    "125.00",
    "596.00",
  ]);
  const rest = shop.body("salesReturns", "03-13", [[wine, "5", "132.445", from(sale, 1)]], taxed);
  expect(await shop.refusal("salesReturns.createApproved", { body: rest })).toMatchObject({
    code: "source.exceeded",
    facts: { item: "酱香酒", left: "4" },
  });
  const free = await shop.post("salesReturns", "03-14", [[gift, "1", "298"]], taxed);
  expect(await linesText(shop, free)).toBe(
    lines(`
    1 【礼盒 ×1 #1】酱香酒 2 瓶 @132.445 234.42 + 30.47 = 264.89
    2 【礼盒 ×1 #1】礼盒包装 1 只 @33.11 29.30 + 3.81 = 33.11`),
  );
  expect([await standsText(shop, wine), await standsText(shop, box)]).toEqual(["18 / 1080.00", "9 / 45.00"]);
  await proves(shop);
});

test("少了哪个配件，拒绝里说哪个，停在礼盒那一行；预览也一样，什么都没有写", async () => {
  const { shop, wine, box, gift } = await giftShop();
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

test("配件补一张以前的入库：卖掉的礼盒重算成本，差额进凭证；以前的礼盒出库不够货，拒绝也停在礼盒那一行", async () => {
  const { shop, wine, box, gift } = await giftShop();
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "3", "5"],
  ]);
  const sale = await shop.sell("03-10", [[gift, "3", "298"]], taxed);
  expect(await costOf(shop, sale)).toBe("375.00");
  const late = await shop.buy("03-05", [[wine, "20", "50"]]);
  expect([await costOf(shop, sale), await standsText(shop, wine)]).toEqual(["345.00", "34 / 1870.00"]);
  expect(await cardText(shop, wine)).toBe(
    lines(`
    03-01 采购入库 入 20 1200.00 结存 20 / 1200.00
    03-05 采购入库 入 20 1000.00 结存 40 / 2200.00
    03-10 销售出库 出 6 330.00 结存 34 / 1870.00`),
  );
  expect((await vouchersText(shop, late)).includes("5401 主营业务成本 借 -30.00")).toBe(true);
  const past = shop.body("salesDeliveries", "03-06", [[gift, "1", "298"]], taxed);
  expect(fieldsOf(await shop.refusal("salesDeliveries.createApproved", { body: past }))).toEqual([
    "lines.0.quantity stock.short_later",
  ]);
  await shop.buy("03-02", [[box, "5", "8"]]);
  const early = await shop.sell("03-06", [[gift, "1", "298"]], taxed);
  expect((await show(shop, early)).lines.map((line) => line.cost)).toEqual(["110.00", "6.88"]);
  await proves(shop);
});

test("反审核、改、再审核、作废：账回到原来；改了礼盒的配件，以前的单据不变", async () => {
  const { shop, wine, box, gift } = await giftShop();
  await shop.buy("03-01", [
    [wine, "20", "60"],
    [box, "10", "5"],
  ]);
  const before = await booksText(shop);
  const sale = await shop.sell("03-10", [[gift, "3", "298"]], taxed);
  const text = await linesText(shop, sale);
  const { version } = await shop.call("items.show", { params: { id: gift } });
  const changed = await shop.call("items.update", {
    params: { id: gift },
    body: { code: "LH", name: "大礼盒", baseUnit: "盒", parts: [{ itemId: wine, quantity: "3" }], version },
  });
  expect(changed.parts).toMatchObject([{ code: "JIU", name: "酱香酒", unit: "瓶", factor: "1", quantity: "3" }]);
  await unapprove(shop, sale);
  expect(await booksText(shop)).toBe(before);
  await approve(shop, sale);
  expect(await linesText(shop, sale)).toBe(text.replaceAll("礼盒 ×3", "大礼盒 ×3"));
  await unapprove(shop, sale);
  await voidDraft(shop, sale);
  expect(await booksText(shop)).toBe(before);
  const now = await shop.sell("03-11", [[gift, "1", "298"]], taxed);
  expect(await linesText(shop, now)).toBe("1 【大礼盒 ×1 #1】酱香酒 3 瓶 @99.333333 263.72 + 34.28 = 298.00");
  await proves(shop);
});

test("按批号和序列号的配件：草稿可以先不填，审核时问；填在配件行上", async () => {
  const shop = await openStockShop(server);
  const phone = await addItem(shop, "SJ", { name: "手机", tracking: "serial", salePrice: "2000" });
  const cream = await addItem(shop, "RS", { name: "乳霜", tracking: "lot", salePrice: "100" });
  const set = await addItem(shop, "TZ", {
    name: "套装",
    parts: [
      { itemId: phone, quantity: "1" },
      { itemId: cream, quantity: "2" },
    ],
  });
  await shop.buy("03-01", [
    [phone, "2", "1500", { serials: ["S1", "S2"] }],
    [cream, "10", "40", { lot: "L1" }],
  ]);
  const body = shop.body("salesDeliveries", "03-05", [[set, "1", "2090"]], taxed);
  expect(fieldsOf(await shop.refusal("salesDeliveries.createApproved", { body }))).toEqual([
    "lines.0.serials serial.required",
    "lines.0.lot lot.required",
  ]);
  const draft = await shop.draft("salesDeliveries", "03-05", [[set, "1", "2090"]], taxed);
  expect(fieldsOf(await shop.refusal("salesDeliveries.approve", { params: { id: draft.id }, body: {} }))).toEqual([
    "lines.0.serials serial.required",
    "lines.1.lot lot.required",
  ]);
  const { lines: made } = await show(shop, draft);
  const half = made.map(({ itemId, quantity, price, kit }) => ({
    itemId,
    quantity,
    price,
    kit: { itemId: kit?.itemId, quantity: kit?.quantity, group: kit?.group },
    ...(itemId === phone ? { serials: [] } : { lot: "L1" }),
  }));
  await shop.call("salesDeliveries.update", {
    params: { id: draft.id },
    body: { ...shop.body("salesDeliveries", "03-05", [], taxed), lines: half } as never,
  });
  const filled = made.map(({ itemId, quantity, price, kit }, index) => ({
    itemId,
    quantity,
    price,
    kit: { itemId: kit?.itemId, quantity: kit?.quantity, group: kit?.group },
    ...(index === 0 ? { serials: ["S2"] } : { lot: "L1" }),
  }));
  await shop.call("salesDeliveries.update", {
    params: { id: draft.id },
    body: { ...shop.body("salesDeliveries", "03-05", [], taxed), lines: filled } as never,
  });
  await approve(shop, draft);
  expect([await costOf(shop, draft), (await show(shop, draft)).grossAmount]).toEqual(["1580.00", "2090.00"]);
  await proves(shop);
});

test("礼盒没有库存：采购、期初以外的库存单据、盘点、组装都拒绝在那一行，说改用配件；盘点任务里没有它", async () => {
  const { shop, wine, box, gift } = await giftShop();
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
  const { shop, wine, box, gift } = await giftShop();
  const other = await giftShop();
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
  const ordinary = await shop.call("items.update", {
    params: { id: gift },
    body: { code: "LH", name: "礼盒", baseUnit: "盒", parts: [] },
  });
  expect([ordinary.isKit, ordinary.parts]).toEqual([false, []]);
  await shop.buy("03-02", [[gift, "1", "100"]]);
  await proves(shop);
});

test("坏输入：别家的礼盒和记号、太碎的数量、展开后超过 2000 行、采购单上的记号，都拒绝在原来的行上", async () => {
  const { shop, wine, gift } = await giftShop();
  const other = await giftShop();
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
  const { shop, wine } = await giftShop();
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
  const { shop, wine, box, gift } = await giftShop();
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
