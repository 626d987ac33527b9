import type { Tx } from "../platform/db.ts";
import { type Comparison, compareTwice } from "./prove.sql.ts";

const sums = `select trim_scale(coalesce(sum(x.a), 0))::text as "left", trim_scale(coalesce(sum(x.b), 0))::text as "right",
              coalesce(sum(x.n), 0)::bigint as rows, (count(*) filter (where not x.holds))::int as differing from`;

const movedLines = `(
  with lines as (
    select l.document_id, l.line_no, l.item_id, l.warehouse_id, l.base_quantity as wanted from document_line l where l.org_id = $1 and l.item_id is not null
  ), moved as (
    select e.document_id, e.line_no, e.item_id, e.warehouse_id, sum(e.quantity) as moved, count(*) as n
    from stock_entry e where e.org_id = $1 and e.quantity <> 0 group by e.document_id, e.line_no, e.item_id, e.warehouse_id
  ), paired as (
    select document_id, item_id, l.wanted, m.moved, coalesce(m.n, 0) as n from lines l full join moved m using (document_id, line_no, item_id, warehouse_id)
  )
  select p.document_id, p.item_id, case when d.status = 'approved' then coalesce(p.wanted, 0) else 0 end as a, abs(coalesce(p.moved, 0)) as b, p.n,
         case when d.status = 'approved' then coalesce(p.wanted, 0) else 0 end = abs(coalesce(p.moved, 0)) as holds
  from paired p join document d on d.org_id = $1 and d.id = p.document_id
  where d.type not in ('stock-count', 'price-correction', 'cost-allocation', 'cost-adjustment', 'sales-order', 'purchase-order') and (p.wanted is not null or d.type not like 'transfer%')
) x`;
/**
 * 单据数量 = 出入库明细, line by line. A transfer is judged where its goods leave; a count moves differences, a corrected cost
 * and an order move nothing, so they have no quantity to agree with.
 */
export async function documentStock(tx: Tx): Promise<Comparison> {
  // Both sides lie in the order of their documents already: to walk them side by side takes half the time of hashing them.
  await tx.query({ text: "set local enable_hashagg = off" });
  await tx.query({ text: "set local enable_hashjoin = off" });
  const comparison = await compareTwice(
    tx,
    `${sums} ${movedLines}`,
    `select d.number || ' · ' || i.code || ' ' || i.name as what, trim_scale(x.a)::text as "left", trim_scale(x.b)::text as "right", x.document_id as "documentId", x.item_id as "itemId"
     from ${movedLines} join document d on d.org_id = $1 and d.id = x.document_id join item i on i.org_id = $1 and i.id = x.item_id where not x.holds order by d.number, i.code limit 5`,
  );
  await tx.query({ text: "set local enable_hashagg = on" });
  await tx.query({ text: "set local enable_hashjoin = on" });
  return comparison;
}

const judgedLines = `(
  select v.period, v.word, v.number, v.document_id,
         coalesce((l.debit <> 0 or l.credit <> 0) and l.period = v.period and l.period = extract(year from l.business_date) * 100 + extract(month from l.business_date), false) as holds
  from voucher v left join voucher_line l on l.org_id = $1 and l.voucher_id = v.id where v.org_id = $1
) x`;
/** 没有零行、没有空凭证，每行的期间就是凭证的期间和日期的月份. */
export function voucherLines(tx: Tx): Promise<Comparison> {
  return compareTwice(
    tx,
    `select count(*)::text as "left", (count(*) filter (where x.holds))::text as "right", count(*)::bigint as rows, (count(*) filter (where not x.holds))::int as differing from ${judgedLines}`,
    `select x.period || ' ' || x.word || '-' || x.number as what, '1' as "left", '0' as "right", x.document_id as "documentId", null::uuid as "itemId"
     from ${judgedLines} where not x.holds order by x.period, x.number limit 5`,
  );
}
