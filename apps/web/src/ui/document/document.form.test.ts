import type { ItemCandidate } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { bodyOf } from "./body.form.ts";
import { checkForm, errorsAtFields } from "./check.form.ts";
import {
  type DocumentForm,
  emptyLine,
  type FormLine,
  isWorsePrice,
  listPrice,
  withAmount,
  withItem,
  withScan,
  withUnit,
} from "./document.form.ts";
import { lineStocks } from "./line-stock.form.ts";
import { completed, newForm } from "./saved.form.ts";
import { purchaseReceiptKind, salesDeliveryKind, salesOrderKind } from "./trade-kinds.ts";
import { formTotals } from "./totals.form.ts";
import { typedDate } from "./typed-date.ts";

const sells = { sells: true, taxIncluded: true, suggests: true };
function anItem(changes: Partial<ItemCandidate> = {}): ItemCandidate {
  return {
    id: "018f0000-0000-7000-8000-000000000001",
    code: "10031",
    name: "红牛 维生素功能饮料",
    spec: "250ml×24",
    baseUnit: "罐",
    taxRate: "0.13",
    units: [
      { name: "罐", factor: "1", barcodes: ["6901234567892"], salePrice: "5.5", purchasePrice: "4" },
      { name: "箱", factor: "24", barcodes: ["16901234567899"], salePrice: "122", purchasePrice: null },
    ],
    salePrice: "5.5",
    purchasePrice: "4",
    minimumSalePrice: null,
    tracking: "none",
    shelfLifeDays: null,
    isKit: false,
    onHand: "150",
    available: "150",
    hitUnit: null,
    lastPrices: [
      { unit: "箱", price: "120", taxIncluded: true, businessDate: "2026-11-18", number: "XSCK-20261118-0021" },
    ],
    ...changes,
  };
}
function aLine(changes: Partial<FormLine> = {}): FormLine {
  return { ...withItem(emptyLine("a"), anItem(), sells), quantity: "1", ...changes };
}
function aForm(lines: readonly FormLine[], changes: Partial<DocumentForm> = {}): DocumentForm {
  return {
    ...newForm(salesDeliveryKind, "018f0000-0000-7000-8000-00000000000d", "2026-11-25", ""),
    partnerId: "018f0000-0000-7000-8000-00000000000c",
    partnerName: "城西联华",
    warehouseId: "018f0000-0000-7000-8000-00000000000e",
    lines: [...lines, emptyLine("blank")],
    ...changes,
  };
}

