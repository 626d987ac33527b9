import { expect, test } from "vitest";
import {
  addItem,
  addPartner,
  openShop,
  proveClean,
  serverOfThisFile,
  type Shop,
  stockText,
} from "../support/server.ts";

const server = serverOfThisFile();

type Line = { readonly itemId: string; readonly quantity: string; readonly price?: string } & Record<string, unknown>;
async function trader(setup: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(server, { startPeriod: "2026-01", ...setup });
  const [customer, supplier] = [await addPartner(shop, "K1", "customer"), await addPartner(shop, "G1", "supplier")];
  const second = (await shop.call("warehouses.create", { body: { code: "02", name: "二仓" } })).id;
  const head = { warehouseId: shop.warehouseId, taxIncluded: false };
  const priced = (lines: readonly Line[]) => lines.map((line) => ({ price: "10", ...line }));
  return {
    shop,
    second,
    supplier,
    customer,
    buy: (businessDate: string, ...lines: readonly Line[]) =>
      shop.call("purchaseReceipts.createApproved", {
        body: { ...head, partnerId: supplier, businessDate, lines: priced(lines) },
      }),
    sell: (businessDate: string, ...lines: readonly Line[]) =>
      shop.call("salesDeliveries.createApproved", {
        body: { ...head, partnerId: customer, businessDate, lines: priced(lines) },
      }),
    takeBack: (businessDate: string, ...lines: readonly Line[]) =>
      shop.call("salesReturns.createApproved", {
        body: { ...head, partnerId: customer, businessDate, lines: priced(lines) },
      }),
    move: (businessDate: string, ...lines: readonly Line[]) =>
      shop.call("transfers.createApproved", {
        body: { businessDate, warehouseId: shop.warehouseId, toWarehouseId: second, lines: [...lines] },
      }),
  };
}
async function costOf(shop: Shop, id: string): Promise<string> {
  return (await shop.call("salesDeliveries.show", { params: { id } })).cost ?? "";
}
async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "没有拒绝",
    (error: { problem?: { errors?: readonly { path: string; message: string }[] }; message: string }) =>
      (error.problem?.errors ?? []).map((one) => `${one.path}：${one.message}`).join("\n") || error.message,
  );
}

