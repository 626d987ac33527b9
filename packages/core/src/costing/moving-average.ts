import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import { type Pool, shareOf } from "./pool.ts";

/**
 * 移动加权平均: an issue costs round(value ÷ quantity × issued). The last unit out takes whatever value is left, so that
 * a sold-out item keeps no stray 分 (D5, P04, E3, E4).
 */
export function issueCost(pool: Pick<Pool, "quantity" | "value">, quantity: Quantity): Money {
  if (quantity === pool.quantity) return pool.value;
  if (pool.quantity <= 0n) return 0n;
  return shareOf(pool.value, quantity, pool.quantity);
}

/** What goods give up that leave at a stated value: that, unless it would leave value without goods, or goods worth less than nothing (E6). */
export function statedCost(pool: Pick<Pool, "quantity" | "value">, quantity: Quantity, stated: Money): Money {
  const isKept = quantity < pool.quantity && stated <= pool.value;
  return isKept ? stated : issueCost(pool, quantity);
}
