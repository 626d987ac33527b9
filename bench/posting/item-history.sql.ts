import type pg from "pg";
import { customers, customersPerSupplier, numberedId, numberedIdSql } from "./shape.ts";

/** An item beside the catalogue, with a long life of its own. */
export const livelyItem = numberedId("item", 20_001);
const movementsPerReceipt = 20;
const wholeCompany = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * 100,000 movements of one item in a year, a document each: every twentieth a receipt at a price of its own, the rest
 * deliveries, by turns in three warehouses. Costs are moving averages rounded to 分, as the product would have booked.
 */
export async function writeItemHistory(
  client: pg.Client,
  company: {
    readonly orgId: string;
    readonly ownerId: string;
    readonly firstDate: string;
    readonly days: number;
    readonly movements: number;
  },
): Promise<void> {
  const { orgId, ownerId, firstDate, days, movements } = company;
  const run = (text: string, values: readonly unknown[] = [orgId]) => client.query(text, [...values]);
  await run("begin", []);
  await run("set local session_replication_role = replica", []);
  await run("set local work_mem = '256MB'", []);
  await run(
    `create or replace function pg_temp.moving_average(quantities numeric[], stated numeric[])
     returns table (n int, value numeric, pool_quantity numeric, pool_value numeric) language plpgsql as $$
     begin
       pool_quantity := 0;
       pool_value := 0;
       for n in 1 .. cardinality(quantities) loop
         value := case when quantities[n] > 0 then stated[n] when pool_quantity = -quantities[n] then -pool_value
                       else -round(pool_value * -quantities[n] / pool_quantity, 2) end;
         pool_quantity := pool_quantity + quantities[n];
         pool_value := pool_value + value;
         moving_average.n := n;
         return next;
       end loop;
     end $$`,
    [],
  );
  await run(
    `insert into item (org_id, id, code, name, spec, base_unit, units, tax_rate, sale_price, search_text)
     values ($1, $2, 'CX0001', '畅销货', '500ml', '瓶', '[{"name":"瓶","factor":"1","purchasePrice":null,"salePrice":null}]', 0.13, 20, '畅销货')`,
    [orgId, livelyItem],
  );
  await run(
    `create temp table movement on commit drop as
     select n, b.next_posting - 1 + n as seq, ${numberedIdSql("0200", "n")} as id, ${numberedIdSql("0201", "n")} as voucher_id, is_receipt,
            ${numberedIdSql("0002", `(case when is_receipt then ((n::bigint * 6151 % ${customers / customersPerSupplier})::int + 1) * ${customersPerSupplier} else (n::bigint * 6151 % ${customers})::int + 1 end)`)} as partner_id,
            ${numberedIdSql("0003", `(n - 1) / ${movementsPerReceipt} % 3 + 1`)} as warehouse_id,
            $2::date + 1 + (n::bigint * ${days - 1} / ${movements + 1})::int as day,
            (case when is_receipt then 60 + n % 7 else -(1 + n * 31 % 5) end)::numeric as quantity,
            case when is_receipt then round((60 + n % 7) * (9 + (n::bigint * 7919 % 400) / 100.0), 2) end as stated_value,
            (case when is_receipt then 0 else 20 * (1 + n * 31 % 5) end)::numeric as sold,
            sha256(('movement ' || n)::bytea) as hash, case n when 1 then b.chain_head else sha256(('movement ' || n - 1)::bytea) end as previous_hash
     from (select n, n % ${movementsPerReceipt} = 1 as is_receipt from generate_series(1, ${movements}) n) m, books b where b.org_id = $1`,
    [orgId, firstDate],
  );
  await run(
    `create temp table costed on commit drop as
     select m.*, c.value, c.pool_quantity, c.pool_value, sum(m.quantity) over (partition by m.warehouse_id order by m.n) as balance_quantity,
            coalesce(m.stated_value, m.sold) as net, round(coalesce(m.stated_value, m.sold) * 0.13, 2) as tax,
            case when is_receipt then 'purchase-receipt' else 'sales-delivery' end as type, case when is_receipt then 'CGRK' else 'XSCK' end as prefix,
            to_char(day, 'YYYYMM')::int as period
     from movement m join (select * from pg_temp.moving_average((select array_agg(quantity order by n) from movement), (select array_agg(stated_value order by n) from movement))) c using (n)`,
    [],
  );
  await run("analyze costed", []);
  await run(
    `insert into document (org_id, id, type, number, status, business_date, partner_id, warehouse_id, tax_included, quantity, net_amount, tax_amount, gross_amount, line_count, created_by, created_by_name, approved_by, approved_by_name, approved_at)
     select $1::uuid, c.id, type, prefix || '-' || to_char(day, 'YYYYMMDD') || '-' || lpad((coalesce(s.next_no, 1) - 1 + row_number() over (partition by prefix, day order by n))::text, 4, '0'), 'approved', day, partner_id, warehouse_id, false,
            abs(quantity), net, tax, net + tax, 1, $2, '陈', $2, '陈', day + time '09:00'
     from costed c left join book_sequence s on s.org_id = $1 and s.kind = 'document:' || prefix || ':' || to_char(day, 'YYYYMMDD') order by n`,
    [orgId, ownerId],
  );
  await run(
    `insert into document_line (org_id, document_id, line_no, item_id, warehouse_id, unit, quantity, base_quantity, price, tax_rate, net_amount, tax_amount, gross_amount)
     select $1::uuid, id, 1, $2, warehouse_id, '瓶', abs(quantity), abs(quantity), round(net / abs(quantity), 6), 0.13, net, tax, net + tax from costed order by n`,
    [orgId, livelyItem],
  );
  await run(
    `insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, idempotency_key, request_hash, previous_hash, hash)
     select $1::uuid, seq, id, 'approve', day, day + time '09:00', $2, '陈', gen_random_uuid()::text, hash, previous_hash, hash from costed order by n`,
    [orgId, ownerId],
  );
  await run(
    `insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, stated_value, business_date, position, basis, contra_account, booked_value)
     select $1::uuid, seq * 4096, seq, id, 1, $2, warehouse_id, quantity, stated_value, day, seq * 4096, case when is_receipt then 'stated' else 'pool' end, case when is_receipt then null else '5401' end, case when is_receipt then null else value end from costed order by n`,
    [orgId, livelyItem],
  );
  await run(
    `insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value)
     select $1::uuid, seq * 4096, $2, warehouse_id, day, seq * 4096, value, balance_quantity, pool_quantity, pool_value from costed order by n`,
    [orgId, livelyItem],
  );
  await run(
    `insert into stock_balance (org_id, item_id, warehouse_id, quantity, value, last_date, last_in, last_out)
     select $1::uuid, $2::uuid, warehouse_id, sum(quantity), 0, max(day), max(day) filter (where is_receipt), max(day) filter (where not is_receipt) from costed group by warehouse_id
     union all select $1::uuid, $2::uuid, ${wholeCompany}, sum(quantity), sum(value), max(day), max(day) filter (where is_receipt), max(day) filter (where not is_receipt) from costed`,
    [orgId, livelyItem],
  );
  await run(
    `insert into voucher (org_id, id, posting_seq, document_id, kind, period, word, number, business_date, summary, total, created_by_name, created_at)
     select $1::uuid, voucher_id, seq, id, 'original', period, '记', coalesce(s.next_no, 1) - 1 + row_number() over (partition by period order by n), day, type, net + tax - case when is_receipt then 0 else value end, '陈', day + time '09:00'
     from costed left join book_sequence s on s.org_id = $1 and s.kind = 'voucher:' || period || ':记' order by n`,
  );
  await run(
    `insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, partner_id, period, business_date)
     select $1::uuid, voucher_id, line_no, code, '购销', debit, credit, case when code in ('1122', '2202') then partner_id end, period, day
     from costed, lateral (values (false, 1, '1122', net + tax, 0), (false, 2, '5001', 0, net), (false, 3, '22210106', 0, tax), (false, 4, '5401', -value, 0), (false, 5, '1405', 0, -value),
                                  (true, 1, '1405', net, 0), (true, 2, '22210101', tax, 0), (true, 3, '2202', 0, net + tax)) x(receipt, line_no, code, debit, credit)
     where receipt = is_receipt order by n, line_no`,
  );
  await run(
    `insert into partner_entry (org_id, seq, posting_seq, document_id, partner_id, side, amount, business_date)
     select $1::uuid, seq * 4096, seq, id, partner_id, case when is_receipt then 'payable' else 'receivable' end, net + tax, day from costed order by n`,
  );
  await run(
    `insert into partner_balance as b (org_id, partner_id, side, amount, last_date)
     select $1::uuid, partner_id, case when is_receipt then 'payable' else 'receivable' end, sum(net + tax), max(day) from costed group by partner_id, is_receipt
     on conflict (org_id, partner_id, side) do update set amount = b.amount + excluded.amount, last_date = greatest(b.last_date, excluded.last_date)`,
  );
  await run(
    `insert into book_sequence as s (org_id, kind, next_no)
     select $1::uuid, 'document:' || prefix || ':' || to_char(day, 'YYYYMMDD'), count(*) + 1 from costed group by prefix, day
     union all select $1::uuid, 'voucher:' || period || ':记', count(*) + 1 from costed group by period
     on conflict (org_id, kind) do update set next_no = s.next_no + excluded.next_no - 1`,
  );
  await run(
    `update books set next_posting = last.seq + 1, chain_head = last.hash from (select seq, hash from costed order by n desc limit 1) last where org_id = $1`,
  );
  await run("commit", []);
}
