import { addPartner, openShop, type Person, type TestServer } from "./server.ts";

type Line = {
  readonly itemId: string;
  readonly quantity: string;
  readonly price: string;
  readonly unit?: string;
  readonly warehouseId?: string;
  readonly source?: { readonly documentId: string; readonly lineNo: number };
};

/** A shop with an order book: orders of customers and to suppliers, and what is delivered and received on them. */
export async function openOrderDesk(server: TestServer, setup: Parameters<typeof openShop>[1] = {}) {
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

/** 现存 占用 可用 采购在途 as the stock list says. */
export async function standing(shop: Person, itemId: string): Promise<string> {
  const { rows } = await shop.call("stock.list", { query: { includeZero: "true" } });
  const row = rows.find((one) => one.itemId === itemId);
  return `现存 ${row?.onHand} 占用 ${row?.reserved} 可用 ${row?.available} 采购在途 ${row?.onOrder}`;
}

/** How far an order is executed: its state, and its first line. */
export async function progress(shop: Person, id: string, kind: "salesOrders" | "purchaseOrders" = "salesOrders") {
  const { order, lines } = await shop.call(`${kind}.show`, { params: { id } });
  const [line] = lines;
  return `${order?.state} 已执行 ${line?.execution?.executed} 未完 ${line?.execution?.open} 缺 ${line?.execution?.short}`;
}
