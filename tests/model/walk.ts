import { absolute, share } from "./exact.ts";
import { type Entry, entriesOf, inOrder, isTransfer, lineKey, shelfKey } from "./entries.ts";
import {
  arrive,
  average,
  broughtBack,
  costOf,
  emptyHeap,
  type Heap,
  leave,
  leaveStated,
  type Parcel,
  quantityIn,
  revalue,
  valueIn,
  worthOf,
} from "./heap.ts";
import type { Company, Paper, Rules, SettledLine } from "./paper.ts";

export type Played = {
  readonly paper: Paper;
  readonly lineNo: number;
  readonly line: SettledLine;
  readonly warehouse: string;
  readonly date: string;
  readonly quantity: bigint;
  /** What moved, signed like the quantity. */
  readonly value: bigint;
  /** 成本差额, out of the goods into cost. */
  readonly difference: bigint;
  readonly balance: bigint;
  readonly poolQuantity: bigint;
  readonly poolValue: bigint;
  readonly isShort: boolean;
};
export type Books = {
  readonly played: readonly Played[];
  readonly balances: ReadonlyMap<string, bigint>;
  readonly heaps: ReadonlyMap<string, Heap>;
  /** What is left of lines that others follow. */
  readonly rests: ReadonlyMap<string, { readonly quantity: bigint; readonly value: bigint }>;
  /** Values that were said now: of lines whose paper had not said them yet. */
  readonly said: ReadonlyMap<string, bigint>;
  /** Lines that no value could be said of. */
  readonly unknown: readonly Pick<Entry, "paper" | "lineNo">[];
};
/** A moment of the walk: everything that has been played so far. */
type Walk = {
  readonly rules: Rules;
  readonly played: Played[];
  readonly balances: Map<string, bigint>;
  readonly heaps: Map<string, Heap>;
  readonly rests: Map<string, { quantity: bigint; value: bigint; readonly out: readonly Parcel[] }>;
  readonly said: Map<string, bigint>;
  readonly unknown: Pick<Entry, "paper" | "lineNo">[];
  /** Of the paper that is played now: what its parts cost, and what the last leg was worth. */
  parts: { paper: Paper; rest: bigint } | null;
  leg: bigint;
};

export function poolKey(rules: Rules, item: string, warehouse: string): string {
  return rules.scope === "company" ? item : shelfKey(item, warehouse);
}
export function heapOf(books: Pick<Books, "heaps">, rules: Rules, item: string, warehouse: string): Heap {
  return books.heaps.get(poolKey(rules, item, warehouse)) ?? emptyHeap(rules.method);
}

/** Everything again from nothing: all entries of all approved papers in the order of the books. */
export function walk(company: Company): Books {
  const state: Walk = {
    rules: company.rules,
    played: [],
    balances: new Map(),
    heaps: new Map(),
    rests: new Map(),
    said: new Map(),
    unknown: [],
    parts: null,
    leg: 0n,
  };
  const approved = company.papers.filter((paper) => paper.status === "approved");
  for (const entry of inOrder(approved.flatMap((paper) => entriesOf(company, paper)))) play(state, entry);
  return state;
}

function play(state: Walk, entry: Entry): void {
  const { rules } = state;
  const { paper, lineNo, line, warehouse } = entry;
  const shelf = shelfKey(line.item, warehouse);
  const there = state.balances.get(shelf) ?? 0n;
  const quantity = entry.given.by === "count" ? entry.given.counted - there : entry.quantity;
  if (entry.given.by === "count" && quantity === 0n) return;
  const key = poolKey(rules, line.item, warehouse);
  const heap = state.heaps.get(key) ?? emptyHeap(rules.method);
  state.heaps.set(key, heap);
  const moved = move(state, entry, heap, quantity);
  if (!moved) {
    state.unknown.push(entry);
    return;
  }
  const balance = there + quantity;
  state.balances.set(shelf, balance);
  remember(state, entry, quantity, moved);
  state.played.push({
    paper,
    lineNo,
    line,
    warehouse,
    date: entry.date,
    quantity,
    value: moved.value,
    difference: moved.difference,
    balance,
    poolQuantity: moved.pool?.quantity ?? quantityIn(heap),
    poolValue: moved.pool?.value ?? valueIn(heap),
    isShort: quantity < 0n && balance < 0n && !rules.negative,
  });
}

