import { expect, test } from "vitest";
import {
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatUnitCost,
  moneyFigure,
  roundDecimal,
} from "./money.ts";

test.each([
  ["1234567.5", "1,234,567.50"],
  ["-365", "-365.00"],
  ["0.00", "–"],
  ["-0.00", "–"],
  ["0.005", "0.01"],
  ["999.995", "1,000.00"],
  ["", ""],
])("金额 %s 写成 %s", (amount, text) => {
  expect(formatMoney(amount)).toBe(text);
});
test("负数有减号，另外标红", () => {
  expect(moneyFigure("-6000")).toEqual({ text: "-6,000.00", negative: true, zero: false });
  expect(moneyFigure("-0")).toEqual({ text: "–", negative: false, zero: true });
});
test("数量照填的写，不留尾零；单价至少两位；成本四位", () => {
  expect([formatQuantity("1200.500"), formatQuantity("40"), formatQuantity("100")]).toEqual(["1,200.5", "40", "100"]);
  expect([formatPrice("26.5"), formatPrice("33.333333"), formatPrice("5.100000")]).toEqual([
    "26.50",
    "33.333333",
    "5.10",
  ]);
  expect(formatUnitCost("19.31815")).toBe("19.3182");
});
test("取整远离零，位数再多也不经过浮点", () => {
  expect(roundDecimal("-1.005", 2)).toBe("-1.01");
  expect(roundDecimal("9007199254740993.005", 2)).toBe("9007199254740993.01");
});
test("比率写成百分数", () => {
  expect([formatPercent("0.1240"), formatPercent("0.13", 0), formatPercent("1.5"), formatPercent("-0.005", 1)]).toEqual(
    ["12.40%", "13%", "150.00%", "-0.5%"],
  );
});
