import { approvedPapers, paperOf } from "./entries.ts";
import { quantity as quantityText } from "./exact.ts";
import { type Body, type Company, type Kind, type Line, openingDay, type Source, warehouses } from "./paper.ts";
import { namedGoods } from "./lot-picks.ts";
import { executes, followsOrder } from "./orders.ts";
import { openOf } from "./settle.ts";
import { days, type Wish } from "./steps.ts";
import { walk } from "./month.ts";
import { chosen, freeShelves, type Goods, goodsFor, isTaking, takes, type View, type Write } from "./goods-picks.ts";

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
