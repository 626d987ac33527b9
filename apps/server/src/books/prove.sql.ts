import { type PartnerSide, wholeCompany } from "@zhangshi/core";
import type { Database, Tx } from "../platform/db.ts";

/** One side by side: the sums, how many pairs differ, and the first of them. */
export type Comparison = {
  readonly left: string;
  readonly right: string;
  readonly rows: number;
  readonly differing: number;
  readonly findings: readonly Finding[];
};
export type Finding = {
  readonly what: string;
  readonly left: string;
  readonly right: string;
  readonly documentId: string | null;
  readonly itemId: string | null;
};
type ComparisonRow = {
  left: string;
  right: string;
  rows: string;
  differing: number;
  findings: readonly Finding[] | null;
};

/**
 * Every check at one cut of the books, however long it takes; what is posted meanwhile is not seen. Before any other
 * statement. With the name of a shared snapshot the same cut as another transaction has.
 */
export async function takeSnapshot(tx: Tx, shared?: string): Promise<void> {
  await tx.query({ text: "set transaction isolation level repeatable read, read only" });
  if (shared !== undefined) await tx.query({ text: joinSnapshot(shared) });
  // Compiling a plan costs more than it saves here, and sorts of a million rows want more room than a page of a list.
  await tx.query({ text: "set local jit = off" });
  await tx.query({ text: "set local work_mem = '32MB'" });
  await tx.query({ text: "set local hash_mem_multiplier = 1" });
  // The chain is proven beside the balances already; helpers would each build the whole inner side of a join again.
  await tx.query({ text: "set local max_parallel_workers_per_gather = 0" });
  // A new database has no statistics, and a nested loop over whole tables would then take minutes for a second's work.
  await tx.query({ text: "set local enable_nestloop = off" });
}

export async function shareSnapshot(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ name: string }>({ text: "select pg_export_snapshot() as name" });
  return row?.name ?? "";
}
/** A statement of this kind takes no parameters. */
function joinSnapshot(name: string): string {
  if (!/^[0-9A-F-]+$/.test(name)) throw new Error("not the name of a snapshot");
  return `set transaction snapshot '${name}'`;
}

export async function listCompanies(db: Database): Promise<readonly { id: string; name: string }[]> {
  return db.platform.query<{ id: string; name: string }>({
    text: "select id, name from platform.company order by created_at, id",
  });
}

export async function compare(tx: Tx, text: string, values: readonly unknown[] = []): Promise<Comparison> {
  const [row] = await tx.query<ComparisonRow>({ text, values: [tx.orgId, ...values] });
  if (!row) throw new Error("a comparison gave no row");
  return { ...row, rows: Number(row.rows), findings: row.findings ?? [] };
}

/**
 * The same of so many pairs that keeping them all would cost more than looking again: what differs is only asked for when
 * something does.
 */
export async function compareTwice(tx: Tx, sums: string, found: string): Promise<Comparison> {
  const [row] = await tx.query<Omit<ComparisonRow, "findings">>({ text: sums, values: [tx.orgId] });
  if (!row) throw new Error("a comparison gave no row");
  const differing = Number(row.differing);
  const findings = differing === 0 ? [] : await tx.query<Finding>({ text: found, values: [tx.orgId] });
  return { ...row, rows: Number(row.rows), differing, findings };
}

/** `compared` has one row per pair: a, b, the entries behind it n, and whether it holds; `found` the first that do not. */
const verdict = `
  select trim_scale(coalesce(sum(x.a), 0))::text as "left", trim_scale(coalesce(sum(x.b), 0))::text as "right",
         coalesce(sum(x.n), 0)::bigint as rows, (count(*) filter (where not x.holds))::int as differing,
         (select json_agg(f) from found f) as findings
  from compared x`;

