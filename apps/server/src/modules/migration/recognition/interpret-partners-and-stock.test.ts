import { describe, expect, test } from "vitest";
import { startInterpreting, withAdditions } from "./interpret.ts";
import { interpreted, problemLines, recognised, sheetRows } from "./sheet.fixture.ts";
import type { PartnerRecord, StockRecord } from "./records.ts";

describe("往来单位", () => {
  test("客户：电话是文字，税率 3 是 3%，余额可以是负的（预收）", () => {
    const out = interpreted([
      ["客户名称", "联系人", "手机", "税号", "期初应收", "信用额度", "税率(%)", "状态"],
      ["华联超市", "张三", 13000000000, "91110000MA0012345X", "1,234.50", "5000", 3, 1],
      ["世纪商行", undefined, "０１０－８８８８", undefined, -20, undefined, undefined, 0],
    ]);
    expect(out.problems).toEqual([]);
    const partners = out.records as readonly PartnerRecord[];
    expect(partners[0]).toEqual({
      target: "customers",
      row: 2,
      name: "华联超市",
      contact: "张三",
      mobile: "13000000000",
      taxNumber: "91110000MA0012345X",
      openingReceivable: "1234.5",
      creditLimit: "5000",
      taxRate: "3",
    });
    expect(partners[1]).toEqual({
      target: "customers",
      row: 3,
      name: "世纪商行",
      mobile: "010-8888",
      openingReceivable: "-20",
      disabled: true,
    });
  });

  test("没有名称、名称重复、余额不是数字：各是一行错误", () => {
    const out = interpreted([
      ["供应商名称", "电话", "期初应付"],
      ["甲", "1", 5],
      [undefined, "2", 5],
      ["甲", "3", 5],
      ["乙", "4", "五元"],
    ]);
    expect(problemLines(out)).toEqual(["3 A  name.missing", "4 A 甲 row.duplicate", "5 C 五元 number.not_a_number"]);
  });

  test("期初余额一列：客户是应收，供应商是应付；问了才知道是两者都是", () => {
    const rows = [
      ["名称", "电话", "地址", "期初余额"],
      ["甲", "1", "北京", 5],
    ];
    expect(interpreted(rows, { partnerKind: "suppliers" }).records[0]).toMatchObject({
      target: "suppliers",
      openingPayable: "5",
    });
    expect(interpreted(rows, { partnerKind: "both" }).records[0]).toMatchObject({
      target: "both",
      openingReceivable: "5",
    });
  });
});

describe("库存", () => {
  test("没有数量的行指名拒绝；空白的单价不是 0；批号不同不算重复", () => {
    const out = interpreted(
      [
        ["条码", "仓库", "数量", "单价", "批号"],
        [1111, "一号仓", 1, undefined, 195],
        [1111, "一号仓", 2, undefined, "196"],
        [2222, "一号仓", undefined, 3, undefined],
      ],
      { repeats: "refuse" },
    );
    expect(out.records).toEqual([
      { target: "stock", row: 2, barcode: "1111", warehouse: "一号仓", lot: "195", quantity: "1" },
      { target: "stock", row: 3, barcode: "1111", warehouse: "一号仓", lot: "196", quantity: "2" },
    ] satisfies StockRecord[]);
    expect(problemLines(out)).toEqual(["4 C  quantity.missing"]);
  });

  test("盘点三次同一条码：不同的数量互相矛盾，相同的并入", () => {
    const out = interpreted([
      ["条码", "盘点数量"],
      ["1", 5],
      ["1", 6],
      ["1", 5],
    ]);
    expect(problemLines(out)).toEqual(["3 B 6 quantity.contradiction", "4 – 1 row.repeated (提示)"]);
  });
});

describe("分批", () => {
  test("一批一行与一次全部，结果相同；后面的行并入前面的资料", () => {
    const rows = [
      ["编码", "名称", "仓库", "库存数量", "售价"],
      ...Array.from({ length: 50 }, (_, at) => [`A${at % 20}`, `商品${at % 20}`, `仓${Math.floor(at / 20)}`, at, 1]),
    ];
    const recognition = recognised(rows);
    const interpreter = startInterpreting(recognition);
    const parts = sheetRows(rows).map((row) => interpreter.take([row]));
    const last = interpreter.finish();
    const whole = interpreted(rows);
    expect(withAdditions([...parts.flatMap(({ records }) => records), ...last.records])).toEqual(whole.records);
    expect([...parts.flatMap(({ problems }) => problems), ...last.problems]).toEqual(whole.problems);
    expect(last.totals).toEqual(whole.totals);
    expect(whole.totals).toMatchObject({ rows: 50, records: 20, joined: 30 });
  });
});
