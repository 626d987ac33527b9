import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import {
  addItem,
  addPartner,
  openShop,
  person,
  type Person,
  proveClean,
  startTestServer,
  type TestServer,
  testPassword,
} from "../support/server.ts";

let server: TestServer;
let second: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  second = await startTestServer(server);
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

type Line = {
  readonly itemId: string;
  readonly quantity: string;
  readonly price: string;
  readonly unit?: string;
  readonly warehouseId?: string;
  readonly source?: { readonly documentId: string; readonly lineNo: number };
};
async function trader(setup: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(server, setup);
  const [customer, supplier] = [await addPartner(shop, "K1", "customer"), await addPartner(shop, "G1", "supplier")];
  const body = (partnerId: string, lines: readonly Line[], businessDate = "2026-03-05") => ({
    businessDate,
    partnerId,
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [...lines],
  });
  const sale = (lines: readonly Line[], date?: string) => body(customer, lines, date);
  const purchase = (lines: readonly Line[], date?: string) => body(supplier, lines, date);
  return {
    shop,
    customer,
    supplier,
    sale,
    purchase,
    order: (lines: readonly Line[], date?: string) =>
      shop.call("salesOrders.createApproved", { body: sale(lines, date) }),
    deliver: (lines: readonly Line[], date?: string) =>
      shop.call("salesDeliveries.createApproved", { body: sale(lines, date) }),
    orderGoods: (lines: readonly Line[], date?: string) =>
      shop.call("purchaseOrders.createApproved", { body: purchase(lines, date) }),
    receive: (lines: readonly Line[], date?: string) =>
      shop.call("purchaseReceipts.createApproved", { body: purchase(lines, date) }),
  };
}
const from = (order: { readonly id: string }, lineNo = 1) => ({ source: { documentId: order.id, lineNo } });

/** 现存 占用 可用 采购在途 as the stock list says. */
async function standing(shop: Person, itemId: string): Promise<string> {
  const { rows } = await shop.call("stock.list", { query: { includeZero: "true" } });
  const row = rows.find((one) => one.itemId === itemId);
  return `现存 ${row?.onHand} 占用 ${row?.reserved} 可用 ${row?.available} 采购在途 ${row?.onOrder}`;
}
async function progress(shop: Person, id: string, kind: "salesOrders" | "purchaseOrders" = "salesOrders") {
  const { order, lines } = await shop.call(`${kind}.show`, { params: { id } });
  const [line] = lines;
  return `${order?.state} 已执行 ${line?.execution?.executed} 未完 ${line?.execution?.open} 缺 ${line?.execution?.short}`;
}

