import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import { addValue, takeNamed, takeOldest } from "./fifo.ts";
import { issueCost, statedCost } from "./moving-average.ts";
import {
  amountAt,
  type CostingMethod,
  type Layer,
  type Pool,
  reachedValue,
  shareOf,
  smallerOf,
  unitCostOf,
} from "./pool.ts";

export type PoolMove = {
  readonly seq: bigint;
  /** Signed: + in, − out, 0 only a value. */
  readonly quantity: Quantity;
  /** Signed like the quantity; null = the method says what the issue costs. */
  readonly value: Money | null;
  /** The entry whose goods these are: a receipt that is returned, corrected or burdened with freight. */
  readonly sourceSeq: bigint | null;
  /** Of a value alone: the quantity it belongs to; what of it is gone bears its part as cost. Null = all of the pool. */
  readonly coverage: Quantity | null;
  /** Goods that only change their shelf inside the pool (调拨). */
  readonly isInside?: boolean;
};
export type Applied = {
  readonly pool: Pool;
  /** What moved, signed like the quantity. */
  readonly value: Money;
  /**
   * 成本差额: what passes from the pool straight into cost besides: issues costed too low until this receipt came
   * (P02, E22), goods of a late freight that are sold already (P22 g), a remainder on an empty shelf (E6).
   */
  readonly trueUp: Money;
  /** First in, first out only: the layers that an issue took, oldest first, with what was not there yet as the last. */
  readonly taken: readonly Layer[];
};
const nothing: readonly Layer[] = [];

/**
 * One entry against its pool. The amount is the truth, the unit cost is derived; a pool without goods has no value.
 * 全月一次加权 runs as moving average until its month is closed; 个别计价 is a moving average of each lot.
 */
export function applyMove(method: CostingMethod, pool: Pool, move: PoolMove): Applied {
  if (move.isInside) return changeShelf(method, pool, move);
  if (move.quantity > 0n) return takeIn(method, pool, move, move.value ?? 0n);
  if (move.quantity === 0n) return addToGoods(method, pool, move, move.value ?? 0n);
  return move.value === null ? issue(method, pool, move) : takeOutStated(method, pool, move, -move.value);
}

/**
 * 调拨 inside one pool: what leaves one shelf comes to the other at the same value, and the order in which the goods
 * came, what is still to be covered and the unit cost stay as they are. The two legs together change nothing.
 */
function changeShelf(method: CostingMethod, pool: Pool, move: PoolMove): Applied {
  const value = move.value ?? issue(method, pool, move).value;
  const after = { ...pool, quantity: pool.quantity + move.quantity, value: pool.value + value };
  return { pool: after, value, trueUp: 0n, taken: nothing };
}

/** What was taken before it was there gets its price now, oldest first; what has none yet takes this receipt's for the time being (P02 c). */
function takeIn(method: CostingMethod, pool: Pool, move: PoolMove, value: Money): Applied {
  const { quantity, seq } = move;
  if (pool.debts.length === 0) {
    const after = pool.quantity + quantity;
    const next: Pool = {
      quantity: after,
      value: pool.value + value,
      lastUnitCost: pool.lastUnitCost,
      layers: method === "fifo" ? [...pool.layers, { seq, quantity, value }] : pool.layers,
      debts: pool.debts,
    };
    return { pool: next, value, trueUp: 0n, taken: nothing };
  }
  const unitCost = unitCostOf(value, quantity);
  const { left, covered, provisional } = coverDebts(pool.debts, quantity);
  const coveredValue = shareOf(value, covered, quantity);
  const debts = left.map((debt) => (debt.value === 0n ? { ...debt, value: amountAt(unitCost, debt.quantity) } : debt));
  const nowPriced = sumOf(debts) - sumOf(left);
  const trueUp = coveredValue - provisional + nowPriced;
  const rest = quantity - covered;
  const next: Pool = {
    quantity: pool.quantity + quantity,
    value: pool.value + value - trueUp,
    lastUnitCost: unitCost,
    layers: method === "fifo" && rest > 0n ? [{ seq, quantity: rest, value: value - coveredValue }] : [],
    debts,
  };
  return { pool: next, value, trueUp, taken: nothing };
}

