import { expect, test } from "vitest";
import { binsText } from "./bins-text.ts";

const bins = [
  { warehouse: "主仓", bin: "A-2" },
  { warehouse: "主仓", bin: "C-1" },
  { warehouse: "北仓", bin: "B-9" },
];
test("几个仓的货位带仓名，一个仓的不带", () => {
  expect(binsText(bins, true)).toBe("主仓 A-2、C-1；北仓 B-9");
  expect(binsText(bins.slice(0, 2), false)).toBe("A-2、C-1");
  expect(binsText([], true)).toBe("");
});
