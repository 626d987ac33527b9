import type pg from "pg";
import { livelyItem } from "./item-history.sql.ts";
import { numberedIdSql } from "./shape.ts";

export type BackdatedPlace = { readonly itemId: string; readonly date: string };

/** Items of the catalogue with a day after which exactly `later` entries stand. */
export async function placesBefore(
  client: pg.Client,
  orgId: string,
  later: number,
  count: number,
): Promise<readonly BackdatedPlace[]> {
  const { rows } = await client.query<{ item_id: string; date: string }>(
    `select i.id as item_id, (next.business_date - 1)::text as date
     from (select ${numberedIdSql("0001", "n * 3")} as id from generate_series(1, 3000) n) i
     cross join lateral (
       select c.business_date, row_number() over (order by c.business_date desc, c.position desc) as place,
              lead(c.business_date) over (order by c.business_date desc, c.position desc) as earlier
       from stock_cost c where c.org_id = $1 and c.item_id = i.id order by c.business_date desc, c.position desc limit $2 + 1) next
     where next.place = $2 and next.earlier < next.business_date limit $3`,
    [orgId, later, count],
  );
  return rows.map((row) => ({ itemId: row.item_id, date: row.date }));
}

export async function countLaterEntries(client: pg.Client, orgId: string, date: string): Promise<number> {
  const { rows } = await client.query<{ later: number }>(
    "select count(*)::int as later from stock_cost where org_id = $1 and item_id = $2 and business_date > $3",
    [orgId, livelyItem, date],
  );
  return rows[0]?.later ?? 0;
}

/** Adjusting vouchers of one document: how many, how many days they speak of, what they move from stock into cost. */
export async function adjustmentsOf(client: pg.Client, orgId: string, documentId: string) {
  const { rows } = await client.query<{ vouchers: number; days: number; moved: string }>(
    `select count(distinct v.id)::int as vouchers, count(distinct l.business_date)::int as days, coalesce(sum(l.credit - l.debit) filter (where l.account_code = '1405'), 0)::text as moved
     from voucher v join voucher_line l on l.org_id = $1 and l.voucher_id = v.id where v.org_id = $1 and v.document_id = $2 and v.kind = 'adjustment'`,
    [orgId, documentId],
  );
  return rows[0] ?? { vouchers: 0, days: 0, moved: "0" };
}

/** What autovacuum would do between two such documents, done at a time of our choosing. */
export async function tidy(client: pg.Client): Promise<void> {
  await client.query("vacuum analyze stock_cost");
  await client.query("vacuum analyze voucher_line");
  await client.query("checkpoint");
}
