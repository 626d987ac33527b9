import { divideHalfUp } from "../decimal.ts";
import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";

/** One cost pool 成本池: an item of the company, or of one warehouse, as the cost scope says. */
export type Pool = { readonly quantity: Quantity; readonly value: Money };
export const emptyPool: Pool = { quantity: 0n, value: 0n };

/**
 * 移动加权平均: an issue costs round(value ÷ quantity × issued). The last unit out takes whatever value is left, so that
 * a sold-out item keeps no stray 分 (D5, P04, E3, E4).
 */
export function issueCost(pool: Pool, quantity: Quantity): Money {
  if (quantity === pool.quantity) return pool.value;
  if (pool.quantity <= 0n) return 0n;
  return divideHalfUp(pool.value * quantity, pool.quantity);
}

export function afterReceipt(pool: Pool, quantity: Quantity, value: Money): Pool {
  return { quantity: pool.quantity + quantity, value: pool.value + value };
}
export function afterIssue(pool: Pool, quantity: Quantity): { readonly pool: Pool; readonly cost: Money } {
  const cost = issueCost(pool, quantity);
  return { pool: { quantity: pool.quantity - quantity, value: pool.value - cost }, cost };
}
