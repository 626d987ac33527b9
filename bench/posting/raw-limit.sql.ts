import type pg from "pg";
import { numberedIdSql } from "./shape.ts";

/** The tables that a posting adds rows to. */
export const writtenTables = [
  "document",
  "document_line",
  "posting",
  "stock_entry",
  "stock_cost",
  "voucher",
  "voucher_line",
  "partner_entry",
] as const;

const timeOrderedId = `encode(overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid`;
const randomHash = "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())";

/**
 * The raw limit: one function, one round trip, one commit, the very rows that the product writes for a delivery of
 * five lines, into the same tables with the same keys and indexes. It shares no row between callers: numbers come from
 * sequences, the hash is random and depends on nothing. It checks no rights, no input and no catalogue.
 */
export async function createRawLimit(
  client: pg.Client,
  company: { readonly orgId: string; readonly ownerId: string; readonly businessDate: string },
): Promise<void> {
  const { orgId, ownerId, businessDate } = company;
  const { rows } = await client.query<{ next_posting: string }>("select next_posting from books where org_id = $1", [
    orgId,
  ]);
  const org = `'${orgId}'::uuid`;
  const owner = `'${ownerId}'::uuid`;
  const day = `date '${businessDate}'`;
  const period = businessDate.slice(0, 7).replace("-", "");
  const digits = businessDate.replaceAll("-", "");
  await client.query(`
    create schema raw_limit;
    create sequence raw_limit.posting_seq start ${rows[0]?.next_posting ?? "1"};
    create sequence raw_limit.document_no;
    create sequence raw_limit.voucher_no;
    create function raw_limit.post_delivery(customer int, warehouse int, numbers int[], quantities int[]) returns text language plpgsql as $$
    declare
      customer_id constant uuid := ${numberedIdSql("0002", "customer")};
      shelf_id constant uuid := ${numberedIdSql("0003", "warehouse")};
      item_ids uuid[];
      costs numeric[]; shelf_quantities numeric[]; pool_quantities numeric[]; pool_values numeric[];
      document_id constant uuid := ${timeOrderedId};
      voucher_id constant uuid := ${timeOrderedId};
      posting_no constant bigint := nextval('raw_limit.posting_seq');
      document_number constant text := 'XSCK-${digits}-' || nextval('raw_limit.document_no');
      nets numeric[]; taxes numeric[];
      net numeric; tax numeric; cost numeric; total_quantity numeric;
    begin
      item_ids := array(select ${numberedIdSql("0001", "n")} from unnest(numbers) n);
      select array_agg(shelf_quantity - q order by k), array_agg(pool_quantity - q order by k), array_agg(pool_value - c order by k), array_agg(c order by k)
        into shelf_quantities, pool_quantities, pool_values, costs
      from (select x.k, x.q, s.quantity as shelf_quantity, p.quantity as pool_quantity, p.value as pool_value,
                   case when p.quantity = x.q then p.value else round(p.value * x.q / p.quantity, 2) end as c
            from unnest(item_ids, quantities) with ordinality x(item_id, q, k)
            join stock_balance s on s.org_id = ${org} and s.item_id = x.item_id and s.warehouse_id = shelf_id
            join stock_balance p on p.org_id = ${org} and p.item_id = x.item_id and p.warehouse_id = '00000000-0000-0000-0000-000000000000'
            order by x.item_id for no key update of s, p) l;
      if 0 > any(shelf_quantities) then raise exception 'short'; end if;
      select array_agg(n order by k), array_agg(round(n * 0.13, 2) order by k), sum(n), sum(round(n * 0.13, 2)), sum(q)
        into nets, taxes, net, tax, total_quantity
      from (select k, q, 2 * (10 + i % 50)::numeric * q as n from unnest(numbers, quantities) with ordinality x(i, q, k)) l;
      cost := (select sum(c) from unnest(costs) c);

      insert into document (org_id, id, type, number, status, business_date, partner_id, warehouse_id, tax_included, quantity, net_amount, tax_amount, gross_amount, line_count, created_by, created_by_name, approved_by, approved_by_name, approved_at)
        values (${org}, document_id, 'sales-delivery', document_number, 'approved', ${day}, customer_id, shelf_id, false, total_quantity, net, tax, net + tax, 5, ${owner}, '陈', ${owner}, '陈', now());
      insert into document_line (org_id, document_id, line_no, item_id, warehouse_id, unit, quantity, base_quantity, price, tax_rate, net_amount, tax_amount, gross_amount)
        select ${org}, document_id, k, item_id, shelf_id, '瓶', q, q, n / q, 0.13, n, t, n + t from unnest(item_ids, quantities, nets, taxes) with ordinality x(item_id, q, n, t, k);
      insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, idempotency_key, request_hash, previous_hash, hash)
        values (${org}, posting_no, document_id, 'approve', ${day}, now(), ${owner}, '陈', gen_random_uuid()::text, ${randomHash}, ${randomHash}, ${randomHash});
      insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, business_date, position, basis, contra_account, booked_value)
        select ${org}, posting_no * 4096 + k - 1, posting_no, document_id, k, item_id, shelf_id, -q, ${day}, posting_no * 4096 + k - 1, 'pool', '5401', -c from unnest(item_ids, quantities, costs) with ordinality x(item_id, q, c, k);
      insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value)
        select ${org}, posting_no * 4096 + k - 1, item_id, shelf_id, ${day}, posting_no * 4096 + k - 1, -c, sq, pq, pv from unnest(item_ids, costs, shelf_quantities, pool_quantities, pool_values) with ordinality x(item_id, c, sq, pq, pv, k);
      insert into voucher (org_id, id, posting_seq, document_id, kind, period, word, number, business_date, summary, total, created_by_name, created_at)
        values (${org}, voucher_id, posting_no, document_id, 'original', ${period}, '记', nextval('raw_limit.voucher_no'), ${day}, '销售出库单 ' || document_number, net + tax + cost, '陈', now());
      insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, partner_id, period, business_date) values
        (${org}, voucher_id, 1, '1122', '销售 客户 ' || customer, net + tax, 0, customer_id, ${period}, ${day}),
        (${org}, voucher_id, 2, '5001', '销售 客户 ' || customer, 0, net, null, ${period}, ${day}),
        (${org}, voucher_id, 3, '22210106', '销售 客户 ' || customer, 0, tax, null, ${period}, ${day}),
        (${org}, voucher_id, 4, '5401', '结转销售成本', cost, 0, null, ${period}, ${day}),
        (${org}, voucher_id, 5, '1405', '结转销售成本', 0, cost, null, ${period}, ${day});
      insert into partner_entry (org_id, seq, posting_seq, document_id, partner_id, side, amount, business_date)
        values (${org}, posting_no * 4096, posting_no, document_id, customer_id, 'receivable', net + tax, ${day});
      update stock_balance b set quantity = x.quantity, value = x.value, last_date = greatest(b.last_date, ${day}), last_out = greatest(b.last_out, ${day})
        from (select item_id, shelf_id as warehouse_id, sq as quantity, 0::numeric as value from unnest(item_ids, shelf_quantities) s(item_id, sq)
              union all select item_id, '00000000-0000-0000-0000-000000000000'::uuid, pq, pv from unnest(item_ids, pool_quantities, pool_values) p(item_id, pq, pv)) x
        where b.org_id = ${org} and b.item_id = x.item_id and b.warehouse_id = x.warehouse_id;
      insert into partner_balance as b (org_id, partner_id, side, amount, last_date) values (${org}, customer_id, 'receivable', net + tax, ${day})
        on conflict (org_id, partner_id, side) do update set amount = b.amount + excluded.amount, last_date = greatest(b.last_date, excluded.last_date);
      return document_number;
    end $$`);
}

export async function countWrittenRows(client: pg.Client, orgId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; count: string }>(
    writtenTables
      .map((table) => `select '${table}' as name, count(*) as count from ${table} where org_id = $1`)
      .join(" union all "),
    [orgId],
  );
  return new Map(rows.map((row) => [row.name, Number(row.count)]));
}
