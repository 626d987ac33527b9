import { sumMoney } from "../money.ts";
import { credit, type Decided, debit, withoutZeroLines } from "./posting.ts";
import type { TradeDocument, TradeFacts } from "./sales-delivery.posting.ts";
import { receive } from "./stock-state.ts";

/**
 * 采购入库: goods come in without tax, input tax is deducted, and the supplier is owed the tax-included amount. For a
 * small-scale taxpayer (小规模) the tax is part of the goods' cost (D2).
 */
export function postPurchaseReceipt(receipt: TradeDocument, facts: TradeFacts): Decided {
  const deductible = facts.taxStatus === "general";
  const moves = receipt.lines.map((line) =>
    receive(facts.stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      quantity: line.baseQuantity,
      value: deductible ? line.net : line.net + line.tax,
    }),
  );
  const goods = sumMoney(moves.map((move) => move.value));
  const { accounts } = facts;
  const summary = `采购 ${receipt.partnerName}`;
  return {
    shortages: [],
    posting: {
      moves,
      partnerMoves:
        receipt.gross === 0n ? [] : [{ partnerId: receipt.partnerId, side: "payable", amount: receipt.gross }],
      journal: withoutZeroLines([
        debit(accounts.inventory, goods, summary),
        debit(accounts.inputTax, deductible ? receipt.tax : 0n, summary),
        credit(accounts.payable, receipt.gross, summary, receipt.partnerId),
      ]),
    },
  };
}
