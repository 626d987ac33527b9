import { approvedPapers, paperOf } from "./entries.ts";
import { least, number, one, quantity as quantityText } from "./exact.ts";
import { factorOf, isSold } from "./kits.ts";
import {
  type Body,
  type Company,
  type Item,
  items,
  type Kind,
  type Kit,
  type KitMark,
  kits,
  type Line,
  openingDay,
  type Source,
  warehouses,
} from "./paper.ts";
import { namedGoods } from "./lot-picks.ts";
import { executes, followsOrder } from "./orders.ts";
import { openOf } from "./settle.ts";
import { days, type Step, type Wish } from "./steps.ts";
import { walk } from "./month.ts";
import type { Books } from "./walk.ts";

export type Write = Extract<Step, { do: "write" }>;
/** Where the company stands, as the person who writes the paper sees it. */
type View = { readonly company: Company; readonly books: Books; readonly step: Write };
/** One line's goods: what, from which shelf, how many. */
type Goods = {
  readonly item: Item;
  readonly warehouse: string;
  readonly unit?: string;
  readonly quantity: bigint;
  readonly source?: Source;
  readonly kit?: KitMark;
};

const sourceKinds: Partial<Record<Kind, Kind>> = {
  ...executes,
  "purchase-return": "purchase-receipt",
  "sales-return": "sales-delivery",
  "price-correction": "purchase-receipt",
  "cost-allocation": "purchase-receipt",
  "transfer-receipt": "transfer-shipment",
  "transfer-loss": "transfer-shipment",
};
const mayStandAlone: readonly Kind[] = ["purchase-return", "sales-return"];
/** Whether a paper of these kinds stands alone. */
function standsAlone({ kind, flag, reason }: Write): boolean {
  return kind in executes ? reason > 2 : mayStandAlone.includes(kind) && !flag;
}
/** Whose goods leave the shelf where they stand. */
const takes: readonly Kind[] = ["sales-delivery", "purchase-return", "other-issue", "transfer", "transfer-shipment"];
const incoming = ["found", "returned-use"];
const outgoing = ["own-use", "damaged", "sample", "disaster", "welfare"];
/** With 赔偿; by the last what is no loss. */
const losses = ["damaged", "disaster", "natural-loss", "damaged", "own-use"];

