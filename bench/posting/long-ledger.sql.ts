import type pg from "pg";
import { numberedIdSql } from "./shape.ts";

/**
 * Three years of one company, entry by entry: half of the goods move seldom, a tenth five times as often as the
 * average. Ten warehouses, a receipt after every four issues. Each day's receipts and issues are documents of up to a
 * thousand lines. Lines of documents and what customers owe are left out: nothing here asks for them.
 */
export type LongLedger = {
  readonly orgId: string;
  readonly ownerId: string;
  readonly firstDate: string;
  readonly days: number;
  readonly items: number;
  readonly warehouses: number;
  /** On the average; a tenth of the goods has five times as many, half of them a fifth. */
  readonly movementsPerItem: number;
};
const wholeCompany = "'00000000-0000-0000-0000-000000000000'::uuid";
const linesPerDocument = 1000;

export async function writeLongLedger(client: pg.Client, ledger: LongLedger): Promise<void> {
  const { orgId, ownerId, firstDate, days, items, warehouses, movementsPerItem } = ledger;
  const run = (text: string, values: readonly unknown[] = [orgId]) => client.query(text, [...values]);
  const item = numberedIdSql("0001", "n");
  const warehouse = numberedIdSql("0003", "w");
  const secondary = await secondaryIndexes(client);
  await run("begin", []);
  await run("set local session_replication_role = replica", []);
  await run("set local work_mem = '512MB'", []);
  await run("set local maintenance_work_mem = '1GB'", []);
  await run(
    `insert into item (org_id, id, code, name, spec, base_unit, units, tax_rate, sale_price, search_text)
     select $1::uuid, ${item}, 'SP' || lpad(n::text, 5, '0'), '商品 ' || n, '500ml', '瓶', '[{"name":"瓶","factor":"1","salePrice":null,"purchasePrice":null}]', 0.13, 20, 'sp' || lpad(n::text, 5, '0') || ' 商品 ' || n
     from generate_series(1, ${items}) n`,
  );
  await run(
    `insert into warehouse (org_id, id, code, name) select $1::uuid, ${warehouse}, 'C' || w, '仓库 ' || w from generate_series(1, ${warehouses}) w`,
  );
  // Whole yuan a piece, so that a moving average stays exact over ten million lines.
  await run(
    `create temp table movement on commit drop as
     select n, w, m, 10 + n % 50 as cost, day, is_in, (case when is_in then 40 + n % 7 else -(1 + (n + m) % 9) end)::bigint as quantity,
            row_number() over (order by day, not is_in, m, n) as place, row_number() over (partition by day, is_in order by m, n) as line
     from (select n, m, m % ${warehouses} + 1 as w, m / ${warehouses} % 5 = 0 as is_in,
                  ((m + n * 0.6180339 % 1) * ${days} / moves)::int as day
           from (select n, (${movementsPerItem} * case when n % 10 = 0 then 5 when n % 2 = 1 then 0.2 else 1 end)::int as moves from generate_series(1, ${items}) n) i,
                generate_series(0, moves - 1) m) x`,
    [],
  );
  await run(
    `create temp table slip on commit drop as
     select x.*, b.next_posting - 1 + d as seq, ${numberedIdSql("0300", "d")} as id, ${numberedIdSql("0301", "d")} as voucher_id, $2::date + day as date, to_char($2::date + day, 'YYYYMM')::int as period,
            sha256(('slip ' || d)::bytea) as hash, case d when 1 then b.chain_head else sha256(('slip ' || d - 1)::bytea) end as previous_hash
     from (select day, is_in, (line - 1) / ${linesPerDocument} as part, row_number() over (order by day, not is_in, (line - 1) / ${linesPerDocument}) as d,
                  count(*)::int as line_count, abs(sum(quantity)) as quantity, abs(sum(quantity * cost)) as value
           from movement group by day, is_in, (line - 1) / ${linesPerDocument}) x, books b where b.org_id = $1`,
    [orgId, firstDate],
  );
  await run("analyze slip", []);
  await run(
    `create temp table entry on commit drop as
     select m.n, m.w, m.cost, m.quantity, s.seq, s.seq * 4096 + (m.line - 1) % ${linesPerDocument} as entry_seq, s.id as document_id, (m.line - 1) % ${linesPerDocument} + 1 as line_no, s.date, m.place,
            sum(m.quantity) over (partition by m.n, m.w order by m.place) as shelf, sum(m.quantity) over (partition by m.n order by m.place) as pool
     from movement m join slip s on s.day = m.day and s.is_in = m.is_in and s.part = (m.line - 1) / ${linesPerDocument}`,
    [],
  );
  for (const { name } of secondary) await run(`drop index ${name}`, []);
  await run(
    `insert into document (org_id, id, type, number, status, business_date, quantity, net_amount, gross_amount, line_count, created_by, created_by_name, approved_by, approved_by_name, approved_at)
     select $1::uuid, id, case when is_in then 'purchase-receipt' else 'sales-delivery' end, case when is_in then 'CGRK-' else 'XSCK-' end || to_char(date, 'YYYYMMDD') || '-' || lpad((part + 1)::text, 4, '0'), 'approved', date, quantity, value, value, line_count, $2, '陈', $2, '陈', date + time '09:00' from slip order by seq`,
    [orgId, ownerId],
  );
  await run(
    `insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, previous_hash, hash)
     select $1::uuid, seq, id, 'approve', date, date + time '09:00', $2, '陈', previous_hash, hash from slip order by seq`,
    [orgId, ownerId],
  );
  await run(
    `insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, stated_value, business_date, position, basis, contra_account, booked_value)
     select $1::uuid, entry_seq, seq, document_id, line_no, ${item}, ${warehouse}, quantity, case when quantity > 0 then quantity * cost end, date, entry_seq, case when quantity > 0 then 'stated' else 'pool' end, case when quantity < 0 then '5401' end, case when quantity < 0 then quantity * cost end from entry order by place`,
  );
  await run(
    `insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value)
     select $1::uuid, entry_seq, ${item}, ${warehouse}, date, entry_seq, quantity * cost, shelf, pool, pool * cost from entry order by place`,
  );
  await run(
    `insert into stock_balance (org_id, item_id, warehouse_id, quantity, value, last_date, last_in, last_out)
     select $1::uuid, ${item}, case when grouping(w) = 0 then ${warehouse} else ${wholeCompany} end, sum(quantity), case when grouping(w) = 0 then 0 else sum(quantity * cost) end, max(date), max(date) filter (where quantity > 0), max(date) filter (where quantity < 0)
     from entry group by grouping sets ((n, w), (n))`,
  );
  await run(
    `insert into voucher (org_id, id, posting_seq, document_id, kind, period, word, number, business_date, summary, total, created_by_name, created_at)
     select $1::uuid, voucher_id, seq, id, 'original', period, '记', row_number() over (partition by period order by seq), date, '购销', value, '陈', date + time '09:00' from slip order by seq`,
  );
  await run(
    `insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, period, business_date)
     select $1::uuid, voucher_id, line_no, code, '购销', debit, credit, period, date
     from slip, lateral (values (true, 1, '1405', value, 0), (true, 2, '3999', 0, value), (false, 1, '5401', value, 0), (false, 2, '1405', 0, value)) x(receipt, line_no, code, debit, credit)
     where receipt = is_in order by seq, line_no`,
  );
  await run(
    `insert into book_sequence (org_id, kind, next_no)
     select $1::uuid, case when is_in then 'document:CGRK:' else 'document:XSCK:' end || to_char(date, 'YYYYMMDD'), count(*) + 1 from slip group by is_in, date
     union all select $1::uuid, 'voucher:' || period || ':记', count(*) + 1 from slip group by period`,
  );
  await run(
    `update books set next_posting = last.seq + 1, chain_head = last.hash from (select seq, hash from slip order by seq desc limit 1) last where org_id = $1`,
  );
  for (const { definition } of secondary) await run(definition, []);
  await run("commit", []);
}

/** Sorted once afterwards they take a tenth of the time. */
async function secondaryIndexes(client: pg.Client) {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.relname as name, pg_get_indexdef(i.oid) as definition
     from pg_index x join pg_class i on i.oid = x.indexrelid
     where x.indrelid in ('stock_entry'::regclass, 'stock_cost'::regclass)
       and not exists (select from pg_constraint c where c.conindid = x.indexrelid) order by 1`,
  );
  return rows;
}

export type Sizes = Readonly<Record<string, string>>;
export async function sizesOf(client: pg.Client): Promise<Sizes> {
  const { rows } = await client.query<{ name: string; size: string }>(
    `select relname as name, pg_size_pretty(pg_relation_size(oid)) as size from pg_class
     where relname like 'stock\\_%' and relkind in ('r', 'i') and pg_relation_size(oid) > 1000000
     union all select 'database', pg_size_pretty(pg_database_size(current_database())) order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.size]));
}
