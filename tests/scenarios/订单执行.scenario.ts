import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { progress, standing, openOrderDesk } from "../support/order-desk.ts";
import { addItem, addPartner, type Person, proveClean, serverOfThisFile, signInElsewhere } from "../support/server.ts";
import { from } from "../support/stock-shop.ts";
import { sheetRows } from "../support/sheets.ts";

const server = serverOfThisFile();

const second = serverOfThisFile(server);

test("订 10 占 10；出 4 剩 6；反审核回到 10；关闭剩余放开占用，重新打开又占上；草稿和作废的不占", async () => {
  const { shop, order, deliver, receive, sale } = await openOrderDesk(server);
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
  const { shop, order, receive, sale } = await openOrderDesk(server);
  const other = await signInElsewhere(shop, second);
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

test("采购订单：订 100 到 30，采购在途 70；多到拒绝；反审核回到 100；别的供应商、别的商品、更早的日期都拒绝", async () => {
  const { shop, orderGoods, receive, purchase } = await openOrderDesk(server);
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
  const { shop, order, deliver, receive, sale } = await openOrderDesk(server);
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
  const { shop, order, deliver, receive } = await openOrderDesk(server, { costScope: "warehouse" });
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
  const { shop, order, orderGoods, deliver, receive, sale } = await openOrderDesk(server);
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
  const [headings, ...exported] = await sheetRows(shop, "stock.xlsx");
  const columns = ["编码", "现存", "占用", "可用"].map((name) => headings?.indexOf(name) ?? -1);
  expect(exported.map((cells) => columns.map((at) => cells[at]).join(" "))).toEqual(["A 14 6 6", "B 0 0 0"]);
  expect(await proveClean(shop)).toBe("账实相符");
});
