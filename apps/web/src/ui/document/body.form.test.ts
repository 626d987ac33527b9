import { type ItemCandidate, routes } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { bodyOf } from "./body.form.ts";
import { checkForm, errorsAtFields } from "./check.form.ts";
import { type DocumentKind, fieldsOf } from "./document-kind.ts";
import { documentKinds } from "./document-kinds.ts";
import { type DocumentForm, emptyLine, type FormLine } from "./document.form.ts";
import { withRole, withRoles, typedRole } from "./roles.form.ts";
import { newForm } from "./saved.form.ts";
import {
  assemblyKind,
  costAdjustmentKind,
  otherIssueKind,
  otherReceiptKind,
  transferKind,
  transferReceiptKind,
} from "./stock-kinds.ts";
import { costAllocationKind, priceCorrectionKind } from "./trade-kinds.ts";
import { formTotals } from "./totals.form.ts";
import { typedSigned, typedTaxRate } from "./typed-number.ts";

const id = (last: string) => `018f0000-0000-7000-8000-0000000000${last}`;
const item: ItemCandidate = {
  id: id("01"),
  code: "10031",
  name: "红牛",
  spec: "",
  baseUnit: "罐",
  taxRate: "0.13",
  units: [{ name: "箱", factor: "24", barcodes: [], salePrice: null, purchasePrice: null }],
  salePrice: null,
  purchasePrice: null,
  minimumSalePrice: null,
  tracking: "none",
  shelfLifeDays: null,
  isKit: false,
  onHand: "150",
  available: "150",
  hitUnit: null,
  lastPrices: [],
};
/** A form with every field filled, as far as its kind has it. */
function aForm(kind: DocumentKind, lines?: readonly FormLine[]): DocumentForm {
  const follows = kind.sources?.types[0];
  const line: FormLine = {
    ...emptyLine("a"),
    item,
    unit: "罐",
    quantity: "3",
    price: "4.5",
    taxRate: "0.13",
    amount: kind.shape === "amount" ? "-12.5" : "500",
    source: follows ? { documentId: id("aa"), lineNo: 1, type: follows, number: "X-20261125-0001", facts: null } : null,
  };
  return {
    ...newForm(kind, id("dd"), "2026-11-25", "赵师傅"),
    partnerId: kind.partner ? id("0c") : null,
    warehouseId: kind.warehouse ? id("0e") : null,
    toWarehouseId: kind.toWarehouse ? id("0f") : null,
    reason: kind.reason ? (kind.reason.direction === "in" ? "other-in" : "own-use") : null,
    amount: "500",
    taxRate: "0.09",
    lines: [
      ...(lines ??
        (kind.shape === "assembly"
          ? [withRoleOf(line, "product"), { ...withRoleOf(line, "part"), key: "b" }]
          : [line])),
      emptyLine("blank"),
    ],
  };
}
const withRoleOf = (line: FormLine, role: "product" | "part"): FormLine => ({ ...line, role });

