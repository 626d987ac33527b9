import { allocateByLargestRemainder, extendedAmount, type Money, sumMoney } from "../money.ts";
import type { Quantity, UnitPrice } from "../quantity.ts";
import { addTax, splitGross, type TaxRate, type TaxedAmount } from "../tax.ts";

export type PricedLine = {
  readonly quantity: Quantity;
  readonly price: UnitPrice;
  /** Percent in ten-thousandths of a percent: "98" = 980000n, none = 1000000n. */
  readonly discountRate: bigint;
  readonly taxRate: TaxRate;
  /** What the line comes to where that is settled already: a part's share of its kit. */
  readonly settled?: Money | undefined;
};
export type LineTotals = TaxedAmount & { readonly discountShare: Money };
export type DocumentTotals = TaxedAmount & {
  readonly lines: readonly LineTotals[];
  /** Before 整单优惠. */
  readonly grossBeforeDiscount: Money;
};
export const noDiscount = 1_000_000n;
/** Above this an amount is a slip of the finger, and the columns would overflow. */
export const largestAmount: Money = 99_999_999_999_999n;

/**
 * Tax is rounded per line, then summed (E11, P32). 整单优惠 takes tax-included amounts down line by line, by largest
 * remainder over the gross amounts, and each line's tax follows from its new gross (E13, E20).
 */
export function documentTotals(
  lines: readonly PricedLine[],
  options: { readonly taxIncluded: boolean; readonly orderDiscount: Money },
): DocumentTotals {
  const before = lines.map((line) => {
    const amount = line.settled ?? extendedAmount(line.quantity, line.price, line.discountRate);
    return options.taxIncluded ? splitGross(amount, line.taxRate) : addTax(amount, line.taxRate);
  });
  const grossBeforeDiscount = sumMoney(before.map((line) => line.gross));
  const shares =
    options.orderDiscount === 0n
      ? before.map(() => 0n)
      : allocateByLargestRemainder(
          options.orderDiscount,
          before.map((line) => line.gross),
        );
  const totals = before.map((line, index): LineTotals => {
    const share = shares[index] ?? 0n;
    if (share === 0n) return { ...line, discountShare: 0n };
    return { ...splitGross(line.gross - share, lines[index]?.taxRate ?? 0n), discountShare: share };
  });
  return {
    lines: totals,
    net: sumMoney(totals.map((line) => line.net)),
    tax: sumMoney(totals.map((line) => line.tax)),
    gross: sumMoney(totals.map((line) => line.gross)),
    grossBeforeDiscount,
  };
}
