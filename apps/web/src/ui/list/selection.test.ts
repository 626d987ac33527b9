import { expect, test } from "vitest";
import { rowAfterKey } from "./selection.ts";

test("↑↓ 一行一行走，到头停住", () => {
  expect(rowAfterKey("ArrowDown", -1, 3, 10)).toBe(0);
  expect(rowAfterKey("ArrowDown", 2, 3, 10)).toBe(2);
  expect(rowAfterKey("ArrowUp", 0, 3, 10)).toBe(0);
});

test("PgUp PgDn 一屏一屏走，Home End 到两头", () => {
  expect(rowAfterKey("PageDown", 4, 100, 20)).toBe(24);
  expect(rowAfterKey("PageUp", 4, 100, 20)).toBe(0);
  expect(rowAfterKey("End", 4, 100, 20)).toBe(99);
});

test("空列表和别的键不接管", () => {
  expect(rowAfterKey("ArrowDown", -1, 0, 10)).toBeUndefined();
  expect(rowAfterKey("a", 0, 3, 10)).toBeUndefined();
});
