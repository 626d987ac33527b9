import { paperOf } from "./entries.ts";
import { least, one, quantity as quantityText } from "./exact.ts";
import type { Company, Item, Kind, Line, Source } from "./paper.ts";
import { leftOf } from "./settle.ts";
import type { Wish } from "./steps.ts";
import type { Books } from "./walk.ts";

type Goods = {
  readonly item: Item;
  readonly warehouse: string;
  readonly quantity: bigint;
  readonly source?: Source;
};
type Choice = {
  readonly company: Company;
  readonly books: Books;
  readonly kind: Kind;
  readonly isBlunt: boolean;
  /** The goods leave the shelf. */
  readonly leaves: boolean;
  readonly date: string;
  readonly wish: Wish;
};
type Named = Pick<Line, "quantity" | "lot" | "serials">;
const lots = ["甲", "乙"] as const;
const pieces = ["S1", "S2", "S3", "S4", "S5", "S6"] as const;

/** Which lot, or which pieces: mostly of what is there. */
export function namedGoods(choice: Choice, goods: Goods): Named {
  const { item, quantity } = goods;
  const isNamed = !["price-correction", "cost-allocation", "sales-order", "purchase-order"].includes(choice.kind);
  if (item.tracking === "none" || !isNamed) return { quantity: quantityText(quantity) };
  return item.tracking === "lot" ? ofLot(choice, goods) : ofPieces(choice, goods);
}

/** Lots that can be taken from a shelf on a day without missing them later. */
function freeLots({ books, date }: Choice, item: Item, warehouse: string): readonly (readonly [string, bigint])[] {
  const balances = new Map<string, bigint>();
  const free = new Map<string, bigint>();
  for (const played of books.played) {
    if (played.line.item !== item.name || played.warehouse !== warehouse || played.lot === null) continue;
    const balance = (balances.get(played.lot) ?? 0n) + played.quantity;
    balances.set(played.lot, balance);
    free.set(played.lot, played.date <= date ? balance : least(free.get(played.lot) ?? 0n, balance));
  }
  return [...free].filter(([, amount]) => amount > 0n);
}

function ofLot(choice: Choice, { item, warehouse, quantity, source }: Goods): Named {
  const { wish, kind, leaves, isBlunt } = choice;
  const wished = lots[wish.pick % lots.length] ?? lots[0];
  if (source) return { quantity: quantityText(quantity), ...(isBlunt ? { lot: wished } : {}) };
  const there = freeLots(choice, item, warehouse);
  const [lot, free] = there[wish.pick % Math.max(there.length, 1)] ?? [wished, quantity];
  if (leaves && !isBlunt) return { lot, quantity: quantityText(wish.isBox ? free : least(quantity, free)) };
  if (kind !== "stock-count") return { lot: wished, quantity: quantityText(quantity) };
  const own = there.find(([name]) => name === wished)?.[1] ?? 0n;
  const counted = wish.pick < 2 ? own : own + wish.quantity - 3n * one;
  return { lot: wished, quantity: quantityText(counted < 0n ? 0n : counted) };
}

function ofPieces(choice: Choice, goods: Goods): Named {
  const { wish, kind } = choice;
  const there = freeLots(choice, goods.item, goods.warehouse).map(([name]) => name);
  const fresh = freshPieces(choice);
  if (kind === "stock-count") {
    const found = [...there.slice(wish.pick % 2), ...fresh.slice(0, wish.isBox ? 1 : 0)];
    return { serials: found, quantity: String(found.length) };
  }
  const offered = offeredPieces(choice, goods, there, fresh);
  const from = offered.length > 0 ? offered : pieces;
  const turned = from.map((_, index) => from[(index + wish.pick) % from.length] ?? "");
  const serials = turned.slice(0, wish.quantity > 3n * one ? 2 : 1);
  return { serials, quantity: String(serials.length) };
}
/** Pieces that stand nowhere. */
function freshPieces({ books }: Choice): readonly string[] {
  const standing = new Set([...books.lots].filter(([, amount]) => amount > 0n).map(([key]) => key.split("/")[2]));
  return pieces.filter((name) => !standing.has(name));
}
function offeredPieces(
  { company, books, leaves, isBlunt }: Choice,
  { source }: Goods,
  there: readonly string[],
  fresh: readonly string[],
): readonly string[] {
  if (!source && isBlunt) return pieces;
  if (!source) return leaves ? there : fresh;
  const left = leftOf(company, books, source)?.parts ?? [];
  const ofSource = left.filter((part) => part.quantity > 0n || isBlunt).flatMap((part) => part.lot ?? []);
  const isInTransit = paperOf(company, source.paper)?.body.kind === "transfer-shipment";
  return leaves && !isBlunt && !isInTransit ? ofSource.filter((name) => there.includes(name)) : ofSource;
}
