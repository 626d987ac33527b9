import iconv from "iconv-lite";
import { describe, expect, test, vi } from "vitest";
import { type FixtureBook, rowsOf, workbook } from "./workbook.fixture.ts";
import { defaultLimits } from "./limits.ts";
import { readWorkbook } from "./read-workbook.ts";

const inline = (reference: string, text: string) => `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;

async function firstSheet(book: FixtureBook) {
  return (await readWorkbook(workbook(book))).sheets[0]!;
}

/** One line per row: `2 text 可乐 | number 3.5`. */
async function table(bytes: Uint8Array): Promise<string> {
  const { sheets } = await readWorkbook(bytes);
  return sheets[0]!.rows
    .map((row) => {
      const cells = row.cells.map((cell) => {
        const flags = [
          cell.lossy && "lossy",
          cell.scientific && "scientific",
          cell.formula && "formula",
          cell.merged && "merged",
        ];
        return cell.kind === "empty" ? "–" : [cell.kind, cell.text, ...flags.filter(Boolean)].join(" ");
      });
      return `${row.number}${row.hidden ? " hidden" : ""} ${cells.join(" | ")}`;
    })
    .join("\n");
}

describe("条码与编码 (P12)", () => {
  test("数字写全，前导零保留，超过 15 位的数字与科学计数法的文字都标出来", async () => {
    const rows =
      `<row r="1">${inline("A1", "06901234567892")}</row>` +
      `<row r="2"><c r="A2"><v>6901234567892</v></c></row>` +
      `<row r="3"><c r="A3"><v>6.9012345678901197E+17</v></c></row>` +
      `<row r="4">${inline("A4", "0012345")}</row>` +
      `<row r="5">${inline("A5", "6.90123E+12")}</row>` +
      `<row r="6"><c r="A6"><v>123.0</v></c></row>` +
      `<row r="7"><c r="A7"><v>6.901234567892E+12</v></c></row>`;
    expect(await table(workbook({ sheets: [{ name: "条码", rows }] }))).toBe(
      [
        "1 text 06901234567892",
        "2 number 6901234567892",
        "3 number 690123456789012000 lossy",
        "4 text 0012345",
        "5 text 6.90123E+12 scientific",
        "6 number 123",
        "7 number 6901234567892",
      ].join("\n"),
    );
  });

  test.each([
    ["0.30000000000000004", "0.3"],
    ["1E-6", "0.000001"],
    ["-12.50", "-12.5"],
    ["1234567.891", "1234567.891"],
    ["0", "0"],
    ["-0", "0"],
    ["999999999999999", "999999999999999"],
    ["2.0107389999999998", "2.010739"],
  ])("数字 %s 读作 %s，从不出现 E", async (written, expected) => {
    const sheet = await firstSheet({
      sheets: [{ name: "数", rows: `<row r="1"><c r="A1"><v>${written}</v></c></row>` }],
    });
    expect(sheet.rows[0]!.cells[0]!.text).toBe(expected);
  });
});

describe("日期 (P13)", () => {
  const dates =
    `<row r="1"><c r="A1" s="1"><v>45292</v></c></row><row r="2"><c r="A2" s="2"><v>45292</v></c></row>` +
    `<row r="3"><c r="A3" s="3"><v>45292.999988425924</v></c></row><row r="4"><c r="A4" s="1"><v>59</v></c></row>` +
    `<row r="5"><c r="A5" s="1"><v>61</v></c></row><row r="6"><c r="A6" s="4"><v>45292</v></c></row>`;

  test.each(["UTC", "Asia/Shanghai", "America/Los_Angeles"])(
    "序列号是日历上的一天，服务器在 %s 也一样",
    async (zone) => {
      vi.stubEnv("TZ", zone);
      try {
        expect(await table(workbook({ sheets: [{ name: "日期", rows: dates }] }))).toBe(
          "1 date 2024-01-01\n2 date 2024-01-01\n3 date 2024-01-01 23:59:59\n4 date 1900-02-28\n5 date 1900-03-01\n6 number 45292",
        );
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  test("1904 日期系统的 43830 也是 2024-01-01", async () => {
    const rows = `<row r="1"><c r="A1" s="1"><v>43830</v></c></row>`;
    expect(await table(workbook({ date1904: true, sheets: [{ name: "日期", rows }] }))).toBe("1 date 2024-01-01");
  });
});

describe("合并、富文本、公式、错误、隐藏、空白 (P47)", () => {
  test("富文本与超链接是文字，注音不算，公式取存下的值，#N/A 是错误而同样的文字是文字", async () => {
    const rows =
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>B2*1.13</f><v>11.3</v></c><c r="C1" t="e"><v>#N/A</v></c>${inline("D1", "#N/A")}<c r="E1" t="b"><v>1</v></c><c r="F1" t="inlineStr"><is><t>東京</t><rPh sb="0"><t>トウキョウ</t></rPh></is></c></row>` +
      `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="str"><f>A1</f><v>文字</v></c></row>`;
    const sharedTexts = [
      `<r><rPr><b/></rPr><t>加粗</t></r><r><t xml:space="preserve"> 名称</t></r><rPh sb="0"><t>ジャ</t></rPh>`,
      `<t>a_x000D_&#10;b&amp;c</t>`,
    ];
    expect(await table(workbook({ sharedTexts, sheets: [{ name: "价目", rows }] }))).toBe(
      "1 text 加粗 名称 | number 11.3 formula | error #N/A | text #N/A | boolean TRUE | text 東京\n2 text a\nb&c | text 文字 formula",
    );
  });

  test("竖着合并的类别补到每一行，整行都是重复的不算一行，合并区域在数据后面也读得到", async () => {
    const rows = rowsOf([
      ["类别", "名称"],
      ["饮料", "可乐"],
      [undefined, "雪碧"],
      [undefined, "芬达"],
      [undefined, undefined],
      ["零食", "薯片"],
      [undefined, undefined],
    ]);
    const bytes = workbook({ sheets: [{ name: "价目", rows, merged: ["A2:A4", "A6:A7", "B6:B7"] }] });
    expect(await table(bytes)).toBe(
      "1 text 类别 | text 名称\n2 text 饮料 | text 可乐\n3 text 饮料 merged | text 雪碧\n4 text 饮料 merged | text 芬达\n6 text 零食 | text 薯片",
    );
  });

  test("隐藏的行标出来，有格式而没有内容的 200 行不算", async () => {
    const blank = Array.from({ length: 200 }, (_, at) => `<row r="${at + 3}"><c r="A${at + 3}" s="1"/></row>`).join("");
    const rows = `<row r="1">${inline("A1", "名称")}</row><row r="2" hidden="1">${inline("A2", "可乐")}</row>${blank}`;
    expect(await table(workbook({ sheets: [{ name: "价目", rows }] }))).toBe("1 text 名称\n2 hidden text 可乐");
  });

  test("控制字符与看不见的字符去掉，表名 __proto__ 与表头 __proto__ 只是文字", async () => {
    const rows = rowsOf([
      ["__proto__", "constructor"],
      ["a\u200bb\u0007", "x\u00a0"],
    ]);
    const book = await readWorkbook(workbook({ sheets: [{ name: "__proto__", rows }] }));
    expect(book.sheets[0]!.name).toBe("__proto__");
    expect(book.sheets[0]!.rows[1]!.cells.map((cell) => cell.text)).toEqual(["ab", "x\u00a0"]);
    expect(({} as Record<string, unknown>)["名称"]).toBeUndefined();
  });

  test("隐藏的工作表标为隐藏", async () => {
    const rows = rowsOf([["a"]]);
    const { sheets } = await readWorkbook(
      workbook({
        sheets: [
          { name: "数据", rows },
          { name: "字典", rows, state: "veryHidden" },
        ],
      }),
    );
    expect(sheets.map((sheet) => sheet.hidden)).toEqual([false, true]);
  });
});

