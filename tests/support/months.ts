import type { Problem } from "@zhangshi/contract";
import { addItem, type Person, type TestServer } from "./server.ts";
import { openStockShop } from "./stock-shop.ts";

/** A shop whose books begin in January, one good, and a hand for its receipts and sales. */
export async function openJanuary(server: TestServer, setup: Parameters<typeof openStockShop>[1] = {}) {
  const shop = await openStockShop(server, { startPeriod: "2026-01", ...setup });
  const itemId = await addItem(shop, "P30");
  const purchase = (date: string, quantity = "10", price = "8") =>
    shop.body("purchaseReceipts", date, [[itemId, quantity, price]]) as never;
  const sale = (date: string, quantity = "2") =>
    shop.body("salesDeliveries", date, [[itemId, quantity, "15"]]) as never;
  return {
    shop,
    itemId,
    purchase,
    sale,
    buy: (date: string, quantity = "10", price = "8") => shop.buy(date, [[itemId, quantity, price]]),
    sell: (date: string, quantity = "2") => shop.sell(date, [[itemId, quantity, "15"]]),
    draft: (date: string) => shop.draft("purchaseReceipts", date, [[itemId, "10", "8"]]),
    close: (period: string, more: { readonly ignoreDrafts?: boolean } = {}) => closeMonth(shop, period, more),
  };
}

export function closeMonth(shop: Person, period: string, more: { readonly ignoreDrafts?: boolean } = {}) {
  return shop.call("periods.close", { body: { period, ...more } });
}

/** Every voucher of a month with all its lines, as it is answered: two of these are equal byte for byte or not. */
export async function vouchersOfMonth(shop: Person, period: string): Promise<string> {
  const { rows } = await shop.call("vouchers.list", { query: { period, direction: "asc", limit: 200 } });
  const whole = [];
  for (const row of rows) {
    const { nextId: _next, ...voucher } = await shop.call("vouchers.show", { params: { id: row.id } });
    whole.push(voucher);
  }
  return JSON.stringify(whole);
}

/** A refusal in one line: 409 period.closed businessDate. */
export function refusalLine({ status, code, errors }: Pick<Problem, "status" | "code" | "errors">): string {
  return `${status} ${code}${errors ? ` ${errors.map((error) => error.path).join(",")}` : ""}`;
}
