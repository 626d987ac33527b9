import type { Tx } from "../../platform/db.ts";
import type { PartnerRow } from "./partners.sql.ts";

export type Place = { readonly key: string; readonly id: string };
export type Direction = "asc" | "desc";
export type PartnerFilter = {
  readonly patterns: readonly string[];
  readonly role: "customer" | "supplier" | null;
  readonly withDisabled: boolean;
};
export type PartnerSort = { readonly by: keyof typeof sortKeys; readonly direction: Direction };

/** Long names are compared by their beginning, so that the place in the list fits into a cursor; the id decides the rest. */
const sortKeys = {
  code: "p.code",
  name: "left(p.name, 60)",
  receivable: "coalesce(r.amount, 0)",
  payable: "coalesce(y.amount, 0)",
} as const;
const sortTypes = { code: "text", name: "text", receivable: "numeric", payable: "numeric" } as const;

/** One page of the list, after the place given. Without a name: the plan depends on the search. */
export async function listPartners(
  tx: Tx,
  filter: PartnerFilter,
  sort: PartnerSort,
  after: Place | null,
  limit: number,
): Promise<readonly (PartnerRow & { sort_key: string })[]> {
  return tx.query<PartnerRow & { sort_key: string }>({
    text: `select p.id, p.code, p.name, p.is_customer, p.is_supplier, p.contact, p.phone, p.address, p.tax_number, p.bank_name, p.bank_account, p.credit_limit, p.note, p.disabled, p.version,
                  coalesce(r.amount, 0) as receivable, coalesce(y.amount, 0) as payable, (${sortKeys[sort.by]})::text as sort_key
           from partner p
           left join partner_balance r on r.org_id = $1 and r.partner_id = p.id and r.side = 'receivable'
           left join partner_balance y on y.org_id = $1 and y.partner_id = p.id and y.side = 'payable'
           where p.org_id = $1 and p.search_text like all($2::text[]) and ($3 or not p.disabled) and case $4::text when 'customer' then p.is_customer when 'supplier' then p.is_supplier else true end
                 ${after ? `and (${sortKeys[sort.by]}, p.id) ${sort.direction === "asc" ? ">" : "<"} ($6::${sortTypes[sort.by]}, $7::uuid)` : ""}
           order by ${sortKeys[sort.by]} ${sort.direction === "asc" ? "asc" : "desc"}, p.id ${sort.direction === "asc" ? "asc" : "desc"}
           limit $5`,
    values: [
      tx.orgId,
      filter.patterns,
      filter.withDisabled,
      filter.role,
      limit,
      ...(after ? [after.key, after.id] : []),
    ],
  });
}
export async function countPartners(tx: Tx, filter: PartnerFilter): Promise<number> {
  const [row] = await tx.query<{ total: number }>({
    text: `select count(*)::int as total from partner p
           where p.org_id = $1 and p.search_text like all($2::text[]) and ($3 or not p.disabled) and case $4::text when 'customer' then p.is_customer when 'supplier' then p.is_supplier else true end`,
    values: [tx.orgId, filter.patterns, filter.withDisabled, filter.role],
  });
  return row?.total ?? 0;
}

export type Side = "receivable" | "payable";
export type BalanceFilter = {
  readonly side: Side;
  readonly patterns: readonly string[];
  readonly includeZero: boolean;
};
export type BalanceSort = { readonly by: keyof typeof balanceKeys; readonly direction: Direction };
export type BalanceRow = {
  id: string;
  code: string;
  name: string;
  amount: string;
  last_date: string | null;
  credit_limit: string | null;
  sort_key: string;
};
const balanceKeys = { amount: "coalesce(b.amount, 0)", name: "left(p.name, 60)", code: "p.code" } as const;
const balanceTypes = { amount: "numeric", name: "text", code: "text" } as const;
/** With zero: whoever could owe on this side. A disabled partner with a balance still owes. */
const balanceCondition = `p.org_id = $1 and p.search_text like all($2::text[])
                 and (coalesce(b.amount, 0) <> 0 or ($4::boolean and not p.disabled and case $3::text when 'receivable' then p.is_customer else p.is_supplier end))`;

export async function listBalances(
  tx: Tx,
  filter: BalanceFilter,
  sort: BalanceSort,
  after: Place | null,
  limit: number,
): Promise<readonly BalanceRow[]> {
  return tx.query<BalanceRow>({
    text: `select p.id, p.code, p.name, coalesce(b.amount, 0) as amount, b.last_date, p.credit_limit, (${balanceKeys[sort.by]})::text as sort_key
           from partner p left join partner_balance b on b.org_id = $1 and b.partner_id = p.id and b.side = $3
           where ${balanceCondition}
                 ${after ? `and (${balanceKeys[sort.by]}, p.id) ${sort.direction === "asc" ? ">" : "<"} ($6::${balanceTypes[sort.by]}, $7::uuid)` : ""}
           order by ${balanceKeys[sort.by]} ${sort.direction === "asc" ? "asc" : "desc"}, p.id ${sort.direction === "asc" ? "asc" : "desc"}
           limit $5`,
    values: [
      tx.orgId,
      filter.patterns,
      filter.side,
      filter.includeZero,
      limit,
      ...(after ? [after.key, after.id] : []),
    ],
  });
}
export async function sumBalances(
  tx: Tx,
  filter: BalanceFilter,
): Promise<{ readonly total: number; readonly sum: string }> {
  const [row] = await tx.query<{ total: number; sum: string }>({
    text: `select count(*)::int as total, coalesce(sum(b.amount), 0) as sum
           from partner p left join partner_balance b on b.org_id = $1 and b.partner_id = p.id and b.side = $3
           where ${balanceCondition}`,
    values: [tx.orgId, filter.patterns, filter.side, filter.includeZero],
  });
  return row ?? { total: 0, sum: "0" };
}