describe("CSV", () => {
  const text = '编码,名称,价格\r\n0012,“可乐”,3.50\r\n0013,"雪碧\n罐装",4\r\n';

  test.each([
    ["utf-8", Buffer.from(text), "utf-8"],
    ["utf-8 BOM", Buffer.from(`\ufeff${text}`), "utf-8"],
    ["GBK", iconv.encode(text, "gbk"), "gb18030"],
    ["GB18030", iconv.encode(text.replace("可乐", "𠮷可"), "gb18030"), "gb18030"],
    ["utf-16le BOM", iconv.encode(text, "utf-16le", { addBOM: true }), "utf-16le"],
    ["utf-16be BOM", iconv.encode(text, "utf-16be", { addBOM: true }), "utf-16be"],
    ["utf-16le", iconv.encode(text, "utf-16le"), "utf-16le"],
    ["utf-16be", iconv.encode(text, "utf-16be"), "utf-16be"],
  ])("%s 认得出来，引号内换行是一个格", async (_, bytes, encoding) => {
    const book = await readWorkbook(bytes);
    expect([book.format, book.encoding]).toEqual(["csv", encoding]);
    const rows = book.sheets[0]!.rows;
    expect(rows.map((row) => row.cells.length)).toEqual([3, 3, 3]);
    expect(rows[0]!.cells[0]!.text).toBe("编码");
    expect(rows[1]!.cells[0]!.text).toBe("0012");
    expect(rows[2]!.cells[1]!.text).toBe("雪碧\n罐装");
  });

  test.each([",", ";", "\t"])("分隔符 %j 认得出来，引号里的不算", async (delimiter) => {
    const lines = [
      `编码${delimiter}名称${delimiter}价格`,
      `1${delimiter}"a,b;c\td"${delimiter}3`,
      `2${delimiter}b${delimiter}4,5`.replace(",5", delimiter === "," ? "" : ",5"),
    ];
    const book = await readWorkbook(Buffer.from(lines.join("\n")));
    expect(book.delimiter).toBe(delimiter);
    expect(book.sheets[0]!.rows[1]!.cells.map((cell) => cell.text)).toEqual(["1", "a,b;c\td", "3"]);
  });

  test("引号里的逗号比分号多，分隔符仍是分号", async () => {
    const line = `1;"长,宽,高,重,厚";3`;
    const book = await readWorkbook(Buffer.from([line, line, line].join("\n")));
    expect(book.delimiter).toBe(";");
  });

  test("Excel 的 sep= 行是说明，不是数据；空行占行号", async () => {
    const book = await readWorkbook(Buffer.from("sep=;\r\na;b\r\n\r\n1;2\r\n"));
    expect(book.sheets[0]!.rows.map((row) => row.number)).toEqual([2, 4]);
  });

  test("引号没有闭合：拒绝并说出在哪一行", async () => {
    await expect(readWorkbook(Buffer.from('a,b\n1,2\n3,"x\n4,5\n'))).rejects.toMatchObject({
      code: "file.quote_not_closed",
      message: expect.stringContaining("第 3 行"),
    });
  });
});

