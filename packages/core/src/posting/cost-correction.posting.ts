import { shareOf } from "../costing/pool.ts";
import { type Money, sumMoney } from "../money.ts";
import { credit, type Decided, debit, decided, type JournalLine, type PartnerMove, type StockMove } from "./posting.ts";
import {
  deductibleTax,
  goodsAmount,
  type RuleDocument,
  type RuleFacts,
  type RuleLine,
  type SourceLine,
  trueUpLines,
} from "./rule.ts";
import { periodOf } from "../period.ts";
import { isShortage, move, type StockState } from "./stock-state.ts";

/**
 * A value of its own for the goods of a receipt. In the month of the receipt it stands where the receipt stands, so that
 * everything sold since is costed again; later it meets what is still there, and what is sold bears its part as cost
 * (P09, P22 g, P30: a closed month is not touched). 差额全部入库存: on the document's day, all of it to what is there (E9).
 */
function addToReceipt(
  stock: StockState,
  line: RuleLine,
  source: SourceLine,
  value: Money,
  document: RuleDocument,
): readonly StockMove[] {
  const isAtReceipt =
    !document.isDifferenceToStock && periodOf(source.businessDate) === periodOf(document.businessDate);
  let [restQuantity, restValue] = [source.left.quantity, value];
  return source.entries.flatMap((entry) => {
    const own = shareOf(restValue, entry.left.quantity, restQuantity);
    restQuantity -= entry.left.quantity;
    restValue -= own;
    if (own === 0n) return [];
    const moved = move(stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: source.warehouseId,
      lot: entry.lot,
      quantity: 0n,
      basis: "stated",
      value: own,
      sourceSeq: entry.seq,
      share: document.isDifferenceToStock ? null : { part: entry.left.quantity, whole: null },
      place: isAtReceipt ? { businessDate: source.businessDate, position: entry.position } : null,
    });
    return isShortage(moved) ? [] : [moved];
  });
}

/** What was owed without a name on the receipt's day becomes owed on the document's day; in between it is 暂估. */
function datedLines(
  moves: readonly StockMove[],
  document: RuleDocument,
  facts: RuleFacts,
  summary: string,
): { readonly inventory: readonly JournalLine[]; readonly accrued: Money } {
  const { accounts } = facts;
  const earlier = moves.filter((one) => one.place !== null && one.place.businessDate !== document.businessDate);
  const today = moves.filter((one) => !earlier.includes(one));
  const todayValue = sumMoney(today.map((one) => one.value));
  return {
    accrued: sumMoney(earlier.map((one) => one.value)),
    inventory: [
      ...earlier.flatMap((one) => {
        const businessDate = one.place?.businessDate ?? document.businessDate;
        return [
          { ...debit(accounts.inventory, one.value, summary), businessDate },
          { ...credit(accounts.accruedPayable, one.value, summary, document.partnerId), businessDate },
          ...trueUpLines([one], accounts).map((line) => ({ ...line, businessDate })),
        ];
      }),
      debit(accounts.inventory, todayValue, summary),
      ...trueUpLines(today, accounts),
    ],
  };
}

/**
 * 采购价格更正 / 冲暂估: the invoice says another price than the receipt, or the first one. A line carries what is owed more
 * for the goods that are not returned, or all of it where the receipt was only accrued; the difference goes to the
 * goods, what is accrued becomes owed (E9, P09, P22 f).
 */
export function postPriceCorrection(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, stock, taxStatus } = facts;
  const moves: StockMove[] = [];
  let [accrued, tax] = [0n, 0n];
  for (const line of document.lines) {
    const { source } = line;
    if (!source) continue;
    const before = goodsAmount(source.left, taxStatus);
    const difference = goodsAmount(line, taxStatus) - (source.isAccrued ? before : 0n);
    tax += deductibleTax(line.tax, taxStatus);
    accrued += source.isAccrued ? before : 0n;
    if (difference === 0n) continue;
    moves.push(...addToReceipt(stock, line, source, difference, document));
  }
  const summary = `${accrued === 0n ? "价格更正" : "冲暂估"} ${document.partnerName}`;
  const dated = datedLines(moves, document, facts, summary);
  const partnerMoves: readonly PartnerMove[] = [
    { partnerId: document.partnerId, side: "payable", amount: document.gross },
    { partnerId: document.partnerId, side: "accrued", amount: -accrued },
  ];
  return decided({
    moves,
    partnerMoves: partnerMoves.filter((one) => one.amount !== 0n),
    journal: [
      ...dated.inventory,
      debit(accounts.accruedPayable, accrued + dated.accrued, summary, document.partnerId),
      debit(accounts.inputTax, tax, summary),
      credit(accounts.payable, document.gross, summary, document.partnerId),
    ],
  });
}

/** 费用分摊: freight and the like join the goods of receipts; the carrier is owed the tax-included amount (E8, P22). */
export function postCostAllocation(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, stock, taxStatus } = facts;
  const moves = document.lines.flatMap((line) => {
    const value = goodsAmount(line, taxStatus);
    return line.source ? addToReceipt(stock, line, line.source, value, document) : [];
  });
  const summary = `费用分摊 ${document.partnerName}`;
  const dated = datedLines(moves, document, facts, summary);
  return decided({
    moves,
    partnerMoves:
      document.gross === 0n ? [] : [{ partnerId: document.partnerId, side: "payable", amount: document.gross }],
    journal: [
      ...dated.inventory,
      debit(accounts.accruedPayable, dated.accrued, summary, document.partnerId),
      debit(accounts.inputTax, deductibleTax(document.tax, taxStatus), summary),
      credit(accounts.payable, document.gross, summary, document.partnerId),
    ],
  });
}

/** 成本调整: a value onto the goods of today or off them, against cost. `net` of a line is the change, with its sign. */
export function postCostAdjustment(document: RuleDocument, facts: RuleFacts): Decided {
  const { accounts, stock } = facts;
  const moves = document.lines.flatMap((line) => {
    const moved = move(stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      lot: line.parts[0]?.lot ?? null,
      quantity: 0n,
      basis: "stated",
      value: line.net,
    });
    return isShortage(moved) ? [] : [moved];
  });
  const value = sumMoney(moves.map((one) => one.value));
  return decided({
    moves,
    partnerMoves: [],
    journal: [
      debit(accounts.inventory, value, "成本调整"),
      credit(accounts.costOfSales, value, "成本调整"),
      ...trueUpLines(moves, accounts),
    ],
  });
}
