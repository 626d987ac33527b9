import { expect, test } from "vitest";
import { isOverLimit, statementHolds } from "./over-limit.ts";

test("超额度：大于才算，空着不限，0 就是不许欠", () => {
  expect([
    isOverLimit("20000.00", "20000"),
    isOverLimit("20000.01", "20000"),
    isOverLimit("999999", null),
    isOverLimit("0.01", "0"),
  ]).toEqual([false, true, false, true]);
});

test("往来账：期初 + 增 − 减 = 期末，差一分也不算", () => {
  expect(statementHolds({ opening: "12000", increase: "0.1", decrease: "0.2", closing: "11999.90" })).toBe(true);
  expect(statementHolds({ opening: "12000", increase: "0.1", decrease: "0.2", closing: "11999.91" })).toBe(false);
});
