import type { Tx } from "../platform/db.ts";
import { type Comparison, compare } from "./prove.sql.ts";

/** What the lines of approved orders ($2) were executed by approved followers ($3), from the documents alone. */
const ordered = `
  executed as (
    select k.source_document_id as document_id, k.source_line_no as line_no, sum(k.base_quantity) as quantity
    from document_line k join document f on f.org_id = $1 and f.id = k.document_id and f.status = 'approved' and f.type = $3
    where k.org_id = $1 and k.source_document_id is not null group by 1, 2
  ), ordered as (
    select l.document_id, l.line_no, d.number, l.item_id, l.warehouse_id, l.base_quantity as ordered, coalesce(e.quantity, 0) as executed,
           case when exists (select 1 from order_closure c where c.org_id = $1 and c.document_id = d.id) then 0 else l.base_quantity - coalesce(e.quantity, 0) end as open
    from document d join document_line l on l.org_id = $1 and l.document_id = d.id
    left join executed e on e.document_id = l.document_id and e.line_no = l.line_no
    where d.org_id = $1 and d.status = 'approved' and d.type = $2
  )`;
const verdict = `
  select trim_scale(coalesce(sum(x.a), 0))::text as "left", trim_scale(coalesce(sum(x.b), 0))::text as "right",
         coalesce(sum(x.n), 0)::bigint as rows, (count(*) filter (where not x.holds))::int as differing,
         (select json_agg(f) from found f) as findings
  from compared x`;

type Orders = { readonly order: "sales-order" | "purchase-order"; readonly follower: string };
export const salesOrders: Orders = { order: "sales-order", follower: "sales-delivery" };
export const purchaseOrders: Orders = { order: "purchase-order", follower: "purchase-receipt" };

/** 占用 = 未完销售订单之和, 采购在途 = 未完采购订单之和, item by item and warehouse by warehouse. */
export function orderPromises(tx: Tx, { order, follower }: Orders): Promise<Comparison> {
  return compare(
    tx,
    `with ${ordered}, wanted as (
       select o.item_id, o.warehouse_id, sum(o.open) as quantity, count(*) as n from ordered o group by o.item_id, o.warehouse_id
     ), promised as (
       select p.item_id, p.warehouse_id, case $2 when 'sales-order' then p.reserved else p.on_order end as quantity from stock_promise p where p.org_id = $1
     ), compared as (
       select item_id, warehouse_id, coalesce(w.quantity, 0) as a, coalesce(p.quantity, 0) as b, coalesce(w.n, 0) as n, coalesce(w.quantity, 0) = coalesce(p.quantity, 0) as holds
       from wanted w full join promised p using (item_id, warehouse_id)
     ), found as (
       select i.code || ' ' || i.name || ' · ' || h.name as what, trim_scale(c.a)::text as "left", trim_scale(c.b)::text as "right", null::uuid as "documentId", c.item_id as "itemId"
       from compared c join item i on i.org_id = $1 and i.id = c.item_id join warehouse h on h.org_id = $1 and h.id = c.warehouse_id
       where not c.holds order by i.code, h.code limit 5
     ) ${verdict}`,
    [order, follower],
  );
}

/** 订单已执行 = 后续单据之和, line by line; and each line of the order book is the line of an approved order. */
export function orderExecution(tx: Tx, { order, follower }: Orders): Promise<Comparison> {
  return compare(
    tx,
    `with ${ordered}, booked as (
       select b.document_id, b.line_no, b.item_id, b.warehouse_id, b.ordered, b.executed, b.open, d.number
       from order_line_open b join document d on d.org_id = $1 and d.id = b.document_id
       where b.org_id = $1 and b.side = case $2 when 'sales-order' then 'reserved' else 'on-order' end
     ), compared as (
       select document_id, coalesce(o.number, b.number) as number, line_no, coalesce(o.executed, 0) as a, coalesce(b.executed, 0) as b, 1 as n,
              (o.item_id, o.warehouse_id, o.ordered, o.executed, o.open) is not distinct from (b.item_id, b.warehouse_id, b.ordered, b.executed, b.open) as holds
       from ordered o full join booked b using (document_id, line_no)
     ), found as (
       select coalesce(c.number, '草稿') || ' · 第 ' || c.line_no || ' 行' as what, trim_scale(c.a)::text as "left", trim_scale(c.b)::text as "right", c.document_id as "documentId", null::uuid as "itemId"
       from compared c where not c.holds order by c.number, c.line_no limit 5
     ) ${verdict}`,
    [order, follower],
  );
}
