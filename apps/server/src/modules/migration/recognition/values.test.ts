import { describe, expect, test } from "vitest";
import {
  codeText,
  exactSum,
  hasValidCheckDigit,
  isTotalsLabel,
  parseDate,
  parseDecimal,
  parseFlag,
  parseRate,
  plainText,
  restoredZero,
  roundDecimal,
  unquoted,
} from "./values.ts";

const shown = (parsed: ReturnType<typeof parseDecimal>) => (parsed.ok ? parsed.value : parsed.reason);

describe("数字", () => {
  test.each([
    ["1,234.50", "1234.5"],
    ["12,345,678", "12345678"],
    ["￥12", "12"],
    ["¥ 1,000.00", "1000"],
    ["１２３．５", "123.5"],
    ["3 ", "3"],
    ["12元", "12"],
    ["(5)", "-5"],
    ["-0.00", "0"],
    [".5", "0.5"],
    ["007", "7"],
    ["0.0000001", "0.0000001"],
    ["1,23", "number.not_a_number"],
    ["自", "number.not_a_number"],
    ["1.2.3", "number.not_a_number"],
    ["12a", "number.not_a_number"],
    ["1e5", "number.not_a_number"],
    ["NaN", "number.not_a_number"],
    ["1234567890123456", "number.too_large"],
  ])("%s → %s", (text, expected) => expect(shown(parseDecimal(text))).toBe(expected));

  test("很多价格的合计精确到最后一位，不经过浮点数", () => {
    const sum = exactSum();
    for (let at = 0; at < 100_000; at++) sum.add("0.1");
    for (const decimal of ["99999999.999999", "-99999999.999999", "123456789012.345678", "0.00000000001"])
      sum.add(decimal);
    expect(sum.total()).toBe("123456799012.34567800001");
  });

  test.each([
    ["1.005", 2, "1.01"],
    ["-1.005", 2, "-1.01"],
    ["1.0049", 2, "1"],
    ["2.5", 0, "3"],
    ["9.999999", 2, "10"],
  ])("%s 四舍五入到 %i 位是 %s", (decimal, places, expected) => expect(roundDecimal(decimal, places)).toBe(expected));
});

describe("税率", () => {
  test.each([
    ["13%", "13"],
    ["13", "13"],
    ["0.13", "13"],
    ["3", "3"],
    ["7", "7"],
    ["1%", "1"],
    ["1", "1"],
    ["0", "0"],
    ["0.065", "6.5"],
    ["免税", "0"],
    ["１３％", "13"],
    ["24.62%", "24.62"],
    ["101", "rate.out_of_range"],
    ["-3", "rate.out_of_range"],
    ["GST-18", "number.not_a_number"],
  ])("%s → %s", (text, expected) => expect(shown(parseRate(text))).toBe(expected));
});

describe("日期 (P13)", () => {
  test.each([
    ["2024-01-01", "2024-01-01"],
    ["2024/1/1", "2024-01-01"],
    ["2024年1月1日", "2024-01-01"],
    ["2024.1.1", "2024-01-01"],
    ["20240101", "2024-01-01"],
    ["2024-01-01 23:59:59", "2024-01-01 23:59:59"],
    ["2024-01-01 00:00:00", "2024-01-01"],
    ["31/12/2020", "2020-12-31"],
    ["12/31/2020", "2020-12-31"],
    ["01/01/2020", "2020-01-01"],
    ["1/2/24", "date.ambiguous"],
    ["03/04/2020", "date.ambiguous"],
    ["2024-02-30", "date.not_a_date"],
    ["20241301", "date.not_a_date"],
    ["昨天", "date.not_a_date"],
  ])("%s → %s", (text, expected) => expect(shown(parseDate(text))).toBe(expected));
});

describe("是否", () => {
  test.each([
    ["是", "true"],
    ["1", "true"],
    ["√", "true"],
    ["T", "true"],
    ["启用", "true"],
    ["１", "true"],
    ["否", "false"],
    ["0", "false"],
    ["禁用", "false"],
    ["FALSE", "false"],
    ["也许", "flag.unknown"],
    ["2", "flag.unknown"],
  ])("%s → %s", (text, expected) => expect(shown(parseFlag(text))).toBe(expected));
});

describe("编码与文字", () => {
  test("全角、前后空格、不间断空格、看得见的撇号：都是同一个编码 (P47)", () => {
    expect(["A001", "A001 ", "Ａ００１", "A001\u00a0", "\u3000A001", "'A001"].map(codeText)).toEqual(
      Array(6).fill("A001"),
    );
    expect(codeText("'0159425")).toBe("0159425");
    expect(codeText("A  01")).toBe("A 01");
    expect(codeText("'")).toBe("'");
  });

  test("名称里的全角括号留着，换行变空格，成对的引号可以去掉", () => {
    expect(plainText("  番茄炖牛腩\n（大份）\u3000")).toBe("番茄炖牛腩 （大份）");
    expect(["'可乐'", '"可乐"', "“可乐”", "可乐", "'77"].map(unquoted)).toEqual([
      "可乐",
      "可乐",
      "可乐",
      "可乐",
      "'77",
    ]);
  });

  test.each([
    ["合计", true],
    ["合 计：", true],
    ["小计", true],
    ["半成品小计", true],
    ["Grand Total", true],
    ["总计", true],
    ["计算器", false],
    ["小计算器", false],
    ["合计划", false],
    ["Total War 游戏", false],
  ])("%s 是合计行：%s", (text, expected) => expect(isTotalsLabel(text)).toBe(expected));
});

describe("条码", () => {
  test.each([
    ["6901234567892", true],
    ["6901234567890", false],
    ["091204268730", true],
    ["96385074", true],
    ["00012345678905", true],
    ["123", false],
    ["690123456789A", false],
  ])("%s 校验位 %s", (code, expected) => expect(hasValidCheckDigit(code)).toBe(expected));

  test("11 位数字补回 0 后校验位对才补", () => {
    expect([restoredZero("91204268730"), restoredZero("91204268731"), restoredZero("091204268730")]).toEqual([
      "091204268730",
      undefined,
      undefined,
    ]);
  });
});
