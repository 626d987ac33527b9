import type { ImportTarget } from "@zhangshi/contract";
import { writeWorkbook } from "../../../platform/excel.ts";

type Template = {
  readonly name: string;
  readonly headings: readonly string[];
  readonly sample: readonly (readonly string[])[];
};
const partner: Template = {
  name: "客户",
  headings: ["编号", "名称*", "联系人", "手机", "地址", "税号", "开户行", "账号", "信用额度", "期初应收", "备注"],
  sample: [
    [
      "K0001",
      "城西联华便利（文三路店）",
      "王店长",
      "13800000000",
      "杭州市西湖区文三路 388 号",
      "",
      "",
      "",
      "50000",
      "1200.00",
      "",
    ],
  ],
};
const templates: Readonly<Record<ImportTarget, Template>> = {
  items: {
    name: "商品",
    headings: [
      "商品编码",
      "商品名称*",
      "规格",
      "类别",
      "品牌",
      "基本单位*",
      "条码",
      "副单位",
      "比例",
      "副条码",
      "税率(%)",
      "采购价",
      "销售价",
      "最低售价",
      "安全库存",
      "仓库",
      "期初数量",
      "期初单价",
      "备注",
    ],
    sample: [
      [
        "10001",
        "农夫山泉 饮用天然水",
        "550ml",
        "包装水",
        "农夫山泉",
        "瓶",
        "6921168509256",
        "箱",
        "24",
        "",
        "13",
        "0.95",
        "1.20",
        "1.00",
        "120",
        "主仓",
        "480",
        "0.95",
        "",
      ],
    ],
  },
  customers: partner,
  suppliers: {
    ...partner,
    name: "供应商",
    headings: partner.headings.map((heading) => (heading === "期初应收" ? "期初应付" : heading)),
    sample: [["G0001", "农夫山泉杭州一级商", "李经理", "13900000000", "杭州市余杭区", "", "", "", "", "3800.00", ""]],
  },
  stock: {
    name: "期初库存",
    headings: ["商品编码", "条码", "商品名称", "仓库", "数量*", "单位", "单价", "金额", "备注"],
    sample: [["10001", "6921168509256", "农夫山泉 饮用天然水", "主仓", "480", "瓶", "0.95", "456.00", ""]],
  },
  categories: { name: "商品类别", headings: ["编号", "名称*"], sample: [["C01", "包装水"]] },
};
/** 样表: every column as text, so that codes keep their zeros. */
export async function templateWorkbook(
  target: ImportTarget,
): Promise<{ readonly fileName: string; readonly content: Buffer }> {
  const template = templates[target];
  return {
    fileName: `${template.name}导入样表.xlsx`,
    content: Buffer.from(
      await writeWorkbook({
        sheetName: template.name,
        columns: template.headings.map((heading) => ({ heading, kind: "text" as const })),
        rows: template.sample,
      }),
    ),
  };
}
