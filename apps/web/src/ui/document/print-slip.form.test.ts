import type { DocumentView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { code128Path, code128Values } from "./code128.ts";
import { slipHtml } from "./print-slip.ts";
import { type SlipSurroundings, slipOf } from "./slip-layout.form.ts";
import { isPicked } from "./document-kind.ts";
import { documentKinds } from "./document-kinds.ts";
import { otherIssueKind, stockCountKind, transferKind } from "./stock-kinds.ts";
import { salesDeliveryKind } from "./trade-kinds.ts";

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
    toWarehouseId: null,
    toWarehouse: "",
    reason: null,
    compensation: null,
    method: null,
    accrued: false,
    followers: [],
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
      role: null,
      weight: "0",
      lot: null,
      producedOn: null,
      expiresOn: null,
      serials: null,
      kit: null,
      source: null,
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
const around: SlipSurroundings = {
  company: "恒泰饮料商贸",
  phone: "",
  address: "",
  balance: null,
  printedAt: "2026-11-25 15:44",
  barcodes: new Map(),
  mayCost: true,
};
const printed = (view: DocumentView) => slipHtml(slipOf(salesDeliveryKind, view, around));

test("打印：每页十行，合计在最后一页，前面的页写续下页", () => {
  const html = printed(aView(21));
  expect(html.match(/<section/g)).toHaveLength(3);
  expect(html.match(/续下页/g)).toHaveLength(2);
  expect(html.match(/合计（大写）/g)).toHaveLength(1);
  expect(printed(aView(10)).match(/<section/g)).toHaveLength(1);
});
test("打印：礼盒写在配件上面一行，没有数量和金额，合计不重复", () => {
  const kit = { itemId: "g", code: "LH", name: "礼盒", unit: "盒", quantity: "3", group: 1 };
  const view = aView(2);
  const slip = slipOf(salesDeliveryKind, { ...view, lines: view.lines.map((line) => ({ ...line, kit })) }, around);
  expect(slip.rows.map((row) => row.slice(0, 4).join("|"))).toEqual([
    "|LH||礼盒 ×3盒，内含：",
    "1|10001||　农夫山泉",
    "2|10001||　农夫山泉",
  ]);
  expect(slip.rows[0]?.slice(4).join("")).toBe("");
});
test("打印：合计是优惠前的，优惠后的是本单应收", () => {
  const html = printed(aView(1));
  expect(html).toContain('<td class="c">合计</td><td class="n">6,414.60</td>');
  expect(html).toContain("<b>本单应收 6,414.00</b>");
});
test("打印：名字里的尖括号只是字", () => {
  expect(printed(aView(1))).toContain("滨江&#60;校园&#62;便利");
});
test("条码 Code 128：数字两位一个字，校验位按位置加权", () => {
  expect(code128Values("XSCK-20261125-0036")).toEqual([
    104, 56, 51, 35, 43, 13, 99, 20, 26, 11, 25, 100, 13, 99, 0, 36, 34, 106,
  ]);
  expect(code128Values("PJJ123C")).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
  expect(code128Path("PJJ123C").width).toBe(11 * 9 + 13);
});
test("调拨单、其他出库单、盘点单不印单价和金额", () => {
  const view = { ...aView(2), toWarehouse: "分仓", reason: "own-use" as const };
  for (const kind of [transferKind, otherIssueKind, stockCountKind]) {
    const html = slipHtml(slipOf(kind, view, around));
    expect(html).not.toMatch(/单价|金额|大写|税额|26\.50|1,060|6,414/);
    expect(html).toContain("农夫山泉");
  }
  expect(slipHtml(slipOf(transferKind, view, around))).toContain("调入仓库：分仓");
  expect(slipHtml(slipOf(otherIssueKind, view, around))).toContain("出库原因：领用");
});
test("有人赔的盘点单印赔偿，没有人赔的不印", () => {
  const printedWith = (compensation: string | null) =>
    slipHtml(slipOf(stockCountKind, { ...aView(1), reason: "damaged", compensation }, around));
  expect(printedWith("20.00")).toContain("赔　偿：20.00");
  for (const none of [null, "0.00"]) expect(printedWith(none)).not.toContain("赔　偿");
});
test("盘点数是 0 就印 0，不印横线", () => {
  const view = aView(1);
  const html = slipHtml(
    slipOf(stockCountKind, { ...view, lines: view.lines.map((l) => ({ ...l, quantity: "0" })) }, around),
  );
  expect(html).toContain('<td class="n">0</td>');
});
/** Three lines with their goods in A-10, nowhere and A-2. */
function shelvedView(kit: DocumentView["lines"][number]["kit"] = null): DocumentView {
  const view = aView(3);
  const names = ["可乐", "雪碧", "纸杯"];
  const lines = view.lines.map((line, place) => ({ ...line, itemName: names[place] ?? "", kit }));
  return { ...view, lines };
}
const binOf = (line: { readonly itemName: string }) => ({ 可乐: "A-10", 纸杯: "A-2" })[line.itemName] ?? "";
function pickList(view: DocumentView, more: Partial<SlipSurroundings>) {
  const slip = slipOf(salesDeliveryKind, view, { ...around, ...more });
  return [slip.columns[1]?.head, ...slip.rows.map((row) => [row[0], row[1], row[4]].join("|"))];
}
test("打印：按货位排序，A-2 在 A-10 前面，没有货位的最后，行号还是单据上的", () => {
  expect(pickList(shelvedView(), { binOf, byBin: true })).toEqual(["货位", "3|A-2|纸杯", "1|A-10|可乐", "2||雪碧"]);
  expect(pickList(shelvedView(), { binOf })).toEqual(["货位", "1|A-10|可乐", "2||雪碧", "3|A-2|纸杯"]);
});
test("打印：哪一行都没有货位的，没有货位一列，次序也不动", () => {
  const plain = ["编码", "1|10001|550ml×24", "2|10001|550ml×24", "3|10001|550ml×24"];
  expect(pickList(shelvedView(), { binOf: () => "", byBin: true })).toEqual(plain);
  expect(pickList(shelvedView(), { byBin: true })).toEqual(plain);
});
test("从货架上取货的单才有货位：出库、退给供应商、领用、调拨", () => {
  expect(documentKinds.filter(isPicked).map((kind) => kind.type)).toEqual([
    "purchase-return",
    "sales-delivery",
    "other-issue",
    "transfer",
    "transfer-shipment",
  ]);
});
test("打印：礼盒按货位排时，配件各在各的货位，备注说是哪个礼盒的；不排时礼盒在上面一行", () => {
  const view = shelvedView({ itemId: "g", code: "LH", name: "礼盒", unit: "盒", quantity: "3", group: 1 });
  const sorted = slipOf(salesDeliveryKind, view, { ...around, binOf, byBin: true });
  expect(sorted.rows.map((row) => `${row[4]} ${row.at(-1)}`)).toEqual(["纸杯 礼盒 ×3", "可乐 礼盒 ×3", "雪碧 礼盒 ×3"]);
  expect(pickList(view, { binOf }).slice(0, 3)).toEqual(["货位", "||礼盒 ×3盒，内含：", "1|A-10|　可乐"]);
});
test("每种单据的列宽加起来正好是纸宽", () => {
  for (const kind of documentKinds)
    for (const mayCost of [true, false]) {
      const { columns } = slipOf(kind, aView(1), { ...around, mayCost });
      if (isPicked(kind)) {
        const shelved = slipOf(kind, aView(1), { ...around, mayCost, binOf: () => "A-1" });
        expect([kind.type, shelved.columns.reduce((sum, column) => sum + column.width, 0)]).toEqual([kind.type, 207]);
        for (const row of shelved.totals)
          if ("cells" in row) expect(row.cells.reduce((sum, cell) => sum + cell.span, 0)).toBe(shelved.columns.length);
      }
      expect([kind.type, columns.reduce((sum, column) => sum + column.width, 0)]).toEqual([kind.type, 207]);
    }
});
