import type { Tx } from "../../platform/db.ts";

/** The balance of a whole company stands under this warehouse; it is no shelf. */
const wholeCompany = "00000000-0000-0000-0000-000000000000";

/** Ids of usable items by relevance: exact code, then what begins so, then what contains it. */
export async function searchItemIds(
  tx: Tx,
  search: { readonly patterns: readonly string[]; readonly text: string; readonly beginning: string },
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select i.id from item i
           where i.org_id = $1 and not i.disabled and i.search_text like all($2::text[])
           order by case when lower(i.code) = $3 then 0 when lower(i.code) like $4 then 1 when lower(i.name) like $4 then 2 when i.pinyin like $4 then 3 else 4 end, i.code, i.id
           limit $5`,
    values: [tx.orgId, search.patterns, search.text, search.beginning, limit],
  });
  return rows.map((row) => row.id);
}
/** Items whose barcode is one of these spellings, the first spelling first; then the one whose code is the text itself. */
export async function scannedItems(
  tx: Tx,
  spellings: readonly string[],
): Promise<readonly { readonly id: string; readonly unit: string | null }[]> {
  return tx.query<{ id: string; unit: string | null }>({
    name: "item_scanned",
    text: `select i.id, b.unit_name as unit, array_position($2::text[], b.barcode) as place
           from item_barcode b join item i on i.org_id = $1 and i.id = b.item_id
           where b.org_id = $1 and b.barcode = any($2::text[]) and not i.disabled
           order by place`,
    values: [tx.orgId, spellings],
  });
}

export type ItemStock = { readonly item_id: string; readonly on_hand: string; readonly available: string };
/** 现存 and 可用 per item in base units, in one warehouse or in all: 可用 = 现存 − 在途 − 占用. */
export async function itemStock(
  tx: Tx,
  itemIds: readonly string[],
  warehouseId: string | null,
): Promise<ReadonlyMap<string, ItemStock>> {
  const rows = await tx.query<ItemStock>({
    name: "item_stock",
    text: `select x.item_id, sum(x.on_hand) as on_hand, sum(x.available) as available from (
             select b.item_id, b.quantity as on_hand, case when w.kind = 'transit' then 0 else b.quantity end as available
             from stock_balance b join warehouse w on w.org_id = $1 and w.id = b.warehouse_id
             where b.org_id = $1 and b.item_id = any($2::uuid[]) and b.warehouse_id <> $4 and ($3::uuid is null or b.warehouse_id = $3)
             union all
             select p.item_id, 0, -p.reserved from stock_promise p
             where p.org_id = $1 and p.item_id = any($2::uuid[]) and ($3::uuid is null or p.warehouse_id = $3)
           ) x group by x.item_id`,
    values: [tx.orgId, itemIds, warehouseId, wholeCompany],
  });
  return new Map(rows.map((row) => [row.item_id, row]));
}

export type LastPrice = {
  readonly item_id: string;
  readonly unit: string;
  readonly price: string;
  readonly tax_included: boolean;
  readonly business_date: string;
  readonly number: string;
};
/**
 * The newest price per item and unit among the partner's last 200 approved documents: older prices help nobody. A share
 * of a kit's price is no price of the part.
 */
export async function lastPrices(
  tx: Tx,
  itemIds: readonly string[],
  partnerId: string,
  type: string,
): Promise<readonly LastPrice[]> {
  return tx.query<LastPrice>({
    name: "item_last_prices",
    text: `with recent as (
             select d.id, d.business_date, d.approved_at, d.number, d.tax_included from document d
             where d.org_id = $1 and d.partner_id = $2 and d.type = $3 and d.status = 'approved'
             order by d.business_date desc, d.approved_at desc, d.id desc limit 200
           )
           select distinct on (l.item_id, l.unit) l.item_id, l.unit, l.price, r.tax_included, r.business_date, r.number
           from recent r join document_line l on l.org_id = $1 and l.document_id = r.id
           where l.item_id = any($4::uuid[]) and l.kit_item_id is null
           order by l.item_id, l.unit, r.business_date desc, r.approved_at desc, r.id desc, l.line_no desc`,
    values: [tx.orgId, partnerId, type, itemIds],
  });
}