test("批号：要填、要在、不混日期、过期不卖；退货回到原来的批号；反审核不动别的批", async () => {
  const { shop, buy, sell, takeBack, move } = await trader();
  const milk = await addItem(shop, "N1", { name: "牛奶", tracking: "lot", shelfLifeDays: 30 });
  const water = await addItem(shop, "S1", { name: "水" });
  expect(await refusalOf(buy("2026-01-05", { itemId: milk, quantity: "10" }))).toBe(
    "lines.0.lot：「牛奶」按批号管理，请填批号。",
  );
  expect(await refusalOf(buy("2026-01-05", { itemId: water, quantity: "1", lot: "A" }))).toBe(
    "lines.0.lot：「水」没有按批号或序列号管理，请去掉。",
  );
  await buy("2026-01-05", { itemId: milk, quantity: "10", lot: "A", producedOn: "2026-01-01" });
  const second = await buy("2026-01-06", {
    itemId: milk,
    quantity: "5",
    lot: "B",
    producedOn: "2026-01-03",
    price: "16",
  });
  expect(await refusalOf(buy("2026-01-07", { itemId: milk, quantity: "1", lot: "A", producedOn: "2026-01-02" }))).toBe(
    "lines.0.lot：批号 A 已登记：生产日期 2026-01-01，有效期至 2026-01-31。请核对，或换一个批号。",
  );
  expect(await refusalOf(sell("2026-01-08", { itemId: milk, quantity: "1", lot: "C" }))).toBe(
    "lines.0.lot：「牛奶」没有批号 C，请重新选择。",
  );
  expect(await refusalOf(sell("2026-01-08", { itemId: milk, quantity: "6", lot: "B" }))).toBe(
    "lines.0.lot：「牛奶」批号 B 在 主仓 只有 5 个，少 1 个。请换批号或改数量。",
  );
  expect(await refusalOf(sell("2026-02-01", { itemId: milk, quantity: "1", lot: "A" }))).toBe(
    "lines.0.lot：「牛奶」批号 A 已于 2026-01-31 过期，不能卖出。请换一个批号，或用其他出库报废。",
  );
  const sold = await sell("2026-01-08", { itemId: milk, quantity: "4", lot: "B", price: "30" });
  expect(await costOf(shop, sold.id)).toBe("48.00");
  const back = await takeBack("2026-01-09", {
    itemId: milk,
    quantity: "1",
    source: { documentId: sold.id, lineNo: 1 },
  });
  const shown = await shop.call("salesReturns.show", { params: { id: back.id } });
  expect(shown.lines.map((line) => [line.lot, line.cost])).toEqual([["B", "12.00"]]);
  await move("2026-01-10", { itemId: milk, quantity: "2", lot: "B" });
  expect(await refusalOf(shop.call("purchaseReceipts.unapprove", { params: { id: second.id }, body: {} }))).toContain(
    "会少",
  );
  expect(await stockText(shop, milk)).toBe("12 / 144.00");
  const lots = await shop.call("stock.lots", { query: { itemId: milk } });
  expect(lots.rows.map((row) => `${row.lot} ${row.expiresOn} ${row.warehouse} ${row.onHand}`)).toEqual([
    "A 2026-01-31 主仓 10",
    "B 2026-02-02 二仓 2",
  ]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("补录卖掉另一批的货：别的批还够，这一批后来不够，拒绝并点名", async () => {
  const { shop, buy, sell } = await trader();
  const milk = await addItem(shop, "N1", { name: "牛奶", tracking: "lot" });
  await buy("2026-01-02", { itemId: milk, quantity: "5", lot: "A" });
  await buy("2026-01-03", { itemId: milk, quantity: "5", lot: "B" });
  const later = await sell("2026-01-20", { itemId: milk, quantity: "4", lot: "A" });
  expect(await refusalOf(sell("2026-01-10", { itemId: milk, quantity: "2", lot: "A" }))).toContain(
    `（${later.number}）`,
  );
  await sell("2026-01-10", { itemId: milk, quantity: "1", lot: "A" });
  expect(await stockText(shop, milk)).toBe("5 / 50.00");
  expect(await proveClean(shop)).toBe("账实相符");
});

for (const costScope of ["company", "warehouse"] as const)
  test(`个别计价（${costScope}）：每批按自己的进价出，补录和价格更正只动那一批`, async () => {
    const { shop, buy, sell, move, supplier } = await trader({ costingMethod: "specific", costScope });
    const tea = await addItem(shop, "C1", { name: "茶饼", tracking: "lot" });
    const first = await buy("2026-01-02", { itemId: tea, quantity: "10", lot: "A", price: "10" });
    await buy("2026-01-03", { itemId: tea, quantity: "10", lot: "B", price: "20" });
    const sold = await sell("2026-01-10", { itemId: tea, quantity: "4", lot: "B", price: "50" });
    await move("2026-01-11", { itemId: tea, quantity: "5", lot: "A" });
    expect([await costOf(shop, sold.id), await stockText(shop, tea)]).toEqual(["80.00", "16 / 220.00"]);
    await buy("2026-01-05", { itemId: tea, quantity: "10", lot: "B", price: "30" });
    expect([await costOf(shop, sold.id), await stockText(shop, tea)]).toEqual(["100.00", "26 / 500.00"]);
    await shop.call("priceCorrections.createApproved", {
      body: {
        businessDate: "2026-01-20",
        partnerId: supplier,
        taxIncluded: false,
        lines: [{ itemId: tea, source: { documentId: first.id, lineNo: 1 }, price: "12" }],
      },
    });
    expect([await costOf(shop, sold.id), await stockText(shop, tea)]).toEqual(["100.00", "26 / 520.00"]);
    await shop.call("salesDeliveries.unapprove", { params: { id: sold.id }, body: {} });
    expect(await stockText(shop, tea)).toBe("30 / 620.00");
    expect(await proveClean(shop)).toBe("账实相符");
  });

test("序列号：一件一号，重复、不在、数不对都说清楚；盘点少了哪台就是哪台", async () => {
  const { shop, buy, sell, takeBack, move } = await trader({ costingMethod: "specific" });
  const phone = await addItem(shop, "P1", { name: "手机", tracking: "serial" });
  expect(await refusalOf(buy("2026-01-02", { itemId: phone, quantity: "2", serials: ["S1"] }))).toBe(
    "lines.0.serials：「手机」按序列号管理，要 2 个序列号，现在有 1 个。",
  );
  await buy("2026-01-02", { itemId: phone, quantity: "3", serials: ["S1", "S2", "S3"], price: "1000" });
  await buy("2026-01-03", { itemId: phone, quantity: "1", serials: ["S4"], price: "2000" });
  expect(await refusalOf(buy("2026-01-04", { itemId: phone, quantity: "1", serials: ["S2"] }))).toBe(
    "lines.0.serials：序列号 S2 重复：单据里写了两次，或已经在库。请核对。",
  );
  const sold = await sell("2026-01-05", { itemId: phone, quantity: "2", serials: ["S2", "S4"], price: "3000" });
  expect(await costOf(shop, sold.id)).toBe("3000.00");
  expect(await refusalOf(sell("2026-01-06", { itemId: phone, quantity: "1", serials: ["S2"] }))).toBe(
    "lines.0.serials：「手机」批号 S2 在 主仓 只有 0 个，少 1 个。请换批号或改数量。",
  );
  await takeBack("2026-01-07", {
    itemId: phone,
    quantity: "1",
    serials: ["S4"],
    source: { documentId: sold.id, lineNo: 1 },
  });
  expect(await stockText(shop, phone)).toBe("3 / 4000.00");
  await move("2026-01-08", { itemId: phone, quantity: "1", serials: ["S4"] });
  const history = await shop.call("stock.lotHistory", { query: { itemId: phone, lot: "S4" } });
  expect(
    history.rows.map((row) => `${row.businessDate} ${row.number.slice(0, 4)} ${row.warehouse} ${row.quantity}`),
  ).toEqual([
    "2026-01-03 CGRK 主仓 1",
    "2026-01-05 XSCK 主仓 -1",
    "2026-01-07 XSTH 主仓 1",
    "2026-01-08 DBD- 主仓 -1",
    "2026-01-08 DBD- 二仓 1",
  ]);
  await shop.call("stockCounts.createApproved", {
    body: {
      businessDate: "2026-01-31",
      warehouseId: shop.warehouseId,
      lines: [{ itemId: phone, quantity: "1", serials: ["S3"] }],
    },
  });
  expect(await stockText(shop, phone)).toBe("2 / 3000.00");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("个别计价：卖完的那台记得自己的成本，补录和更正别的台都不会弄丢；从来没有成本的要写价", async () => {
  const { shop, buy, sell, takeBack, supplier } = await trader({ costingMethod: "specific" });
  const phone = await addItem(shop, "P1", { name: "手机", tracking: "serial" });
  const found = (businessDate: string, serial: string) =>
    shop.call("otherReceipts.createApproved", {
      body: {
        businessDate,
        warehouseId: shop.warehouseId,
        reason: "found",
        lines: [{ itemId: phone, quantity: "1", serials: [serial] }],
      },
    });
  const first = await buy("2026-01-02", { itemId: phone, quantity: "1", serials: ["S1"], price: "1000" });
  await sell("2026-01-05", { itemId: phone, quantity: "1", serials: ["S1"], price: "3000" });
  await buy("2026-01-10", { itemId: phone, quantity: "1", serials: ["S2"], price: "2000" });
  await buy("2026-01-08", { itemId: phone, quantity: "1", serials: ["S3"], price: "2500" });
  await shop.call("priceCorrections.createApproved", {
    body: {
      businessDate: "2026-02-01",
      partnerId: supplier,
      taxIncluded: false,
      lines: [{ itemId: phone, source: { documentId: first.id, lineNo: 1 }, price: "1200" }],
    },
  });
  expect(await stockText(shop, phone)).toBe("2 / 4500.00");
  await takeBack("2026-02-02", { itemId: phone, quantity: "1", serials: ["S1"] });
  expect(await stockText(shop, phone)).toBe("3 / 5500.00");
  expect(await refusalOf(found("2026-02-03", "S9"))).toContain("lines.0.price");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("采购退货跟着来源不写批号：那批已经没有了就说少多少，不说不认识", async () => {
  const { shop, buy, sell, supplier } = await trader();
  const milk = await addItem(shop, "N1", { name: "牛奶", tracking: "lot" });
  const bought = await buy("2026-01-02", { itemId: milk, quantity: "1", lot: "A" });
  await sell("2026-01-03", { itemId: milk, quantity: "1", lot: "A" });
  const back = shop.call("purchaseReturns.createApproved", {
    body: {
      businessDate: "2026-01-04",
      partnerId: supplier,
      warehouseId: shop.warehouseId,
      taxIncluded: false,
      lines: [{ itemId: milk, quantity: "1", price: "10", source: { documentId: bought.id, lineNo: 1 } }],
    },
  });
  expect(await refusalOf(back)).toContain("批号 A 在 主仓 只有 0 个，少 1 个");
});

test("两个人同时卖同一台：一个成功", async () => {
  const { shop, buy, sell } = await trader();
  const phone = await addItem(shop, "P1", { name: "手机", tracking: "serial" });
  await buy("2026-01-02", { itemId: phone, quantity: "2", serials: ["S1", "S2"] });
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () => sell("2026-01-05", { itemId: phone, quantity: "1", serials: ["S1"] })),
  );
  expect(results.filter((one) => one.status === "fulfilled").length).toBe(1);
  expect(await stockText(shop, phone)).toBe("1 / 10.00");
  expect(await proveClean(shop)).toBe("账实相符");
});
