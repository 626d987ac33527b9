import type { DocumentType } from "@zhangshi/contract";
import type { Tx } from "../../platform/db.ts";

export type LotRow = {
  item_id: string;
  code: string;
  name: string;
  spec: string;
  unit: string;
  tracking: "lot" | "serial";
  warehouse_id: string;
  warehouse: string;
  lot: string;
  produced_on: string | null;
  expires_on: string | null;
  days_left: number | null;
  quantity: string;
};
/** Lots that stand on a shelf, first expired first; a lot without expiry last, then in the order in which they came. */
export async function listLots(
  tx: Tx,
  filter: {
    readonly itemId: string | null;
    readonly warehouseId: string | null;
    readonly patterns: readonly string[];
    readonly expiringWithin: number | null;
    readonly today: string;
    readonly limit: number;
  },
): Promise<readonly LotRow[]> {
  return tx.query<LotRow>({
    name: "stock_lots",
    text: `select b.item_id, i.code, i.name, i.spec, i.base_unit as unit, i.tracking, b.warehouse_id, w.name as warehouse, b.lot, t.produced_on, t.expires_on, t.expires_on - $6::date as days_left, b.quantity
           from stock_lot_balance b
           join lot t on t.org_id = $1 and t.item_id = b.item_id and t.lot = b.lot
           join item i on i.org_id = $1 and i.id = b.item_id
           join warehouse w on w.org_id = $1 and w.id = b.warehouse_id
           where b.org_id = $1 and b.quantity > 0 and ($2::uuid is null or b.item_id = $2) and ($3::uuid is null or b.warehouse_id = $3)
             and lower(i.search_text || ' ' || b.lot) like all($4::text[]) and ($5::int is null or t.expires_on <= $6::date + $5::int)
           order by t.expires_on nulls last, t.produced_on nulls last, t.created_at, b.lot, w.code limit $7`,
    values: [
      tx.orgId,
      filter.itemId,
      filter.warehouseId,
      filter.patterns,
      filter.expiringWithin,
      filter.today,
      filter.limit,
    ],
  });
}

export type LotHistoryRow = {
  document_id: string;
  type: DocumentType;
  number: string | null;
  business_date: string;
  partner: string;
  warehouse: string;
  quantity: string;
  is_reversal: boolean;
};
/** Where a lot came from and went, in the order of the books. */
export async function readLotHistory(tx: Tx, itemId: string, lot: string): Promise<readonly LotHistoryRow[]> {
  return tx.query<LotHistoryRow>({
    name: "stock_lot_history",
    text: `select e.document_id, d.type, d.number, e.business_date, coalesce(p.name, '') as partner, w.name as warehouse, e.quantity, e.reverses_seq is not null as is_reversal
           from stock_entry e
           join document d on d.org_id = $1 and d.id = e.document_id
           join warehouse w on w.org_id = $1 and w.id = e.warehouse_id
           left join partner p on p.org_id = $1 and p.id = d.partner_id
           where e.org_id = $1 and e.item_id = $2 and e.lot = $3 and e.quantity <> 0
           order by e.business_date, e.position, e.seq limit 2000`,
    values: [tx.orgId, itemId, lot],
  });
}
