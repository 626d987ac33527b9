import type { DocumentPreview } from "@zhangshi/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, addPartner, openShop, proveClean, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

function said(preview: DocumentPreview): string {
  return preview.promises
    .map((one) => `${one.side} ${one.itemName} ${one.before} → ${one.after} 可用 ${one.available}`)
    .join("，");
}

async function trader() {
  const shop = await openShop(server, {});
  const partners = {
    customer: await addPartner(shop, "K1", "customer"),
    supplier: await addPartner(shop, "G1", "supplier"),
  };
  const itemId = await addItem(shop, "A", { name: "矿泉水", safetyStock: "15" });
  type Source = { readonly id: string };
  const of = (partnerId: string) => (quantity: string, source?: Source) => ({
    body: {
      businessDate: "2026-03-05",
      partnerId,
      warehouseId: shop.warehouseId,
      taxIncluded: false,
      lines: [{ itemId, quantity, price: "10", ...(source ? { source: { documentId: source.id, lineNo: 1 } } : {}) }],
    },
  });
  return { shop, itemId, sale: of(partners.customer), purchase: of(partners.supplier) };
}

test("预览：销售订单说占用和还可用多少，采购订单说在途多少，出入库说执行了多少；被拒绝的不说", async () => {
  const { shop, sale, purchase } = await trader();
  await shop.call("purchaseReceipts.createApproved", purchase("20"));
  expect(said(await shop.call("salesOrders.preview", sale("12")))).toBe("reserved 矿泉水 0 → 12 可用 8");
  const order = await shop.call("salesOrders.createApproved", sale("12"));
  expect(said(await shop.call("salesOrders.preview", sale("30")))).toBe("reserved 矿泉水 12 → 42 可用 -22");
  expect(said(await shop.call("salesDeliveries.preview", sale("5", order)))).toBe("reserved 矿泉水 12 → 7 可用 null");
  expect(said(await shop.call("salesDeliveries.preview", sale("5")))).toBe("");
  const tooMuch = await shop.call("salesDeliveries.preview", sale("13", order));
  expect([tooMuch.accepted, said(tooMuch)]).toEqual([false, ""]);

  expect(said(await shop.call("purchaseOrders.preview", purchase("50")))).toBe("on-order 矿泉水 0 → 50 可用 null");
  const awaited = await shop.call("purchaseOrders.createApproved", purchase("50"));
  expect(said(await shop.call("purchaseReceipts.preview", purchase("30", awaited)))).toBe(
    "on-order 矿泉水 50 → 20 可用 null",
  );
  // Nothing of it was written.
  const { rows } = await shop.call("stock.list", { query: {} });
  expect([rows[0]?.reserved, rows[0]?.onOrder]).toEqual(["12", "50"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("缺货：没有，或者不够发订单；可用低于安全库存是偏低；从没进过货、有人订的也算；首页说的是同样几种", async () => {
  const { shop, sale, purchase } = await trader();
  const seen = async () => {
    const { rows, counts } = await shop.call("stock.list", { query: { includeZero: "true" } });
    const home = await shop.call("home.show", { query: {} });
    const waiting = home.attention.filter((one) => one.id === "out" || one.id === "low");
    return `${rows[0]?.status} 缺货 ${counts.out} 偏低 ${counts.low}；首页 ${waiting.map((one) => `${one.id} ${one.count}`).join(" ")}`;
  };
  expect(await seen()).toBe("out 缺货 1 偏低 0；首页 ");
  const first = await shop.call("salesOrders.createApproved", sale("4"));
  expect(await seen()).toBe("out 缺货 1 偏低 0；首页 out 1");
  await shop.call("purchaseReceipts.createApproved", purchase("20"));
  expect(await seen()).toBe("normal 缺货 0 偏低 0；首页 ");
  await shop.call("salesOrders.createApproved", sale("3"));
  expect(await seen()).toBe("low 缺货 0 偏低 1；首页 low 1");
  await shop.call("salesOrders.createApproved", sale("14"));
  expect(await seen()).toBe("out 缺货 1 偏低 0；首页 out 1");
  await shop.call("salesOrders.unapprove", { params: { id: first.id }, body: {} });
  expect(await seen()).toBe("low 缺货 0 偏低 1；首页 low 1");
  expect(await proveClean(shop)).toBe("账实相符");
});
