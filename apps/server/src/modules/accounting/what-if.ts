import { setImmediate } from "node:timers/promises";
import type { CostComparison } from "@zhangshi/contract";
import {
  accountRoles,
  type CostingMethod,
  type CostRules,
  type CostScope,
  formatMoney,
  formatPeriod,
  type Money,
  type Period,
  periodOf,
} from "@zhangshi/core";
import { type Costed, CostingRun, nothingBefore } from "../../books/costing-run.ts";
import { averagesOfMonth } from "../../books/month-average.ts";
import { readBooksOf } from "../../books/periods.sql.ts";
import { takeSnapshot } from "../../books/prove.sql.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { type Progress, reporting } from "../../platform/jobs.ts";
import { withFrugalHeap } from "../../platform/memory.ts";
import { itemBatches } from "./item-batches.ts";
import { bookedCosts, History, type HistoryEntry, historyMarks, movedItems, turnedItems } from "./what-if.sql.ts";

/** How many entries are at hand at once. Of a longer month, which has to be played several times, they are read again. */
export type Room = { readonly page: number; readonly batch: number; readonly month: number };
const usualRoom: Room = { page: 500, batch: 20_000, month: 5_000 };
/** The whole history is sorted before its first entry can be played. */
const longestStatement = 1_800_000;
const reading = "读取全部出入库";
const playing = "按每种方法逐笔计算";

/**
 * 成本方法对比: the company's own history played by every method, as if it had been the method from the first entry; written
 * nowhere. Of one moment of the books, whatever is posted meanwhile.
 */
export function compareMethods(
  db: Database,
  orgId: string,
  progress: Progress,
  room: Room = usualRoom,
): Promise<CostComparison> {
  return withFrugalHeap(() =>
    db.inCompany(
      orgId,
      async (tx) => {
        await takeSnapshot(tx);
        return compare(tx, progress, room);
      },
      { timeoutMilliseconds: longestStatement },
    ),
  );
}

async function compare(tx: Tx, progress: Progress, room: Room): Promise<CostComparison> {
  const books = await readBooksOf(tx);
  const items = await movedItems(tx);
  const total = items.reduce((sum, item) => sum + item.entries, 0);
  const { costOfSales } = accountRoles(books.accountingStandard, books.taxStatus);
  const methods = comparedMethods(books.costRules.method);
  const sums = new Map(methods.map((method) => [method, new MethodSums(costOfSales)]));
  const booked = new MethodSums(costOfSales);
  const batches = itemBatches(items, await turnedItems(tx), room.batch);
  const history = await reporting(History.open(tx, batches, room.page), () => progress(0, total, reading));
  const company: Company = { rules: books.costRules, history, sums, room };
  let done = 0;
  let batch: BatchRuns | undefined;
  const report = () => progress(done, total, playing);
  for await (const page of history.pages()) {
    for (const stretch of stretchesOf(page)) {
      if (batch?.number !== stretch.batch) {
        await batch?.end();
        batch = new BatchRuns(company, stretch.batch, report);
      }
      await batch.play(stretch, done);
      for (const entry of stretch.entries) booked.add(entry, stretch.period, entry.derived);
      done += stretch.entries.length;
    }
    await report();
  }
  await batch?.end();
  const others = booked.missingOf(await bookedCosts(tx, costOfSales));
  for (const sum of sums.values()) for (const [period, cost] of others) sum.addCost(period, cost);
  return { present: books.costRules.method, entries: total, ...tableOf(methods, sums) };
}
/** 个别计价 needs lots that were told apart from the beginning: only a company that has it can be compared by it. */
function comparedMethods(present: CostingMethod): readonly CostingMethod[] {
  return ["moving-average", "fifo", "monthly-average", ...(present === "specific" ? (["specific"] as const) : [])];
}

type Company = {
  readonly rules: CostRules;
  readonly history: History;
  readonly sums: ReadonlyMap<CostingMethod, MethodSums>;
  readonly room: Room;
};
/** Entries of one batch and month, one after another. */
type Stretch = { readonly batch: number; readonly period: Period; readonly entries: readonly HistoryEntry[] };
function stretchesOf(page: readonly HistoryEntry[]): readonly Stretch[] {
  const stretches: { batch: number; period: Period; entries: HistoryEntry[] }[] = [];
  for (const entry of page) {
    const period = periodOf(entry.businessDate);
    const last = stretches.at(-1);
    if (last?.batch === entry.batch && last.period === period) last.entries.push(entry);
    else stretches.push({ batch: entry.batch, period, entries: [entry] });
  }
  return stretches;
}

/** Every method side by side, for items whose costs no other item's costs follow. */
class BatchRuns {
  readonly number: number;
  private readonly steady: readonly { readonly run: CostingRun; readonly sums: MethodSums }[];
  private readonly monthly: MonthlyRun;

