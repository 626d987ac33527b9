import { divideHalfUp, formatDecimal, parseDecimal } from "./decimal.ts";

/** 金额 in 分. */
export type Money = bigint;

export function parseMoney(text: string): Money {
  return parseDecimal(text, 2);
}
export function formatMoney(value: Money): string {
  return formatDecimal(value, 2);
}
export function sumMoney(values: readonly Money[]): Money {
  return values.reduce((sum, value) => sum + value, 0n);
}

/**
 * Splits a total by weights so that the parts sum to it exactly: every part rounded down, the 分 left over go to the
 * largest remainders; among equal remainders the last line takes it (E8, E20, P32).
 */
export function allocateByLargestRemainder(total: Money, weights: readonly bigint[]): readonly Money[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weightSum === 0n) return weights.map((_, index) => (index === weights.length - 1 ? total : 0n));
  const negative = total < 0n;
  const amount = negative ? -total : total;
  const parts = weights.map((weight) => (amount * weight) / weightSum);
  const remainders = weights.map((weight, index) => ({ index, remainder: (amount * weight) % weightSum }));
  let left = amount - sumMoney(parts);
  const order = [...remainders].sort((a, b) =>
    a.remainder === b.remainder ? b.index - a.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const { index } of order) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return negative ? parts.map((part) => -part) : parts;
}

/** quantity (millionths) × price (millionths per unit) × rate (millionths), rounded to 分 once. */
export function extendedAmount(quantity: bigint, price: bigint, rate: bigint): Money {
  return divideHalfUp(quantity * price * rate * 100n, 1_000_000_000_000_000_000n);
}
