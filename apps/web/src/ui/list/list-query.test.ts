import { describe, expect, test } from "vitest";
import {
  addressOf,
  nextSorting,
  queryOfAddress,
  sameFilters,
  setFilters,
  sortingOf,
  withAnswer,
  withoutFilters,
} from "./list-query.ts";

const byCode = { sort: "code", direction: "asc" } as const;

describe("列表的查询", () => {
  test("地址里只认列表自己的问题，数字和真假变回文字", () => {
    expect(
      queryOfAddress({ search: 10001, includeZero: true, status: "low", foreign: "x", empty: "" }, [
        "search",
        "includeZero",
        "status",
        "empty",
      ]),
    ).toEqual({
      search: "10001",
      includeZero: "true",
      status: "low",
    });
  });

  test("清空一个筛选，它就离开地址", () => {
    expect(withAnswer({ status: "low", search: "水" }, "search", "")).toEqual({ status: "low" });
    expect(withAnswer({ status: "low" }, "status", "out")).toEqual({ status: "out" });
  });

  test("点列头：先按常用方向，再反过来，再回到列表自己的顺序", () => {
    const once = nextSorting({}, "value", "desc", byCode);
    const twice = nextSorting(once, "value", "desc", byCode);
    const thrice = nextSorting(twice, "value", "desc", byCode);
    expect([once, twice, thrice]).toEqual([
      { sort: "value", direction: "desc" },
      { sort: "value", direction: "asc" },
      {},
    ]);
  });

  test("列表自己的排序列只在升降之间换", () => {
    expect(nextSorting({}, "code", "asc", byCode)).toEqual({ sort: "code", direction: "desc" });
    expect(sortingOf(nextSorting({ sort: "code", direction: "desc" }, "code", "asc", byCode), byCode)).toEqual(byCode);
  });

  test("排序不算筛选：换排序后仍是同一个视图，清除筛选保留排序", () => {
    const query = { status: "low", sort: "value", direction: "desc" };
    expect(setFilters(query)).toEqual({ status: "low" });
    expect(withoutFilters(query)).toEqual({ sort: "value", direction: "desc" });
    expect(sameFilters(query, { status: "low" })).toBe(true);
    expect(sameFilters(query, {})).toBe(false);
  });

  test("地址里的中文和符号可以原样寄给别人", () => {
    expect(addressOf("/stock", { search: "水 & 茶" })).toBe("/stock?search=%E6%B0%B4%20%26%20%E8%8C%B6");
    expect(addressOf("/stock", {})).toBe("/stock");
  });
});
