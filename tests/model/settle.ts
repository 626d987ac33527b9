import { entryKey, goodsAmount, isSerial, lineKey, month, paperOf, sharedOut, shelfKey } from "./entries.ts";
import { half, number, one, share, spread, sum } from "./exact.ts";
import { average } from "./heap.ts";
import { lotRefusals } from "./lot-refusals.ts";
import { orderLineOf } from "./orders.ts";
import { compensationOf, reasons } from "./ledger.ts";
import { factorOf, kitNamed, type OpenedBody, type OpenedLine, opened } from "./kits.ts";
import {
  type Body,
  type Company,
  type Item,
  items,
  type Kind,
  type Line,
  openingDay,
  type Paper,
  type Part,
  type SettledLine,
  type Source,
  type Stated,
  transit,
} from "./paper.ts";
import { type Books, heapOf, methodSince, rulesNow } from "./walk.ts";

type Amounts = { readonly net: bigint; readonly tax: bigint; readonly gross: bigint };
const nothing: Amounts = { net: 0n, tax: 0n, gross: 0n };

/** 含税 or 不含税; the tax of a line is rounded once. */
function taxed(amount: bigint, rate: bigint, isIncluded: boolean): Amounts {
  if (!isIncluded)
    return { net: amount, tax: half(amount * rate, 10_000n), gross: amount + half(amount * rate, 10_000n) };
  const net = half(amount * 10_000n, 10_000n + rate);
  return { net, tax: amount - net, gross: amount };
}

/** What is left of the line of an approved paper, in goods, worth and agreed amounts. */
export type Left = Amounts & {
  readonly quantity: bigint;
  readonly value: bigint;
  readonly isAccrued: boolean;
  readonly parts: readonly { readonly lot: string | null; readonly quantity: bigint; readonly value: bigint }[];
};
export function leftOf(company: Company, books: Books, source: Source): Left | null {
  const paper = paperOf(company, source.paper);
  const line = paper?.lines[source.line - 1];
  if (paper?.status !== "approved" || !line) return null;
  const parts = line.parts.flatMap(({ lot }) => {
    const rest = books.rests.get(entryKey(source.paper, source.line, lot));
    return rest ? [{ lot, quantity: rest.quantity, value: rest.value < 0n ? 0n : rest.value }] : [];
  });
  if (parts.length === 0) return null;
  const followers = company.papers
    .filter((one) => one.status === "approved")
    .flatMap((one) => one.lines.map((own, index) => ({ kind: one.body.kind, own, stated: one.stated[index] })))
    .filter(({ own }) => own.source?.paper === source.paper && own.source.line === source.line);
  const corrections = followers.filter(({ kind }) => kind === "price-correction");
  const returns = followers.filter(({ kind }) => kind === "purchase-return" || kind === "sales-return");
  const wasAccrued = paper.body.accrued === true;
  const isAccrued = wasAccrued && corrections.length === 0;
  const taken = returns.filter(({ stated }) => !wasAccrued || (stated?.isAccrued ?? false) === isAccrued);
  const amount = (name: keyof Amounts): bigint =>
    (wasAccrued && !isAccrued ? 0n : line[name]) +
    sum(corrections.map(({ own }) => own[name])) -
    sum(taken.map(({ own }) => own[name]));
  return {
    net: amount("net"),
    tax: amount("tax"),
    gross: amount("gross"),
    quantity: sum(parts.map((part) => part.quantity)),
    value: sum(parts.map((part) => part.value)),
    isAccrued,
    parts,
  };
}

/** What a line can still take of another, of whichever kind. */
export function openOf(company: Company, books: Books, source: Source): bigint {
  return leftOf(company, books, source)?.quantity ?? orderLineOf(company, source)?.open ?? 0n;
}

