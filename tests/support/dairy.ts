import { addDays } from "@zhangshi/core";
import { todayIn } from "../../apps/server/src/platform/clock.ts";
import { addItem, type TestServer } from "./server.ts";
import { openStockShop, type Row } from "./stock-shop.ts";

/** Lots expire by the real day: every date here is so many days from it. */
export const today = todayIn("Asia/Shanghai");
export const on = (days: number) => addDays(today, days);
export const startPeriod = on(-100).slice(0, 7);
export const bought = on(-60);

type Setup = Parameters<typeof openStockShop>[1];

export function openLotShop(server: TestServer, setup: Setup = {}) {
  return openStockShop(server, { startPeriod, ...setup });
}

export const lot = (itemId: string, quantity: string, code: string, expires?: number, price = "10"): Row => [
  itemId,
  quantity,
  price,
  { lot: code, ...(expires === undefined ? {} : { producedOn: on(-90), expiresOn: on(expires) }) },
];

export const pieces = (itemId: string, price: string, ...serials: readonly string[]): Row => [
  itemId,
  String(serials.length),
  price,
  { serials },
];

/** Milk that is expired, about to, and sound; honey without a date; a phone by serial number. */
export async function dairy(server: TestServer, setup: Setup = {}) {
  const shop = await openLotShop(server, setup);
  const milk = await addItem(shop, "N1", { name: "纯牛奶", tracking: "lot" });
  const honey = await addItem(shop, "H1", { name: "蜂蜜", tracking: "lot" });
  const phone = await addItem(shop, "P1", { name: "手机", tracking: "serial" });
  await shop.buy(bought, [
    lot(milk, "8", "M9", 90),
    lot(milk, "6", "M0", -1),
    lot(milk, "5", "M1", 0),
    lot(milk, "4", "M2", 30),
    lot(milk, "3", "M3", 31),
    lot(honey, "2", "H-甲"),
    pieces(phone, "1000", "SN-01", "SN-02"),
  ]);
  return { shop, milk, honey, phone };
}
