import { type Entry, entryKey, entriesOf, inOrder, isSerial, isTransfer, month, nameOf, shelfKey } from "./entries.ts";
import { absolute, one, share, unitCost } from "./exact.ts";
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
  reached,
  revalue,
  valueIn,
  worthOf,
} from "./heap.ts";
import { type Averages, issuedCost, monthKey } from "./averages.ts";
import type { Company, Paper, Rules, SettledLine } from "./paper.ts";

export type Played = {
  readonly entry: Entry;
  readonly paper: Paper;
  readonly lineNo: number;
  readonly line: SettledLine;
  readonly lot: string | null;
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
  /** What keeps it from being so: goods that are not there, or a piece that is there already. */
  readonly wrong: "lot.short" | "stock.short" | "serial.twice" | null;
};
export type Books = {
  readonly played: readonly Played[];
  /** By shelf, and by shelf and lot. */
  readonly balances: ReadonlyMap<string, bigint>;
  readonly lots: ReadonlyMap<string, bigint>;
  readonly heaps: ReadonlyMap<string, Heap>;
  /** What is left of entries that others follow. */
  readonly rests: ReadonlyMap<string, { readonly quantity: bigint; readonly value: bigint }>;
  /** Values that were said now: of entries whose paper had not said them yet. */
  readonly said: ReadonlyMap<string, bigint>;
  /** Lines that no value could be said of. */
  readonly unknown: readonly Pick<Entry, "paper" | "lineNo">[];
};
type Rest = { quantity: bigint; value: bigint; readonly out: readonly Parcel[]; readonly month: string };
/** A moment of the walk: everything that has been played so far. */
type Walk = {
  /** Its method is that of the month. */
  rules: Rules;
  /** From which month on it holds; the first from the beginning. */
  since: string;
  readonly averages: Averages;
  readonly played: Played[];
  readonly balances: Map<string, bigint>;
  readonly lots: Map<string, bigint>;
  readonly heaps: Map<string, Heap>;
  /** Of 个别计价: what the lots of an item come to. */
  readonly sums: Map<string, { quantity: bigint; value: bigint }>;
  readonly rests: Map<string, Rest>;
  readonly said: Map<string, bigint>;
  readonly unknown: Pick<Entry, "paper" | "lineNo">[];
  /** What has been issued of the months that are shared out. */
  readonly issued: Map<string, { readonly quantity: bigint; readonly value: bigint }>;
  /** Of the paper that is played now: what its parts cost, and the last leg. */
  parts: { paper: Paper; rest: bigint } | null;
  leg: { value: bigint; month: string };
};

/** 成本方法 of now. */
export function rulesNow({ rules, changes }: Company): Rules {
  return { ...rules, method: changes.at(-1)?.method ?? rules.method };
}
/** From which month on the method of now holds. */
export function methodSince({ changes }: Company): string {
  return changes.at(-1)?.since ?? "";
}
/** The item's pool that a lot's belongs to. */
function poolOfLot({ scope }: Rules, key: string): string {
  return key
    .split("/")
    .slice(0, scope === "company" ? 1 : 2)
    .join("/");
}
export function poolKey(rules: Rules, item: string, warehouse: string, lot: string | null): string {
  const pool = rules.scope === "company" ? item : shelfKey(item, warehouse);
  return rules.method === "specific" && lot !== null ? `${pool}/${lot}` : pool;
}
export function heapOf(
  books: Pick<Books, "heaps">,
  rules: Rules,
  item: string,
  warehouse: string,
  lot: string | null,
): Heap {
  return books.heaps.get(poolKey(rules, item, warehouse, lot)) ?? emptyHeap(rules.method);
}
export function lotKey(item: string, warehouse: string, lot: string): string {
  return `${item}/${warehouse}/${lot}`;
}

