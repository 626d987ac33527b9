import type { AccountRoles } from "../accounting/chart.ts";
import { type Money, sumMoney } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import { credit, type Decided, debit, type Shortage, type StockMove, withoutZeroLines } from "./posting.ts";
import { issue, isShortage, type StockState } from "./stock-state.ts";

export type TradeLine = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly baseQuantity: Quantity;
  readonly net: Money;
  readonly tax: Money;
};
export type TradeDocument = {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly lines: readonly TradeLine[];
};
export type TradeFacts = {
  readonly accounts: AccountRoles;
  readonly stock: StockState;
  readonly taxStatus: "general" | "small";
};

/**
 * 销售出库: the customer owes the tax-included amount, revenue is without tax, and the goods leave at their moving
 * average cost: 借 应收账款 / 贷 主营业务收入, 应交税费; 借 主营业务成本 / 贷 库存商品 (D2).
 */
export function postSalesDelivery(delivery: TradeDocument, facts: TradeFacts): Decided {
  const results = delivery.lines.map((line) =>
    issue(facts.stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      quantity: line.baseQuantity,
    }),
  );
  const shortages = results.filter((move): move is Shortage => isShortage(move));
  if (shortages.length > 0) return { posting: null, shortages };
  const moves = results.filter((move): move is StockMove => !isShortage(move));
  const cost = -sumMoney(moves.map((move) => move.value));
  const { accounts } = facts;
  const sale = `销售 ${delivery.partnerName}`;
  return {
    shortages: [],
    posting: {
      moves,
      partnerMoves:
        delivery.gross === 0n ? [] : [{ partnerId: delivery.partnerId, side: "receivable", amount: delivery.gross }],
      journal: withoutZeroLines([
        debit(accounts.receivable, delivery.gross, sale, delivery.partnerId),
        credit(accounts.revenue, delivery.net, sale),
        credit(accounts.outputTax, delivery.tax, sale),
        debit(accounts.costOfSales, cost, "结转销售成本"),
        credit(accounts.inventory, cost, "结转销售成本"),
      ]),
    },
  };
}