const followed: Partial<Record<Kind, { readonly type: Kind; readonly takes: boolean; readonly required: boolean }>> = {
  "purchase-receipt": { type: "purchase-order", takes: true, required: false },
  "sales-delivery": { type: "sales-order", takes: true, required: false },
  "purchase-return": { type: "purchase-receipt", takes: true, required: false },
  "sales-return": { type: "sales-delivery", takes: true, required: false },
  "price-correction": { type: "purchase-receipt", takes: false, required: true },
  "cost-allocation": { type: "purchase-receipt", takes: false, required: true },
  "transfer-receipt": { type: "transfer-shipment", takes: true, required: true },
  "transfer-loss": { type: "transfer-shipment", takes: true, required: true },
};
const samePartner: readonly Kind[] = [
  "purchase-receipt",
  "sales-delivery",
  "purchase-return",
  "sales-return",
  "price-correction",
];

export type Settled = { readonly lines: readonly SettledLine[]; readonly refusals: readonly string[] };
/** A body becomes lines with amounts, or what is wrong with it, in the order in which it is told. */
export function settle(company: Company, books: Books, typed: Body, lotsMayWait = false): Settled {
  const { body, refusals: kitRefusals } = opened(company.rules, typed);
  const refusals: string[] = [];
  const goods = body.lines.map((line) => goodsOfLine(company, books, body, line, refusals));
  const amounts = amountsOf(company, books, body, goods, refusals);
  const lines = goods.map((line, index): SettledLine => ({ ...line, ...(amounts[index] ?? nothing) }));
  return {
    lines,
    refusals: [
      ...headRefusals(company, body, lines),
      ...kitRefusals,
      ...refusals,
      ...lineRefusals(company, books, body, lines, lotsMayWait ? "drafted" : "new"),
    ],
  };
}
/** What is asked again of a paper that waited. */
export function askAgain(company: Company, books: Books, paper: Paper): readonly string[] {
  const { lines } = paper;
  const { body } = opened(company.rules, paper.body);
  return [...headRefusals(company, body, lines), ...lineRefusals(company, books, body, lines, "waited")];
}
function headRefusals(company: Company, body: OpenedBody, lines: readonly SettledLine[]): readonly string[] {
  const isSame = body.toWarehouse !== undefined && lines.some((line) => line.warehouse === body.toWarehouse);
  const isUnfounded = compensationOf(body) > 0n && !reasons[body.reason ?? "damaged"]?.isLoss;
  return [
    ...(isSame ? ["warehouse.same"] : []),
    ...(isUnfounded ? ["compensation.not_a_loss"] : []),
    ...dateRefusals(company, body),
  ];
}
function dateRefusals(company: Company, body: OpenedBody): readonly string[] {
  if (body.kind === "opening-stock" && body.date !== openingDay) return ["opening.date"];
  return closedRefusals(company, body);
}
/** Nothing of a closed month is written or taken back; an opening would move every month after it. */
export function closedRefusals({ closed }: Company, { kind, date }: Pick<Body, "kind" | "date">): readonly string[] {
  if (kind === "opening-stock") return closed.length > 0 ? ["period.openings_closed"] : [];
  return closed.includes(month(date)) ? ["period.closed"] : [];
}
function lineRefusals(
  company: Company,
  books: Books,
  body: OpenedBody,
  lines: readonly SettledLine[],
  as: "new" | "drafted" | "waited",
): readonly string[] {
  return [
    ...sourceRefusals(company, books, body, lines),
    ...(as === "waited" && body.kind === "price-correction" ? changedSources(company, books, body, lines) : []),
    ...shapeRefusals(body, lines),
    ...lotRefusals(company, body, lines, as === "drafted"),
  ];
}