/** 每个商品每个仓的结存 = 期初 + 入 − 出. */
export function stockQuantity(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with entries as (
       select e.item_id, e.warehouse_id, sum(e.quantity) as quantity, count(*) as n from stock_entry e where e.org_id = $1 group by e.item_id, e.warehouse_id
     ), balances as (
       select b.item_id, b.warehouse_id, b.quantity from stock_balance b where b.org_id = $1 and b.warehouse_id <> $2::uuid
     ), compared as (
       select item_id, warehouse_id, coalesce(e.quantity, 0) as a, coalesce(b.quantity, 0) as b, coalesce(e.n, 0) as n, coalesce(e.quantity, 0) = coalesce(b.quantity, 0) as holds
       from entries e full join balances b using (item_id, warehouse_id)
     ), found as (
       select i.code || ' ' || i.name || ' · ' || w.name as what, trim_scale(c.a)::text as "left", trim_scale(c.b)::text as "right", null::uuid as "documentId", c.item_id as "itemId"
       from compared c join item i on i.org_id = $1 and i.id = c.item_id join warehouse w on w.org_id = $1 and w.id = c.warehouse_id
       where not c.holds order by i.code, w.code limit 5
     ) ${verdict}`,
    [wholeCompany],
  );
}

/** 库存金额 = 存货明细账: the derived values of each pool sum to what the pool's balance says. */
export function stockValue(tx: Tx, costScope: "company" | "warehouse"): Promise<Comparison> {
  return compare(
    tx,
    `with derived as (
       select c.item_id, case when $3::text = 'company' then $2::uuid else c.warehouse_id end as warehouse_id, sum(c.value - c.true_up) as value, count(*) as n
       from stock_cost c where c.org_id = $1 group by 1, 2
     ), balances as (
       select b.item_id, b.warehouse_id, b.value from stock_balance b where b.org_id = $1
     ), compared as (
       select item_id, coalesce(d.value, 0) as a, coalesce(b.value, 0) as b, coalesce(d.n, 0) as n, coalesce(d.value, 0) = coalesce(b.value, 0) as holds
       from derived d full join balances b using (item_id, warehouse_id)
     ), found as (
       select i.code || ' ' || i.name as what, c.a::text as "left", c.b::text as "right", null::uuid as "documentId", c.item_id as "itemId"
       from compared c join item i on i.org_id = $1 and i.id = c.item_id where not c.holds order by i.code limit 5
     ) ${verdict}`,
    [wholeCompany, costScope],
  );
}

/** 各仓之和 = 公司库存: with a company-wide cost the pool's row, otherwise the entries of the item wherever they stand. */
export function stockWarehouses(tx: Tx, costScope: "company" | "warehouse"): Promise<Comparison> {
  return compare(
    tx,
    `with warehouses as (
       select b.item_id, sum(b.quantity) as quantity, count(*) as n from stock_balance b where b.org_id = $1 and b.warehouse_id <> $2::uuid group by b.item_id
     ), whole as (
       select b.item_id, b.quantity from stock_balance b where b.org_id = $1 and $3::text = 'company' and b.warehouse_id = $2::uuid
       union all
       select e.item_id, sum(e.quantity) from stock_entry e where e.org_id = $1 and $3::text = 'warehouse' group by e.item_id
     ), compared as (
       select item_id, coalesce(w.quantity, 0) as a, coalesce(c.quantity, 0) as b, coalesce(w.n, 0) as n, coalesce(w.quantity, 0) = coalesce(c.quantity, 0) as holds
       from warehouses w full join whole c using (item_id)
     ), found as (
       select i.code || ' ' || i.name as what, trim_scale(c.a)::text as "left", trim_scale(c.b)::text as "right", null::uuid as "documentId", c.item_id as "itemId"
       from compared c join item i on i.org_id = $1 and i.id = c.item_id where not c.holds order by i.code limit 5
     ) ${verdict}`,
    [wholeCompany, costScope],
  );
}

/** 库存金额 = 总账库存商品, day by day: a difference that two days make up for would be seen too. */
export function stockLedger(tx: Tx, accountCode: string): Promise<Comparison> {
  return compare(
    tx,
    `with derived as (
       select c.business_date, sum(c.value - c.true_up) as value, count(*) as n from stock_cost c where c.org_id = $1 group by c.business_date
     ), ledger as (
       select l.business_date, sum(l.debit - l.credit) as value from voucher_line l where l.org_id = $1 and l.account_code = $2 group by l.business_date
     ), compared as (
       select business_date, coalesce(d.value, 0) as a, coalesce(l.value, 0) as b, coalesce(d.n, 0) as n, coalesce(d.value, 0) = coalesce(l.value, 0) as holds
       from derived d full join ledger l using (business_date)
     ), found as (
       select c.business_date::text as what, c.a::text as "left", c.b::text as "right", null::uuid as "documentId", null::uuid as "itemId"
       from compared c where not c.holds order by c.business_date limit 5
     ) ${verdict}`,
    [accountCode],
  );
}

/** 往来明细 = 往来余额, partner by partner. */
export function partnerBalances(tx: Tx, side: PartnerSide): Promise<Comparison> {
  return compare(
    tx,
    `with entries as (
       select e.partner_id, sum(e.amount) as amount, count(*) as n from partner_entry e where e.org_id = $1 and e.side = $2 group by e.partner_id
     ), balances as (
       select b.partner_id, b.amount from partner_balance b where b.org_id = $1 and b.side = $2
     ), compared as (
       select partner_id, coalesce(e.amount, 0) as a, coalesce(b.amount, 0) as b, coalesce(e.n, 0) as n, coalesce(e.amount, 0) = coalesce(b.amount, 0) as holds
       from entries e full join balances b using (partner_id)
     ), found as (
       select p.code || ' ' || p.name as what, c.a::text as "left", c.b::text as "right", null::uuid as "documentId", null::uuid as "itemId"
       from compared c join partner p on p.org_id = $1 and p.id = c.partner_id where not c.holds order by p.code limit 5
     ) ${verdict}`,
    [side],
  );
}

/** 往来余额 = 总账 应收账款 / 应付账款, partner by partner; sign 1 for an account of the debit side, −1 of the credit side. */
export function partnerLedger(tx: Tx, side: PartnerSide, accountCode: string, sign: 1 | -1): Promise<Comparison> {
  return compare(
    tx,
    `with entries as (
       select e.partner_id, sum(e.amount) as amount, count(*) as n from partner_entry e where e.org_id = $1 and e.side = $2 group by e.partner_id
     ), ledger as (
       select coalesce(l.partner_id, $5::uuid) as partner_id, sum(l.debit - l.credit) * $4::int as amount
       from voucher_line l where l.org_id = $1 and l.account_code = $3 group by 1
     ), compared as (
       select partner_id, coalesce(e.amount, 0) as a, coalesce(l.amount, 0) as b, coalesce(e.n, 0) as n, coalesce(e.amount, 0) = coalesce(l.amount, 0) as holds
       from entries e full join ledger l using (partner_id)
     ), found as (
       select coalesce(p.code || ' ' || p.name, '没有写往来单位的分录') as what, c.a::text as "left", c.b::text as "right", null::uuid as "documentId", null::uuid as "itemId"
       from compared c left join partner p on p.org_id = $1 and p.id = c.partner_id where not c.holds order by p.code limit 5
     ) ${verdict}`,
    [side, accountCode, sign, wholeCompany],
  );
}

/** 每张凭证借 = 贷 = 合计; its lines are numbered from 1 on. */
export function voucherBalance(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with sums as (
       select l.voucher_id, sum(l.debit) as debit, sum(l.credit) as credit, count(*) as n, max(l.line_no) as last from voucher_line l where l.org_id = $1 group by l.voucher_id
     ), compared as (
       select v.id, coalesce(s.debit, 0) as a, coalesce(s.credit, 0) as b, coalesce(s.n, 0) as n,
              coalesce(s.debit, 0) = coalesce(s.credit, 0) and coalesce(s.debit, 0) = v.total and coalesce(s.last = s.n, false) as holds
       from voucher v left join sums s on s.voucher_id = v.id where v.org_id = $1
     ), found as (
       select v.period || ' ' || v.word || '-' || v.number || '（合计 ' || v.total || '）' as what, c.a::text as "left", c.b::text as "right", v.document_id as "documentId", null::uuid as "itemId"
       from compared c join voucher v on v.org_id = $1 and v.id = c.id where not c.holds order by v.period, v.number limit 5
     ) ${verdict}`,
  );
}

