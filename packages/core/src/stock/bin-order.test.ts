import { expect, test } from "vitest";
import { inBinOrder } from "./bin-order.ts";

const walked = (...bins: readonly string[]) => inBinOrder(bins, (bin) => bin).join(" ");

test("货位按走的顺序：A-2 在 A-10 前面，A 排走完再走 B 排", () => {
  expect(walked("A-10", "B-1", "A-2", "A-1")).toBe("A-1 A-2 A-10 B-1");
  expect(walked("3-2-10", "3-2-9", "3-10-1", "3-2")).toBe("3-2 3-2-9 3-2-10 3-10-1");
  expect(walked("A02-01", "A2-3", "A02-02")).toBe("A02-01 A02-02 A2-3");
});
test("大小写、全角、有没有横线都是同一排", () => {
  expect(walked("b-1", "A-3", "a2", "Ａ－１")).toBe("Ａ－１ a2 A-3 b-1");
});
test("写中文的也排：数字的在前，字一样的看后面的数", () => {
  expect(walked("冷库10", "冷库2", "12", "A-1")).toBe("12 A-1 冷库2 冷库10");
});
test("没有货位的排最后；很长的数也比得出来", () => {
  expect(walked("", "Z-9", "", "A-1")).toBe("A-1 Z-9  ");
  expect(walked("A-20000000000000000000002", "A-20000000000000000000001")).toBe(
    "A-20000000000000000000001 A-20000000000000000000002",
  );
});
test("顺序是一种顺序：先给哪一个都排成一样", () => {
  const bins = ["-", "A-1", "a1", "A-01", "A", "1", "01-A", "冷库", "冷库-1", "Ａ１", "地堆"];
  for (const one of bins) for (const other of bins) expect(walked(one, other)).toBe(walked(other, one));
});
test("整张单按货位排；没有货位的按原来的次序在最后，单子本身不动", () => {
  const lines = ["A-10", "", "b-1", "A-2", "冷库2", "Ａ－１", "12", ""].map((bin, lineNo) => ({ bin, lineNo }));
  expect(inBinOrder(lines, (line) => line.bin).map((line) => line.lineNo)).toEqual([6, 5, 3, 0, 2, 4, 1, 7]);
  expect(lines[0]?.bin).toBe("A-10");
});
