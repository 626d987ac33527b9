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

export async function readHome(
  tx: Tx,
  query: { readonly range: Range; readonly warehouseId?: string | undefined },
  caller: { readonly timeZone: string; readonly permissions: ReadonlySet<Permission> },
): Promise<Home> {
  const today = todayIn(caller.timeZone);
  const { now, before } = periodsOf(query.range, today);
  const can = (permission: Permission) => caller.permissions.has(permission);
  const warehouseId = query.warehouseId ?? null;
  const [seesSales, seesCost] = [can("sales.read"), can("cost.read")];
  const trendFrom = addDays(today, 1 - 2 * trendDays);
  const days = seesSales
    ? await readDays(tx, before.from < trendFrom ? before.from : trendFrom, today, warehouseId)
    : [];
  const sum = (period: Period, pick: (day: Day) => bigint) =>
    sumMoney(days.filter((day) => day.date >= period.from && day.date <= period.to).map(pick));
  const byDate = new Map(days.map((day) => [day.date, day]));
  const lastDays = (count: number) => Array.from({ length: count }, (_, index) => addDays(today, index + 1 - count));
  const grossOf = (date: string) => byDate.get(date)?.gross ?? "0.00";
  const marginOf = (date: string) => formatMoney(margin(byDate.get(date)));
  const [gross, net] = [sum(now, (day) => parseMoney(day.gross)), sum(now, (day) => parseMoney(day.net))];
  const stock = can("stock.read") && seesCost ? await readStock(tx) : undefined;
  const owed = can("settlement.read") || can("partners.read") ? await readOwed(tx) : undefined;
  const kinds = [...(seesSales ? ["sales-delivery"] : []), ...(can("purchase.read") ? ["purchase-receipt"] : [])];
  const seesOwed = owed !== undefined && can("settlement.read");
  const topItems = seesSales ? await readTopItems(tx, now.from, now.to, warehouseId) : [];
  const proof = await readLatestProofHead(tx);
  return {
    today,
    now: new Date().toISOString(),
    range: now,
    ...(seesSales
      ? {
          sales: {
            gross: {
              value: formatMoney(gross),
              previous: formatMoney(sum(before, (day) => parseMoney(day.gross))),
              spark: lastDays(sparkDays).map(grossOf),
            },
            net: formatMoney(net),
            documents: days
              .filter((day) => day.date >= now.from && day.date <= now.to)
              .reduce((count, day) => count + day.documents, 0),
          },
        }
      : {}),
    ...(seesSales && seesCost
      ? {
          margin: {
            value: formatMoney(sum(now, margin)),
            rate: rate(sum(now, margin), net),
            previousRate: rate(
              sum(before, margin),
              sum(before, (day) => parseMoney(day.net)),
            ),
            spark: lastDays(sparkDays).map(marginOf),
          },
        }
      : {}),
    ...(owed && seesOwed
      ? { receivable: { value: owed.receivable, customers: owed.customers, payable: owed.payable } }
      : {}),
    ...(stock
      ? {
          stock: {
            ...stock,
            daysOfSales: daysOfSales(
              stock.value,
              sum({ from: addDays(today, 1 - trendDays), to: today }, (day) => parseMoney(day.cost)),
            ),
          },
        }
      : {}),
    trend: seesSales
      ? lastDays(trendDays).map((date) => ({
          date,
          gross: grossOf(date),
          ...(seesCost ? { margin: marginOf(date) } : {}),
          previousGross: grossOf(addDays(date, -trendDays)),
        }))
      : [],
    attention: attentionRows(await readAttention(tx, addDays(today, -lately)), can),
    topItems: topItems.map((item) => ({
      itemId: item.itemId,
      name: item.name,
      spec: item.spec,
      unit: item.unit,
      quantity: plain(item.quantity),
      gross: item.gross,
      ...(seesCost ? { margin: formatMoney(parseMoney(item.net) - parseMoney(item.cost)) } : {}),
      onHand: plain(item.onHand),
      safetyStock: plain(item.safetyStock),
    })),
    topReceivables: seesOwed ? [...(await readTopReceivables(tx))] : [],
    recentDocuments: (await readRecentDocuments(tx, kinds)).map((document) => ({
      ...document,
      at: document.at.toISOString(),
    })),
    proof: can("proof.run") && proof ? proof : null,
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
/** How long the stock lasts at the pace of the last thirty days' cost of sales. */
function daysOfSales(value: string, costOfMonth: bigint): number | null {
  return costOfMonth <= 0n ? null : Number((parseMoney(value) * BigInt(trendDays)) / costOfMonth);
}
function attentionRows(found: Attention, can: (permission: Permission) => boolean): Home["attention"] {
  const rows = [
    { id: "out" as const, count: found.out, text: found.outNames, seen: can("stock.read") },
    { id: "low" as const, count: found.low, text: "现存低于安全库存", seen: can("stock.read") },
    { id: "over-credit" as const, count: found.overCredit, text: found.overCreditNames, seen: can("settlement.read") },
    { id: "drafts-sales" as const, count: found.salesDrafts, text: "销售出库单草稿", seen: can("sales.read") },
    { id: "drafts-purchase" as const, count: found.purchaseDrafts, text: "采购入库单草稿", seen: can("purchase.read") },
  ];
  return rows.filter((row) => row.seen && row.count > 0).map(({ seen: _, ...row }) => row);
}