/**
 * 每张已审单据有且只有一张凭证: what was approved and not taken back stands once, with one live voucher (original less
 * reversal), and none stands for a document that is not approved. A posting that moved no money needs no voucher.
 */
export function documentVouchers(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with money as (
       select e.posting_seq from partner_entry e where e.org_id = $1
       union
       select e.posting_seq from stock_entry e where e.org_id = $1 and e.stated_value <> 0
     ), vouchers as (
       select v.posting_seq, count(*) filter (where v.kind = 'original') as originals, count(*) filter (where v.kind = 'reversal') as reversals
       from voucher v where v.org_id = $1 group by v.posting_seq
     ), judged as (
       select p.document_id, case when p.kind = 'approve' then 1 else -1 end as step,
              case when p.kind = 'approve' then coalesce(v.originals, 0) else coalesce(v.reversals, 0) end as own,
              case when p.kind = 'approve' then coalesce(v.reversals, 0) else coalesce(v.originals, 0) end as foreign_ones,
              (m.posting_seq is not null)::int as needed
       from posting p left join vouchers v on v.posting_seq = p.seq left join money m on m.posting_seq = p.seq where p.org_id = $1
     ), live as (
       select j.document_id, sum(j.step) as postings, sum(case when j.own between j.needed and 1 and j.foreign_ones = 0 then j.step else 0 end) as whole_ones,
              bool_and(j.own between j.needed and 1 and j.foreign_ones = 0) as holds
       from judged j group by j.document_id
     ), compared as (
       select d.id, (d.status = 'approved')::int as a, coalesce(l.whole_ones, 0) as b, 1 as n,
              coalesce(l.holds, true) and coalesce(l.postings, 0) = (d.status = 'approved')::int as holds
       from document d left join live l on l.document_id = d.id where d.org_id = $1
     ), found as (
       select coalesce(d.number, '草稿') as what, c.a::text as "left", c.b::text as "right", d.id as "documentId", null::uuid as "itemId"
       from compared c join document d on d.org_id = $1 and d.id = c.id where not c.holds order by d.number limit 5
     ) ${verdict}`,
  );
}

/**
 * 单据合计 = 各行之和, also 不含税 + 税额 = 价税合计 and 数量 × 换算率 = 基本数量 on every line. What speaks of
 * all that is left of a source (a price, a freight) may not be a round number of boxes: there 数量 = 基本数量 ÷ 换算率.
 */
export function documentLines(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with sums as (
       select l.document_id, sum(l.net_amount) as net, sum(l.tax_amount) as tax, sum(l.gross_amount) as gross, sum(l.base_quantity) as quantity, count(*) as n, bool_and(l.net_amount + l.tax_amount = l.gross_amount and (l.base_quantity = round(l.quantity * l.factor, 6) or l.source_document_id is not null and l.quantity = round(l.base_quantity / l.factor, 6))) as lines_hold
       from document_line l where l.org_id = $1 group by l.document_id
     ), compared as (
       select d.id, d.gross_amount as a, coalesce(s.gross, 0) as b, coalesce(s.n, 0) as n,
              coalesce(s.lines_hold, true) and (d.net_amount, d.tax_amount, d.gross_amount, d.quantity, d.line_count) = (coalesce(s.net, 0), coalesce(s.tax, 0), coalesce(s.gross, 0), coalesce(s.quantity, 0), coalesce(s.n, 0)) as holds
       from document d left join sums s on s.document_id = d.id where d.org_id = $1
     ), found as (
       select coalesce(d.number, '草稿') as what, c.a::text as "left", c.b::text as "right", d.id as "documentId", null::uuid as "itemId"
       from compared c join document d on d.org_id = $1 and d.id = c.id where not c.holds order by d.number limit 5
     ) ${verdict}`,
  );
}

