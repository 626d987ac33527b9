import { expect, test } from "vitest";
import { firstOpenPeriod, monthStates } from "./period-states.ts";

const text = (...known: Parameters<typeof monthStates>) =>
  monthStates(...known).map(
    (month) => `${month.period} ${month.state}${month.isCurrent ? " 本月" : ""}${month.reopenable ? " 可反结账" : ""}`,
  );

test("没结过账：启用月可以结，其余的要等；新的在前", () => {
  expect(text(202611, 0, "2027-01-15")).toEqual(["202701 open 本月", "202612 open", "202611 closable"]);
});
test("结到去年十二月：一月可以结，只有十二月可以反结账", () => {
  expect(text(202611, 202612, "2027-02-01")).toEqual([
    "202702 open 本月",
    "202701 closable",
    "202612 closed 可反结账",
    "202611 closed",
  ]);
});
test("本月也结了：没有可以结的月份，下月还没到", () => {
  expect(text(202611, 202611, "2026-11-30")).toEqual(["202611 closed 本月 可反结账"]);
});
test("启用月在将来：还没有期间", () => {
  expect(text(202612, 0, "2026-11-30")).toEqual([]);
});
test("第一个未结月", () => {
  expect([firstOpenPeriod(202611, 0), firstOpenPeriod(202611, 202612)]).toEqual([202611, 202701]);
});
