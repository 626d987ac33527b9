import { addDays, divideHalfUp, formatMoney } from "@zhangshi/core";
import type { TradeDocumentBody } from "@zhangshi/contract";
import type { Day, Shop, TradePlan } from "./company-plan.ts";
import { grossOf } from "./gross-amount.ts";
import { boxUnit, type DemoItem } from "./items.ts";
import type { Place } from "./shelves.ts";
import type { CustomerKind, DemoCustomer } from "./trading-partners.ts";

/** In percent of the usual order. */
const boxesPercent: Readonly<Record<CustomerKind, number>> = {
  store: 62,
  supermarket: 130,
  canteen: 115,
  restaurant: 80,
  wholesale: 230,
};
const linesPercent: Readonly<Record<CustomerKind, number>> = {
  store: 95,
  supermarket: 135,
  canteen: 70,
  restaurant: 75,
  wholesale: 110,
};
const notes = ["送货上门", "月结", "下午三点前送到，走后门", "货到付款", "先打电话", "带发票", "缺货不用补"] as const;

type Options = {
  /** A draft or a slip that is void again takes nothing off the shelf. */
  readonly keepsStock?: boolean;
  readonly datedDaysAgo?: number;
};
type Line = TradeDocumentBody["lines"][number];

export function planDeliveries(shop: Shop, day: Day, count: number): readonly TradePlan[] {
  return Array.from({ length: count }, () => planDelivery(shop, day)).flatMap((plan) => (plan ? [plan] : []));
}

export function planDelivery(shop: Shop, day: Day, options: Options = {}): TradePlan | undefined {
  const { random } = shop;
  const index = random.pickBySums(shop.customerSums);
  const customer = shop.customers[index];
  const carried = shop.carried[index];
  if (!customer || !carried) return undefined;
  const wanted = Math.max(1, Math.round((day.pace.lines * linesPercent[customer.kind]) / 100) + random.between(-2, 2));
  const chosen = new Set<number>();
  const lines: Line[] = [];
  for (let attempt = 0; attempt < wanted * 4 && lines.length < wanted; attempt += 1) {
    const item = random.pickBySums(day.sums);
    if (chosen.has(item) || !carried[item]) continue;
    chosen.add(item);
    const line = planLine(shop, day, customer, item, options);
    if (line) lines.push(line);
  }
  if (lines.length === 0) return undefined;
  return { id: day.nextId(), type: "sales-delivery", body: withDiscount(shop, bodyOf(shop, day, customer, lines)) };
}

function planLine(shop: Shop, day: Day, customer: DemoCustomer, index: number, options: Options): Line | undefined {
  const { random, shelves } = shop;
  const item = shop.items[index];
  if (!item) return undefined;
  const available = (place: Place) =>
    options.datedDaysAgo === undefined
      ? shelves.onHand(place, index)
      : shelves.leastSince(place, index, options.datedDaysAgo);
  const home: Place = customer.isNorth ? "north" : "main";
  const place: Place = home === "north" && available("north") < item.perBox ? "main" : home;

  const inBottles = random.chance(customer.kind === "store" ? 130 : 60);
  const wanted = inBottles
    ? random.between(2, Math.max(2, item.perBox - 1))
    : random.between(1, mostBoxes(day, customer, item));
  const perUnit = inBottles ? 1 : item.perBox;
  const quantity = Math.min(wanted, Math.floor(available(place) / perUnit));
  if (quantity <= 0) return undefined;
  if (!options.keepsStock) shelves.take(place, index, quantity * perUnit);

  const many = !inBottles && quantity >= 20 && random.chance(400);
  const isGift = inBottles && quantity <= 6 && random.chance(120);
  return {
    itemId: item.id,
    unit: inBottles ? item.unit : boxUnit,
    quantity: String(quantity),
    price: isGift ? "0.00" : formatMoney(priceFor(customer, item, inBottles)),
    discountRate: many ? "98" : "100",
    ...(place === home ? {} : { warehouseId: shop.warehouses[place] }),
    note: isGift ? "搭赠" : many ? "满20箱98折" : "",
  };
}
function mostBoxes(day: Day, customer: DemoCustomer, item: DemoItem): number {
  const popularity = item.popularity >= 30 ? 150 : item.popularity < 9 ? 55 : 100;
  return Math.max(1, Math.round((day.pace.boxes * boxesPercent[customer.kind] * popularity) / 5000) - 1);
}
/** Whole 角 for a 箱, 分 for a bottle. */
function priceFor(customer: DemoCustomer, item: DemoItem, inBottles: boolean): bigint {
  const level = BigInt(customer.priceLevel);
  return inBottles ? divideHalfUp(item.saleUnit * level, 1000n) : divideHalfUp(item.saleBox * level, 10_000n) * 10n;
}

function bodyOf(shop: Shop, day: Day, customer: DemoCustomer, lines: readonly Line[]): TradeDocumentBody {
  const { random } = shop;
  return {
    businessDate: day.date,
    partnerId: customer.id,
    warehouseId: shop.warehouses[customer.isNorth ? "north" : "main"],
    handler: customer.handler,
    taxIncluded: true,
    orderDiscount: "0",
    note: random.chance(180) ? random.pick(notes) : "",
    lines: [...lines],
  };
}
/** 抹零: every eighth customer pays whole 十元. */
function withDiscount(shop: Shop, body: TradeDocumentBody): TradeDocumentBody {
  if (!shop.random.chance(125)) return body;
  const gross = grossOf(shop.items, body);
  return gross < 20_000n ? body : { ...body, orderDiscount: formatMoney(gross % 1000n) };
}

/** A wholesaler takes what is left of a few goods: they are out of stock today. */
export function lastOfTheStock(shop: Shop, day: Day): readonly TradePlan[] {
  const customer = shop.customers.find((one) => one.kind === "wholesale");
  if (!customer) return [];
  const lines = shop.soldOut.flatMap((index) => {
    const item = shop.items[index];
    return (["main", "north", "returns"] as const).flatMap((place): readonly Line[] => {
      const left = shop.shelves.onHand(place, index);
      if (!item || left === 0) return [];
      shop.shelves.take(place, index, left);
      return [
        {
          itemId: item.id,
          unit: item.unit,
          quantity: String(left),
          price: formatMoney(item.minimumUnit),
          discountRate: "100",
          warehouseId: shop.warehouses[place],
          note: "清尾货",
        },
      ];
    });
  });
  return lines.length === 0
    ? []
    : [
        {
          id: day.nextId(),
          type: "sales-delivery",
          body: { ...bodyOf(shop, day, customer, lines), note: `清尾货，${addDays(day.date, 7)} 前不补` },
        },
      ];
}
