import type { Tx } from "../../platform/db.ts";

export type DraftCount = { readonly period: number; readonly type: string; readonly count: number };
/** Drafts by the month of their date and their kind; the index of drafts is small, however many documents there are. */
export async function countDrafts(tx: Tx): Promise<readonly DraftCount[]> {
  return tx.query<DraftCount>({
    name: "period_drafts",
    text: `select to_char(d.business_date, 'YYYYMM')::int as period, d.type, count(*)::int as "count"
           from document d where d.org_id = $1 and d.status = 'draft'
           group by 1, 2 order by 1, 2`,
    values: [tx.orgId],
  });
}

export type DraftExample = {
  readonly id: string;
  readonly type: string;
  readonly number: string | null;
  readonly date: string;
  readonly partner: string;
};
export async function draftsBetween(
  tx: Tx,
  from: string,
  to: string,
  limit: number,
): Promise<{ readonly count: number; readonly examples: readonly DraftExample[] }> {
  const rows = await tx.query<DraftExample & { count: number }>({
    name: "period_draft_examples",
    text: `select d.id, d.type, d.number, d.business_date as "date", coalesce(p.name, '') as partner, count(*) over ()::int as "count"
           from document d left join partner p on p.org_id = $1 and p.id = d.partner_id
           where d.org_id = $1 and d.status = 'draft' and d.business_date between $2 and $3
           order by d.business_date, d.id limit $4`,
    values: [tx.orgId, from, to, limit],
  });
  return {
    count: rows[0]?.count ?? 0,
    examples: rows.map(({ id, type, number, date, partner }) => ({ id, type, number, date, partner })),
  };
}

/** Vouchers are numbered without gaps: the last number of a month is their count, found by one probe of the index. */
export async function countVouchers(
  tx: Tx,
  periods: readonly number[],
  word: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.query<{ period: number; count: number }>({
    name: "period_vouchers",
    text: `select m.period, coalesce((select max(v.number) from voucher v where v.org_id = $1 and v.period = m.period and v.word = $3), 0) as "count"
           from unnest($2::int[]) as m(period)`,
    values: [tx.orgId, periods, word],
  });
  return new Map(rows.map((row) => [row.period, row.count]));
}

export type PeriodProof = {
  readonly vouchers: number;
  readonly lastNumber: number;
  readonly debit: string;
  readonly credit: string;
};
/** What a month's vouchers add up to: a stretch of the number index with the lines of each. */
export async function proofOfPeriod(tx: Tx, period: number, word: string): Promise<PeriodProof> {
  const [row] = await tx.query<PeriodProof>({
    name: "period_proof",
    text: `select count(distinct v.id)::int as vouchers, coalesce(max(v.number), 0) as "lastNumber",
                  coalesce(sum(l.debit), 0)::numeric(20,2) as debit, coalesce(sum(l.credit), 0)::numeric(20,2) as credit
           from voucher v left join voucher_line l on l.org_id = $1 and l.voucher_id = v.id
           where v.org_id = $1 and v.period = $2 and v.word = $3`,
    values: [tx.orgId, period, word],
  });
  if (!row) throw new Error("an aggregate returns a row");
  return row;
}

export type NegativeStock = {
  readonly item: string;
  readonly warehouse: string;
  readonly quantity: string;
  readonly unit: string;
};
/** Goods that were sold before they came: their cost is a guess until they do. */
export async function negativeStocks(
  tx: Tx,
  limit: number,
): Promise<{ readonly count: number; readonly examples: readonly NegativeStock[] }> {
  const rows = await tx.query<NegativeStock & { count: number }>({
    name: "period_negative_stock",
    text: `select i.name as item, w.name as warehouse, b.quantity, i.base_unit as unit, count(*) over ()::int as "count"
           from stock_balance b
           join item i on i.org_id = $1 and i.id = b.item_id
           join warehouse w on w.org_id = $1 and w.id = b.warehouse_id
           where b.org_id = $1 and b.quantity < 0
           order by i.code, w.code limit $2`,
    values: [tx.orgId, limit],
  });
  return {
    count: rows[0]?.count ?? 0,
    examples: rows.map(({ item, warehouse, quantity, unit }) => ({ item, warehouse, quantity, unit })),
  };
}
