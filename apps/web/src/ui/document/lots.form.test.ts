import type { ItemCandidate } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { bodyOf } from "./body.form.ts";
import { checkForm } from "./check.form.ts";
import { bookText } from "./count.form.ts";
import { type DocumentForm, emptyLine, type FormLine, withItem } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { entryColumns, lineWalk } from "./grid-columns.ts";
import {
  expiryOf,
  type LotRow,
  proposedLot,
  serialsOf,
  withLotBooks,
  withLotChosen,
  withLotLines,
  withScannedLot,
} from "./lots.form.ts";
import { newForm } from "./saved.form.ts";
import { stockCountKind, transferKind } from "./stock-kinds.ts";
import { purchaseReceiptKind, salesDeliveryKind } from "./trade-kinds.ts";

const id = (last: string) => `018f0000-0000-7000-8000-0000000000${last}`;
function anItem(changes: Partial<ItemCandidate> = {}): ItemCandidate {
  return {
    id: id("01"),
    code: "N1",
    name: "牛奶",
    spec: "",
    baseUnit: "盒",
    taxRate: "0.09",
    units: [{ name: "箱", factor: "12", barcodes: [], salePrice: null, purchasePrice: null }],
    salePrice: null,
    purchasePrice: null,
    minimumSalePrice: null,
    tracking: "lot",
    shelfLifeDays: 30,
    isKit: false,
    onHand: "15",
    available: "0",
    hitUnit: null,
    lastPrices: [],
    ...changes,
  };
}
const phone = anItem({ id: id("02"), name: "手机", tracking: "serial", shelfLifeDays: null, units: [] });
function aLine(changes: Partial<FormLine> = {}): FormLine {
  return { ...emptyLine("a"), item: anItem(), unit: "盒", quantity: "2", price: "3", ...changes };
}
function aForm(kind: DocumentKind, lines: readonly FormLine[]): DocumentForm {
  return {
    ...newForm(kind, id("dd"), "2026-01-08", ""),
    partnerId: id("0c"),
    warehouseId: id("0e"),
    toWarehouseId: id("0f"),
    lines: [...lines, emptyLine("blank")],
  };
}
function aLot(lot: string, expiresOn: string | null, onHand = "5"): LotRow {
  return {
    itemId: id("01"),
    itemCode: "N1",
    itemName: "牛奶",
    spec: "",
    unit: "盒",
    tracking: "lot",
    warehouseId: id("0e"),
    warehouse: "主仓",
    lot,
    producedOn: null,
    expiresOn,
    daysLeft: null,
    onHand,
  };
}
const said = (kind: DocumentKind, line: FormLine) =>
  checkForm(kind, aForm(kind, [line])).map((error) => `${error.field} ${error.message}`);

