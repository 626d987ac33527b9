import { longestBin } from "@zhangshi/core";
import type { ReasonCode } from "./records.ts";

/** What is wrong with a cell, and what to do about it. `{detail}` is filled in. */
export const reasonTexts: Readonly<Record<ReasonCode, readonly [reason: string, suggestion: string]>> = {
  "cell.error": ["公式出错（{detail}），没有值。", "在表格中改正公式，或直接填上值。"],
  "cell.became_date": ["表格把编码变成了日期，原来的编码已经看不出来。", "把这一列设为“文本”格式后重新输入编码。"],
  "code.lost_digits": [
    "数字超过 15 位，表格已经把后面的数字变成了 0。",
    "把这一列设为“文本”格式后重新输入完整的编码。",
  ],
  "code.scientific": [
    "条码变成了科学计数法，后面的数字已经丢失。",
    "在原来的系统中以文本格式重新导出，或重新输入条码。",
  ],
  "code.missing": ["没有编码。", "填上编码，或选择自动编号。"],
  "code.renumbered": ["编码与第 {detail} 行的另一个商品相同，这一行自动编号。", "要用别的编码请在表格中改正。"],
  "code.too_long": ["编码超过 {detail} 个字符。", "缩短编码，长的说明放到规格或备注。"],
  "bin.too_long": [`货位超过 ${longestBin} 个字，没有导入。`, "缩短货位，例如 A-02-3；长的说明放到备注。"],
  "name.missing": ["没有名称。", "填上名称；不需要的行请删除。"],
  "row.placeholder": ["这是占位的示例行，不是真实资料。", "删除这一行。"],
  "row.duplicate": ["与第 {detail} 行重复，但内容不同。", "保留正确的一行，或改成不同的编码。"],
  "row.repeated": ["与第 {detail} 行是同一个商品，已并入该行。", "确认两行确实是同一个商品。"],
  "barcode.check_digit": ["条码的校验位不对，可能输错了一位。", "对照商品包装核对条码；自编条码可以忽略。"],
  "barcode.odd": ["条码后面带有字母，不是标准的商品条码。", "对照商品包装核对条码；自编条码可以忽略。"],
  "barcode.shared": ["这个条码在第 {detail} 行属于另一个商品。", "核对哪一个商品的条码是对的。"],
  "number.not_a_number": ["不是数字。", "改成数字，例如 12.50；检查这一行的列是否错位。"],
  "number.too_many_decimals": ["小数超过 {detail} 位。", "四舍五入到 {detail} 位以内。"],
  "number.too_large": ["数字太大。", "检查是否多输了位数，或把条码填到了这一列。"],
  "number.negative": ["不能是负数。", "改成 0 或正数；负库存请先在原系统中处理。"],
  "number.rounded": ["小数太长，按 {detail} 导入。", "不用处理；想要别的值请在表格中改正。"],
  "quantity.missing": ["{detail}没有数量。", "填上数量；没有库存请填 0 或删除这一行。"],
  "quantity.contradiction": ["{detail}", "核对后只保留一行。"],
  "price.below_cost": ["销售价低于进货价 {detail}。", "确认价格没有填反。"],
  "price.left_empty": ["不是价格，价格留空导入。", "需要价格时请填上数字。"],
  "rate.out_of_range": ["税率应在 0% 到 100% 之间。", "填 13、13% 或 0.13。"],
  "date.not_a_date": ["不是日期。", "写成 2024-01-31 的形式。"],
  "date.ambiguous": ["日期有歧义，分不清年月日。", "写成 2024-01-31 的形式。"],
  "flag.unknown": ["应填是或否。", "填 是/否 或 1/0。"],
  "unit.incomplete": ["副单位与换算比例要一起填，比例应大于 0。", "补上缺少的一项，例如 1 箱 = 12 瓶 填 箱 和 12。"],
  "stock.cost_mismatch": [
    "金额与数量乘单价（{detail}）相差超过 1%，按金额导入。",
    "检查单位，例如金额是不是以万元计。",
  ],
  "stock.amount_without_quantity": ["没有数量却有金额。", "补上数量，或把金额清空。"],
};
