import { applyMove } from "../costing/apply-move.ts";
import { type CostRules, emptyPool, type Pool } from "../costing/pool.ts";
import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import type { MoveBasis, MoveShare, Shortage, StockMove } from "./posting.ts";

/** The pool row of an item whose cost is company-wide stands under this warehouse. */
export const wholeCompany = "00000000-0000-0000-0000-000000000000";

/**
 * Stock as one document after another finds it. A child sees its parent's numbers until it writes its own; only an
 * accepted document's child is merged, so that a refusal leaves no trace (several lines and several documents of one
 * train are decided one after another).
 */
export type StockState = {
  readonly rules: CostRules;
  readonly quantities: Map<string, Quantity>;
  readonly pools: Map<string, Pool>;
  readonly parent: StockState | null;
  /** What the next entry will be called: links between the entries of one document need their names. */
  nextSeq: bigint;
  /** What a replay of the books found of the entries to come, by their names: a voucher then says that. */
  found?: ReadonlyMap<bigint, Pick<StockMove, "value" | "trueUp">>;
};

export function stockState(rules: CostRules, parent: StockState | null = null, nextSeq = 0n): StockState {
  return { rules, quantities: new Map(), pools: new Map(), parent, nextSeq };
}
export function stockKey(itemId: string, warehouseId: string): string {
  return `${itemId}/${warehouseId}`;
}
export function poolWarehouse(scope: CostRules["scope"], warehouseId: string): string {
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
  const key = stockKey(itemId, poolWarehouse(state.rules.scope, warehouseId));
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

export type MoveRequest = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  /** Signed: + in, − out, 0 only a value. */
  readonly quantity: Quantity;
  readonly basis: MoveBasis;
  /** Signed; null when the costing method says it. */
  readonly value: Money | null;
  readonly sourceSeq?: bigint | null;
  readonly share?: MoveShare | null;
  readonly contraAccount?: string | null;
  /** Where it stands in the order of the books, when that is not its document's day. */
  readonly place?: StockMove["place"];
};

/** Never below zero unless the company allows it: a shortage names the line, what was there and how much is missing. */
export function move(state: StockState, request: MoveRequest): StockMove | Shortage {
  const { itemId, warehouseId, quantity } = request;
  const available = quantityOf(state, itemId, warehouseId);
  const balanceQuantity = available + quantity;
  if (quantity < 0n && balanceQuantity < 0n && !state.rules.negativeAllowed)
    return { lineNo: request.lineNo, itemId, warehouseId, available, short: -balanceQuantity };
  const seq = state.nextSeq;
  const applied = applyMove(state.rules.method, poolOf(state, itemId, warehouseId), {
    seq,
    quantity,
    value: request.value,
    sourceSeq: request.sourceSeq ?? null,
    coverage: quantity === 0n ? (request.share?.part ?? null) : null,
  });
  const { value, trueUp } = state.found?.get(seq) ?? applied;
  state.nextSeq = seq + 1n;
  state.quantities.set(stockKey(itemId, warehouseId), balanceQuantity);
  state.pools.set(stockKey(itemId, poolWarehouse(state.rules.scope, warehouseId)), applied.pool);
  return {
    seq,
    lineNo: request.lineNo,
    itemId,
    warehouseId,
    quantity,
    basis: request.basis,
    statedValue: request.basis === "stated" ? request.value : null,
    sourceSeq: request.sourceSeq ?? null,
    share: request.share ?? null,
    contraAccount: request.contraAccount ?? null,
    place: request.place ?? null,
    value,
    trueUp,
    balanceQuantity,
    poolQuantity: applied.pool.quantity,
    poolValue: applied.pool.value,
  };
}

/** Goods that come in at a value that is known. */
export function receive(
  state: StockState,
  request: Pick<MoveRequest, "lineNo" | "itemId" | "warehouseId" | "quantity" | "contraAccount"> & {
    readonly value: Money;
  },
): StockMove {
  const result = move(state, { ...request, basis: "stated" });
  if (isShortage(result)) throw new Error("goods that come in cannot be short");
  return result;
}
/** Goods that leave at what the costing method says. */
export function issue(
  state: StockState,
  request: Pick<MoveRequest, "lineNo" | "itemId" | "warehouseId" | "quantity" | "contraAccount">,
): StockMove | Shortage {
  return move(state, { ...request, quantity: -request.quantity, basis: "pool", value: null });
}
export function isShortage(result: StockMove | Shortage): result is Shortage {
  return "short" in result;
}
