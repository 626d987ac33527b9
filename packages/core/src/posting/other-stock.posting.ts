import type { AccountRoles } from "../accounting/chart.ts";
import { divideHalfUp } from "../decimal.ts";
import { type Money, sumMoney } from "../money.ts";
import { credit, type Decided, debit, decided, type JournalLine, type StockMove } from "./posting.ts";
import { reasonOf } from "./reasons.ts";
import {
  afterCompensation,
  costLines,
  movesAndShortages,
  receiveLine,
  refusedFor,
  type RuleDocument,
  type RuleFacts,
  trueUpLines,
} from "./rule.ts";
import { move } from "./stock-state.ts";
import { sourceEntryOf, takeShare, type Takings } from "./taken-share.ts";

/** 其他入库: goods that nobody sold to the company, at the cost that is stated, against the account of their reason. */
export function postOtherReceipt(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts } = facts;
  const reason = reasonOf(document.reason, "in");
  const { moves, shortages } = movesAndShortages(
    document.lines.flatMap((line) => receiveLine(facts.stock, line, line.net)),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  const value = sumMoney(moves.map((one) => one.value));
  return decided({
    moves,
    partnerMoves: [],
    journal: [
      debit(accounts.inventory, value, `其他入库 ${reason.name}`),
      credit(accounts[reason.account], value, `其他入库 ${reason.name}`),
      ...trueUpLines(moves, accounts),
    ],
  });
}

/**
 * 其他出库: goods leave at their cost to the account of their reason; where the law says so, with their input tax (E14).
 * 在途损失: what a shipment lost on its way, at its share of what was sent (P36). 赔偿 takes off the loss what somebody pays.
 */
export function postOtherIssue(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts } = facts;
  const reason = reasonOf(document.reason, "out");
  const account = accounts[reason.account];
  const takings: Takings = new Map();
  const { moves, shortages } = movesAndShortages(
    document.lines.flatMap((line) =>
      line.parts.map((part) =>
        move(facts.stock, {
          lineNo: line.lineNo,
          itemId: line.itemId,
          warehouseId: line.warehouseId,
          lot: part.lot,
          quantity: -part.quantity,
          basis: line.source ? "entry" : "pool",
          value: line.source ? -takeShare(part, line.source, takings) : null,
          sourceSeq: line.source ? sourceEntryOf(line.source, part.lot).seq : null,
          contraAccount: account,
        }),
      ),
    ),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  const summary = `${document.lines.some((line) => line.source) ? "在途损失" : "其他出库"} ${reason.name}`;
  const tax = reason.losesInputTax ? lostInputTax(document, moves, facts) : 0n;
  const loss = tax - sumMoney(moves.map((one) => one.value));
  const { borne, beyond } = afterCompensation(loss, document.compensation);
  return decided({
    moves,
    partnerMoves: [],
    journal: [
      ...costLines(moves, accounts, summary),
      ...taxLines(tax, account, accounts),
      debit(accounts.otherReceivable, document.compensation, "赔偿"),
      debit(account, borne - loss, "赔偿"),
      credit(accounts.otherIncome, beyond, "赔偿多于损失"),
    ],
  });
}

/** 进项税额转出 = cost × the item's rate, line by line. */
export function lostInputTax(document: RuleDocument, moves: readonly StockMove[], facts: RuleFacts): Money {
  if (facts.taxStatus !== "general") return 0n;
  const rates = new Map(document.lines.map((line) => [line.lineNo, line.taxRate]));
  return sumMoney(
    moves.map((one) => (one.value < 0n ? divideHalfUp(-one.value * (rates.get(one.lineNo) ?? 0n), 10_000n) : 0n)),
  );
}
export function taxLines(tax: Money, account: string, accounts: AccountRoles): readonly JournalLine[] {
  return [debit(account, tax, "进项税额转出"), credit(accounts.inputTaxTransferredOut, tax, "进项税额转出")];
}
