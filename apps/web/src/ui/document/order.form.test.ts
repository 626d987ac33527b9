import type { DocumentView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { beginnings } from "./document-kinds.ts";
import { inLineUnit, mayClose, mayReopen, openLines, shortLines } from "./order.form.ts";

const box = { unit: "箱", factor: "12", baseUnit: "罐" };
type State = NonNullable<DocumentView["order"]>["state"];
const inState = (state: State) => ({ order: { expectedDate: null, state, closure: null } });

test("执行了多少：整箱说箱，不够一箱说罐", () => {
  expect([inLineUnit("24", box), inLineUnit("5", box), inLineUnit("0", box)]).toEqual([
    { quantity: "2", unit: "箱" },
    { quantity: "5", unit: "罐" },
    { quantity: "0", unit: "箱" },
  ]);
  expect(inLineUnit("2.5", { unit: "kg", factor: "1", baseUnit: "kg" })).toEqual({ quantity: "2.5", unit: "kg" });
});

test("没执行完的才能关闭，关闭的才能打开", () => {
  const states = [null, "none", "partial", "done", "closed"] as const;
  expect(states.map((state) => mayClose(inState(state)))).toEqual([false, true, true, false, false]);
  expect(states.map((state) => mayReopen(inState(state)))).toEqual([false, false, false, false, true]);
});

test("下推：还有没执行的订单才有出库、入库", () => {
  const begun = (type: "sales-order" | "purchase-order", state: State) =>
    beginnings({ type, accrued: false, ...inState(state) }).map((one) => one.label.zh);
  expect(begun("sales-order", "partial")).toEqual(["出库"]);
  expect(begun("purchase-order", "none")).toEqual(["入库"]);
  expect([begun("sales-order", "done"), begun("sales-order", "closed")]).toEqual([[], []]);
});

test("几行没完、几行缺货", () => {
  const lines = ["0", "3", "2"].map((open, index) => ({
    execution: { executed: "0", open, short: index === 2 ? "1" : "0" },
  })) as unknown as DocumentView["lines"];
  expect([openLines({ lines }), shortLines({ lines })]).toEqual([2, 1]);
});
