import { expect, test } from "vitest";
import { giftShop, linesText, lookUp, standing, taxed } from "../support/gift-shop.ts";
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
  proves,
  type Row,
  show,
  standsText,
  unapprove,
  voidDraft,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("卖 3 个礼盒 298.00：出 6 瓶酒 3 只盒，894.00 按单卖金额摊，成本是配件之和，凭证一张", async () => {
  const { shop, wine, box, gift } = await giftShop(server);
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
  const { shop, wine, box } = await giftShop(server);
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
  const { shop, wine, box, gift } = await giftShop(server);
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
  const { shop, wine, box, gift } = await giftShop(server);
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

test("配件补一张以前的入库：卖掉的礼盒重算成本，差额进凭证；以前的礼盒出库不够货，拒绝也停在礼盒那一行", async () => {
  const { shop, wine, box, gift } = await giftShop(server);
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
  const { shop, wine, box, gift } = await giftShop(server);
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
