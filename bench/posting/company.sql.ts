import type pg from "pg";
import {
  customers,
  customersPerSupplier,
  items,
  numberedIdSql,
  openingLinesPerDocument,
  openingQuantity,
  unitCostSql,
} from "./shape.ts";

const wholeCompany = "'00000000-0000-0000-0000-000000000000'::uuid";

/** Catalogue, partners, warehouses and opening stock of one company, as an import leaves them. */
export async function fillCompany(
  client: pg.Client,
  company: { readonly orgId: string; readonly ownerId: string; readonly openingDate: string },
): Promise<void> {
  const { orgId, ownerId, openingDate } = company;
  const run = (text: string, values: readonly unknown[] = [orgId]) => client.query(text, [...values]);
  const item = numberedIdSql("0001", "n");
  const warehouse = numberedIdSql("0003", "w");
  await run("begin", []);
  // Everything below is consistent by construction; the checks after the run read all of it.
  await run("set local session_replication_role = replica", []);
  await run(
    `insert into item (org_id, id, code, name, spec, base_unit, units, tax_rate, sale_price, search_text)
     select $1::uuid, ${item}, 'SP' || lpad(n::text, 5, '0'), '商品 ' || n, '500ml', '瓶', '[{"name":"瓶","factor":"1","purchasePrice":null,"salePrice":null},{"name":"箱","factor":"24","purchasePrice":null,"salePrice":null}]', 0.13, 2 * ${unitCostSql("n")}, '商品 ' || n
     from generate_series(1, ${items}) n`,
  );
  await run(
    `insert into partner (org_id, id, code, name, is_customer, is_supplier, search_text)
     select $1::uuid, ${numberedIdSql("0002", "n")}, 'KH' || lpad(n::text, 4, '0'), '客户 ' || n, true, n % ${customersPerSupplier} = 0, '客户 ' || n from generate_series(1, ${customers}) n`,
  );
  await run(
    `insert into warehouse (org_id, id, code, name) select $1::uuid, ${warehouse}, 'C' || w, '仓库 ' || w from generate_series(1, 3) w`,
  );
  await run(
    `create temp table opening_line on commit drop as
     select (w - 1) * ${items / openingLinesPerDocument} + (n - 1) / ${openingLinesPerDocument} + 1 as d, (n - 1) % ${openingLinesPerDocument} + 1 as line_no,
            ${item} as item_id, ${warehouse} as warehouse_id, w, ${openingQuantity}::numeric as quantity, ${openingQuantity} * ${unitCostSql("n")} as value
     from generate_series(1, ${items}) n, generate_series(1, 3) w`,
    [],
  );
  await run(
    `create temp table opening_document on commit drop as
     select d, gen_random_uuid() as id, gen_random_uuid() as voucher_id, sum(quantity) as quantity, sum(value) as value, count(*)::int as line_count,
            sha256(('opening ' || d)::bytea) as hash, case d when 1 then decode(repeat('00', 32), 'hex') else sha256(('opening ' || d - 1)::bytea) end as previous_hash
     from opening_line group by d`,
    [],
  );
  await run(
    `insert into document (org_id, id, type, number, status, business_date, quantity, net_amount, gross_amount, line_count, created_by, created_by_name, approved_by, approved_by_name, approved_at)
     select $1::uuid, id, 'opening-stock', 'QCKC-' || to_char($3::date, 'YYYYMMDD') || '-' || lpad(d::text, 4, '0'), 'approved', $3, quantity, value, value, line_count, $2, '陈', $2, '陈', date_trunc('milliseconds', now()) from opening_document`,
    [orgId, ownerId, openingDate],
  );
  await run(
    `insert into document_line (org_id, document_id, line_no, item_id, warehouse_id, unit, quantity, base_quantity, price, net_amount, gross_amount)
     select $1::uuid, o.id, l.line_no, l.item_id, l.warehouse_id, '瓶', l.quantity, l.quantity, l.value / l.quantity, l.value, l.value from opening_line l join opening_document o using (d)`,
  );
  await run(
    `insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, previous_hash, hash)
     select $1::uuid, d, id, 'approve', $3::date, date_trunc('milliseconds', now()), $2, '陈', previous_hash, hash from opening_document order by d`,
    [orgId, ownerId, openingDate],
  );
  await run(
    `insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, stated_value, business_date, position, basis)
     select $1::uuid, d::bigint * 4096 + line_no - 1, d, o.id, line_no, item_id, warehouse_id, l.quantity, l.value, $2, d::bigint * 4096 + line_no - 1, 'stated' from opening_line l join opening_document o using (d)`,
    [orgId, openingDate],
  );
  await run(
    `insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value)
     select $1::uuid, d::bigint * 4096 + line_no - 1, item_id, warehouse_id, $2, d::bigint * 4096 + line_no - 1, value, quantity, quantity * w, value * w from opening_line`,
    [orgId, openingDate],
  );
  await run(
    `insert into stock_balance (org_id, item_id, warehouse_id, quantity, value, last_date, last_in)
     select $1::uuid, item_id, warehouse_id, quantity, 0, $2::date, $2::date from opening_line
     union all select $1::uuid, item_id, ${wholeCompany}, sum(quantity), sum(value), $2::date, $2::date from opening_line group by item_id`,
    [orgId, openingDate],
  );
  await run(
    `insert into voucher (org_id, id, posting_seq, document_id, kind, period, word, number, business_date, summary, total, created_by_name, created_at)
     select $1::uuid, voucher_id, d, id, 'original', to_char($2::date, 'YYYYMM')::int, '记', d, $2::date, '期初库存 QCKC-' || to_char($2::date, 'YYYYMMDD') || '-' || lpad(d::text, 4, '0'), value, '陈', date_trunc('milliseconds', now()) from opening_document`,
    [orgId, openingDate],
  );
  await run(
    `insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, period, business_date)
     select $1::uuid, voucher_id, 1, '1405', '期初库存', value, 0, to_char($2::date, 'YYYYMM')::int, $2::date from opening_document
     union all select $1::uuid, voucher_id, 2, '3999', '期初库存', 0, value, to_char($2::date, 'YYYYMM')::int, $2::date from opening_document`,
    [orgId, openingDate],
  );
  await run(
    `insert into book_sequence (org_id, kind, next_no)
     select $1::uuid, kind, count(*) + 1 from opening_document, unnest(array['document:QCKC:' || to_char($2::date, 'YYYYMMDD'), 'voucher:' || to_char($2::date, 'YYYYMM') || ':记']) kind group by kind`,
    [orgId, openingDate],
  );
  await run(
    `update books set next_posting = last.d + 1, chain_head = last.hash from (select d, hash from opening_document order by d desc limit 1) last where org_id = $1`,
  );
  await run("commit", []);
}
