import { type Decided, decided, type Shortage, type StockMove } from "./posting.ts";
import { refusedFor, type RuleDocument, type RuleFacts, trueUpLines } from "./rule.ts";
import { isShortage, move } from "./stock-state.ts";
import { takeShare, type Takings } from "./taken-share.ts";

/**
 * 调拨: goods change their shelf and keep their cost (E15). Inside one account there is nothing to book (P27). In two
 * steps the goods stand in 在途 between, which nobody can sell from (P36): a receipt takes its share of what was sent.
 */
export function postTransfer(document: RuleDocument, facts: RuleFacts): Decided {
  const { stock, accounts } = facts;
  const moves: StockMove[] = [];
  const shortages: Shortage[] = [];
  const takings: Takings = new Map();
  for (const line of document.lines) {
    const place = { lineNo: line.lineNo, itemId: line.itemId };
    const out = move(stock, {
      ...place,
      warehouseId: line.warehouseId,
      quantity: -line.quantity,
      basis: line.source ? "entry" : "pool",
      value: line.source ? -takeShare(line, line.source, takings) : null,
      sourceSeq: line.source?.seq ?? null,
    });
    if (isShortage(out)) {
      shortages.push(out);
      continue;
    }
    const into = move(stock, {
      ...place,
      warehouseId: document.toWarehouseId ?? line.warehouseId,
      quantity: line.quantity,
      basis: "entry",
      value: -out.value,
      sourceSeq: out.seq,
    });
    moves.push(out);
    if (!isShortage(into)) moves.push(into);
  }
  if (shortages.length > 0) return refusedFor(shortages);
  return decided({ moves, partnerMoves: [], journal: trueUpLines(moves, accounts) });
}