type Moved = {
  readonly value: bigint;
  /** The parcels that left. */
  readonly out?: readonly Parcel[];
  readonly difference: bigint;
  /** Between two legs of a transfer the goods are in nobody's hands. */
  readonly pool?: { readonly quantity: bigint; readonly value: bigint };
};
function move(state: Walk, entry: Entry, heap: Heap, quantity: bigint): Moved | null {
  const { given, parcel } = entry;
  const name = `${entry.paper.name}/${entry.lineNo}`;
  const amount = absolute(quantity);
  if (isTransfer(entry.paper.body.kind) && state.rules.scope === "company") return onlyMoved(state, entry, heap);
  if (quantity === 0n) {
    const value = given.by === "stated" ? given.value : 0n;
    const coverage = entry.parcel === null ? null : (entry.paper.stated[entry.lineNo - 1]?.coverage ?? null);
    return { value, difference: revalue(heap, value, parcel, coverage) };
  }
  const value = valueGiven(state, entry, heap, quantity);
  if (quantity > 0n) return value === null ? null : { value, difference: arrive(heap, name, amount, value) };
  if (value === null) {
    const out = leave(heap, name, amount);
    return { value: -worthOf(out), difference: 0n, out };
  }
  return { value: -value, difference: leaveStated(heap, name, amount, value, parcel ?? "") };
}
/** From shelf to shelf of one pool: the goods stay where they are in the order of coming and at what they cost. */
function onlyMoved(state: Walk, entry: Entry, heap: Heap): Moved {
  if (entry.quantity > 0n) return { value: state.leg, difference: 0n };
  const amount = absolute(entry.quantity);
  const value = valueGiven(state, entry, heap, entry.quantity) ?? costOf(heap, amount);
  const pool = { quantity: quantityIn(heap) - amount, value: valueIn(heap) - value };
  return { value: -value, difference: 0n, pool };
}

/** Without its sign; null: the method says it, or, of goods that come in, nothing tells. */
function valueGiven(state: Walk, entry: Entry, heap: Heap, quantity: bigint): bigint | null {
  const { given } = entry;
  const amount = absolute(quantity);
  switch (given.by) {
    case "stated":
      return given.value;
    case "method":
      return null;
    case "leg":
      return state.leg;
    case "source": {
      const rest = state.rests.get(lineKey(given.source));
      if (!rest) throw new Error(`${entry.paper.name}: its source was not played before it`);
      const isByParcel = state.rules.method === "fifo" && rest.out.length > 0;
      return isByParcel ? broughtBack(rest.out, rest.quantity, amount) : share(rest.value, amount, rest.quantity);
    }
    case "parts":
      return share(state.parts?.paper === entry.paper ? state.parts.rest : 0n, given.weight, given.whole);
    case "average":
      return sayOnce(state, entry, () => average(heap, amount));
    case "count": {
      if (quantity < 0n) return null;
      return sayOnce(state, entry, () =>
        given.net > 0n ? share(given.net, amount, given.counted) : average(heap, amount),
      );
    }
  }
}
/** A paper says what its goods are worth when it is approved; afterwards that stands. */
function sayOnce(state: Walk, entry: Entry, say: () => bigint | null): bigint | null {
  const before = entry.paper.stated[entry.lineNo - 1]?.value ?? null;
  if (before !== null) return before;
  const value = say();
  if (value !== null) state.said.set(`${entry.paper.name}/${entry.lineNo}`, value);
  return value;
}

/** What others can take from this entry, and what it takes from another. */
function remember(state: Walk, entry: Entry, quantity: bigint, moved: Moved): void {
  const { paper, lineNo, line } = entry;
  const { kind } = paper.body;
  state.leg = absolute(moved.value);
  if (kind === "assembly" || kind === "disassembly") {
    const before = state.parts?.paper === paper ? state.parts.rest : 0n;
    state.parts = { paper, rest: before - moved.value };
  }
  const isSource =
    kind === "purchase-receipt" || kind === "sales-delivery" || (kind === "transfer-shipment" && quantity > 0n);
  if (isSource)
    state.rests.set(`${paper.name}/${lineNo}`, {
      quantity: absolute(quantity),
      value: absolute(moved.value),
      out: kind === "sales-delivery" ? (moved.out ?? []) : [],
    });
  const isSecondLeg = kind === "transfer-receipt" && quantity > 0n;
  const rest = line.source === null || isSecondLeg ? undefined : state.rests.get(lineKey(line.source));
  if (!rest) return;
  rest.quantity -= absolute(quantity);
  rest.value += quantity === 0n ? moved.value - moved.difference : -absolute(moved.value);
}
