import type { Query, Row } from "../platform/db.ts";

/** One table of the books as it is compared: a digest of each bucket of rows, and the rows of one bucket. */
export type ComparedTable = {
  readonly id: string;
  readonly title: string;
  readonly digest: string;
  readonly rows: string;
};

const digest =
  "select x.bucket, count(*)::int as rows, md5(string_agg(x.entry::text, E'\\n' order by x.key collate \"C\")) as digest from";
const bucketRows =
  "select x.key, (select jsonb_object_agg(f.key, f.value) from jsonb_each_text(to_jsonb(x.entry)) f)::text as entry from";

const postings = `(select n.seq / 256 as bucket, n.seq::text as key, n as entry
  from (select p.seq, p.document_id, p.kind, p.business_date, p.posted_at, p.user_id, p.user_name from posting p where p.org_id = $1) n) x`;
const books = `(select 0 as bucket, n.org_id::text as key, n as entry
  from (select b.org_id, b.next_posting, b.costing_method, b.costing_since, b.negative_stock, b.negative_ever from books b where b.org_id = $1) n) x`;
const documents = `(select get_byte(uuid_send(n.document_id), 15) as bucket, n.document_id::text as key, n as entry
  from (select d.id as document_id, d.number, d.status = 'approved' as is_approved, d.approved_by, d.approved_by_name, d.approved_at from document d where d.org_id = $1 and d.number is not null) n) x`;
const stockEntries = `(select e.posting_seq / 256 as bucket, e.seq::text as key, e as entry from stock_entry e where e.org_id = $1) x`;
const stockCosts = `(select c.seq / 1048576 as bucket, c.seq::text as key, c as entry from stock_cost c where c.org_id = $1) x`;
const stockBalances = `(select get_byte(uuid_send(b.item_id), 15) as bucket, b.item_id || '/' || b.warehouse_id as key, b as entry from stock_balance b where b.org_id = $1) x`;
const lotBalances = `(select get_byte(uuid_send(b.item_id), 15) as bucket, b.item_id || '/' || b.warehouse_id || '/' || b.lot as key, b as entry from stock_lot_balance b where b.org_id = $1) x`;
const countMarks = `(select get_byte(uuid_send(m.item_id), 15) as bucket, m.document_id || '/' || m.item_id || '/' || m.warehouse_id || '/' || m.lot as key, m as entry from stock_count_mark m where m.org_id = $1) x`;
// What was closed by hand is no posting: what is open of a line is judged beside the closures, not here.
const orderLines = `(select get_byte(uuid_send(n.document_id), 15) as bucket, n.document_id || '/' || n.line_no as key, n as entry
  from (select o.document_id, o.line_no, o.posting_seq, o.side, o.item_id, o.warehouse_id, o.ordered, o.executed from order_line_open o where o.org_id = $1) n) x`;
const partnerEntries = `(select e.posting_seq / 256 as bucket, e.seq::text as key, e as entry from partner_entry e where e.org_id = $1) x`;
const partnerBalances = `(select get_byte(uuid_send(b.partner_id), 15) as bucket, b.partner_id || '/' || b.side as key, b as entry from partner_balance b where b.org_id = $1) x`;
// The program gives vouchers their ids as it writes them; what makes one voucher is its posting, its kind and its month.
const vouchers = `(select n.posting_seq / 256 as bucket, n.posting_seq || '/' || n.kind || '/' || n.period as key, n as entry
  from (select v.posting_seq, v.document_id, v.kind, v.period, v.word, v.number, v.business_date, v.summary, v.total, v.created_by_name, v.created_at from voucher v where v.org_id = $1) n) x`;
const voucherLines = `(select n.posting_seq / 256 as bucket, n.posting_seq || '/' || n.kind || '/' || n.voucher_period || '/' || n.line_no as key, n as entry
  from (select v.posting_seq, v.kind, v.period as voucher_period, v.word, v.number, l.line_no, l.account_code, l.summary, l.debit, l.credit, l.partner_id, l.period, l.business_date
        from voucher v join voucher_line l on l.org_id = $1 and l.voucher_id = v.id where v.org_id = $1) n) x`;
const monthAverages = `(select get_byte(uuid_send(a.item_id), 15) as bucket, a.item_id || '/' || a.warehouse_id || '/' || a.period as key, a as entry from month_average a where a.org_id = $1) x`;
const sequences = `(select 0 as bucket, s.kind as key, s as entry from book_sequence s where s.org_id = $1 and s.kind like any (array['document:%', 'voucher:%'])) x`;

