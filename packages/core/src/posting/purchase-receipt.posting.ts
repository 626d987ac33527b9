import { sumMoney } from "../money.ts";
import { credit, type Decided, debit, decided } from "./posting.ts";
import {
  deductibleTax,
  goodsAmount,
  movesAndShortages,
  receiveLine,
  refusedFor,
  type RuleDocument,
  type RuleFacts,
  trueUpLines,
} from "./rule.ts";

/**
 * 采购入库: goods come in without tax, input tax is deducted, and the supplier is owed the tax-included amount. For a
 * small-scale taxpayer (小规模) the tax is part of the goods' cost (D2). 暂估: until the invoice comes only the goods are
 * booked, against 暂估应付款 and without tax (E9, P09).
 */
export function postPurchaseReceipt(receipt: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, taxStatus } = facts;
  const { moves, shortages } = movesAndShortages(
    receipt.lines.flatMap((line) => receiveLine(facts.stock, line, goodsAmount(line, taxStatus))),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  const goods = sumMoney(moves.map((move) => move.value));
  const summary = `${receipt.isAccrued ? "暂估" : "采购"} ${receipt.partnerName}`;
  const owed = receipt.isAccrued ? goods : receipt.gross;
  const side = receipt.isAccrued ? ("accrued" as const) : ("payable" as const);
  const tax = receipt.isAccrued ? 0n : deductibleTax(receipt.tax, taxStatus);
  return decided({
    moves,
    partnerMoves: owed === 0n ? [] : [{ partnerId: receipt.partnerId, side, amount: owed }],
    journal: [
      debit(accounts.inventory, goods, summary),
      debit(accounts.inputTax, tax, summary),
      credit(receipt.isAccrued ? accounts.accruedPayable : accounts.payable, owed, summary, receipt.partnerId),
      ...trueUpLines(moves, accounts),
    ],
  });
}
