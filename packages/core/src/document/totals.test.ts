import { expect, test } from "vitest";
import { formatMoney, parseMoney } from "../money.ts";
import { parseQuantity, parseUnitPrice } from "../quantity.ts";
import { parseTaxRate } from "../tax.ts";
import { documentTotals, noDiscount, type PricedLine } from "./totals.ts";

function line(quantity: string, price: string, taxRate = "0.13", discountRate = noDiscount): PricedLine {
  return {
    quantity: parseQuantity(quantity),
    price: parseUnitPrice(price),
    discountRate,
    taxRate: parseTaxRate(taxRate),
  };
}
function table(lines: readonly PricedLine[], taxIncluded: boolean, orderDiscount = "0"): string {
  const totals = documentTotals(lines, { taxIncluded, orderDiscount: parseMoney(orderDiscount) });
  return [...totals.lines, totals]
    .map((row) => `${formatMoney(row.net)} + ${formatMoney(row.tax)} = ${formatMoney(row.gross)}`)
    .join("\n");
}

test.each([
  ["113.00", "100.00 + 13.00"],
  ["99.99", "88.49 + 11.50"],
  ["10.00", "8.85 + 1.15"],
  ["3.33", "2.95 + 0.38"],
  ["0.05", "0.04 + 0.01"],
])("E11 含税 %s → %s", (gross, split) => {
  expect(table([line("1", gross)], true).split("\n")[0]).toBe(`${split} = ${gross}`);
});
test("E11 三行 3.33：按行取整再合计，8.85 + 1.14", () => {
  expect(
    table([line("1", "3.33"), line("1", "3.33"), line("1", "3.33")], true)
      .split("\n")
      .at(-1),
  ).toBe("8.85 + 1.14 = 9.99");
});
test("E13 20×100 打九折：1800.00 + 234.00；抹零 4.00 后 1796.46 + 233.54 = 2030.00", () => {
  expect(
    table([line("20", "100", "0.13", 900_000n)], false)
      .split("\n")
      .at(-1),
  ).toBe("1800.00 + 234.00 = 2034.00");
  expect(
    table([line("20", "100", "0.13", 900_000n)], false, "4.00")
      .split("\n")
      .at(-1),
  ).toBe("1796.46 + 233.54 = 2030.00");
});
test("E20 整单优惠 10.00 摊到 33.30/50.00/16.70：3.33/5.00/1.67", () => {
  const totals = documentTotals([line("1", "33.30"), line("1", "50"), line("1", "16.70")], {
    taxIncluded: true,
    orderDiscount: parseMoney("10.00"),
  });
  expect(totals.lines.map((row) => formatMoney(row.discountShare))).toEqual(["3.33", "5.00", "1.67"]);
});
test("P32 55.55 和 11.11 的税按行 7.22 + 1.44 = 8.66；3×100 含税 = 265.49 + 34.51；优惠 3.33/3.33/3.34", () => {
  expect(
    table([line("1", "55.55"), line("1", "11.11")], false)
      .split("\n")
      .at(-1),
  ).toBe("66.66 + 8.66 = 75.32");
  expect(
    table([line("3", "100")], true)
      .split("\n")
      .at(-1),
  ).toBe("265.49 + 34.51 = 300.00");
  const totals = documentTotals([line("1", "33.33"), line("1", "33.33"), line("1", "33.34")], {
    taxIncluded: true,
    orderDiscount: parseMoney("10"),
  });
  expect(totals.lines.map((row) => formatMoney(row.discountShare))).toEqual(["3.33", "3.33", "3.34"]);
});