type Goods = Omit<SettledLine, keyof Amounts>;
function goodsOfLine(company: Company, books: Books, body: OpenedBody, line: OpenedLine, refusals: string[]): Goods {
  const item = items.find((one) => one.name === line.item) ?? kitNamed(line.item);
  if (kitNamed(line.item)) refusals.push("kit.has_no_stock");
  const source = line.source ?? null;
  const speaksOfSource = body.kind === "price-correction" || body.kind === "cost-allocation";
  const left = source && speaksOfSource ? leftOf(company, books, source) : null;
  const product = number(line.quantity ?? "0", 6) * factorOf(item, line.unit);
  if (!speaksOfSource && product % one !== 0n) refusals.push("unit.not_whole");
  const quantity = speaksOfSource ? (left?.quantity ?? 0n) : product / one;
  return {
    item: line.item,
    warehouse: warehouseOf(company, body, line),
    quantity,
    parts: partsOf(company, item, line, quantity),
    taxRate: number(body.taxRate ?? item?.taxRate ?? "0", 4),
    role: line.role ?? null,
    weight: line.weight === undefined ? (line.role === undefined ? 0n : quantity) : number(line.weight, 6),
    source,
    kit: line.kit ?? null,
  };
}
/** A line that follows another needs not repeat its lot. */
function partsOf(company: Company, item: Item | undefined, line: Line, quantity: bigint): readonly Part[] {
  if (line.serials) return line.serials.map((lot) => ({ lot, quantity: one }));
  const source = line.source && paperOf(company, line.source.paper);
  const followed = source?.status === "approved" ? source.lines[(line.source?.line ?? 0) - 1] : undefined;
  const ofSource = followed?.parts.length === 1 ? followed.parts[0]?.lot : undefined;
  const lot = line.lot ?? (item?.tracking === "lot" ? (ofSource ?? null) : null);
  return [{ lot, quantity }];
}
function warehouseOf(company: Company, body: OpenedBody, line: Line): string {
  if (body.kind === "transfer-receipt" || body.kind === "transfer-loss") return transit;
  const receipt = line.source && paperOf(company, line.source.paper);
  const stands =
    line.source && (body.kind === "price-correction" || body.kind === "cost-allocation")
      ? receipt?.lines[line.source.line - 1]?.warehouse
      : undefined;
  return stands ?? line.warehouse ?? body.warehouse ?? "";
}

