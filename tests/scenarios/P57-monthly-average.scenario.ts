import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addItem,
  addPartner,
  lines,
  openShop,
  proveClean,
  type Shop,
  startTestServer,
  stockText,
  type TestServer,
} from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

async function trader(setup: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(server, { startPeriod: "2026-01", costingMethod: "monthly-average", ...setup });
  const [customer, supplier] = [await addPartner(shop, "K1", "customer"), await addPartner(shop, "G1", "supplier")];
  const second = (await shop.call("warehouses.create", { body: { code: "02", name: "二仓" } })).id;
  const body = (businessDate: string, partnerId: string, itemId: string, quantity: string, price: string) => ({
    businessDate,
    partnerId,
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [{ itemId, quantity, price }],
  });
  return {
    shop,
    second,
    customer,
    buy: (date: string, itemId: string, quantity: string, price: string, accrued = false) =>
      shop.call("purchaseReceipts.createApproved", {
        body: { ...body(date, supplier, itemId, quantity, price), accrued },
      }),
    sell: (date: string, itemId: string, quantity: string) =>
      shop.call("salesDeliveries.createApproved", { body: body(date, customer, itemId, quantity, "30") }),
    close: (period: string) => shop.call("periods.close", { body: { period, reason: "", ignoreDrafts: true } }),
    reopen: (period: string) => shop.call("periods.reopen", { body: { period, reason: "更正期末加权" } }),
  };
}
async function costOf(shop: Shop, id: string): Promise<string> {
  return (await shop.call("salesDeliveries.show", { params: { id } })).cost ?? "";
}
/** 结转凭证: what the close of a month has booked. */
async function closingVouchers(shop: Shop): Promise<string> {
  const { rows } = await shop.call("vouchers.list", { query: { search: "成本重算" } });
  const texts = await Promise.all(
    rows.map(async (row) => {
      const voucher = await shop.call("vouchers.show", { params: { id: row.id } });
      return voucher.lines
        .map((line) => `${line.accountCode} ${line.debit !== "0.00" ? `借 ${line.debit}` : `贷 ${line.credit}`}`)
        .join(" ");
    }),
  );
  return texts.sort().join("\n");
}

