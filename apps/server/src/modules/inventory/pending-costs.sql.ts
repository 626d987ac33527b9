import type { DocumentType } from "@zhangshi/contract";
import type { Tx } from "../../platform/db.ts";

export type PendingFilter = { readonly patterns: readonly string[]; readonly warehouseId: string | null };
export type PendingSort = { readonly by: keyof typeof sortKeys; readonly direction: "asc" | "desc" };
export type PendingPlace = { readonly key: string; readonly seq: string };
export type PendingRow = {
  seq: string;
  item_id: string;
  code: string;
  name: string;
  spec: string;
  unit: string;
  warehouse_id: string;
  warehouse: string;
  document_id: string;
  type: DocumentType;
  number: string | null;
  business_date: string;
  partner: string;
  issued: string;
  /** In millionths and 分, as the pool keeps them. */
  open_quantity: string;
  open_value: string;
  sort_key: string;
};

const sortKeys = { businessDate: "e.business_date::text", code: "i.code" } as const;

/** What pools below zero wait for, as their own state says: under `d` each issue with what of it no receipt has covered yet. */
const pending = `
  from stock_balance b
  cross join lateral jsonb_array_elements(b.state::jsonb -> 'd') as debt
  join stock_entry e on e.org_id = $1 and e.seq = (debt ->> 0)::bigint
  join item i on i.org_id = $1 and i.id = e.item_id
  join warehouse w on w.org_id = $1 and w.id = e.warehouse_id
  join document d on d.org_id = $1 and d.id = e.document_id
  left join partner p on p.org_id = $1 and p.id = d.partner_id
  where b.org_id = $1 and b.quantity < 0 and i.search_text like all($2::text[]) and ($3::uuid is null or e.warehouse_id = $3)`;

/** One page after the place given, oldest first or as asked. */
export async function listPendingCosts(
  tx: Tx,
  filter: PendingFilter,
  sort: PendingSort,
  after: PendingPlace | null,
  limit: number,
): Promise<readonly PendingRow[]> {
  const key = sortKeys[sort.by];
  const [compared, order] = sort.direction === "asc" ? [">", "asc"] : ["<", "desc"];
  return tx.query<PendingRow>({
    text: `select e.seq::text as seq, e.item_id, i.code, i.name, i.spec, i.base_unit as unit, e.warehouse_id, w.name as warehouse,
                  e.document_id, d.type, d.number, e.business_date, coalesce(p.name, '') as partner,
                  -e.quantity as issued, debt ->> 1 as open_quantity, debt ->> 2 as open_value, ${key} as sort_key
           ${pending} ${after ? `and (${key}, e.seq) ${compared} ($5::text, $6::bigint)` : ""}
           order by ${key} ${order}, e.seq ${order} limit $4`,
    values: [tx.orgId, filter.patterns, filter.warehouseId, limit, ...(after ? [after.key, after.seq] : [])],
  });
}

export async function sumPendingCosts(
  tx: Tx,
  filter: PendingFilter,
): Promise<{ readonly total: number; readonly items: number; readonly quantity: string; readonly value: string }> {
  const [row] = await tx.query<{ total: string; items: string; quantity: string; value: string }>({
    name: "stock_pending_sums",
    text: `select count(*)::text as total, count(distinct e.item_id)::text as items,
                  coalesce(sum((debt ->> 1)::bigint), 0)::text as quantity, coalesce(sum((debt ->> 2)::bigint), 0)::text as value
           ${pending}`,
    values: [tx.orgId, filter.patterns, filter.warehouseId],
  });
  return {
    total: Number(row?.total ?? 0),
    items: Number(row?.items ?? 0),
    quantity: row?.quantity ?? "0",
    value: row?.value ?? "0",
  };
}
