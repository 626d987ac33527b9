import { expect, test } from "vitest";
import { takeNamed, takeOldest, valueTakenBack } from "./fifo.ts";
import type { Layer } from "./pool.ts";

const unit = 1_000_000n;
function layer(seq: number, quantity: number, amount: string): Layer {
  return { seq: BigInt(seq), quantity: BigInt(quantity) * unit, value: BigInt(amount.replace(".", "")) };
}
function text(layers: readonly Layer[]): string {
  return layers.map(({ seq, quantity, value }) => `#${seq} ${quantity / unit} ${Number(value) / 100}`).join("；");
}

test("先进先出：先取最早的一层，取完的一层把余下的分都带走", () => {
  const { layers, cost, taken } = takeOldest([layer(1, 3, "10.00"), layer(2, 5, "20.00")], 4n * unit);
  expect(`${text(taken)} 成本 ${Number(cost) / 100} 余 ${text(layers)}`).toBe("#1 3 10；#2 1 4 成本 14 余 #2 4 16");
});

test("退供应商先取那一批的一层，按说好的金额；取空的一层全带走，不够再从最早的取", () => {
  const all = [layer(1, 10, "100.00"), layer(2, 5, "60.00")];
  const take = (quantity: bigint, stated: bigint) => {
    const { layers, cost, taken } = takeNamed(all, 2n, quantity * unit, stated);
    return `${text(taken)} 成本 ${Number(cost) / 100} 余 ${text(layers)}`;
  };
  expect([take(8n, 9600n), take(2n, 3000n), take(2n, 6001n), take(5n, 7000n)]).toEqual([
    "#2 5 60；#1 3 30 成本 90 余 #1 7 70",
    "#2 2 30 成本 30 余 #1 10 100；#2 3 30",
    "#2 2 24 成本 24 余 #1 10 100；#2 3 36",
    "#2 5 60 成本 60 余 #1 10 100",
  ]);
});

test("客户退货按倒序拿回最后取的一层（E21）；分几次退完，合计就是当时的成本", () => {
  const taken = [layer(1, 100, "1000.00"), layer(2, 20, "240.00")];
  const back = (left: number, quantity: number) =>
    Number(valueTakenBack(taken, BigInt(left) * unit, BigInt(quantity) * unit)) / 100;
  expect([back(120, 10), back(110, 20), back(90, 90)]).toEqual([120, 220, 900]);
  const thirds = [layer(1, 3, "10.00")];
  const third = (left: bigint) => valueTakenBack(thirds, left * unit, unit);
  expect([third(3n), third(2n), third(1n)]).toEqual([333n, 334n, 333n]);
});
