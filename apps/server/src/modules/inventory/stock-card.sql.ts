import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";

export type CardItem = {
  id: string;
  code: string;
  name: string;
  spec: string;
  base_unit: string;
  safety_stock: string;
  cost_scope: "company" | "warehouse";
};
export async function readCardItem(tx: Tx, itemId: string): Promise<CardItem | undefined> {
  const [row] = await tx.query<CardItem>({
    name: "stock_card_item",
    text: `select i.id, i.code, i.name, i.spec, i.base_unit, i.safety_stock, b.cost_scope
           from item i join books b on b.org_id = $1 where i.org_id = $1 and i.id = $2`,
    values: [tx.orgId, itemId],
  });
  return row;
}
export async function hasWarehouse(tx: Tx, warehouseId: string): Promise<boolean> {
  const rows = await tx.query({
    name: "stock_card_warehouse",
    text: "select id from warehouse where org_id = $1 and id = $2",
    values: [tx.orgId, warehouseId],
  });
  return rows.length > 0;
}

/** What stands now and what orders say of it, warehouse by warehouse, beside the pool row of a company-wide cost. */
export async function readBalances(tx: Tx, itemId: string) {
  return tx.query<{
    warehouse_id: string;
    warehouse: string | null;
    is_transit: boolean;
    quantity: string;
    value: string;
    reserved: string;
    on_order: string;
  }>({
    name: "stock_card_balances",
    text: `select x.warehouse_id, w.name as warehouse, coalesce(w.kind = 'transit', false) as is_transit, x.quantity, x.value, x.reserved, x.on_order
           from (
             select coalesce(b.warehouse_id, p.warehouse_id) as warehouse_id, coalesce(b.quantity, 0) as quantity, coalesce(b.value, 0)::numeric(20,2) as value, coalesce(p.reserved, 0) as reserved, coalesce(p.on_order, 0) as on_order
             from (select s.warehouse_id, s.quantity, s.value from stock_balance s where s.org_id = $1 and s.item_id = $2) b
             full join (select s.warehouse_id, s.reserved, s.on_order from stock_promise s where s.org_id = $1 and s.item_id = $2) p on p.warehouse_id = b.warehouse_id
           ) x left join warehouse w on w.org_id = $1 and w.id = x.warehouse_id
           order by w.code`,
    values: [tx.orgId, itemId],
  });
}

export type OpenOrderLine = {
  readonly documentId: string;
  readonly type: "sales-order" | "purchase-order";
  readonly number: string;
  readonly lineNo: number;
  readonly partner: string;
  readonly warehouse: string;
  readonly businessDate: string;
  readonly expectedDate: string | null;
  readonly open: string;
};
/** 占用和采购在途, order line by order line, in the order in which they are served. */
export async function readOpenOrderLines(
  tx: Tx,
  itemId: string,
  warehouseId: string | null,
  limit: number,
): Promise<readonly OpenOrderLine[]> {
  return tx.query<OpenOrderLine>({
    name: "stock_card_open_orders",
    text: `select o.document_id as "documentId", d.type, d.number, o.line_no as "lineNo", coalesce(p.name, '') as partner, w.name as warehouse, d.business_date as "businessDate", d.expected_date as "expectedDate", o.open
           from order_line_open o
           join document d on d.org_id = $1 and d.id = o.document_id
           join warehouse w on w.org_id = $1 and w.id = o.warehouse_id
           left join partner p on p.org_id = $1 and p.id = d.partner_id
           where o.org_id = $1 and o.item_id = $2 and o.open > 0 and ($3::uuid is null or o.warehouse_id = $3)
           order by o.posting_seq, o.line_no limit $4`,
    values: [tx.orgId, itemId, warehouseId, limit],
  });
}

