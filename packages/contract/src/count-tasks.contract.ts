import { longestBin } from "@zhangshi/core";
import { z } from "zod";
import { tracking } from "./catalog.contract.ts";
import { compensation, reasonFor } from "./document-body.ts";
import { documentStatus } from "./document-view.ts";
import { businessDate, flag, requiredText, text, unsignedQuantity, uuid } from "./primitives.ts";
import { route } from "./route.ts";

export const countScopes = ["warehouse", "category", "items"] as const;
export type CountScope = (typeof countScopes)[number];
/** 进行中 已复核 已过账 已取消. Posted: all the documents that came out of it are approved. */
export const countTaskStates = ["counting", "reviewed", "posted", "cancelled"] as const;
export type CountTaskState = (typeof countTaskStates)[number];
const state = z.enum(countTaskStates);

export const countTaskBody = z.strictObject({
  /** Made by the form (UUIDv7), so that a second press of the button is the same task. */
  id: uuid.optional(),
  name: requiredText(60),
  warehouseId: uuid,
  /** 盘点日期: the day for which the counts are the balance. */
  businessDate,
  scope: z.enum(countScopes).default("warehouse"),
  categoryId: uuid.optional(),
  itemIds: z.array(uuid).max(5000, "最多 5000 种，请分成几个任务").optional(),
  /** 盲盘: the sheet says nothing of the books. */
  blind: z.boolean().default(true),
  /** Also what the books say is not there; chosen items always are. */
  includeZero: z.boolean().default(false),
  note: text(200).default(""),
});

const head = {
  id: uuid,
  name: z.string(),
  warehouseId: uuid,
  warehouse: z.string(),
  businessDate: z.string(),
  scope: z.enum(countScopes),
  /** Of a category, its name. */
  scopeName: z.string(),
  blind: z.boolean(),
  state,
  note: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** Rows of the list, and how many of them somebody counted in the round that is asked for. */
  total: z.number().int(),
  counted: z.number().int(),
};
const countTaskRow = z.object(head).meta({ id: "CountTaskRow" });
export type CountTaskRow = z.infer<typeof countTaskRow>;
export const countTaskView = z
  .object({
    ...head,
    /** 待复盘 of them. */
    recounting: z.number().int(),
    /** 清单外: turned up on the shelf without being on the list. */
    unlisted: z.number().int(),
    counters: z.array(
      z.object({ user: z.string(), items: z.number().int(), entries: z.number().int(), lastAt: z.string() }),
    ),
    documents: z.array(z.object({ id: uuid, number: z.string().nullable(), status: documentStatus })),
    finishedBy: z.string().nullable(),
    finishedAt: z.string().nullable(),
    /** Items that moved after the draft was made: it no longer says what the counts say. Null when there is no draft. */
    movedSince: z.number().int().nullable(),
  })
  .meta({ id: "CountTask" });
export type CountTaskView = z.infer<typeof countTaskView>;

const goods = { itemId: uuid, code: z.string(), name: z.string(), spec: z.string(), unit: z.string(), tracking };
const sheetRow = z.object({
  ...goods,
  units: z.array(z.object({ name: z.string(), factor: z.string(), barcodes: z.array(z.string()) })),
  /** "" for goods that are not told apart, and for serial numbers, which are scanned piece by piece. */
  lot: z.string(),
  round: z.number().int(),
  /** 货位 in the task's warehouse, the one to pick from first; the sheet is in their order. Absent where it has none. */
  bins: z.array(z.string()).optional(),
  /** By anybody, in this round. */
  isCounted: z.boolean(),
  /** Absent where the count is blind. */
  book: z.string().optional(),
});
export type CountSheetRow = z.infer<typeof sheetRow>;
const ownEntry = z.object({
  id: uuid,
  itemId: uuid,
  lot: z.string(),
  round: z.number().int(),
  place: z.string(),
  unit: z.string(),
  quantity: z.string(),
  countedAt: z.string(),
  note: z.string(),
});
export type CountOwnEntry = z.infer<typeof ownEntry>;

