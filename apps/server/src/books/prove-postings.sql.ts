import type { Tx } from "../platform/db.ts";
import { type Comparison, compare } from "./prove.sql.ts";

/** 已审单据的日期、审核人 = 记账: an approved document says of its approval what its last posting says. */
export function documentApprovals(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with last as (
       select distinct on (p.document_id) p.document_id, p.kind, p.business_date, p.user_id, p.user_name, p.posted_at
       from posting p where p.org_id = $1 order by p.document_id, p.seq desc
     ), judged as (
       select d.id, coalesce((d.business_date, d.approved_by, d.approved_by_name, d.approved_at) = (l.business_date, l.user_id, l.user_name, l.posted_at) and l.kind = 'approve', false) as holds
       from document d left join last l on l.document_id = d.id where d.org_id = $1 and d.status = 'approved'
     ), found as (
       select d.number || ' ' || d.business_date || ' ' || coalesce(d.approved_by_name, '') || ' ' || coalesce(to_char(d.approved_at at time zone c.time_zone, 'YYYY-MM-DD HH24:MI:SS'), '') as what, '1' as "left", '0' as "right", d.id as "documentId", null::uuid as "itemId"
       from judged j join document d on d.org_id = $1 and d.id = j.id join company c on c.org_id = $1 where not j.holds order by d.number limit 5
     )
     select count(*)::text as "left", (count(*) filter (where j.holds))::text as "right", count(*)::bigint as rows, (count(*) filter (where not j.holds))::int as differing, (select json_agg(f) from found f) as findings
     from judged j`,
  );
}

/**
 * 出入库当时记的金额 = 原凭证的存货: what a later re-costing or reversal starts from. `booked_value` is what the document's
 * own voucher said of a derived cost, posting by posting.
 */
export function bookedValues(tx: Tx, inventoryAccount: string): Promise<Comparison> {
  return compare(
    tx,
    `with entries as (
       select e.posting_seq, sum(coalesce(e.stated_value, e.booked_value) - coalesce(e.booked_true_up, 0)) as value, count(*) as n,
              bool_and((e.booked_value is null) = (e.basis = 'stated') and (e.stated_value is null) = (e.basis <> 'stated')) as said
       from stock_entry e where e.org_id = $1 and e.reverses_seq is null group by e.posting_seq
     ), vouchers as (
       select v.posting_seq, sum(l.debit - l.credit) as value
       from voucher v join voucher_line l on l.org_id = $1 and l.voucher_id = v.id and l.account_code = $2 where v.org_id = $1 and v.kind = 'original' group by v.posting_seq
     ), compared as (
       select posting_seq, coalesce(e.value, 0) as a, coalesce(v.value, 0) as b, coalesce(e.n, 0) as n, coalesce(e.value, 0) = coalesce(v.value, 0) and coalesce(e.said, true) as holds
       from entries e full join vouchers v using (posting_seq)
     ), found as (
       select coalesce(d.number, '草稿') as what, c.a::text as "left", c.b::text as "right", d.id as "documentId", null::uuid as "itemId"
       from compared c join posting p on p.org_id = $1 and p.seq = c.posting_seq join document d on d.org_id = $1 and d.id = p.document_id where not c.holds order by c.posting_seq limit 5
     )
     select trim_scale(coalesce(sum(x.a), 0))::text as "left", trim_scale(coalesce(sum(x.b), 0))::text as "right",
            coalesce(sum(x.n), 0)::bigint as rows, (count(*) filter (where not x.holds))::int as differing,
            (select json_agg(f) from found f) as findings
     from compared x`,
    [inventoryAccount],
  );
}