test("订 10 占 10；出 4 剩 6；反审核回到 10；关闭剩余放开占用，重新打开又占上；草稿和作废的不占", async () => {
  const { shop, order, deliver, receive, sale } = await trader();
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "20", price: "10" }]);
  const draft = await shop.call("salesOrders.create", { body: sale([{ itemId, quantity: "7", price: "20" }]) });
  expect(await standing(shop, itemId)).toBe("现存 20 占用 0 可用 20 采购在途 0");
  expect((await shop.call("salesOrders.show", { params: { id: draft.id } })).order?.state).toBeNull();

  const placed = await order([{ itemId, quantity: "10", price: "20" }]);
  expect([placed.number, placed.voucher]).toEqual(["XSDD-20260305-0001", null]);
  expect(await standing(shop, itemId)).toBe("现存 20 占用 10 可用 10 采购在途 0");
  expect(await progress(shop, placed.id)).toBe("none 已执行 0 未完 10 缺 0");

  const delivery = await deliver([{ itemId, quantity: "4", price: "20", ...from(placed) }]);
  expect(await standing(shop, itemId)).toBe("现存 16 占用 6 可用 10 采购在途 0");
  expect(await progress(shop, placed.id)).toBe("partial 已执行 4 未完 6 缺 0");
  expect((await shop.refusal("salesOrders.unapprove", { params: { id: placed.id }, body: {} })).code).toBe(
    "document.has_followers",
  );

  await shop.call("salesDeliveries.unapprove", { params: { id: delivery.id }, body: {} });
  expect(await standing(shop, itemId)).toBe("现存 20 占用 10 可用 10 采购在途 0");
  await shop.call("salesDeliveries.approve", { params: { id: delivery.id }, body: {} });

  await shop.call("salesOrders.close", { params: { id: placed.id }, body: { reason: "客户不要了" } });
  expect(await standing(shop, itemId)).toBe("现存 16 占用 0 可用 16 采购在途 0");
  expect(await progress(shop, placed.id)).toBe("closed 已执行 4 未完 0 缺 0");
  const closed = await shop.call("salesOrders.show", { params: { id: placed.id } });
  expect(closed.order?.closure).toMatchObject({ reason: "客户不要了", by: "陈立群" });
  const late = { body: sale([{ itemId, quantity: "1", price: "20", ...from(placed) }]) };
  expect((await shop.refusal("salesDeliveries.createApproved", late)).code).toBe("order.closed");
  expect((await shop.refusal("salesOrders.close", { params: { id: placed.id }, body: { reason: "再关" } })).code).toBe(
    "order.closed",
  );

  await shop.call("salesOrders.reopen", { params: { id: placed.id }, body: {} });
  expect(await standing(shop, itemId)).toBe("现存 16 占用 6 可用 10 采购在途 0");
  await deliver([{ itemId, quantity: "6", price: "20", ...from(placed) }]);
  expect(await progress(shop, placed.id)).toBe("done 已执行 10 未完 0 缺 0");
  expect(
    (await shop.refusal("salesOrders.close", { params: { id: placed.id }, body: { reason: "没有剩的" } })).code,
  ).toBe("order.nothing_open");

  await shop.call("salesOrders.void", { params: { id: draft.id }, body: { reason: "写错" } });
  expect(await standing(shop, itemId)).toBe("现存 10 占用 0 可用 10 采购在途 0");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("同一订单行同时出 20 张各 1，只订了 10：正好 10 张成功，10 张 409 说明只剩几个，两个服务进程也一样", async () => {
  const { shop, order, receive, sale } = await trader();
  const other = person(second);
  await other.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "50", price: "10" }]);
  const placed = await order([{ itemId, quantity: "10", price: "20" }]);
  const line = { itemId, quantity: "1", price: "20", ...from(placed) };
  const drafts = await Promise.all(
    Array.from({ length: 10 }, () => shop.call("salesDeliveries.create", { body: sale([line]) })),
  );
  const post = (who: Person, path: string, body: unknown) =>
    who.fetch(`/api/v1/sales/deliveries/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": newId() },
      body: JSON.stringify(body),
    });
  const answers = await Promise.all([
    ...drafts.map(({ id }, index) => post(index % 2 === 0 ? shop : other, `${id}/approve`, {})),
    ...Array.from({ length: 10 }, (_, index) => post(index % 2 === 0 ? shop : other, "approved", sale([line]))),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([
    ...Array.from({ length: 10 }, () => 200),
    ...Array.from({ length: 10 }, () => 409),
  ]);
  for (const answer of answers.filter((one) => one.status === 409))
    expect(await answer.json()).toMatchObject({ code: "source.exceeded", errors: [{ facts: { left: "0" } }] });
  expect(await standing(shop, itemId)).toBe("现存 40 占用 0 可用 40 采购在途 0");
  expect(await progress(shop, placed.id)).toBe("done 已执行 10 未完 0 缺 0");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P03 现存 10，50 张订单同时审核：都成功，占用正好 50，单号连续；先审的有货，后审的缺货", async () => {
  const { shop, receive, sale } = await trader();
  const other = person(second);
  await other.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "10", price: "10" }]);
  const drafts: string[] = [];
  for (let index = 0; index < 50; index += 1)
    drafts.push((await shop.call("salesOrders.create", { body: sale([{ itemId, quantity: "1", price: "20" }]) })).id);
  await Promise.all(
    drafts.map((id, index) =>
      (index % 2 === 0 ? shop : other).call("salesOrders.approve", { params: { id }, body: {} }),
    ),
  );
  expect(await standing(shop, itemId)).toBe("现存 10 占用 50 可用 -40 采购在途 0");
  const { rows } = await shop.call("salesOrders.list", { query: { sort: "number", direction: "asc", limit: 100 } });
  expect(rows.map((row) => row.number)).toEqual(
    Array.from({ length: 50 }, (_, index) => `XSDD-20260305-${String(index + 1).padStart(4, "0")}`),
  );
  const short: (string | undefined)[] = [];
  for (const { id } of rows)
    short.push((await shop.call("salesOrders.show", { params: { id } })).lines[0]?.execution?.short);
  expect(short).toEqual([...Array.from({ length: 10 }, () => "0"), ...Array.from({ length: 40 }, () => "1")]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("预留库存不许占用：默认只提醒；打开以后 50 张同时出库，只有没被占用的 10 个出得去，40 张 409 说明可用和差多少", async () => {
  const { shop, order, deliver, receive, sale } = await trader();
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "21", price: "10" }]);
  const placed = await order([{ itemId, quantity: "10", price: "20" }]);
  const one = sale([{ itemId, quantity: "12", price: "20" }]);
  const preview = await shop.call("salesDeliveries.preview", { body: one });
  expect([preview.accepted, preview.warnings.map((warning) => warning.message)]).toEqual([
    true,
    ["「商品 A」在 主仓 有 10 个 被订单占用，可用 11 个，少 1 个。可改数量、改仓库，从订单出库，或先关闭订单。"],
  ]);
  const taken = await deliver([{ itemId, quantity: "12", price: "20" }]);
  expect(await standing(shop, itemId)).toBe("现存 9 占用 10 可用 -1 采购在途 0");
  await shop.call("salesDeliveries.unapprove", { params: { id: taken.id }, body: {} });

  await shop.call("stock.saveRules", { body: { reservedProtected: true } });
  expect(await shop.call("stock.rules", {})).toEqual({ reservedProtected: true });
  expect(await shop.call("salesDeliveries.preview", { body: one })).toMatchObject({
    accepted: false,
    refusals: [{ path: "lines.0.quantity", code: "stock.reserved", facts: { available: "11", short: "1" } }],
  });
  await deliver([{ itemId, quantity: "1", price: "20" }]);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      shop.fetch("/api/v1/sales/deliveries/approved", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": newId() },
        body: JSON.stringify(sale([{ itemId, quantity: "1", price: "20" }])),
      }),
    ),
  );
  const refused = answers.filter((answer) => answer.status === 409);
  expect([answers.filter((answer) => answer.status === 200).length, refused.length]).toEqual([10, 40]);
  for (const answer of refused)
    expect(await answer.json()).toMatchObject({
      code: "stock.reserved",
      errors: [{ facts: { reserved: "10", available: "0", short: "1" } }],
    });
  expect(await standing(shop, itemId)).toBe("现存 10 占用 10 可用 0 采购在途 0");
  await deliver([{ itemId, quantity: "10", price: "20", ...from(placed) }]);
  expect(await standing(shop, itemId)).toBe("现存 0 占用 0 可用 0 采购在途 0");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("不许占用管所有出库，也管补录和换仓；盘点是亲眼所见，不管；订单从自己占的货里出", async () => {
  const { shop, order, receive, sale } = await trader();
  const branch = (await shop.call("warehouses.create", { body: { code: "02", name: "二仓" } })).id;
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "10", price: "10" }]);
  await receive([{ itemId, quantity: "5", price: "10", warehouseId: branch }]);
  const placed = await order([{ itemId, quantity: "8", price: "20" }]);
  await order([{ itemId, quantity: "4", price: "20", warehouseId: branch }]);
  await shop.call("stock.saveRules", { body: { reservedProtected: true } });
  const goods = { itemId, quantity: "3" };
  const head = { businessDate: "2026-03-06", warehouseId: shop.warehouseId };
  const refusals = [
    await shop.refusal("otherIssues.createApproved", { body: { ...head, reason: "own-use", lines: [goods] } }),
    await shop.refusal("transfers.createApproved", { body: { ...head, toWarehouseId: branch, lines: [goods] } }),
    await shop.refusal("transferShipments.createApproved", {
      body: { ...head, toWarehouseId: branch, lines: [goods] },
    }),
    await shop.refusal("salesDeliveries.createApproved", {
      body: sale([{ ...goods, price: "20", ...from(placed), warehouseId: branch }]),
    }),
  ];
  expect(refusals.map((problem) => `${problem.code} 可用 ${problem.errors?.[0]?.facts?.["available"]}`)).toEqual([
    "stock.reserved 可用 2",
    "stock.reserved 可用 2",
    "stock.reserved 可用 2",
    "stock.reserved 可用 1",
  ]);
  const late = sale([{ ...goods, price: "20" }], "2026-03-05");
  await shop.call("salesDeliveries.createApproved", {
    body: sale([{ itemId, quantity: "1", price: "20" }], "2026-03-08"),
  });
  expect((await shop.refusal("salesDeliveries.createApproved", { body: late })).code).toBe("stock.reserved");
  await shop.call("stockCounts.createApproved", {
    body: { ...head, businessDate: "2026-03-09", lines: [{ itemId, quantity: "6" }] },
  });
  expect(await standing(shop, itemId)).toBe("现存 11 占用 12 可用 -1 采购在途 0");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("采购订单：订 100 到 30，采购在途 70；多到拒绝；反审核回到 100；别的供应商、别的商品、更早的日期都拒绝", async () => {
  const { shop, orderGoods, receive, purchase } = await trader();
  const [itemId, otherItem] = [await addItem(shop, "A"), await addItem(shop, "B")];
  const ordered = await orderGoods([{ itemId, quantity: "100", price: "10" }]);
  expect(ordered.number).toBe("CGDD-20260305-0001");
  expect(await standing(shop, itemId)).toBe("现存 0 占用 0 可用 0 采购在途 100");
  const line = { itemId, quantity: "30", price: "10", ...from(ordered) };
  const receipt = await receive([line]);
  expect(await standing(shop, itemId)).toBe("现存 30 占用 0 可用 30 采购在途 70");
  expect(await progress(shop, ordered.id, "purchaseOrders")).toBe("partial 已执行 30 未完 70 缺 0");
  const refusal = async (body: ReturnType<typeof purchase>) => {
    const problem = await shop.refusal("purchaseReceipts.createApproved", { body });
    return `${problem.errors?.[0]?.path} ${problem.code}`;
  };
  const stranger = await addPartner(shop, "G2", "supplier");
  expect([
    await refusal(purchase([{ ...line, quantity: "71" }])),
    await refusal(purchase([line, { ...line, quantity: "41" }])),
    await refusal({ ...purchase([line]), partnerId: stranger }),
    await refusal(purchase([{ ...line, itemId: otherItem }])),
    await refusal(purchase([line], "2026-03-04")),
    await refusal(purchase([{ ...line, ...from(ordered, 2) }])),
    await refusal(purchase([{ ...line, ...from({ id: newId() }) }])),
    await refusal(purchase([{ ...line, ...from(receipt) }])),
  ]).toEqual([
    "lines.0.quantity source.exceeded",
    "lines.1.quantity source.exceeded",
    "partnerId source.other_partner",
    "lines.0.itemId source.other_item",
    "businessDate source.earlier",
    "lines.0.source source.unknown",
    "lines.0.source source.unknown",
    "lines.0.source source.unknown",
  ]);
  await shop.call("purchaseReceipts.unapprove", { params: { id: receipt.id }, body: {} });
  expect(await standing(shop, itemId)).toBe("现存 0 占用 0 可用 0 采购在途 100");
  await shop.call("purchaseOrders.close", { params: { id: ordered.id }, body: { reason: "供应商停产" } });
  expect(await standing(shop, itemId)).toBe("现存 0 占用 0 可用 0 采购在途 0");
  expect((await shop.refusal("purchaseReceipts.approve", { params: { id: receipt.id }, body: {} })).code).toBe(
    "order.closed",
  );
  expect(await proveClean(shop)).toBe("账实相符");
});

test("订单反审核、改、再审核：占用跟着；关闭过的再审核是开着的；换单位出货按基本单位扣", async () => {
  const { shop, order, deliver, receive, sale } = await trader();
  const itemId = await addItem(shop, "A", { units: [{ name: "箱", factor: "12" }] });
  await receive([{ itemId, quantity: "48", price: "10" }]);
  const placed = await order([{ itemId, quantity: "2", price: "240", unit: "箱" }]);
  expect(await standing(shop, itemId)).toBe("现存 48 占用 24 可用 24 采购在途 0");
  const delivery = await deliver([{ itemId, quantity: "5", price: "20", ...from(placed) }]);
  expect(await progress(shop, placed.id)).toBe("partial 已执行 5 未完 19 缺 0");
  await shop.call("salesDeliveries.unapprove", { params: { id: delivery.id }, body: {} });
  await shop.call("salesOrders.close", { params: { id: placed.id }, body: { reason: "先放一放" } });
  await shop.call("salesOrders.unapprove", { params: { id: placed.id }, body: {} });
  expect(await standing(shop, itemId)).toBe("现存 48 占用 0 可用 48 采购在途 0");
  const draft = await shop.call("salesOrders.show", { params: { id: placed.id } });
  expect([draft.order?.state, draft.order?.closure]).toEqual([null, null]);
  expect((await shop.refusal("salesDeliveries.approve", { params: { id: delivery.id }, body: {} })).code).toBe(
    "source.unknown",
  );
  await shop.call("salesOrders.update", {
    params: { id: placed.id },
    body: {
      ...sale([{ itemId, quantity: "4", price: "20" }]),
      expectedDate: "2026-03-20",
      version: draft.version,
    },
  });
  await shop.call("salesOrders.approve", { params: { id: placed.id }, body: {} });
  expect(await standing(shop, itemId)).toBe("现存 48 占用 4 可用 44 采购在途 0");
  expect((await shop.refusal("salesDeliveries.approve", { params: { id: delivery.id }, body: {} })).code).toBe(
    "source.exceeded",
  );
  const again = await shop.call("salesOrders.show", { params: { id: placed.id } });
  expect([again.number, again.order?.state, again.order?.expectedDate, again.order?.closure]).toEqual([
    placed.number,
    "none",
    "2026-03-20",
    null,
  ]);
  expect(again.trail.map((step) => step.action)).toEqual([
    "document.approve",
    "document.close",
    "document.reverse",
    "document.update",
    "document.approve",
  ]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("补录的出库也执行订单；执行过的出库反审核重算以后，订单还开着；按仓库算成本也一样", async () => {
  const { shop, order, deliver, receive } = await trader({ costScope: "warehouse" });
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "20", price: "10" }], "2026-03-01");
  const placed = await order([{ itemId, quantity: "10", price: "20" }], "2026-03-02");
  await deliver([{ itemId, quantity: "2", price: "20", ...from(placed) }], "2026-03-20");
  const late = await deliver([{ itemId, quantity: "3", price: "20", ...from(placed) }], "2026-03-10");
  expect(await progress(shop, placed.id)).toBe("partial 已执行 5 未完 5 缺 0");
  expect(await standing(shop, itemId)).toBe("现存 15 占用 5 可用 10 采购在途 0");
  await shop.call("salesDeliveries.unapprove", { params: { id: late.id }, body: {} });
  expect(await progress(shop, placed.id)).toBe("partial 已执行 2 未完 8 缺 0");
  expect(await standing(shop, itemId)).toBe("现存 18 占用 8 可用 10 采购在途 0");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("列表按执行情况筛选；明细账说出是谁占着；在途的货不算可用；录单时看到的是可用", async () => {
  const { shop, order, orderGoods, deliver, receive, sale } = await trader();
  const branch = (await shop.call("warehouses.create", { body: { code: "02", name: "二仓" } })).id;
  const [itemId, ordered] = [await addItem(shop, "A"), await addItem(shop, "B")];
  await receive([{ itemId, quantity: "20", price: "10" }]);
  const placed = [
    await order([{ itemId, quantity: "3", price: "20" }]),
    await order([{ itemId, quantity: "4", price: "20" }]),
    await order([{ itemId, quantity: "5", price: "20" }]),
    await order([{ itemId, quantity: "6", price: "20" }]),
  ] as const;
  await shop.call("salesOrders.create", { body: sale([{ itemId, quantity: "9", price: "20" }]) });
  await deliver([{ itemId, quantity: "1", price: "20", ...from(placed[1]) }]);
  await deliver([{ itemId, quantity: "5", price: "20", ...from(placed[2]) }]);
  await shop.call("salesOrders.close", { params: { id: placed[3].id }, body: { reason: "不要了" } });
  await orderGoods([{ itemId: ordered, quantity: "7", price: "9", warehouseId: branch }]);
  const states = async (execution?: "open" | "none" | "partial" | "done" | "closed") => {
    const { rows, total } = await shop.call("salesOrders.list", {
      query: { sort: "number", direction: "asc", ...(execution ? { execution } : {}) },
    });
    return `${total}: ${rows.map((row) => `${row.number?.slice(-1) ?? "草稿"} ${row.order?.state ?? "–"} ${row.order?.executed}/${row.order?.open}`).join("，")}`;
  };
  expect([await states(), await states("open"), await states("done"), await states("closed")]).toEqual([
    "5: 草稿 – 0/0，1 none 0/3，2 partial 1/3，3 done 5/0，4 closed 0/0",
    "2: 1 none 0/3，2 partial 1/3",
    "1: 3 done 5/0",
    "1: 4 closed 0/0",
  ]);
  await shop.call("transferShipments.createApproved", {
    body: {
      businessDate: "2026-03-06",
      warehouseId: shop.warehouseId,
      toWarehouseId: branch,
      lines: [{ itemId, quantity: "2" }],
    },
  });
  const { rows, sums } = await shop.call("stock.list", {});
  expect(
    rows.map((row) => [row.code, row.onHand, row.reserved, row.available, row.inTransit, row.onOrder].join(" ")),
  ).toEqual(["A 14 6 6 2 0", "B 0 0 0 0 7"]);
  expect([sums.onHand, sums.reserved, sums.available, sums.inTransit, sums.onOrder]).toEqual([
    "14",
    "6",
    "6",
    "2",
    "7",
  ]);
  const main = await shop.call("stock.list", { query: { warehouseId: shop.warehouseId } });
  expect(main.rows.map((row) => [row.code, row.onHand, row.reserved, row.available, row.inTransit].join(" "))).toEqual([
    "A 12 6 6 0",
  ]);
  const card = await shop.call("stock.card", { query: { itemId } });
  expect([card.onHand, card.reserved, card.available, card.inTransit, card.onOrder]).toEqual([
    "14",
    "6",
    "6",
    "2",
    "0",
  ]);
  expect(card.orders.map((line) => `${line.number.slice(-1)} ${line.partner} ${line.open}`)).toEqual([
    "1 客户 K1 3",
    "2 客户 K1 3",
  ]);
  const lookup = await shop.call("items.lookup", { query: { q: "A", warehouseId: shop.warehouseId } });
  expect(lookup.rows.slice(0, 1).map((row) => [row.code, row.onHand, row.available])).toEqual([["A", "12", "6"]]);
  const workbook = await shop.fetch("/api/v1/stock.xlsx");
  expect(workbook.status).toBe(200);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("订单不记账：没有凭证、没有往来、没有出入库；超过可用的订单可以审核，预览说缺多少", async () => {
  const { shop, receive, sale, customer } = await trader();
  const itemId = await addItem(shop, "A");
  await receive([{ itemId, quantity: "4", price: "10" }]);
  const before = await shop.call("vouchers.list", {});
  const body = sale([
    { itemId, quantity: "3", price: "20" },
    { itemId, quantity: "3", price: "20" },
  ]);
  const preview = await shop.call("salesOrders.preview", { body });
  expect([preview.accepted, preview.voucher, preview.partnerChange, preview.stock]).toEqual([true, [], "0.00", []]);
  expect(preview.warnings.map((warning) => warning.message)).toEqual([
    "「商品 A」在 主仓 可用 1 个，缺 2 个，要等到货。",
  ]);
  const placed = await shop.call("salesOrders.createApproved", { body });
  const view = await shop.call("salesOrders.show", { params: { id: placed.id } });
  expect(view.lines.map((line) => line.execution?.short)).toEqual(["0", "2"]);
  expect([view.grossAmount, view.vouchers, view.cost]).toEqual(["135.60", [], undefined]);
  expect((await shop.call("vouchers.list", {})).total).toBe(before.total);
  expect(
    (await shop.call("partners.statement", { params: { id: customer }, query: { side: "receivable" } })).rows,
  ).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("别家公司的订单：看不见、关不了、出不了货，一个字也不漏", async () => {
  const mine = await trader();
  const theirs = await trader({ companyName: "别家公司" });
  const [itemId, theirItem] = [await addItem(mine.shop, "A"), await addItem(theirs.shop, "别家秘密")];
  await mine.receive([{ itemId, quantity: "9", price: "10" }]);
  const placed = await theirs.order([{ itemId: theirItem, quantity: "5", price: "20" }]);
  const problems = [
    await mine.shop.refusal("salesOrders.show", { params: { id: placed.id } }),
    await mine.shop.refusal("salesOrders.close", { params: { id: placed.id }, body: { reason: "x" } }),
    await mine.shop.refusal("salesOrders.reopen", { params: { id: placed.id }, body: {} }),
    await mine.shop.refusal("salesDeliveries.createApproved", {
      body: mine.sale([{ itemId, quantity: "1", price: "20", ...from(placed) }]),
    }),
  ];
  expect(problems.map((problem) => problem.code)).toEqual(["not_found", "not_found", "not_found", "source.unknown"]);
  expect(JSON.stringify(problems)).not.toContain("秘密");
  expect(await standing(mine.shop, itemId)).toBe("现存 9 占用 0 可用 9 采购在途 0");
  expect(await progress(theirs.shop, placed.id)).toBe("none 已执行 0 未完 5 缺 5");
  expect(await proveClean(theirs.shop)).toBe("账实相符");
});

test("改占用规则要公司管理权限；关闭订单要审核权限", async () => {
  const { shop, order } = await trader();
  const itemId = await addItem(shop, "A");
  const placed = await order([{ itemId, quantity: "5", price: "20" }]);
  const loginName = `store-${shop.orgId.slice(-8)}`;
  await shop.call("users.create", {
    body: { loginName, displayName: "老赵", role: "storekeeper", password: testPassword },
  });
  const storekeeper = person(server);
  await storekeeper.call("session.create", { body: { loginName, password: testPassword } });
  expect([
    (await storekeeper.refusal("stock.saveRules", { body: { reservedProtected: true } })).code,
    (await storekeeper.refusal("salesOrders.close", { params: { id: placed.id }, body: { reason: "x" } })).code,
    (await storekeeper.call("salesOrders.show", { params: { id: placed.id } })).number,
  ]).toEqual(["permission.missing", "permission.missing", placed.number]);
});