/** All entries of all approved papers in the order of the books, one after another, from nothing. */
export function walkWith(company: Company, averages: Averages): Books {
  const state: Walk = {
    rules: company.rules,
    since: "",
    averages,
    played: [],
    balances: new Map(),
    lots: new Map(),
    heaps: new Map(),
    sums: new Map(),
    rests: new Map(),
    said: new Map(),
    unknown: [],
    issued: new Map(),
    parts: null,
    leg: { value: 0n, month: "" },
  };
  const approved = company.papers.filter((paper) => paper.status === "approved");
  for (const entry of inOrder(approved.flatMap((paper) => entriesOf(company, paper)))) {
    for (const change of company.changes) if (month(entry.date) >= change.since) turn(state, change);
    for (const one of counted(state, entry)) play(state, one.entry, one.quantity);
  }
  for (const change of company.changes) turn(state, change);
  return state;
}
/**
 * 变更成本方法: what each pool has when the month begins is one amount, or one parcel, or one debt, of which nobody knows any
 * more how it came about.
 */
function turn(state: Walk, { since, method }: Company["changes"][number]): void {
  if (since <= state.since) return;
  const heaps = [...state.heaps];
  state.heaps.clear();
  for (const [key, heap] of heaps) {
    const pool = state.rules.method === "specific" ? poolOfLot(state.rules, key) : key;
    const known = state.heaps.get(pool) ?? emptyHeap(method);
    const quantity = quantityIn(known) + quantityIn(heap);
    const value = valueIn(known) + valueIn(heap);
    const goods = quantity > 0n ? [{ name: "", quantity, value }] : [];
    const owed = quantity < 0n ? [{ name: "", quantity: -quantity, value: -value }] : [];
    state.heaps.set(pool, { ...known, goods, owed });
  }
  state.rules = { ...state.rules, method };
  state.since = since;
}

/** A count finds out what it moves; piece by piece, also of those that nobody found. */
function counted(state: Walk, entry: Entry): readonly { readonly entry: Entry; readonly quantity: bigint }[] {
  const { given, line, warehouse, lot } = entry;
  if (given.by !== "count") return [{ entry, quantity: entry.quantity }];
  const ofLot = (name: string): bigint => state.lots.get(lotKey(line.item, warehouse, name)) ?? 0n;
  if (!isSerial(line.item)) {
    const there = lot === null ? (state.balances.get(shelfKey(line.item, warehouse)) ?? 0n) : ofLot(lot);
    return given.counted === there ? [] : [{ entry, quantity: given.counted - there }];
  }
  const found = line.parts.map((part) => part.lot ?? "");
  const beginning = lotKey(line.item, warehouse, "");
  const missing = [...state.lots.keys()]
    .filter((key) => key.startsWith(beginning))
    .map((key) => key.slice(beginning.length))
    .filter((name) => ofLot(name) > 0n && !found.includes(name))
    .sort();
  return [
    ...found.map((name) => ({ name, quantity: one - ofLot(name) })),
    ...missing.map((name) => ({ name, quantity: -ofLot(name) })),
  ]
    .filter(({ quantity }) => quantity !== 0n)
    .map(({ name, quantity }) => ({ entry: { ...entry, lot: name }, quantity }));
}