/** A paper that can mostly be approved. */
export function bodyOf(company: Company, step: Write): Body {
  const view: View = { company, books: walk(company), step };
  const sources = sourcesFor(view);
  const date = dateFor(view, sources ?? []);
  const goods = sources && goodsFor(view, sources, date);
  if (!goods) return bodyOf(company, { ...step, kind: sources ? "purchase-receipt" : instead(step.kind) });
  const { kind } = step;
  const warehouse = goods[0]?.warehouse ?? warehouses[0];
  const lines = goods.map((one, index) =>
    lineOf(view, one, step.wishes[index] ?? step.wishes[0], index, warehouse, date),
  );
  const first = sources[0] && paperOf(company, sources[0].paper)?.body;
  const supplier = step.isSecondPartner ? "供应商乙" : "供应商甲";
  const head = { kind, date, lines };
  switch (kind) {
    case "purchase-receipt":
      return { ...head, partner: first?.partner ?? supplier, warehouse, accrued: step.flag, ...priced(step) };
    case "purchase-return":
      return { ...head, partner: (step.isBlunt ? undefined : first?.partner) ?? supplier, warehouse, ...priced(step) };
    case "sales-order":
    case "sales-delivery":
    case "sales-return":
      return { ...head, partner: "客户", warehouse, ...priced(step) };
    case "purchase-order":
      return { ...head, partner: supplier, warehouse, ...priced(step) };
    case "price-correction":
      return {
        ...head,
        partner: first?.partner ?? supplier,
        taxIncluded: step.isTaxIncluded,
        ...(step.reason % 2 === 1 ? { method: "stock" } : {}),
      };
    case "cost-allocation": {
      const method = (["amount", "quantity", "hand"] as const)[step.reason % 3] ?? "amount";
      const amount = method === "hand" && !step.isBlunt ? sumOf(lines) : step.amount;
      const taxRate = step.flag ? "0.09" : "0";
      return { ...head, partner: supplier, taxIncluded: step.isTaxIncluded, taxRate, method, amount };
    }
    case "other-receipt":
      return { ...head, warehouse, reason: chosen(incoming, step.reason) ?? "found" };
    case "other-issue":
    case "stock-count":
      return { ...head, warehouse, ...reasonFor(step) };
    case "transfer-loss":
      return { ...head, ...reasonFor(step) };
    case "transfer":
    case "transfer-shipment":
      return { ...head, warehouse, toWarehouse: otherThan(warehouse) };
    case "opening-stock":
    case "assembly":
    case "disassembly":
    case "cost-adjustment":
    case "transfer-receipt":
      return { ...head, warehouse };
  }
}
/** Half of the losses are paid for, for some more than the goods were worth. */
function reasonFor(step: Write): Pick<Body, "reason" | "compensation"> {
  const isPaid = step.isTaxIncluded;
  const reason = chosen(isPaid ? losses : outgoing, step.reason) ?? "damaged";
  return { reason, ...(isPaid ? { compensation: step.amount } : {}) };
}
/** Now and then an order is written so that it can be executed. */
function isOrderedFirst({ kind, reason, isTaxIncluded }: Write): boolean {
  return reason === 0 && (kind === "sales-delivery" || isTaxIncluded);
}
/** What is not there to be followed is written first; what is not there to be taken is bought first. */
function instead(kind: Kind): Kind {
  const followed = sourceKinds[kind];
  return followed && followed !== kind ? followed : "purchase-receipt";
}
function otherThan(warehouse: string): string {
  return warehouse === warehouses[0] ? warehouses[1] : warehouses[0];
}
function chosen<T>(all: readonly T[], pick: number): T | undefined {
  return all[all.length - 1 - (pick % Math.max(all.length, 1))];
}
function priced(step: Write): Partial<Body> {
  return { taxIncluded: step.isTaxIncluded, ...(step.reason === 4 ? { orderDiscount: "0.05" } : {}) };
}
function sumOf(lines: readonly Line[]): string {
  const cents = lines.reduce((sum, line) => sum + Number((line.amount ?? "0").replace(".", "")), 0);
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

/** The lines that this paper follows, one for each wish; none where it stands alone; null where it cannot. */
function sourcesFor(view: View): readonly Source[] | null {
  const { company, books, step } = view;
  const type = sourceKinds[step.kind];
  if (!type || standsAlone(step)) return [];
  const open = approvedPapers(company)
    .filter((paper) => paper.body.kind === type)
    .flatMap((paper) => paper.lines.map((_, index): Source => ({ paper: paper.name, line: index + 1 })))
    .filter((source) => step.isBlunt || (openOf(company, books, source) > 0n && canLeave(view, source)));
  if (open.length === 0) return step.kind in executes && !isOrderedFirst(step) ? [] : null;
  const partner = paperOf(company, chosen(open, step.wishes[0]?.pick ?? 0)?.paper ?? 0)?.body.partner;
  const own = open.filter((source) => step.isBlunt || paperOf(company, source.paper)?.body.partner === partner);
  return step.wishes.flatMap((wish, index) => chosen(index === 0 ? open : own, wish.pick) ?? []);
}

/** What an order promised is there to be delivered. */
function canLeave(view: View, source: Source): boolean {
  const { company, step } = view;
  if (step.kind !== "sales-delivery" || company.rules.negative) return true;
  const item = paperOf(company, source.paper)?.lines[source.line - 1]?.item;
  return freeShelves(view, days.at(-1) ?? days[0]).some((shelf) => shelf.item.name === item);
}
/** The day that was wished for; not before the sources, nor before there are goods to take. */
function dateFor(view: View, sources: readonly Source[]): string {
  const { company, books, step } = view;
  const wished = days[step.day] ?? days[0];
  if (step.isBlunt) return wished;
  if (step.kind === "opening-stock") return openingDay;
  const latest = (dates: readonly string[]) => dates.reduce((one, other) => (one > other ? one : other), wished);
  const afterSources = latest(sources.map((source) => paperOf(company, source.paper)?.body.date ?? wished));
  const hasGoods = freeShelves(view, afterSources).length > 0 || !isTaking(step.kind) || company.rules.negative;
  return hasGoods ? afterSources : latest([afterSources, ...books.played.map((played) => played.date)]);
}
function isTaking(kind: Kind): boolean {
  return takes.includes(kind) || kind === "assembly" || kind === "disassembly";
}

type Shelf = { readonly item: Item; readonly warehouse: string; readonly free: bigint };
/** Shelves from which goods can be taken on a day without missing them later. */
function freeShelves({ books }: View, date: string): readonly Shelf[] {
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
function goodsFor(view: View, sources: readonly Source[], date: string): readonly Goods[] | null {
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

function lineOf(
  view: View,
  goods: Goods,
  wish: Wish | undefined,
  index: number,
  warehouse: string,
  date: string,
): Line {
  const { company, books, step } = view;
  const { kind, isBlunt } = step;
  const isOut = kind === "assembly" ? index > 0 : kind === "disassembly" ? index === 0 : false;
  const leaves = isOut || takes.includes(kind) || kind === "transfer-receipt" || kind === "transfer-loss";
  const choice = wish && { company, books, kind, isBlunt, leaves, date, wish };
  const unit = goods.unit ? { unit: goods.unit } : {};
  const { source: followed, ...apart } = goods;
  const isOrdered = followed !== undefined && followsOrder(company, followed);
  const named = choice ? namedGoods(choice, isOrdered ? apart : goods) : { quantity: quantityText(goods.quantity) };
  const price = wish?.price ?? "10";
  const name = { item: goods.item.name, ...(goods.source ? { source: goods.source } : {}) };
  const shelf = goods.warehouse === warehouse ? {} : { warehouse: goods.warehouse };
  const moved = { ...name, ...unit, ...named, ...(goods.kit ? { kit: goods.kit } : {}) };
  switch (step.kind) {
    case "purchase-order":
    case "purchase-receipt":
    case "purchase-return":
    case "sales-order":
    case "sales-delivery":
    case "sales-return":
      return { ...moved, price, ...(wish?.pick === 7 ? { discountRate: "98" } : {}), ...shelf };
    case "opening-stock":
      return { ...moved, price, ...shelf };
    case "price-correction":
      return { ...name, price };
    case "cost-allocation":
      return { ...name, amount: wish?.isBox ? "3.33" : "10.00" };
    case "cost-adjustment":
      return {
        ...name,
        ...shelf,
        ...(named.lot ? { lot: named.lot } : {}),
        amount: step.flag ? step.amount : `-${step.amount}`,
      };
    case "other-receipt":
    case "stock-count":
      return { ...moved, ...(step.flag ? { price } : {}), ...shelf };
    case "transfer-receipt":
    case "transfer-loss":
      return moved;
    case "assembly":
    case "disassembly":
      return {
        ...moved,
        role: index === 0 ? "product" : "part",
        ...((wish?.pick ?? 0) > 5 ? { weight: "3" } : {}),
        ...shelf,
      };
    default:
      return { ...moved, ...shelf };
  }
}
