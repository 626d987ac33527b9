import { expect, test } from "vitest";
import { dayAndClock, dayOf, monthEnd, monthStart, shortDay, shortNumber } from "./day.ts";

test("今年的日期不写年，别的年写全", () => {
  expect(shortDay("2026-11-25", "2026-12-01")).toBe("11-25");
  expect(shortDay("2025-11-25", "2026-12-01")).toBe("2025-11-25");
  expect(shortDay(null, "2026-12-01")).toBe("");
});

test("单号在窄处省去今年的年份，别的年和别的写法不动", () => {
  expect(["XSCK-20261125-0037", "XSCK-20251125-0037", ""].map((number) => shortNumber(number, "2026-12-01"))).toEqual([
    "XSCK-1125-0037",
    "XSCK-20251125-0037",
    "",
  ]);
});

test("月初往前数会跨年，月末知道闰年", () => {
  expect(monthStart("2026-02-11", 2)).toBe("2025-12-01");
  expect(monthStart("2026-12-31")).toBe("2026-12-01");
  expect([monthEnd("2028-02-10"), monthEnd("2100-02-10"), monthEnd("2026-04-01")]).toEqual([
    "2028-02-29",
    "2100-02-28",
    "2026-04-30",
  ]);
});

test("一个时刻是哪一天，按看的人那里算：上海早上七点，世界时还是前一天", () => {
  const before = process.env["TZ"];
  try {
    process.env["TZ"] = "Asia/Shanghai";
    expect(dayOf("2026-11-24T23:05:00.000Z")).toBe("2026-11-25");
    expect(dayAndClock("2026-11-24T23:05:09.000Z")).toBe("2026-11-25 07:05:09");
    expect(dayOf("没有")).toBe("");
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});