test("按批号管理的要填批号，跟着源单行的不用", () => {
  expect(said(salesDeliveryKind, aLine())).toEqual(["lot 「牛奶」按批号管理，请填批号。"]);
  expect(said(salesDeliveryKind, aLine({ lot: "A" }))).toEqual([]);
  expect(said(salesDeliveryKind, aLine({ item: anItem({ tracking: "none" }) }))).toEqual([]);
});
test("序列号一件一个，按基本单位数；怎么隔开都行", () => {
  expect(serialsOf(" S1 S2，S3\nS4、S5 ")).toEqual(["S1", "S2", "S3", "S4", "S5"]);
  expect(said(salesDeliveryKind, aLine({ item: phone, lot: "S1" }))).toEqual([
    "lot 「手机」按序列号管理，要 2 个序列号，现在有 1 个。用空格隔开。",
  ]);
  expect(said(salesDeliveryKind, aLine({ item: phone, lot: "S1 S2" }))).toEqual([]);
});
test("送出的内容：批号带日期，序列号是一串，不跟踪的什么都不带", () => {
  const line = (one: FormLine) => bodyOf(purchaseReceiptKind, aForm(purchaseReceiptKind, [one]), null).lines[0];
  expect(line(aLine({ lot: "A", producedOn: "2026-01-01" }))).toMatchObject({ lot: "A", producedOn: "2026-01-01" });
  expect(line(aLine({ item: phone, lot: "S1 S2" }))).toMatchObject({ serials: ["S1", "S2"] });
  expect(line(aLine({ item: anItem({ tracking: "none" }), lot: "A" }))).not.toHaveProperty("lot");
});
test("先到期先出：过期的不推荐，没有日期的排最后", () => {
  const lots = [aLot("C", null), aLot("B", "2026-02-02"), aLot("A", "2026-01-31"), aLot("旧", "2026-01-07")];
  expect(proposedLot(lots, "2026-01-08")).toBe("A");
  expect(proposedLot([aLot("旧", "2026-01-07"), aLot("C", null)], "2026-01-08")).toBe("C");
  expect(proposedLot([aLot("旧", "2026-01-07")], "2026-01-08")).toBeNull();
});
test("有效期由生产日期和保质期算", () => {
  expect(expiryOf(aLine({ producedOn: "2026-01-03" }))).toBe("2026-02-02");
  expect(expiryOf(aLine({ item: phone, producedOn: "2026-01-03" }))).toBe("");
});
test("列：有跟踪的商品才有批号列，进来的批才有日期；回车走过批号", () => {
  const columns = (kind: DocumentKind, line: FormLine) =>
    entryColumns(kind, aForm(kind, [line]), documentTexts.zh.columns, { taxRate: false, cost: true, blind: false })
      .map((column) => column.id)
      .filter((one) => ["lot", "producedOn", "expiresOn"].includes(one));
  expect(columns(transferKind, aLine({ item: anItem({ tracking: "none" }) }))).toEqual([]);
  expect(columns(transferKind, aLine())).toEqual(["lot"]);
  expect(columns(purchaseReceiptKind, aLine())).toEqual(["lot", "producedOn", "expiresOn"]);
  expect(lineWalk(transferKind, { method: "amount" }, aLine())).toEqual(["item", "quantity", "lot"]);
  expect(lineWalk(purchaseReceiptKind, { method: "amount" }, aLine()).slice(-2)).toEqual(["lot", "producedOn"]);
});
test("扫到的序列号加一个，扫过的不再加；批号是换掉", () => {
  expect(withScannedLot(aLine({ item: phone, lot: "S1" }), "S2")).toBe("S1 S2");
  expect(withScannedLot(aLine({ item: phone, lot: "S1 S2" }), "S2")).toBe("S1 S2");
  expect(withScannedLot(aLine({ lot: "A" }), "B")).toBe("B");
});
test("点架上的序列号：再点一次就去掉", () => {
  const chosen = (lot: string) =>
    withLotChosen(aForm(salesDeliveryKind, [aLine({ item: phone, lot })]), "a", "S2").lines[0]?.lot;
  expect([chosen("S1"), chosen("S1 S2")]).toEqual(["S1 S2", "S1"]);
});
test("换了商品，批号不留", () => {
  const terms = { sells: true, taxIncluded: true, suggests: true };
  expect(withItem(aLine({ lot: "A" }), phone, terms).lot).toBe("");
  expect(withItem(aLine({ lot: "A" }), anItem(), terms).lot).toBe("A");
});
test("盘点：一批一行，账面数是那一批的；同一批不能两行", () => {
  const waiting = aLine({ quantity: "", price: "" });
  const form = withLotLines(aForm(stockCountKind, [waiting]), [aLot("A", null, "10"), aLot("B", null)], () => "k");
  expect(form.lines.slice(0, 2).map((line) => `${line.lot} ${bookText(line)}`)).toEqual(["A 10", "B 5"]);
  const saved = aForm(stockCountKind, [aLine({ lot: "B", price: "" })]);
  expect(bookText(saved.lines[0] as FormLine)).toBe("");
  expect(bookText(withLotBooks(saved, [aLot("B", null)]).lines[0] as FormLine)).toBe("5");
  const twice = (lot: string) =>
    checkForm(
      stockCountKind,
      aForm(stockCountKind, [aLine({ lot: "A", price: "" }), aLine({ key: "b", lot, price: "" })]),
    );
  expect([twice("B").length, twice("A").length]).toEqual([0, 1]);
});
