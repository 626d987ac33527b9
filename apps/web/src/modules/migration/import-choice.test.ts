import { importChoice, type ImportView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import {
  firstChoice,
  firstSheet,
  sampleColumns,
  withAnswerTo,
  withColumn,
  withField,
  withTarget,
} from "./import-choice.ts";

const column = (index: number, heading: string, field: string | null) => ({
  index,
  letter: "ABC"[index] ?? "",
  heading,
  field,
  confidence: 1,
  samples: [],
});
const view: ImportView = {
  id: "018f0000-0000-7000-8000-000000000001",
  fileName: "a.xlsx",
  format: "xlsx",
  encoding: null,
  sheets: [
    { name: "封面", hidden: false, rows: 3, target: null, headingRows: [], columns: [], questions: [], notes: [] },
    {
      name: "商品",
      hidden: false,
      rows: 9,
      target: "items",
      headingRows: [0],
      columns: [column(0, "编号", "code"), column(1, "品名", "name"), column(2, "条码", "barcode")],
      questions: [],
      notes: [],
    },
  ],
  fields: {
    items: [
      { field: "name", label: "名称", required: true },
      { field: "code", label: "编码", required: false },
      { field: "barcode", label: "条码", required: false },
    ],
    customers: [
      { field: "name", label: "名称", required: true },
      { field: "creditLimit", label: "信用额度", required: false },
    ],
  },
};
const sheet = firstSheet(view)!;
const choice = firstChoice(view, sheet, undefined);

test("先选认得出的表，默认全有或全无、已有的跳过", () => {
  expect(choice).toMatchObject({ sheetName: "商品", target: "items", existing: "skip", badRows: "refuse" });
  expect(choice.mapping).toEqual({ "0": "code", "1": "name", "2": "barcode" });
  expect(importChoice.safeParse(choice).success).toBe(true);
});

test("一个字段只有一列：选给新的列，旧的就放开；条码可以有几列", () => {
  expect(withField(choice, 2, "name").mapping).toEqual({ "0": "code", "1": null, "2": "name" });
  expect(withField(choice, 0, "barcode").mapping).toEqual({ "0": "barcode", "1": "name", "2": "barcode" });
  expect(withField(choice, 0, null).mapping["0"]).toBeNull();
});

test("换成客户：没有的字段不再对应，答案重来", () => {
  expect(withTarget(withAnswerTo(choice, "defaultUnit", "箱"), view, sheet, "customers")).toMatchObject({
    target: "customers",
    mapping: { "0": null, "1": "name", "2": null },
    answers: {},
  });
});

test("表格和问题说的是同一列时，改一边两边都变", () => {
  const asked = [{ id: "unnamedColumn.C" }, { id: "whichColumn.code" }];
  expect(withColumn(choice, { index: 2, letter: "C" }, null, asked)).toMatchObject({
    mapping: { "2": null },
    answers: { "unnamedColumn.C": "" },
  });
  expect(withColumn(choice, { index: 1, letter: "B" }, "code", asked)).toMatchObject({
    mapping: { "0": null, "1": "code" },
    answers: { "whichColumn.code": "1" },
  });
  expect(withAnswerTo(choice, "whichColumn.code", "2")).toMatchObject({ mapping: { "0": null, "2": "code" } });
  expect(withAnswerTo(choice, "unnamedColumn.C", "", sheet.columns).mapping["2"]).toBeNull();
  expect(withAnswerTo(choice, "defaultUnit", "箱", sheet.columns).mapping).toEqual(choice.mapping);
});

test("样例按字段的次序，机器用的不显示", () => {
  expect(
    sampleColumns([{ externalId: "x", code: "1", name: "水" }], view.fields["items"]).map((one) => one.label),
  ).toEqual(["名称", "编码"]);
});