describe("内容决定格式", () => {
  test("网页存成 .xls：表格照读，0012345 仍是文字，GBK 也认", async () => {
    const html = `<html><head><meta charset="gbk"></head><table><tr><td>条码</td><td>名称</td></tr><tr><td>0012345</td><td>可乐</td></tr></table></html>`;
    const book = await readWorkbook(iconv.encode(html, "gbk"));
    expect(book.format).toBe("html");
    expect(book.sheets[0]!.rows.map((row) => row.cells.map((cell) => cell.text))).toEqual([
      ["条码", "名称"],
      ["0012345", "可乐"],
    ]);
  });

  test.each([
    ["空文件", Buffer.alloc(0), "file.unknown_format"],
    ["PDF", Buffer.from("%PDF-1.7 abc"), "file.unknown_format"],
    ["随机字节", Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 37) % 256)), "file.unknown_format"],
    ["只有开头的 ZIP", Buffer.from("PK\u0003\u0004 and then nothing but words"), "file.damaged"],
    ["只有开头的 xls", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]), "file.damaged"],
    [
      "带密码的 xlsx",
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le")]),
      "file.encrypted",
    ],
  ])("%s：说清楚而不是出错", async (_, bytes, code) => {
    await expect(readWorkbook(bytes)).rejects.toMatchObject({ name: "ReadingRefusal", code });
  });

  test("大于上限的文件说出上限", async () => {
    const limits = { ...defaultLimits, fileBytes: 1024 * 1024 };
    await expect(readWorkbook(Buffer.alloc(1024 * 1024 + 1, 65), limits)).rejects.toMatchObject({
      code: "file.too_large",
      message: expect.stringContaining("1 MB"),
    });
  });
});
