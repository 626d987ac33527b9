import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../../platform/db.ts";

/** Of the document rows that a task made; a draft that was deleted is simply no longer there. */
const documentsOfTask = "document d where d.org_id = $1 and d.id = any(t.document_ids)";
const stateOfTask = `
  case when t.state = 'reviewed' and cardinality(t.document_ids) > 0
        and cardinality(t.document_ids) = (select count(*) from ${documentsOfTask} and d.status = 'approved') then 'posted' else t.state end`;
/** Serial numbers are one line of the list, however many pieces there are. */
const progressOfTask = `
  select count(*)::int as total, count(*) filter (where l.is_counted)::int as counted,
         count(*) filter (where not l.is_counted and l.round > 1)::int as recounting, count(*) filter (where not l.is_listed)::int as unlisted
  from (select bool_or(exists (select from count_entry e where e.org_id = $1 and e.task_id = r.task_id and e.item_id = r.item_id and e.lot = r.lot and e.round = r.round)) as is_counted,
               max(r.round) as round, bool_or(r.is_listed) as is_listed
        from count_task_item r join item i on i.org_id = $1 and i.id = r.item_id
        where r.org_id = $1 and r.task_id = t.id
        group by r.item_id, case when i.tracking = 'serial' then '' else r.lot end) l`;
const headOfTask = `
  t.id, t.name, t.warehouse_id, w.name as warehouse, t.business_date, t.scope, coalesce(c.name, '') as category, t.is_blind, ${stateOfTask} as state, t.note,
  t.start_posting, t.document_ids, t.finish_posting, t.finished_by_name, t.finished_at, t.created_by_name, t.created_at, p.total, p.counted, p.recounting, p.unlisted`;
const tasks = `
  count_task t
  join warehouse w on w.org_id = $1 and w.id = t.warehouse_id
  left join item_category c on c.org_id = $1 and c.id = t.category_id
  cross join lateral (${progressOfTask}) p`;

export type CountTaskState = "counting" | "reviewed" | "posted" | "cancelled";
export type CountTaskHead = {
  id: string;
  name: string;
  warehouse_id: string;
  warehouse: string;
  business_date: string;
  scope: "warehouse" | "category" | "items";
  category: string;
  is_blind: boolean;
  state: CountTaskState;
  note: string;
  start_posting: string;
  document_ids: readonly string[];
  finish_posting: string | null;
  finished_by_name: string | null;
  finished_at: Date | null;
  created_by_name: string;
  created_at: Date;
  total: number;
  counted: number;
  recounting: number;
  unlisted: number;
};

export async function findTask(tx: Tx, id: string): Promise<CountTaskHead | undefined> {
  const [row] = await tx.query<CountTaskHead>({
    name: "count_task_show",
    text: `select ${headOfTask} from ${tasks} where t.org_id = $1 and t.id = $2`,
    values: [tx.orgId, id],
  });
  return row;
}

export type TaskFilter = {
  readonly patterns: readonly string[];
  readonly state: string | null;
  readonly warehouseId: string | null;
  readonly onlyOpen: boolean;
};
const isAsked = `t.org_id = $1 and lower(t.name) like all($2::text[]) and ($3::text is null or ${stateOfTask} = $3) and ($4::uuid is null or t.warehouse_id = $4)
  and (not $5::boolean or t.state = 'counting' or ${stateOfTask} = 'reviewed')`;
/** Ids tell the time: the newest first. */
export async function listTasks(
  tx: Tx,
  filter: TaskFilter,
  before: string | null,
  limit: number,
): Promise<readonly CountTaskHead[]> {
  return tx.query<CountTaskHead>({
    text: `select ${headOfTask} from ${tasks} where ${isAsked} and ($6::uuid is null or t.id < $6) order by t.id desc limit $7`,
    values: [tx.orgId, filter.patterns, filter.state, filter.warehouseId, filter.onlyOpen, before, limit],
  });
}
export async function countTasks(tx: Tx, filter: TaskFilter): Promise<number> {
  const [row] = await tx.query<{ total: number }>({
    text: `select count(*)::int as total from count_task t where ${isAsked}`,
    values: [tx.orgId, filter.patterns, filter.state, filter.warehouseId, filter.onlyOpen],
  });
  return row?.total ?? 0;
}

export type LockedTask = {
  id: string;
  name: string;
  warehouse_id: string;
  business_date: string;
  scope: "warehouse" | "category" | "items";
  category_id: string | null;
  state: "counting" | "reviewed" | "cancelled";
  start_posting: string;
  document_ids: readonly string[];
  created_at: Date;
};
const lockedColumns =
  "t.id, t.name, t.warehouse_id, t.business_date, t.scope, t.category_id, t.state, t.start_posting, t.document_ids, t.created_at";
