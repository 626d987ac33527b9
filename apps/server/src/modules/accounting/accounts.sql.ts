import type { Tx } from "../../platform/db.ts";

export type AccountRow = {
  code: string;
  name: string;
  category: string;
  direction: "debit" | "credit";
  parent_code: string | null;
  depth: number;
};
export async function readAccounts(tx: Tx): Promise<readonly AccountRow[]> {
  return tx.query<AccountRow>({
    name: "account_list",
    text: "select a.code, a.name, a.category, a.direction, a.parent_code, a.depth from account a where a.org_id = $1 order by a.code",
    values: [tx.orgId],
  });
}

export type AccountMovement = {
  account_code: string;
  /** Debit less credit of all months before. */
  opening: string;
  debit: string;
  credit: string;
};
/** What was booked on each account itself, before a month and in it. */
export async function readMovements(tx: Tx, period: number): Promise<readonly AccountMovement[]> {
  return tx.query<AccountMovement>({
    name: "account_movements",
    text: `select l.account_code,
                  coalesce(sum(l.debit - l.credit) filter (where l.period < $2), 0)::numeric(20,2) as opening,
                  coalesce(sum(l.debit) filter (where l.period = $2), 0)::numeric(20,2) as debit,
                  coalesce(sum(l.credit) filter (where l.period = $2), 0)::numeric(20,2) as credit
           from voucher_line l where l.org_id = $1 and l.period <= $2
           group by l.account_code`,
    values: [tx.orgId, period],
  });
}
