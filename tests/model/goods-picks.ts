import { paperOf } from "./entries.ts";
import { least, number, one, quantity as quantityText } from "./exact.ts";
import { factorOf, isSold } from "./kits.ts";
import {
  type Company,
  type Item,
  items,
  type Kind,
  type Kit,
  type KitMark,
  kits,
  type Source,
  warehouses,
} from "./paper.ts";
import { executes } from "./orders.ts";
import { openOf } from "./settle.ts";
import type { Step, Wish } from "./steps.ts";
import type { Books } from "./walk.ts";

export type Write = Extract<Step, { do: "write" }>;
/** Where the company stands, as the person who writes the paper sees it. */
export type View = { readonly company: Company; readonly books: Books; readonly step: Write };
/** One line's goods: what, from which shelf, how many. */
export type Goods = {
  readonly item: Item;
  readonly warehouse: string;
  readonly unit?: string;
  readonly quantity: bigint;
  readonly source?: Source;
  readonly kit?: KitMark;
};

/** Whose goods leave the shelf where they stand. */
export const takes: readonly Kind[] = [
  "sales-delivery",
  "purchase-return",
  "other-issue",
  "transfer",
  "transfer-shipment",
];
export function chosen<T>(all: readonly T[], pick: number): T | undefined {
  return all[all.length - 1 - (pick % Math.max(all.length, 1))];
}
export function isTaking(kind: Kind): boolean {
  return takes.includes(kind) || kind === "assembly" || kind === "disassembly";
}

export type Shelf = { readonly item: Item; readonly warehouse: string; readonly free: bigint };
/** Shelves from which goods can be taken on a day without missing them later. */
export function freeShelves({ books }: View, date: string): readonly Shelf[] {
  return items.flatMap((item) =>
    warehouses.flatMap((warehouse): readonly Shelf[] => {
      const own = books.played.filter((played) => played.line.item === item.name && played.warehouse === warehouse);
      const before = own.filter((played) => played.date <= date).at(-1)?.balance ?? 0n;
      const free = own.filter((played) => played.date > date).reduce((rest, one) => least(rest, one.balance), before);
      return free > 0n ? [{ item, warehouse, free }] : [];
    }),
  );
}

