import { sumMoney } from "../money.ts";
import { credit, type Decided, debit, decided, type PartnerMove, type Shortage, type StockMove } from "./posting.ts";
import { deductibleTax, goodsAmount, refusedFor, type RuleDocument, type RuleFacts, trueUpLines } from "./rule.ts";
import { isShortage, move } from "./stock-state.ts";
import { sourceEntryOf, takeShare, type Takings } from "./taken-share.ts";

/**
 * 采购退货: goods leave at what their receipt costs now (E5, E21), without a source at the cost of now. What the supplier
 * gives back beside that is a price difference and goes to cost (P21). A red payable, red input tax; of goods whose
 * invoice has not come, what was accrued for them (E9).
 */
export function postPurchaseReturn(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, stock, taxStatus } = facts;
  const takings: Takings = new Map();
  const results = document.lines.flatMap((line) =>
    line.parts.map((part): StockMove | Shortage =>
      move(stock, {
        lineNo: line.lineNo,
        itemId: line.itemId,
        warehouseId: line.warehouseId,
        lot: part.lot,
        quantity: -part.quantity,
        basis: line.source ? "stated" : "pool",
        value: line.source ? -takeShare(part, line.source, takings) : null,
        sourceSeq: line.source ? sourceEntryOf(line.source, part.lot).seq : null,
        contraAccount: line.source ? null : accounts.costOfSales,
      }),
    ),
  );
  const shortages = results.filter(isShortage);
  if (shortages.length > 0) return refusedFor(shortages);
  const moves = results.filter((one): one is StockMove => !isShortage(one));
  const cost = -sumMoney(moves.map((one) => one.value));
  const summary = `采购退货 ${document.partnerName}`;
  const given = sumMoney(document.lines.map((line) => goodsAmount(line, taxStatus)));
  const invoiced = document.lines.filter((line) => line.source?.isAccrued !== true);
  const tax = deductibleTax(sumMoney(invoiced.map((line) => line.tax)), taxStatus);
  const owed = sumMoney(invoiced.map((line) => line.gross));
  const accrued = given + tax - owed;
  const difference = given - cost;
  const partnerMoves: readonly PartnerMove[] = [
    { partnerId: document.partnerId, side: "payable", amount: -owed },
    { partnerId: document.partnerId, side: "accrued", amount: -accrued },
  ];
  return decided({
    moves,
    partnerMoves: partnerMoves.filter((one) => one.amount !== 0n),
    journal: [
      debit(accounts.inventory, -cost, summary),
      debit(accounts.inputTax, -tax, summary),
      debit(accounts.costOfSales, -difference, "退货差价"),
      credit(accounts.payable, -owed, summary, document.partnerId),
      credit(accounts.accruedPayable, -accrued, summary, document.partnerId),
      ...trueUpLines(moves, accounts),
    ],
  });
}
