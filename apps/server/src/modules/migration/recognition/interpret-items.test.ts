import { describe, expect, test } from "vitest";
import { numberCell, textCell } from "../reading/cell.ts";
import { interpreted, problemLines } from "./sheet.fixture.ts";
import type { ItemRecord } from "./records.ts";

const itemsOf = (out: ReturnType<typeof interpreted>) => out.records as readonly ItemRecord[];

describe("商品", () => {
  test("一行商品的全部字段", () => {
    const out = interpreted([
      [
        "编码",
        "名称",
        "规格",
        "型号",
        "类别",
        "品牌",
        "单位",
        "副单位",
        "比例",
        "条码",
        "副条码",
        "税率",
        "进货价",
        "销售价",
        "批发价",
        "最低售价",
        "库存数量",
        "期初单价",
        "期初金额",
        "仓库",
        "安全库存",
        "备注",
        "状态",
      ],
      [
        "Ａ００１",
        " 可乐（罐） ",
        "330ml",
        "C1",
        "饮料",
        "百事",
        "罐",
        "箱",
        24,
        "6901234567892",
        "16901234567899",
        "13%",
        "1.85",
        "￥3.00",
        "2.5",
        2,
        "1,200",
        1.85,
        "2,220.00",
        "总仓",
        100,
        "新品",
        "停用",
      ],
    ]);
    expect(out.problems).toEqual([]);
    expect(itemsOf(out)).toEqual([
      {
        target: "items",
        row: 2,
        code: "A001",
        name: "可乐（罐）",
        spec: "330ml",
        model: "C1",
        category: "饮料",
        brand: "百事",
        unit: "罐",
        units: [{ unit: "箱", factor: "24", barcode: "16901234567899" }],
        barcodes: ["6901234567892"],
        taxRate: "13",
        purchasePrice: "1.85",
        salePrice: "3",
        wholesalePrice: "2.5",
        minimumPrice: "2",
        openings: [{ warehouse: "总仓", quantity: "1200", unitCost: "1.85", amount: "2220" }],
        safetyStock: "100",
        supplierPrices: [],
        note: "新品",
        disabled: true,
      },
    ]);
  });

  test("坏的行逐行说出行、列、值、原因与建议，好的行照读 (P24)", () => {
    const out = interpreted(
      [
        ["编码", "名称", "单位", "条码", "进货价", "库存数量"],
        ["1", "可乐", "瓶", "6901234567892", 2, 5],
        ["2", undefined, "瓶", undefined, 2, 5],
        ["1", "雪碧", "瓶", undefined, 2, 5],
        ["4", "芬达", "瓶", "6901234567892", 2, 5],
        ["5", "红牛", "瓶", undefined, "两块", 5],
        ["6", "脉动", "瓶", undefined, 2, -5],
        ["7", "尖叫", "瓶", undefined, 2, "1.2345678"],
        ["8", "七喜", "瓶", undefined, 2, 5],
      ],
      { missingNames: "refuse" },
    );
    expect(problemLines(out)).toEqual([
      "3 B  name.missing",
      "4 A 1 row.duplicate",
      "5 D 6901234567892 barcode.shared",
      "6 E 两块 number.not_a_number",
      "7 F -5 number.negative",
      "8 F 1.2345678 number.too_many_decimals",
    ]);
    expect(out.problems[4]).toMatchObject({
      column: { letter: "F", heading: "库存数量" },
      reason: "不能是负数。",
      suggestion: expect.stringContaining("正数"),
    });
    expect(out.totals).toMatchObject({ rows: 8, records: 2, refused: 6, joined: 0, ignored: 0 });
    expect(out.totals.sums.find(({ heading }) => heading === "库存数量")).toMatchObject({ sum: "10", filled: 2 });
  });

  test("丢了数字的条码是行错误，绝不存成 …000 (P12)", () => {
    const out = interpreted([
      ["条码", "名称", "单位"],
      ["06901234567892", "甲", "个"],
      [6901234567892, "乙", "个"],
      [numberCell(Number("690123456789012345")), "丙", "个"],
      ["0012345", "丁", "个"],
      ["6.90123E+12", "戊", "个"],
      [123, "己", "个"],
      [{ kind: "date", text: "2024-03-12" }, "庚", "个"],
    ]);
    expect(itemsOf(out).map((item) => item.barcodes[0])).toEqual(["06901234567892", "6901234567892", "0012345", "123"]);
    expect(problemLines(out)).toEqual([
      "4 A 690123456789012000 code.lost_digits",
      "6 A 6.90123E+12 code.scientific",
      "8 A 2024-03-12 cell.became_date",
    ]);
  });

  test("#N/A 是行错误，说出在哪一格 (P47)", () => {
    const out = interpreted([
      ["编码", "名称", "价格"],
      ["1", "可乐", { kind: "error", text: "#N/A" }],
      ["2", { kind: "error", text: "#REF!" }, 3],
      ["3", "雪碧", 3],
    ]);
    expect(problemLines(out).filter((line) => line.includes("cell.error"))).toEqual([
      "2 C #N/A cell.error",
      "3 B #REF! cell.error",
    ]);
    expect(itemsOf(out).map(({ name }) => name)).toEqual(["雪碧"]);
  });

  test("没有对应的列里的 #REF! 不碍事", () => {
    expect(
      interpreted([
        ["编码", "名称", "价格", "测算"],
        ["1", "可乐", 3, { kind: "error", text: "#REF!" }],
      ]).problems,
    ).toEqual([]);
  });

  test("A001 的四种写法是同一个商品：内容相同就并入并按行提示，内容不同就是错误 (P47)", () => {
    const codes = ["A001", "A001 ", "Ａ００１", "A001\u00a0"];
    const same = interpreted([["编码", "名称", "售价"], ...codes.map((code) => [code, "可乐", 3])]);
    expect(problemLines(same)).toEqual([
      "3 – A001 row.repeated (提示)",
      "4 – A001 row.repeated (提示)",
      "5 – A001 row.repeated (提示)",
    ]);
    expect([same.totals.records, same.totals.joined]).toEqual([1, 3]);
    const different = interpreted([["编码", "名称", "售价"], ...codes.map((code, at) => [code, `饮料${at}`, 3])]);
    expect(problemLines(different)).toEqual([
      "3 A A001 row.duplicate",
      "4 A A001 row.duplicate",
      "5 A A001 row.duplicate",
    ]);
  });

  test("同一商品在两个仓库：一条资料，两个期初；同一仓库两次就是错误", () => {
    const out = interpreted([
      ["编码", "名称", "仓库", "库存数量", "售价"],
      ["1", "可乐", "东仓", 5, 3],
      ["2", "雪碧", "东仓", 1, 3],
      ["1", "可乐", "西仓", 7, 3],
      ["1", "可乐", "东仓", 9, 3],
    ]);
    expect(itemsOf(out)[0]!.openings).toEqual([
      { warehouse: "东仓", quantity: "5" },
      { warehouse: "西仓", quantity: "7" },
    ]);
    expect(problemLines(out)).toEqual(["4 – 1 row.repeated (提示)", "5 A 1 row.duplicate"]);
  });

  test("每个仓库一列：空与 0 不是期初", () => {
    const out = interpreted([
      ["名称", "单位", "采购价", "东仓", "西仓"],
      ["可乐", "瓶", 1, 10, undefined],
      ["雪碧", "瓶", 1, 0, 20],
    ]);
    expect(itemsOf(out).map((item) => item.openings)).toEqual([
      [{ warehouse: "东仓", quantity: "10" }],
      [{ warehouse: "西仓", quantity: "20" }],
    ]);
  });

  test("合并的类别补到每一行，合并的数量只算一次", () => {
    const merged = (text: string) => ({ ...textCell(text), merged: true as const });
    const out = interpreted([
      ["类别", "名称", "单位", "库存数量"],
      ["饮料", "可乐", "瓶", 10],
      [merged("饮料"), "雪碧", "瓶", { ...numberCell(10), merged: true as const }],
    ]);
    expect(itemsOf(out).map((item) => `${item.category} ${item.name} ${item.openings.length}`)).toEqual([
      "饮料 可乐 1",
      "饮料 雪碧 0",
    ]);
    expect(out.totals.sums.find(({ heading }) => heading === "库存数量")?.sum).toBe("10");
  });

  test("合计不是商品：写着合计的、没有名称而正好等于合计的、全是 0 的", () => {
    const out = interpreted([
      ["序号", "名称", "单位", "库存数量"],
      [1, "可乐", "瓶", 10],
      [2, "雪碧", "瓶", 5],
      [3, undefined, undefined, 0],
      [4, "半成品小计", undefined, 15],
      [undefined, undefined, undefined, 15],
      ["合 计", undefined, undefined, 15],
    ]);
    expect(out.totals).toMatchObject({ records: 2, refused: 0, ignored: 4 });
    expect(out.announcements.map(({ code, rows }) => `${code} ${rows.join()}`)).toEqual([
      "rows.totals 5,6,7",
      "rows.empty 4",
    ]);
  });

  test("没有名称、数量又不是合计的行是错误，不当合计吞掉", () => {
    const out = interpreted(
      [
        ["名称", "单位", "库存数量"],
        ["可乐", "瓶", 10],
        [undefined, undefined, 7],
      ],
      { inheritNames: "no" },
    );
    expect(problemLines(out)).toEqual(["3 A  name.missing"]);
    const once = [
      ["名称", "单位", "库存数量"],
      ["可乐", "瓶", 10],
      [undefined, undefined, 10],
    ];
    expect(problemLines(interpreted(once, { inheritNames: "no" }))).toEqual(["3 A  name.missing"]);
  });

  test("副单位缺比例、比例为 0：错误", () => {
    const out = interpreted([
      ["名称", "单位", "副单位", "比例"],
      ["可乐", "瓶", "箱", undefined],
      ["雪碧", "瓶", "箱", 0],
      ["芬达", "瓶", undefined, undefined],
    ]);
    expect(problemLines(out)).toEqual(["2 C 箱 unit.incomplete", "3 D 0 unit.incomplete"]);
  });

  test("公式算出的长价格四舍五入并提示，写出来的长价格是错误", () => {
    const out = interpreted([
      ["名称", "单位", "进货价"],
      ["甲", "个", 5589.02389078498],
      ["乙", "个", "1.23456789"],
    ]);
    expect(itemsOf(out)[0]!.purchasePrice).toBe("5589.023891");
    expect(problemLines(out)).toEqual([
      "2 C 5589.02389078498 number.rounded (提示)",
      "3 C 1.23456789 number.too_many_decimals",
    ]);
  });

  test("条码归第一个商品，或编码重复的自动编号：按店家的回答", () => {
    const barcodes = [
      ["条码", "名称", "单位"],
      ["6901234567892", "甲", "个"],
      ["6901234567892", "乙", "个"],
    ];
    expect(
      itemsOf(interpreted(barcodes, { sharedBarcodes: "first" })).map((item) => `${item.name} ${item.barcodes.join()}`),
    ).toEqual(["甲 6901234567892", "乙 "]);
    const codes = [
      ["编码", "名称", "单位"],
      ["1", "甲", "个"],
      ["1", "乙", "个"],
    ];
    expect(
      itemsOf(interpreted(codes, { sharedCodes: "number" })).map((item) => `${item.name} ${item.code ?? "–"}`),
    ).toEqual(["甲 1", "乙 –"]);
  });

  test("改用期初一组时，单价与金额跟着换", () => {
    const rows = [
      ["品名", "期初库存数量", "期初库存单价", "期初库存金额", "期末库存数量", "期末库存单价", "期末库存金额"],
      ["钢管", 5, 2, 10, 7, 3, 21],
    ];
    expect(itemsOf(interpreted(rows))[0]!.openings).toEqual([{ quantity: "7", unitCost: "3", amount: "21" }]);
    expect(itemsOf(interpreted(rows, { "whichColumn.openingQuantity": "1" }))[0]!.openings).toEqual([
      { quantity: "5", unitCost: "2", amount: "10" },
    ]);
  });

  test("占位的示例行拒绝", () => {
    expect(
      problemLines(
        interpreted([
          ["条码", "名称", "单位"],
          ["xxxxxxxx", "xxxx-xxx", "x"],
          ["1", "鞋", "双"],
        ]),
      ),
    ).toEqual(["2 B xxxx-xxx row.placeholder"]);
  });
});
