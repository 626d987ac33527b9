import { expect, test } from "vitest";
import { afterKey, barcodeInFigure, type Burst, characterOf, isScan, itemEntryOf } from "./scan.ts";
import { isBelievableQuantity, typedNumber } from "./typed-number.ts";

function typedAt(text: string, gap: number): Burst | null {
  let burst: Burst | null = null;
  [...text].forEach((key, place) => {
    burst = afterKey(burst, key, 1000 + place * gap);
  });
  return burst;
}

test("13 位、每键 10 毫秒是扫码", () => {
  const burst = typedAt("6901234567892", 10);
  expect(isScan(burst, 1000 + 13 * 10)).toBe(true);
  expect(burst?.text).toBe("6901234567892");
});
test("人打字不是扫码，再快也不是", () => {
  expect(isScan(typedAt("10031", 90), 1000 + 6 * 90)).toBe(false);
  expect(isScan(typedAt("1003", 12), 1060)).toBe(false);
  expect(isScan(typedAt("100310", 45), 1000 + 6 * 45)).toBe(false);
});
test("停下来再按回车就不是扫码", () => {
  expect(isScan(typedAt("6901234567892", 10), 2000)).toBe(false);
});
test("手打的数字后面接着扫码：手打的那段不算在内", () => {
  let burst: Burst | null = afterKey(afterKey(null, "1", 0), "2", 150);
  [..."6901234567892"].forEach((key, place) => {
    burst = afterKey(burst, key, 600 + place * 10);
  });
  expect((burst as Burst | null)?.text).toBe("6901234567892");
});
test("中文输入法藏起键名时按键位认", () => {
  expect(characterOf({ key: "Process", code: "Digit6" })).toBe("6");
  expect(characterOf({ key: "Process", code: "Enter" })).toBeNull();
  expect(characterOf({ key: "Shift", code: "ShiftLeft" })).toBeNull();
});
test.each([
  ["12*6901234567892", "12", "6901234567892"],
  ["2.5×10031", "2.5", "10031"],
  ["*10031*", null, "10031"],
  ["*6901234567892", null, "6901234567892"],
  ["0*10031", null, "0*10031"],
  ["\u200b6901234567892\u0003\r", null, "6901234567892"],
  ["６９０１", null, "6901"],
  ["nfsq", null, "nfsq"],
])("录入 %s → 数量 %s，商品 %s", (typed, quantity, text) => {
  expect(itemEntryOf(typed)).toEqual({ quantity, text });
});
test("条码慢慢进了数量格也认得出来", () => {
  expect(barcodeInFigure("6901234567892", "10")).toBe("6901234567892");
  expect(barcodeInFigure("106901234567892", "10")).toBe("6901234567892");
  expect(barcodeInFigure("6901234567891", "")).toBeNull();
  expect(barcodeInFigure("120", "")).toBeNull();
});
test("数量有上限", () => {
  expect(isBelievableQuantity("9999999.5")).toBe(true);
  expect(isBelievableQuantity("6901234567892")).toBe(false);
});
test.each([
  ["1,200.50", 2, "1200.5"],
  ["１２。５", 2, "12.5"],
  [".5", 2, "0.5"],
  ["007", 2, "7"],
  ["1.234", 2, null],
  ["-3", 2, null],
  ["", 2, null],
  ["abc", 2, null],
])("数字 %s（%i 位小数）→ %s", (typed, decimals, figure) => {
  expect(typedNumber(typed, decimals)).toBe(figure);
});
