import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";

export type Day = {
  readonly date: string;
  readonly gross: string;
  readonly net: string;
  readonly cost: string;
  readonly documents: number;
};
/** Approved sales by day, with the cost derived of them; days without a sale have no row. */
export async function readDays(tx: Tx, from: string, to: string, warehouseId: string | null): Promise<readonly Day[]> {
  return tx.query<Day>({
    name: "home_days",
    text: `select d.business_date as date, sum(d.gross_amount)::text as gross, sum(d.net_amount)::text as net, coalesce(sum(x.cost), 0)::text as cost, count(*)::int as documents
           from document d
           left join lateral (
             select -sum(c.value) as cost from stock_entry e join stock_cost c on c.org_id = $1 and c.seq = e.seq where e.org_id = $1 and e.document_id = d.id
           ) x on true
           where d.org_id = $1 and d.type = 'sales-delivery' and d.status = 'approved' and d.business_date between $2 and $3 and ($4::uuid is null or d.warehouse_id = $4)
           group by d.business_date order by d.business_date`,
    values: [tx.orgId, from, to, warehouseId],
  });
}

export async function readOwed(
  tx: Tx,
): Promise<{ readonly value: string; readonly payable: string; readonly customers: number }> {
  const [row] = await tx.query<{ value: string; payable: string; customers: number }>({
    name: "home_owed",
    text: `select coalesce(sum(amount) filter (where side = 'receivable'), 0)::numeric(20,2)::text as value, coalesce(sum(amount) filter (where side = 'payable'), 0)::numeric(20,2)::text as payable,
                  (count(*) filter (where side = 'receivable' and amount <> 0))::int as customers
           from partner_balance where org_id = $1`,
    values: [tx.orgId],
  });
  return row ?? { value: "0.00", payable: "0.00", customers: 0 };
}

/**
 * The pool row of a company-wide cost is the value of the whole; a warehouse has its share of every pool by quantity.
 * Cost per warehouse stands in the warehouses' own rows.
 */
export async function readStock(
  tx: Tx,
  warehouseId: string | null,
): Promise<{ readonly value: string; readonly items: number; readonly warehouses: number }> {
  const [row] = await tx.query<{ value: string; items: number; warehouses: number }>({
    text: `select coalesce(sum(case when $3::uuid is null then b.value
                                    when b.warehouse_id <> $3 then 0
                                    when p.item_id is null then b.value
                                    when p.quantity = 0 then 0
                                    else round(p.value * b.quantity / p.quantity, 2) end), 0)::numeric(20,2)::text as value,
                  (count(distinct b.item_id) filter (where b.quantity > 0 and ($3::uuid is null or b.warehouse_id = $3)))::int as items,
                  (count(distinct b.warehouse_id) filter (where b.quantity > 0 and b.warehouse_id <> $2::uuid and ($3::uuid is null or b.warehouse_id = $3)))::int as warehouses
           from stock_balance b left join stock_balance p on p.org_id = $1 and p.item_id = b.item_id and p.warehouse_id = $2::uuid and $3::uuid is not null
           where b.org_id = $1`,
    values: [tx.orgId, wholeCompany, warehouseId],
  });
  return row ?? { value: "0.00", items: 0, warehouses: 0 };
}

export type Attention = {
  readonly out: number;
  readonly low: number;
  readonly salesDrafts: number;
  readonly purchaseDrafts: number;
  readonly overCredit: number;
  readonly outNames: string;
  readonly overCreditNames: string;
};
/**
 * What waits: goods that sold lately and are gone or of which orders ask more than stands, goods below their safety
 * line, drafts, customers over their limit.
 */
