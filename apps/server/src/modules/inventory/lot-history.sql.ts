import type { DocumentType } from "@zhangshi/contract";
import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";
import type { BookMoment } from "./stock-card.sql.ts";

export type LotHead = {
  item_id: string;
  code: string;
  name: string;
  spec: string;
  unit: string;
  tracking: "lot" | "serial";
  lot: string;
  produced_on: string | null;
  expires_on: string | null;
  days_left: number | null;
  value: string;
  quantity_in: string;
  quantity_out: string;
};
/** The lot itself, what it is worth, and its 入 and 出: a reversal stands in the column of what it takes back. */
export async function readLot(tx: Tx, itemId: string, lot: string, today: string): Promise<LotHead | undefined> {
  const [row] = await tx.query<LotHead>({
    name: "stock_lot_head",
    text: `select t.item_id, i.code, i.name, i.spec, i.base_unit as unit, i.tracking, t.lot, t.produced_on, t.expires_on, t.expires_on - $4::date as days_left,
                  (select coalesce(sum(b.value), 0)::numeric(20,2) from stock_lot_balance b where b.org_id = $1 and b.item_id = t.item_id and b.lot = t.lot) as value,
                  coalesce(m.quantity_in, 0) as quantity_in, coalesce(m.quantity_out, 0) as quantity_out
           from lot t
           join item i on i.org_id = $1 and i.id = t.item_id
           left join lateral (
             select sum(e.quantity) filter (where (e.quantity > 0) = (e.reverses_seq is null)) as quantity_in, -sum(e.quantity) filter (where (e.quantity > 0) <> (e.reverses_seq is null)) as quantity_out
             from stock_entry e where e.org_id = $1 and e.item_id = t.item_id and e.lot = t.lot) m on true
           where t.org_id = $1 and t.item_id = $2 and t.lot = $3`,
    values: [tx.orgId, itemId, lot, today],
  });
  return row;
}

export async function readLotPlaces(tx: Tx, itemId: string, lot: string) {
  return tx.query<{ warehouse_id: string; warehouse: string; quantity: string }>({
    name: "stock_lot_places",
    text: `select b.warehouse_id, w.name as warehouse, b.quantity from stock_lot_balance b join warehouse w on w.org_id = $1 and w.id = b.warehouse_id
           where b.org_id = $1 and b.item_id = $2 and b.lot = $3 and b.quantity > 0 and b.warehouse_id <> $4::uuid order by w.code`,
    values: [tx.orgId, itemId, lot, wholeCompany],
  });
}

export type LotMoveRow = {
  seq: string;
  position: string;
  document_id: string;
  type: DocumentType;
  number: string | null;
  business_date: string;
  partner: string;
  warehouse: string;
  quantity: string;
  balance: string;
  is_reversal: boolean;
};
/** Where a lot came from and went, in the order of the books, after a moment. */
export async function readLotMoves(
  tx: Tx,
  itemId: string,
  lot: string,
  after: BookMoment,
  limit: number,
): Promise<readonly LotMoveRow[]> {
  return tx.query<LotMoveRow>({
    name: "stock_lot_moves",
    text: `with moves as (
             select e.seq, e.position, e.business_date, e.document_id, e.warehouse_id, e.quantity, e.reverses_seq, sum(e.quantity) over (order by e.business_date, e.position, e.seq) as balance
             from stock_entry e where e.org_id = $1 and e.item_id = $2 and e.lot = $3 and e.quantity <> 0
           )
           select m.seq, m.position, m.document_id, d.type, d.number, m.business_date, coalesce(p.name, '') as partner, w.name as warehouse, m.quantity, m.balance, m.reverses_seq is not null as is_reversal
           from moves m
           join document d on d.org_id = $1 and d.id = m.document_id
           join warehouse w on w.org_id = $1 and w.id = m.warehouse_id
           left join partner p on p.org_id = $1 and p.id = d.partner_id
           where (m.business_date, m.position, m.seq) > ($4::date, $5::bigint, $6::bigint)
           order by m.business_date, m.position, m.seq limit $7`,
    values: [tx.orgId, itemId, lot, after.date, after.position, after.seq, limit],
  });
}

