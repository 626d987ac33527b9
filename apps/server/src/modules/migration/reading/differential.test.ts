import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as other from "@e965/xlsx";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decimalText } from "./cell.ts";
import { readWorkbook } from "./read-workbook.ts";

/** Real files lie beside the repository on the machines of its developers; without them the generated books remain. */
const realFiles = "../shared/data";

/** Sheet, place and value of every cell that has one, as the other reader sees it: numbers, dates as their serial, texts. */
function asOtherReads(bytes: Buffer): Map<string, string> {
  const values = new Map<string, string>();
  const book = other.read(bytes, { cellDates: false, cellNF: true });
  for (const name of book.SheetNames) {
    for (const [place, cell] of Object.entries(book.Sheets[name] ?? {}) as [string, other.CellObject][]) {
      if (place.startsWith("!") || cell.v === undefined || cell.v === "") continue;
      const text =
        cell.t === "n"
          ? decimalText(Number(cell.v))
          : cell.t === "b"
            ? String(cell.v).toUpperCase()
            : cell.t === "e"
              ? String(cell.w)
              : String(cell.v);
      values.set(`${name}!${place}`, text.replace(/\r\n?/g, "\n"));
    }
  }
  return values;
}

async function asWeRead(bytes: Buffer): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const sheet of (await readWorkbook(bytes)).sheets) {
    for (const row of sheet.rows) {
      row.cells.forEach((cell, column) => {
        if (cell.kind === "empty" || cell.merged) return;
        const text = cell.kind === "date" ? decimalText(serial(cell.text)) : cell.text;
        values.set(`${sheet.name}!${other.utils.encode_cell({ r: row.number - 1, c: column })}`, text);
      });
    }
  }
  return values;
}

/** We give times to the second, which is what a person reads. */
function same(ours: string | undefined, theirs: string): boolean {
  if (ours === theirs) return true;
  return /^\d{5}\.\d+$/.test(theirs) && Math.abs(Number(ours) - Number(theirs)) < 0.5 / 86_400;
}

function serial(text: string): number {
  const time = /^\d\d:/.test(text)
    ? `1899-12-30T${text}Z`
    : `${text.replace(" ", "T")}${text.length === 10 ? "T00:00:00" : ""}Z`;
  return (Date.parse(time) - Date.UTC(1899, 11, 30)) / 86_400_000;
}

describe("与另一个读取器逐格相同", () => {
  const files = existsSync(realFiles)
    ? readdirSync(realFiles, { recursive: true, encoding: "utf8" }).filter(
        (file) => /\.xlsx?$/.test(file) && !file.includes("鞋店"),
      )
    : [];
  if (files.length === 0) console.log(`没有 ${realFiles}：真实文件的逐格对比没有运行，只对比生成的工作簿。`);

  test.each(files.filter((file) => readFileSync(join(realFiles, file)).subarray(0, 2).toString() === "PK"))(
    "%s",
    async (file) => {
      const bytes = readFileSync(join(realFiles, file));
      const [ours, theirs] = [await asWeRead(bytes), asOtherReads(bytes)];
      const differences = [...theirs].filter(([place, text]) => !same(ours.get(place), text));
      expect(differences.map(([place, text]) => `${place}: ${text} ≠ ${ours.get(place)}`)).toEqual([]);
      expect([...ours.keys()].filter((place) => !theirs.has(place))).toEqual([]);
    },
  );

  test("生成的工作簿", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/[\p{C}\u2028\u2029\ufeff]/u.test(text)),
      fc.constantFrom("0012", "可乐\n罐装", 'a&b<c>"d"', "  前后空格 ", "_x000D_", "'quoted'"),
      fc.double({ noNaN: true, min: -1e14, max: 1e14 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(undefined),
    );
    const grid = fc.array(fc.array(cell, { maxLength: 6 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(grid, fc.boolean(), async (rows, bookSST) => {
        const book = other.utils.book_new();
        other.utils.book_append_sheet(book, other.utils.aoa_to_sheet(rows), "表");
        const bytes = other.write(book, { type: "buffer", bookType: "xlsx", bookSST, compression: true }) as Buffer;
        expect(Object.fromEntries(await asWeRead(bytes))).toEqual(Object.fromEntries(asOtherReads(bytes)));
      }),
      { numRuns: 100 },
    );
  });

  test.each(["biff8", "xlml"] as const)("旧格式 %s 与 .xlsx 读出来一样", async (bookType) => {
    const book = other.utils.book_new();
    const rows = [
      ["编码", "名称", "价格"],
      ["0012", "可乐", 3.5],
      ["0013", "雪碧", 6901234567892],
    ];
    other.utils.book_append_sheet(book, other.utils.aoa_to_sheet(rows), "Sheet1");
    const bytes = other.write(book, { type: "buffer", bookType }) as Buffer;
    const xlsx = other.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
    expect(await asWeRead(bytes)).toEqual(await asWeRead(xlsx));
  });

  test("Excel 95 的 .xls 里是 GBK", async () => {
    const book = other.utils.book_new();
    other.utils.book_append_sheet(book, other.utils.aoa_to_sheet([["ABCD"]]), "Sheet1");
    const bytes = other.write(book, { type: "buffer", bookType: "biff5" }) as Buffer;
    // The other writer knows no code pages: say 936 and put the bytes of 编码 where ABCD is.
    bytes.writeUInt16LE(936, bytes.indexOf(Buffer.from("42000200", "hex")) + 4);
    iconv.encode("编码", "gbk").copy(bytes, bytes.indexOf("ABCD"));
    expect(await asWeRead(bytes)).toEqual(new Map([["Sheet1!A1", "编码"]]));
  });
});
