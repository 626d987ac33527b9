import { formatMoney, type Money } from "@zhangshi/core";

export type TrialAccount = {
  readonly code: string;
  readonly name: string;
  readonly direction: "debit" | "credit";
  readonly parentCode: string | null;
};
/** What was booked on an account itself; opening is debit less credit. */
export type Movement = { readonly opening: Money; readonly debit: Money; readonly credit: Money };
const noMovement: Movement = { opening: 0n, debit: 0n, credit: 0n };

function add(a: Movement, b: Movement): Movement {
  return { opening: a.opening + b.opening, debit: a.debit + b.debit, credit: a.credit + b.credit };
}

/**
 * 科目余额表: a parent shows itself and all below it. The totals take what was booked on each account itself, once:
 * rows of parents repeat their children.
 */
export function trialBalance(accounts: readonly TrialAccount[], booked: ReadonlyMap<string, Movement>) {
  const parents = new Map(accounts.map((account) => [account.code, account.parentCode]));
  const rolled = new Map<string, Movement>();
  for (const [code, movement] of booked)
    for (let at: string | null | undefined = code; at; at = parents.get(at))
      rolled.set(at, add(rolled.get(at) ?? noMovement, movement));
  const rows = accounts.flatMap((account) => {
    const movement = rolled.get(account.code);
    return movement
      ? [{ code: account.code, name: account.name, direction: account.direction, ...sidesOf(movement) }]
      : [];
  });
  const totals = { ...noSides };
  for (const movement of booked.values()) {
    const sides = amountsOf(movement);
    for (const side of sideNames) totals[side] += sides[side];
  }
  return {
    rows,
    totals: textOf(totals),
    balanced:
      totals.openingDebit === totals.openingCredit &&
      totals.debit === totals.credit &&
      totals.closingDebit === totals.closingCredit,
  };
}

const sideNames = ["openingDebit", "openingCredit", "debit", "credit", "closingDebit", "closingCredit"] as const;
type Sides<T> = { readonly [Name in (typeof sideNames)[number]]: T };
const noSides = { openingDebit: 0n, openingCredit: 0n, debit: 0n, credit: 0n, closingDebit: 0n, closingCredit: 0n };

function amountsOf(movement: Movement): Sides<Money> {
  const closing = movement.opening + movement.debit - movement.credit;
  return {
    openingDebit: movement.opening > 0n ? movement.opening : 0n,
    openingCredit: movement.opening < 0n ? -movement.opening : 0n,
    debit: movement.debit,
    credit: movement.credit,
    closingDebit: closing > 0n ? closing : 0n,
    closingCredit: closing < 0n ? -closing : 0n,
  };
}
function textOf(amounts: Sides<Money>): Sides<string> {
  return Object.fromEntries(sideNames.map((name) => [name, formatMoney(amounts[name])])) as Sides<string>;
}
function sidesOf(movement: Movement): Sides<string> {
  return textOf(amountsOf(movement));
}
