import type { AccountRoles } from "../accounting/chart.ts";
import { type Money, sumMoney } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import { credit, type Decided, debit, type JournalLine, type PartnerSide, withoutZeroLines } from "./posting.ts";
import { receive, type StockState } from "./stock-state.ts";

export type OpeningStockLine = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly baseQuantity: Quantity;
  readonly value: Money;
};
/** 期初库存: what was on the shelf before the books began, against 期初余额. */
export function postOpeningStock(
  lines: readonly OpeningStockLine[],
  facts: { readonly accounts: AccountRoles; readonly stock: StockState },
): Decided {
  const moves = lines.map((line) =>
    receive(facts.stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      quantity: line.baseQuantity,
      value: line.value,
    }),
  );
  const value = sumMoney(moves.map((move) => move.value));
  return {
    shortages: [],
    posting: {
      moves,
      partnerMoves: [],
      journal: withoutZeroLines([
        debit(facts.accounts.inventory, value, "期初库存"),
        credit(facts.accounts.openingContra, value, "期初库存"),
      ]),
    },
  };
}

export type OpeningBalanceLine = {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly side: PartnerSide;
  readonly amount: Money;
};
/** 期初往来: what customers owed and what suppliers were owed, against 期初余额. */
export function postOpeningBalance(
  lines: readonly OpeningBalanceLine[],
  facts: { readonly accounts: AccountRoles },
): Decided {
  const { accounts } = facts;
  const owed = lines.filter((line) => line.amount !== 0n);
  const own: readonly JournalLine[] = owed.map((line) =>
    line.side === "receivable"
      ? debit(accounts.receivable, line.amount, `期初应收 ${line.partnerName}`, line.partnerId)
      : credit(accounts.payable, line.amount, `期初应付 ${line.partnerName}`, line.partnerId),
  );
  const net = own.reduce((sum, line) => sum + line.debit - line.credit, 0n);
  return {
    shortages: [],
    posting: {
      moves: [],
      partnerMoves: owed.map((line) => ({ partnerId: line.partnerId, side: line.side, amount: line.amount })),
      journal: withoutZeroLines([...own, credit(accounts.openingContra, net, "期初往来")]),
    },
  };
}
