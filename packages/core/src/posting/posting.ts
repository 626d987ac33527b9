import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";

/**
 * What the value of a move follows from:
 * stated: the document says it · pool: the costing method · entry: a share of another entry's value (what a transfer
 * sent, what a delivery took) · document: a share of what the same document's issues cost (组装, 拆卸) · reversal: what
 * it takes back.
 */
export const moveBases = ["stated", "pool", "entry", "document", "reversal"] as const;
export type MoveBasis = (typeof moveBases)[number];
/** part of whole of what is left to share; of a value alone, `part` is the quantity that the value belongs to. */
export type MoveShare = { readonly part: Quantity; readonly whole: Quantity | null };

/** A stock move with what follows from it. */
export type StockMove = {
  readonly seq: bigint;
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  /** 批号 or 序列号; null for goods that are not told apart. */
  readonly lot: string | null;
  /** Signed: + in, − out, 0 only a value. */
  readonly quantity: Quantity;
  readonly basis: MoveBasis;
  readonly statedValue: Money | null;
  readonly sourceSeq: bigint | null;
  readonly share: MoveShare | null;
  /** Whose account the cost of this move goes to; null between shelves and against a stated amount. */
  readonly contraAccount: string | null;
  /** Not at its document's day but beside another entry: a corrected price stands where the receipt stands. */
  readonly place: { readonly businessDate: string; readonly position: bigint } | null;
  /** Signed like the quantity. */
  readonly value: Money;
  /** 成本差额, out of the pool into cost: see applyMove. */
  readonly trueUp: Money;
  readonly balanceQuantity: Quantity;
  readonly poolQuantity: Quantity;
  readonly poolValue: Money;
};
/** 应收 · 应付 · 暂估应付: goods came, the invoice has not. */
export const partnerSides = ["receivable", "payable", "accrued"] as const;
export type PartnerSide = (typeof partnerSides)[number];
export type PartnerMove = { readonly partnerId: string; readonly side: PartnerSide; readonly amount: Money };
export type JournalLine = {
  readonly accountCode: string;
  readonly summary: string;
  readonly debit: Money;
  readonly credit: Money;
  readonly partnerId: string | null;
  /** Left out: the document's day. A cost that changes another day's stock is booked on that day. */
  readonly businessDate?: string;
};
export type Posting = {
  readonly moves: readonly StockMove[];
  readonly partnerMoves: readonly PartnerMove[];
  readonly journal: readonly JournalLine[];
};

export type Shortage = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  /** Null: all of the item on that shelf. */
  readonly lot: string | null;
  /** A serial number that is on a shelf already cannot come in again; everything else is too little. */
  readonly isTwice: boolean;
  readonly available: Quantity;
  readonly short: Quantity;
};
/** What only the rule can see: the field of a line, or of the head, why, and what the text needs. */
export type RuleProblem = {
  readonly lineNo: number | null;
  readonly field: string;
  readonly code: "cost.unknown" | "compensation.no_loss";
  readonly details: Readonly<Record<string, unknown>>;
};
export type Decided =
  | { readonly posting: Posting; readonly shortages: readonly []; readonly problems: readonly [] }
  | { readonly posting: null; readonly shortages: readonly Shortage[]; readonly problems: readonly RuleProblem[] };
export function decided(posting: Posting): Decided {
  return { posting: { ...posting, journal: withoutZeroLines(posting.journal) }, shortages: [], problems: [] };
}

export function debit(
  accountCode: string,
  amount: Money,
  summary: string,
  partnerId: string | null = null,
): JournalLine {
  return { accountCode, summary, debit: amount, credit: 0n, partnerId };
}
export function credit(
  accountCode: string,
  amount: Money,
  summary: string,
  partnerId: string | null = null,
): JournalLine {
  return { accountCode, summary, debit: 0n, credit: amount, partnerId };
}
/** A voucher has no zero line (I4). */
export function withoutZeroLines(journal: readonly JournalLine[]): readonly JournalLine[] {
  return journal.filter((line) => line.debit !== 0n || line.credit !== 0n);
}
export function isBalanced(journal: readonly JournalLine[]): boolean {
  return journal.reduce((difference, line) => difference + line.debit - line.credit, 0n) === 0n;
}
export function journalTotal(journal: readonly JournalLine[]): Money {
  return journal.reduce((sum, line) => sum + line.debit, 0n);
}
/** 红字: the same accounts on the same sides, negative. Reversing twice gives the first journal again. */
export function reverseJournal(journal: readonly JournalLine[]): readonly JournalLine[] {
  return journal.map((line) => ({ ...line, debit: -line.debit, credit: -line.credit }));
}
export function reversePartnerMoves(moves: readonly PartnerMove[]): readonly PartnerMove[] {
  return moves.map((move) => ({ ...move, amount: -move.amount }));
}
