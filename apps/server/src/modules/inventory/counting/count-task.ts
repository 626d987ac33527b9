import type { CountTaskRow, CountTaskView, countTaskBody } from "@zhangshi/contract";
import { formatPeriod, periodOf } from "@zhangshi/core";
import type { z } from "zod";
import { entrySeq } from "../../../books/book-rows.ts";
import { readBooksOf } from "../../../books/periods.sql.ts";
import { refuseTooFarBack } from "../../../documents/backdating.ts";
import { deleteDraft, voidDraft } from "../../../documents/save-draft.ts";
import { recordAudit } from "../../../platform/audit.sql.ts";
import { todayIn } from "../../../platform/clock.ts";
import { cursorFrom, cursorOf } from "../../../platform/cursor.ts";
import type { Tx } from "../../../platform/db.ts";
import type { Caller } from "../../../platform/http.ts";
import { newId } from "../../../platform/identifiers.ts";
import { refused, refusedAt } from "../../../platform/refused.ts";
import { searchPatterns } from "../../../platform/search-patterns.ts";
import { stockCount } from "../stock-count.document.ts";
import {
  categoryExists,
  type CountTaskHead,
  countersOf,
  countKnownItems,
  countMovedItems,
  countTasks,
  documentsOf,
  findTask,
  findWarehouse,
  insertTask,
  listTasks,
  type LockedTask,
  lockTask,
  markCancelled,
  markCounting,
  taskExists,
} from "./count-task.sql.ts";

type NewTaskBody = z.output<typeof countTaskBody>;

export const stateWords = { counting: "正在盘点", reviewed: "已复核", posted: "已过账", cancelled: "已取消" } as const;
export function notCounting(task: { readonly name: string; readonly state: keyof typeof stateWords }) {
  return refused("count_task.not_counting", { task: task.name, state: stateWords[task.state] });
}

function headView(task: CountTaskHead): CountTaskRow {
  return {
    id: task.id,
    name: task.name,
    warehouseId: task.warehouse_id,
    warehouse: task.warehouse,
    businessDate: task.business_date,
    scope: task.scope,
    scopeName: task.category,
    blind: task.is_blind,
    state: task.state,
    note: task.note,
    createdBy: task.created_by_name,
    createdAt: task.created_at.toISOString(),
    total: task.total,
    counted: task.counted,
  };
}

