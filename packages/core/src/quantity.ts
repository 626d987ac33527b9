import { divideHalfUp, formatDecimal, parseDecimal } from "./decimal.ts";

/** 数量 in millionths. */
export type Quantity = bigint;
/** 单价 in millionths of 元. */
export type UnitPrice = bigint;
export const quantityScale = 6;
export const oneUnit = 1_000_000n;

export function parseQuantity(text: string): Quantity {
  return parseDecimal(text, quantityScale);
}
/** As entered: no trailing zeros. */
export function formatQuantity(value: Quantity): string {
  return formatDecimal(value, quantityScale, true);
}
export function parseUnitPrice(text: string): UnitPrice {
  return parseDecimal(text, 6);
}
export function formatUnitPrice(value: UnitPrice): string {
  return formatDecimal(value, 6, true);
}

/** Units to base units; null when the result needs more than six decimals, which would silently lose goods. */
export function toBaseQuantity(quantity: Quantity, factor: Quantity): Quantity | null {
  const product = quantity * factor;
  return product % oneUnit === 0n ? product / oneUnit : null;
}

/** 53 瓶 at 12 a 箱 → "4箱5瓶"; the way a storekeeper says it (E16, P23 b). */
export function mixedUnits(base: Quantity, unitName: string, factor: Quantity, baseUnitName: string): string {
  if (factor <= oneUnit) return `${formatQuantity(base)}${baseUnitName}`;
  const magnitude = base < 0n ? -base : base;
  const whole = magnitude / factor;
  const rest = magnitude - whole * factor;
  const parts = [
    whole > 0n ? `${whole}${unitName}` : "",
    rest > 0n ? `${formatQuantity(rest)}${baseUnitName}` : "",
  ].join("");
  return parts === "" ? `0${baseUnitName}` : `${base < 0n ? "-" : ""}${parts}`;
}

/** 单位成本 in millionths of 元, derived: the amount is the truth. */
export function unitCost(value: bigint, quantity: Quantity): UnitPrice | null {
  return quantity === 0n ? null : divideHalfUp(value * 10_000n * oneUnit, quantity);
}
