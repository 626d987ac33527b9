import { credit, type Decided, debit, decided } from "./posting.ts";
import { costLines, issueLine, movesAndShortages, refusedFor, type RuleDocument, type RuleFacts } from "./rule.ts";

/**
 * 销售出库: the customer owes the tax-included amount, revenue is without tax, and the goods leave at their cost:
 * 借 应收账款 / 贷 主营业务收入, 应交税费; 借 主营业务成本 / 贷 库存商品 (D2).
 */
export function postSalesDelivery(delivery: RuleDocument, facts: RuleFacts): Decided {
  const { accounts } = facts;
  const { moves, shortages } = movesAndShortages(
    delivery.lines.flatMap((line) => issueLine(facts.stock, line, accounts.costOfSales)),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  const summary = `销售 ${delivery.partnerName}`;
  return decided({
    moves,
    partnerMoves:
      delivery.gross === 0n ? [] : [{ partnerId: delivery.partnerId, side: "receivable", amount: delivery.gross }],
    journal: [
      debit(accounts.receivable, delivery.gross, summary, delivery.partnerId),
      credit(accounts.revenue, delivery.net, summary),
      credit(accounts.outputTax, delivery.tax, summary),
      ...costLines(moves, accounts, "结转销售成本"),
    ],
  });
}