export async function listCountTasks(
  tx: Tx,
  query: {
    readonly search: string;
    readonly state?: CountTaskRow["state"] | undefined;
    readonly warehouseId?: string | undefined;
    readonly open: boolean;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
) {
  const filter = {
    patterns: searchPatterns(query.search),
    state: query.state ?? null,
    warehouseId: query.warehouseId ?? null,
    onlyOpen: query.open,
  };
  const rows = await listTasks(tx, filter, cursorFrom(query.cursor)?.id ?? null, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map(headView),
    next: rows.length > query.limit && last ? cursorOf("", last.id) : null,
    total: await countTasks(tx, filter),
  };
}

export async function showCountTask(tx: Tx, id: string): Promise<CountTaskView> {
  const task = await findTask(tx, id);
  if (!task) throw refused("not_found");
  const documents = await documentsOf(tx, task.document_ids);
  const isWaiting = task.state === "reviewed" && task.finish_posting !== null;
  return {
    ...headView(task),
    recounting: task.recounting,
    unlisted: task.unlisted,
    counters: (await countersOf(tx, id)).map((counter) => ({
      user: counter.user_name,
      items: counter.items,
      entries: counter.entries,
      lastAt: counter.last_at.toISOString(),
    })),
    documents: [...documents],
    finishedBy: task.finished_by_name,
    finishedAt: task.finished_at?.toISOString() ?? null,
    movedSince: isWaiting
      ? await countMovedItems(tx, id, String(entrySeq(BigInt(task.finish_posting ?? "1"), 0)))
      : null,
  };
}

export async function createCountTask(tx: Tx, body: NewTaskBody, caller: Caller): Promise<CountTaskView> {
  await refuseUnusable(tx, body, caller);
  const id = body.id ?? newId();
  if (await taskExists(tx, id)) throw refused("document.id_taken");
  const total = await insertTask(tx, {
    ...body,
    id,
    categoryId: body.scope === "category" ? (body.categoryId ?? null) : null,
    itemIds: body.scope === "items" ? (body.itemIds ?? []) : [],
    userId: caller.userId,
    userName: caller.userName,
  });
  if (total === 0) throw refused("count_task.empty");
  await recordAudit(tx, caller, { action: "count_task.create", subjectType: "count-task", subjectId: id });
  return showCountTask(tx, id);
}

async function refuseUnusable(tx: Tx, body: NewTaskBody, caller: Caller): Promise<void> {
  const warehouse = await findWarehouse(tx, body.warehouseId);
  if (!warehouse) throw refusedAt("warehouseId", "warehouse.unknown");
  if (warehouse.disabled) throw refusedAt("warehouseId", "warehouse.disabled", { warehouse: warehouse.name });
  if (warehouse.kind === "transit") throw refusedAt("warehouseId", "warehouse.transit");
  await refuseDate(tx, body.businessDate, caller);
  if (body.scope === "category" && !(body.categoryId && (await categoryExists(tx, body.categoryId))))
    throw refusedAt("categoryId", "not_found");
  if (body.scope !== "items") return;
  const ids = [...new Set(body.itemIds ?? [])];
  if (ids.length === 0) throw refusedAt("itemIds", "count_task.empty");
  if ((await countKnownItems(tx, ids)) !== ids.length) throw refusedAt("itemIds", "item.unknown");
}
/** The document that will come of it has this date, so what would refuse it refuses now. Nobody counts tomorrow's goods. */
async function refuseDate(tx: Tx, businessDate: string, caller: Caller): Promise<void> {
  refuseTooFarBack(caller, businessDate);
  const today = todayIn(caller.timeZone);
  if (businessDate > today) throw refusedAt("businessDate", "date.too_far", { latest: today });
  const { startPeriod, closedThrough } = await readBooksOf(tx);
  const period = periodOf(businessDate);
  if (period < startPeriod)
    throw refusedAt("businessDate", "period.before_start", { start: formatPeriod(startPeriod) });
  if (period <= closedThrough) throw refusedAt("businessDate", "period.closed", { period: formatPeriod(period) });
}

/** The task, for one person alone, still being counted. */
export async function lockCounting(tx: Tx, id: string): Promise<LockedTask> {
  const task = await lockTask(tx, id);
  if (!task) throw refused("not_found");
  if (task.state !== "counting") throw notCounting((await findTask(tx, id)) ?? task);
  return task;
}

export async function cancelCountTask(tx: Tx, id: string, reason: string, caller: Caller): Promise<CountTaskView> {
  await lockCounting(tx, id);
  await markCancelled(tx, id);
  await recordAudit(tx, caller, {
    action: "count_task.cancel",
    subjectType: "count-task",
    subjectId: id,
    note: reason,
  });
  return showCountTask(tx, id);
}

/** Back to counting: a draft that came of it goes, or is void when it has a number. */
export async function reopenCountTask(tx: Tx, id: string, caller: Caller): Promise<CountTaskView> {
  const task = await lockTask(tx, id);
  if (!task) throw refused("not_found");
  if (task.state !== "reviewed") throw notCounting(task);
  const documents = await documentsOf(tx, task.document_ids);
  const approved = documents.find((document) => document.status === "approved");
  if (approved) throw refused("count_task.posted", { number: approved.number ?? "", documentId: approved.id });
  for (const document of documents.filter((one) => one.status === "draft")) {
    if (document.number === null) await deleteDraft(tx, stockCount, document.id, caller);
    else await voidDraft(tx, stockCount, document.id, undefined, caller, `盘点任务「${task.name}」退回盘点`);
  }
  await markCounting(tx, id);
  await recordAudit(tx, caller, { action: "count_task.reopen", subjectType: "count-task", subjectId: id });
  return showCountTask(tx, id);
}