export const comparedTables: readonly ComparedTable[] = [
  {
    id: "replay-postings",
    title: "重放的记账 = 记账",
    digest: `${digest} ${postings} group by x.bucket`,
    rows: `${bucketRows} ${postings} where x.bucket = $2`,
  },
  {
    id: "replay-books",
    title: "重放的账本 = 账本",
    digest: `${digest} ${books} group by x.bucket`,
    rows: `${bucketRows} ${books} where x.bucket = $2`,
  },
  {
    id: "replay-documents",
    title: "重放的单号与审核 = 单据",
    digest: `${digest} ${documents} group by x.bucket`,
    rows: `${bucketRows} ${documents} where x.bucket = $2`,
  },
  {
    id: "replay-stock-entries",
    title: "重放的出入库 = 出入库明细",
    digest: `${digest} ${stockEntries} group by x.bucket`,
    rows: `${bucketRows} ${stockEntries} where x.bucket = $2`,
  },
  {
    id: "replay-stock-costs",
    title: "重放的成本与结存栏 = 账上",
    digest: `${digest} ${stockCosts} group by x.bucket`,
    rows: `${bucketRows} ${stockCosts} where x.bucket = $2`,
  },
  {
    id: "replay-stock-balances",
    title: "重放的库存结存 = 库存结存",
    digest: `${digest} ${stockBalances} group by x.bucket`,
    rows: `${bucketRows} ${stockBalances} where x.bucket = $2`,
  },
  {
    id: "replay-lot-balances",
    title: "重放的批号结存 = 批号结存",
    digest: `${digest} ${lotBalances} group by x.bucket`,
    rows: `${bucketRows} ${lotBalances} where x.bucket = $2`,
  },
  {
    id: "replay-count-marks",
    title: "重放的盘点时点 = 盘点时点",
    digest: `${digest} ${countMarks} group by x.bucket`,
    rows: `${bucketRows} ${countMarks} where x.bucket = $2`,
  },
  {
    id: "replay-month-averages",
    title: "重放的全月平均 = 全月平均",
    digest: `${digest} ${monthAverages} group by x.bucket`,
    rows: `${bucketRows} ${monthAverages} where x.bucket = $2`,
  },
  {
    id: "replay-order-lines",
    title: "重放的订单行 = 订单行",
    digest: `${digest} ${orderLines} group by x.bucket`,
    rows: `${bucketRows} ${orderLines} where x.bucket = $2`,
  },
  {
    id: "replay-partner-entries",
    title: "重放的往来 = 往来明细",
    digest: `${digest} ${partnerEntries} group by x.bucket`,
    rows: `${bucketRows} ${partnerEntries} where x.bucket = $2`,
  },
  {
    id: "replay-partner-balances",
    title: "重放的往来余额 = 往来余额",
    digest: `${digest} ${partnerBalances} group by x.bucket`,
    rows: `${bucketRows} ${partnerBalances} where x.bucket = $2`,
  },
  {
    id: "replay-vouchers",
    title: "重放的凭证 = 凭证",
    digest: `${digest} ${vouchers} group by x.bucket`,
    rows: `${bucketRows} ${vouchers} where x.bucket = $2`,
  },
  {
    id: "replay-voucher-lines",
    title: "重放的分录 = 分录",
    digest: `${digest} ${voucherLines} group by x.bucket`,
    rows: `${bucketRows} ${voucherLines} where x.bucket = $2`,
  },
  {
    id: "replay-sequences",
    title: "重放的发号 = 已发的号",
    digest: `${digest} ${sequences} group by x.bucket`,
    rows: `${bucketRows} ${sequences} where x.bucket = $2`,
  },
];

/** What the things are called that a row names. */
export function namesOf(
  orgId: string,
  things: {
    readonly postings: readonly string[];
    readonly documents: readonly string[];
    readonly others: readonly string[];
  },
): Query {
  return {
    text: `select 'posting' as thing, p.seq::text as id, coalesce(d.number, '草稿') || case p.kind when 'approve' then '' else ' 反审核' end as name, d.id as document_id
           from posting p join document d on d.org_id = $1 and d.id = p.document_id where p.org_id = $1 and p.seq = any($2::bigint[])
           union all
           select 'document', d.id::text, coalesce(d.number, '草稿'), d.id from document d where d.org_id = $1 and d.id = any($3::uuid[])
           union all
           select 'item', i.id::text, i.code || ' ' || i.name, null from item i where i.org_id = $1 and i.id = any($4::uuid[])
           union all
           select 'warehouse', w.id::text, w.name, null from warehouse w where w.org_id = $1 and w.id = any($4::uuid[])
           union all
           select 'partner', p.id::text, p.code || ' ' || p.name, null from partner p where p.org_id = $1 and p.id = any($4::uuid[])`,
    values: [orgId, things.postings, things.documents, things.others],
  };
}
export type NameRow = Row & { thing: string; id: string; name: string; document_id: string | null };
