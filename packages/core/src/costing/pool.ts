import { divideHalfUp } from "../decimal.ts";
import type { Money } from "../money.ts";
import type { Period } from "../period.ts";
import { oneUnit, type Quantity, type UnitPrice } from "../quantity.ts";

/** 移动加权 · 先进先出 · 全月一次加权 · 个别计价. */
export const costingMethods = ["moving-average", "fifo", "monthly-average", "specific"] as const;
export type CostingMethod = (typeof costingMethods)[number];
/** 成本范围. */
export const costScopes = ["company", "warehouse"] as const;
export type CostScope = (typeof costScopes)[number];
export type CostRules = {
  readonly method: CostingMethod;
  readonly scope: CostScope;
  /** 允许负库存: an issue beyond what is there costs the last known unit cost until a receipt covers it. */
  readonly negativeAllowed: boolean;
  /** It was allowed at some time: earlier moments may be below zero. */
  readonly negativeEver: boolean;
  /** The month from which the method holds: what stood before it is one amount. 0: from the first entry. */
  readonly since: Period;
};

/** What one receipt left in the pool (先进先出), or what one issue took before it was there (负库存). */
export type Layer = { readonly seq: bigint; readonly quantity: Quantity; readonly value: Money };

/** One cost pool 成本池: an item of the company, of one warehouse, or of one lot, as scope and method say. */
export type Pool = {
  readonly quantity: Quantity;
  readonly value: Money;
  /** The unit cost known last, for issues from an empty pool; looked at only when nothing is there. */
  readonly lastUnitCost: UnitPrice;
  /** First in, first out only: oldest first. */
  readonly layers: readonly Layer[];
  /** Issues that no receipt has covered yet, oldest first, at their provisional value. */
  readonly debts: readonly Layer[];
};
const none: readonly Layer[] = [];
export const emptyPool: Pool = { quantity: 0n, value: 0n, lastUnitCost: 0n, layers: none, debts: none };
export function poolOfAmounts(quantity: Quantity, value: Money): Pool {
  return { quantity, value, lastUnitCost: 0n, layers: none, debts: none };
}

/** What a pool is when a method begins with it: 先进先出 has one layer of all that is there; what is owed is one debt. */
export function poolAtBeginning(method: CostingMethod, quantity: Quantity, value: Money): Pool {
  const pool = poolOfAmounts(quantity, value);
  if (quantity < 0n) return { ...pool, debts: [{ seq: 0n, quantity: -quantity, value: -value }] };
  return method === "fifo" && quantity > 0n ? { ...pool, layers: [{ seq: 0n, quantity, value }] } : pool;
}

/** round(value × part ÷ whole); the whole takes everything, so that nothing is left behind. */
export function shareOf(value: Money, part: Quantity, whole: Quantity): Money {
  if (part === whole) return value;
  return whole === 0n ? 0n : divideHalfUp(value * part, whole);
}
/** The part of a value alone that reaches the goods it speaks of, of which so many are there; null: it speaks of those. */
export function reachedValue(value: Money, there: Quantity, coverage: Quantity | null): Money {
  if (there <= 0n || coverage === 0n) return 0n;
  return coverage === null || there >= coverage ? value : shareOf(value, there, coverage);
}
export function unitCostOf(value: Money, quantity: Quantity): UnitPrice {
  return quantity === 0n ? 0n : divideHalfUp(value * 10_000n * oneUnit, quantity);
}
/** quantity at a unit cost, in 分. */
export function amountAt(unitCost: UnitPrice, quantity: Quantity): Money {
  return divideHalfUp(unitCost * quantity, 10_000n * oneUnit);
}

/** What so many goods cost at the average of now, or at the cost last known; null when nothing tells. */
export function averageValue(pool: Pool, quantity: Quantity): Money | null {
  if (pool.quantity > 0n) return shareOf(pool.value, quantity, pool.quantity);
  return pool.lastUnitCost > 0n ? amountAt(pool.lastUnitCost, quantity) : null;
}
export function smallerOf(a: Quantity, b: Quantity): Quantity {
  return a < b ? a : b;
}

type StoredPool = { readonly l?: string; readonly y?: readonly StoredLayer[]; readonly d?: readonly StoredLayer[] };
type StoredLayer = readonly [seq: string, quantity: string, value: string];

/** What amounts alone do not tell of a pool, as JSON for its row; null when there is nothing to tell. */
export function poolStateText(pool: Pool): string | null {
  const isPlain = pool.layers.length === 0 && pool.debts.length === 0;
  if (isPlain && (pool.quantity > 0n || pool.lastUnitCost === 0n)) return null;
  const stored = (layers: readonly Layer[]): StoredLayer[] =>
    layers.map((layer) => [String(layer.seq), String(layer.quantity), String(layer.value)]);
  return JSON.stringify({
    ...(pool.quantity > 0n ? {} : { l: String(pool.lastUnitCost) }),
    ...(pool.layers.length > 0 ? { y: stored(pool.layers) } : {}),
    ...(pool.debts.length > 0 ? { d: stored(pool.debts) } : {}),
  } satisfies StoredPool);
}
export function poolFrom(quantity: Quantity, value: Money, stateText: string | null): Pool {
  if (stateText === null) return poolOfAmounts(quantity, value);
  const state = JSON.parse(stateText) as StoredPool;
  const layers = (stored: readonly StoredLayer[] = []): readonly Layer[] =>
    stored.map(([seq, amount, worth]) => ({ seq: BigInt(seq), quantity: BigInt(amount), value: BigInt(worth) }));
  return { quantity, value, lastUnitCost: BigInt(state.l ?? "0"), layers: layers(state.y), debts: layers(state.d) };
}