/** Whoever finishes, reopens or cancels is alone; counters share the task, so that many count at once. */
export async function lockTask(tx: Tx, id: string): Promise<LockedTask | undefined> {
  const [row] = await tx.query<LockedTask>({
    name: "count_task_lock",
    text: `select ${lockedColumns} from count_task t where t.org_id = $1 and t.id = $2 for update`,
    values: [tx.orgId, id],
  });
  return row;
}
export async function shareTask(tx: Tx, id: string): Promise<LockedTask | undefined> {
  const [row] = await tx.query<LockedTask>({
    name: "count_task_share",
    text: `select ${lockedColumns} from count_task t where t.org_id = $1 and t.id = $2 for share`,
    values: [tx.orgId, id],
  });
  return row;
}

export type NewTask = {
  readonly id: string;
  readonly name: string;
  readonly warehouseId: string;
  readonly businessDate: string;
  readonly scope: string;
  readonly categoryId: string | null;
  readonly itemIds: readonly string[];
  readonly blind: boolean;
  readonly includeZero: boolean;
  readonly note: string;
  readonly userId: string;
  readonly userName: string;
};
/**
 * The task and its frozen list, with what the books say of the day now and the posting from which on things moved
 * afterwards: one statement, so that both are of the same moment. Answers how many lines the list has.
 */
export async function insertTask(tx: Tx, task: NewTask): Promise<number> {
  const [row] = await tx.query<{ total: number }>({
    name: "count_task_insert",
    text: `with recursive below as (
             select c.id from item_category c where c.org_id = $1 and c.id = $7::uuid
             union all
             select c.id from item_category c join below b on c.parent_id = b.id where c.org_id = $1
           ), task as (
             insert into count_task (org_id, id, name, warehouse_id, business_date, scope, category_id, is_blind, note, start_posting, created_by, created_by_name)
             select $1, $2::uuid, $3, $4::uuid, $5::date, $6, $7::uuid, $8, $9, b.next_posting, $10, $11 from books b where b.org_id = $1
             returning id
           ), scoped as (
             select i.id, i.code, i.tracking from item i
             where i.org_id = $1 and not i.disabled and not i.is_kit and case $6 when 'category' then i.category_id in (select id from below) when 'items' then i.id = any($12::uuid[]) else true end
           ), standing as (
             select s.id, s.code, '' as lot, coalesce(last.balance_quantity, 0) as book
             from scoped s
             left join lateral (select l.balance_quantity from stock_cost l
               where l.org_id = $1 and l.item_id = s.id and l.warehouse_id = $4 and l.business_date <= $5
               order by l.business_date desc, l.position desc, l.seq desc limit 1) last on true
             where s.tracking = 'none'
             union all
             select s.id, s.code, b.lot, b.quantity - coalesce(
               (select sum(e.quantity) from stock_entry e where e.org_id = $1 and e.item_id = s.id and e.lot = b.lot and e.warehouse_id = $4 and e.business_date > $5), 0)
             from scoped s join stock_lot_balance b on b.org_id = $1 and b.item_id = s.id and b.warehouse_id = $4
             where s.tracking <> 'none'
             union all
             select s.id, s.code, '', 0 from scoped s
             where s.tracking <> 'none' and not exists (select from stock_lot_balance b where b.org_id = $1 and b.item_id = s.id and b.warehouse_id = $4 and b.quantity <> 0)
           ), listed as (
             insert into count_task_item (org_id, task_id, item_id, lot, position, book_quantity, is_listed)
             select $1, task.id, s.id, s.lot, row_number() over (order by s.code, s.lot), s.book, true
             from standing s cross join task
             where s.book <> 0 or (s.lot = '' and ($13 or $6 = 'items'))
             returning 1
           )
           select count(*)::int as total from listed`,
    values: [
      tx.orgId,
      task.id,
      task.name,
      task.warehouseId,
      task.businessDate,
      task.scope,
      task.categoryId,
      task.blind,
      task.note,
      task.userId,
      task.userName,
      task.itemIds,
      task.includeZero,
    ],
  });
  return row?.total ?? 0;
}

export async function taskExists(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query({
    name: "count_task_exists",
    text: "select 1 as found from count_task t where t.org_id = $1 and t.id = $2",
    values: [tx.orgId, id],
  });
  return rows.length > 0;
}
export async function findWarehouse(
  tx: Tx,
  id: string,
): Promise<{ readonly name: string; readonly disabled: boolean; readonly kind: string } | undefined> {
  const [row] = await tx.query<{ name: string; disabled: boolean; kind: string }>({
    name: "count_task_warehouse",
    text: "select w.name, w.disabled, w.kind from warehouse w where w.org_id = $1 and w.id = $2",
    values: [tx.orgId, id],
  });
  return row;
}
export async function categoryExists(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query({
    name: "count_task_category",
    text: "select 1 as found from item_category c where c.org_id = $1 and c.id = $2",
    values: [tx.orgId, id],
  });
  return rows.length > 0;
}
export async function countKnownItems(tx: Tx, ids: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ found: number }>({
    name: "count_task_items_known",
    text: "select count(*)::int as found from item i where i.org_id = $1 and i.id = any($2::uuid[])",
    values: [tx.orgId, ids],
  });
  return row?.found ?? 0;
}

