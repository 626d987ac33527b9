import type { Tx } from "../../platform/db.ts";

export type VoucherFilter = {
  readonly period: number | null;
  /** Patterns that summary or document number must all be like. */
  readonly patterns: readonly string[];
  readonly accountCode: string | null;
};
export type VoucherSort = { readonly by: keyof typeof orders; readonly direction: "asc" | "desc" };
export type VoucherPlace = { readonly key: string; readonly id: string };

const columns = `v.id, v.period, v.word, v.number, v.business_date, v.summary, v.total, v.kind, v.document_id, d.type as document_type, coalesce(d.number, '') as document_number, v.created_by_name, v.created_at`;
/** An account stands for itself and for all below it. */
const filtered = `from voucher v left join document d on d.org_id = $1 and d.id = v.document_id
  where v.org_id = $1 and ($2::int is null or v.period = $2) and $3::text[] is not null
    and ($4::text is null or exists (select 1 from voucher_line l where l.org_id = $1 and l.voucher_id = v.id and starts_with(l.account_code, $4)))`;
/** Only with words to look for: without them a sum over all vouchers need not meet their documents. */
const searched = `and lower(v.word || '-' || v.number || ' ' || v.summary || ' ' || coalesce(d.number, '')) like all($3::text[])`;
/** The number's order is that of its index, so that a page of many vouchers is a stretch of it. */
const sortKeys = {
  number: "(v.period, v.word, v.number)",
  businessDate: "(v.business_date::text, v.id)",
  total: "(v.total, v.id)",
} as const;
const orders = {
  number: { asc: "v.period, v.word, v.number", desc: "v.period desc, v.word desc, v.number desc" },
  businessDate: { asc: "v.business_date::text, v.id", desc: "v.business_date::text desc, v.id desc" },
  total: { asc: "v.total, v.id", desc: "v.total desc, v.id desc" },
} as const;
/** The last row seen, as its key and id say. */
const places = {
  number: "(split_part($6, '/', 1)::int, split_part($6, '/', 2), split_part($6, '/', 3)::int)",
  businessDate: "($6::text, $7::uuid)",
  total: "($6::numeric, $7::uuid)",
} as const;
const keyTexts = {
  number: "v.period || '/' || v.word || '/' || v.number",
  businessDate: "v.business_date::text",
  total: "v.total::text",
} as const;

export type VoucherRowText = {
  id: string;
  period: number;
  word: string;
  number: number;
  business_date: string;
  summary: string;
  total: string;
  kind: "original" | "reversal" | "adjustment";
  document_id: string;
  document_type: string;
  document_number: string;
  created_by_name: string;
  created_at: Date;
  sort_key: string;
};
function filterValues(orgId: string, filter: VoucherFilter): readonly unknown[] {
  return [orgId, filter.period, filter.patterns, filter.accountCode];
}

export async function listVouchers(
  tx: Tx,
  filter: VoucherFilter,
  sort: VoucherSort,
  after: VoucherPlace | null,
  limit: number,
): Promise<readonly VoucherRowText[]> {
  const { by, direction } = sort;
  return tx.query<VoucherRowText>({
    text: `select ${columns}, ${keyTexts[by]} as sort_key
           ${filtered} ${filter.patterns.length > 0 ? searched : ""}
           ${after ? `and ${sortKeys[by]} ${direction === "asc" ? ">" : "<"} ${places[by]} and $7::uuid is not null` : ""}
           order by ${orders[by][direction === "asc" ? "asc" : "desc"]}
           limit $5`,
    values: [...filterValues(tx.orgId, filter), limit, ...(after ? [after.key, after.id] : [])],
  });
}
export async function sumVouchers(
  tx: Tx,
  filter: VoucherFilter,
): Promise<{ readonly total: number; readonly sum: string }> {
  const [row] = await tx.query<{ total: number; sum: string }>({
    text: `select count(*)::int as total, coalesce(sum(v.total), 0)::numeric(20,2) as sum ${filtered} ${filter.patterns.length > 0 ? searched : ""}`,
    values: filterValues(tx.orgId, filter),
  });
  return { total: row?.total ?? 0, sum: row?.sum ?? "0.00" };
}
/** The months that have vouchers, newest first: one probe of the number index per month, not a scan. */
export async function readPeriods(tx: Tx): Promise<readonly number[]> {
  const rows = await tx.query<{ period: number }>({
    name: "voucher_periods",
    text: `with recursive months as (
             (select v.period from voucher v where v.org_id = $1 order by v.period desc limit 1)
             union all
             select (select v.period from voucher v where v.org_id = $1 and v.period < m.period order by v.period desc limit 1)
             from months m where m.period is not null
           )
           select period from months where period is not null order by period desc`,
    values: [tx.orgId],
  });
  return rows.map((row) => row.period);
}

export type VoucherLineText = {
  voucher_id: string;
  line_no: number;
  summary: string;
  account_code: string;
  account_name: string;
  debit: string;
  credit: string;
  partner: string;
};
export async function readVoucherLines(tx: Tx, voucherIds: readonly string[]): Promise<readonly VoucherLineText[]> {
  return tx.query<VoucherLineText>({
    name: "voucher_lines",
    text: `select l.voucher_id, l.line_no, l.summary, l.account_code, a.name as account_name, l.debit, l.credit, coalesce(p.name, '') as partner
           from voucher_line l
           join account a on a.org_id = $1 and a.code = l.account_code
           left join partner p on p.org_id = $1 and p.id = l.partner_id
           where l.org_id = $1 and l.voucher_id = any($2::uuid[])
           order by l.voucher_id, l.line_no`,
    values: [tx.orgId, voucherIds],
  });
}
/** One voucher with those before and after it by period and number, for PgUp and PgDn. */
export async function readVoucher(
  tx: Tx,
  voucherId: string,
): Promise<(VoucherRowText & { previous_id: string | null; next_id: string | null }) | undefined> {
  const [row] = await tx.query<VoucherRowText & { previous_id: string | null; next_id: string | null }>({
    name: "voucher_show",
    text: `select ${columns}, '' as sort_key,
                  (select p.id from voucher p where p.org_id = $1 and (p.period, p.word, p.number) < (v.period, v.word, v.number) order by p.period desc, p.word desc, p.number desc limit 1) as previous_id,
                  (select n.id from voucher n where n.org_id = $1 and (n.period, n.word, n.number) > (v.period, v.word, v.number) order by n.period, n.word, n.number limit 1) as next_id
           from voucher v join document d on d.org_id = $1 and d.id = v.document_id
           where v.org_id = $1 and v.id = $2`,
    values: [tx.orgId, voucherId],
  });
  return row;
}
