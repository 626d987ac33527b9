import type { ItemCandidate } from "@zhangshi/contract";
import { expect, test } from "vitest";
import {
  bookText,
  countProgress,
  differenceText,
  typedCount,
  withCountScan,
  withItemsToCount,
  withoutUncounted,
  withPastedCounts,
  withUncountedAsZero,
} from "./count.form.ts";
import { countSheet } from "./count-sheet.form.ts";
import { checkForm, previewedForm } from "./check.form.ts";
import { bodyOf } from "./body.form.ts";
import { type DocumentForm, emptyLine, type FormLine } from "./document.form.ts";
import { slipHtml } from "./print-slip.ts";
import { newForm } from "./saved.form.ts";
import { stockCountKind } from "./stock-kinds.ts";

function anItem(changes: Partial<ItemCandidate> = {}): ItemCandidate {
  return {
    id: "018f0000-0000-7000-8000-000000000001",
    code: "10031",
    name: "红牛",
    spec: "250ml×24",
    baseUnit: "罐",
    taxRate: "0.13",
    units: [
      { name: "罐", factor: "1", barcodes: ["6901234567892"], salePrice: null, purchasePrice: null },
      { name: "箱", factor: "24", barcodes: ["16901234567899"], salePrice: null, purchasePrice: null },
    ],
    salePrice: null,
    purchasePrice: null,
    minimumSalePrice: null,
    tracking: "none",
    shelfLifeDays: null,
    isKit: false,
    onHand: "150",
    available: "150",
    hitUnit: null,
    lastPrices: [],
    ...changes,
  };
}
const water = anItem({ id: "018f0000-0000-7000-8000-000000000002", code: "10001", name: "水", onHand: "40" });
function aLine(changes: Partial<FormLine> = {}): FormLine {
  return { ...emptyLine("a"), item: anItem(), unit: "罐", ...changes };
}
function aCount(lines: readonly FormLine[]): DocumentForm {
  return {
    ...newForm(stockCountKind, "018f0000-0000-7000-8000-00000000000d", "2026-11-25", "赵师傅"),
    warehouseId: "018f0000-0000-7000-8000-00000000000e",
    lines: [...lines, emptyLine("blank")],
  };
}
const counts = (form: DocumentForm) => form.lines.slice(0, -1).map((line) => `${line.quantity}${line.unit}`);