export const countEntryBody = z.strictObject({
  /** Made by the device, so that a queue may be sent again. */
  id: uuid,
  itemId: uuid,
  /** 批号 or 序列号, of items that are tracked so. */
  lot: text(60).default(""),
  unit: requiredText(20).optional(),
  /** What this counter found at this place, all of it; a later one corrects it. */
  quantity: unsignedQuantity,
  place: text(longestBin).default(""),
  /** When it was counted, by the device's clock. */
  countedAt: z.iso.datetime({ offset: true }),
  /** The round that the device knew of; left out: the one that is asked for now. */
  round: z.number().int().min(1).max(9).optional(),
  note: text(100).default(""),
});

const varianceRow = z.object({
  ...goods,
  lot: z.string(),
  round: z.number().int(),
  isListed: z.boolean(),
  /** Frozen when the task began; and what the books said when the last shelf of it was counted. */
  bookAtStart: z.string(),
  book: z.string(),
  /** Null: not counted in this round. */
  counted: z.string().nullable(),
  difference: z.string().nullable(),
  /** 估计金额 at the average of now; only with the right to see cost, null where nothing tells. */
  value: z.string().nullable().optional(),
  /** What moved after it was counted. */
  movedSince: z.string(),
  movedDuring: z.boolean(),
  isDoubtful: z.boolean(),
  countedAt: z.string().nullable(),
  recountBy: z.string().nullable(),
  serials: z.object({ missing: z.array(z.string()), extra: z.array(z.string()) }).nullable(),
  entries: z.array(
    z.object({
      id: uuid,
      user: z.string(),
      place: z.string(),
      lot: z.string(),
      round: z.number().int(),
      unit: z.string(),
      quantity: z.string(),
      countedAt: z.string(),
      /** Not corrected, and of the round that counts. */
      stands: z.boolean(),
      device: z.string(),
      note: z.string(),
    }),
  ),
});
export type CountVarianceRow = z.infer<typeof varianceRow>;

const idParams = z.strictObject({ id: uuid });
const lineBody = z.strictObject({ itemId: uuid, lot: text(60).default("") });
const path = "/stock/count-tasks";
const tag = "盘点任务";

