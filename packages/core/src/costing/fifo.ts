import { allocateByLargestRemainder, type Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import { statedCost } from "./moving-average.ts";
import { type Layer, shareOf, smallerOf } from "./pool.ts";

export type Taken = {
  /** What is left. */
  readonly layers: readonly Layer[];
  readonly cost: Money;
  /** What was taken, layer by layer. */
  readonly taken: readonly Layer[];
};

/** 先进先出: the oldest layers first; a layer that is emptied gives all that is left of it (E1, E21). */
export function takeOldest(layers: readonly Layer[], quantity: Quantity): Taken {
  let left = quantity;
  let cost = 0n;
  let emptied = 0;
  let rest: Layer | null = null;
  const parts: Layer[] = [];
  for (const layer of layers) {
    if (left === 0n) break;
    const taken = smallerOf(left, layer.quantity);
    const value = shareOf(layer.value, taken, layer.quantity);
    cost += value;
    left -= taken;
    parts.push({ ...layer, quantity: taken, value });
    if (taken === layer.quantity) emptied += 1;
    else rest = { ...layer, quantity: layer.quantity - taken, value: layer.value - value };
  }
  const kept = layers.slice(emptied);
  if (rest) kept[0] = rest;
  return { layers: kept, cost, taken: parts };
}

/**
 * 先进先出 takes goods back in reversed order: what was taken last comes back first (E21). Of an issue's layers, of which
 * `left` is not back yet, the value of the next `quantity`; together the parts are worth what went out.
 */
export function valueTakenBack(taken: readonly Layer[], left: Quantity, quantity: Quantity): Money {
  return worthOfFirst(taken, left) - worthOfFirst(taken, left - quantity);
}
function worthOfFirst(layers: readonly Layer[], quantity: Quantity): Money {
  let [rest, worth] = [quantity, 0n];
  for (const layer of layers) {
    const part = smallerOf(rest, layer.quantity);
    worth += shareOf(layer.value, part, layer.quantity);
    rest -= part;
  }
  return worth;
}

/**
 * From the layer of one receipt first, at the value that is stated (a return to the supplier, at what it was bought for:
 * P22 f); the remainder from the oldest.
 */
export function takeNamed(layers: readonly Layer[], seq: bigint | null, quantity: Quantity, stated: Money): Taken {
  const index = seq === null ? -1 : layers.findIndex((layer) => layer.seq === seq);
  const named = layers[index];
  if (!named) return takeOldest(layers, quantity);
  const others = (left: readonly Layer[]) => [...layers.slice(0, index), ...left, ...layers.slice(index + 1)];
  if (quantity < named.quantity) {
    const cost = statedCost(named, quantity, stated);
    const left = { ...named, quantity: named.quantity - quantity, value: named.value - cost };
    return { layers: others([left]), cost, taken: [{ ...named, quantity, value: cost }] };
  }
  const rest = takeOldest(others([]), quantity - named.quantity);
  return { layers: rest.layers, cost: named.value + rest.cost, taken: [named, ...rest.taken] };
}

/** A value that belongs to one receipt's goods, or without a name to all layers by what they are worth. */
export function addValue(layers: readonly Layer[], seq: bigint | null, value: Money): readonly Layer[] {
  if (seq !== null)
    return layers.map((layer) => (layer.seq === seq ? { ...layer, value: layer.value + value } : layer));
  const worth = layers.some((layer) => layer.value > 0n);
  const shares = allocateByLargestRemainder(
    value,
    layers.map((layer) => (worth ? (layer.value > 0n ? layer.value : 0n) : layer.quantity)),
  );
  return layers.map((layer, index) => ({ ...layer, value: layer.value + (shares[index] ?? 0n) }));
}
