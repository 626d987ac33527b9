import type { Tx } from "../../../platform/db.ts";

export type TaskItem = {
  item_id: string;
  lot: string;
  round: number;
  is_listed: boolean;
  book_quantity: string;
  recount_by_name: string | null;
  code: string;
  name: string;
  spec: string;
  base_unit: string;
  tracking: "none" | "lot" | "serial";
  disabled: boolean;
};
/** The list in the order of the codes; what turned up beside it comes last. */
export async function readTaskItems(tx: Tx, taskId: string): Promise<readonly TaskItem[]> {
  return tx.query<TaskItem>({
    name: "count_task_items",
    text: `select r.item_id, r.lot, r.round, r.is_listed, r.book_quantity, r.recount_by_name, i.code, i.name, i.spec, i.base_unit, i.tracking, i.disabled
           from count_task_item r join item i on i.org_id = $1 and i.id = r.item_id
           where r.org_id = $1 and r.task_id = $2 order by r.position, i.code, r.lot`,
    values: [tx.orgId, taskId],
  });
}

export type StoredEntry = {
  id: string;
  task_id: string;
  item_id: string;
  lot: string;
  round: number;
  place: string;
  unit: string;
  quantity: string;
  base_quantity: string;
  counted_at: Date;
  user_id: string;
  user_name: string;
  device: string;
  note: string;
};
const entryColumns =
  "e.id, e.task_id, e.item_id, e.lot, e.round, e.place, e.unit, e.quantity, e.base_quantity, e.counted_at, e.user_id, e.user_name, e.device, e.note";
export async function readEntries(tx: Tx, taskId: string): Promise<readonly StoredEntry[]> {
  return tx.query<StoredEntry>({
    name: "count_entries",
    text: `select ${entryColumns} from count_entry e where e.org_id = $1 and e.task_id = $2 order by e.counted_at, e.id`,
    values: [tx.orgId, taskId],
  });
}
export async function readEntriesById(tx: Tx, ids: readonly string[]): Promise<readonly StoredEntry[]> {
  return tx.query<StoredEntry>({
    name: "count_entries_by_id",
    text: `select ${entryColumns} from count_entry e where e.org_id = $1 and e.id = any($2::uuid[])`,
    values: [tx.orgId, ids],
  });
}

export type CountableItem = {
  id: string;
  name: string;
  tracking: "none" | "lot" | "serial";
  disabled: boolean;
  whole_units: boolean;
  base_unit: string;
  units: readonly { readonly name: string; readonly factor: string }[];
  is_kit: boolean;
  is_in_scope: boolean;
};
/** What an entry may be of: everything in a count of the warehouse, the category's goods, or what was chosen. */
export async function readCountableItems(
  tx: Tx,
  task: { readonly id: string; readonly scope: string; readonly category_id: string | null },
  itemIds: readonly string[],
): Promise<readonly CountableItem[]> {
  return tx.query<CountableItem>({
    name: "count_entry_items",
    text: `with recursive below as (
             select c.id from item_category c where c.org_id = $1 and c.id = $4::uuid
             union all
             select c.id from item_category c join below b on c.parent_id = b.id where c.org_id = $1
           )
           select i.id, i.name, i.tracking, i.disabled, i.whole_units, i.base_unit, i.units, i.is_kit,
                  $3 = 'warehouse' or exists (select from count_task_item r where r.org_id = $1 and r.task_id = $2 and r.item_id = i.id)
                    or ($3 = 'category' and i.category_id in (select id from below)) as is_in_scope
           from item i where i.org_id = $1 and i.id = any($5::uuid[])`,
    values: [tx.orgId, task.id, task.scope, task.category_id, itemIds],
  });
}
export async function readRounds(
  tx: Tx,
  taskId: string,
  itemIds: readonly string[],
): Promise<readonly { readonly item_id: string; readonly lot: string; readonly round: number }[]> {
  return tx.query<{ item_id: string; lot: string; round: number }>({
    name: "count_entry_rounds",
    text: "select r.item_id, r.lot, r.round from count_task_item r where r.org_id = $1 and r.task_id = $2 and r.item_id = any($3::uuid[])",
    values: [tx.orgId, taskId, itemIds],
  });
}

const afterTheList = 1_000_000;
/** 清单外: found on the shelf. Two people may find it at once. */
export async function insertFoundItems(
  tx: Tx,
  taskId: string,
  rows: readonly { readonly itemId: string; readonly lot: string; readonly round: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: "count_task_items_found",
    text: `insert into count_task_item (org_id, task_id, item_id, lot, round, position, book_quantity, is_listed)
           select $1, $2, f.item_id, f.lot, f.round, $6::int, 0, false
           from unnest($3::uuid[], $4::text[], $5::int[]) f(item_id, lot, round)
           on conflict (org_id, task_id, item_id, lot) do nothing`,
    values: [
      tx.orgId,
      taskId,
      rows.map((row) => row.itemId),
      rows.map((row) => row.lot),
      rows.map((row) => row.round),
      afterTheList,
    ],
  });
}

