import type pg from "pg";

export type Standing = { readonly items: number; readonly quantity: string; readonly value: string };

/**
 * Stock and value of the whole company at the end of a day, as plainly as a database can say it: the last running
 * balance of each item, one probe of the ledger's index each. It names no item, and knows no warehouse, search or rights.
 */
export async function lastRunningBalances(client: pg.Client, orgId: string, date: string): Promise<Standing> {
  const { rows } = await client.query<Standing>(
    `select count(*)::int as items, sum(l.pool_quantity)::text as quantity, sum(l.pool_value)::text as value
     from item i cross join lateral (
       select c.pool_quantity, c.pool_value from stock_cost c
       where c.org_id = $1 and c.item_id = i.id and c.business_date <= $2
       order by c.business_date desc, c.position desc, c.seq desc limit 1) l
     where i.org_id = $1 and l.pool_quantity <> 0`,
    [orgId, date],
  );
  return rows[0] ?? { items: 0, quantity: "0", value: "0" };
}
/** The same in one sweep of the ledger. */
export async function lastOfEach(client: pg.Client, orgId: string, date: string): Promise<Standing> {
  const { rows } = await client.query<Standing>(
    `select count(*)::int as items, sum(pool_quantity)::text as quantity, sum(pool_value)::text as value
     from (select distinct on (item_id) pool_quantity, pool_value from stock_cost
           where org_id = $1 and business_date <= $2 order by item_id, business_date desc, position desc, seq desc) l
     where pool_quantity <> 0`,
    [orgId, date],
  );
  return rows[0] ?? { items: 0, quantity: "0", value: "0" };
}

/** What all entries up to the day come to, and what the general ledger says of 1405 then. */
export async function sumOfHistory(client: pg.Client, orgId: string, date: string) {
  const { rows } = await client.query<{ quantity: string; value: string; ledger: string }>(
    `select (select sum(quantity) from stock_entry where org_id = $1 and business_date <= $2)::text as quantity,
            (select sum(value) from stock_cost where org_id = $1 and business_date <= $2)::text as value,
            (select sum(debit - credit) from voucher_line where org_id = $1 and account_code = '1405' and business_date <= $2)::text as ledger`,
    [orgId, date],
  );
  return rows[0] ?? { quantity: "0", value: "0", ledger: "0" };
}
