import type { DocumentView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import type { DocumentKind } from "./document-kind.ts";
import type { DocumentForm } from "./document.form.ts";
import { formOf, newForm } from "./saved.form.ts";
import { sourceFacts, sourcesOf, sourceText, withFacts, withSource, withTaxIncluded } from "./source.form.ts";
import { transferLossKind, transferReceiptKind } from "./stock-kinds.ts";
import { costAllocationKind, priceCorrectionKind, purchaseReturnKind, salesReturnKind } from "./trade-kinds.ts";
import { formTotals } from "./totals.form.ts";

type ViewLine = DocumentView["lines"][number];
const id = (last: string) => `018f0000-0000-7000-8000-0000000000${last}`;

function aViewLine(changes: Partial<ViewLine> = {}): ViewLine {
  return {
    lineNo: 1,
    itemId: id("01"),
    itemCode: "10031",
    itemName: "红牛",
    spec: "250ml×24",
    unit: "箱",
    factor: "24",
    baseUnit: "罐",
    warehouseId: id("0e"),
    warehouse: "主仓",
    quantity: "10",
    baseQuantity: "240",
    price: "113",
    discountRate: "100",
    taxRate: "0.13",
    netAmount: "1000.00",
    taxAmount: "130.00",
    grossAmount: "1130.00",
    discountShare: "0.00",
    role: null,
    weight: "0",
    lot: null,
    producedOn: null,
    expiresOn: null,
    serials: null,
    kit: null,
    source: null,
    note: "",
    ...changes,
  };
}
function aView(changes: Partial<DocumentView> = {}): DocumentView {
  return {
    id: id("aa"),
    type: "sales-delivery",
    number: "XSCK-20261125-0036",
    status: "approved",
    businessDate: "2026-11-25",
    partnerId: id("0c"),
    partner: "城西联华",
    warehouseId: id("0e"),
    warehouse: "主仓",
    toWarehouseId: null,
    toWarehouse: "",
    reason: null,
    compensation: null,
    method: null,
    accrued: false,
    followers: [],
    handler: "",
    taxIncluded: true,
    orderDiscount: "0.00",
    note: "",
    netAmount: "1000.00",
    taxAmount: "130.00",
    grossAmount: "1130.00",
    grossInWords: "",
    quantity: "240",
    lines: [aViewLine()],
    vouchers: [],
    createdBy: "",
    createdAt: "",
    updatedAt: "",
    approvedBy: null,
    approvedAt: null,
    version: 1,
    previousId: null,
    nextId: null,
    trail: [],
    ...changes,
  };
}
/** A document that took from the first line of `aView`. */
function aFollower(type: DocumentView["type"], line: Partial<ViewLine>) {
  const source = { documentId: id("aa"), lineNo: 1, type: "sales-delivery", number: "" } as const;
  return { type, lines: [aViewLine({ source, ...line })] };
}
let keys = 0;
function followed(
  kind: DocumentKind,
  view: DocumentView,
  followers: readonly ReturnType<typeof aFollower>[] = [],
): DocumentForm {
  const form = { ...newForm(kind, id("dd"), "2026-11-25", "李晓梅"), warehouseId: id("0f") };
  return withSource(kind, form, { view, followers, lines: null }, () => `k${++keys}`);
}
const said = (form: DocumentForm) =>
  form.lines.filter((line) => line.item).map((line) => `${line.quantity}${line.unit} ${line.price}`.trim());

test("退一部分礼盒：配件行带着记号，几套按数量算，别的源单的组排在后面", () => {
  const kit = { itemId: id("0f"), code: "LH", name: "礼盒", unit: "盒", quantity: "5", group: 1 };
  const view = aView({ lines: [aViewLine({ kit })] });
  const first = followed(salesReturnKind, view, [aFollower("sales-return", { baseQuantity: "96" })]);
  expect(first.lines[0]?.kit).toMatchObject({ name: "礼盒", quantity: "3", group: 1 });
  const other = { view: { ...view, id: id("ab") }, followers: [], lines: null };
  const both = withSource(salesReturnKind, first, other, () => `k${++keys}`);
  expect(both.lines.map((line) => line.kit?.group ?? null)).toEqual([1, 2, null]);
});
test("退货带入出库单：客户、仓库、含税、单价都来自源单，数量是还剩的", () => {
  const form = followed(salesReturnKind, aView(), [aFollower("sales-return", { baseQuantity: "96" })]);
  expect([form.partnerName, form.warehouseId, form.taxIncluded]).toEqual(["城西联华", id("0e"), true]);
  expect(said(form)).toEqual(["6箱 113"]);
  expect(form.lines[0]?.source).toMatchObject({ documentId: id("aa"), lineNo: 1, number: "XSCK-20261125-0036" });
});
test("退完的行不再带入；价格更正不算退过", () => {
  expect(said(followed(salesReturnKind, aView(), [aFollower("sales-return", { baseQuantity: "240" })]))).toEqual([]);
  expect(said(followed(salesReturnKind, aView(), [aFollower("price-correction", { baseQuantity: "240" })]))).toEqual([
    "10箱 113",
  ]);
});
test("源单有整单优惠：退的单价已扣掉优惠的份额，退一部分也对", () => {
  const line = aViewLine({ grossAmount: "1120.00", netAmount: "991.15", discountShare: "10.00" });
  expect(said(followed(salesReturnKind, aView({ lines: [line] })))).toEqual(["10箱 112"]);
});
test("同一行不带入两次", () => {
  const once = followed(purchaseReturnKind, aView({ type: "purchase-receipt" }));
  const view = aView({ type: "purchase-receipt", lines: [aViewLine(), aViewLine({ lineNo: 2 })] });
  const twice = withSource(purchaseReturnKind, once, { view, followers: [], lines: null }, () => "z");
  expect(twice.lines.flatMap((line) => line.source?.lineNo ?? [])).toEqual([1, 2]);
});
test("收货：仓库是发货单的调入仓库；收过和丢掉的都不再带", () => {
  const view = aView({ type: "transfer-shipment", toWarehouseId: id("0b"), toWarehouse: "分仓" });
  const form = followed(transferReceiptKind, view, [
    aFollower("transfer-receipt", { baseQuantity: "96" }),
    aFollower("transfer-loss", { baseQuantity: "48" }),
  ]);
  expect([form.warehouseId, ...said(form)]).toEqual([id("0b"), "4箱"]);
  expect(followed(transferLossKind, view).partnerId).toBeNull();
});
test("价格更正：新单价先是原单价，应付增减先是 0，改价后是差额", () => {
  const form = followed(priceCorrectionKind, aView({ type: "purchase-receipt" }));
  const at = (price: string) => {
    const lines = form.lines.map((line) => (line.item ? { ...line, price } : line));
    return formTotals({ ...form, lines }, priceCorrectionKind);
  };
  expect(formTotals(form, priceCorrectionKind).gross).toBe("0.00");
  expect([at("101.7").gross, at("101.7").tax]).toEqual(["-113.00", "-13.00"]);
});
test("暂估的入库单收到发票：以前没有应付，全额都是增加", () => {
  const view = aView({ type: "purchase-receipt", accrued: true });
  const form = followed(priceCorrectionKind, view);
  expect(formTotals(form, priceCorrectionKind).gross).toBe("1130.00");
});
test("再更正一次：原单价和已应付都是上一次更正以后的", () => {
  const corrected = aFollower("price-correction", { price: "101.7", grossAmount: "-113.00", netAmount: "-100.00" });
  const view = aView({ type: "purchase-receipt" });
  const facts = sourceFacts(view, aViewLine(), [corrected]);
  expect([facts.price, facts.gross, facts.net]).toEqual(["101.7", "1017.00", "900.00"]);
});
test("费用分摊：不管供应商是谁；按金额、按数量、手工", () => {
  const view = aView({
    type: "purchase-receipt",
    lines: [
      aViewLine({ netAmount: "6000.00", quantity: "100", baseQuantity: "100", factor: "1", unit: "罐" }),
      aViewLine({ lineNo: 2, netAmount: "4000.00", quantity: "300", baseQuantity: "300", factor: "1", unit: "罐" }),
    ],
  });
  const form = { ...followed(costAllocationKind, view), amount: "500", taxIncluded: false };
  const shares = (method: DocumentForm["method"]) =>
    [...formTotals({ ...form, method }, costAllocationKind).lines.values()].map((line) => line.amount);
  expect(form.partnerId).toBeNull();
  expect(shares("amount")).toEqual(["300.00", "200.00"]);
  expect(shares("quantity")).toEqual(["125.00", "375.00"]);
  expect(shares("hand")).toEqual(["0.00", "0.00"]);
});
test("含税改不含税，源单带来的价跟着换算，手填的不动", () => {
  const form = followed(salesReturnKind, aView());
  const typed = { ...form, lines: [...form.lines, { ...form.lines[0], key: "t", source: null }] } as DocumentForm;
  expect(said(withTaxIncluded(typed, false))).toEqual(["10箱 100", "10箱 113"]);
});
test("存过的草稿重新问源单还剩多少", () => {
  const form = followed(salesReturnKind, aView());
  const saved = {
    ...form,
    lines: form.lines.map((line) => (line.source ? { ...line, source: { ...line.source, facts: null } } : line)),
  };
  const fresh = withFacts(saved, aView(), [aFollower("sales-return", { baseQuantity: "24" })]);
  expect(fresh.lines[0]?.source?.facts?.quantity).toBe("9");
  expect(sourcesOf(fresh.lines)).toHaveLength(1);
});
test("源单在格里说得短：月日、流水号、行", () => {
  expect(sourceText({ number: "XSCK-20261125-0036", lineNo: 2 })).toBe("1125-0036 · 2");
});

test("存下的费用分摊单再打开：分摊方法和重量还是原来的，重量和数量一样也留着；没记方法的老单据当手工填", () => {
  const opened = (method: DocumentView["method"], weight = "240") => {
    const view = aView({ type: "cost-allocation", method, lines: [aViewLine({ weight })] });
    const { lines, ...form } = formOf(costAllocationKind, view, () => "a");
    return [form.method, lines[0]?.weight, lines[0]?.amount];
  };
  expect(opened("weight")).toEqual(["weight", "240", "1130"]);
  expect(opened("amount", "0")).toEqual(["amount", "", "1130"]);
  expect(opened("quantity", "0")).toEqual(["quantity", "", "1130"]);
  expect(opened(null, "0")).toEqual(["hand", "", "1130"]);
});
