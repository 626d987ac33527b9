import type { CountSheetRow, CountTaskView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { countTaskSheet } from "./count-print.ts";
import { countQueue } from "./count-queue.ts";
import {
  type CountEntryDraft,
  findScanned,
  findTyped,
  inUnits,
  isToRecount,
  nowhere,
  ownBase,
  placeFor,
  standing,
  typedBase,
} from "./count-sheet.form.ts";

const water: CountSheetRow = {
  itemId: "w",
  code: "10001",
  name: "农夫山泉",
  spec: "550ml",
  unit: "瓶",
  tracking: "none",
  units: [
    { name: "瓶", factor: "1", barcodes: ["6921168509256"] },
    { name: "箱", factor: "24", barcodes: ["16921168509253"] },
  ],
  lot: "",
  round: 1,
  isCounted: false,
};
const milk: CountSheetRow = { ...water, itemId: "m", code: "N1", name: "牛奶", tracking: "lot", lot: "L1", units: [] };

test("扫到的条码认得是哪个单位；打编码也行，不分大小写；别的认不得", () => {
  expect(findScanned([milk, water], "16921168509253")?.unit).toBe("箱");
  expect(findScanned([milk, water], "n1")?.row.itemId).toBe("m");
  expect(findScanned([milk, water], "6900000000000")).toBeNull();
});
test("打名字找商品：一种商品只出现一次，有几个批号也一样", () => {
  expect(findTyped([milk, { ...milk, lot: "L2" }, water], "牛奶").map((row) => row.lot)).toEqual(["L1"]);
  expect(findTyped([water], "农夫 550")).toHaveLength(1);
  expect(findTyped([water], " ")).toEqual([]);
});
test("148 箱 6 瓶合成瓶；不是数字就还没有数", () => {
  expect(inUnits(water, typedBase(water, "148", "6") ?? 0n)).toBe("148箱6瓶");
  expect(typedBase(water, "", "0")).toBe(0n);
  expect(typedBase(water, "", "")).toBeNull();
  expect(typedBase(water, "1x", "2")).toBeNull();
});

function entry(id: string, quantity: string, at: number, more: Partial<CountEntryDraft> = {}): CountEntryDraft {
  const countedAt = new Date(at).toISOString();
  return { id, itemId: "w", lot: "", unit: "瓶", quantity, place: "", countedAt, round: 1, ...more };
}
test("我记过的数：同一货位后一条代替前一条，箱换成瓶；别的货位、上一轮的不算", () => {
  const mine = [entry("1", "5", 1), entry("2", "1", 2, { unit: "箱" }), entry("3", "9", 3, { place: "A1" })];
  expect(ownBase(mine, water, { lot: "", place: "" })).toBe(24_000_000n);
  expect(ownBase(mine, water, { lot: "", place: "A1" })).toBe(9_000_000n);
  expect(ownBase(mine, { ...water, round: 2 }, { lot: "", place: "" })).toBeNull();
  expect(standing(mine).map((one) => one.id)).toEqual(["3", "2"]);
});
test("要复盘的：第二轮还没有人盘过", () => {
  expect(isToRecount({ ...water, round: 2 })).toBe(true);
  expect(isToRecount({ ...water, round: 2, isCounted: true })).toBe(false);
});

test("没交上去的留在本机：关了再开还在，交过的拿走，交的时候新记的不丢；存不下也不丢", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
  countQueue(store, "u", "t").add(entry("1", "5", 1));
  const queue = countQueue(store, "u", "t");
  expect(queue.read().map((one) => one.id)).toEqual(["1"]);
  expect(countQueue(store, "other", "t").read()).toEqual([]);
  queue.add(entry("2", "6", 2));
  queue.settle(["1"]);
  expect(queue.read().map((one) => one.id)).toEqual(["2"]);
  queue.settle(["2"]);
  expect([...kept.keys()]).toEqual([]);

  const full = countQueue(
    {
      ...store,
      setItem: () => {
        throw new Error("full");
      },
    },
    "u",
    "t",
  );
  full.add(entry("3", "1", 3));
  full.add(entry("4", "1", 4));
  expect(full.read().map((one) => one.id)).toEqual(["3", "4"]);
});
test("货位：没写就用这件货的第一个货位，写了就一直是写的那个；没有货位的空着", () => {
  const shelved = { ...water, bins: ["A-2", "C-1"] };
  expect(placeFor(nowhere, shelved).text).toBe("A-2");
  expect(placeFor({ text: "A-2", isTyped: false }, milk).text).toBe("");
  expect(placeFor({ text: "D-7", isTyped: true }, shelved).text).toBe("D-7");
});
test("盘点表有货位的印货位，没有的还是原来的样子", () => {
  const task = { warehouse: "主仓", businessDate: "2026-03-31", name: "三月盘点" } as CountTaskView;
  const around = { company: "恒泰饮料商贸", printedAt: "" };
  const plain = countTaskSheet(task, [water], around);
  const shelved = countTaskSheet(task, [{ ...water, bins: ["A-2", "C-1"] }, milk], around);
  expect([plain.columns[1]?.head, shelved.columns[1]?.head]).toEqual(["编码", "货位"]);
  expect(shelved.rows.map((row) => row.slice(1, 3).join(" "))).toEqual(["A-2、C-1 10001", " N1"]);
  for (const { columns } of [plain, shelved]) expect(columns.reduce((sum, column) => sum + column.width, 0)).toBe(207);
});
