import type { RouteReply, Routes } from "@zhangshi/contract";
import {
  accountRoles,
  type CostingMethod,
  type CostRules,
  emptyPool,
  formatMoney,
  formatPeriod,
  type Money,
  type Period,
  periodOf,
  poolWarehouse,
} from "@zhangshi/core";
import { averagesOf, type MonthAverages, poolLevels } from "../../books/month-average.ts";
import { readBooksOf } from "../../books/periods.sql.ts";
import { type Before, replay, type Replayed } from "../../books/recost.ts";
import { type TailEntry, tailEntries, tailEntriesFrom } from "../../books/recost.sql.ts";
import { inBookOrder, pointsOf } from "../../documents/recosting.ts";
import type { Tx } from "../../platform/db.ts";
import { refused } from "../../platform/refused.ts";
import { movedItems, poolsOfItems, turnedItems } from "./what-if.sql.ts";

type WhatIf = RouteReply<Routes["costing.whatIf"]>;
/** What a person waits for; more than this is refused, because it would take minutes. */
const mostEntries = 150_000;
const entriesAtOnce = 20_000;

/**
 * 成本方法对比: the company's own history played by every method, as if it had been the method from the first entry; written
 * nowhere. Items that are put together out of one another are played together.
 */
export async function compareMethods(tx: Tx): Promise<WhatIf> {
  const books = await readBooksOf(tx);
  const items = await movedItems(tx);
  const entries = items.reduce((sum, item) => sum + item.entries, 0);
  if (entries > mostEntries) throw refused("costing.too_many_entries", { entries, most: mostEntries });
  const { costOfSales } = accountRoles(books.accountingStandard, books.taxStatus);
  const methods = comparedMethods(books.costRules.method);
  const sums = new Map(methods.map((method) => [method, new MethodSums(costOfSales)]));
  for (const batch of batchesOf(items, await turnedItems(tx))) {
    const history = await historyOf(tx, books.costRules, batch);
    for (const method of methods) {
      const rules: CostRules = { ...books.costRules, method, since: 0, negativeEver: true, negativeAllowed: true };
      sums.get(method)?.add(history, playAll(rules, history));
    }
  }
  const months = [...new Set([...sums.values()].flatMap((sum) => [...sum.costs.keys()]))].sort((a, b) => a - b);
  return {
    present: books.costRules.method,
    entries,
    methods: methods.map((method) => {
      const sum = sums.get(method);
      return {
        method,
        cost: formatMoney([...(sum?.costs.values() ?? [])].reduce((total, cost) => total + cost, 0n)),
        stockValue: formatMoney(sum?.stockValue ?? 0n),
      };
    }),
    months: months.map((period) => ({
      period: formatPeriod(period),
      costs: methods.map((method) => formatMoney(sums.get(method)?.costs.get(period) ?? 0n)),
    })),
  };
}
/** 个别计价 needs lots that were told apart from the beginning: only a company that has it can be compared by it. */
function comparedMethods(present: CostingMethod): readonly CostingMethod[] {
  return ["moving-average", "fifo", "monthly-average", ...(present === "specific" ? (["specific"] as const) : [])];
}

class MethodSums {
  /** Cost of what was sold, by month. */
  readonly costs = new Map<Period, Money>();
  stockValue = 0n;
  private readonly costOfSales: string;

  constructor(costOfSales: string) {
    this.costOfSales = costOfSales;
  }
  add(history: readonly TailEntry[], replayed: Replayed): void {
    const found = new Map(replayed.updates.map((update) => [update.seq, update]));
    for (const entry of history) {
      const { value, trueUp } = found.get(entry.seq) ?? entry.derived;
      const cost = (entry.contraAccount === this.costOfSales ? -value : 0n) + trueUp;
      const period = periodOf(entry.businessDate);
      if (cost !== 0n) this.costs.set(period, (this.costs.get(period) ?? 0n) + cost);
      this.stockValue += value - trueUp;
    }
  }
}

function playAll(rules: CostRules, history: readonly TailEntry[]): Replayed {
  const nothing: Before = { states: [], lots: [], lotCosts: [], averages: new Map() };
  if (rules.method !== "monthly-average") return replay(rules, nothing, history);
  let averages: MonthAverages = new Map();
  const months = [...new Set(history.map((entry) => periodOf(entry.businessDate)))].sort((a, b) => a - b);
  for (const month of months) averages = withMonth(rules, history, averages, month);
  return replay(rules, { ...nothing, averages }, history);
}
function withMonth(
  rules: CostRules,
  history: readonly TailEntry[],
  known: MonthAverages,
  month: Period,
): MonthAverages {
  const nothing: Before = { states: [], lots: [], lotCosts: [], averages: new Map() };
  const until = history.filter((entry) => periodOf(entry.businessDate) <= month);
  const before = until.filter((entry) => periodOf(entry.businessDate) < month);
  const own = until.slice(before.length);
  const start = replay(rules, { ...nothing, averages: known }, before);
  let averages = known;
  for (const level of poolLevels(rules.scope, own)) {
    const played = replay(rules, { ...nothing, averages }, until);
    const found = new Map(played.updates.map((update) => [update.seq, update]));
    const stored = new Map(own.map((entry) => [entry.seq, entry.derived]));
    const foundAt = (seq: bigint) => found.get(seq) ?? stored.get(seq) ?? { value: 0n, poolQuantity: 0n };
    const opening = (key: string) => start.pools.get(key) ?? emptyPool;
    averages = new Map([...averages, ...averagesOf(rules.scope, level, own, opening, foundAt)]);
  }
  return averages;
}

async function historyOf(tx: Tx, rules: CostRules, itemIds: readonly string[]): Promise<readonly TailEntry[]> {
  const pools = await poolsOfItems(tx, itemIds);
  const places = pools.map(({ itemId, warehouseId }) => ({
    itemId,
    warehouseId: poolWarehouse(rules.scope, warehouseId),
    date: "0001-01-01",
    position: 0n,
  }));
  return inBookOrder(tailEntriesFrom(await tx.query(tailEntries(tx.orgId, pointsOf(rules.scope, places)))));
}

/** Families of items that were turned into one another, as many together as are read at once. */
function batchesOf(
  items: readonly { readonly itemId: string; readonly entries: number }[],
  turned: readonly { readonly documentId: string; readonly itemId: string }[],
): readonly (readonly string[])[] {
  const parent = new Map(items.map(({ itemId }) => [itemId, itemId]));
  const rootOf = (itemId: string): string => {
    let root = itemId;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    return root;
  };
  const firstOf = new Map<string, string>();
  for (const { documentId, itemId } of turned) {
    const first = firstOf.get(documentId);
    if (first === undefined) firstOf.set(documentId, itemId);
    else parent.set(rootOf(itemId), rootOf(first));
  }
  const families = new Map<string, { itemIds: string[]; entries: number }>();
  for (const { itemId, entries } of items) {
    const family = families.get(rootOf(itemId)) ?? { itemIds: [], entries: 0 };
    family.itemIds.push(itemId);
    family.entries += entries;
    families.set(rootOf(itemId), family);
  }
  const batches: string[][] = [];
  let room = 0;
  for (const { itemIds, entries } of families.values()) {
    if (entries > room || batches.length === 0) {
      batches.push([]);
      room = entriesAtOnce;
    }
    batches.at(-1)?.push(...itemIds);
    room -= entries;
  }
  return batches;
}
