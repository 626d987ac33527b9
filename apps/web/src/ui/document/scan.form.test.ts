import { expect, test } from "vitest";
import { afterStroke, barcodeInFigure, characterOf, itemEntryOf, scanIn, type Stroke } from "./scan.ts";
import { isBelievableQuantity, typedNumber } from "./typed-number.ts";

function typed(text: string, gap: number, from: readonly Stroke[] = [], pause = 0): readonly Stroke[] {
  const start = (from.at(-1)?.at ?? 0) + pause;
  return [...text].reduce<readonly Stroke[]>(
    (run, key, place) => afterStroke(run, { key, at: start + (place + 1) * gap }),
    from,
  );
}
function scanned(run: readonly Stroke[], wait = 10): string | null {
  return (
    scanIn(run, (run.at(-1)?.at ?? 0) + wait)
      ?.map((stroke) => stroke.key)
      .join("") ?? null
  );
}

test("13 位、每键 10 毫秒是扫码", () => {
  expect(scanned(typed("6901234567892", 10))).toBe("6901234567892");
});
test("人打字不是扫码，再快也不是", () => {
  expect(scanned(typed("10031", 90))).toBeNull();
  expect(scanned(typed("1003", 12))).toBeNull();
  expect(scanned(typed("100310", 45))).toBeNull();
  expect(scanned(typed("6901234567892", 80))).toBeNull();
});
test("校验位对的条码慢一点也是扫码，别的码要快", () => {
  expect(scanned(typed("6901234567892", 60))).toBe("6901234567892");
  expect(scanned(typed("6901234567891", 60))).toBeNull();
});
test("停下来再按回车就不是扫码", () => {
  expect(scanned(typed("6901234567892", 10), 900)).toBeNull();
});
test("页面忙，中间卡了一下，还是一次扫码", () => {
  expect(scanned(typed("1234567892", 10, typed("690", 10), 120))).toBe("6901234567892");
  expect(scanned(typed("67892", 10, typed("69012345", 10, typed("abc", 90), 200), 400))).toBe("6901234567892");
});
test("手打的数字后面紧接着扫码：手打的那段不算在内", () => {
  expect(scanned(typed("6901234567892", 10, typed("12", 150), 600))).toBe("6901234567892");
  expect(scanned(typed("6901234567892", 10, typed("5", 10), 90))).toBe("6901234567892");
  expect(scanned(typed("AB-77310", 10, typed("5", 10), 200))).toBe("AB-77310");
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
