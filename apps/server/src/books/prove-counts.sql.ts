import type { Tx } from "../platform/db.ts";
import { type Comparison, compare } from "./prove.sql.ts";

const verdict = `
  select trim_scale(coalesce(sum(x.a), 0))::text as "left", trim_scale(coalesce(sum(x.b), 0))::text as "right",
         coalesce(sum(x.n), 0)::bigint as rows, (count(*) filter (where not x.holds))::int as differing,
         (select json_agg(f) from found f) as findings
  from compared x`;

/**
 * 盘点时点的结存 = 盘点数: what a person counted is what the books say of that moment, whatever was written since; and every
 * line of an approved count has its mark at the moment of its posting, by which later changes are refused.
 */
export function countAnchors(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with counted as (
       select d.id as document_id, l.item_id, l.warehouse_id, coalesce(l.lot, '') as lot, d.business_date, 4096 * (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = d.id and p.kind = 'approve') as position, l.base_quantity as quantity
       from document d join document_line l on l.org_id = $1 and l.document_id = d.id
       where d.org_id = $1 and d.type = 'stock-count' and d.status = 'approved'
     ), marks as (
       select m.document_id, m.item_id, m.warehouse_id, m.lot, m.business_date, m.position, true as is_marked from stock_count_mark m where m.org_id = $1
     ), paired as (
       select document_id, item_id, warehouse_id, lot, business_date, position, c.quantity, m.is_marked
       from counted c full join marks m using (document_id, item_id, warehouse_id, lot, business_date, position)
     ), judged as (
       select p.document_id, p.item_id, p.quantity as a,
              case when p.is_marked is null then null
              when p.lot <> '' then coalesce((select sum(e.quantity) from stock_entry e where e.org_id = $1 and e.item_id = p.item_id and e.warehouse_id = p.warehouse_id and e.lot = p.lot and (e.business_date, e.position) < (p.business_date, p.position + 4096)), 0)
              else coalesce((select c.balance_quantity from stock_cost c
                        where c.org_id = $1 and c.item_id = p.item_id and c.warehouse_id = p.warehouse_id and (c.business_date, c.position) < (p.business_date, p.position + 4096)
                        order by c.business_date desc, c.position desc, c.seq desc limit 1), 0) end as b
       from paired p
     ), compared as (
       select j.document_id, j.item_id, j.a, j.b, 1 as n, coalesce(j.a = j.b, false) as holds from judged j
     ), found as (
       select coalesce(d.number, '草稿') || ' · ' || i.code || ' ' || i.name as what, coalesce(trim_scale(c.a)::text, '没有盘点') as "left", coalesce(trim_scale(c.b)::text, '没有时点') as "right", d.id as "documentId", c.item_id as "itemId"
       from compared c left join document d on d.org_id = $1 and d.id = c.document_id join item i on i.org_id = $1 and i.id = c.item_id where not c.holds order by d.number, i.code limit 5
     ) ${verdict}`,
  );
}
