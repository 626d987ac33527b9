import { expect, test } from "vitest";
import { beginsKit, followedKit, kitGroups, kitText, type LineKit } from "./kit.form.ts";

const gift: LineKit = { itemId: "g", code: "LH", name: "礼盒", unit: "盒", quantity: "3", group: 1 };
const lines = [
  { name: "散酒", kit: null, quantity: "1" },
  { name: "酒", kit: gift, quantity: "6" },
  { name: "盒", kit: gift, quantity: "3" },
  { name: "酒", kit: { ...gift, quantity: "1", group: 2 }, quantity: "2" },
];

test("一套的配件站在一起，第一行写是什么、几套", () => {
  expect(lines.map((line, place) => beginsKit(line, lines[place - 1]))).toEqual([false, true, false, true]);
  expect(
    kitGroups(lines).map((one) => `${kitText(one.kit)}：${one.lines.map((line) => line.name).join("、")}`),
  ).toEqual(["礼盒 ×3：酒、盒", "礼盒 ×1：酒"]);
});
test("跟着源单来的，按数量算是几套；别的源单的组排在后面；一套都不到六位小数的不写", () => {
  const [, wine] = lines;
  expect(wine && followedKit(wine, "2", 0)).toMatchObject({ quantity: "1", group: 1 });
  expect(wine && followedKit(wine, "3", 4)).toMatchObject({ quantity: "1.5", group: 5 });
  expect(wine && followedKit(wine, "0", 0)).toBeNull();
  expect(followedKit({ kit: null, quantity: "1" }, "1", 0)).toBeNull();
});