/** 暂估退货: a line `l` of a return `d` whose receipt had no invoice when the return was approved. */
const wentBackAccrued = `(select r.is_accrued from document r where r.org_id = $1 and r.id = l.source_document_id)
         and not exists (select 1 from document_line il join document i on i.org_id = $1 and i.id = il.document_id and i.type = 'price-correction' and i.status = 'approved'
                         join posting ip on ip.org_id = $1 and ip.document_id = i.id join posting rp on rp.org_id = $1 and rp.document_id = d.id
                         where il.org_id = $1 and il.source_document_id = l.source_document_id and il.source_line_no = l.source_line_no group by i.id having max(ip.seq) < max(rp.seq))`;
/** 单据金额 = 往来明细: an approved document owes what it says to whom it says, any other nothing. */
export function documentPartners(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with wanted as (
       select d.id as document_id, d.partner_id, case when d.type = 'purchase-return' then (select -coalesce(sum(l.gross_amount), 0) from document_line l where l.org_id = $1 and l.document_id = d.id and (${wentBackAccrued}) is not true) when d.is_accrued then 0 when d.type = 'sales-return' then -d.gross_amount else d.gross_amount end as amount
       from document d where d.org_id = $1 and d.status = 'approved' and d.partner_id is not null and d.type not in ('sales-order', 'purchase-order')
       union all
       select d.id, l.partner_id, sum(l.gross_amount) from document d join document_line l on l.org_id = $1 and l.document_id = d.id
       where d.org_id = $1 and d.status = 'approved' and d.partner_id is null and l.partner_id is not null group by d.id, l.partner_id
     ), entries as (
       select e.document_id, e.partner_id, sum(e.amount) as amount, count(*) as n from partner_entry e where e.org_id = $1 and e.side <> 'accrued' group by e.document_id, e.partner_id
     ), compared as (
       select document_id, coalesce(w.amount, 0) as a, coalesce(e.amount, 0) as b, coalesce(e.n, 0) as n, coalesce(w.amount, 0) = coalesce(e.amount, 0) as holds
       from wanted w full join entries e using (document_id, partner_id)
     ), found as (
       select coalesce(d.number, '草稿') as what, c.a::text as "left", c.b::text as "right", d.id as "documentId", null::uuid as "itemId"
       from compared c join document d on d.org_id = $1 and d.id = c.document_id where not c.holds order by d.number limit 5
     ) ${verdict}`,
  );
}

/** 资产 = 负债 + 权益 + 损益, over every line ever booked. */
export function ledgerEquation(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with accounts as (
       select l.account_code, sum(l.debit - l.credit) as amount, count(*) as n from voucher_line l where l.org_id = $1 group by l.account_code
     ), compared as (
       select coalesce(sum(s.amount) filter (where a.category in ('asset', 'cost')), 0) as a,
              coalesce(-sum(s.amount) filter (where a.category not in ('asset', 'cost')), 0) as b,
              coalesce(sum(s.n), 0) as n, coalesce(sum(s.amount), 0) = 0 as holds
       from accounts s join account a on a.org_id = $1 and a.code = s.account_code
     ), found as (
       select '全部凭证' as what, c.a::text as "left", c.b::text as "right", null::uuid as "documentId", null::uuid as "itemId" from compared c where not c.holds
     ) ${verdict}`,
  );
}