function amountsOf(
  company: Company,
  books: Books,
  body: OpenedBody,
  goods: readonly Goods[],
  refusals: string[],
): readonly Amounts[] {
  switch (body.kind) {
    case "purchase-order":
    case "purchase-receipt":
    case "purchase-return":
    case "sales-order":
    case "sales-delivery":
    case "sales-return":
      return priced(body, goods, refusals);
    case "opening-stock":
    case "other-receipt":
    case "stock-count":
      return goods.map((line, index) => {
        const typed = body.lines[index];
        const net =
          typed?.price !== undefined
            ? half(number(typed.quantity ?? "0", 6) * number(typed.price, 6), 10_000_000_000n)
            : body.kind === "stock-count"
              ? 0n
              : averageOfLine(company, books, line);
        if (net === null) refusals.push("cost.unknown");
        return { net: net ?? 0n, tax: 0n, gross: net ?? 0n };
      });
    case "cost-adjustment":
      return body.lines.map((line) => {
        const amount = number(line.amount ?? "0", 2);
        if (amount === 0n) refusals.push("amount.zero");
        return { net: amount, tax: 0n, gross: amount };
      });
    case "price-correction":
      return goods.map((line, index) => {
        const left = line.source && leftOf(company, books, line.source);
        return left && line.source ? corrected(company, body, index, line, left) : nothing;
      });
    case "cost-allocation":
      return allocated(company, books, body, goods, refusals);
    default:
      return goods.map(() => nothing);
  }
}
/** 个别计价 asks each lot and each piece what it costs; otherwise the goods are asked together. */
function averageOfLine(company: Company, books: Books, { item, warehouse, quantity, parts }: Goods): bigint | null {
  const rules = rulesNow(company);
  const asked = rules.method === "specific" ? parts : [{ lot: null, quantity }];
  const worths = asked.map((part) => average(heapOf(books, rules, item, warehouse, part.lot), part.quantity));
  return worths.includes(null) ? null : sum(worths.map((worth) => worth ?? 0n));
}
function priced(body: OpenedBody, goods: readonly Goods[], refusals: string[]): readonly Amounts[] {
  const isIncluded = body.taxIncluded ?? true;
  const before = body.lines.map((line, index) => {
    const full = number(line.quantity ?? "0", 6) * number(line.price ?? "0", 6);
    const own = half(full * number(line.discountRate ?? "100", 4), 10_000_000_000n * one);
    return taxed(line.settled ?? own, goods[index]?.taxRate ?? 0n, isIncluded);
  });
  const discount = number(body.orderDiscount ?? "0", 2);
  const whole = sum(before.map((line) => line.gross));
  if (discount > whole) refusals.push("discount.exceeds_total");
  if (discount === 0n) return before;
  const parts = spread(
    discount,
    before.map((line) => line.gross),
  );
  return before.map((line, index) => {
    const part = parts[index] ?? 0n;
    return part === 0n ? line : taxed(line.gross - part, goods[index]?.taxRate ?? 0n, true);
  });
}
/** The new price of all that is left, without what was agreed for it before; nothing was agreed while it was 暂估. */
function corrected(company: Company, body: OpenedBody, index: number, line: Goods, left: Left): Amounts {
  const unit = unitOf(company, line.source);
  const price = number(body.lines[index]?.price ?? "0", 6);
  const amount = half(line.quantity * price, unit * 10_000n);
  const now = taxed(amount, line.taxRate, body.taxIncluded ?? true);
  const before = left.isAccrued ? nothing : left;
  return { net: now.net - before.net, tax: now.tax - before.tax, gross: now.gross - before.gross };
}
function unitOf(company: Company, source: Source | null): bigint {
  const typed = source && paperOf(company, source.paper)?.body.lines[source.line - 1];
  return factorOf(
    items.find((one) => one.name === typed?.item),
    typed?.unit,
  );
}
function allocated(
  company: Company,
  books: Books,
  body: OpenedBody,
  goods: readonly Goods[],
  refusals: string[],
): readonly Amounts[] {
  const charge = number(body.amount ?? "0", 2);
  if (charge === 0n) refusals.push("amount.zero");
  const typed = body.lines.map((line) => number(line.amount ?? "0", 2));
  if (body.method === "hand" && sum(typed) !== charge) refusals.push("allocation.amounts_differ");
  const whole = taxed(charge, number(body.taxRate ?? "0", 4), body.taxIncluded ?? true);
  const weights = goods.map((line, index) => {
    if (body.method === "hand") return typed[index] ?? 0n;
    const left = line.source && leftOf(company, books, line.source);
    return (body.method === "quantity" ? left?.quantity : left?.value) ?? 0n;
  });
  const [nets, taxes] = [spread(whole.net, weights), spread(whole.tax, weights)];
  return goods.map((_, index) => {
    const [net, tax] = [nets[index] ?? 0n, taxes[index] ?? 0n];
    return { net, tax, gross: net + tax };
  });
}