export type NewEntry = {
  readonly id: string;
  readonly itemId: string;
  readonly lot: string;
  readonly round: number;
  readonly place: string;
  readonly unit: string;
  readonly factor: string;
  readonly quantity: string;
  readonly baseQuantity: string;
  readonly countedAt: Date;
  readonly note: string;
};
/** Answers the ids that were new; what had come before stays as it is. */
export async function insertEntries(
  tx: Tx,
  taskId: string,
  counter: { readonly userId: string; readonly userName: string; readonly device: string },
  entries: readonly NewEntry[],
): Promise<ReadonlySet<string>> {
  if (entries.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>({
    name: "count_entries_insert",
    text: `insert into count_entry (org_id, task_id, user_id, user_name, device, id, item_id, lot, round, place, unit, factor, quantity, base_quantity, counted_at, note)
           select $1, $2, $3, $4, $5, n.id, n.item_id, n.lot, n.round, n.place, n.unit, n.factor, n.quantity, n.base_quantity, n.counted_at, n.note
           from unnest($6::uuid[], $7::uuid[], $8::text[], $9::int[], $10::text[], $11::text[], $12::numeric[], $13::numeric[], $14::numeric[], $15::timestamptz[], $16::text[])
             n(id, item_id, lot, round, place, unit, factor, quantity, base_quantity, counted_at, note)
           on conflict (org_id, id) do nothing returning id`,
    values: [
      tx.orgId,
      taskId,
      counter.userId,
      counter.userName,
      counter.device,
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.itemId),
      entries.map((entry) => entry.lot),
      entries.map((entry) => entry.round),
      entries.map((entry) => entry.place),
      entries.map((entry) => entry.unit),
      entries.map((entry) => entry.factor),
      entries.map((entry) => entry.quantity),
      entries.map((entry) => entry.baseQuantity),
      entries.map((entry) => entry.countedAt.toISOString()),
      entries.map((entry) => entry.note),
    ],
  });
  return new Set(rows.map((row) => row.id));
}

/** 复盘: the next round of these lines, for those that somebody counted in this one. All pieces of an item go together. */
export async function askRecount(
  tx: Tx,
  taskId: string,
  lines: readonly { readonly itemId: string; readonly lot: string }[],
  userName: string,
): Promise<number> {
  const rows = await tx.query<{ item_id: string; lot: string }>({
    name: "count_task_recount",
    text: `update count_task_item r set round = r.round + 1, recount_by_name = $5, recount_at = now()
           from item i
           where r.org_id = $1 and r.task_id = $2 and i.org_id = $1 and i.id = r.item_id and r.round < 9
             and exists (select from unnest($3::uuid[], $4::text[]) a(item_id, lot) where a.item_id = r.item_id and (a.lot = r.lot or i.tracking = 'serial'))
             and exists (select from count_entry e where e.org_id = $1 and e.task_id = r.task_id and e.item_id = r.item_id and e.round = r.round and (e.lot = r.lot or i.tracking = 'serial'))
           returning r.item_id, case when i.tracking = 'serial' then '' else r.lot end as lot`,
    values: [tx.orgId, taskId, lines.map((line) => line.itemId), lines.map((line) => line.lot), userName],
  });
  return new Set(rows.map((row) => `${row.item_id}/${row.lot}`)).size;
}

export type MoveRow = { item_id: string; lot: string; quantity: string; posted_at: Date };
/** What moved of the task's goods after its list was frozen, on or before its day, apart from its own documents. */
export async function readMoves(tx: Tx, taskId: string, fromSeq: string): Promise<readonly MoveRow[]> {
  return tx.query<MoveRow>({
    name: "count_task_moves",
    text: `select e.item_id, coalesce(e.lot, '') as lot, e.quantity, p.posted_at
           from count_task t
           join stock_entry e on e.org_id = $1 and e.seq >= $3::bigint and e.warehouse_id = t.warehouse_id and e.business_date <= t.business_date
             and e.quantity <> 0 and e.document_id <> all(t.document_ids)
           join posting p on p.org_id = $1 and p.seq = e.posting_seq
           where t.org_id = $1 and t.id = $2
             and exists (select from count_task_item r where r.org_id = $1 and r.task_id = t.id and r.item_id = e.item_id)`,
    values: [tx.orgId, taskId, fromSeq],
  });
}

export type UnitRow = {
  item_id: string;
  units: readonly { readonly name: string; readonly factor: string }[];
  barcodes: readonly { readonly unit: string; readonly barcode: string }[] | null;
};
export async function readUnits(tx: Tx, taskId: string): Promise<readonly UnitRow[]> {
  return tx.query<UnitRow>({
    name: "count_task_units",
    text: `select i.id as item_id, i.units,
                  (select jsonb_agg(jsonb_build_object('unit', b.unit_name, 'barcode', b.barcode) order by b.sort, b.barcode) from item_barcode b where b.org_id = $1 and b.item_id = i.id) as barcodes
           from item i where i.org_id = $1 and exists (select from count_task_item r where r.org_id = $1 and r.task_id = $2 and r.item_id = i.id)`,
    values: [tx.orgId, taskId],
  });
}
