import { sumMoney } from "../money.ts";
import { credit, type Decided, debit, decided, type JournalLine } from "./posting.ts";
import { movesAndShortages, receiveLine, refusedFor, type RuleDocument, type RuleFacts, trueUpLines } from "./rule.ts";

/** 期初库存: what was on the shelf before the books began, against 期初余额. */
export function postOpeningStock(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts } = facts;
  const { moves, shortages } = movesAndShortages(
    document.lines.flatMap((line) => receiveLine(facts.stock, line, line.net)),
  );
  if (shortages.length > 0) return refusedFor(shortages);
  const value = sumMoney(moves.map((move) => move.value));
  return decided({
    moves,
    partnerMoves: [],
    journal: [
      debit(accounts.inventory, value, "期初库存"),
      credit(accounts.openingContra, value, "期初库存"),
      ...trueUpLines(moves, accounts),
    ],
  });
}

/** 期初往来: what customers owed and what suppliers were owed, against 期初余额. */
export function postOpeningBalance(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts } = facts;
  const owed = document.lines.flatMap(({ partner, gross }) =>
    partner && gross !== 0n ? [{ partnerId: partner.id, name: partner.name, side: partner.side, amount: gross }] : [],
  );
  const own: readonly JournalLine[] = owed.map((line) =>
    line.side === "receivable"
      ? debit(accounts.receivable, line.amount, `期初应收 ${line.name}`, line.partnerId)
      : credit(accounts.payable, line.amount, `期初应付 ${line.name}`, line.partnerId),
  );
  const net = own.reduce((sum, line) => sum + line.debit - line.credit, 0n);
  return decided({
    moves: [],
    partnerMoves: owed.map((line) => ({ partnerId: line.partnerId, side: line.side, amount: line.amount })),
    journal: [...own, credit(accounts.openingContra, net, "期初往来")],
  });
}
