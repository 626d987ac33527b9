import { shareOf } from "../costing/pool.ts";
import { sumMoney } from "../money.ts";
import { type Decided, decided, type Shortage, type StockMove } from "./posting.ts";
import {
  issueLine,
  movesAndShortages,
  partsWithValue,
  refusedFor,
  type RuleDocument,
  type RuleFacts,
  type RuleLine,
  trueUpLines,
} from "./rule.ts";
import { move } from "./stock-state.ts";

/** 组装: the parts leave at their cost, the product comes in at the sum of it. */
export function postAssembly(document: RuleDocument, facts: RuleFacts): Decided {
  return turnInto(document, facts, "part", "product");
}
/** 拆卸: the product leaves at its cost, the parts share it by their weights. */
export function postDisassembly(document: RuleDocument, facts: RuleFacts): Decided {
  return turnInto(document, facts, "product", "part");
}

function turnInto(
  document: RuleDocument,
  facts: RuleFacts,
  goesOut: RuleLine["role"],
  comesIn: RuleLine["role"],
): Decided {
  const { stock, accounts } = facts;
  const { moves: issued, shortages } = movesAndShortages(
    document.lines.filter((line) => line.role === goesOut).flatMap((line) => issueLine(stock, line, null)),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  let restValue = -sumMoney(issued.map((one) => one.value));
  const outputs = document.lines.filter((line) => line.role === comesIn);
  let restWeight = outputs.reduce((sum, line) => sum + line.weight, 0n);
  const results: (StockMove | Shortage)[] = [];
  for (const line of outputs)
    for (const part of partsWithValue(line, line.weight)) {
      const share = { part: part.value, whole: restWeight };
      const value = shareOf(restValue, share.part, share.whole);
      restValue -= value;
      restWeight -= share.part;
      results.push(
        move(stock, {
          lineNo: line.lineNo,
          itemId: line.itemId,
          warehouseId: line.warehouseId,
          lot: part.lot,
          isSerial: part.isSerial,
          quantity: part.quantity,
          basis: "document",
          value,
          share,
        }),
      );
    }
  const { moves: received, shortages: refused } = movesAndShortages(results);
  if (refused.length > 0) return refusedFor(refused);
  const moves = [...issued, ...received];
  return decided({ moves, partnerMoves: [], journal: trueUpLines(moves, accounts) });
}
