import fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuantity } from "../quantity.ts";
import {
  noPromises,
  openOf,
  type OrderLine,
  orderBook,
  orderStateOf,
  removeOrderLine,
  takenFromReserved,
  writeOrderLine,
} from "./order-book.ts";

const [ten, four, zero] = [parseQuantity("10"), parseQuantity("4"), 0n];
function line(more: Partial<OrderLine> = {}): OrderLine {
  return {
    documentId: "D",
    lineNo: 1,
    postingSeq: 1n,
    side: "reserved",
    itemId: "A",
    warehouseId: "W",
    ordered: ten,
    executed: zero,
    isClosed: false,
    ...more,
  };
}

test("占用随订单行：订 10 占 10，出 4 剩 6，关闭剩 0，打开又是 6，退回草稿是 0", () => {
  const book = orderBook();
  const story: bigint[] = [];
  const step = (change: () => void) => {
    change();
    story.push(book.promises.get("A/W")?.reserved ?? 0n);
  };
  step(() => writeOrderLine(book, line()));
  step(() => writeOrderLine(book, line({ executed: four })));
  step(() => writeOrderLine(book, line({ executed: four, isClosed: true })));
  step(() => writeOrderLine(book, line({ executed: four })));
  step(() => removeOrderLine(book, line({ executed: four })));
  expect(story).toEqual(["10", "6", "0", "6", "0"].map(parseQuantity));
  expect(book.lines.size).toBe(0);
});

test("执行不会超过订的数量，也不会小于 0", () => {
  expect(() => writeOrderLine(orderBook(), line({ executed: ten + 1n }))).toThrow("between 0");
  expect(() => writeOrderLine(orderBook(), line({ executed: -1n }))).toThrow("between 0");
});

test("状态：未执行、部分执行、已完成、已关闭", () => {
  const states = [
    [line(), line()],
    [line(), line({ executed: ten })],
    [line({ executed: ten }), line({ executed: ten })],
    [line({ executed: ten, isClosed: true }), line({ isClosed: true })],
  ].map(orderStateOf);
  expect(states).toEqual(["none", "partial", "done", "closed"]);
});

test("占用和采购在途永远等于未完订单行之和，无论怎样改", () => {
  const operation = fc.record({
    document: fc.constantFrom("D1", "D2", "D3"),
    side: fc.constantFrom("reserved" as const, "on-order" as const),
    item: fc.constantFrom("A", "B"),
    executed: fc.integer({ min: 0, max: 10 }),
    isClosed: fc.boolean(),
    isRemoved: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      const book = orderBook();
      for (const one of operations) {
        const known = book.lines.get(`${one.document}/1`);
        if (one.isRemoved && known) removeOrderLine(book, known);
        else
          writeOrderLine(book, {
            ...(known ?? line({ documentId: one.document, side: one.side, itemId: one.item })),
            executed: parseQuantity(String(one.executed)),
            isClosed: one.isClosed,
          });
      }
      for (const item of ["A", "B"])
        for (const side of ["reserved", "on-order"] as const) {
          const sum = [...book.lines.values()]
            .filter((one) => one.itemId === item && one.side === side)
            .reduce((total, one) => total + openOf(one), 0n);
          expect((book.promises.get(`${item}/W`) ?? noPromises)[side]).toBe(sum);
        }
    }),
  );
});

test("可用 = 现存 − 占用：别人的货不许动，几行一起算；没有占用的不管", () => {
  const taking = (lineNo: number, quantity: string, itemId = "A") => ({
    lineNo,
    itemId,
    warehouseId: "W",
    quantity: parseQuantity(quantity),
  });
  const promises = new Map([["A/W", { ...noPromises, reserved: parseQuantity("8") }]]);
  const short = takenFromReserved([taking(1, "1"), taking(2, "4"), taking(3, "99", "B")], () => ten, promises);
  expect(short).toEqual([
    {
      lineNo: 2,
      itemId: "A",
      warehouseId: "W",
      available: parseQuantity("1"),
      short: parseQuantity("3"),
      reserved: parseQuantity("8"),
    },
  ]);
  expect(takenFromReserved([taking(1, "2")], () => ten, promises)).toEqual([]);
  expect(takenFromReserved([taking(1, "1")], () => four, promises)[0]?.available).toBe(0n);
});
