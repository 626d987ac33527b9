import {
  addDays,
  divideHalfUp,
  formatDecimal,
  formatMoney,
  formatQuantity,
  parseMoney,
  parseQuantity,
  sumMoney,
} from "@zhangshi/core";
import type { Permission, RouteReply, Routes } from "@zhangshi/contract";
import { todayIn } from "../../platform/clock.ts";
import type { Tx } from "../../platform/db.ts";
import { type DueLots, readDueLots } from "../inventory/index.ts";
import {
  type Attention,
  type Day,
  readAttention,
  readDays,
  readOwed,
  readRecentDocuments,
  readStock,
  readTopItems,
  readTopReceivables,
  type TopItem,
} from "./home.sql.ts";
import { readLatestProofHead } from "./proof-runs.sql.ts";

type Range = "today" | "yesterday" | "week" | "month";
export type Home = RouteReply<Routes["home.show"]>;
type Period = { readonly from: string; readonly to: string };

const trendDays = 30;
const sparkDays = 14;
const lately = 90;

/** A period and the one before it, day for day: this Monday to today against last Monday to the same weekday. */
export function periodsOf(range: Range, today: string): { readonly now: Period; readonly before: Period } {
  if (range === "today")
    return { now: { from: today, to: today }, before: { from: addDays(today, -1), to: addDays(today, -1) } };
  if (range === "yesterday")
    return {
      now: { from: addDays(today, -1), to: addDays(today, -1) },
      before: { from: addDays(today, -2), to: addDays(today, -2) },
    };
  if (range === "week") {
    const monday = addDays(today, -weekdayOf(today));
    return { now: { from: monday, to: today }, before: { from: addDays(monday, -7), to: addDays(today, -7) } };
  }
  const first = `${today.slice(0, 8)}01`;
  const lastOfPrevious = addDays(first, -1);
  const sameDay = `${lastOfPrevious.slice(0, 8)}${today.slice(8)}`;
  return {
    now: { from: first, to: today },
    before: { from: `${lastOfPrevious.slice(0, 8)}01`, to: sameDay < lastOfPrevious ? sameDay : lastOfPrevious },
  };
}
/** Monday is 0. */
function weekdayOf(date: string): number {
  let days = 0;
  let monday = "2024-01-01";
  while (addDays(monday, 364) <= date) monday = addDays(monday, 364);
  while (addDays(monday, days + 1) <= date) days += 1;
  return days % 7;
}

type HomeQuery = {
  readonly range: Range;
  readonly warehouseId?: string | undefined;
  readonly nearDays: number;
};
type HomeCaller = { readonly timeZone: string; readonly permissions: ReadonlySet<Permission> };

/** 老板的第一页. What the role may not see is left out whole, so that nobody reads a dash as a zero. */
export async function readHome(tx: Tx, query: HomeQuery, caller: HomeCaller): Promise<Home> {
  const today = todayIn(caller.timeZone);
  const { now, before } = periodsOf(query.range, today);
  const can = (permission: Permission) => caller.permissions.has(permission);
  const warehouseId = query.warehouseId ?? null;
  const seesCost = can("cost.read");
  const from = [before.from, addDays(today, 1 - 2 * trendDays)].sort()[0] ?? today;
  const days = can("sales.read") ? daysOf(await readDays(tx, from, today, warehouseId), today) : undefined;
  const topItems = days ? await readTopItems(tx, now.from, now.to, warehouseId) : [];
  const kinds = [...(days ? ["sales-delivery"] : []), ...(can("purchase.read") ? ["purchase-receipt"] : [])];
  const recent = await readRecentDocuments(tx, kinds);
  return {
    today,
    now: new Date().toISOString(),
    range: now,
    ...(days ? { sales: salesFigure(days, now, before) } : {}),
    ...(days && seesCost ? { margin: marginFigure(days, now, before) } : {}),
    ...(can("settlement.read") ? { receivable: await readOwed(tx) } : {}),
    ...(can("stock.read") && seesCost ? { stock: await stockFigure(tx, warehouseId, days) } : {}),
    trend: days ? trendOf(days, seesCost) : [],
    attention: attentionRows(
      await readAttention(tx, addDays(today, -lately)),
      can("stock.read") ? await readDueLots(tx, today, query.nearDays) : noLots,
      can,
    ),
    topItems: topItems.map((item) => topItemOf(item, seesCost)),
    topReceivables: can("settlement.read") ? [...(await readTopReceivables(tx))] : [],
    recentDocuments: recent.map((document) => ({ ...document, at: document.at.toISOString() })),
    proof: (can("proof.run") && (await readLatestProofHead(tx))) || null,
  };
}