function play(state: Walk, entry: Entry, quantity: bigint): void {
  const { rules } = state;
  const { paper, lineNo, line, lot, warehouse, date } = entry;
  const key = poolKey(rules, line.item, warehouse, lot);
  const heap = state.heaps.get(key) ?? emptyHeap(rules.method);
  state.heaps.set(key, heap);
  const moved = move(state, entry, heap, quantity);
  if (!moved) {
    state.unknown.push(entry);
    return;
  }
  const shelf = shelfKey(line.item, warehouse);
  const balance = (state.balances.get(shelf) ?? 0n) + quantity;
  state.balances.set(shelf, balance);
  const ofLot = lot === null ? null : (state.lots.get(lotKey(line.item, warehouse, lot)) ?? 0n) + quantity;
  if (lot !== null && ofLot !== null) state.lots.set(lotKey(line.item, warehouse, lot), ofLot);
  remember(state, entry, quantity, moved);
  const pool = shown(state, entry, quantity, moved, heap);
  const { value, difference } = moved;
  const wrong = wrongWith(rules, line.item, quantity, balance, ofLot);
  state.played.push({
    entry,
    paper,
    lineNo,
    line,
    lot,
    warehouse,
    date,
    quantity,
    value,
    difference,
    balance,
    wrong,
    poolQuantity: pool.quantity,
    poolValue: pool.value,
  });
}
function wrongWith(
  rules: Rules,
  item: string,
  quantity: bigint,
  balance: bigint,
  ofLot: bigint | null,
): Played["wrong"] {
  if (quantity < 0n && ofLot !== null && ofLot < 0n) return "lot.short";
  if (quantity > 0n && ofLot !== null && ofLot > one && isSerial(item)) return "serial.twice";
  return quantity < 0n && balance < 0n && !rules.negative ? "stock.short" : null;
}
/** The pool as the card shows it: of 个别计价 all lots of the item together. */
function shown(state: Walk, entry: Entry, quantity: bigint, moved: Moved, heap: Heap) {
  if (state.rules.method !== "specific" || entry.lot === null)
    return moved.pool ?? { quantity: quantityIn(heap), value: valueIn(heap) };
  const key = poolKey(state.rules, entry.line.item, entry.warehouse, null);
  const before = state.sums.get(key) ?? { quantity: 0n, value: 0n };
  const sum = { quantity: before.quantity + quantity, value: before.value + moved.value - moved.difference };
  state.sums.set(key, sum);
  return sum;
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
  const name = nameOf(entry);
  const amount = absolute(quantity);
  if (isInside(state.rules, entry)) return onlyMoved(state, entry, heap);
  const key = monthKey(state.rules, entry);
  const average = state.averages.get(key);
  if (average) return sharedMonth(state, entry, heap, quantity, key, average);
  if (quantity === 0n) {
    const value = given.by === "stated" ? given.value : 0n;
    return { value, difference: revalue(heap, value, parcel, entry.coverage) };
  }
  const value = worthGiven(state, entry, heap, quantity);
  if (quantity > 0n) return value === null ? null : { value, difference: arrive(heap, name, amount, value) };
  if (value === null) {
    const out = leave(heap, name, amount);
    return { value: -worthOf(out), difference: 0n, out };
  }
  return { value: -value, difference: leaveStated(heap, name, amount, value, parcel ?? "") };
}
/** A transfer inside one pool. */
export function isInside(rules: Rules, entry: Pick<Entry, "paper">): boolean {
  return isTransfer(entry.paper.body.kind) && rules.scope === "company";
}
/** From shelf to shelf of one pool: the goods stay where they are in the order of coming and at what they cost. */
function onlyMoved(state: Walk, entry: Entry, heap: Heap): Moved {
  if (entry.quantity > 0n) return { value: state.leg.value, difference: 0n };
  const amount = absolute(entry.quantity);
  const average = state.averages.get(monthKey(state.rules, entry));
  const own = average ? share(average.value, amount, average.quantity) : costOf(heap, amount);
  const value = worthGiven(state, entry, heap, entry.quantity) ?? own;
  const pool = { quantity: quantityIn(heap) - amount, value: valueIn(heap) - value };
  return { value: -value, difference: 0n, pool };
}
/** 全月一次加权, once the month is closed: what the method costs is shared out from all that the month had. */
function sharedMonth(
  state: Walk,
  entry: Entry,
  heap: Heap,
  quantity: bigint,
  key: string,
  average: { readonly quantity: bigint; readonly value: bigint },
): Moved {
  const cost = unitCost(average.value, average.quantity);
  if (quantity === 0n) {
    const value = entry.given.by === "stated" ? entry.given.value : 0n;
    const kept = reached(value, quantityIn(heap), entry.coverage);
    addTo(heap, nameOf(entry), 0n, kept, cost);
    return { value, difference: value - kept };
  }
  const isIssue = entry.given.by === "method" || (entry.given.by === "count" && quantity < 0n);
  const out = state.issued.get(key) ?? { quantity: 0n, value: 0n };
  const value = isIssue
    ? out.value - issuedCost(average, out.quantity - quantity)
    : (worthGiven(state, entry, heap, quantity) ?? 0n) * (quantity < 0n ? -1n : 1n);
  if (isIssue || isOfThisMonth(state, entry, key))
    state.issued.set(key, { quantity: out.quantity - quantity, value: out.value - value });
  addTo(heap, nameOf(entry), quantity, value, cost);
  return { value, difference: 0n };
}
function addTo(heap: Heap, name: string, quantity: bigint, value: bigint, lastCost: bigint): void {
  const [only] = heap.goods;
  if (!only) heap.goods.push({ name, quantity, value });
  else {
    only.quantity += quantity;
    only.value += value;
  }
  if (quantityIn(heap) <= 0n) heap.lastCost = lastCost;
}
/** What follows an entry of the same pool and month costs its share of that entry: an issue less or more, no receipt. */
function isOfThisMonth(state: Walk, entry: Entry, key: string): boolean {
  return ofMonth(state, entry) === key;
}
function ofMonth(state: Walk, { given }: Entry): string | undefined {
  if (given.by === "leg") return state.leg.month;
  return given.by === "source" ? state.rests.get(given.key)?.month : undefined;
}

