import type { OpeningBalancePlan, OpeningStockPlan, Shop } from "./company-plan.ts";
import { idFor } from "./random.ts";
import type { Place } from "./shelves.ts";

/** A slip of the opening count lists one corridor of the store. */
const linesPerSlip = 80;

/** What lay on the shelves, and who owed what, when the books began. */
export function planOpenings(
  shop: Shop,
  expected: readonly number[],
  date: string,
): { readonly openingStocks: readonly OpeningStockPlan[]; readonly openingBalances: readonly OpeningBalancePlan[] } {
  const openingStocks: OpeningStockPlan[] = [];
  const slips = (place: Place, boxesOf: (item: number) => number) => {
    const lines = shop.items.flatMap((item, index) => {
      const boxes = boxesOf(index);
      if (boxes <= 0) return [];
      shop.shelves.add(place, index, boxes * item.perBox);
      return [
        { item, baseQuantity: boxes * item.perBox, value: withoutTax(item.purchaseBox * BigInt(boxes), item.taxRate) },
      ];
    });
    for (let start = 0; start < lines.length; start += linesPerSlip)
      openingStocks.push({
        id: idFor(shop.random, date, 10_000 + openingStocks.length),
        place,
        lines: lines.slice(start, start + linesPerSlip),
      });
  };
  slips("main", (item) => Math.ceil((expected[item] ?? 0) * 20) + 2);
  slips("north", (item) => (isKeptInNorth(shop, item) ? Math.ceil((expected[item] ?? 0) * 6) + 1 : 0));
  slips("returns", (item) => (item % 29 === 3 ? shop.random.between(1, 4) : 0));
  return {
    openingStocks,
    openingBalances: [
      {
        id: idFor(shop.random, date, 20_000),
        side: "receivable",
        lines: shop.customers
          .filter((_, place) => place % 10 < 7)
          .map((customer) => ({
            partnerId: customer.id,
            amount: BigInt(shop.random.between(60_000, 90_000) * customer.orders),
          })),
      },
      {
        id: idFor(shop.random, date, 20_001),
        side: "payable",
        lines: shop.suppliers
          .filter((_, place) => place % 5 !== 4)
          .map((supplier) => ({ partnerId: supplier.id, amount: BigInt(shop.random.between(800_000, 6_800_000)) })),
      },
    ],
  };
}

/** 2 号仓 is small: it keeps what sells well. */
export function isKeptInNorth(shop: Shop, item: number): boolean {
  return (shop.items[item]?.popularity ?? 0) >= 14;
}

function withoutTax(gross: bigint, taxRate: string): bigint {
  const hundredths = taxRate === "0.09" ? 109n : 113n;
  return (gross * 100n + hundredths / 2n) / hundredths;
}
