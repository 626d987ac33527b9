import type { Tx } from "../../platform/db.ts";

/** A part as it is written: quantity of `unit` in one base unit of the kit. */
export type KitPartWrite = { readonly itemId: string; readonly unit: string; readonly quantity: string };
export type KitPartRow = {
  readonly kit_id: string;
  readonly part_id: string;
  readonly unit: string;
  readonly quantity: string;
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly base_unit: string;
  /** As the item stores them, the base unit first. */
  readonly units: string;
  readonly sale_price: string | null;
  readonly disabled: boolean;
};

/** Parts of kits with what they are called, in the order in which they were entered. */
export async function readKitParts(tx: Tx, kitIds: readonly string[]): Promise<readonly KitPartRow[]> {
  return tx.query<KitPartRow>({
    name: "kit_parts",
    text: `select k.kit_id, k.part_id, k.unit, k.quantity, i.code, i.name, i.spec, i.base_unit, i.units::text as units, i.sale_price, i.disabled
           from kit_part k join item i on i.org_id = $1 and i.id = k.part_id
           where k.org_id = $1 and k.kit_id = any($2::uuid[]) order by k.kit_id, k.position`,
    values: [tx.orgId, kitIds],
  });
}

export type PartCandidate = {
  readonly id: string;
  readonly name: string;
  readonly base_unit: string;
  readonly units: string;
  readonly whole_units: boolean;
  readonly disabled: boolean;
  readonly is_kit: boolean;
};
/** In the order of their ids, shared until the transaction ends: none of them is disabled or becomes a kit meanwhile. */
export async function shareParts(tx: Tx, ids: readonly string[]): Promise<readonly PartCandidate[]> {
  return tx.query<PartCandidate>({
    name: "kit_part_candidates",
    text: `select i.id, i.name, i.base_unit, i.units::text as units, i.whole_units, i.disabled, i.is_kit from item i
           where i.org_id = $1 and i.id = any($2::uuid[]) order by i.id for share`,
    values: [tx.orgId, ids],
  });
}

/** The parts of a kit from now on; without parts it is an ordinary item. */
export async function replaceKitParts(tx: Tx, kitId: string, parts: readonly KitPartWrite[]): Promise<void> {
  await tx.query({
    name: "kit_parts_clear",
    text: "delete from kit_part where org_id = $1 and kit_id = $2",
    values: [tx.orgId, kitId],
  });
  await tx.query({
    name: "kit_parts_insert",
    text: `insert into kit_part (org_id, kit_id, part_id, position, unit, quantity)
           select $1, $2::uuid, x.part_id, x.position, x.unit, x.quantity from unnest($3::uuid[], $4::int[], $5::text[], $6::numeric[]) x(part_id, position, unit, quantity)`,
    values: [
      tx.orgId,
      kitId,
      parts.map((part) => part.itemId),
      parts.map((_, index) => index + 1),
      parts.map((part) => part.unit),
      parts.map((part) => part.quantity),
    ],
  });
  await tx.query({
    name: "kit_mark",
    text: "update item set is_kit = $3 where org_id = $1 and id = $2",
    values: [tx.orgId, kitId, parts.length > 0],
  });
}

/** Names of the kits that the item is a part of; of those in use only, where it is asked before disabling. */
export async function kitsWithPart(tx: Tx, partId: string, onlyUsable: boolean): Promise<readonly string[]> {
  const rows = await tx.query<{ name: string }>({
    name: "kits_with_part",
    text: `select i.name from kit_part k join item i on i.org_id = $1 and i.id = k.kit_id
           where k.org_id = $1 and k.part_id = $2 and (not $3 or not i.disabled) order by i.code limit 5`,
    values: [tx.orgId, partId, onlyUsable],
  });
  return rows.map((row) => row.name);
}

/** Whether anything speaks of goods of this item: documents and drafts, or a count. */
export async function hasGoods(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ used: boolean }>({
    name: "kit_has_goods",
    // Under the company's lock, as for the tracking of an item: no posting is on its way that has read it as it was.
    text: `with lock as (select 1 from books b where b.org_id = $1 for no key update)
           select (select count(*) from lock) >= 0 and (exists (select 1 from document_line l where l.org_id = $1 and l.item_id = $2)
             or exists (select 1 from stock_entry e where e.org_id = $1 and e.item_id = $2)
             or exists (select 1 from count_task_item c where c.org_id = $1 and c.item_id = $2)) as used`,
    values: [tx.orgId, id],
  });
  return row?.used ?? false;
}

/** Which of these items are kits: they have no stock that an import could open. */
export async function kitsAmong(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>({
    name: "kits_among",
    text: "select i.id from item i where i.org_id = $1 and i.id = any($2::uuid[]) and i.is_kit",
    values: [tx.orgId, ids],
  });
  return new Set(rows.map((row) => row.id));
}
