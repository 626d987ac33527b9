import { expect, test } from "vitest";
import { binsFrom, binsText, oneBin } from "./bin-text.ts";

const bins = [
  { warehouse: "主仓", bin: "A-2" },
  { warehouse: "主仓", bin: "C-1" },
  { warehouse: "北仓", bin: "B-9" },
];
test("几个仓的货位带仓名，一个仓的不带", () => {
  expect(binsText(bins, { named: true })).toBe("主仓 A-2、C-1；北仓 B-9");
  expect(binsText(bins.slice(0, 2), { named: false })).toBe("A-2、C-1");
  expect(binsText([], { named: true })).toBe("");
});
test("一格里写几个货位：顿号、逗号、分号、换行都隔开，空的不算；隔开的每一个都是一个货位", () => {
  const typed = binsFrom(" A-2、 C-1，,B 3；\r\nD;4 ");
  expect(typed).toEqual(["A-2", "C-1", "B 3", "D", "4"]);
  expect(binsFrom(" 、；")).toEqual([]);
  expect(typed.every((bin) => oneBin.test(bin))).toBe(true);
  expect(["A、B", "A,B", "A；B", "A\nB", ""].some((text) => oneBin.test(text))).toBe(false);
});
