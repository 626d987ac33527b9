import { averageValue } from "../costing/pool.ts";
import { credit, type Decided, debit, decided, type RuleProblem, type Shortage, type StockMove } from "./posting.ts";
import { costLines, movesAndShortages, refusedFor, type RuleDocument, type RuleFacts } from "./rule.ts";
import { lotPoolOf, move } from "./stock-state.ts";
import { sourceEntryOf, takeShare, type Takings } from "./taken-share.ts";

/**
 * 销售退货: goods come back at what they went out at (E7, P20), never at the selling price; without a source at the
 * average of now, or at the cost last known. The customer owes less: a red receivable, red revenue, red tax, red cost.
 */
export function postSalesReturn(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, stock } = facts;
  const problems: RuleProblem[] = [];
  const results: (StockMove | Shortage)[] = [];
  const takings: Takings = new Map();
  for (const line of document.lines)
    for (const part of line.parts) {
      const value = line.source
        ? takeShare(part, line.source, takings)
        : averageValue(lotPoolOf(stock, line.itemId, line.warehouseId, part.lot), part.quantity);
      if (value === null) problems.push({ lineNo: line.lineNo, field: "itemId", code: "cost.unknown", details: {} });
      else
        results.push(
          move(stock, {
            lineNo: line.lineNo,
            itemId: line.itemId,
            warehouseId: line.warehouseId,
            ...part,
            basis: line.source ? "entry" : "stated",
            value,
            sourceSeq: line.source ? sourceEntryOf(line.source, part.lot).seq : null,
            contraAccount: accounts.costOfSales,
          }),
        );
    }
  if (problems.length > 0) return { posting: null, shortages: [], problems };
  const { moves, shortages } = movesAndShortages(results);
  if (shortages.length > 0) return refusedFor(shortages);
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