export type LotTraceRow = {
  level: number;
  item_id: string;
  code: string;
  name: string;
  unit: string;
  tracking: "lot" | "serial";
  lot: string;
  type: DocumentType;
  partner_id: string | null;
  partner: string;
  quantity: string;
  documents: number;
  first_date: string;
  last_date: string;
  document_id: string;
  number: string | null;
};
/** So many 组装 and 拆卸 are followed, and so many rows told: a recall asks for fewer. */
const furthest = 8;
const shownTraces = 500;
/** What brings a lot is more than nothing, what takes it is less; through 组装 and 拆卸 the other side of the document goes on. */
const own = { from: ">", to: "<" } as const;
const other = { from: "<", to: ">" } as const;
/** An approved document that was approved before has entries that were taken back: those made nothing. */
const isLeft =
  "e.reverses_seq is null and not exists (select from stock_entry r where r.org_id = $1 and r.document_id = e.document_id and r.reverses_seq = e.seq)";
const isMade =
  "o.reverses_seq is null and not exists (select from stock_entry r where r.org_id = $1 and r.document_id = o.document_id and r.reverses_seq = o.seq)";

/**
 * 来源 or 去向 of a lot, and of the lots that it was made from or went into. What a document moved from shelf to shelf sums
 * to nothing and is neither.
 */
export async function traceLot(
  tx: Tx,
  itemId: string,
  lot: string,
  direction: "from" | "to",
): Promise<readonly LotTraceRow[]> {
  return tx.query<LotTraceRow>({
    name: `stock_lot_trace_${direction}`,
    text: `with recursive reached as (
             select $2::uuid as item_id, $3::text as lot, 0 as level
             union
             select o.item_id, o.lot, r.level + 1
             from reached r
             join stock_entry e on e.org_id = $1 and e.item_id = r.item_id and e.lot = r.lot and e.quantity ${own[direction]} 0 and ${isLeft}
             join document d on d.org_id = $1 and d.id = e.document_id and d.type in ('assembly', 'disassembly')
             join stock_entry o on o.org_id = $1 and o.document_id = e.document_id and o.lot is not null and o.quantity ${other[direction]} 0 and ${isMade}
             where r.level < ${furthest}
           ), lots as (
             select item_id, lot, min(level) as level from reached group by item_id, lot
           ), moved as (
             select l.item_id, l.lot, l.level, e.document_id, sum(e.quantity) as quantity
             from lots l join stock_entry e on e.org_id = $1 and e.item_id = l.item_id and e.lot = l.lot
             group by l.item_id, l.lot, l.level, e.document_id having sum(e.quantity) ${own[direction]} 0
           ), told as (
             select m.item_id, m.lot, m.level, d.type, d.partner_id, sum(abs(m.quantity)) as quantity, count(*)::int as documents, min(d.business_date) as first_date, max(d.business_date) as last_date,
                    (array_agg(d.id order by d.business_date desc, d.number desc))[1] as document_id
             from moved m join document d on d.org_id = $1 and d.id = m.document_id
             group by m.item_id, m.lot, m.level, d.type, d.partner_id
           )
           select t.level, t.item_id, i.code, i.name, i.base_unit as unit, i.tracking, t.lot, t.type, t.partner_id, coalesce(p.name, '') as partner, t.quantity, t.documents, t.first_date, t.last_date, t.document_id, d.number
           from told t
           join item i on i.org_id = $1 and i.id = t.item_id
           join document d on d.org_id = $1 and d.id = t.document_id
           left join partner p on p.org_id = $1 and p.id = t.partner_id
           order by t.level, i.code, t.lot, t.first_date, t.quantity desc, t.document_id limit ${shownTraces}`,
    values: [tx.orgId, itemId, lot],
  });
}
