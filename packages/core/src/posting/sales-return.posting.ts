import { averageValue } from "../costing/pool.ts";
import { credit, type Decided, debit, decided, type RuleProblem, type StockMove } from "./posting.ts";
import { costLines, type RuleDocument, type RuleFacts } from "./rule.ts";
import { isShortage, move, poolOf } from "./stock-state.ts";
import { takeShare, type Takings } from "./taken-share.ts";

/**
 * 销售退货: goods come back at what they went out at (E7, P20), never at the selling price; without a source at the
 * average of now, or at the cost last known. The customer owes less: a red receivable, red revenue, red tax, red cost.
 */
export function postSalesReturn(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, stock } = facts;
  const problems: RuleProblem[] = [];
  const moves: StockMove[] = [];
  const takings: Takings = new Map();
  for (const line of document.lines) {
    const value = line.source
      ? takeShare(line, line.source, takings)
      : averageValue(poolOf(stock, line.itemId, line.warehouseId), line.quantity);
    if (value === null) {
      problems.push({ lineNo: line.lineNo, field: "itemId", code: "cost.unknown", details: {} });
      continue;
    }
    const moved = move(stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      quantity: line.quantity,
      basis: line.source ? "entry" : "stated",
      value,
      sourceSeq: line.source?.seq ?? null,
      contraAccount: accounts.costOfSales,
    });
    if (!isShortage(moved)) moves.push(moved);
  }
  if (problems.length > 0) return { posting: null, shortages: [], problems };
  const summary = `销售退货 ${document.partnerName}`;
  return decided({
    moves,
    partnerMoves:
      document.gross === 0n ? [] : [{ partnerId: document.partnerId, side: "receivable", amount: -document.gross }],
    journal: [
      debit(accounts.receivable, -document.gross, summary, document.partnerId),
      credit(accounts.revenue, -document.net, summary),
      credit(accounts.outputTax, -document.tax, summary),
      ...costLines(moves, accounts, "退货冲回成本"),
    ],
  });
}
