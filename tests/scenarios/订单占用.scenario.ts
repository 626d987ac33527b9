import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { progress, standing, openOrderDesk } from "../support/order-desk.ts";
import { addItem, hire, proveClean, serverOfThisFile, signInElsewhere } from "../support/server.ts";
import { from } from "../support/stock-shop.ts";

const server = serverOfThisFile();

const second = serverOfThisFile(server);

test("P03 现存 10，50 张订单同时审核：都成功，占用正好 50，单号连续；先审的有货，后审的缺货", async () => {
  const { shop, receive, sale } = await openOrderDesk(server);
  const other = await signInElsewhere(shop, second);
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
  const { shop, order, deliver, receive, sale } = await openOrderDesk(server);
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
  const { shop, order, receive, sale } = await openOrderDesk(server);
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

test("订单不记账：没有凭证、没有往来、没有出入库；超过可用的订单可以审核，预览说缺多少", async () => {
  const { shop, receive, sale, customer } = await openOrderDesk(server);
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
  const mine = await openOrderDesk(server);
  const theirs = await openOrderDesk(server, { companyName: "别家公司" });
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
  const { shop, order } = await openOrderDesk(server);
  const itemId = await addItem(shop, "A");
  const placed = await order([{ itemId, quantity: "5", price: "20" }]);
  const storekeeper = await hire(shop, server, "storekeeper");
  expect([
    (await storekeeper.refusal("stock.saveRules", { body: { reservedProtected: true } })).code,
    (await storekeeper.refusal("salesOrders.close", { params: { id: placed.id }, body: { reason: "x" } })).code,
    (await storekeeper.call("salesOrders.show", { params: { id: placed.id } })).number,
  ]).toEqual(["permission.missing", "permission.missing", placed.number]);
});
