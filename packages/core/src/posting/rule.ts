import type { AccountRoles, TaxStatus } from "../accounting/chart.ts";
import { shareOf } from "../costing/pool.ts";
import { type Money, sumMoney } from "../money.ts";
import type { Quantity } from "../quantity.ts";
import type { TaxRate } from "../tax.ts";
import {
  credit,
  type Decided,
  debit,
  type JournalLine,
  type PartnerSide,
  type Shortage,
  type StockMove,
} from "./posting.ts";
import type { StockReasonCode } from "./reasons.ts";
import { isShortage, issue, receive, type StockState } from "./stock-state.ts";

/** 源单行: the line that another document follows, with what stands in the books of it now. */
export type SourceLine = {
  readonly documentId: string;
  readonly documentNumber: string;
  readonly lineNo: number;
  readonly businessDate: string;
  readonly itemId: string;
  readonly warehouseId: string;
  /** Its entries in the stock book: one, or one for each serial number. */
  readonly entries: readonly SourceEntry[];
  /** 暂估: no invoice has come yet. */
  readonly isAccrued: boolean;
  /**
   * What is left of it in the books: goods not returned or received, what they are worth with corrected prices and
   * freight, and what was agreed to pay for them. Never negative.
   */
  readonly left: {
    readonly quantity: Quantity;
    readonly value: Money;
    readonly net: Money;
    readonly tax: Money;
    readonly gross: Money;
  };
};

export type SourceEntry = {
  readonly seq: bigint;
  readonly position: bigint;
  readonly lot: string | null;
  readonly left: { readonly quantity: Quantity; readonly value: Money };
};

/** 一行里的货: all of it, of one lot, or a piece for each serial number. */
export type RulePart = { readonly lot: string | null; readonly isSerial: boolean; readonly quantity: Quantity };

export type RuleLine = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  /** In base units; never negative. */
  readonly quantity: Quantity;
  readonly parts: readonly RulePart[];
  readonly taxRate: TaxRate;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  /** Only where a kind has both: the product of an assembly, or its parts. */
  readonly role: "product" | "part" | null;
  /** 分摊权重 of a part that comes out of a disassembly. */
  readonly weight: Quantity;
  readonly source: SourceLine | null;
  /** Of an opening balance: a partner instead of goods. */
  readonly partner: { readonly id: string; readonly name: string; readonly side: PartnerSide } | null;
};
/** A document as the rules see it: amounts settled, units converted, sources looked up. */
export type RuleDocument = {
  readonly businessDate: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly toWarehouseId: string | null;
  readonly reason: StockReasonCode | null;
  readonly isAccrued: boolean;
  /** 赔偿 for what a count or an issue lost. */
  readonly compensation: Money;
  /** All of a price difference goes to what is there, also for what is sold (E9). */
  readonly isDifferenceToStock: boolean;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly lines: readonly RuleLine[];
};
export type RuleFacts = {
  readonly accounts: AccountRoles;
  readonly stock: StockState;
  readonly taxStatus: TaxStatus;
};
export type Rule = (document: RuleDocument, facts: RuleFacts) => Decided;

/** Each part of a line with its share of a value; the last takes what is left. */
export function partsWithValue(
  line: Pick<RuleLine, "parts" | "quantity">,
  value: Money,
): readonly (RulePart & { readonly value: Money })[] {
  let [restQuantity, restValue] = [line.quantity, value];
  return line.parts.map((part) => {
    const own = shareOf(restValue, part.quantity, restQuantity);
    restQuantity -= part.quantity;
    restValue -= own;
    return { ...part, value: own };
  });
}
/** Goods of a line come in at a value, part by part. */
export function receiveLine(stock: StockState, line: RuleLine, value: Money): readonly (StockMove | Shortage)[] {
  return partsWithValue(line, value).map((part) =>
    receive(stock, { lineNo: line.lineNo, itemId: line.itemId, warehouseId: line.warehouseId, ...part }),
  );
}
/** Goods of a line leave at their cost, part by part. */
export function issueLine(
  stock: StockState,
  line: RuleLine,
  contraAccount: string | null,
): readonly (StockMove | Shortage)[] {
  return line.parts.map((part) =>
    issue(stock, {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      ...part,
      contraAccount,
    }),
  );
}

/** What the company pays for goods and cannot deduct belongs to their cost (D2: 小规模). */
export function goodsAmount(line: Pick<RuleLine, "net" | "tax">, taxStatus: TaxStatus): Money {
  return taxStatus === "general" ? line.net : line.net + line.tax;
}
export function deductibleTax(tax: Money, taxStatus: TaxStatus): Money {
  return taxStatus === "general" ? tax : 0n;
}

export function movesAndShortages(results: readonly (StockMove | Shortage)[]): {
  readonly moves: readonly StockMove[];
  readonly shortages: readonly Shortage[];
} {
  return {
    moves: results.filter((one): one is StockMove => !isShortage(one)),
    shortages: results.filter(isShortage),
  };
}
export function refusedFor(shortages: readonly Shortage[]): Decided {
  return { posting: null, shortages, problems: [] };
}

/** 成本分录: each move's cost against its own account, and what passes straight into cost (成本差额). */
export function costLines(
  moves: readonly StockMove[],
  accounts: AccountRoles,
  summary: string,
): readonly JournalLine[] {
  const byAccount = new Map<string, Money>();
  for (const move of moves)
    if (move.contraAccount !== null)
      byAccount.set(move.contraAccount, (byAccount.get(move.contraAccount) ?? 0n) - move.value);
  return [
    ...[...byAccount].flatMap(([account, cost]) => [
      debit(account, cost, summary),
      credit(accounts.inventory, cost, summary),
    ]),
    ...trueUpLines(moves, accounts),
  ];
}
/**
 * 赔偿 makes a loss smaller by what somebody pays for it (E14); what is paid beyond the loss is income (小企业会计准则
 * 第十五条: the net of both goes to 营业外支出 or 营业外收入).
 */
export function afterCompensation(loss: Money, compensation: Money): { readonly borne: Money; readonly beyond: Money } {
  const left = loss - compensation;
  return left > 0n ? { borne: left, beyond: 0n } : { borne: 0n, beyond: -left };
}
export function trueUpLines(moves: readonly StockMove[], accounts: AccountRoles): readonly JournalLine[] {
  const trueUp = sumMoney(moves.map((move) => move.trueUp));
  return [debit(accounts.costOfSales, trueUp, "成本差额"), credit(accounts.inventory, trueUp, "成本差额")];
}
