import { expect, test } from "vitest";
import { type CellId, stepFrom } from "./grid-columns.ts";

const cells: readonly CellId[] = ["item", "unit", "quantity", "price", "discountRate", "amount", "note"];
const walk = { keys: ["a", "b", "blank"], cells, itemOnly: (key: string) => key === "blank" };

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
