import type { DocumentView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { code128Path, code128Values } from "./code128.ts";
import { type Slip, slipHtml } from "./print-slip.ts";

const id = "018f0000-0000-7000-8000-000000000001";
function aView(lines: number): DocumentView {
  return {
    id,
    type: "sales-delivery",
    number: "XSCK-20261125-0036",
    status: "approved",
    businessDate: "2026-11-25",
    partnerId: id,
    partner: "滨江<校园>便利",
    warehouseId: id,
    warehouse: "主仓",
    handler: "李晓梅",
    taxIncluded: true,
    orderDiscount: "0.60",
    note: "",
    netAmount: "5676.11",
    taxAmount: "737.89",
    grossAmount: "6414.00",
    grossInWords: "陆仟肆佰壹拾肆元整",
    quantity: "155",
    lines: Array.from({ length: lines }, (_, place) => ({
      lineNo: place + 1,
      itemId: id,
      itemCode: "10001",
      itemName: "农夫山泉",
      spec: "550ml×24",
      unit: "箱",
      factor: "24",
      baseUnit: "瓶",
      warehouseId: id,
      warehouse: "主仓",
      quantity: "40",
      baseQuantity: "960",
      price: "26.5",
      discountRate: "100",
      taxRate: "0.13",
      netAmount: "938.05",
      taxAmount: "121.95",
      grossAmount: "1060.00",
      discountShare: "0",
      note: "",
    })),
    vouchers: [],
    createdBy: "李晓梅",
    createdAt: "",
    updatedAt: "",
    approvedBy: "陈立群",
    approvedAt: "",
    version: 1,
    previousId: null,
    nextId: null,
    trail: [],
  };
}
const slip: Slip = {
  company: "恒泰饮料商贸",
  title: "销售单",
  partnerWord: "客　户",
  partner: "滨江<校园>便利",
  phone: "",
  address: "",
  handlerWord: "业务员",
  dueWord: "本单应收",
  balance: null,
  balanceWord: "累计欠款",
  printedAt: "2026-11-25 15:44",
  draftWord: null,
  barcodes: new Map(),
};

test("打印：每页十行，合计在最后一页，前面的页写续下页", () => {
  const html = slipHtml(aView(21), slip);
  expect(html.match(/<section/g)).toHaveLength(3);
  expect(html.match(/续下页/g)).toHaveLength(2);
  expect(html.match(/合计（大写）/g)).toHaveLength(1);
  expect(slipHtml(aView(10), slip).match(/<section/g)).toHaveLength(1);
});
test("打印：合计是优惠前的，优惠后的是本单应收", () => {
  const html = slipHtml(aView(1), slip);
  expect(html).toContain('<td class="c">合计</td><td class="n">6,414.60</td>');
  expect(html).toContain("<b>本单应收 6,414.00</b>");
});
test("打印：名字里的尖括号只是字", () => {
  expect(slipHtml(aView(1), slip)).toContain("滨江&#60;校园&#62;便利");
});
test("条码 Code 128：数字两位一个字，校验位按位置加权", () => {
  expect(code128Values("XSCK-20261125-0036")).toEqual([
    104, 56, 51, 35, 43, 13, 99, 20, 26, 11, 25, 100, 13, 99, 0, 36, 34, 106,
  ]);
  expect(code128Values("PJJ123C")).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
  expect(code128Path("PJJ123C").width).toBe(11 * 9 + 13);
});
