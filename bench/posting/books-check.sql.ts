import type pg from "pg";

/** Not to be asked where a generator has left out what documents say. */
export const wholeDocuments = "every approved document is whole";

/** Each query names what differs; an empty answer means that the books of the company balance. */
const checks: Readonly<Record<string, string>> = {
  "every voucher: debit = credit": `select voucher_id::text as finding from voucher_line where org_id = $1 group by voucher_id having sum(debit) <> sum(credit) limit 5`,
  "every voucher's total is its debit side": `select v.id::text as finding from voucher v join voucher_line l on l.org_id = $1 and l.voucher_id = v.id where v.org_id = $1 group by v.id, v.total having sum(l.debit) <> v.total limit 5`,
  "stock entries = balances per item and warehouse": `select coalesce(e.item_id, b.item_id)::text || ' ' || coalesce(e.quantity, 0) || ' / ' || coalesce(b.quantity, 0) as finding
     from (select item_id, warehouse_id, sum(quantity) as quantity from stock_entry where org_id = $1 group by 1, 2) e
     full join (select * from stock_balance where org_id = $1 and warehouse_id <> '00000000-0000-0000-0000-000000000000') b on b.item_id = e.item_id and b.warehouse_id = e.warehouse_id
     where e.quantity is distinct from b.quantity limit 5`,
  "stock entries and derived values = pools": `select coalesce(e.item_id, b.item_id)::text || ' ' || coalesce(e.value, 0) || ' / ' || coalesce(b.value, 0) as finding
     from (select item_id, sum(c.value - c.true_up) as value, sum(s.quantity) as quantity from stock_entry s join stock_cost c using (org_id, seq, item_id) where org_id = $1 group by item_id) e
     full join (select * from stock_balance where org_id = $1 and warehouse_id = '00000000-0000-0000-0000-000000000000') b on b.item_id = e.item_id
     where e.value is distinct from b.value or e.quantity is distinct from b.quantity limit 5`,
  "every stock entry has its derived cost": `select s.seq::text as finding from stock_entry s left join stock_cost c on c.org_id = $1 and c.seq = s.seq where s.org_id = $1 and c.seq is null limit 5`,
  "partner entries = balances": `select coalesce(e.partner_id, b.partner_id)::text as finding
     from (select partner_id, side, sum(amount) as amount from partner_entry where org_id = $1 group by 1, 2) e
     full join (select * from partner_balance where org_id = $1) b on b.partner_id = e.partner_id and b.side = e.side
     where e.amount is distinct from b.amount limit 5`,
  "1122 = partner entries": `select ledger || ' / ' || entries as finding from
     (select coalesce(sum(debit - credit), 0) as ledger from voucher_line where org_id = $1 and account_code = '1122') l,
     (select coalesce(sum(amount), 0) as entries from partner_entry where org_id = $1 and side = 'receivable') e where ledger <> entries`,
  "2202 = partner entries": `select ledger || ' / ' || entries as finding from
     (select coalesce(sum(credit - debit), 0) as ledger from voucher_line where org_id = $1 and account_code = '2202') l,
     (select coalesce(sum(amount), 0) as entries from partner_entry where org_id = $1 and side = 'payable') e where ledger <> entries`,
  "1405 = derived values on every day": `select day || ' ' || coalesce(ledger, 0) || ' / ' || coalesce(derived, 0) as finding
     from (select business_date as day, sum(debit - credit) as ledger from voucher_line where org_id = $1 and account_code = '1405' group by 1) l
     full join (select business_date as day, sum(value - true_up) as derived from stock_cost where org_id = $1 group by 1) c using (day)
     where coalesce(ledger, 0) <> coalesce(derived, 0) order by day limit 5`,
  "1405 = derived values": `select ledger || ' / ' || derived as finding from
     (select coalesce(sum(debit - credit), 0) as ledger from voucher_line where org_id = $1 and account_code = '1405') l,
     (select coalesce(sum(value - true_up), 0) as derived from stock_cost where org_id = $1) c where ledger <> derived`,
  "nothing is negative": `select seq::text as finding from stock_cost where org_id = $1 and (balance_quantity < 0 or pool_quantity < 0 or pool_value < 0) limit 5`,
  [wholeDocuments]: `select d.number as finding from document d
     left join (select document_id, count(*) as lines from document_line where org_id = $1 group by 1) l on l.document_id = d.id
     left join (select document_id, count(*) as entries from stock_entry where org_id = $1 group by 1) e on e.document_id = d.id
     left join (select document_id, count(*) as postings from posting where org_id = $1 group by 1) p on p.document_id = d.id
     left join (select document_id, count(*) as vouchers from voucher where org_id = $1 and kind = 'original' group by 1) v on v.document_id = d.id
     where d.org_id = $1 and d.status = 'approved' and d.type in ('sales-delivery', 'purchase-receipt')
       and (l.lines is distinct from d.line_count or e.entries is distinct from d.line_count or p.postings is distinct from 1 or v.vouchers is distinct from 1) limit 5`,
};
/** Only where one row deals the numbers: the raw limit takes its own out of order, and a sequence skips what failed. */
const orderChecks: Readonly<Record<string, string>> = {
  "the last running balance = the balance": `select distinct_last.item_id::text as finding
     from (select distinct on (item_id, warehouse_id) item_id, warehouse_id, balance_quantity from stock_cost where org_id = $1 order by item_id, warehouse_id, business_date desc, position desc, seq desc) distinct_last
     join stock_balance b on b.org_id = $1 and b.item_id = distinct_last.item_id and b.warehouse_id = distinct_last.warehouse_id where b.quantity <> distinct_last.balance_quantity limit 5`,
  "document numbers have no gap": `select day || ' ' || count(*) || ' / ' || max(no) as finding
     from (select type || substr(number, 1, 14) as day, split_part(number, '-', 3)::int as no from document where org_id = $1 and number is not null) d group by day having count(*) <> max(no) or min(no) <> 1 limit 5`,
  "voucher numbers have no gap": `select period || ' ' || count(*) || ' / ' || max(number) as finding from voucher where org_id = $1 group by period, word having count(*) <> max(number) or min(number) <> 1 limit 5`,
  "postings have no gap, and the books point behind the last": `select count(*) || ' / ' || max(seq) || ' / ' || (select next_posting from books where org_id = $1) as finding
     from posting where org_id = $1 having count(*) <> max(seq) or max(seq) + 1 <> (select next_posting from books where org_id = $1)`,
  "every link names the one before, the head is the last": `select seq::text as finding
     from (select seq, previous_hash, hash, lag(hash) over (order by seq) as before, lead(seq) over (order by seq) as next from posting where org_id = $1) p
     where (before is not null and before <> previous_hash) or (next is null and hash <> (select chain_head from books where org_id = $1)) limit 5`,
};

export type Finding = { readonly check: string; readonly findings: readonly string[] };
export async function checkBooks(
  client: pg.Client,
  orgId: string,
  options: { readonly inOrder: boolean; readonly without?: readonly string[] },
): Promise<{ readonly checks: number; readonly failed: readonly Finding[] }> {
  const failed: Finding[] = [];
  const wanted = Object.entries({ ...checks, ...(options.inOrder ? orderChecks : {}) }).filter(
    ([check]) => !options.without?.includes(check),
  );
  for (const [check, text] of wanted) {
    const { rows } = await client.query<{ finding: string }>(text, [orgId]);
    if (rows.length > 0) failed.push({ check, findings: rows.map((row) => row.finding) });
  }
  return { checks: wanted.length, failed };
}