/** Without its sign; null: the method says it, or, of goods that come in, nothing tells. */
function worthGiven(state: Walk, entry: Entry, heap: Heap, quantity: bigint): bigint | null {
  const { given } = entry;
  const amount = absolute(quantity);
  switch (given.by) {
    case "stated":
      return given.value;
    case "method":
      return null;
    case "leg":
      return state.leg.value;
    case "source": {
      const rest = state.rests.get(given.key);
      if (!rest) throw new Error(`${entry.paper.name}: its source was not played before it`);
      const said = saidOfEntry(entry);
      // What left by another method is a closed chapter: what was said of it stands.
      if (rest.month.slice(-7) < state.since && said !== null) return said;
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
        given.net > 0n ? share(given.net, amount, given.whole) : average(heap, amount),
      );
    }
  }
}
/** A paper says what its goods are worth when it is approved; afterwards that stands. */
function saidOfEntry({ paper, lineNo, lot }: Entry): bigint | null {
  return paper.stated[lineNo - 1]?.parts.find((part) => part.lot === lot)?.value ?? null;
}
function sayOnce(state: Walk, entry: Entry, say: () => bigint | null): bigint | null {
  const before = saidOfEntry(entry);
  if (before !== null) return before;
  const value = say();
  if (value !== null) state.said.set(nameOf(entry), value);
  return value;
}

/** What others can take from this entry, and what it takes from another. */
function remember(state: Walk, entry: Entry, quantity: bigint, moved: Moved): void {
  const { paper, line, lot } = entry;
  const { kind } = paper.body;
  const key = monthKey(state.rules, entry);
  state.leg = { value: absolute(moved.value), month: key };
  if (kind === "assembly" || kind === "disassembly") {
    const before = state.parts?.paper === paper ? state.parts.rest : 0n;
    state.parts = { paper, rest: before - moved.value };
  }
  const isSource =
    kind === "purchase-receipt" || kind === "sales-delivery" || (kind === "transfer-shipment" && quantity > 0n);
  if (isSource)
    state.rests.set(nameOf(entry), {
      quantity: absolute(quantity),
      value: absolute(moved.value),
      out: kind === "sales-delivery" ? (moved.out ?? []) : [],
      month: key,
    });
  const isSecondLeg = kind === "transfer-receipt" && quantity > 0n;
  const rest =
    line.source === null || isSecondLeg
      ? undefined
      : state.rests.get(entryKey(line.source.paper, line.source.line, lot));
  if (!rest) return;
  rest.quantity -= absolute(quantity);
  rest.value += quantity === 0n ? moved.value - moved.difference : -absolute(moved.value);
}
