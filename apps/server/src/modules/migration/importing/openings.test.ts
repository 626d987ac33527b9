import { expect, test } from "vitest";
import { openingValue } from "./openings.ts";
import { percentToFraction } from "./item-from-record.ts";

test("期初金额：文件写了金额就用金额，否则数量乘单价，四舍五入到分；负数也不乱", () => {
  expect([
    openingValue("2.9", undefined, "3.205"),
    openingValue("1", "-243.72", "9"),
    openingValue("3", "10.005", undefined),
    openingValue("7", undefined, undefined),
  ]).toEqual(["9.29", "-243.72", "10.01", "0.00"]);
});
test("税率写成百分数：13 → 0.13，1 → 0.01，1.5 → 0.015，0 → 0", () => {
  expect(["13", "1", "1.5", "0", "100"].map(percentToFraction)).toEqual(["0.13", "0.01", "0.015", "0", "1"]);
});
