import { type Decided, decided, type Shortage, type StockMove } from "./posting.ts";
import { refusedFor, type RuleDocument, type RuleFacts, trueUpLines } from "./rule.ts";
import { isShortage, move } from "./stock-state.ts";
import { sourceEntryOf, takeShare, type Takings } from "./taken-share.ts";

/**
 * 调拨: goods change their shelf and keep their cost (E15); inside one cost pool nothing changes at all, and inside one
 * account there is nothing to book (P27). In two steps the goods stand in 在途 between, which nobody can sell from (P36):
 * a receipt takes its share of what was sent.
 */
export function postTransfer(document: RuleDocument, facts: RuleFacts): Decided {
  const { stock, accounts } = facts;
  const moves: StockMove[] = [];
  const shortages: Shortage[] = [];
  const takings: Takings = new Map();
  for (const line of document.lines)
    for (const part of line.parts) {
      const { lot, isSerial } = part;
      const goods = { lineNo: line.lineNo, itemId: line.itemId, lot, isSerial, isTransfer: true };
      const out = move(stock, {
        ...goods,
        warehouseId: line.warehouseId,
        quantity: -part.quantity,
        basis: line.source ? "entry" : "pool",
        value: line.source ? -takeShare(part, line.source, takings) : null,
        sourceSeq: line.source ? sourceEntryOf(line.source, part.lot).seq : null,
      });
      if (isShortage(out)) {
        shortages.push(out);
        continue;
      }
      const into = move(stock, {
        ...goods,
        warehouseId: document.toWarehouseId ?? line.warehouseId,
        quantity: part.quantity,
        basis: "entry",
        value: -out.value,
        sourceSeq: out.seq,
      });
      if (isShortage(into)) shortages.push(into);
      else moves.push(out, into);
    }
  if (shortages.length > 0) return refusedFor(shortages);
  return decided({ moves, partnerMoves: [], journal: trueUpLines(moves, accounts) });
}
