import { expect, test } from "vitest";
import { isTable, pastedRows } from "./pasted-rows.ts";

test("从 Excel 粘贴：有表头按表头认列", () => {
  const rows = pastedRows(
    "商品编码\t品名\t单位\t数量\t含税单价\t备注\r\n10001\t农夫山泉\t箱\t40\t26.50\t\r\n10002\t怡宝\t箱\t1,200\t9\t急\r\n",
  );
  expect(rows).toEqual([
    { item: "10001", quantity: "40", unit: "箱", price: "26.5", note: "" },
    { item: "10002", quantity: "1200", unit: "箱", price: "9", note: "急" },
  ]);
});
test("没有表头：第一列是商品，第一个数字列是数量，第二个是单价", () => {
  expect(pastedRows("6901234567892\t12\t26.5\n6921168509256\t3\t\n")).toEqual([
    { item: "6901234567892", quantity: "12", unit: "", price: "26.5", note: "" },
    { item: "6921168509256", quantity: "3", unit: "", price: "", note: "" },
  ]);
  expect(pastedRows("10001\t箱\t5\t急用\n10002\t瓶\t6\t\n")[0]).toMatchObject({
    unit: "箱",
    quantity: "5",
    note: "急用",
  });
});
test("一列编码也行；空行和看不见的字符不算", () => {
  expect(pastedRows("10001\n\n\u200b10002\u00a0\n").map((row) => row.item)).toEqual(["10001", "10002"]);
});
test("表头上面有空行，表头还是表头", () => {
  expect(pastedRows("\t\n编码\t数量\n10001\t2\n")).toMatchObject([{ item: "10001", quantity: "2" }]);
});
test("带引号的格里可以有换行", () => {
  expect(pastedRows('10001\t1\t2\t"第一行\n第二行"\n')[0]?.note).toBe("第一行 第二行");
});
test("一个格不是表格", () => {
  expect(isTable("10001\r\n")).toBe(false);
  expect(isTable("10001\t2")).toBe(true);
  expect(isTable("10001\n10002")).toBe(true);
});
