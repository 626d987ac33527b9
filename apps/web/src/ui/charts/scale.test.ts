import { expect, test } from "vitest";
import { axisLabel, labelledDays, linePath, niceCeiling, stepPath, tickValues } from "./scale.ts";

test("刻度取整：最大 98,000 时顶格 10 万，最大 118,000 时顶格 12 万", () => {
  expect(tickValues(niceCeiling(98_000, 4), 4).map((value) => axisLabel(value))).toEqual([
    "0",
    "2.5 万",
    "5 万",
    "7.5 万",
    "10 万",
  ]);
  expect(tickValues(niceCeiling(118_000, 4), 4).map((value) => axisLabel(value))).toEqual([
    "0",
    "3 万",
    "6 万",
    "9 万",
    "12 万",
  ]);
});

test("没有数也有一个底", () => {
  expect(niceCeiling(0, 4)).toBe(4);
});

test("万以下写全数", () => {
  expect(axisLabel(15_000, "en")).toBe("15k");
  expect([0, 800, 2500, 15_000].map((value) => axisLabel(value))).toEqual(["0", "800", "2500", "1.5 万"]);
});

test("库存线走台阶，先平后直", () => {
  expect(
    stepPath([
      { x: 0, y: 10 },
      { x: 5, y: 4 },
    ]),
  ).toBe("M0 10 H5 V4");
  expect(
    linePath([
      { x: 0, y: 10 },
      { x: 5, y: 4 },
    ]),
  ).toBe("M0 10 L5 4");
});

test("日期标签：首尾必有，中间不挤", () => {
  const labels = labelledDays(30, 900, 130);
  expect(labels[0]).toBe(0);
  expect(labels.at(-1)).toBe(29);
  expect(labels.every((day, index) => index === 0 || day - (labels[index - 1] ?? 0) >= 3)).toBe(true);
});
