import { shareOf } from "../costing/pool.ts";
import { sumMoney } from "../money.ts";
import { type Decided, decided, type StockMove } from "./posting.ts";
import {
  movesAndShortages,
  refusedFor,
  type RuleDocument,
  type RuleFacts,
  type RuleLine,
  trueUpLines,
} from "./rule.ts";
import { isShortage, issue, move } from "./stock-state.ts";

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
    document.lines
      .filter((line) => line.role === goesOut)
      .map((line) =>
        issue(stock, {
          lineNo: line.lineNo,
          itemId: line.itemId,
          warehouseId: line.warehouseId,
          quantity: line.quantity,
        }),
      ),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  let restValue = -sumMoney(issued.map((one) => one.value));
  const outputs = document.lines.filter((line) => line.role === comesIn);
  let restWeight = outputs.reduce((sum, line) => sum + line.weight, 0n);
  const received: StockMove[] = [];
  for (const line of outputs) {
    const share = { part: line.weight, whole: restWeight };
    const value = shareOf(restValue, share.part, share.whole);
    restValue -= value;
    restWeight -= line.weight;
    const moved = move(stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      quantity: line.quantity,
      basis: "document",
      value,
      share,
    });
    if (!isShortage(moved)) received.push(moved);
  }
  const moves = [...issued, ...received];
  return decided({ moves, partnerMoves: [], journal: trueUpLines(moves, accounts) });
}
