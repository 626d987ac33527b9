import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { rowsOf, workbook, zip } from "./workbook.fixture.ts";
import { defaultLimits } from "./limits.ts";
import { readInWorker } from "./read-in-worker.ts";
import { collectWorkbook, readWorkbook, workbookEvents } from "./read-workbook.ts";

const megabyte = 1024 * 1024;

const blanks = Buffer.alloc(512 * megabyte, 32);
blanks.write("<worksheet><sheetData>");
const packedBlanks = deflateRawSync(blanks);

/** Half a megabyte that inflates to 512 MB. */
function bomb(claimedBytes = blanks.length): Buffer {
  const relations = `<Relationships><Relationship Id="r" Type="/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;
  const sheets = `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r"/></sheets></workbook>`;
  return zip([
    { name: "xl/workbook.xml", data: Buffer.from(sheets) },
    { name: "xl/_rels/workbook.xml.rels", data: Buffer.from(relations) },
    { name: "xl/worksheets/sheet1.xml", data: blanks, packed: packedBlanks, claimedBytes },
  ]);
}

describe("大文件与压缩炸弹 (P49)", () => {
  test("工作线程读到的与直接读到的一样，格子的标记也在", async () => {
    const plain = rowsOf(
      Array.from({ length: 2_500 }, (_, at) => [`A${at}`, at + 0.5, at % 3 === 0 ? undefined : "可乐"]),
    );
    const marked =
      `<row r="2501" hidden="1"><c r="A2501"><v>6.9012345678901197E+17</v></c><c r="B2501" t="inlineStr"><is><t>6.90123E+12</t></is></c></row>` +
      `<row r="2502"><c r="A2502"><f>1+1</f><v>2</v></c><c r="B2502" t="e"><v>#N/A</v></c><c r="C2502" t="b"><v>0</v></c><c r="E2502" s="1"><v>45292</v></c></row>`;
    const bytes = workbook({
      sheets: [{ name: "商品", rows: plain + marked, merged: ["A2501:A2502", "C2502:D2502"] }],
    });
    const direct = await readWorkbook(bytes);
    const cells = direct.sheets[0]!.rows.slice(-2).flatMap((row) => row.cells);
    for (const mark of ["lossy", "scientific", "merged"] as const) expect(cells.some((cell) => cell[mark])).toBe(true);
    expect(await collectWorkbook(readInWorker(bytes))).toEqual(direct);
  });

  test.each([
    ["如实申报", undefined],
    ["谎报只有 1000 字节", 1000],
  ])(
    "0.5 MB 解压成 512 MB（%s）：用不到 2 秒处理器时间就拒绝，内存增长不到 200 MB",
    async (_, claimed) => {
      const bytes = bomb(claimed);
      expect(bytes.length).toBeLessThan(0.6 * megabyte);
      global.gc?.();
      const before = process.memoryUsage().rss;
      const start = process.cpuUsage();
      await expect(collectWorkbook(readInWorker(bytes))).rejects.toMatchObject({ code: "file.inflates_too_much" });
      // The processor's time, threads and all, not the clock's: a busy machine must not fail it.
      const used = process.cpuUsage(start);
      expect(used.user + used.system).toBeLessThan(2_000_000);
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * megabyte);
    },
    60_000,
  );

  test("小的谎报也拒绝：说有 1000 字节，解压出来更多；清单本身是炸弹也一样", async () => {
    const rows = rowsOf(Array.from({ length: 500 }, (_, at) => [`商品${at}`]));
    const sheets = `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r"/></sheets></workbook>`;
    const parts = [
      {
        name: "xl/_rels/workbook.xml.rels",
        data: Buffer.from(`<Relationships><Relationship Id="r" Type="/worksheet" Target="s.xml"/></Relationships>`),
      },
      {
        name: "xl/s.xml",
        data: Buffer.from(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
        claimedBytes: 1000,
      },
    ];
    const small = zip([{ name: "xl/workbook.xml", data: Buffer.from(sheets) }, ...parts]);
    await expect(readWorkbook(small)).rejects.toMatchObject({ code: "file.inflates_too_much" });
    const list = zip([{ name: "xl/workbook.xml", data: blanks, packed: packedBlanks }, ...parts]);
    await expect(readWorkbook(list)).rejects.toMatchObject({ code: "file.inflates_too_much" });
  });

  test("第 1,048,577 行与第 16,385 列的格子：拒绝", async () => {
    const tooLow = workbook({ sheets: [{ name: "a", rows: `<row r="1048577"><c r="A1048577"><v>1</v></c></row>` }] });
    await expect(readWorkbook(tooLow)).rejects.toMatchObject({ code: "file.too_many_rows" });
    const noReference = workbook({ sheets: [{ name: "a", rows: `<row r="1048577"><c><v>1</v></c></row>` }] });
    await expect(readWorkbook(noReference)).rejects.toMatchObject({ code: "file.too_many_rows" });
    const hidden = workbook({ sheets: [{ name: "a", rows: `<row><c r="A1048577"><v>1</v></c></row>` }] });
    await expect(readWorkbook(hidden)).rejects.toMatchObject({ code: "file.too_many_rows" });
    const tooWide = workbook({ sheets: [{ name: "a", rows: `<row r="1"><c r="XFE1"><v>1</v></c></row>` }] });
    await expect(readWorkbook(tooWide)).rejects.toMatchObject({ code: "file.too_many_columns" });
  });

  test("只有两个角的工作表不占内存", async () => {
    const rows = `<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`;
    const { sheets } = await readWorkbook(workbook({ sheets: [{ name: "a", rows }] }));
    expect(sheets[0]!.rows.map((row) => row.number)).toEqual([1, 1_048_576]);
  });

  test("内存用尽的是工作线程，不是服务器", async () => {
    const lines = Array.from({ length: 120_000 }, (_, at) => `<si><t>${"商品".repeat(60)}${at}</t></si>`).join("");
    const bytes = zip([
      {
        name: "xl/workbook.xml",
        data: Buffer.from(`<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r"/></sheets></workbook>`),
      },
      {
        name: "xl/_rels/workbook.xml.rels",
        data: Buffer.from(
          `<Relationships><Relationship Id="r" Type="/worksheet" Target="s.xml"/><Relationship Id="t" Type="/sharedStrings" Target="t.xml"/></Relationships>`,
        ),
      },
      { name: "xl/s.xml", data: Buffer.from(`<worksheet/>`) },
      { name: "xl/t.xml", data: Buffer.from(`<sst>${lines}</sst>`) },
    ]);
    await expect(collectWorkbook(readInWorker(bytes, { ...defaultLimits, heapMegabytes: 24 }))).rejects.toMatchObject({
      code: "file.too_large",
    });
  }, 20_000);

  test("实体炸弹：文档类型定义被拒绝", async () => {
    const rows = `<!DOCTYPE a [<!ENTITY b "bbbb">]>`;
    await expect(readWorkbook(workbook({ sheets: [{ name: "a", rows }] }))).rejects.toMatchObject({
      code: "file.damaged",
    });
  });

  test("中途不再要的行不会继续读", async () => {
    const rows = rowsOf(Array.from({ length: 20_000 }, (_, at) => [at]));
    let batches = 0;
    for await (const event of readInWorker(workbook({ sheets: [{ name: "a", rows }] }))) {
      if (event.type === "rows" && ++batches === 2) break;
    }
    expect(batches).toBe(2);
  });

  test("两个 100,000 行的 CSV 同时读，两个都对", async () => {
    const text = `编码,名称\n${Array.from({ length: 100_000 }, (_, at) => `A${at},商品${at}`).join("\n")}`;
    const count = async () => {
      let rows = 0;
      for await (const event of readInWorker(Buffer.from(text))) if (event.type === "rows") rows += event.rows.length;
      return rows;
    };
    expect(await Promise.all([count(), count()])).toEqual([100_001, 100_001]);
  }, 20_000);

  test("只要一个工作表时，别的表不解压", async () => {
    const rows = rowsOf([["a"]]);
    const bytes = workbook({
      sheets: [
        { name: "一", rows },
        { name: "二", rows: "<row r='x'" },
      ],
    });
    const book = await collectWorkbook(workbookEvents(bytes, defaultLimits, { sheets: [0] }));
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(["一"]);
  });
});