/** 单号连续无缺: each series holds exactly the numbers that were given out. Among n + 3 numbers three are missing, however far a counter was set. */
export function documentNumbers(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with numbered as (
       select d.id, substring(d.number from '^(.*)-[0-9]+$') as series, substring(d.number from '([0-9]+)$')::bigint as no from document d where d.org_id = $1 and d.number is not null
     ), counted as (
       select n.series, count(distinct n.no) as distinct_count, count(*) as n, min(n.no) as first, max(n.no) as last from numbered n group by n.series
     ), given as (
       select split_part(s.kind, ':', 2) || '-' || split_part(s.kind, ':', 3) as series, s.next_no - 1 as given from book_sequence s where s.org_id = $1 and s.kind like 'document:%'
     ), compared as (
       select series, coalesce(g.given, 0)::numeric as a, coalesce(c.n, 0)::numeric as b, coalesce(c.n, 0) as n,
              (coalesce(g.given, 0), coalesce(g.given, 0)) = (coalesce(c.n, 0), coalesce(c.distinct_count, 0)) and coalesce(c.last, 0) = coalesce(g.given, 0) as holds
       from given g full join counted c using (series)
     ), found as (
       select c.series || coalesce('，缺 ' || (
                select string_agg(gap.no::text, '、') from (
                  select no from generate_series(1, least(c.a, c.n + 3)::bigint) no where not exists (select 1 from numbered n where n.series = c.series and n.no = no.no) order by no limit 3) gap), '') as what,
              c.a::text as "left", c.b::text as "right", null::uuid as "documentId", null::uuid as "itemId"
       from (select * from compared where not holds order by series limit 5) c
     ) ${verdict}`,
  );
}

/** 凭证号连续无缺, per month and word. */
export function voucherNumbers(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with counted as (
       select v.period, v.word, count(*) as n, count(distinct v.number) as distinct_count, max(v.number) as last from voucher v where v.org_id = $1 group by v.period, v.word
     ), given as (
       select split_part(s.kind, ':', 2)::int as period, split_part(s.kind, ':', 3) as word, s.next_no - 1 as given from book_sequence s where s.org_id = $1 and s.kind like 'voucher:%'
     ), compared as (
       select period, word, coalesce(g.given, 0)::numeric as a, coalesce(c.n, 0)::numeric as b, coalesce(c.n, 0) as n,
              (coalesce(g.given, 0), coalesce(g.given, 0)) = (coalesce(c.n, 0), coalesce(c.distinct_count, 0)) and coalesce(c.last, 0) = coalesce(g.given, 0) as holds
       from given g full join counted c using (period, word)
     ), found as (
       select c.period || ' ' || c.word || coalesce('，缺 ' || (
                select string_agg(gap.no::text, '、') from (
                  select no from generate_series(1, least(c.a, c.n + 3)::bigint) no
                  where not exists (select 1 from voucher v where v.org_id = $1 and v.period = c.period and v.word = c.word and v.number = no.no) order by no limit 3) gap), '') as what,
              c.a::text as "left", c.b::text as "right", null::uuid as "documentId", null::uuid as "itemId"
       from (select * from compared where not holds order by period, word limit 5) c
     ) ${verdict}`,
  );
}

