import { expect, test } from "vitest";
import { addItem, lines, type Person, serverOfThisFile } from "../support/server.ts";
import {
  balanceOf,
  booksText,
  cardText,
  fieldsOf,
  from,
  openStockShop,
  proves,
  show,
  standsText,
  unapprove,
  vouchersText,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

const scopes = [
  ["公司一个成本", "company"],
  ["分仓核算", "warehouse"],
] as const;
type Setup = Parameters<typeof openStockShop>[1];
/** 主仓 10@7. */
async function tenAtSeven(setup: Setup = {}) {
  const shop = await openStockShop(server, setup);
  const itemId = await addItem(shop, "P36");
  await shop.buy("03-01", [[itemId, "10", "7"]]);
  const ship = (quantity: string, date = "03-02") =>
    shop.post("transferShipments", date, [[itemId, quantity]], { toWarehouseId: shop.second });
  return { shop, itemId, ship };
}
async function transitOf(shop: Person, itemId: string): Promise<string> {
  const { byWarehouse } = await shop.call("stock.card", { query: { itemId } });
  return byWarehouse.find((one) => one.warehouse === "在途")?.warehouseId ?? "";
}

test.each(scopes)(
  "P36 主仓 10@7 发 6 件，二号仓收 4，少 2 件按管理不善结掉（%s）：全程合计 70.00，损失 14.00 连进项转出",
  async (_title, costScope) => {
    const { shop, itemId, ship } = await tenAtSeven({ costScope });
    const shipment = await ship("6");
    const transit = await transitOf(shop, itemId);
    const places = async () =>
      [
        `主仓 ${await standsText(shop, itemId, shop.warehouseId)}`,
        `在途 ${await standsText(shop, itemId, transit)}`,
        `二号仓 ${await standsText(shop, itemId, shop.second)}`,
        `合计 ${await standsText(shop, itemId)}`,
      ].join("；");
    const story = [await places()];
    await shop.post("transferReceipts", "03-05", [[itemId, "4", undefined, from(shipment)]], {
      warehouseId: shop.second,
    });
    story.push(await places());
    const loss = await shop.post("transferLosses", "03-09", [[itemId, "2", undefined, from(shipment)]], {
      reason: "damaged",
    });
    story.push(await places());
    expect(story.join("\n")).toBe(
      lines(`
    主仓 4 / 28.00；在途 6 / 42.00；二号仓 0 / 0.00；合计 10 / 70.00
    主仓 4 / 28.00；在途 2 / 14.00；二号仓 4 / 28.00；合计 10 / 70.00
    主仓 4 / 28.00；在途 0 / 0.00；二号仓 4 / 28.00；合计 8 / 56.00`),
    );
    expect(await vouchersText(shop, loss)).toBe(
      lines(`
    5711 营业外支出 借 14.00
    1405 库存商品 贷 14.00
    5711 营业外支出 借 1.82
    22210107 进项税额转出 贷 1.82`),
    );
    expect([await vouchersText(shop, shipment), (await show(shop, loss)).reason]).toEqual(["", "damaged"]);
    const closed = await shop.refusal("transferReceipts.createApproved", {
      body: shop.body("transferReceipts", "03-10", [[itemId, "1", undefined, from(shipment)]], {
        warehouseId: shop.second,
      }),
    });
    expect(fieldsOf(closed)).toEqual(["lines.0.quantity source.exceeded"]);
    await proves(shop);
  },
);

test("P36 两个仓都看得到来龙去脉：主仓、在途、二号仓各有自己的明细账，发货单跟踪到收货和损失", async () => {
  const { shop, itemId, ship } = await tenAtSeven({ costScope: "warehouse" });
  const shipment = await ship("6");
  const arrived = await shop.post("transferReceipts", "03-05", [[itemId, "4", undefined, from(shipment)]], {
    warehouseId: shop.second,
  });
  const lost = await shop.post("transferLosses", "03-09", [[itemId, "2", undefined, from(shipment)]], {
    reason: "natural-loss",
  });
  const transit = await transitOf(shop, itemId);
  expect(
    [
      "主仓",
      await cardText(shop, itemId, shop.warehouseId),
      "在途",
      await cardText(shop, itemId, transit),
      "二号仓",
      await cardText(shop, itemId, shop.second),
    ].join("\n"),
  ).toBe(
    lines(`
    主仓
    03-01 采购入库 入 10 70.00 结存 10 / 70.00
    03-02 调拨发货 出 6 42.00 结存 4 / 28.00
    在途
    03-02 调拨发货 入 6 42.00 结存 6 / 42.00
    03-05 调拨收货 出 4 28.00 结存 2 / 14.00
    03-09 在途损失 出 2 14.00 结存 0 / 0.00
    二号仓
    03-05 调拨收货 入 4 28.00 结存 4 / 28.00`),
  );
  expect((await show(shop, shipment)).followers.map((one) => one.number)).toEqual([arrived.number, lost.number]);
  await proves(shop);
});

test("P36 收货以前取消发货：6 件回到主仓，回到原样；收过货的发货单不能取消，说出后续单据", async () => {
  const { shop, itemId, ship } = await tenAtSeven();
  const before = await booksText(shop);
  const shipment = await ship("6");
  await unapprove(shop, shipment);
  expect(await booksText(shop)).toBe(before);
  expect(await standsText(shop, itemId, shop.warehouseId)).toBe("10 / 70.00");
  await shop.call("transferShipments.approve", { params: { id: shipment.id }, body: {} });
  await shop.post("transferReceipts", "03-05", [[itemId, "1", undefined, from(shipment)]], {
    warehouseId: shop.second,
  });
  const problem = await shop.refusal("transferShipments.unapprove", { params: { id: shipment.id }, body: {} });
  expect([problem.status, problem.detail]).toEqual([409, "后面还有单据跟着它（DBSH-20260305-0001），请先反审核它们。"]);
  await proves(shop);
});

test("P36 在途的货两头都不能卖：主仓只剩 4，二号仓还没有；直接选在途仓也拒绝", async () => {
  const { shop, itemId, ship } = await tenAtSeven();
  await ship("6");
  const transit = await transitOf(shop, itemId);
  const sale = async (quantity: string, warehouseId: string) => {
    const problem = await shop.refusal("salesDeliveries.createApproved", {
      body: shop.body("salesDeliveries", "03-03", [[itemId, quantity, "20"]], { warehouseId }),
    });
    return [...fieldsOf(problem), problem.errors?.[0]?.message].join(" ");
  };
  expect([await sale("5", shop.warehouseId), await sale("1", shop.second), await sale("1", transit)]).toEqual([
    "lines.0.quantity stock.short 「商品 P36」在 主仓 可用 4 个，少 1 个。可改数量、改仓库，或先入库。",
    "lines.0.quantity stock.short 「商品 P36」在 二号仓 可用 0 个，少 1 个。可改数量、改仓库，或先入库。",
    "warehouseId warehouse.transit 在途的货只能由调拨收货或在途损失处理，请选别的仓库。",
  ]);
  const [row] = (await shop.call("stock.list", {})).rows;
  expect([row?.onHand, row?.available]).toEqual(["10", "4"]);
  expect((await shop.call("warehouses.list", {})).rows.map((one) => one.name)).toEqual(["主仓", "二号仓"]);
  await proves(shop);
});

test("P36 发 6 件和卖 6 件同时提交：主仓只有 10 件，只过一个；三笔收货各收 3 件同时提交：只过两笔", async () => {
  const { shop, itemId, ship } = await tenAtSeven();
  const both = await Promise.allSettled([ship("6"), shop.sell("03-02", [[itemId, "6", "20"]])]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  await shop.buy("03-02", [[itemId, "10", "7"]]);
  const shipment = await ship("6", "03-03");
  const arrivals = await Promise.allSettled(
    [1, 2, 3].map(() =>
      shop.post("transferReceipts", "03-05", [[itemId, "3", undefined, from(shipment)]], { warehouseId: shop.second }),
    ),
  );
  expect(arrivals.map((one) => one.status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(await standsText(shop, itemId, shop.second)).toBe("6 / 42.00");
  await proves(shop);
});

test("P36 发货以后补录更早的入库：在途和收到的货都跟着重算，损失凭证跟着调整", async () => {
  const { shop, itemId, ship } = await tenAtSeven({ costScope: "warehouse" });
  const shipment = await ship("6", "03-04");
  await shop.post("transferReceipts", "03-05", [[itemId, "4", undefined, from(shipment)]], {
    warehouseId: shop.second,
  });
  await shop.post("transferLosses", "03-09", [[itemId, "2", undefined, from(shipment)]], { reason: "natural-loss" });
  const late = await shop.buy("03-02", [[itemId, "10", "9"]]);
  expect((await vouchersText(shop, late)).split("\n").slice(4)).toEqual([
    "【成本重算（因 采购入库单 2026-03-02）】",
    "5602 管理费用 借 2.00",
    "1405 库存商品 贷 2.00",
  ]);
  expect([
    await standsText(shop, itemId, shop.warehouseId),
    await standsText(shop, itemId, shop.second),
    await balanceOf(shop, "5602", "2026-03"),
  ]).toEqual(["14 / 112.00", "4 / 32.00", "16.00"]);
  await proves(shop);
});