export async function markReviewed(
  tx: Tx,
  id: string,
  review: {
    readonly documentIds: readonly string[];
    readonly finishPosting: string;
    readonly userId: string;
    readonly userName: string;
  },
): Promise<void> {
  await tx.query({
    name: "count_task_reviewed",
    text: `update count_task t set state = 'reviewed', document_ids = $3, finish_posting = $4, finished_by = $5, finished_by_name = $6, finished_at = now()
           where t.org_id = $1 and t.id = $2`,
    values: [tx.orgId, id, review.documentIds, review.finishPosting, review.userId, review.userName],
  });
}
export async function markCounting(tx: Tx, id: string): Promise<void> {
  await tx.query({
    name: "count_task_counting",
    text: `update count_task t set state = 'counting', document_ids = '{}', finish_posting = null, finished_by = null, finished_by_name = null, finished_at = null
           where t.org_id = $1 and t.id = $2`,
    values: [tx.orgId, id],
  });
}
export async function markCancelled(tx: Tx, id: string): Promise<void> {
  await tx.query({
    name: "count_task_cancelled",
    text: "update count_task t set state = 'cancelled' where t.org_id = $1 and t.id = $2",
    values: [tx.orgId, id],
  });
}

export type TaskDocument = { id: string; number: string | null; status: "draft" | "approved" | "void" };
export async function documentsOf(tx: Tx, ids: readonly string[]): Promise<readonly TaskDocument[]> {
  if (ids.length === 0) return [];
  return tx.query<TaskDocument>({
    name: "count_task_documents",
    text: "select d.id, d.number, d.status from document d where d.org_id = $1 and d.id = any($2::uuid[]) order by array_position($2::uuid[], d.id)",
    values: [tx.orgId, ids],
  });
}

export type TaskCounter = { user_name: string; items: number; entries: number; last_at: Date };
export async function countersOf(tx: Tx, id: string): Promise<readonly TaskCounter[]> {
  return tx.query<TaskCounter>({
    name: "count_task_counters",
    text: `select max(e.user_name) as user_name, count(distinct e.item_id)::int as items, count(*)::int as entries, max(e.counted_at) as last_at
           from count_entry e where e.org_id = $1 and e.task_id = $2 group by e.user_id order by max(e.counted_at) desc`,
    values: [tx.orgId, id],
  });
}

/** Goods of the task that moved from a posting on, apart from what its own documents wrote. */
export async function countMovedItems(tx: Tx, id: string, fromSeq: string): Promise<number> {
  const [row] = await tx.query<{ moved: number }>({
    name: "count_task_moved",
    text: `select count(distinct e.item_id)::int as moved
           from count_task t join stock_entry e on e.org_id = $1 and e.seq >= $3::bigint and e.warehouse_id = t.warehouse_id and e.business_date <= t.business_date
             and e.quantity <> 0 and e.document_id <> all(t.document_ids)
           where t.org_id = $1 and t.id = $2
             and exists (select from count_task_item r where r.org_id = $1 and r.task_id = t.id and r.item_id = e.item_id)`,
    values: [tx.orgId, id, fromSeq],
  });
  return row?.moved ?? 0;
}

export async function nextPosting(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ next_posting: string }>({
    name: "count_task_next_posting",
    text: "select b.next_posting from books b where b.org_id = $1",
    values: [tx.orgId],
  });
  return row?.next_posting ?? "1";
}

/** What the goods are worth now: the company's pool where cost is of the whole company, else the warehouse's own. */
export async function readPools(
  tx: Tx,
  warehouseId: string,
  itemIds: readonly string[],
): Promise<readonly { readonly item_id: string; readonly quantity: string; readonly value: string }[]> {
  return tx.query<{ item_id: string; quantity: string; value: string }>({
    name: "count_task_pools",
    text: `select distinct on (b.item_id) b.item_id, b.quantity, b.value from stock_balance b
           where b.org_id = $1 and b.item_id = any($3::uuid[]) and b.warehouse_id in ($2::uuid, $4::uuid)
           order by b.item_id, (b.warehouse_id = $4::uuid) desc`,
    values: [tx.orgId, warehouseId, itemIds, wholeCompany],
  });
}
