import type { Tx } from "../../platform/db.ts";
import type { ItemRow } from "./items.sql.ts";

export type ItemFilter = {
  /** Patterns that the search text must all be like. */
  readonly patterns: readonly string[];
  /** A category and all below it; null is any. */
  readonly categoryIds: readonly string[] | null;
  readonly withDisabled: boolean;
  readonly onlyKits: boolean;
};
export type ItemSort = { readonly by: keyof typeof sortKeys; readonly direction: "asc" | "desc" };
export type Place = { readonly key: string; readonly id: string };

/** Long names are compared by their beginning, so that the place in the list fits into a cursor; the id decides the rest. */
const sortKeys = {
  code: "i.code",
  name: "left(i.name, 60)",
  category: "left(coalesce(c.name, ''), 60)",
  salePrice: "coalesce(i.sale_price, -1)",
  updatedAt: "i.updated_at",
} as const;
const sortTypes = {
  code: "text",
  name: "text",
  category: "text",
  salePrice: "numeric",
  updatedAt: "timestamptz",
} as const;

/** One page of the list, after the place given. Without a name: the plan depends on the search. */
export async function listItems(
  tx: Tx,
  filter: ItemFilter,
  sort: ItemSort,
  after: Place | null,
  limit: number,
): Promise<readonly (ItemRow & { sort_key: string })[]> {
  return tx.query<ItemRow & { sort_key: string }>({
    text: `select i.id, i.code, i.name, i.spec, i.category_id, coalesce(c.name, '') as category, i.brand, i.units::text as units, i.tax_rate, i.purchase_price, i.sale_price, i.minimum_sale_price, i.safety_stock, i.tracking, i.shelf_life_days, i.whole_units, i.is_kit, i.note, i.disabled, i.version,
                  (${sortKeys[sort.by]})::text as sort_key
           from item i left join item_category c on c.org_id = $1 and c.id = i.category_id
           where i.org_id = $1 and i.search_text like all($2::text[]) and ($3::uuid[] is null or i.category_id = any($3::uuid[])) and ($4 or not i.disabled) and (not $6 or i.is_kit)
                 ${after ? `and (${sortKeys[sort.by]}, i.id) ${sort.direction === "asc" ? ">" : "<"} ($7::${sortTypes[sort.by]}, $8::uuid)` : ""}
           order by ${sortKeys[sort.by]} ${sort.direction === "asc" ? "asc" : "desc"}, i.id ${sort.direction === "asc" ? "asc" : "desc"}
           limit $5`,
    values: [
      tx.orgId,
      filter.patterns,
      filter.categoryIds,
      filter.withDisabled,
      limit,
      filter.onlyKits,
      ...(after ? [after.key, after.id] : []),
    ],
  });
}
export async function countItems(tx: Tx, filter: ItemFilter): Promise<number> {
  const [row] = await tx.query<{ total: number }>({
    text: `select count(*)::int as total from item i
           where i.org_id = $1 and i.search_text like all($2::text[]) and ($3::uuid[] is null or i.category_id = any($3::uuid[])) and ($4 or not i.disabled) and (not $5 or i.is_kit)`,
    values: [tx.orgId, filter.patterns, filter.categoryIds, filter.withDisabled, filter.onlyKits],
  });
  return row?.total ?? 0;
}