/** A moment in the order of the books: everything up to and with this place has happened. */
export type BookMoment = { readonly date: string; readonly position: bigint; readonly seq: bigint };
export type StateAt = {
  /** Rows of warehouses, and the pool's row under the nil warehouse when cost is company-wide. */
  readonly warehouse_id: string;
  readonly quantity: string;
  readonly value: string;
};
/** The last derived row of each warehouse, and of the pool, at a moment: one probe of an index each. */
export async function readStateAt(
  tx: Tx,
  itemId: string,
  warehouseId: string | null,
  moment: BookMoment,
): Promise<readonly StateAt[]> {
  return tx.query<StateAt>({
    name: "stock_card_state",
    text: `select w.id as warehouse_id, last.balance_quantity as quantity, last.pool_value as value
           from warehouse w
           cross join lateral (
             select c.balance_quantity, c.pool_value from stock_cost c
             where c.org_id = $1 and c.item_id = $2 and c.warehouse_id = w.id and (c.business_date, c.position, c.seq) <= ($4::date, $5::bigint, $6::bigint)
             order by c.business_date desc, c.position desc, c.seq desc limit 1) last
           where w.org_id = $1 and ($3::uuid is null or w.id = $3)
           union all
           select $7::uuid, last.pool_quantity, last.pool_value
           from books b
           cross join lateral (
             select c.pool_quantity, c.pool_value from stock_cost c
             where c.org_id = $1 and c.item_id = $2 and (c.business_date, c.position, c.seq) <= ($4::date, $5::bigint, $6::bigint)
             order by c.business_date desc, c.position desc, c.seq desc limit 1) last
           where b.org_id = $1 and b.cost_scope = 'company'`,
    values: [tx.orgId, itemId, warehouseId, moment.date, moment.position, moment.seq, wholeCompany],
  });
}

export type CardFilter = {
  readonly itemId: string;
  readonly warehouseId: string | null;
  readonly from: string;
  readonly to: string;
};
export type CardEntry = {
  seq: string;
  business_date: string;
  position: string;
  document_id: string;
  type: string;
  number: string | null;
  reversal: boolean;
  partner: string;
  warehouse: string;
  note: string;
  quantity: string;
  value: string;
  true_up: string;
  balance_quantity: string;
  pool_quantity: string;
  pool_value: string;
};
/** The entries after a moment, in the order of the books. */
export async function listCardEntries(
  tx: Tx,
  filter: CardFilter,
  after: BookMoment,
  limit: number,
): Promise<readonly CardEntry[]> {
  return tx.query<CardEntry>({
    text: `select c.seq, c.business_date, c.position, e.document_id, d.type, d.number, e.reverses_seq is not null as reversal,
                  coalesce(p.name, '') as partner, w.name as warehouse, d.note, e.quantity, c.value, c.true_up, c.balance_quantity, c.pool_quantity, c.pool_value
           from stock_cost c
           join stock_entry e on e.org_id = $1 and e.seq = c.seq
           join document d on d.org_id = $1 and d.id = e.document_id
           join warehouse w on w.org_id = $1 and w.id = c.warehouse_id
           left join partner p on p.org_id = $1 and p.id = d.partner_id
           where c.org_id = $1 and c.item_id = $2 and ($3::uuid is null or c.warehouse_id = $3)
             and c.business_date <= $4::date and (c.business_date, c.position, c.seq) > ($5::date, $6::bigint, $7::bigint)
           order by c.business_date, c.position, c.seq
           limit $8`,
    values: [tx.orgId, filter.itemId, filter.warehouseId, filter.to, after.date, after.position, after.seq, limit],
  });
}

/** 入 and 出 of a stretch of days; a reversal stands in the column of what it takes back, in red. */
export async function sumCard(tx: Tx, filter: CardFilter): Promise<{ readonly in: string; readonly out: string }> {
  const [row] = await tx.query<{ quantity_in: string; quantity_out: string }>({
    text: `select coalesce(sum(e.quantity) filter (where (e.quantity > 0) = (e.reverses_seq is null)), 0) as quantity_in,
                  coalesce(-sum(e.quantity) filter (where (e.quantity > 0) <> (e.reverses_seq is null)), 0) as quantity_out
           from stock_cost c join stock_entry e on e.org_id = $1 and e.seq = c.seq
           where c.org_id = $1 and c.item_id = $2 and ($3::uuid is null or c.warehouse_id = $3) and c.business_date between $4::date and $5::date`,
    values: [tx.orgId, filter.itemId, filter.warehouseId, filter.from, filter.to],
  });
  return { in: row?.quantity_in ?? "0", out: row?.quantity_out ?? "0" };
}
