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