test("E2 全月一次加权：D 商品 7000/550，发出 400 件 5090.91，期末 1909.09；平时按移动加权暂估，结账补差", async () => {
  const { shop, buy, sell, close, reopen } = await trader();
  const d = await addItem(shop, "D", { name: "D 商品" });
  await buy("2026-01-01", d, "150", "10");
  await buy("2026-01-05", d, "100", "12");
  const sales = [await sell("2026-01-11", d, "200")];
  await buy("2026-01-16", d, "200", "14");
  sales.push(await sell("2026-01-20", d, "100"));
  await buy("2026-01-23", d, "100", "15");
  sales.push(await sell("2026-01-27", d, "100"));
  expect(await stockText(shop, d)).toBe("150 / 2102.40");
  await close("2026-01");
  const costs = await Promise.all(sales.map((sale) => costOf(shop, sale.id)));
  expect([...costs, await stockText(shop, d)]).toEqual(["2545.45", "1272.73", "1272.73", "150 / 1909.09"]);
  expect(await closingVouchers(shop)).toBe(
    lines(`5401 借 385.45 1405 贷 385.45 5401 借 -63.27 1405 贷 -63.27 5401 借 -128.87 1405 贷 -128.87`),
  );
  expect(await proveClean(shop)).toBe("账实相符");
  await reopen("2026-01");
  expect(await stockText(shop, d)).toBe("150 / 2102.40");
  expect(await costOf(shop, sales[0]?.id ?? "")).toBe("2160.00");
  expect(await proveClean(shop)).toBe("账实相符");
  await buy("2026-01-28", d, "50", "10");
  await close("2026-01");
  expect(await stockText(shop, d)).toBe("200 / 2500.00");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("E24 暂估入库照样加权：200@5、300@5.20、暂估 100@5.10，发出 450：2302.50，期末 767.50", async () => {
  const { shop, buy, sell, close } = await trader();
  const item = await addItem(shop, "E24");
  await buy("2026-01-02", item, "200", "5");
  await buy("2026-01-05", item, "300", "5.20");
  await buy("2026-01-20", item, "100", "5.10", true);
  const sale = await sell("2026-01-25", item, "450");
  await close("2026-01");
  expect([await costOf(shop, sale.id), await stockText(shop, item)]).toEqual(["2302.50", "150 / 767.50"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P57 期初 10=100.00，入 20=260.00，出 15：180.00，期末 180.00；空月什么也没有；只出不进按期初；没有差额也能结", async () => {
  const { shop, buy, sell, close } = await trader();
  const item = await addItem(shop, "P57");
  await buy("2026-01-02", item, "10", "10");
  await close("2026-01");
  const sale = await sell("2026-02-03", item, "10");
  await buy("2026-02-05", item, "20", "13");
  const more = await sell("2026-02-20", item, "5");
  await close("2026-02");
  expect([await costOf(shop, sale.id), await costOf(shop, more.id), await stockText(shop, item)]).toEqual([
    "120.00",
    "60.00",
    "15 / 180.00",
  ]);
  await close("2026-03");
  const april = await sell("2026-04-10", item, "5");
  await close("2026-04");
  expect([await costOf(shop, april.id), await stockText(shop, item)]).toEqual(["60.00", "10 / 120.00"]);
  const closings = await shop.call("vouchers.list", { query: { search: "全月一次加权" } });
  expect(closings.rows.map((row) => row.businessDate.slice(0, 7))).toEqual(["2026-02"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("三月入 10@10，三、四、六月各卖 1：每次 10.00，六月没有多出来的凭证；当月退货冲减发出，不当入库", async () => {
  const { shop, buy, sell, close, customer } = await trader({ startPeriod: "2026-03" });
  const item = await addItem(shop, "A");
  await buy("2026-03-02", item, "10", "10");
  const sales = [await sell("2026-03-10", item, "1")];
  await close("2026-03");
  sales.push(await sell("2026-04-10", item, "1"));
  await close("2026-04");
  await close("2026-05");
  sales.push(await sell("2026-06-10", item, "1"));
  await close("2026-06");
  expect(await Promise.all(sales.map((sale) => costOf(shop, sale.id)))).toEqual(["10.00", "10.00", "10.00"]);
  expect((await shop.call("vouchers.list", { query: { search: "全月一次加权" } })).rows).toEqual([]);
  const sale = await sell("2026-07-03", item, "4");
  await shop.call("salesReturns.createApproved", {
    body: {
      businessDate: "2026-07-10",
      partnerId: customer,
      warehouseId: shop.warehouseId,
      taxIncluded: false,
      lines: [{ itemId: item, quantity: "2", price: "30", source: { documentId: sale.id, lineNo: 1 } }],
    },
  });
  await buy("2026-07-20", item, "7", "20");
  await close("2026-07");
  expect([await costOf(shop, sale.id), await stockText(shop, item)]).toEqual(["60.00", "12 / 180.00"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

for (const costScope of ["company", "warehouse"] as const)
  test(`组装按配件的全月成本，调拨跟着走，两仓互调的按移动加权（${costScope}）；下个月先有单据再结账也对`, async () => {
    const { shop, second, buy, sell, close, reopen } = await trader({ costScope });
    const [part, product] = [await addItem(shop, "P"), await addItem(shop, "C")];
    await buy("2026-01-02", part, "10", "10");
    await shop.call("assemblies.createApproved", {
      body: {
        businessDate: "2026-01-05",
        warehouseId: shop.warehouseId,
        lines: [
          { itemId: product, quantity: "2", role: "product" },
          { itemId: part, quantity: "4", role: "part" },
        ],
      },
    });
    await buy("2026-01-20", part, "10", "20");
    const sale = await sell("2026-01-25", product, "1");
    await shop.call("transfers.createApproved", {
      body: {
        businessDate: "2026-01-26",
        warehouseId: shop.warehouseId,
        toWarehouseId: second,
        lines: [{ itemId: part, quantity: "6" }],
      },
    });
    const february = await sell("2026-02-03", product, "1");
    await close("2026-01");
    expect([await costOf(shop, sale.id), await costOf(shop, february.id), await stockText(shop, part)]).toEqual([
      "30.00",
      "30.00",
      "16 / 240.00",
    ]);
    expect(await proveClean(shop)).toBe("账实相符");
    await reopen("2026-01");
    await shop.call("transfers.createApproved", {
      body: {
        businessDate: "2026-01-27",
        warehouseId: second,
        toWarehouseId: shop.warehouseId,
        lines: [{ itemId: part, quantity: "1" }],
      },
    });
    await close("2026-01");
    expect(await proveClean(shop)).toBe("账实相符");
  });