  constructor({ rules, history, sums, room }: Company, number: number, report: () => Promise<void>) {
    this.number = number;
    const begin = (method: CostingMethod) =>
      new CostingRun(
        { ...rules, method, since: 0, negativeEver: true, negativeAllowed: true },
        nothingBefore,
        historyMarks,
      );
    this.steady = [...sums].flatMap(([method, own]) =>
      method === "monthly-average" ? [] : [{ run: begin(method), sums: own }],
    );
    const own = sums.get("monthly-average");
    if (!own) throw new Error("every comparison shows the monthly average");
    this.monthly = new MonthlyRun(begin("monthly-average"), rules.scope, own, history, room.month, report);
  }
  /** `place`: so many entries of the history come before it. */
  async play(stretch: Stretch, place: number): Promise<void> {
    for (const { run, sums } of this.steady)
      for (const entry of stretch.entries) sums.add(entry, stretch.period, run.play(entry));
    await this.monthly.take(stretch, place);
  }
  end(): Promise<void> {
    return this.monthly.endMonth();
  }
}

/** 全月一次加权: a month is played when all of it is known, from where its pools stood; what is kept of it fits into the room. */
class MonthlyRun {
  private readonly run: CostingRun;
  private readonly scope: CostScope;
  private readonly sums: MethodSums;
  private readonly history: History;
  private readonly mostKept: number;
  private readonly report: () => Promise<void>;
  private month: {
    readonly period: Period;
    readonly first: number;
    count: number;
    kept: (readonly HistoryEntry[])[] | null;
  } | null = null;

  constructor(
    run: CostingRun,
    scope: CostScope,
    sums: MethodSums,
    history: History,
    mostKept: number,
    report: () => Promise<void>,
  ) {
    this.run = run;
    this.scope = scope;
    this.sums = sums;
    this.history = history;
    this.mostKept = mostKept;
    this.report = report;
  }
  async take({ period, entries }: Stretch, place: number): Promise<void> {
    if (this.month?.period !== period) await this.endMonth();
    this.month ??= { period, first: place, count: 0, kept: [] };
    this.month.count += entries.length;
    if (this.month.count > this.mostKept) this.month.kept = null;
    this.month.kept?.push(entries);
  }
  async endMonth(): Promise<void> {
    const { month } = this;
    if (!month) return;
    const averages = await averagesOfMonth(this.scope, historyMarks, async (known, survey) => {
      const trial = this.run.branch(known);
      for await (const page of this.pagesAgain())
        for (const entry of page) {
          const opening = trial.poolOf(entry);
          survey.note(entry, opening, trial.play(entry));
        }
    });
    this.run.averageBy(averages);
    for await (const page of this.pagesAgain())
      for (const entry of page) this.sums.add(entry, month.period, this.run.play(entry));
    this.month = null;
  }
  private async *pagesAgain(): AsyncGenerator<readonly HistoryEntry[]> {
    if (!this.month) return;
    const { first, count, kept } = this.month;
    for await (const page of kept ?? this.history.again(first, count)) {
      yield page;
      await this.report();
      // Others wait for the same thread: between two pages they get their turn.
      await setImmediate();
    }
  }
}

/** What a method comes to. */
class MethodSums {
  /** Cost of what was sold, by month. */
  readonly costs = new Map<Period, Money>();
  stockValue = 0n;
  private readonly costOfSales: string;

  constructor(costOfSales: string) {
    this.costOfSales = costOfSales;
  }
  add(entry: HistoryEntry, period: Period, { value, trueUp }: Pick<Costed, "value" | "trueUp">): void {
    this.addCost(period, (entry.contraAccount === this.costOfSales ? -value : 0n) + trueUp);
    this.stockValue += value - trueUp;
  }
  addCost(period: Period, cost: Money): void {
    if (cost !== 0n) this.costs.set(period, (this.costs.get(period) ?? 0n) + cost);
  }
  /** What was booked beside it, and is the same by every method. */
  missingOf(booked: ReadonlyMap<Period, Money>): ReadonlyMap<Period, Money> {
    const periods = [...new Set([...booked.keys(), ...this.costs.keys()])];
    return new Map(periods.map((period) => [period, (booked.get(period) ?? 0n) - (this.costs.get(period) ?? 0n)]));
  }
}
function tableOf(
  methods: readonly CostingMethod[],
  sums: ReadonlyMap<CostingMethod, MethodSums>,
): Pick<CostComparison, "methods" | "months"> {
  const months = [...new Set([...sums.values()].flatMap((sum) => [...sum.costs.keys()]))].sort((a, b) => a - b);
  return {
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
