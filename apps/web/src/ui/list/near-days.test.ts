import { afterEach, expect, test } from "vitest";
import { nearDaysTyped, rememberedNearDays, rememberNearDays } from "./near-days.ts";

const kept = new Map<string, string>();
const store = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
afterEach(() => {
  kept.clear();
  Reflect.deleteProperty(globalThis, "localStorage");
});
const withStore = (value: unknown) => Object.defineProperty(globalThis, "localStorage", { value, configurable: true });

test("临期天数：1 到 3650 的整数才算，没打完的不算", () => {
  expect(["60", " 7 ", "1", "3650"].map(nearDaysTyped)).toEqual([60, 7, 1, 3650]);
  expect(["", "0", "-1", "3651", "1.5", "七", "1e2", "99999"].map(nearDaysTyped)).toEqual(Array(8).fill(undefined));
});

test("临期天数记在本机；没有记过、记坏了是 30 天；改回 30 就不记", () => {
  withStore(store);
  expect(rememberedNearDays()).toBe(30);
  rememberNearDays(60);
  expect(rememberedNearDays()).toBe(60);
  store.setItem("zs.near-days", "many");
  expect(rememberedNearDays()).toBe(30);
  rememberNearDays(30);
  expect(kept.size).toBe(0);
});

test("本机不让存：照样打开，按 30 天", () => {
  withStore({
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("full");
    },
  });
  expect(rememberedNearDays()).toBe(30);
  expect(() => rememberNearDays(60)).not.toThrow();
});
