import { expect, test } from "vitest";
import { itemBatches } from "./item-batches.ts";

const items = (...counts: readonly number[]) =>
  counts.map((entries, index) => ({ itemId: "abcdefgh"[index] ?? "", entries }));
const told = (batches: readonly (readonly string[])[]) => batches.map((batch) => batch.join("")).join(" ");

test("商品凑成一批，够了就另起一批", () => {
  expect(told(itemBatches(items(4, 4, 4, 4), [], 10))).toBe("ab cd");
});

test("互相组装拆卸的商品在同一批，隔着别的商品也一样，再多也不拆开", () => {
  const turned = [
    { itemId: "d", withItem: "b" },
    { itemId: "b", withItem: "a" },
    { itemId: "f", withItem: "e" },
  ];
  expect(told(itemBatches(items(4, 4, 4, 4, 1, 1), turned, 5))).toBe("abd c ef");
});

test("没有出入库就没有批", () => {
  expect(itemBatches([], [], 10)).toEqual([]);
});
