import { expect, test } from "vitest";
import { bookAtCount, type CountEntry, countedOf } from "./count-entries.ts";

let made = 0;
function entry(userId: string, place: string, base: bigint, at: number): CountEntry {
  made += 1;
  return { id: `${made}`.padStart(4, "0"), userId, place, base, at };
}

test("没有人盘过，不等于盘得 0", () => {
  expect(countedOf([])).toBeNull();
  expect(countedOf([entry("赵", "", 0n, 1)])?.quantity).toBe(0n);
});

test("同一个人、同一货位：后一次更正前一次；离线补传的旧数不顶掉新数", () => {
  expect(countedOf([entry("赵", "A1", 5n, 1), entry("赵", "A1", 7n, 2)])?.quantity).toBe(7n);
  expect(countedOf([entry("赵", "A1", 7n, 2), entry("赵", "A1", 5n, 1)])?.quantity).toBe(7n);
});

test("不同货位、不同的人相加；没写货位的两个人要看一眼", () => {
  expect(countedOf([entry("赵", "A1", 5n, 1), entry("赵", "A2", 3n, 2), entry("钱", "B1", 2n, 3)])).toEqual({
    quantity: 10n,
    from: 1,
    until: 3,
    isDoubtful: false,
  });
  expect(countedOf([entry("赵", "", 5n, 1), entry("钱", "", 3n, 2)])).toMatchObject({ quantity: 8n, isDoubtful: true });
  expect(countedOf([entry("赵", "A1", 5n, 1), entry("钱", "", 3n, 2)])?.isDoubtful).toBe(true);
  expect(countedOf([entry("赵", "A1", 5n, 1), entry("赵", "", 3n, 2)])?.isDoubtful).toBe(false);
});

test("同一货位两个人盘：算后一次，数不一样就要看一眼，先前那位改过来了就不用", () => {
  expect(countedOf([entry("赵", "A1", 5n, 1), entry("钱", "A1", 6n, 2)])).toMatchObject({
    quantity: 6n,
    isDoubtful: true,
  });
  expect(countedOf([entry("赵", "A1", 6n, 1), entry("钱", "A1", 6n, 2)])?.isDoubtful).toBe(false);
  expect(countedOf([entry("赵", "A1", 5n, 1), entry("钱", "A1", 6n, 2), entry("赵", "A1", 6n, 3)])).toMatchObject({
    quantity: 6n,
    isDoubtful: false,
  });
});

test("盘点时账面：盘点前入账的算进账面，盘点后入账的加在盘得数上", () => {
  const moves = [
    { at: 5, quantity: -2n },
    { at: 15, quantity: -3n },
  ];
  expect(bookAtCount(10n, moves, { from: 10, until: 10 })).toEqual({ book: 8n, since: -3n, movedDuring: false });
  expect(bookAtCount(10n, moves, { from: 1, until: 20 })).toEqual({ book: 5n, since: 0n, movedDuring: true });
  expect(bookAtCount(10n, moves, null)).toEqual({ book: 5n, since: 0n, movedDuring: false });
});
