import { writeWorkbook, type WorkbookColumn, type WorkbookRow } from "../../apps/server/src/platform/excel.ts";

export const rows = 50_000;
/** Every hundredth row has a mistake that a person would have to mend. */
export const badRows = rows / 100;
export const pieces = 10;

const columns: readonly WorkbookColumn[] = [
  { heading: "商品编码", kind: "text" },
  { heading: "商品名称", kind: "text" },
  { heading: "规格型号", kind: "text" },
  { heading: "商品类别", kind: "text" },
  { heading: "单位", kind: "text" },
  { heading: "条码", kind: "text" },
  { heading: "税率", kind: "text" },
  { heading: "进货价", kind: "price" },
  { heading: "销售价", kind: "price" },
];
const openingColumns: readonly WorkbookColumn[] = [
  { heading: "仓库", kind: "text" },
  { heading: "期初数量", kind: "quantity" },
  { heading: "期初单价", kind: "price" },
];
const furtherColumns: readonly WorkbookColumn[] = [
  { heading: "品牌", kind: "text" },
  { heading: "安全库存", kind: "quantity" },
  { heading: "备注", kind: "text" },
];
const kinds = ["饮用水", "茶饮料", "果汁", "乳品", "方便面", "饼干", "坚果", "调味品", "粮油", "日化"];
const names = ["农夫山泉", "康师傅", "统一", "伊利", "蒙牛", "旺旺", "三只松鼠", "海天", "金龙鱼", "蓝月亮"];

function ean13(number: number): string {
  const digits = `690${String(number).padStart(9, "0")}`;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
function row(number: number, withOpenings: boolean): WorkbookRow {
  const kind = kinds[number % kinds.length] ?? "";
  const cost = 1 + (number % 97) + (number % 10) / 10;
  const mistake = number % 100 === 50 ? (number / 50) % 3 : -1;
  return [
    `A${String(number).padStart(6, "0")}`,
    mistake === 0 ? "" : `${names[(number * 7) % names.length]}${kind}${number}`,
    `${100 + (number % 9) * 50}ml`,
    kind,
    "瓶",
    ean13(number),
    "13%",
    cost.toFixed(2),
    mistake === 1 ? "面议" : (cost * 1.3).toFixed(2),
    ...(withOpenings
      ? ["主仓", mistake === 2 ? "-5" : String(pieces), cost.toFixed(2)]
      : [names[number % names.length] ?? "", mistake === 2 ? "-5" : String(number % 40), `第 ${number} 行`]),
  ];
}

/** Twelve columns either way: the goods alone, or with what lies of each on the shelf. */
export async function goodsFile(withOpenings: boolean): Promise<Buffer> {
  return writeWorkbook({
    sheetName: "商品",
    columns: [...columns, ...(withOpenings ? openingColumns : furtherColumns)],
    rows: Array.from({ length: rows }, (_, index) => row(index + 1, withOpenings)),
  });
}