test.each(documentKinds.map((kind) => [kind.title.zh, kind] as const))(
  "%s：填好的单据没有错，送出的正是接口要的",
  (_title, kind) => {
    const form = aForm(kind);
    expect(checkForm(kind, form)).toEqual([]);
    const { body } = routes[`${kind.routes}.create`];
    const parsed = body.safeParse(bodyOf(kind, form, 3));
    expect(parsed.error?.issues ?? []).toEqual([]);
  },
);
test("必填的头没填，一次说全", () => {
  const form = { ...aForm(transferKind), warehouseId: null, toWarehouseId: null };
  expect(checkForm(transferKind, form).map((error) => error.message)).toEqual(["还没选调出仓库。", "还没选调入仓库。"]);
  const same = { ...aForm(transferKind), toWarehouseId: id("0e") };
  expect(checkForm(transferKind, same).map((error) => error.field)).toEqual(["toWarehouseId"]);
});
test("跟源单的单据没有源单行就说按 F4", () => {
  expect(checkForm(transferReceiptKind, aForm(transferReceiptKind, []))[0]?.message).toBe(
    "还没有商品。按 F4 从发货单选。",
  );
  const loose = aForm(transferReceiptKind, [{ ...emptyLine("a"), item, unit: "罐", quantity: "1" }]);
  expect(checkForm(transferReceiptKind, loose).map((error) => error.field)).toEqual(["source"]);
});
test("其他入库：不填单位成本就不送，由服务器按平均成本", () => {
  const [line] = bodyOf(
    otherReceiptKind,
    aForm(otherReceiptKind, [{ ...emptyLine("a"), item, unit: "罐", quantity: "1" }]),
    null,
  ).lines;
  expect(line).toEqual({ itemId: id("01"), unit: "罐", quantity: "1", note: "" });
});
test("手工分摊：各行合计要等于费用金额", () => {
  const form = { ...aForm(costAllocationKind), method: "hand" as const, amount: "499.99" };
  expect(checkForm(costAllocationKind, form).map((error) => error.message)).toEqual([
    "各行合计 500.00，和费用 499.99 不一致，请改一致。",
  ]);
  expect(bodyOf(costAllocationKind, { ...form, amount: "500" }, null).lines[0]?.amount).toBe("500");
  expect(bodyOf(costAllocationKind, { ...form, method: "amount" }, null).lines[0]?.amount).toBeUndefined();
});
test("成本调整：负数照送，合计带符号，0 不行", () => {
  const form = aForm(costAdjustmentKind);
  expect(bodyOf(costAdjustmentKind, form, null).lines[0]?.amount).toBe("-12.5");
  expect(formTotals(form, costAdjustmentKind).gross).toBe("-12.50");
  const zero = { ...form, lines: form.lines.map((line) => (line.item ? { ...line, amount: "0" } : line)) };
  expect(checkForm(costAdjustmentKind, zero).map((error) => error.field)).toEqual(["amount"]);
});
test("源单只剩多少：能改成的数量按行的单位给", () => {
  const boxes = { ...emptyLine("a"), item, unit: "箱", quantity: "3" };
  const form = aForm(transferReceiptKind, [boxes]);
  const refused = (left: string) =>
    errorsAtFields(transferReceiptKind, form, [
      { path: "lines.0.quantity", code: "source.exceeded", message: "m", facts: { left, document: "DBFH-1" } },
    ])[0];
  expect(refused("48")).toMatchObject({
    lineKey: "a",
    field: "quantity",
    left: "2",
    document: { number: "DBFH-1", id: null },
  });
  expect(refused("50")?.left).toBeUndefined();
  expect(refused("0")?.left).toBeUndefined();
});
test("赔偿：原因是损失才问、才送；写成别的说怎么写，空着就是没有人赔", () => {
  const form = { ...aForm(otherIssueKind), reason: "damaged" as const, compensation: "20" };
  expect(fieldsOf(otherIssueKind, "damaged")).toContain("compensation");
  expect(fieldsOf(otherIssueKind, "own-use")).not.toContain("compensation");
  expect(bodyOf(otherIssueKind, form, null).compensation).toBe("20");
  expect(bodyOf(otherIssueKind, { ...form, compensation: "" }, null)).not.toHaveProperty("compensation");
  const wrong = { ...form, compensation: "廿" };
  expect(checkForm(otherIssueKind, wrong).map((error) => [error.field, error.message])).toEqual([
    ["compensation", "赔偿写成金额，例如 20；没有人赔就空着。"],
  ]);
  const unasked = { ...wrong, reason: "own-use" as const };
  expect(checkForm(otherIssueKind, unasked)).toEqual([]);
  expect(bodyOf(otherIssueKind, unasked, null)).not.toHaveProperty("compensation");
});
test("差额处理：更正单送自己的，分摊单送分摊方法", () => {
  expect(bodyOf(priceCorrectionKind, aForm(priceCorrectionKind), null).method).toBe("split");
  expect(bodyOf(priceCorrectionKind, { ...aForm(priceCorrectionKind), difference: "stock" }, null).method).toBe(
    "stock",
  );
  expect(bodyOf(costAllocationKind, { ...aForm(costAllocationKind), difference: "stock" }, null).method).toBe("amount");
});
test("价格更正的新单价没填，错在单价那一格", () => {
  const form = aForm(priceCorrectionKind);
  const empty = { ...form, lines: form.lines.map((line) => ({ ...line, price: "" })) };
  expect(checkForm(priceCorrectionKind, empty).map((error) => [error.lineKey, error.field])).toEqual([["a", "price"]]);
});
test("组装：第一行是成品，其余是配件；换成品时原来的变配件", () => {
  const lines = ["a", "b", "c"].map((key): FormLine => ({ ...emptyLine(key), item, unit: "罐", quantity: "1" }));
  const form = withRoles(aForm(assemblyKind, lines));
  const roles = (of: DocumentForm) => of.lines.slice(0, 3).map((line) => line.role);
  expect(roles(form)).toEqual(["product", "part", "part"]);
  expect(roles(withRole(form, "c", "product"))).toEqual(["part", "part", "product"]);
  expect(checkForm(assemblyKind, withRole(form, "a", "part")).map((error) => error.field)).toEqual(["role"]);
  expect([typedRole("成"), typedRole("2"), typedRole("x")]).toEqual(["product", "part", null]);
});
test.each([
  ["-12.5", "-12.5"],
  ["－１２", "-12"],
  ["(12.50)", "-12.5"],
  ["+3", "3"],
  ["-0", "0"],
  ["1-2", null],
  ["", null],
])("带符号的金额 %s → %s", (typed, amount) => {
  expect(typedSigned(typed, 2)).toBe(amount);
});
test.each([
  ["9", "0.09"],
  ["13%", "0.13"],
  ["0.06", "0.06"],
  ["0", "0"],
  ["100", null],
])("税率 %s → %s", (typed, rate) => {
  expect(typedTaxRate(typed)).toBe(rate);
});
