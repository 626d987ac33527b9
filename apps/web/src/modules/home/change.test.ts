import { expect, test } from "vitest";
import { changeOf, nothingHappenedYet, splitDecimals } from "./change.ts";

test("比上一期：涨跌和百分比，四舍五入到一位", () => {
  expect(changeOf("86432.50", "79150.00")).toEqual({ direction: "up", percent: "9.2%" });
  expect(changeOf("100.05", "100")?.percent).toBe("0.1%");
  expect(changeOf("50", "100")).toEqual({ direction: "down", percent: "50.0%" });
  expect(changeOf("100.01", "100")).toEqual({ direction: "same", percent: "0.0%" });
});

test("上一期是零或负数就不比", () => {
  expect(changeOf("50", "0")).toBeUndefined();
  expect(changeOf("50", "-3")).toBeUndefined();
});

test("首页的大数把小数写小", () => {
  expect(splitDecimals("86,432.50")).toEqual(["86,432", ".50"]);
  expect(splitDecimals("–")).toEqual(["–", ""]);
});

test("什么都没录过才出引导，只有期初库存也算有了", () => {
  const empty = { trend: [{ gross: "0.00", previousGross: "0.00" }], recentDocuments: [], topReceivables: [] };
  expect(nothingHappenedYet(empty)).toBe(true);
  expect(nothingHappenedYet({ ...empty, stock: { value: "120.00" } })).toBe(false);
  expect(nothingHappenedYet({ ...empty, recentDocuments: [{}] })).toBe(false);
});
