import { formatMoney, parseMoney } from "@zhangshi/core";
import { expect, test } from "vitest";
import { type Movement, trialBalance } from "./trial-balance.ts";

const chart = [
  { code: "1122", name: "应收账款", direction: "debit", parentCode: null },
  { code: "1405", name: "库存商品", direction: "debit", parentCode: null },
  { code: "2221", name: "应交税费", direction: "credit", parentCode: null },
  { code: "222101", name: "应交增值税", direction: "credit", parentCode: "2221" },
  { code: "22210101", name: "进项税额", direction: "debit", parentCode: "222101" },
  { code: "22210106", name: "销项税额", direction: "credit", parentCode: "222101" },
  { code: "5001", name: "主营业务收入", direction: "credit", parentCode: null },
] as const;
function movement(opening: string, debit: string, credit: string): Movement {
  return { opening: parseMoney(opening), debit: parseMoney(debit), credit: parseMoney(credit) };
}
const booked = new Map([
  ["1122", movement("0", "113", "0")],
  ["1405", movement("100", "0", "0")],
  ["22210101", movement("13", "0", "0")],
  ["22210106", movement("-113", "0", "13")],
  ["5001", movement("0", "0", "100")],
]);

test("科目余额表：上级等于下级之和，期末 = 期初 + 借 − 贷；没有动过的科目不列", () => {
  const { rows } = trialBalance(chart, booked);
  expect(
    rows.map(
      (row) =>
        `${row.code} ${row.openingDebit}/${row.openingCredit} ${row.debit}/${row.credit} ${row.closingDebit}/${row.closingCredit}`,
    ),
  ).toEqual([
    "1122 0.00/0.00 113.00/0.00 113.00/0.00",
    "1405 100.00/0.00 0.00/0.00 100.00/0.00",
    "2221 0.00/100.00 0.00/13.00 0.00/113.00",
    "222101 0.00/100.00 0.00/13.00 0.00/113.00",
    "22210101 13.00/0.00 0.00/0.00 13.00/0.00",
    "22210106 0.00/113.00 0.00/13.00 0.00/126.00",
    "5001 0.00/0.00 0.00/100.00 0.00/100.00",
  ]);
});

test("合计只算末级，不把上级再算一遍；三对借贷都要平", () => {
  const { totals, balanced } = trialBalance(chart, booked);
  expect(totals).toEqual({
    openingDebit: "113.00",
    openingCredit: "113.00",
    debit: "113.00",
    credit: "113.00",
    closingDebit: "226.00",
    closingCredit: "226.00",
  });
  expect(balanced).toBe(true);
  const broken = trialBalance(chart, new Map([...booked, ["5001", movement("0", "0", formatMoney(9999n))]]));
  expect(broken.balanced).toBe(false);
});
