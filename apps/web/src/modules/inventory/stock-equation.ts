import { parseQuantity } from "@zhangshi/core";

/** 期初 + 入 − 出 = 现存, in millionths and not in floats: the card ends with this or says that it fails. */
export function equationHolds(card: {
  readonly opening: string;
  readonly totalIn: string;
  readonly totalOut: string;
  readonly closing: string;
}): boolean {
  return (
    parseQuantity(card.opening) + parseQuantity(card.totalIn) - parseQuantity(card.totalOut) ===
    parseQuantity(card.closing)
  );
}
