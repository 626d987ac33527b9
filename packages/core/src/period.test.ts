import { expect, test } from "vitest";
import { lastDayOf, nextPeriod, periodsFrom, previousPeriod } from "./period.ts";

test("下一期、上一期跨年；上一期是下一期的反面", () => {
  expect([nextPeriod(202612), previousPeriod(202701), nextPeriod(202601), previousPeriod(202602)]).toEqual([
    202701, 202612, 202602, 202601,
  ]);
  for (const period of periodsFrom(202001, 202912)) expect(previousPeriod(nextPeriod(period))).toBe(period);
});

test("从启用月到本月的期间；启用月在后面就没有", () => {
  expect(periodsFrom(202611, 202702)).toEqual([202611, 202612, 202701, 202702]);
  expect(periodsFrom(202611, 202611)).toEqual([202611]);
  expect(periodsFrom(202612, 202611)).toEqual([]);
});

test("一个月的最后一天，闰年也对", () => {
  expect([202602, 202802, 202612, 202604].map(lastDayOf)).toEqual([
    "2026-02-28",
    "2028-02-29",
    "2026-12-31",
    "2026-04-30",
  ]);
});
