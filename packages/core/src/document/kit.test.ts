import { expect, test } from "vitest";
import { formatMoney, parseMoney, sumMoney } from "../money.ts";
import { formatQuantity, parseQuantity } from "../quantity.ts";
import { kitsOf, spreadOverParts } from "./kit.ts";

function spread(amount: string, ...parts: readonly (readonly [quantity: string, salePrice: string])[]): string {
  const shares = spreadOverParts(
    parseMoney(amount),
    parts.map(([quantity, salePrice]) => ({
      quantity: parseQuantity(quantity),
      saleValue: parseQuantity(quantity) * parseMoney(salePrice),
    })),
  );
  expect(formatMoney(sumMoney(shares))).toBe(formatMoney(parseMoney(amount)));
  return shares.map(formatMoney).join(" + ");
}

test("礼盒 894.00 = 6 瓶酒（单卖 120）+ 3 只盒（单卖 30），按单卖金额 720 : 90 摊", () => {
  expect(spread("894.00", ["6", "120"], ["3", "30"])).toBe("794.67 + 99.33");
});
test("除不尽的分给余数最大的，余数一样给最后一个", () => {
  expect(spread("100.00", ["1", "10"], ["1", "10"], ["1", "10"])).toBe("33.33 + 33.33 + 33.34");
  expect(spread("0.01", ["1", "1"], ["1", "2"])).toBe("0.00 + 0.01");
});
test("只有一部分配件有售价，没有售价的是赠品，不摊", () => {
  expect(spread("298.00", ["2", "120"], ["1", "0"])).toBe("298.00 + 0.00");
});
test("配件都没有售价，按数量摊；金额是 0 就都是 0", () => {
  expect(spread("100.00", ["2", "0"], ["1", "0"])).toBe("66.67 + 33.33");
  expect(spread("0.00", ["2", "120"], ["1", "30"])).toBe("0.00 + 0.00");
});
test("任何金额和配件，摊完的和都正好是原来的金额", () => {
  let seed = 7n;
  const next = (most: bigint) => {
    seed = (seed * 6364136223846793005n + 1442695040888963407n) % (1n << 64n);
    return (seed >> 20n) % most;
  };
  for (let round = 0; round < 500; round += 1) {
    const amount = next(10_000_000n);
    const shares = spreadOverParts(
      amount,
      Array.from({ length: Number(next(6n)) + 1 }, () => ({
        quantity: next(90n) + 1n,
        saleValue: next(3n) * next(1000n),
      })),
    );
    expect(sumMoney(shares)).toBe(amount);
    expect(shares.every((share) => share >= 0n)).toBe(true);
  }
});

test("可配几套：先用完的配件说了算；不够一套是 0，欠着是负数", () => {
  const kits = (...parts: readonly (readonly [available: string, quantity: string])[]) =>
    formatQuantity(
      kitsOf(
        parts.map(([available, quantity]) => ({
          available: parseQuantity(available),
          quantity: parseQuantity(quantity),
        })),
      ),
    );
  expect(kits(["11", "2"], ["9", "1"])).toBe("5");
  expect(kits(["1", "2"], ["9", "1"])).toBe("0");
  expect(kits(["-1", "2"], ["9", "1"])).toBe("-1");
  expect(kits(["1.5", "0.5"])).toBe("3");
  expect(kits(["7", "0"], ["9", "1"])).toBe("0");
});
