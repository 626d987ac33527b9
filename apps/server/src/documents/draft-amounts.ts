import type { DocumentBody } from "@zhangshi/contract";
import {
  addTax,
  allocateByLargestRemainder,
  averageValue,
  divideHalfUp,
  documentTotals,
  extendedAmount,
  formatMoney,
  lotPoolOf,
  type Money,
  noDiscount,
  oneUnit,
  parseMoney,
  parseUnitPrice,
  type Quantity,
  splitGross,
  sumMoney,
  type TaxedAmount,
  type TaxRate,
  unitCostOf,
  type UnitPrice,
} from "@zhangshi/core";
import type { DocumentKind } from "./document-kind.ts";
import type { LineGoods, Refuse } from "./draft-goods.ts";
import type { Facts } from "./facts.ts";
import type { SourceFact } from "./sources.sql.ts";

export type LineAmounts = TaxedAmount & { readonly price: UnitPrice; readonly discountShare: Money };
export const noAmounts: LineAmounts = { net: 0n, tax: 0n, gross: 0n, price: 0n, discountShare: 0n };

export function totalsOf(lines: readonly TaxedAmount[]): TaxedAmount {
  return {
    net: sumMoney(lines.map((line) => line.net)),
    tax: sumMoney(lines.map((line) => line.tax)),
    gross: sumMoney(lines.map((line) => line.gross)),
  };
}

/** What each line comes to, as the shape of its kind says. */
export function amountsOf(
  kind: DocumentKind,
  body: DocumentBody,
  goods: readonly LineGoods[],
  facts: Facts,
  refuse: Refuse,
): readonly LineAmounts[] {
  switch (kind.lineShape) {
    case "priced":
      return priced(body, goods);
    case "cost":
      return goods.map((line, index) => atCost(line, body.lines[index]?.price, index, facts, refuse));
    case "counted":
      return goods.map((line, index) => atPrice(line, body.lines[index]?.price));
    case "amount":
      return goods.map((_, index) => {
        const amount = parseMoney(body.lines[index]?.amount ?? "0");
        if (amount === 0n) refuse(`lines.${index}.amount`, "amount.zero");
        return { ...noAmounts, net: amount, gross: amount };
      });
    case "correction":
      return goods.map((line, index) => corrected(line, body, index));
    case "allocation":
      return allocated(body, goods, refuse);
    case "plain":
    case "assembly":
      return goods.map(() => noAmounts);
  }
}

function priced(body: DocumentBody, goods: readonly LineGoods[]): readonly LineAmounts[] {
  const lines = goods.map((line, index) => ({
    quantity: line.quantity,
    price: parseUnitPrice(body.lines[index]?.price ?? "0"),
    discountRate: line.discountRate,
    taxRate: line.taxRate,
    settled: line.settled,
  }));
  const totals = documentTotals(lines, {
    taxIncluded: body.taxIncluded ?? true,
    orderDiscount: parseMoney(body.orderDiscount ?? "0"),
  });
  return totals.lines.map((line, index) => ({
    net: line.net,
    tax: line.tax,
    gross: line.gross,
    price: lines[index]?.price ?? 0n,
    discountShare: line.discountShare,
  }));
}

function atPrice(line: LineGoods, price: string | undefined): LineAmounts {
  const unitPrice = parseUnitPrice(price ?? "0");
  const net = extendedAmount(line.quantity, unitPrice, noDiscount);
  return { ...noAmounts, net, gross: net, price: unitPrice };
}
/** Goods nobody invoiced: at the cost that is stated, or at the average of now. */
function atCost(line: LineGoods, price: string | undefined, index: number, facts: Facts, refuse: Refuse): LineAmounts {
  if (price !== undefined) return atPrice(line, price);
  const net = averageOf(line, facts);
  if (net === null) {
    refuse(`lines.${index}.price`, "cost.unknown", { item: facts.items.get(line.itemId)?.name ?? "" });
    return noAmounts;
  }
  return { ...noAmounts, net, gross: net, price: unitCostOf(net, line.quantity) };
}
/** 个别计价: each lot at its own average, each piece by itself; null when one of them never had a cost. */
function averageOf({ itemId, warehouseId, baseQuantity, lot, serials }: LineGoods, { stock }: Facts): Money | null {
  const isByPiece = stock.rules.method === "specific" && serials !== null;
  const parts = isByPiece
    ? serials.map((serial) => ({ lot: serial, quantity: oneUnit }))
    : [{ lot, quantity: baseQuantity }];
  const values = parts.map((part) =>
    averageValue(lotPoolOf(stock, itemId, warehouseId ?? "", part.lot), part.quantity),
  );
  return values.includes(null) ? null : sumMoney(values.map((value) => value ?? 0n));
}

function corrected(line: LineGoods, body: DocumentBody, index: number): LineAmounts {
  const price = parseUnitPrice(body.lines[index]?.price ?? "0");
  const source = line.sourceFact;
  if (!source) return { ...noAmounts, price };
  const amounts = correctedAmounts({ ...line, price }, body.taxIncluded ?? true, source);
  return { ...amounts, price, discountShare: 0n };
}
/**
 * The new price of what is left of the source, base quantity ÷ factor × price rounded once; what was owed for it already
 * is taken off, unless nothing was (暂估).
 */
export function correctedAmounts(
  line: {
    readonly baseQuantity: Quantity;
    readonly factor: Quantity;
    readonly price: UnitPrice;
    readonly taxRate: TaxRate;
  },
  taxIncluded: boolean,
  source: SourceFact,
): TaxedAmount {
  const amount = divideHalfUp(line.baseQuantity * line.price * 100n, line.factor * 1_000_000n);
  const now = taxIncluded ? splitGross(amount, line.taxRate) : addTax(amount, line.taxRate);
  const before = source.isAccrued ? noAmounts : source.left;
  return { net: now.net - before.net, tax: now.tax - before.tax, gross: now.gross - before.gross };
}

function allocated(body: DocumentBody, goods: readonly LineGoods[], refuse: Refuse): readonly LineAmounts[] {
  const charge = parseMoney(body.amount ?? "0");
  if (charge === 0n) refuse("amount", "amount.zero");
  const rate = goods[0]?.taxRate ?? 0n;
  const total = (body.taxIncluded ?? true) ? splitGross(charge, rate) : addTax(charge, rate);
  const typed = body.lines.map((line) => parseMoney(line.amount ?? "0"));
  if (body.method === "hand" && sumMoney(typed) !== charge)
    refuse("amount", "allocation.amounts_differ", { sum: formatMoney(sumMoney(typed)), amount: formatMoney(charge) });
  if (body.method === "weight")
    goods.forEach((line, index) => {
      if (line.weight === 0n) refuse(`lines.${index}.weight`, "allocation.weight_missing");
    });
  const weights = goods.map((line, index) => {
    if (body.method === "weight") return line.weight;
    if (body.method === "hand") return typed[index] ?? 0n;
    return body.method === "quantity" ? (line.sourceFact?.left.quantity ?? 0n) : (line.sourceFact?.left.value ?? 0n);
  });
  const nets = allocateByLargestRemainder(total.net, weights);
  const taxes = allocateByLargestRemainder(total.tax, weights);
  return goods.map((_, index) => {
    const [net, tax] = [nets[index] ?? 0n, taxes[index] ?? 0n];
    return { ...noAmounts, net, tax, gross: net + tax };
  });
}