function coverDebts(
  debts: readonly Layer[],
  quantity: Quantity,
): { readonly left: readonly Layer[]; readonly covered: Quantity; readonly provisional: Money } {
  const owed = debts.reduce((sum, debt) => sum + debt.quantity, 0n);
  const covered = smallerOf(owed, quantity);
  const taken = takeOldest(debts, covered);
  return { left: taken.layers, covered, provisional: taken.cost };
}
function sumOf(layers: readonly Layer[]): Money {
  return layers.reduce((sum, layer) => sum + layer.value, 0n);
}

function issue(method: CostingMethod, pool: Pool, move: PoolMove): Applied {
  const quantity = -move.quantity;
  const available = pool.quantity > 0n ? pool.quantity : 0n;
  const covered = smallerOf(quantity, available);
  const fifo = method === "fifo" ? takeOldest(pool.layers, covered) : null;
  const cost = fifo ? fifo.cost : covered === 0n ? 0n : issueCost(pool, covered);
  const after = pool.quantity - quantity;
  const lastUnitCost = after > 0n || available === 0n ? pool.lastUnitCost : unitCostOf(pool.value, pool.quantity);
  const uncovered = quantity - covered;
  const provisional = uncovered === 0n ? 0n : amountAt(lastUnitCost, uncovered);
  const debts = uncovered === 0n ? nothing : [{ seq: move.seq, quantity: uncovered, value: provisional }];
  const next: Pool = {
    quantity: after,
    value: pool.value - cost - provisional,
    lastUnitCost,
    layers: fifo ? fifo.layers : pool.layers,
    debts: uncovered === 0n ? pool.debts : [...pool.debts, ...debts],
  };
  const taken = fifo ? [...fifo.taken, ...debts] : nothing;
  return { pool: next, value: -(cost + provisional), trueUp: 0n, taken };
}

/** Goods that leave at a value of their own: back to the supplier at what they were bought for (E5, E21). */
function takeOutStated(method: CostingMethod, pool: Pool, move: PoolMove, stated: Money): Applied {
  const quantity = -move.quantity;
  const available = pool.quantity > 0n ? pool.quantity : 0n;
  const covered = smallerOf(quantity, available);
  const coveredValue = shareOf(stated, covered, quantity);
  const fifo = method === "fifo" ? takeNamed(pool.layers, move.sourceSeq, covered, coveredValue) : null;
  const left = available - covered;
  const kept = fifo ? fifo.cost : covered === 0n ? coveredValue : statedCost(pool, covered, coveredValue);
  const trueUp = kept - coveredValue;
  const uncovered = quantity - covered;
  const next: Pool = {
    quantity: pool.quantity - quantity,
    value: pool.value - stated - trueUp,
    lastUnitCost: left > 0n ? pool.lastUnitCost : unitCostOf(stated, quantity),
    layers: fifo ? fifo.layers : pool.layers,
    debts:
      uncovered === 0n
        ? pool.debts
        : [...pool.debts, { seq: move.seq, quantity: uncovered, value: stated - coveredValue }],
  };
  return { pool: next, value: -stated, trueUp, taken: nothing };
}

/**
 * Value without goods: freight, a corrected price, an adjusted cost. What is sold already bears its part as cost; of a
 * receipt that went back as a whole all of it is cost.
 */
function addToGoods(method: CostingMethod, pool: Pool, move: PoolMove, value: Money): Applied {
  const there = goodsOf(method, pool, move.sourceSeq);
  const share = reachedValue(value, there, move.coverage);
  const worth = worthOf(method, pool, move.sourceSeq);
  const kept = there > 0n && worth + share < 0n ? -worth : share;
  const next: Pool =
    kept === 0n
      ? pool
      : {
          ...pool,
          value: pool.value + kept,
          layers: method === "fifo" ? addValue(pool.layers, namedLayer(pool, move.sourceSeq), kept) : pool.layers,
        };
  return { pool: next, value, trueUp: value - kept, taken: nothing };
}
function namedLayer(pool: Pool, seq: bigint | null): bigint | null {
  return seq !== null && pool.layers.some((layer) => layer.seq === seq) ? seq : null;
}
function goodsOf(method: CostingMethod, pool: Pool, seq: bigint | null): Quantity {
  if (method !== "fifo" || seq === null) return pool.quantity;
  return pool.layers.find((layer) => layer.seq === seq)?.quantity ?? 0n;
}
function worthOf(method: CostingMethod, pool: Pool, seq: bigint | null): Money {
  if (method !== "fifo" || seq === null) return pool.value;
  return pool.layers.find((layer) => layer.seq === seq)?.value ?? 0n;
}
