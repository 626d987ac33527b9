import { averageValue, shareOf } from "../costing/pool.ts";
import { sumMoney } from "../money.ts";
import type { Quantity } from "../quantity.ts";
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
import {
  afterCompensation,
  movesAndShortages,
  refusedFor,
  type RuleDocument,
  type RuleFacts,
  type RuleLine,
  trueUpLines,
} from "./rule.ts";
import {
  isShortage,
  issue,
  lotPoolOf,
  lotQuantityOf,
  lotsOn,
  quantityOf,
  receive,
  type StockState,
} from "./stock-state.ts";

/**
 * 盘点: what a person counted becomes the balance. What is missing leaves at its cost, what is too much comes in at the
 * average of now, both by way of 待处理财产损溢 (D2, E14, E26 6–7); 赔偿 makes the loss smaller. `quantity` of a line is
 * what was counted.
 */
export function postStockCount(document: RuleDocument, facts: RuleFacts): Decided {
  const { stock, accounts } = facts;
  const problems: RuleProblem[] = [];
  const gained: (StockMove | Shortage)[] = [];
  const losses: (StockMove | Shortage)[] = [];
  const lossReason = reasonOf(document.reason ?? "damaged", "out");
  const lossAccount = accounts[lossReason.account];
  for (const line of document.lines) {
    const place = { lineNo: line.lineNo, itemId: line.itemId, warehouseId: line.warehouseId };
    for (const { difference, ...part } of differencesOf(stock, line)) {
      if (difference < 0n)
        losses.push(issue(stock, { ...place, ...part, quantity: -difference, contraAccount: lossAccount }));
      if (difference <= 0n) continue;
      const value =
        line.net > 0n
          ? shareOf(line.net, difference, line.quantity)
          : averageValue(lotPoolOf(stock, line.itemId, line.warehouseId, part.lot), difference);
      if (value === null) problems.push({ lineNo: line.lineNo, field: "price", code: "cost.unknown", details: {} });
      else gained.push(receive(stock, { ...place, ...part, quantity: difference, value }));
    }
  }
  if (document.compensation > 0n && losses.length === 0)
    problems.push({ lineNo: null, field: "compensation", code: "compensation.no_loss", details: {} });
  const { moves: gains, shortages: twice } = movesAndShortages(gained);
  const shortages = losses.filter(isShortage);
  if (problems.length > 0) return { posting: null, shortages: [], problems };
  if (shortages.length + twice.length > 0) return refusedFor([...shortages, ...twice]);
  const lost = losses.filter((one): one is StockMove => !isShortage(one));
  const lossValue = -sumMoney(lost.map((one) => one.value));
  const lossTax = lossReason.losesInputTax ? lostInputTax(document, lost, facts) : 0n;
  const { borne, beyond } = afterCompensation(lossValue + lossTax, document.compensation);
  const gainValue = sumMoney(gains.map((one) => one.value));
  const journal: readonly JournalLine[] = [
    debit(accounts.pendingLoss, lossValue + lossTax, "盘亏"),
    credit(accounts.inventory, lossValue, "盘亏"),
    credit(accounts.inputTaxTransferredOut, lossTax, "进项税额转出"),
    debit(accounts.otherReceivable, document.compensation, "赔偿"),
    debit(lossAccount, borne, `盘亏 ${lossReason.name}`),
    credit(accounts.pendingLoss, lossValue + lossTax, `盘亏 ${lossReason.name}`),
    credit(accounts.otherIncome, beyond, "赔偿多于损失"),
    debit(accounts.inventory, gainValue, "盘盈"),
    credit(accounts.pendingLoss, gainValue, "盘盈"),
    debit(accounts.pendingLoss, gainValue, "盘盈"),
    credit(accounts.otherIncome, gainValue, "盘盈"),
    ...trueUpLines([...lost, ...gains], accounts),
  ];
  const moves = [...lost, ...gains].sort((a, b) => (a.seq < b.seq ? -1 : 1));
  return decided({ moves, partnerMoves: [], journal });
}

type Difference = { readonly lot: string | null; readonly isSerial: boolean; readonly difference: Quantity };
/** What was counted less what the books say: of the item, of the lot, or piece by piece, those included that nobody found. */
function differencesOf(stock: StockState, line: RuleLine): readonly Difference[] {
  const { itemId, warehouseId, parts } = line;
  const [first] = parts;
  if (first && first.lot === null)
    return [{ lot: null, isSerial: false, difference: line.quantity - quantityOf(stock, itemId, warehouseId) }];
  if (first && !first.isSerial && first.lot !== null)
    return [
      {
        lot: first.lot,
        isSerial: false,
        difference: line.quantity - lotQuantityOf(stock, itemId, warehouseId, first.lot),
      },
    ];
  const counted = new Set(parts.map((part) => part.lot));
  const missing = lotsOn(stock, itemId, warehouseId).filter((lot) => !counted.has(lot));
  return [
    ...parts.map((part) => ({
      lot: part.lot,
      isSerial: true,
      difference: part.quantity - lotQuantityOf(stock, itemId, warehouseId, part.lot ?? ""),
    })),
    ...missing.map((lot) => ({ lot, isSerial: true, difference: -lotQuantityOf(stock, itemId, warehouseId, lot) })),
  ].filter(({ difference }) => difference !== 0n);
}
