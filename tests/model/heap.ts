import { atUnitCost, least, share, spread, sum, unitCost } from "./exact.ts";
import type { Method } from "./paper.ts";

/** Some goods that came together, or that were taken before they came. */
export type Parcel = { readonly name: string; quantity: bigint; value: bigint };
/**
 * 成本池: goods that are there, or goods that are owed to whoever took them too early; never both. First in, first out
 * keeps the parcels apart, the moving average makes them one.
 */
export type Heap = { readonly method: Method; goods: Parcel[]; owed: Parcel[]; lastCost: bigint };

export function emptyHeap(method: Method): Heap {
  return { method, goods: [], owed: [], lastCost: 0n };
}
export function goodsOf(parcels: readonly Parcel[]): bigint {
  return sum(parcels.map((parcel) => parcel.quantity));
}
export function worthOf(parcels: readonly Parcel[]): bigint {
  return sum(parcels.map((parcel) => parcel.value));
}
export function quantityIn(heap: Heap): bigint {
  return goodsOf(heap.goods) - goodsOf(heap.owed);
}
export function valueIn(heap: Heap): bigint {
  return worthOf(heap.goods) - worthOf(heap.owed);
}

/** Takes from the first parcels; a parcel that is used up gives all of its value. */
function takeFrom(parcels: Parcel[], quantity: bigint): readonly Parcel[] {
  const gone: Parcel[] = [];
  let left = quantity;
  while (left > 0n) {
    const parcel = parcels[0];
    if (!parcel) throw new Error("more is taken than there is");
    const taken = least(left, parcel.quantity);
    const worth = share(parcel.value, taken, parcel.quantity);
    parcel.quantity -= taken;
    parcel.value -= worth;
    if (parcel.quantity === 0n) parcels.shift();
    left -= taken;
    gone.push({ name: parcel.name, quantity: taken, value: worth });
  }
  return gone;
}
function add(heap: Heap, parcel: Parcel): void {
  const only = heap.goods[0];
  if (heap.method === "fifo" || !only) heap.goods.push(parcel);
  else {
    only.quantity += parcel.quantity;
    only.value += parcel.value;
  }
}

/** Goods come; who took too early is served first, the oldest first. Gives the difference that passes into cost. */
export function arrive(heap: Heap, name: string, quantity: bigint, value: bigint): bigint {
  if (heap.owed.length === 0) {
    add(heap, { name, quantity, value });
    return 0n;
  }
  const covered = least(quantity, goodsOf(heap.owed));
  const coveredValue = share(value, covered, quantity);
  let difference = coveredValue - worthOf(takeFrom(heap.owed, covered));
  heap.lastCost = unitCost(value, quantity);
  for (const debt of heap.owed) {
    if (debt.value !== 0n) continue;
    debt.value = atUnitCost(heap.lastCost, debt.quantity);
    difference += debt.value;
  }
  if (covered < quantity) add(heap, { name, quantity: quantity - covered, value: value - coveredValue });
  return difference;
}

/** Goods leave at what the method says; what is not there leaves at the unit cost known last. Gives what was taken. */
export function leave(heap: Heap, name: string, quantity: bigint): readonly Parcel[] {
  const there = goodsOf(heap.goods);
  const taken = least(quantity, there);
  if (taken > 0n && taken === there) heap.lastCost = unitCost(worthOf(heap.goods), there);
  const parcels = takeFrom(heap.goods, taken);
  if (taken === quantity) return parcels;
  const debt = { name, quantity: quantity - taken, value: atUnitCost(heap.lastCost, quantity - taken) };
  heap.owed.push({ ...debt });
  return [...parcels, debt];
}
/** What would leave cost, without its leaving. */
export function costOf(heap: Heap, quantity: bigint): bigint {
  return worthOf(leave(copy(heap), "", quantity));
}
function copy(heap: Heap): Heap {
  const parcels = (list: readonly Parcel[]) => list.map((parcel) => ({ ...parcel }));
  return { ...heap, goods: parcels(heap.goods), owed: parcels(heap.owed) };
}

