import { expect, test } from "vitest";
import { periodsBetween } from "./periods-between.ts";

test("期间从启用月到本月，新的在前，跨年不断；启用月在以后也有一个", () => {
  expect(periodsBetween("2025-11", "2026-02")).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
  expect(periodsBetween("2026-12", "2026-11")).toEqual(["2026-12"]);
});
