import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";

/** Ctrl+K: a few of each kind, the exact code or number first. */
export async function searchItems(tx: Tx, patterns: readonly string[], exact: string) {
  return tx.query<{ id: string; code: string; name: string; spec: string }>({
    name: "search_items",
    text: `select i.id, i.code, i.name, i.spec from item i
           where i.org_id = $1 and (i.search_text like all($2::text[]) or exists (select 1 from item_barcode b where b.org_id = $1 and b.item_id = i.id and b.barcode = $3))
           order by (lower(i.code) = lower($3)) desc, i.disabled, i.code limit 8`,
    values: [tx.orgId, patterns, exact],
  });
}
export async function searchPartners(tx: Tx, patterns: readonly string[]) {
  return tx.query<{ id: string; code: string; name: string; isCustomer: boolean; isSupplier: boolean }>({
    name: "search_partners",
    text: `select id, code, name, is_customer as "isCustomer", is_supplier as "isSupplier" from partner where org_id = $1 and search_text like all($2::text[]) order by disabled, code limit 8`,
    values: [tx.orgId, patterns],
  });
}
export async function searchDocuments(tx: Tx, patterns: readonly string[], types: readonly string[]) {
  return tx.query<{
    id: string;
    type: string;
    number: string | null;
    partner: string;
    businessDate: string;
    grossAmount: string;
  }>({
    name: "search_documents",
    text: `select d.id, d.type, d.number, coalesce(p.name, '') as partner, d.business_date as "businessDate", d.gross_amount::text as "grossAmount"
           from document d left join partner p on p.org_id = $1 and p.id = d.partner_id
           where d.org_id = $1 and d.type = any($3::text[]) and lower(d.number) like all($2::text[]) order by d.business_date desc, d.number desc limit 8`,
    values: [tx.orgId, patterns, types],
  });
}
/**
 * Lots and serial numbers by how they begin, the very number first, then what still stands. As typed, in capitals and in
 * small letters: a function of the column could not use the index under row-level security, a comparison can.
 */
export async function searchLots(tx: Tx, text: string) {
  const starts = [...new Set([text, text.toUpperCase(), text.toLowerCase()])];
  return tx.query<{
    itemId: string;
    lot: string;
    name: string;
    spec: string;
    unit: string;
    tracking: "lot" | "serial";
    onHand: string;
  }>({
    name: "search_lots",
    text: `with found as (
             select distinct t.item_id, t.lot
             from unnest($2::text[], $3::text[]) as asked(start, bound)
             cross join lateral (
               select l.item_id, l.lot from lot l where l.org_id = $1 and l.lot collate "C" >= asked.start collate "C" and l.lot collate "C" < asked.bound collate "C"
               order by l.lot collate "C" limit 40) t
           ), standing as (
             select f.item_id, f.lot, (select coalesce(sum(b.quantity), 0) from stock_lot_balance b where b.org_id = $1 and b.item_id = f.item_id and b.lot = f.lot and b.quantity > 0 and b.warehouse_id <> $4::uuid) as on_hand
             from found f
           )
           select s.item_id as "itemId", s.lot, i.name, i.spec, i.base_unit as unit, i.tracking, s.on_hand::text as "onHand"
           from standing s join item i on i.org_id = $1 and i.id = s.item_id
           order by (s.lot = $5) desc, (lower(s.lot) = lower($5)) desc, (s.on_hand > 0) desc, s.lot, i.code limit 8`,
    values: [tx.orgId, starts, starts.map((start) => `${start}\u{10FFFF}`), wholeCompany, text],
  });
}