export const countTaskRoutes = {
  "countTasks.list": route({
    method: "GET",
    path,
    tag,
    summary: "盘点任务列表",
    permission: "stock.count",
    query: z.strictObject({
      search: z.string().max(100).default(""),
      state: state.optional(),
      warehouseId: uuid.optional(),
      /** Only what still goes on. */
      open: flag,
      cursor: z.string().max(400).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ rows: z.array(countTaskRow), next: z.string().nullable(), total: z.number().int() }),
    errors: [],
  }),
  "countTasks.create": route({
    method: "POST",
    path,
    tag,
    summary: "开始一次盘点：冻结清单",
    permission: "stock.write",
    body: countTaskBody,
    reply: countTaskView,
    errors: [
      "warehouse.unknown",
      "warehouse.disabled",
      "warehouse.transit",
      "not_found",
      "item.unknown",
      "date.too_far",
      "date.too_far_back",
      "period.closed",
      "period.before_start",
      "count_task.empty",
      "document.id_taken",
    ],
  }),
  "countTasks.show": route({
    method: "GET",
    path: `${path}/:id`,
    tag,
    summary: "一个盘点任务：进度、盘点人、生成的盘点单",
    permission: "stock.count",
    params: idParams,
    reply: countTaskView,
    errors: ["not_found"],
  }),
  "countTasks.sheet": route({
    method: "GET",
    path: `${path}/:id/sheet`,
    tag,
    summary: "盘点表：要盘什么，和我盘过的；盲盘时没有账面数",
    permission: "stock.count",
    params: idParams,
    reply: z.object({ rows: z.array(sheetRow), mine: z.array(ownEntry) }),
    errors: ["not_found"],
  }),
  "countTasks.count": route({
    method: "POST",
    path: `${path}/:id/entries`,
    tag,
    summary: "交盘点数；同一条再交一次不会重复，不能收的逐条说明，其余照收",
    permission: "stock.count",
    params: idParams,
    body: z.strictObject({
      /** The device's clock when it sends: a clock that is wrong is put right by it. */
      sentAt: z.iso.datetime({ offset: true }),
      device: text(60).default(""),
      entries: z.array(countEntryBody).min(1, "至少要有一条").max(500, "最多 500 条，请分几次交"),
    }),
    reply: z.object({
      stored: z.array(uuid),
      /** Had come before. */
      known: z.array(uuid),
      refused: z.array(z.object({ id: uuid, code: z.string(), message: z.string() })),
    }),
    errors: ["not_found", "count_task.not_counting"],
  }),
  "countTasks.variance": route({
    method: "GET",
    path: `${path}/:id/variance`,
    tag,
    summary: "盘点差异：盘点时账面、盘得、差异，谁在哪里盘的",
    permission: "stock.approve",
    params: idParams,
    reply: z.object({
      rows: z.array(varianceRow),
      sums: z.object({
        total: z.number().int(),
        counted: z.number().int(),
        more: z.number().int(),
        fewer: z.number().int(),
        gain: z.string().optional(),
        loss: z.string().optional(),
      }),
    }),
    errors: ["not_found"],
  }),
  "countTasks.recount": route({
    method: "POST",
    path: `${path}/:id/recount`,
    tag,
    summary: "请复盘选中的商品：新一轮的数代替前一轮的",
    permission: "stock.approve",
    params: idParams,
    body: z.strictObject({ lines: z.array(lineBody).min(1, "请选要复盘的商品").max(5000) }),
    reply: z.object({ asked: z.number().int() }),
    errors: ["not_found", "count_task.not_counting"],
  }),
  "countTasks.finish": route({
    method: "POST",
    path: `${path}/:id/finish`,
    tag,
    summary: "复核完成：生成盘点单草稿，或直接审核",
    permission: "stock.approve",
    params: idParams,
    body: z.strictObject({
      /** 没盘到的: book 按账面 (left out), zero 按零. */
      uncounted: z.enum(["book", "zero"]),
      /** 盘亏: why, and what somebody pays for it. */
      reason: reasonFor("out").default("damaged"),
      compensation,
      approve: z.boolean().default(false),
    }),
    reply: z.object({
      documents: z.array(z.object({ id: uuid, number: z.string().nullable(), status: documentStatus })),
    }),
    errors: [
      "not_found",
      "count_task.not_counting",
      "count_task.nothing_counted",
      "count_task.moved_out",
      "item.disabled",
      "period.closed",
      "date.too_far_back",
      "cost.unknown",
      "count.later",
      "unit.not_piece",
      "serial.twice",
      "warehouse.disabled",
      "compensation.no_loss",
      "compensation.not_a_loss",
    ],
  }),
  "countTasks.reopen": route({
    method: "POST",
    path: `${path}/:id/reopen`,
    tag,
    summary: "退回盘点：撤掉还没审核的盘点单",
    permission: "stock.approve",
    params: idParams,
    body: z.strictObject({}),
    reply: countTaskView,
    errors: ["not_found", "count_task.not_counting", "count_task.posted", "period.closed"],
  }),
  "countTasks.cancel": route({
    method: "POST",
    path: `${path}/:id/cancel`,
    tag,
    summary: "取消盘点任务，盘过的数留着",
    permission: "stock.approve",
    params: idParams,
    body: z.strictObject({ reason: text(200).default("") }),
    reply: countTaskView,
    errors: ["not_found", "count_task.not_counting"],
  }),
};
