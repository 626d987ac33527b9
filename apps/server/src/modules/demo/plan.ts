import { addDays, type Money } from "@zhangshi/core";
import type {
  Day,
  DemoPlan,
  DemoRequest,
  OpeningBalancePlan,
  Shop,
  Step,
  TradePlan,
  TradeType,
} from "./company-plan.ts";
import { grossOf } from "./gross-amount.ts";
import { demoItems } from "./items.ts";
import { lastOfTheStock, planDeliveries, planDelivery } from "./plan-deliveries.ts";
import { planOpenings } from "./plan-openings.ts";
import { planReceipts, planUrgentDrafts } from "./plan-receipts.ts";
import { createRandom, idFor, type Random } from "./random.ts";
import { daysBetween, daysFrom, isClosed } from "./seasons.ts";
import { createShelves, deliveriesOn, expectedBoxes, paceOn, runningSums, weightsOn } from "./shelves.ts";
import { demoCustomers, demoSuppliers } from "./trading-partners.ts";

/** The whole company as data: the same request gives the same plan, to the 分. */
export function planDemo(request: DemoRequest): DemoPlan {
  const { today, firstDay } = request;
  const begin =
    request.days === undefined ? firstDay : ([addDays(today, 1 - request.days), firstDay].sort().at(-1) ?? firstDay);
  const shop = openShop(request);
  const firstPace = paceOn(firstDay, today, begin);
  const openings = planOpenings(shop, expectedBoxes(firstPace, weightsOn(shop.items, begin)), addDays(firstDay, -1));

  const steps: Step[] = [];
  for (const date of daysFrom(begin, today)) {
    if (!isClosed(date) || date === today) steps.push(...planDay(shop, dayOf(shop, request, date)));
    shop.shelves.endDay();
  }
  const usual = expectedBoxes(paceOn(firstDay, today, today), weightsOn(shop.items, today));
  return {
    items: shop.items,
    safetyStocks: shop.items.map((item, index) => Math.ceil((usual[index] ?? 0) * 3) * item.perBox),
    customers: withCreditLimits(shop, steps, openings.openingBalances),
    suppliers: shop.suppliers,
    ...openings,
    steps,
  };
}

function openShop(request: DemoRequest): Shop {
  const random = createRandom(request.seed, "goods and partners");
  const dayBefore = addDays(request.firstDay, -1);
  const items = demoItems(random, dayBefore);
  const customers = demoCustomers(random, dayBefore);
  const wellKnown = items.flatMap((item, index) => (item.popularity >= 6 && item.popularity <= 26 ? [index] : []));
  const stopped = shuffled(random, wellKnown).slice(0, 24);
  return {
    random: createRandom(request.seed, "business"),
    items,
    customers,
    customerSums: runningSums(customers.map((customer) => customer.orders)),
    carried: customers.map((customer) =>
      items.map((item) => random.chance(Math.min(960, customer.carries * 10 + item.popularity * 6))),
    ),
    suppliers: demoSuppliers(random, dayBefore),
    shelves: createShelves(items.length),
    warehouses: request.warehouses,
    boughtUntil: new Map(stopped.map((item, place) => [item, addDays(request.today, place < 6 ? -28 : -20)])),
    soldOut: stopped.slice(0, 4),
  };
}
function shuffled<T>(random: Random, values: readonly T[]): readonly T[] {
  const rest = [...values];
  return values.map(() => rest.splice(random.between(0, rest.length - 1), 1)[0] as T);
}

function dayOf(shop: Shop, request: DemoRequest, date: string): Day {
  const pace = paceOn(request.firstDay, request.today, date);
  const weights = weightsOn(shop.items, date);
  let place = 8 * 3_600_000;
  return {
    date,
    number: daysBetween(request.firstDay, date),
    today: request.today,
    pace,
    weights,
    sums: runningSums(weights),
    expected: expectedBoxes(pace, weights),
    nextId: () => idFor(shop.random, date, (place += 60_000)),
  };
}

