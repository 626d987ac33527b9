import type pg from "pg";
import { customers, itemsPerLine, linesPerDocument, numberedIdSql, unitCostSql } from "./shape.ts";

/**
 * A year of approved sales deliveries, `lines` lines of them, set by set: every row that the product would have
 * written, with running balances, gap-free numbers and the balances at the end.
 */
export async function writeHistory(
  client: pg.Client,
  company: {
    readonly orgId: string;
    readonly ownerId: string;
    readonly firstDate: string;
    readonly days: number;
    readonly lines: number;
  },
): Promise<void> {
  const { orgId, ownerId, firstDate, days, lines } = company;
  const documents = lines / linesPerDocument;
  const run = (text: string, values: readonly unknown[] = [orgId]) => client.query(text, [...values]);
  await run("begin", []);
  await run("set local session_replication_role = replica", []);
  await run("set local work_mem = '256MB'", []);
  await run(
    `create temp table sale on commit drop as
     select d, b.next_posting - 1 + d as seq, ${numberedIdSql("0100", "d")} as id, ${numberedIdSql("0101", "d")} as voucher_id,
            ${numberedIdSql("0002", `(d::bigint * 6151 % ${customers})::int + 1`)} as partner_id, ${numberedIdSql("0003", "d % 3 + 1")} as warehouse_id,
            $2::date + (d::bigint * ${days} / ${documents + 1})::int as day, sha256(('sale ' || d)::bytea) as hash,
            case d when 1 then b.chain_head else sha256(('sale ' || d - 1)::bytea) end as previous_hash
     from generate_series(1, ${documents}) d, books b where b.org_id = $1`,
    [orgId, firstDate],
  );
  await run(
    `create temp table sale_line on commit drop as
     select d, seq * 4096 + k - 1 as seq, k as line_no, ${numberedIdSql("0001", "n")} as item_id, warehouse_id, day, quantity, cost, 2 * cost as price, 2 * cost * quantity as net, round(2 * cost * quantity * 0.13, 2) as tax
     from (select s.*, k, ${unitCostSql("n")} as cost, n, (1 + (d * 31 + k * 17) % 5)::numeric as quantity
           from sale s, generate_series(1, ${linesPerDocument}) k,
                lateral (select (k - 1) * ${itemsPerLine} + ((d::bigint * 7919 + k * 104729) % ${itemsPerLine})::int + 1 as n) x) l`,
    [],
  );
  await run("create index on sale (d)", []);
  await run("analyze sale", []);
  await run("analyze sale_line", []);
  await run(
    `create temp table sale_total on commit drop as
     select d, sum(quantity) as quantity, sum(net) as net, sum(tax) as tax, sum(net + tax) as gross, sum(quantity * cost) as cost from sale_line group by d`,
    [],
  );
  await run("analyze sale_total", []);
  await run(
    `insert into document (org_id, id, type, number, status, business_date, partner_id, warehouse_id, tax_included, quantity, net_amount, tax_amount, gross_amount, line_count, created_by, created_by_name, approved_by, approved_by_name, approved_at)
     select $1::uuid, id, 'sales-delivery', 'XSCK-' || to_char(day, 'YYYYMMDD') || '-' || lpad((row_number() over (partition by day order by d))::text, 4, '0'), 'approved', day, partner_id, warehouse_id, false,
            quantity, net, tax, gross, ${linesPerDocument}, $2, '陈', $2, '陈', day + time '09:00' from sale join sale_total using (d) order by d`,
    [orgId, ownerId],
  );
  await run(
    `insert into document_line (org_id, document_id, line_no, item_id, warehouse_id, unit, quantity, base_quantity, price, tax_rate, net_amount, tax_amount, gross_amount)
     select $1::uuid, s.id, line_no, item_id, l.warehouse_id, '瓶', quantity, quantity, price, 0.13, net, tax, net + tax from sale_line l join sale s using (d) order by d, line_no`,
  );
  await run(
    `insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, idempotency_key, request_hash, previous_hash, hash, partner_names)
     select $1::uuid, seq, s.id, 'approve', day, day + time '09:00', $2, '陈', gen_random_uuid()::text, hash, previous_hash, hash, jsonb_build_object(p.id, p.name) from sale s join partner p on p.org_id = $1 and p.id = s.partner_id order by d`,
    [orgId, ownerId],
  );
  await run(
    `insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, business_date, position, basis, contra_account, booked_value)
     select $1::uuid, l.seq, s.seq, s.id, line_no, item_id, l.warehouse_id, -quantity, l.day, l.seq, 'pool', '5401', -l.quantity * l.cost from sale_line l join sale s using (d) order by l.seq`,
  );
  await run(
    `insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value)
     select $1::uuid, l.seq, l.item_id, l.warehouse_id, l.day, l.seq, -l.quantity * l.cost,
            shelf.quantity - sum(l.quantity) over (partition by l.item_id, l.warehouse_id order by l.seq),
            pool.quantity - sum(l.quantity) over (partition by l.item_id order by l.seq), pool.value - sum(l.quantity * l.cost) over (partition by l.item_id order by l.seq)
     from sale_line l
     join stock_balance shelf on shelf.org_id = $1 and shelf.item_id = l.item_id and shelf.warehouse_id = l.warehouse_id
     join stock_balance pool on pool.org_id = $1 and pool.item_id = l.item_id and pool.warehouse_id = '00000000-0000-0000-0000-000000000000'
     order by l.seq`,
  );
  await run(
    `insert into voucher (org_id, id, posting_seq, document_id, kind, period, word, number, business_date, summary, total, created_by_name, created_at)
     select $1::uuid, voucher_id, seq, id, 'original', to_char(day, 'YYYYMM')::int, '记', row_number() over (partition by to_char(day, 'YYYYMM') order by d), day, '销售出库单 XSCK-' || to_char(day, 'YYYYMMDD') || '-' || lpad((row_number() over (partition by day order by d))::text, 4, '0'), gross + cost, '陈', day + time '09:00' from sale join sale_total using (d) order by d`,
  );
  await run(
    `insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, partner_id, period, business_date)
     select $1::uuid, voucher_id, line_no, x.code, case when line_no <= 3 then '销售 ' || p.name else '结转销售成本' end, debit, credit, case line_no when 1 then partner_id end, to_char(day, 'YYYYMM')::int, day
     from sale s join sale_total using (d) join partner p on p.org_id = $1 and p.id = s.partner_id, lateral (values (1, '1122', gross, 0), (2, '5001', 0, net), (3, '22210106', 0, tax), (4, '5401', cost, 0), (5, '1405', 0, cost)) x(line_no, code, debit, credit) order by d, line_no`,
  );
  await run(
    `insert into partner_entry (org_id, seq, posting_seq, document_id, partner_id, side, amount, business_date)
     select $1::uuid, seq * 4096, seq, id, partner_id, 'receivable', gross, day from sale join sale_total using (d) order by d`,
  );
  await run(
    `update stock_balance b set quantity = b.quantity - x.quantity, value = b.value - x.value, last_date = x.day, last_out = x.day
     from (select item_id, warehouse_id, sum(quantity) as quantity, 0 as value, max(day) as day from sale_line group by 1, 2
           union all select item_id, '00000000-0000-0000-0000-000000000000'::uuid, sum(quantity), sum(quantity * cost), max(day) from sale_line group by 1, 2) x
     where b.org_id = $1 and b.item_id = x.item_id and b.warehouse_id = x.warehouse_id`,
  );
  await run(
    `insert into partner_balance (org_id, partner_id, side, amount, last_date)
     select $1::uuid, partner_id, 'receivable', sum(gross), max(day) from sale join sale_total using (d) group by partner_id`,
  );
  await run(
    `insert into book_sequence (org_id, kind, next_no)
     select $1::uuid, 'document:XSCK:' || to_char(day, 'YYYYMMDD'), count(*) + 1 from sale group by day
     union all select $1::uuid, 'voucher:' || to_char(day, 'YYYYMM') || ':记', count(*) + 1 from sale group by to_char(day, 'YYYYMM')`,
  );
  await run(
    `update books set next_posting = last.seq + 1, chain_head = last.hash from (select seq, hash from sale order by d desc limit 1) last where org_id = $1`,
  );
  await run("commit", []);
}
