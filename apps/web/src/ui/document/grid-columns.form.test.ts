import { expect, test } from "vitest";
import type { DocumentForm } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { type CellId, type ColumnsShown, entryColumns, shortWalk, stepFrom, tableWidth } from "./grid-columns.ts";
import { newForm } from "./saved.form.ts";
import { assemblyKind, disassemblyKind, otherReceiptKind, stockCountKind, transferKind } from "./stock-kinds.ts";
import { costAllocationKind, salesReturnKind } from "./trade-kinds.ts";

const cells: readonly CellId[] = ["item", "unit", "quantity", "price", "discountRate", "amount", "note"];
const short = (): readonly CellId[] => ["item", "quantity", "price"];
const walk = { keys: ["a", "b", "blank"], cells, short, itemOnly: (key: string) => key === "blank" };

test("回车走商品、数量、单价，然后下一行", () => {
  expect(stepFrom({ lineKey: "a", cell: "item" }, "next", walk)).toEqual({ lineKey: "a", cell: "quantity" });
  expect(stepFrom({ lineKey: "a", cell: "price" }, "next", walk)).toEqual({ lineKey: "b", cell: "item" });
  expect(stepFrom({ lineKey: "a", cell: "note" }, "next", walk)).toEqual({ lineKey: "b", cell: "item" });
  expect(stepFrom({ lineKey: "b", cell: "price" }, "next", walk)).toEqual({ lineKey: "blank", cell: "item" });
});
test("Shift 回车往回走", () => {
  expect(stepFrom({ lineKey: "b", cell: "item" }, "previous", walk)).toEqual({ lineKey: "a", cell: "price" });
  expect(stepFrom({ lineKey: "a", cell: "note" }, "previous", walk)).toEqual({ lineKey: "a", cell: "price" });
});
test("Tab 每一格都走，走完表格就出去", () => {
  expect(stepFrom({ lineKey: "a", cell: "quantity" }, "nextCell", walk)).toEqual({ lineKey: "a", cell: "price" });
  expect(stepFrom({ lineKey: "a", cell: "note" }, "nextCell", walk)).toEqual({ lineKey: "b", cell: "item" });
  expect(stepFrom({ lineKey: "blank", cell: "item" }, "nextCell", walk)).toBeNull();
  expect(stepFrom({ lineKey: "a", cell: "item" }, "previousCell", walk)).toBeNull();
});
test("上下移动同一格；空行只有商品格", () => {
  expect(stepFrom({ lineKey: "a", cell: "price" }, "down", walk)).toEqual({ lineKey: "b", cell: "price" });
  expect(stepFrom({ lineKey: "b", cell: "price" }, "down", walk)).toEqual({ lineKey: "blank", cell: "item" });
  expect(stepFrom({ lineKey: "a", cell: "price" }, "up", walk)).toBeNull();
});
test("盘点：回车只走盘点数，带进来的商品不用再碰；到空行就是商品", () => {
  const count = { ...walk, short: () => shortWalk(stockCountKind, { method: "amount" }) };
  expect(stepFrom({ lineKey: "a", cell: "quantity" }, "next", count)).toEqual({ lineKey: "b", cell: "quantity" });
  expect(stepFrom({ lineKey: "b", cell: "quantity" }, "next", count)).toEqual({ lineKey: "blank", cell: "item" });
  expect(stepFrom({ lineKey: "blank", cell: "item" }, "previous", count)).toEqual({ lineKey: "b", cell: "quantity" });
});
test("跟着源单的行没有商品格：从空行往上走到第一个能填的格", () => {
  const follows = { ...walk, cells: ["quantity", "note"] as const };
  expect(stepFrom({ lineKey: "blank", cell: "item" }, "up", follows)).toEqual({ lineKey: "b", cell: "quantity" });
});

const columnIds = (kind: DocumentKind, shown: Partial<ColumnsShown> = {}, form: Partial<DocumentForm> = {}) =>
  entryColumns(kind, { ...newForm(kind, "id", "2026-11-25", ""), ...form }, documentTexts.zh.columns, {
    taxRate: false,
    cost: true,
    blind: false,
    ...shown,
  }).map((column) => column.id);
test("列按单据的种类来：有价的才有单价、折扣、税", () => {
  expect(columnIds(transferKind)).toEqual(["no", "code", "name", "spec", "unit", "available", "quantity", "note"]);
  expect(columnIds(salesReturnKind)).toContain("source");
  expect(columnIds(salesReturnKind)).toContain("price");
  expect(columnIds(disassemblyKind)).toContain("weight");
  expect(columnIds(assemblyKind)).not.toContain("weight");
});
test("看不到成本的人：其他入库没有单位成本，盘点没有盘盈单价", () => {
  expect(columnIds(otherReceiptKind)).toEqual(expect.arrayContaining(["price", "amount"]));
  for (const kind of [otherReceiptKind, stockCountKind])
    expect(columnIds(kind, { cost: false })).not.toEqual(expect.arrayContaining(["price"]));
});
test("盲盘：账面数和差异都没有", () => {
  expect(columnIds(stockCountKind)).toEqual(expect.arrayContaining(["book", "difference"]));
  const blind = columnIds(stockCountKind, { blind: true });
  expect(blind).not.toContain("book");
  expect(blind).not.toContain("difference");
});
test("费用分摊：手工填的时候才能改分摊额", () => {
  const cellOf = (method: DocumentForm["method"]) =>
    entryColumns(
      costAllocationKind,
      { ...newForm(costAllocationKind, "id", "2026-11-25", ""), method },
      documentTexts.zh.columns,
      { taxRate: false, cost: true, blind: false },
    ).find((column) => column.id === "amount")?.cell;
  expect([cellOf("amount"), cellOf("hand")]).toEqual([undefined, "amount"]);
});
test("表格窄到放不下备注就滚动，不挤掉它", () => {
  expect(tableWidth([{ width: 100 }, { width: "20%" }, {}])).toBe(980);
  expect(tableWidth([{ width: 1000 }, { width: "20%" }, {}])).toBe(1340);
});
