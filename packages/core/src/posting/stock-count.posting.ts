import { averageValue, shareOf } from "../costing/pool.ts";
import { sumMoney } from "../money.ts";
import {
  credit,
  type Decided,
  debit,
  decided,
  type JournalLine,
  type RuleProblem,
  type Shortage,
  type StockMove,
} from "./posting.ts";
import { lostInputTax } from "./other-stock.posting.ts";
import { reasonOf } from "./reasons.ts";
import { refusedFor, type RuleDocument, type RuleFacts, trueUpLines } from "./rule.ts";
import { isShortage, issue, poolOf, quantityOf, receive } from "./stock-state.ts";

/**
 * 盘点: what a person counted becomes the balance. What is missing leaves at its cost, what is too much comes in at the
 * average of now, both by way of 待处理财产损溢 (D2, E14, E26 6–7). `quantity` of a line is what was counted.
 */
export function postStockCount(document: RuleDocument, facts: RuleFacts): Decided {
  const { stock, accounts } = facts;
  const problems: RuleProblem[] = [];
  const gains: StockMove[] = [];
  const losses: (StockMove | Shortage)[] = [];
  const lossReason = reasonOf(document.reason ?? "damaged", "out");
  const lossAccount = accounts[lossReason.account];
  for (const line of document.lines) {
    const place = { lineNo: line.lineNo, itemId: line.itemId, warehouseId: line.warehouseId };
    const difference = line.quantity - quantityOf(stock, line.itemId, line.warehouseId);
    if (difference < 0n) losses.push(issue(stock, { ...place, quantity: -difference, contraAccount: lossAccount }));
    if (difference <= 0n) continue;
    const value =
      line.net > 0n
        ? shareOf(line.net, difference, line.quantity)
        : averageValue(poolOf(stock, line.itemId, line.warehouseId), difference);
    if (value === null) problems.push({ lineNo: line.lineNo, field: "price", code: "cost.unknown", details: {} });
    else gains.push(receive(stock, { ...place, quantity: difference, value }));
  }
  const shortages = losses.filter(isShortage);
  if (problems.length > 0) return { posting: null, shortages: [], problems };
  if (shortages.length > 0) return refusedFor(shortages);
  const lost = losses.filter((one): one is StockMove => !isShortage(one));
  const lossValue = -sumMoney(lost.map((one) => one.value));
  const lossTax = lossReason.losesInputTax ? lostInputTax(document, lost, facts) : 0n;
  const gainValue = sumMoney(gains.map((one) => one.value));
  const journal: readonly JournalLine[] = [
    debit(accounts.pendingLoss, lossValue + lossTax, "盘亏"),
    credit(accounts.inventory, lossValue, "盘亏"),
    credit(accounts.inputTaxTransferredOut, lossTax, "进项税额转出"),
    debit(lossAccount, lossValue + lossTax, `盘亏 ${lossReason.name}`),
    credit(accounts.pendingLoss, lossValue + lossTax, `盘亏 ${lossReason.name}`),
    debit(accounts.inventory, gainValue, "盘盈"),
    credit(accounts.pendingLoss, gainValue, "盘盈"),
    debit(accounts.pendingLoss, gainValue, "盘盈"),
    credit(accounts.otherIncome, gainValue, "盘盈"),
    ...trueUpLines([...lost, ...gains], accounts),
  ];
  const moves = [...lost, ...gains].sort((a, b) => (a.seq < b.seq ? -1 : 1));
  return decided({ moves, partnerMoves: [], journal });
}