test("差异 = 盘点数 − 账面数，按行的单位说", () => {
  expect([bookText(aLine()), differenceText(aLine({ quantity: "152" }))]).toEqual(["150", "+2"]);
  const boxes = aLine({ unit: "箱", quantity: "6" });
  expect([bookText(boxes), differenceText(boxes)]).toEqual(["6箱6罐", "-6罐"]);
  expect(differenceText(aLine({ quantity: "150" }))).toBe("–");
});
test("账面数有千分位，0 就写 0", () => {
  expect(bookText(aLine({ item: anItem({ onHand: "1920" }) }))).toBe("1,920");
  expect(bookText(aLine({ item: anItem({ onHand: "0" }) }))).toBe("0");
});
test("没盘和盘到 0 是两回事", () => {
  expect(differenceText(aLine({ quantity: "" }))).toBe("");
  expect(differenceText(aLine({ quantity: "0" }))).toBe("-150");
});
test.each([
  ["3箱2", { unit: "罐", quantity: "74" }],
  ["3箱2罐", { unit: "罐", quantity: "74" }],
  ["6箱", { unit: "箱", quantity: "6" }],
  ["150", { unit: "罐", quantity: "150" }],
  ["3包", null],
  ["箱", null],
])("盘点数写成 %s", (typed, count) => {
  expect(typedCount(typed, anItem())).toEqual(count);
});
test("扫一下盘点数加一；扫箱码，行在罐上就加一箱的罐数", () => {
  const can = { item: anItem({ hitUnit: "罐" }), quantity: "1", key: "n" };
  const box = { item: anItem({ hitUnit: "箱" }), quantity: "1", key: "n" };
  expect(counts(withCountScan(aCount([aLine({ quantity: "5" })]), can).form)).toEqual(["6罐"]);
  expect(counts(withCountScan(aCount([aLine({ quantity: "5" })]), box).form)).toEqual(["29罐"]);
  expect(counts(withCountScan(aCount([aLine({ unit: "箱", quantity: "2" })]), box).form)).toEqual(["3箱"]);
  expect(counts(withCountScan(aCount([aLine({ unit: "箱", quantity: "2" })]), can).form)).toEqual(["49罐"]);
});
test("带进来还没盘的商品，第一下扫就是 1，不是账面数加 1", () => {
  const waiting = withItemsToCount(aCount([]), [anItem()], () => "k");
  const scanned = withCountScan(waiting, { item: anItem({ hitUnit: "箱" }), quantity: "1", key: "n" });
  expect([counts(scanned.form), scanned.added]).toEqual([["1箱"], false]);
});
test("带入仓库全部商品：已经在单上的不重复，盘点数空着", () => {
  const form = withItemsToCount(aCount([aLine({ quantity: "5" })]), [anItem(), water], () => "k");
  expect(counts(form)).toEqual(["5罐", "箱"]);
  expect(countProgress(form)).toEqual({ counted: 1, all: 2, more: 0, fewer: 1 });
});
test("没盘的行：保存前说出来，可以删掉，也可以都填 0；预览只看盘过的", () => {
  const form = withItemsToCount(aCount([aLine({ quantity: "5" })]), [water], () => "k");
  expect(checkForm(stockCountKind, form).map((error) => error.message)).toEqual([
    "这一行还没盘。填盘点数，空货架填 0，或删掉这一行（Ctrl Del）。",
  ]);
  expect(counts(withoutUncounted(form))).toEqual(["5罐"]);
  expect(counts(withUncountedAsZero(form))).toEqual(["5罐", "0箱"]);
  expect(checkForm(stockCountKind, previewedForm(stockCountKind, form))).toEqual([]);
});
test("同一种商品在一张盘点单里只能有一行", () => {
  const twice = aCount([aLine({ quantity: "5" }), aLine({ key: "b", quantity: "2", unit: "箱" })]);
  expect(checkForm(stockCountKind, twice).map((error) => [error.lineKey, error.field])).toEqual([["b", "item"]]);
});
test("从 Excel 粘进来的数，落到等着盘的那一行", () => {
  const form = aCount([aLine({ quantity: "" }), aLine({ key: "b", quantity: "7", unit: "箱" })]);
  expect(counts(withPastedCounts(form))).toEqual(["7箱"]);
});
test("送出的内容：空货架的 0 照送", () => {
  const body = bodyOf(stockCountKind, aCount([aLine({ quantity: "0" })]), null);
  expect(body).toMatchObject({ reason: "damaged", lines: [{ quantity: "0", unit: "罐" }] });
  expect(Object.keys(body)).not.toContain("partnerId");
});
test("盘点表不印账面数，留两列空格", () => {
  const sheet = countSheet(aCount([aLine({ quantity: "149" })]), {
    company: "恒泰饮料商贸",
    warehouse: "主仓",
    printedAt: "2026-11-25 15:44",
  });
  expect(sheet.columns.map((column) => column.head).slice(-2)).toEqual(["盘点数", "复盘数"]);
  expect(sheet.columns.reduce((sum, column) => sum + column.width, 0)).toBe(207);
  expect(slipHtml(sheet)).not.toMatch(/150|149/);
});
test("盘点表按货位排，印货位；别的仓的货位不算", () => {
  const lies = (name: string, ...bins: readonly (readonly [string, string])[]) =>
    aLine({
      key: name,
      item: anItem({ id: name, name, bins: bins.map(([warehouseId, bin]) => ({ warehouseId, bin })) }),
    });
  const main = aCount([]).warehouseId ?? "";
  const form = aCount([
    lies("可乐", [main, "A-10"]),
    lies("雪碧", ["别的仓", "A-1"]),
    lies("纸杯", [main, "A-2"], [main, "C-1"]),
  ]);
  const sheet = countSheet(form, { company: "恒泰饮料商贸", warehouse: "主仓", printedAt: "2026-11-25 15:44" });
  expect(sheet.rows.map((row) => [row[0], row[1], row[4]].join(" "))).toEqual([
    "1 A-2、C-1 纸杯",
    "2 A-10 可乐",
    "3  雪碧",
  ]);
  expect(sheet.columns.reduce((sum, column) => sum + column.width, 0)).toBe(207);
  expect(sheet.columns).toHaveLength(sheet.rows[0]?.length ?? 0);
});
