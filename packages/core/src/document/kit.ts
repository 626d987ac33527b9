import { allocateByLargestRemainder, type Money } from "../money.ts";
import { oneUnit, type Quantity } from "../quantity.ts";

/** A part of a 组合商品 as a sale takes it. */
export type PartShare = {
  /** In base units of the part. */
  readonly quantity: Quantity;
  /** What it would sell for alone, price × quantity in any one scale; 0 where the item has no price. */
  readonly saleValue: bigint;
};

/**
 * 组合商品的金额摊到配件: by what the parts sell for alone, or by quantity where none of them has a price. To the 分, by
 * largest remainder, so that the parts come to exactly what the customer pays.
 */
export function spreadOverParts(amount: Money, parts: readonly PartShare[]): readonly Money[] {
  const isPriced = parts.some((part) => part.saleValue > 0n);
  return allocateByLargestRemainder(
    amount,
    parts.map((part) => (isPriced ? part.saleValue : part.quantity)),
  );
}

/**
 * 可配几套: whole kits that the part which runs out first allows; negative where more is promised than there is; none
 * where a part's quantity cannot be told any more (0), because its unit was changed.
 */
export function kitsOf(parts: readonly { readonly available: Quantity; readonly quantity: Quantity }[]): Quantity {
  const counts = parts.map(({ available, quantity }) => floorDivide(available, quantity));
  return counts.reduce((least, count) => (count < least ? count : least), counts[0] ?? 0n) * oneUnit;
}
function floorDivide(amount: bigint, by: bigint): bigint {
  if (by === 0n) return 0n;
  return amount < 0n && amount % by !== 0n ? amount / by - 1n : amount / by;
}