function sourceRefusals(
  company: Company,
  books: Books,
  body: OpenedBody,
  lines: readonly SettledLine[],
): readonly string[] {
  const rule = followed[body.kind];
  if (!rule) return [];
  const taken = new Map<string, bigint>();
  return lines.flatMap((line): readonly string[] => {
    if (line.source === null) return rule.required ? ["source.unknown"] : [];
    const paper = paperOf(company, line.source.paper);
    const order = orderLineOf(company, line.source);
    const left = leftOf(company, books, line.source) ?? (order && { quantity: order.open, parts: [] });
    if (paper?.body.kind !== rule.type || !left) return ["source.unknown"];
    if (order?.paper.isGivenUp) return ["order.closed"];
    const before = taken.get(lineKey(line.source)) ?? 0n;
    taken.set(lineKey(line.source), before + line.quantity);
    const isTwice = line.parts.some((part) => {
      const own = left.parts.find((one) => one.lot === part.lot);
      return own !== undefined && part.quantity > own.quantity;
    });
    return [
      ...(samePartner.includes(body.kind) && paper.body.partner !== body.partner ? ["source.other_partner"] : []),
      ...(paper.lines[line.source.line - 1]?.item !== line.item ? ["source.other_item"] : []),
      ...(body.date < paper.body.date ? ["source.earlier"] : []),
      ...(rule.takes && (before + line.quantity > left.quantity || isTwice) ? ["source.exceeded"] : []),
    ];
  });
}
function changedSources(
  company: Company,
  books: Books,
  body: OpenedBody,
  lines: readonly SettledLine[],
): readonly string[] {
  return lines.flatMap((line, index) => {
    const left = line.source && leftOf(company, books, line.source);
    if (!left) return [];
    const now = corrected(company, body, index, line, left);
    return left.quantity === line.quantity && now.net === line.net && now.gross === line.gross
      ? []
      : ["source.changed"];
  });
}
function shapeRefusals(body: OpenedBody, lines: readonly SettledLine[]): readonly string[] {
  if (body.kind === "assembly" || body.kind === "disassembly") {
    const products = lines.filter((line) => line.role === "product").length;
    if (products !== 1) return ["assembly.one_product"];
    return products === lines.length ? ["assembly.no_parts"] : [];
  }
  if (body.kind !== "stock-count") return [];
  const lotOf = (line: SettledLine) => (isSerial(line.item) ? "" : (line.parts[0]?.lot ?? ""));
  const shelves = lines.map((line) => `${shelfKey(line.item, line.warehouse)}/${lotOf(line)}`);
  return shelves.filter((shelf, index) => shelves.indexOf(shelf) !== index).map(() => "count.twice");
}

/** What a line says when it is approved, where that follows from what stands in the books then. */
export function statedNow(company: Company, books: Books, body: Body, lines: readonly SettledLine[]): Paper["stated"] {
  const taken = new Map<string, { quantity: bigint; value: bigint }>();
  return lines.map((line): Stated => {
    const plain: Stated = { parts: [], accrued: 0n, isAccrued: false, lostTax: 0n };
    const { source } = line;
    const left = source && leftOf(company, books, source);
    if (!left || source === null) return plain;
    const sourceDate = paperOf(company, source.paper)?.body.date ?? "";
    const isOfOldMethod = left.parts.length > 0 && month(sourceDate) < methodSince(company);
    const takesShare = followed[body.kind]?.takes === true && isOfOldMethod;
    if (body.kind === "purchase-return" || takesShare) {
      const parts = line.parts.map(({ lot, quantity }) => {
        const key = entryKey(source.paper, source.line, lot);
        const own = left.parts.find((part) => part.lot === lot) ?? { quantity: 0n, value: 0n };
        const rest = taken.get(key) ?? { quantity: own.quantity, value: own.value };
        const value = share(rest.value, quantity, rest.quantity);
        taken.set(key, { quantity: rest.quantity - quantity, value: rest.value - value });
        return { lot, value, coverage: 0n };
      });
      const accrued = left.isAccrued ? goodsAmount(company, line) : 0n;
      return { ...plain, parts, isAccrued: left.isAccrued, accrued };
    }
    if (body.kind !== "price-correction" && body.kind !== "cost-allocation") return plain;
    const isCorrection = body.kind === "price-correction";
    const accrued = isCorrection && left.isAccrued ? goodsAmount(company, left) : 0n;
    const parts = sharedOut(left.parts, goodsAmount(company, line) - accrued).map(({ lot, quantity, value }) => ({
      lot,
      value,
      coverage: body.method === "stock" ? null : quantity,
    }));
    return { ...plain, parts, accrued };
  });
}
