import { parseMoney } from "@zhangshi/core";

/** A balance above the credit limit; null is no limit, and a limit of 0 lets nothing be owed. */
export function isOverLimit(balance: string, creditLimit: string | null): boolean {
  return creditLimit !== null && parseMoney(balance) > parseMoney(creditLimit);
}

/** 期初 + 增 − 减 = 期末, to the 分. */
export function statementHolds(statement: {
  readonly opening: string;
  readonly increase: string;
  readonly decrease: string;
  readonly closing: string;
}): boolean {
  return (
    parseMoney(statement.opening) + parseMoney(statement.increase) - parseMoney(statement.decrease) ===
    parseMoney(statement.closing)
  );
}