/** What each line moves; null where the goods are wanting. */
export function goodsFor(view: View, sources: readonly Source[], date: string): readonly Goods[] | null {
  const { company, step } = view;
  const shelves = freeShelves(view, date);
  const isFree = step.isBlunt || company.rules.negative;
  if (isTaking(step.kind) && shelves.length === 0 && !isFree) return null;
  if (sources.length > 0)
    return sources.map((source, index) => followed(view, source, step.wishes[index] ?? step.wishes[0], shelves));
  if (step.kind === "assembly" || step.kind === "disassembly") return assembled(view, shelves);
  const goods = step.wishes.flatMap((wish, index) => {
    const plain = takes.includes(step.kind) && !isFree ? taken(wish, shelves) : wished(view, wish, date);
    return kitted(view, wish, index, shelves) ?? plain;
  });
  const warehouse = goods[0]?.warehouse;
  const isOneShelf = step.kind === "transfer" || step.kind === "transfer-shipment";
  return isOneShelf && !step.isBlunt ? goods.filter((one) => one.warehouse === warehouse) : goods;
}
function wished(view: View, wish: Wish, date: string): Goods {
  const { books, step } = view;
  const item = wishedItem(books, step, wish);
  const warehouse = warehouses[wish.isSecondShelf ? 1 : 0];
  const box = item.units[1];
  if (step.kind === "stock-count") return countedShelf(freeShelves(view, date), step, wish, { item, warehouse });
  return wish.isBox && box
    ? { item, warehouse, unit: box.name, quantity: one }
    : { item, warehouse, quantity: wish.quantity };
}
/** Where somebody pays for what is missing, mostly goods that are there, and less of them. */
function countedShelf(
  shelves: readonly Shelf[],
  step: Write,
  wish: Wish,
  { item, warehouse }: Pick<Goods, "item" | "warehouse">,
): Goods {
  const isPaid = step.isTaxIncluded;
  const own = shelves.find((one) => one.item === item && one.warehouse === warehouse);
  const shelf = own ?? (isPaid ? chosen(shelves, wish.pick) : undefined) ?? { item, warehouse, free: 0n };
  const found = isPaid ? -wish.quantity : wish.quantity - 3n * one;
  const counted = shelf.free + (wish.pick === 0 ? 0n : found);
  return { item: shelf.item, warehouse: shelf.warehouse, quantity: counted < 0n ? 0n : counted };
}
function wishedItem(books: Books, step: Write, wish: Wish): Item {
  const item = itemOf(wish.item);
  // What single pieces are worth is not adjusted from outside.
  if (step.kind === "cost-adjustment" && item.tracking === "serial") return itemOf(0);
  // Goods that come in without a price need one that is known.
  const needsCost =
    step.kind === "sales-return" || ((step.kind === "other-receipt" || step.kind === "stock-count") && !step.flag);
  const known = items.filter((one) => wasThere(books, one.name));
  return needsCost && !step.isBlunt && !known.includes(item) ? (chosen(known, wish.pick) ?? item) : item;
}
/** A kit as it is sold; where its parts are told apart, mostly the parts as the draft of the sale has them. */
function kitted(view: View, wish: Wish, index: number, shelves: readonly Shelf[]): readonly Goods[] | null {
  const { step } = view;
  if (wish.pick < 3 || (!isSold(step.kind) && !(step.isBlunt && wish.pick === 5))) return null;
  const offered = offeredKits(view, wish, shelves);
  const { kit, warehouse, count, isFree } = chosen(offered, wish.pick + wish.item) ?? {};
  if (!kit || !warehouse || count === undefined) return null;
  const quantity = wish.isBox ? count : least(wish.quantity, count);
  const isTracked = kit.parts.some((part) => itemNamed(part.item).tracking !== "none");
  if (!isTracked || step.isBlunt || step.kind === "sales-order") {
    const unit = kit.units[1]?.name;
    return [{ item: kit, warehouse, quantity, ...(unit && wish.pick === 7 && isFree ? { unit } : {}) }];
  }
  const mark = { item: kit.name, quantity: quantityText(quantity), group: index + 1 };
  return kit.parts.map((part) => ({
    item: itemNamed(part.item),
    warehouse,
    quantity: partOf(part, quantity),
    kit: mark,
  }));
}
/** Kits that can leave, or come back at a cost that is known, and from which shelf. */
type KitOffer = {
  readonly kit: Kit;
  readonly warehouse: string;
  readonly count: bigint;
  readonly isFree: boolean;
};
function offeredKits({ company, books, step }: View, wish: Wish, shelves: readonly Shelf[]): readonly KitOffer[] {
  const isFree = step.isBlunt || company.rules.negative || step.kind !== "sales-delivery";
  if (isFree) {
    const known = kits.filter((kit) => step.isBlunt || kit.parts.every((part) => wasThere(books, part.item)));
    const warehouse = warehouses[wish.isSecondShelf ? 1 : 0];
    return known.map((kit) => ({ kit, warehouse, count: wish.quantity, isFree }));
  }
  return kits.flatMap((kit) =>
    warehouses
      .map((warehouse) => ({ kit, warehouse, count: kitsOn(kit, warehouse, shelves), isFree }))
      .filter(({ count }) => count > 0n),
  );
}
function wasThere(books: Books, item: string): boolean {
  return books.played.some((played) => played.line.item === item);
}
function partOf(part: Kit["parts"][number], count: bigint): bigint {
  return (count * number(part.quantity, 6) * factorOf(itemNamed(part.item), part.unit)) / one / one;
}
/** Whole kits that the goods of a shelf suffice for. */
function kitsOn(kit: Kit, warehouse: string, shelves: readonly Shelf[]): bigint {
  const counts = kit.parts.map((part) => {
    const free = shelves.find((own) => own.item.name === part.item && own.warehouse === warehouse)?.free ?? 0n;
    return free / partOf(part, one);
  });
  return counts.reduce(least) * one;
}
function taken(wish: Wish, shelves: readonly Shelf[]): Goods {
  const preferred = shelves.filter((shelf) => shelf.item === itemOf(wish.item));
  const shelf = chosen(preferred.length > 0 ? preferred : shelves, wish.isSecondShelf ? 1 : 0);
  const { item, warehouse, free } = shelf ?? { item: itemOf(wish.item), warehouse: warehouses[0], free: one };
  // 全部: the issue that empties the shelf has a rule of its own.
  return { item, warehouse, quantity: wish.isBox ? free : least(wish.quantity, free) };
}
function followed(view: View, source: Source, wish: Wish | undefined, shelves: readonly Shelf[]): Goods {
  const { company, books, step } = view;
  const line = paperOf(company, source.paper)?.lines[source.line - 1];
  const item = items.find((one) => one.name === line?.item) ?? itemOf(0);
  const left = openOf(company, books, source);
  const asked = wish?.quantity ?? one;
  const own = shelves.filter((shelf) => shelf.item === item);
  const shelf = own.find((one) => one.warehouse === line?.warehouse) ?? own[0];
  const isTaken = takes.includes(step.kind);
  const promised = step.kind in executes ? line?.warehouse : undefined;
  const wishedShelf = promised ?? warehouses[wish?.isSecondShelf ? 1 : 0];
  const warehouse = isTaken ? (shelf?.warehouse ?? warehouses[0]) : wishedShelf;
  const most = isTaken && shelf && !company.rules.negative ? least(left, shelf.free) : left;
  const amount = step.isBlunt ? asked : wish?.isBox ? most : least(asked, most);
  return { item, warehouse, quantity: amount > 0n ? amount : one, source };
}
/** One product and its parts; what leaves is there. */
function assembled({ company, step }: View, shelves: readonly Shelf[]): readonly Goods[] {
  const isFree = step.isBlunt || company.rules.negative;
  const [first] = step.wishes;
  const wishes =
    step.wishes.length > 1 || !first ? step.wishes : [first, { ...first, item: first.item + 1, isBox: false }];
  const used = new Map<Shelf, bigint>();
  return wishes.map((wish, index) => {
    const leaves = (index === 0) === (step.kind === "disassembly");
    if (!leaves || isFree) return { item: itemOf(wish.item), warehouse: warehouses[0], quantity: wish.quantity };
    const goods = taken(wish, shelves);
    const shelf = shelves.find((one) => one.item === goods.item && one.warehouse === goods.warehouse);
    const rest = shelf ? shelf.free - (used.get(shelf) ?? 0n) : goods.quantity;
    const quantity = rest > 0n ? least(goods.quantity, rest) : goods.quantity;
    if (shelf) used.set(shelf, (used.get(shelf) ?? 0n) + quantity);
    return { ...goods, quantity };
  });
}
function itemNamed(name: string): Item {
  return items.find((item) => item.name === name) ?? itemOf(0);
}
function itemOf(index: number): Item {
  const item = items[index % items.length];
  if (!item) throw new Error("no items");
  return item;
}
