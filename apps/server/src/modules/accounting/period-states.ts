import type { PeriodRow } from "@zhangshi/contract";
import { type Period, nextPeriod, periodOf, periodsFrom } from "@zhangshi/core";

export type MonthState = {
  readonly period: Period;
  readonly state: PeriodRow["state"];
  readonly isCurrent: boolean;
  readonly reopenable: boolean;
};

/** 结账按月份顺序: the oldest open month is the only one that may be closed. */
export function firstOpenPeriod(startPeriod: Period, closedThrough: Period): Period {
  return closedThrough < startPeriod ? startPeriod : nextPeriod(closedThrough);
}

/** The months from the start of the books to today's, newest first. */
export function monthStates(startPeriod: Period, closedThrough: Period, today: string): readonly MonthState[] {
  const current = periodOf(today);
  const firstOpen = firstOpenPeriod(startPeriod, closedThrough);
  return periodsFrom(startPeriod, Math.max(current, closedThrough))
    .map((period): MonthState => {
      const state = period < firstOpen ? "closed" : period === firstOpen && period <= current ? "closable" : "open";
      return { period, state, isCurrent: period === current, reopenable: period === closedThrough };
    })
    .reverse();
}
