import { type Decided, decided } from "./posting.ts";

/** 销售订单, 采购订单: a promise moves no goods, owes nothing and books nothing; it stands in the order book. */
export function postOrder(): Decided {
  return decided({ moves: [], partnerMoves: [], journal: [] });
}
