import { expect, test } from "vitest";
import { binErrorAt, binRowsOf, binsAt, sentBins, withBinsAt } from "./bins.form.ts";

const bins = [
  { warehouseId: "甲", bin: "A-2" },
  { warehouseId: "甲", bin: "A-10" },
  { warehouseId: "乙", bin: "冷库 1" },
];

test("一个仓的货位写在一格里，顿号逗号隔开，存回去次序不变", () => {
  const rows = binRowsOf(bins);
  expect(rows.map((row) => `${row.warehouseId} ${row.text}`)).toEqual(["甲 A-2、A-10", "乙 冷库 1"]);
  expect(sentBins(rows)).toEqual(bins);
  expect(sentBins([{ warehouseId: "甲", text: " A-2，A-10,; " }])).toEqual(bins.slice(0, 2));
});
test("没有说过货位的仓添一格，说空的不送", () => {
  const rows = withBinsAt(withBinsAt([], "甲", "A-1"), "乙", "");
  expect([binsAt(rows, "甲"), binsAt(rows, "丙"), sentBins(rows).length]).toEqual(["A-1", "", 1]);
  expect(sentBins(withBinsAt(rows, "甲", "A-3"))).toEqual([{ warehouseId: "甲", bin: "A-3" }]);
});
test("第几个货位不收，错就写在它那个仓的格子里；整个不收的写在第一格", () => {
  const rows = binRowsOf(bins);
  const shown = (errors: Record<string, string>) => ["甲", "乙", "丙"].map((id) => binErrorAt(errors, rows, id));
  expect(shown({ "bins.1.bin": "写了两次" })).toEqual(["写了两次", undefined, undefined]);
  expect(shown({ "bins.2.bin": "太长", name: "空" })).toEqual([undefined, "太长", undefined]);
  expect(shown({ bins: "组合商品没有货位" })).toEqual(["组合商品没有货位", undefined, undefined]);
});
