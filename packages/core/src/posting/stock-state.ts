import { afterIssue, afterReceipt, emptyPool, type Pool } from "../costing/moving-average.ts";
import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import type { Shortage, StockMove } from "./posting.ts";

/** 成本范围. */
export type CostScope = "company" | "warehouse";
/** The pool row of an item whose cost is company-wide stands under this warehouse. */
export const wholeCompany = "00000000-0000-0000-0000-000000000000";

/**
 * Stock as one document after another finds it. A child sees its parent's numbers until it writes its own; only an
 * accepted document's child is merged, so that a refusal leaves no trace (several lines and several documents of one
 * train are decided one after another).
 */
export type StockState = {
  readonly scope: CostScope;
  readonly quantities: Map<string, Quantity>;
  readonly pools: Map<string, Pool>;
  readonly parent: StockState | null;
};

export function stockState(scope: CostScope, parent: StockState | null = null): StockState {
  return { scope, quantities: new Map(), pools: new Map(), parent };
}
export function stockKey(itemId: string, warehouseId: string): string {
  return `${itemId}/${warehouseId}`;
}
export function poolWarehouse(scope: CostScope, warehouseId: string): string {
  return scope === "company" ? wholeCompany : warehouseId;
}
export function quantityOf(state: StockState, itemId: string, warehouseId: string): Quantity {
  const key = stockKey(itemId, warehouseId);
  for (let layer: StockState | null = state; layer; layer = layer.parent) {
    const found = layer.quantities.get(key);
    if (found !== undefined) return found;
  }
  return 0n;
}
export function poolOf(state: StockState, itemId: string, warehouseId: string): Pool {
  const key = stockKey(itemId, poolWarehouse(state.scope, warehouseId));
  for (let layer: StockState | null = state; layer; layer = layer.parent) {
    const found = layer.pools.get(key);
    if (found) return found;
  }
  return emptyPool;
}
export function mergeIntoParent(state: StockState): void {
  if (!state.parent) return;
  for (const [key, quantity] of state.quantities) state.parent.quantities.set(key, quantity);
  for (const [key, pool] of state.pools) state.parent.pools.set(key, pool);
}

function write(state: StockState, itemId: string, warehouseId: string, quantity: Quantity, pool: Pool): void {
  state.quantities.set(stockKey(itemId, warehouseId), quantity);
  state.pools.set(stockKey(itemId, poolWarehouse(state.scope, warehouseId)), pool);
}

export function receive(
  state: StockState,
  move: {
    readonly lineNo: number;
    readonly itemId: string;
    readonly warehouseId: string;
    readonly quantity: Quantity;
    readonly value: Money;
  },
): StockMove {
  const balanceQuantity = quantityOf(state, move.itemId, move.warehouseId) + move.quantity;
  const pool = afterReceipt(poolOf(state, move.itemId, move.warehouseId), move.quantity, move.value);
  write(state, move.itemId, move.warehouseId, balanceQuantity, pool);
  return { ...move, statedValue: move.value, balanceQuantity, poolQuantity: pool.quantity, poolValue: pool.value };
}

/** Never below zero: a shortage names the line, what was there and how much is missing. */
export function issue(
  state: StockState,
  move: { readonly lineNo: number; readonly itemId: string; readonly warehouseId: string; readonly quantity: Quantity },
): StockMove | Shortage {
  const available = quantityOf(state, move.itemId, move.warehouseId);
  if (available < move.quantity)
    return {
      lineNo: move.lineNo,
      itemId: move.itemId,
      warehouseId: move.warehouseId,
      available,
      short: move.quantity - available,
    };
  const { pool, cost } = afterIssue(poolOf(state, move.itemId, move.warehouseId), move.quantity);
  const balanceQuantity = available - move.quantity;
  write(state, move.itemId, move.warehouseId, balanceQuantity, pool);
  return {
    lineNo: move.lineNo,
    itemId: move.itemId,
    warehouseId: move.warehouseId,
    quantity: -move.quantity,
    statedValue: null,
    value: -cost,
    balanceQuantity,
    poolQuantity: pool.quantity,
    poolValue: pool.value,
  };
}
export function isShortage(move: StockMove | Shortage): move is Shortage {
  return "short" in move;
}