export async function readAttention(tx: Tx, soldSince: string): Promise<Attention> {
  const [row] = await tx.query<Attention>({
    name: "home_attention",
    text: `with stock as (
             select i.id, i.name, i.safety_stock, coalesce(sum(b.quantity), 0) as quantity, max(b.last_out) as last_out,
                    coalesce((select sum(p.reserved) from stock_promise p where p.org_id = $1 and p.item_id = i.id), 0) as reserved
             from item i left join stock_balance b on b.org_id = $1 and b.item_id = i.id and b.warehouse_id <> $3
             where i.org_id = $1 and not i.disabled group by i.id, i.name, i.safety_stock
           ), missing as (
             select s.name, s.last_out from stock s where (s.quantity <= 0 and s.last_out >= $2) or s.quantity < s.reserved
           ), over as (
             select p.name from partner p join partner_balance b on b.org_id = $1 and b.partner_id = p.id and b.side = 'receivable'
             where p.org_id = $1 and p.credit_limit is not null and b.amount > p.credit_limit
           )
           select (select count(*) from missing)::int as out,
                  (select count(*) from stock where quantity > 0 and quantity >= reserved and quantity - reserved < safety_stock)::int as low,
                  (select count(*) from document d where d.org_id = $1 and d.type = 'sales-delivery' and d.status = 'draft')::int as "salesDrafts",
                  (select count(*) from document d where d.org_id = $1 and d.type = 'purchase-receipt' and d.status = 'draft')::int as "purchaseDrafts",
                  (select count(*) from over)::int as "overCredit",
                  coalesce((select string_agg(name, '、') from (select name from missing order by last_out desc nulls last, name limit 2) n), '') as "outNames",
                  coalesce((select string_agg(name, '、') from (select name from over order by name limit 2) n), '') as "overCreditNames"`,
    values: [tx.orgId, soldSince, wholeCompany],
  });
  return row ?? { out: 0, low: 0, salesDrafts: 0, purchaseDrafts: 0, overCredit: 0, outNames: "", overCreditNames: "" };
}

export type TopItem = {
  readonly itemId: string;
  readonly name: string;
  readonly spec: string;
  readonly unit: string;
  readonly quantity: string;
  readonly gross: string;
  readonly net: string;
  readonly cost: string;
  readonly onHand: string;
  readonly safetyStock: string;
};
export async function readTopItems(
  tx: Tx,
  from: string,
  to: string,
  warehouseId: string | null,
): Promise<readonly TopItem[]> {
  return tx.query<TopItem>({
    name: "home_top_items",
    text: `with sold as (
             select l.item_id, sum(l.base_quantity) as quantity, sum(l.gross_amount) as gross, sum(l.net_amount) as net
             from document d join document_line l on l.org_id = $1 and l.document_id = d.id
             where d.org_id = $1 and d.type = 'sales-delivery' and d.status = 'approved' and d.business_date between $2 and $3 and ($4::uuid is null or l.warehouse_id = $4)
             group by l.item_id order by gross desc limit 8
           )
           select s.item_id as "itemId", i.name, i.spec, i.base_unit as unit, s.quantity::text, s.gross::text, s.net::text, i.safety_stock::text as "safetyStock",
                  coalesce((select sum(b.quantity) from stock_balance b where b.org_id = $1 and b.item_id = s.item_id and b.warehouse_id <> $5), 0)::text as "onHand",
                  coalesce((select -sum(c.value) from stock_cost c join stock_entry e on e.org_id = $1 and e.seq = c.seq join document d on d.org_id = $1 and d.id = e.document_id
                            where c.org_id = $1 and c.item_id = s.item_id and c.business_date between $2 and $3 and ($4::uuid is null or c.warehouse_id = $4)
                              and d.type = 'sales-delivery' and d.status = 'approved'), 0)::text as cost
           from sold s join item i on i.org_id = $1 and i.id = s.item_id order by s.gross desc, i.name`,
    values: [tx.orgId, from, to, warehouseId, wholeCompany],
  });
}
export async function readTopReceivables(tx: Tx) {
  return tx.query<{ partnerId: string; name: string; amount: string; lastDate: string | null }>({
    name: "home_top_receivables",
    text: `select b.partner_id as "partnerId", p.name, b.amount::text, b.last_date as "lastDate" from partner_balance b join partner p on p.org_id = $1 and p.id = b.partner_id
           where b.org_id = $1 and b.side = 'receivable' and b.amount > 0 order by b.amount desc, p.name limit 6`,
    values: [tx.orgId],
  });
}
export async function readRecentDocuments(tx: Tx, types: readonly string[]) {
  return tx.query<{
    id: string;
    type: string;
    number: string | null;
    partner: string;
    amount: string;
    at: Date;
    status: string;
  }>({
    name: "home_recent",
    text: `select d.id, d.type, d.number, coalesce(p.name, '') as partner, d.gross_amount::text as amount, d.updated_at as at, d.status
           from document d left join partner p on p.org_id = $1 and p.id = d.partner_id
           where d.org_id = $1 and d.type = any($2::text[]) order by d.updated_at desc, d.id desc limit 8`,
    values: [tx.orgId, types],
  });
}