test("选商品：带出上次的单位和价，已填的数量留着", () => {
  const line = withItem({ ...emptyLine("a"), quantity: "10" }, anItem(), sells);
  expect([line.unit, line.price, line.quantity]).toEqual(["箱", "120", "10"]);
});
test("选商品：没有上次价就用价目；扫到哪个单位的条码就是哪个单位", () => {
  const line = withItem(emptyLine("a"), anItem({ lastPrices: [], hitUnit: "罐" }), sells);
  expect([line.unit, line.price]).toEqual(["罐", "5.5"]);
});
test("价目：单位没有自己的价时按换算", () => {
  expect(listPrice(anItem(), "箱", false)).toBe("96");
});
test("上次价是不含税的，按税率换成含税再比", () => {
  const item = anItem({
    lastPrices: [{ unit: "箱", price: "100", taxIncluded: false, businessDate: "2026-11-18", number: "" }],
  });
  expect(withItem(emptyLine("a"), item, sells).price).toBe("113");
});
test("换单位：换成那个单位的价；没有价目就按换算", () => {
  expect(withUnit(aLine(), "罐", sells).price).toBe("5.5");
  const bare = anItem({
    lastPrices: [],
    salePrice: null,
    units: anItem().units.map((unit) => ({ ...unit, salePrice: null })),
  });
  const line = { ...withItem(emptyLine("a"), bare, sells), unit: "罐", price: "5" };
  expect(withUnit(line, "箱", sells).price).toBe("120");
});
test("改金额反算单价", () => {
  expect(withAmount(aLine({ quantity: "3" }), "100").price).toBe("33.333333");
  expect(withAmount(aLine({ quantity: "20", discountRate: "98" }), "754.6").price).toBe("38.5");
});
test("扫码：同商品同单位加一，否则在空行前加一行", () => {
  const scanned = withScan(
    aForm([aLine({ quantity: "2" })]),
    { item: anItem({ hitUnit: "箱" }), quantity: "1", key: "n" },
    sells,
  );
  expect(scanned.form.lines.map((line) => line.quantity)).toEqual(["3", ""]);
  const other = withScan(aForm([aLine()]), { item: anItem({ hitUnit: "罐" }), quantity: "12", key: "n" }, sells);
  expect(other.form.lines.map((line) => `${line.unit}${line.quantity}`)).toEqual(["箱1", "罐12", ""]);
});
test("合计：行按含税单价，优惠只减总额，大写跟着总额", () => {
  const totals = formTotals(aForm([aLine({ quantity: "10" })], { orderDiscount: "0.6" }), salesDeliveryKind);
  expect(totals.lines.get("a")).toEqual({ amount: "1200.00", tax: "138.05", change: "" });
  expect([totals.quantity, totals.unit, totals.beforeDiscount, totals.gross]).toEqual([
    "10",
    "箱",
    "1200.00",
    "1199.40",
  ]);
  expect(totals.grossInWords).toBe("壹仟壹佰玖拾玖元肆角整");
});
test("可用：同一商品几行共用，后面的行少了自己那份", () => {
  const stocks = lineStocks(aForm([aLine({ quantity: "4" }), aLine({ key: "b", quantity: "4" })]), salesDeliveryKind);
  expect(stocks.get("a")).toEqual({ available: "6", short: null, reserved: null });
  expect(stocks.get("b")).toEqual({ available: "2", short: "2", reserved: null });
});
test("可用少于现存：默认只说用到了占用的，公司不许占用才说缺；采购单看现存", () => {
  const form = aForm([aLine({ unit: "罐", quantity: "100", item: anItem({ available: "60" }) })]);
  expect(lineStocks(form, salesDeliveryKind).get("a")).toEqual({ available: "60", short: null, reserved: "40" });
  expect(lineStocks(form, salesDeliveryKind, true).get("a")).toEqual({ available: "60", short: "40", reserved: "40" });
  expect(lineStocks(form, salesOrderKind).get("a")).toEqual({ available: "60", short: null, reserved: null });
  expect(lineStocks(form, purchaseReceiptKind).get("a")).toEqual({ available: "150", short: null, reserved: null });
  const tooMuch = aForm([aLine({ unit: "罐", quantity: "160", item: anItem({ available: "60" }) })]);
  expect(lineStocks(tooMuch, salesDeliveryKind).get("a")).toEqual({ available: "60", short: "100", reserved: "90" });
});
test("从订单出库：订单替这一行占着的，就是它可用的", () => {
  const facts = {
    unit: "箱",
    quantity: "2",
    price: "120",
    taxIncluded: true,
    net: "0",
    gross: "0",
    accrued: false,
  };
  const source = { documentId: "d", lineNo: 1, type: "sales-order" as const, number: "XSDD-20261125-0001", facts };
  const form = aForm([aLine({ quantity: "3", item: anItem({ available: "24" }), source })]);
  expect(lineStocks(form, salesDeliveryKind, true).get("a")).toEqual({ available: "3", short: null, reserved: null });
});
test("还不知道库存的行不说缺货", () => {
  const line = aLine({ item: anItem({ onHand: "" }), quantity: "4" });
  expect(lineStocks(aForm([line]), salesDeliveryKind).get("a")).toBeUndefined();
});
test("入库从不缺货", () => {
  expect(lineStocks(aForm([aLine({ quantity: "400" })]), purchaseReceiptKind).get("a")?.short).toBeNull();
});
test("卖得比上次低、买得比上次高要提醒", () => {
  expect(isWorsePrice(aLine({ price: "119.5" }), sells)).toBe(true);
  expect(isWorsePrice(aLine({ price: "120" }), sells)).toBe(false);
  expect(isWorsePrice(aLine({ price: "120.5" }), { ...sells, sells: false })).toBe(true);
});
test("检查：一次说全，每处在自己的格", () => {
  const form = aForm([aLine({ quantity: "0" }), { ...emptyLine("b"), typed: "hnx", state: "unknown" }], {
    partnerId: null,
  });
  expect(
    checkForm(salesDeliveryKind, form).map((error) => `${error.lineKey ?? "头"} ${error.field} ${error.message}`),
  ).toEqual([
    "头 partnerId 还没选客户。",
    "a quantity 数量是 0。填数量，或删掉这一行（Ctrl Del）。",
    "b item 没有找到「hnx」。可换一个编码、条码或名称，或删掉这一行（Ctrl Del）。",
    "b quantity 数量是 0。填数量，或删掉这一行（Ctrl Del）。",
  ]);
});
test("检查：整单优惠不能大于合计", () => {
  expect(
    checkForm(salesDeliveryKind, aForm([aLine()], { orderDiscount: "120.01" })).map((error) => error.field),
  ).toEqual(["orderDiscount"]);
  expect(checkForm(salesDeliveryKind, aForm([aLine()], { orderDiscount: "120" }))).toEqual([]);
});
test("送出的内容：空行不送，没折扣写 100", () => {
  const body = bodyOf(salesDeliveryKind, aForm([aLine({ quantity: "１０" })]), 3);
  expect(body.lines).toHaveLength(1);
  expect(body.lines[0]).toMatchObject({ quantity: "10", price: "120", discountRate: "100", taxRate: "0.13" });
  expect(body.version).toBe(3);
});
test("服务器的拒绝回到那一格，几种写法都认", () => {
  const form = aForm([aLine(), aLine({ key: "b" })]);
  const at = (path: string) => errorsAtFields(salesDeliveryKind, form, [{ path, code: "x", message: "m" }])[0];
  expect(at("lines.1.quantity")).toMatchObject({ lineKey: "b", field: "quantity" });
  expect(at("/body/lines/0/itemId")).toMatchObject({ lineKey: "a", field: "item" });
  expect(at("lines[1].price")).toMatchObject({ lineKey: "b", field: "price" });
  expect(at("businessDate")).toMatchObject({ lineKey: null, field: "businessDate" });
});
test.each([
  ["25", "2026-11-25"],
  ["3", "2026-11-03"],
  ["12-1", "2026-12-01"],
  ["1201", "2026-12-01"],
  ["2026年3月5日", "2026-03-05"],
  ["20260305", "2026-03-05"],
  ["明天", "明天"],
])("日期 %s → %s", (typed, day) => {
  expect(typedDate(typed, "2026-11-20")).toBe(day);
});
test("旧页面存在本机的草稿，缺的字段补上默认", () => {
  const { toWarehouseId: _to, reason: _reason, ...old } = aForm([]);
  const lines = [{ key: "a", item: null, typed: "水", state: "unknown", quantity: "3" }];
  const form = completed({ ...old, lines } as unknown as DocumentForm);
  expect([form.toWarehouseId, form.reason]).toEqual([null, null]);
  expect(form.lines[0]).toMatchObject({ typed: "水", quantity: "3", source: null, amount: "" });
});