/**
 * Goods leave at a value that is said. The heap gives up that value, unless goods would be left worth less than nothing
 * or a value without goods; so does the named parcel of first in, first out, and what it does not have leaves from the
 * oldest at their cost. Gives the difference that passes into cost.
 */
export function leaveStated(heap: Heap, name: string, quantity: bigint, stated: bigint, parcelName: string): bigint {
  const there = goodsOf(heap.goods);
  const taken = least(quantity, there);
  const takenValue = share(stated, taken, quantity);
  const given =
    heap.method === "fifo" ? takeNamed(heap, taken, parcelName, takenValue) : takeStated(heap, taken, takenValue);
  if (taken === there) heap.lastCost = unitCost(stated, quantity);
  if (taken < quantity) heap.owed.push({ name, quantity: quantity - taken, value: stated - takenValue });
  return given - takenValue;
}
function takeNamed(heap: Heap, quantity: bigint, name: string, stated: bigint): bigint {
  const named = heap.goods.find((parcel) => parcel.name === name);
  if (named && quantity < named.quantity) return giveUp(named, quantity, stated);
  const given = named?.value ?? 0n;
  heap.goods = heap.goods.filter((parcel) => parcel !== named);
  return given + worthOf(takeFrom(heap.goods, quantity - (named?.quantity ?? 0n)));
}
function takeStated(heap: Heap, quantity: bigint, stated: bigint): bigint {
  const only = heap.goods[0];
  if (!only || quantity === 0n) return 0n;
  const given = giveUp(only, quantity, stated);
  if (only.quantity === 0n) heap.goods = [];
  return given;
}
/** What was said, or, where the parcel is not worth that, its average; the last goods give all. */
function giveUp(parcel: Parcel, quantity: bigint, stated: bigint): bigint {
  const isSaid = quantity < parcel.quantity && stated <= parcel.value;
  const given = isSaid ? stated : share(parcel.value, quantity, parcel.quantity);
  parcel.quantity -= quantity;
  parcel.value -= given;
  return given;
}

/**
 * What comes back of goods that left, the last taken first: of a parcel that comes back in part, its share stays out.
 * `out` are the parcels that left, `left` is how much of them has not come back yet.
 */
export function broughtBack(out: readonly Parcel[], left: bigint, quantity: bigint): bigint {
  const worthOut = (amount: bigint): bigint => {
    const still = out.map((parcel) => ({ ...parcel }));
    return worthOf(takeFrom(still, amount));
  };
  return worthOut(left) - worthOut(left - quantity);
}

/**
 * A value without goods: it goes to those of the goods it speaks of that are there, the part of the others straight
 * into cost; goods are never worth less than nothing. Gives the difference that passes into cost.
 */
export function revalue(heap: Heap, value: bigint, parcelName: string | null, coverage: bigint | null): bigint {
  const isNamed = heap.method === "fifo" && parcelName !== null;
  const goods = isNamed ? heap.goods.filter((parcel) => parcel.name === parcelName) : heap.goods;
  const part = reached(value, goodsOf(goods), coverage);
  const worth = worthOf(goods);
  const kept = worth + part < 0n ? -worth : part;
  const weights = goods.map((parcel) => (worth > 0n ? parcel.value : parcel.quantity));
  spread(kept, weights).forEach((amount, index) => {
    const parcel = goods[index];
    if (parcel) parcel.value += amount;
  });
  return value - kept;
}

/** The part of a value that reaches the goods it speaks of, so many of which are there; null: all that are there. */
export function reached(value: bigint, there: bigint, coverage: bigint | null): bigint {
  if (there <= 0n || coverage === 0n) return 0n;
  return coverage === null || there >= coverage ? value : share(value, there, coverage);
}

/** What so many goods are worth by the average of now, or by the unit cost known last; null when nothing tells. */
export function average(heap: Heap, quantity: bigint): bigint | null {
  const there = quantityIn(heap);
  if (there > 0n) return share(valueIn(heap), quantity, there);
  return heap.lastCost > 0n ? atUnitCost(heap.lastCost, quantity) : null;
}
