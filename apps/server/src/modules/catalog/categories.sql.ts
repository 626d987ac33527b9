import type { Tx } from "../../platform/db.ts";
import { newId } from "../../platform/identifiers.ts";

export type CategoryRow = {
  readonly id: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly item_count: number;
};

export async function listCategories(tx: Tx): Promise<readonly CategoryRow[]> {
  return tx.query<CategoryRow>({
    name: "category_list",
    text: `select c.id, c.name, c.parent_id, coalesce(n.items, 0)::int as item_count
           from item_category c
           left join (select i.category_id, count(*) as items from item i where i.org_id = $1 group by i.category_id) n on n.category_id = c.id
           where c.org_id = $1 order by c.name, c.id`,
    values: [tx.orgId],
  });
}
/** The tree, locked as a whole: two moves at once could close a ring that neither of them sees. */
export async function lockCategories(tx: Tx): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx.query<{ id: string; parent_id: string | null }>({
    name: "category_lock",
    text: "select id, parent_id from item_category where org_id = $1 order by id for update",
    values: [tx.orgId],
  });
  return new Map(rows.map((row) => [row.id, row.parent_id]));
}
/** The category and everything below it. */
export async function categoryAndBelow(tx: Tx, id: string): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>({
    name: "category_below",
    text: `with recursive below as (
             select c.id from item_category c where c.org_id = $1 and c.id = $2
             union
             select child.id from item_category child join below on child.parent_id = below.id where child.org_id = $1
           )
           select id from below`,
    values: [tx.orgId, id],
  });
  return rows.map((row) => row.id);
}
export async function insertCategory(
  tx: Tx,
  category: { readonly id: string; readonly name: string; readonly parentId: string | null },
): Promise<void> {
  await tx.query({
    name: "category_insert",
    text: "insert into item_category (org_id, id, name, parent_id) values ($1, $2, $3, $4)",
    values: [tx.orgId, category.id, category.name, category.parentId],
  });
}
export async function updateCategory(
  tx: Tx,
  category: { readonly id: string; readonly name: string; readonly parentId: string | null },
): Promise<void> {
  await tx.query({
    name: "category_update",
    text: "update item_category set name = $3, parent_id = $4 where org_id = $1 and id = $2",
    values: [tx.orgId, category.id, category.name, category.parentId],
  });
}
/** The name of what was deleted; undefined: there was none. */
export async function deleteCategory(tx: Tx, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ name: string }>({
    name: "category_delete",
    text: "delete from item_category where org_id = $1 and id = $2 returning name",
    values: [tx.orgId, id],
  });
  return row?.name;
}

/** Ids of categories by name. A name that stands anywhere in the tree is used, an unknown one is made at the top. */
export async function ensureCategories(tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
  const known = await categoriesByName(tx, wanted);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return known;
  await tx.query({
    name: "category_ensure",
    text: "insert into item_category (org_id, id, name) select $1, * from unnest($2::uuid[], $3::text[]) on conflict do nothing",
    values: [tx.orgId, missing.map(() => newId()), missing],
  });
  return categoriesByName(tx, wanted);
}
async function categoriesByName(tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>({
    name: "category_by_name",
    text: "select distinct on (name) name, id from item_category where org_id = $1 and name = any($2::text[]) order by name, parent_id nulls first, id",
    values: [tx.orgId, names],
  });
  return new Map(rows.map((row) => [row.name, row.id]));
}
