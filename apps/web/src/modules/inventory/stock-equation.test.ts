import { expect, test } from "vitest";
import { equationHolds } from "./stock-equation.ts";

test("期初 + 入 − 出 = 现存，小数也不差分毫", () => {
  expect(equationHolds({ opening: "238", totalIn: "606", totalOut: "428", closing: "416" })).toBe(true);
  expect(equationHolds({ opening: "0.1", totalIn: "0.2", totalOut: "0", closing: "0.3" })).toBe(true);
  expect(equationHolds({ opening: "0.1", totalIn: "0.2", totalOut: "0", closing: "0.300001" })).toBe(false);
});
