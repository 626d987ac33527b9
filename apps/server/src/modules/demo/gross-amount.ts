import type { TradeDocumentBody } from "@zhangshi/contract";
import { documentTotals, type Money, parseMoney, parseQuantity, parseTaxRate, parseUnitPrice } from "@zhangshi/core";
import type { DemoItem } from "./items.ts";

/** What the pipeline will make of the body, by the same rule. */
export function grossOf(items: readonly DemoItem[], body: TradeDocumentBody): Money {
  const byId = itemsById(items);
  const lines = body.lines.map((line) => ({
    quantity: parseQuantity(line.quantity),
    price: parseUnitPrice(line.price),
    discountRate: BigInt(line.discountRate) * 10_000n,
    taxRate: parseTaxRate(byId.get(line.itemId)?.taxRate ?? "0"),
  }));
  return documentTotals(lines, { taxIncluded: body.taxIncluded, orderDiscount: parseMoney(body.orderDiscount) }).gross;
}
const known = new WeakMap<readonly DemoItem[], ReadonlyMap<string, DemoItem>>();
function itemsById(items: readonly DemoItem[]): ReadonlyMap<string, DemoItem> {
  const found = known.get(items) ?? new Map(items.map((item) => [item.id, item]));
  known.set(items, found);
  return found;
}
