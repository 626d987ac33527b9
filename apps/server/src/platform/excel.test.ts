import { read, utils } from "@e965/xlsx";
import { expect, test } from "vitest";
import { writeWorkbook } from "./excel.ts";

const columns = [
  { heading: "编码", kind: "text" },
  { heading: "金额", kind: "money" },
  { heading: "数量", kind: "quantity" },
  { heading: "日期", kind: "date" },
] as const;
async function cells(rows: readonly (readonly (string | null)[])[]) {
  const book = read(await writeWorkbook({ sheetName: "商品:1", columns, rows }), { cellNF: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ""] ?? {};
  return {
    name: book.SheetNames[0],
    cell: (address: string) => sheet[address],
    table: utils.sheet_to_json(sheet, { header: 1 }),
  };
}

test("金额和数量是数字单元格，编码和条码是文本", async () => {
  const { cell, name } = await cells([["0012345678901", "-12.50", "3.125", "2026-11-25"]]);
  expect(name).toBe("商品 1");
  expect(cell("A1")).toMatchObject({ t: "s", v: "编码" });
  expect(cell("A2")).toMatchObject({ t: "s", v: "0012345678901" });
  expect(cell("B2")).toMatchObject({ t: "n", v: -12.5, z: "#,##0.00" });
  expect(cell("C2")).toMatchObject({ t: "n", v: 3.125, w: "3.125" });
});

test("整数的数量后面没有小数点", async () => {
  const { cell } = await cells([["a", null, "6", null]]);
  expect(cell("C2")).toMatchObject({ t: "n", v: 6, w: "6" });
});

test("日期是真正的日期，不随时区移动一天", async () => {
  const { cell } = await cells([["a", null, null, "2026-01-31"]]);
  expect(cell("D2")).toMatchObject({ v: 46053, w: "2026-01-31" });
});

test("以 = + - @ 开头的文字只是文字，不会被计算", async () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]) {
    const { cell } = await cells([[text, text, null, text]]);
    expect(cell("A2")).toMatchObject({ t: "s", v: text });
    expect(cell("A2")?.f).toBeUndefined();
    expect(cell("D2")?.f).toBeUndefined();
  }
});

test("超过 15 位有效数字的数保持原样，不丢尾数", async () => {
  const { cell } = await cells([["a", "1234567890123.00", "1234567890123.123456", null]]);
  expect(cell("B2")).toMatchObject({ t: "n", v: 1234567890123 });
  expect(cell("C2")).toMatchObject({ t: "s", v: "1234567890123.123456" });
});

test("空值是空单元格", async () => {
  const { table } = await cells([["a", null, "", null]]);
  expect(table[1]).toEqual(["a"]);
});
