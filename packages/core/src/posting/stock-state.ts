import { applyMove } from "../costing/apply-move.ts";
import { type CostRules, emptyPool, type Pool, poolOfAmounts } from "../costing/pool.ts";
import type { Money } from "../money.ts";
import { oneUnit, type Quantity } from "../quantity.ts";
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
export function lotKey(itemId: string, warehouseId: string, lot: string): string {
  return `${itemId}/${warehouseId}/${lot}`;
}
export function lotQuantityOf(state: StockState, itemId: string, warehouseId: string, lot: string): Quantity {
  const key = lotKey(itemId, warehouseId, lot);
  for (let layer: StockState | null = state; layer; layer = layer.parent) {
    const found = layer.quantities.get(key);
    if (found !== undefined) return found;
  }
  return 0n;
}
/** Lots of an item that stand on a shelf. */
export function lotsOn(state: StockState, itemId: string, warehouseId: string): readonly string[] {
  const beginning = lotKey(itemId, warehouseId, "");
  const lots = new Set<string>();
  for (let layer: StockState | null = state; layer; layer = layer.parent)
    for (const key of layer.quantities.keys()) if (key.startsWith(beginning)) lots.add(key.slice(beginning.length));
  return [...lots].filter((lot) => lotQuantityOf(state, itemId, warehouseId, lot) > 0n).sort();
}
export function poolOf(state: StockState, itemId: string, warehouseId: string): Pool {
  return poolAt(state, stockKey(itemId, poolWarehouse(state.rules.scope, warehouseId)));
}
/** What a piece of this lot costs: its own pool with 个别计价, the item's otherwise. */
export function lotPoolOf(state: StockState, itemId: string, warehouseId: string, lot: string | null): Pool {
  if (lot === null || state.rules.method !== "specific") return poolOf(state, itemId, warehouseId);
  return poolAt(state, `${stockKey(itemId, poolWarehouse(state.rules.scope, warehouseId))}/${lot}`);
}
function poolAt(state: StockState, key: string): Pool {
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
  readonly lot?: string | null;
  /** The lot is a serial number: one piece. */
  readonly isSerial?: boolean;
  /** Signed: + in, − out, 0 only a value. */
  readonly quantity: Quantity;
  readonly basis: MoveBasis;
  /** Signed; null when the costing method says it. */
  readonly value: Money | null;
  readonly sourceSeq?: bigint | null;
  readonly share?: MoveShare | null;
  readonly contraAccount?: string | null;
  /** 调拨: the goods stay in the company. */
  readonly isTransfer?: boolean;
  /** Where it stands in the order of the books, when that is not its document's day. */
  readonly place?: StockMove["place"];
};

/**
 * Never below zero unless the company allows it, and a lot never: a shortage names the line, what was there and how much
 * is missing. A serial number is there once or not at all.
 */
export function move(state: StockState, request: MoveRequest): StockMove | Shortage {
  const { itemId, warehouseId, quantity } = request;
  const lot = request.lot ?? null;
  const available = quantityOf(state, itemId, warehouseId);
  const balanceQuantity = available + quantity;
  const place = { lineNo: request.lineNo, itemId, warehouseId };
  const refused = lot === null ? null : refusedLot(state, request, lot);
  if (refused) return refused;
  if (quantity < 0n && balanceQuantity < 0n && !state.rules.negativeAllowed)
    return { ...place, lot: null, isTwice: false, available, short: -balanceQuantity };
  const seq = state.nextSeq;
  const { pool, ...applied } = applyToPools(state, request, lot, seq);
  const { value, trueUp } = state.found?.get(seq) ?? applied;
  state.nextSeq = seq + 1n;
  state.quantities.set(stockKey(itemId, warehouseId), balanceQuantity);
  if (lot !== null)
    state.quantities.set(lotKey(itemId, warehouseId, lot), lotQuantityOf(state, itemId, warehouseId, lot) + quantity);
  return {
    seq,
    ...place,
    lot,
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
    poolQuantity: pool.quantity,
    poolValue: pool.value,
  };
}
function refusedLot(state: StockState, request: MoveRequest, lot: string): Shortage | null {
  const { lineNo, itemId, warehouseId, quantity } = request;
  const available = lotQuantityOf(state, itemId, warehouseId, lot);
  const after = available + quantity;
  const place = { lineNo, itemId, warehouseId, lot, available };
  if (quantity < 0n && after < 0n) return { ...place, isTwice: false, short: -after };
  return request.isSerial && quantity > 0n && after > oneUnit ? { ...place, isTwice: true, short: 0n } : null;
}
/** 个别计价 costs each lot by itself; what the item is worth is the sum of its lots. */
function applyToPools(state: StockState, request: MoveRequest, lot: string | null, seq: bigint) {
  const { itemId, warehouseId, quantity } = request;
  const { method, scope } = state.rules;
  const key = stockKey(itemId, poolWarehouse(scope, warehouseId));
  const poolMove = {
    seq,
    quantity,
    value: request.value,
    sourceSeq: request.sourceSeq ?? null,
    coverage: quantity === 0n ? (request.share?.part ?? null) : null,
    isInside: request.isTransfer === true && scope === "company",
  };
  const whole = poolOf(state, itemId, warehouseId);
  if (method !== "specific" || lot === null) {
    const applied = applyMove(method, whole, poolMove);
    state.pools.set(key, applied.pool);
    return applied;
  }
  const own = `${key}/${lot}`;
  const applied = applyMove(method, poolAt(state, own), poolMove);
  const pool = withSum(whole, quantity, applied.value - applied.trueUp);
  state.pools.set(own, applied.pool);
  state.pools.set(key, pool);
  return { pool, value: applied.value, trueUp: applied.trueUp };
}
/** The pool of an item that is costed lot by lot: only what its lots sum to. */
export function withSum(pool: Pool, quantity: Quantity, value: Money): Pool {
  return poolOfAmounts(pool.quantity + quantity, pool.value + value);
}

/** Goods that come in at a value that is known. */
export function receive(
  state: StockState,
  request: Pick<
    MoveRequest,
    "lineNo" | "itemId" | "warehouseId" | "lot" | "isSerial" | "quantity" | "contraAccount"
  > & {
    readonly value: Money;
  },
): StockMove | Shortage {
  return move(state, { ...request, basis: "stated" });
}
/** Goods that leave at what the costing method says. */
export function issue(
  state: StockState,
  request: Pick<MoveRequest, "lineNo" | "itemId" | "warehouseId" | "lot" | "isSerial" | "quantity" | "contraAccount">,
): StockMove | Shortage {
  return move(state, { ...request, quantity: -request.quantity, basis: "pool", value: null });
}
export function isShortage(result: StockMove | Shortage): result is Shortage {
  return "short" in result;
}
