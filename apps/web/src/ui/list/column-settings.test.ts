import { expect, test } from "vitest";
import { firstSettings, moved, resized, settle, toggled, visibleColumns } from "./column-settings.ts";

const columns = [
  { id: "code", width: 72, always: true },
  { id: "name", width: 180 },
  { id: "brand", width: 90, hiddenAtFirst: true },
  { id: "value", width: 110 },
] as const;
const seen = (settings: Parameters<typeof visibleColumns>[1]) =>
  visibleColumns(columns, settings)
    .map((column) => column.id)
    .join(" ");

test("第一次打开：少用的列先收起", () => {
  expect(seen(firstSettings(columns))).toBe("code name value");
});

test("记住的顺序、隐藏和宽度下次还在", () => {
  const mine = resized(toggled(moved(firstSettings(columns), "value", -1), "name"), "value", 140);
  expect(seen(settle(columns, mine))).toBe("code value");
  expect(visibleColumns(columns, settle(columns, mine)).find((column) => column.id === "value")?.width).toBe(140);
});

test("新版本多出的列排在它应在的位置，不见了的列被忘掉", () => {
  const old = { order: ["value", "gone", "code"], hidden: ["gone"], widths: {} };
  expect(settle(columns, { ...old, order: ["code", "value"] }).order).toEqual(["code", "name", "brand", "value"]);
  expect(settle(columns, old)).toEqual({ order: ["value", "code", "name", "brand"], hidden: ["brand"], widths: {} });
});

test("认得行的那一列不能收起", () => {
  expect(settle(columns, { ...firstSettings(columns), hidden: ["code"] }).hidden).toEqual([]);
});

test("列宽有上下限；移到头就不再移", () => {
  expect(resized(firstSettings(columns), "name", 3).widths["name"]).toBe(48);
  expect(moved(firstSettings(columns), "code", -1).order[0]).toBe("code");
});
