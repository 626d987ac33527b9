import type { Quantity } from "../quantity.ts";
import type { Shortage } from "./posting.ts";
import { stockKey } from "./stock-state.ts";

/** 占用: a customer will fetch it · 采购在途: a supplier will bring it. */
export const promiseSides = ["reserved", "on-order"] as const;
export type PromiseSide = (typeof promiseSides)[number];

/** A line of an approved order: what was ordered, what followed, and whether the rest was given up (手工关闭). */
export type OrderLine = {
  readonly documentId: string;
  readonly lineNo: number;
  /** The posting of its approval: who ordered first is served first. */
  readonly postingSeq: bigint;
  readonly side: PromiseSide;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly ordered: Quantity;
  readonly executed: Quantity;
  readonly isClosed: boolean;
};
/** What orders say of an item on a shelf: the open quantities of its lines, by side. */
export type Promises = Readonly<Record<PromiseSide, Quantity>>;
export const noPromises: Promises = { reserved: 0n, "on-order": 0n };

/** 未执行 · 部分执行 · 已完成 · 已关闭. */
export const orderStates = ["none", "partial", "done", "closed"] as const;
export type OrderState = (typeof orderStates)[number];

/** What is still to come of it; nothing of a closed order. */
export function openOf(line: Pick<OrderLine, "ordered" | "executed" | "isClosed">): Quantity {
  return line.isClosed ? 0n : line.ordered - line.executed;
}
export function orderStateOf(lines: readonly Pick<OrderLine, "ordered" | "executed" | "isClosed">[]): OrderState {
  if (lines.some((line) => line.isClosed)) return "closed";
  if (lines.every((line) => line.executed === line.ordered)) return "done";
  return lines.some((line) => line.executed > 0n) ? "partial" : "none";
}

/**
 * The order lines that a train looks at, and what all orders promise of their items. Lines are only changed here, and
 * every change moves the promise of its item and shelf by what is open more or less: the two cannot drift apart.
 */
export type OrderBook = {
  readonly lines: Map<string, OrderLine>;
  readonly promises: Map<string, Promises>;
  readonly changedLines: Set<string>;
  readonly changedPromises: Set<string>;
};
export function orderBook(): OrderBook {
  return { lines: new Map(), promises: new Map(), changedLines: new Set(), changedPromises: new Set() };
}
export function orderLineKey(line: { readonly documentId: string; readonly lineNo: number }): string {
  return `${line.documentId}/${line.lineNo}`;
}

export function writeOrderLine(book: OrderBook, line: OrderLine): void {
  if (line.executed < 0n || line.executed > line.ordered)
    throw new Error(`an order line executes between 0 and what was ordered: ${orderLineKey(line)}`);
  const key = orderLineKey(line);
  const before = book.lines.get(key);
  promise(book, line, openOf(line) - (before ? openOf(before) : 0n));
  book.lines.set(key, line);
  book.changedLines.add(key);
}
/** 反审核: the order is a draft again and promises nothing. */
export function removeOrderLine(book: OrderBook, line: OrderLine): void {
  const key = orderLineKey(line);
  promise(book, line, -openOf(line));
  book.lines.delete(key);
  book.changedLines.add(key);
}
function promise(book: OrderBook, line: OrderLine, change: Quantity): void {
  if (change === 0n) return;
  const key = stockKey(line.itemId, line.warehouseId);
  const before = book.promises.get(key) ?? noPromises;
  book.promises.set(key, { ...before, [line.side]: before[line.side] + change });
  book.changedPromises.add(key);
}

/** Goods that a line takes without any order having kept them for it. */
export type FreeTaking = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly quantity: Quantity;
};
export type BeyondAvailable = Omit<Shortage, "lot" | "isTwice"> & { readonly reserved: Quantity };
type OnHand = (itemId: string, warehouseId: string) => Quantity;

/** 可用 = 现存 − 占用: what each line asks beyond that, the lines before it served first. */
export function beyondAvailable(
  takings: readonly FreeTaking[],
  onHand: OnHand,
  promises: ReadonlyMap<string, Promises>,
): readonly BeyondAvailable[] {
  const left = new Map<string, Quantity>();
  return takings.flatMap(({ lineNo, itemId, warehouseId, quantity }) => {
    const key = stockKey(itemId, warehouseId);
    const reserved = promises.get(key)?.reserved ?? 0n;
    const free = onHand(itemId, warehouseId) - reserved;
    const available = left.get(key) ?? (free > 0n ? free : 0n);
    left.set(key, available > quantity ? available - quantity : 0n);
    return quantity > available
      ? [{ lineNo, itemId, warehouseId, available, short: quantity - available, reserved }]
      : [];
  });
}
/** What is taken from goods that are kept for somebody else; without a reservation the shelf itself is the limit. */
export function takenFromReserved(
  takings: readonly FreeTaking[],
  onHand: OnHand,
  promises: ReadonlyMap<string, Promises>,
): readonly BeyondAvailable[] {
  return beyondAvailable(takings, onHand, promises).filter((one) => one.reserved > 0n);
}
