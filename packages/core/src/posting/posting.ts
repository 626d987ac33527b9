import type { Money } from "../money.ts";
import type { Quantity } from "../quantity.ts";

/** A stock move with what follows from it: `value` is stated for what comes in and derived for what goes out. */
export type StockMove = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  /** Signed: + in, − out. */
  readonly quantity: Quantity;
  readonly statedValue: Money | null;
  /** Signed like the quantity. */
  readonly value: Money;
  readonly balanceQuantity: Quantity;
  readonly poolQuantity: Quantity;
  readonly poolValue: Money;
};
export type PartnerSide = "receivable" | "payable";
export type PartnerMove = { readonly partnerId: string; readonly side: PartnerSide; readonly amount: Money };
export type JournalLine = {
  readonly accountCode: string;
  readonly summary: string;
  readonly debit: Money;
  readonly credit: Money;
  readonly partnerId: string | null;
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
  readonly available: Quantity;
  readonly short: Quantity;
};
export type Decided =
  | { readonly posting: Posting; readonly shortages: readonly [] }
  | { readonly posting: null; readonly shortages: readonly Shortage[] };

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
