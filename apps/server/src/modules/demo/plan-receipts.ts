import { formatMoney } from "@zhangshi/core";
import type { Day, Shop, TradePlan } from "./company-plan.ts";
import { boxUnit, type DemoItem } from "./items.ts";
import { isKeptInNorth } from "./plan-openings.ts";
import type { Place } from "./shelves.ts";
import { type DemoSupplier, storekeepers } from "./trading-partners.ts";

type Order = { readonly item: number; readonly boxes: number };

/** Every supplier comes on its own days and fills up what sells, to last until it has come again and two weeks longer. */
export function planReceipts(shop: Shop, day: Day, options: { readonly onlyOne?: boolean } = {}): readonly TradePlan[] {
  const receipts: TradePlan[] = [];
  for (const supplier of shop.suppliers) {
    const isDue = (day.number + supplier.firstDay) % supplier.everyDays === 0;
    if (isDue === (options.onlyOne === true)) continue;
    for (const place of ["main", "north"] as const) {
      const orders = ordersOf(shop, day, supplier, place);
      if (orders.length === 0) continue;
      if (options.onlyOne) return [receiptOf(shop, day, supplier, place, orders.slice(0, 3))];
      receipts.push(receiptOf(shop, day, supplier, place, orders));
    }
  }
  return receipts;
}

function ordersOf(shop: Shop, day: Day, supplier: DemoSupplier, place: "main" | "north"): readonly Order[] {
  const orders = shop.items.flatMap((item, index): readonly Order[] => {
    if (item.supplier !== supplier.name || (shop.boughtUntil.get(index) ?? day.date) < day.date) return [];
    if (place === "north" && !isKeptInNorth(shop, index)) return [];
    const share = place === "north" ? 0.2 : isKeptInNorth(shop, index) ? 0.8 : 1;
    const target = Math.ceil((day.expected[index] ?? 0) * share * (supplier.everyDays + 13)) + 2;
    const boxes = Math.floor(shop.shelves.onHand(place, index) / item.perBox);
    if (boxes > target * 0.72) return [];
    return [{ item: index, boxes: toPallet(target - boxes) }];
  });
  return place === "north" && orders.length < 3 ? [] : orders;
}
function toPallet(boxes: number): number {
  const step = boxes > 100 ? 20 : boxes > 30 ? 10 : boxes > 8 ? 5 : 1;
  return Math.ceil(boxes / step) * step;
}

function receiptOf(
  shop: Shop,
  day: Day,
  supplier: DemoSupplier,
  place: Place,
  orders: readonly Order[],
  options: { readonly keepsStock?: boolean } = {},
): TradePlan {
  const { random } = shop;
  const lines = orders.flatMap(({ item: index, boxes }) => {
    const item = shop.items[index];
    if (!item) return [];
    const free = boxes >= 40 && random.chance(35) ? Math.floor(boxes / 20) : 0;
    if (!options.keepsStock) shop.shelves.add(place, index, (boxes + free) * item.perBox);
    const line = {
      itemId: item.id,
      unit: boxUnit,
      quantity: String(boxes),
      price: formatMoney(purchasePrice(item, index, day.number)),
      discountRate: "100",
      note: "",
    };
    return free > 0 ? [line, { ...line, quantity: String(free), price: "0.00", note: "买二十赠一" }] : [line];
  });
  return {
    id: day.nextId(),
    type: "purchase-receipt",
    body: {
      businessDate: day.date,
      partnerId: supplier.id,
      warehouseId: shop.warehouses[place],
      handler: random.pick(storekeepers),
      taxIncluded: true,
      orderDiscount: "0",
      note: random.chance(120) ? random.pick(["随货同行单已核", "票随下批到", "破损 1 箱当场换货", "司机自卸"]) : "",
      lines,
    },
  };
}
/** A supplier's price list holds for two months, and each is a little dearer than the one before. */
function purchasePrice(item: DemoItem, index: number, dayNumber: number): bigint {
  const list = Math.floor(dayNumber / 61);
  const perMille = BigInt(980 + list * 4 + ((index * 7 + list * 13) % 17));
  return ((item.purchaseBox * perMille) / 10_000n) * 10n;
}

/** Ordered this morning and on its way: still a draft. */
export function planUrgentDrafts(shop: Shop, day: Day): readonly TradePlan[] {
  const wanted = [...shop.boughtUntil.keys()].slice(0, 12);
  const suppliers = shop.suppliers
    .filter((supplier) => wanted.some((index) => shop.items[index]?.supplier === supplier.name))
    .slice(0, 2);
  return suppliers.map((supplier) => {
    const orders = wanted
      .filter((index) => shop.items[index]?.supplier === supplier.name)
      .map((item) => ({ item, boxes: 20 }));
    return receiptOf(shop, day, supplier, "main", orders, { keepsStock: true });
  });
}
