import { companySetup } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { errorsOf } from "../../ui/field/form-errors.ts";
import { firstSetup, offeredPeriods } from "./setup-form.ts";

test("默认从本月启用；只差名称、姓名、登录名和密码", () => {
  const form = firstSetup("2026-01-15");
  expect(form.startPeriod).toBe("2026-01");
  expect(Object.keys(errorsOf(companySetup, form)).sort()).toEqual([
    "companyName",
    "loginName",
    "ownerName",
    "password",
  ]);
});

test("启用月份从下个月往回两年，跨年不断", () => {
  const periods = offeredPeriods("2026-12-31");
  expect([periods[0], periods[1], periods[13], periods.at(-1)]).toEqual(["2027-01", "2026-12", "2025-12", "2024-12"]);
});
