/** Whole numbers only: 分 for money, millionths for quantities and prices, ten-thousandths for tax rates. */
export const one = 1_000_000n;

/** 四舍五入: at the half away from zero, for both signs. */
export function half(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const [n, d] = [absolute(numerator), absolute(denominator)];
  const [whole, rest] = [n / d, n % d];
  return sign * (rest * 2n >= d ? whole + 1n : whole);
}
export function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
export function sum(amounts: readonly bigint[]): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** The part of a value that belongs to some of the goods; all of the goods have all of the value. */
export function share(value: bigint, part: bigint, whole: bigint): bigint {
  if (part === whole) return value;
  return whole === 0n ? 0n : half(value * part, whole);
}

/** 最大余额法: rounded down first; then the largest remainders get one 分 more each, of equal ones the last line. */
export function spread(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const all = sum(weights);
  if (all === 0n) return weights.map((_, index) => (index === weights.length - 1 ? total : 0n));
  const amount = absolute(total);
  const parts = weights.map((weight) => (amount * weight) / all);
  const missing = Number(amount - sum(parts));
  const first = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % all }))
    .sort((a, b) => Number(b.remainder - a.remainder) || b.index - a.index)
    .slice(0, missing);
  for (const { index } of first) parts[index] = (parts[index] ?? 0n) + 1n;
  return total < 0n ? parts.map((part) => -part) : parts;
}

/** 单位成本 in millionths of 元 of so many 分 for so many millionths. */
export function unitCost(value: bigint, quantity: bigint): bigint {
  return quantity === 0n ? 0n : half(value * 10_000n * one, quantity);
}
export function atUnitCost(cost: bigint, quantity: bigint): bigint {
  return half(cost * quantity, 10_000n * one);
}

/** "12.5" with two decimals is 1250. */
export function number(text: string, decimals: number): bigint {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = (negative ? text.slice(1) : text).split(".");
  const digits = BigInt(whole + fraction.padEnd(decimals, "0").slice(0, decimals));
  return negative ? -digits : digits;
}
export function money(amount: bigint): string {
  return `${plain(amount / 100n, amount)}.${String(absolute(amount) % 100n).padStart(2, "0")}`;
}
export function quantity(amount: bigint): string {
  const fraction = String(absolute(amount) % one)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return `${plain(amount / one, amount)}${fraction === "" ? "" : `.${fraction}`}`;
}
function plain(whole: bigint, signed: bigint): string {
  return signed < 0n ? `-${absolute(whole)}` : String(whole);
}