/** 每个批号、序列号的结存 = 它的出入库之和, and all lots of an item on a shelf sum to what stands there. */
export function lotBalances(tx: Tx): Promise<Comparison> {
  return compare(
    tx,
    `with entries as (
       select e.item_id, e.warehouse_id, e.lot, sum(e.quantity) as quantity, count(*) as n from stock_entry e where e.org_id = $1 and e.lot is not null group by e.item_id, e.warehouse_id, e.lot
     ), balances as (
       select b.item_id, b.warehouse_id, b.lot, b.quantity from stock_lot_balance b where b.org_id = $1 and b.warehouse_id <> $2::uuid
     ), tracked as (
       select b.item_id, b.warehouse_id, b.quantity from stock_balance b join item i on i.org_id = $1 and i.id = b.item_id and i.tracking <> 'none' where b.org_id = $1 and b.warehouse_id <> $2::uuid
     ), summed as (
       select item_id, warehouse_id, sum(b.quantity) as quantity from balances b group by item_id, warehouse_id
     ), compared as (
       select item_id, warehouse_id, lot, coalesce(e.quantity, 0) as a, coalesce(b.quantity, 0) as b, coalesce(e.n, 0) as n, coalesce(e.quantity, 0) = coalesce(b.quantity, 0) as holds
       from entries e full join balances b using (item_id, warehouse_id, lot)
       union all
       select item_id, warehouse_id, '全部批号', coalesce(s.quantity, 0), coalesce(t.quantity, 0), 1, coalesce(s.quantity, 0) = coalesce(t.quantity, 0)
       from summed s full join tracked t using (item_id, warehouse_id)
     ), found as (
       select i.code || ' ' || i.name || ' · ' || w.name || ' · ' || c.lot as what, trim_scale(c.a)::text as "left", trim_scale(c.b)::text as "right", null::uuid as "documentId", c.item_id as "itemId"
       from compared c join item i on i.org_id = $1 and i.id = c.item_id join warehouse w on w.org_id = $1 and w.id = c.warehouse_id
       where not c.holds order by i.code, w.code, c.lot limit 5
     ) ${verdict}`,
    [wholeCompany],
  );
}