/** Goods come in before they go out; what is unusual is rare, and the same days every time. */
function planDay(shop: Shop, day: Day): readonly Step[] {
  const { random } = shop;
  const isToday = day.date === day.today;
  const steps: Step[] = planReceipts(shop, day).map(approved);
  const lastReceipt = steps.at(-1);
  if (lastReceipt && day.number % 97 === 41) steps.push(...mended(lastReceipt));
  if (day.number % 83 === 30) steps.push(...backdated(shop, day, "purchase-receipt"));

  const count = isToday
    ? random.between(59, 64)
    : Math.max(1, deliveriesOn(day.pace, day.date) + random.between(-2, 2));
  steps.push(...planDeliveries(shop, day, count).map(approved));
  if (day.date === addDays(day.today, -1)) steps.push(...lastOfTheStock(shop, day).map(approved));
  const lastDelivery = steps.at(-1);
  if (lastDelivery && day.number % 71 === 20) steps.push(...mended(lastDelivery));
  if (day.number % 118 === 77) steps.push(...cancelled(shop, day));
  if (day.number % 140 === 99) steps.push(...backdated(shop, day, "sales-delivery"));
  return isToday ? [...steps, ...drafts(shop, day)] : steps;
}
function approved(document: TradePlan): Step {
  return { does: "approve", document, isBackdated: false };
}
/** A wrong slip is opened again and approved a second time. */
function mended({ document }: Step): readonly Step[] {
  return [
    { does: "un-approve", document },
    { does: "approve-again", document },
  ];
}
/** The customer sent everything back at the door: un-approved and void, with its number. */
function cancelled(shop: Shop, day: Day): readonly Step[] {
  const document = planDelivery(shop, day, { keepsStock: true });
  return document
    ? [
        approved(document),
        { does: "un-approve", document },
        { does: "void", document, reason: "客户临时取消，货未出门" },
      ]
    : [];
}
/** A slip found two days later is written under its own day: later costs follow. */
function backdated(shop: Shop, day: Day, type: TradeType): readonly Step[] {
  const date = addDays(day.date, -2);
  if (day.number < 2 || isClosed(date)) return [];
  const document =
    type === "sales-delivery"
      ? planDelivery(shop, day, { datedDaysAgo: 2 })
      : planReceipts(shop, { ...day, expected: day.expected.map((boxes) => boxes * 2) }, { onlyOne: true }).at(0);
  return document
    ? [
        {
          does: "approve",
          document: { ...document, body: { ...document.body, businessDate: date, note: "补录" } },
          isBackdated: true,
        },
      ]
    : [];
}
function drafts(shop: Shop, day: Day): readonly Step[] {
  const deliveries = [0, 1, 2].map(() => planDelivery(shop, day, { keepsStock: true }));
  return [...deliveries, ...planUrgentDrafts(shop, day)].flatMap((document) =>
    document ? [{ does: "save-draft" as const, document }] : [],
  );
}

/** Most customers are well inside their limit, some near it, a few above. */
function withCreditLimits(
  shop: Shop,
  steps: readonly Step[],
  balances: readonly OpeningBalancePlan[],
): DemoPlan["customers"] {
  const owed = new Map<string, Money>();
  const owes = (partnerId: string, amount: Money) => owed.set(partnerId, (owed.get(partnerId) ?? 0n) + amount);
  for (const balance of balances) for (const line of balance.lines) owes(line.partnerId, line.amount);
  for (const step of steps)
    if (step.does === "approve" && step.document.type === "sales-delivery")
      owes(step.document.body.partnerId, grossOf(shop.items, step.document.body));
  return shop.customers.map((customer, place) => {
    const percent = place % 29 === 11 ? 92n : BigInt(115 + ((place * 37) % 90));
    const step = 500_000n;
    return { ...customer, creditLimit: (((owed.get(customer.id) ?? 0n) * percent) / 100n / step + 1n) * step };
  });
}