/** Sales day by day; a day without a sale is nothing. */
type Days = {
  readonly sum: (period: Period, pick: (day: Day) => bigint) => bigint;
  readonly documents: (period: Period) => number;
  readonly gross: (date: string) => string;
  readonly margin: (date: string) => string;
  /** So many days up to today. */
  readonly last: (count: number) => readonly string[];
};
function daysOf(rows: readonly Day[], today: string): Days {
  const byDate = new Map(rows.map((day) => [day.date, day]));
  const within = (period: Period) => rows.filter((day) => day.date >= period.from && day.date <= period.to);
  return {
    sum: (period, pick) => sumMoney(within(period).map(pick)),
    documents: (period) => within(period).reduce((count, day) => count + day.documents, 0),
    gross: (date) => byDate.get(date)?.gross ?? "0.00",
    margin: (date) => formatMoney(margin(byDate.get(date))),
    last: (count) => Array.from({ length: count }, (_, index) => addDays(today, index + 1 - count)),
  };
}
const grossOf = (day: Day) => parseMoney(day.gross);
const netOf = (day: Day) => parseMoney(day.net);

function salesFigure(days: Days, now: Period, before: Period): Home["sales"] {
  return {
    gross: {
      value: formatMoney(days.sum(now, grossOf)),
      previous: formatMoney(days.sum(before, grossOf)),
      spark: days.last(sparkDays).map(days.gross),
    },
    net: formatMoney(days.sum(now, netOf)),
    documents: days.documents(now),
  };
}
function marginFigure(days: Days, now: Period, before: Period): Home["margin"] {
  return {
    value: formatMoney(days.sum(now, margin)),
    rate: rate(days.sum(now, margin), days.sum(now, netOf)),
    previousRate: rate(days.sum(before, margin), days.sum(before, netOf)),
    spark: days.last(sparkDays).map(days.margin),
  };
}
/** How long the stock lasts at the pace of the last thirty days' cost of sales. */
async function stockFigure(tx: Tx, warehouseId: string | null, days: Days | undefined): Promise<Home["stock"]> {
  const stock = await readStock(tx, warehouseId);
  const month = days?.last(trendDays) ?? [];
  const [from, to] = [month[0], month.at(-1)];
  const cost = days && from && to ? days.sum({ from, to }, (day) => parseMoney(day.cost)) : 0n;
  return {
    ...stock,
    daysOfSales: cost <= 0n ? null : Number((parseMoney(stock.value) * BigInt(trendDays)) / cost),
  };
}
function trendOf(days: Days, seesCost: boolean): Home["trend"] {
  return days.last(trendDays).map((date) => ({
    date,
    gross: days.gross(date),
    ...(seesCost ? { margin: days.margin(date) } : {}),
    previousGross: days.gross(addDays(date, -trendDays)),
  }));
}
function topItemOf(item: TopItem, seesCost: boolean): Home["topItems"][number] {
  return {
    itemId: item.itemId,
    name: item.name,
    spec: item.spec,
    unit: item.unit,
    quantity: plain(item.quantity),
    gross: item.gross,
    ...(seesCost ? { margin: formatMoney(parseMoney(item.net) - parseMoney(item.cost)) } : {}),
    onHand: plain(item.onHand),
    safetyStock: plain(item.safetyStock),
  };
}

function margin(day: Day | undefined): bigint {
  return day ? parseMoney(day.net) - parseMoney(day.cost) : 0n;
}
function rate(part: bigint, whole: bigint): string | null {
  return whole === 0n ? null : formatDecimal(divideHalfUp(part * 10_000n, whole), 4);
}
function plain(quantity: string): string {
  return formatQuantity(parseQuantity(quantity));
}
const noLots: DueLots = { near: 0, expired: 0, nearNames: "", expiredNames: "" };
function attentionRows(found: Attention, lots: DueLots, can: (permission: Permission) => boolean): Home["attention"] {
  const rows = [
    { id: "out" as const, count: found.out, text: found.outNames, seen: can("stock.read") },
    { id: "low" as const, count: found.low, text: "现存低于安全库存", seen: can("stock.read") },
    { id: "lots-expired" as const, count: lots.expired, text: lots.expiredNames, seen: can("stock.read") },
    { id: "lots-near" as const, count: lots.near, text: lots.nearNames, seen: can("stock.read") },
    { id: "over-credit" as const, count: found.overCredit, text: found.overCreditNames, seen: can("settlement.read") },
    { id: "drafts-sales" as const, count: found.salesDrafts, text: "销售出库单草稿", seen: can("sales.read") },
    { id: "drafts-purchase" as const, count: found.purchaseDrafts, text: "采购入库单草稿", seen: can("purchase.read") },
  ];
  return rows.filter((row) => row.seen && row.count > 0).map(({ seen: _, ...row }) => row);
}
