import type { TestServer } from "../support/server.ts";
import { openStockShop } from "../support/stock-shop.ts";

type Line = {
  readonly itemId: string;
  readonly quantity: string;
  readonly price: string;
  readonly warehouseId?: string;
};

/** A shop with a second warehouse, and each document as its date and its lines. */
export async function openTwoWarehouses(server: TestServer, costScope: "company" | "warehouse") {
  const shop = await openStockShop(server, { costScope });
  const post = (kind: "purchaseReceipts" | "salesDeliveries", date: string, lines: readonly Line[]) =>
    shop.call(`${kind}.createApproved`, { body: { ...shop.body(kind, date, []), lines: [...lines] } as never });
  return {
    shop,
    second: shop.second,
    buy: (date: string, ...lines: Line[]) => post("purchaseReceipts", date, lines),
    sell: (date: string, ...lines: Line[]) => post("salesDeliveries", date, lines),
  };
}
