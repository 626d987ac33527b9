import type { Tx } from "../platform/db.ts";
import { type Comparison, compare } from "./prove.sql.ts";

/**
 * 结账以后没有新凭证: every voucher of a closed month was posted before its last close, openings before the first; and the
 * books are closed through the month that the history says.
 */
export function closedPeriods(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with last as (
       select distinct on (e.period) e.period, e.kind, e.next_posting from period_event e where e.org_id = $1 order by e.period, e.seq desc
     ), closed as (
       select l.period, l.next_posting from last l where l.kind = 'close'
     ), judged as (
       select c.period, v.word, v.number, v.document_id, v.posting_seq < c.next_posting as holds
       from voucher v join books b on b.org_id = $1 join closed c on c.period = greatest(v.period, b.start_period) where v.org_id = $1
     ), edge as (
       select b.closed_through, coalesce((select max(c.period) from closed c), 0) as told from books b where b.org_id = $1
     ), found as (
       (select to_char(to_date(j.period::text, 'YYYYMM'), 'YYYY-MM') || ' 结账后又有 ' || j.word || '-' || j.number as what, '0' as "left", '1' as "right", j.document_id as "documentId", null::uuid as "itemId"
        from judged j where not j.holds order by j.period, j.number limit 5)
       union all
       select '账本结到 ' || e.closed_through || '，结账记录是 ' || e.told, e.closed_through::text, e.told::text, null, null from edge e where e.closed_through <> e.told
     )
     select count(*)::text as "left", (count(*) filter (where j.holds))::text as "right", count(*)::bigint as rows,
            (count(*) filter (where not j.holds) + (select count(*) from edge e where e.closed_through <> e.told))::int as differing,
            (select json_agg(f) from found f) as findings
     from judged j`,
  );
}
