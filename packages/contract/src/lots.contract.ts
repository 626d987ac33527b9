import { z } from "zod";
import { documentType } from "./document-view.ts";
import { flag, uuid } from "./primitives.ts";
import { route } from "./route.ts";

/** 临期, in days from the company's own day, unless the reader says otherwise. */
export const usualNearDays = 30;
export const maximumNearDays = 3650;
export const nearDays = z.coerce.number().int().min(1).max(maximumNearDays).default(usualNearDays);

/** 批号与效期. In its own order the list is 先到期先出: first expired first, without a date last, then as they came. */
export const lotsQuery = z.strictObject({
  itemId: uuid.optional(),
  warehouseId: uuid.optional(),
  search: z.string().max(100).default(""),
  tracking: z.enum(["lot", "serial"]).optional(),
  /** near: expires within `nearDays`, today included; expired: before today. */
  status: z.enum(["all", "near", "expired"]).default("all"),
  nearDays,
  includeZero: flag,
  sort: z.enum(["expiresOn", "producedOn", "code", "lot", "onHand"]).default("expiresOn"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  /** A lot's own name is part of the place. */
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
const tracking = z.enum(["lot", "serial"]);
const dates = {
  producedOn: z.string().nullable(),
  expiresOn: z.string().nullable(),
  /** Days until it expires, on the company's calendar day; negative: expired. */
  daysLeft: z.number().int().nullable(),
};
const lotRow = z
  .object({
    itemId: uuid,
    itemCode: z.string(),
    itemName: z.string(),
    spec: z.string(),
    unit: z.string(),
    tracking,
    warehouseId: uuid,
    warehouse: z.string(),
    lot: z.string(),
    ...dates,
    onHand: z.string(),
    /** Only with 个别计价, and with the right to see cost. */
    value: z.string().optional(),
  })
  .meta({ id: "LotRow" });
export type LotRow = z.infer<typeof lotRow>;

export const lotHistoryQuery = z.strictObject({
  itemId: uuid,
  lot: z.string().min(1).max(60),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
const lotMove = z.object({
  seq: z.string(),
  documentId: uuid,
  type: documentType,
  number: z.string(),
  businessDate: z.string(),
  partner: z.string(),
  warehouse: z.string(),
  quantity: z.string(),
  /** Of the whole company, after this move. */
  balance: z.string(),
  isReversal: z.boolean(),
});
export type LotMove = z.infer<typeof lotMove>;
/** What documents of one kind with one partner brought of a lot, or took of it; the newest of them is named. */
const lotTrace = z
  .object({
    /** 0: the lot itself; above: what it was made from or went into, so many 组装 or 拆卸 away. */
    level: z.number().int(),
    itemId: uuid,
    itemCode: z.string(),
    itemName: z.string(),
    unit: z.string(),
    tracking,
    lot: z.string(),
    type: documentType,
    partnerId: uuid.nullable(),
    partner: z.string(),
    quantity: z.string(),
    documents: z.number().int(),
    firstDate: z.string(),
    lastDate: z.string(),
    documentId: uuid,
    number: z.string(),
  })
  .meta({ id: "LotTrace" });
export type LotTrace = z.infer<typeof lotTrace>;

export const lotRoutes = {
  "stock.lots": route({
    method: "GET",
    path: "/stock/lots",
    tag: "库存",
    summary: "批号与效期：批号、序列号的结存，先到期的在前",
    permission: "stock.read",
    query: lotsQuery,
    reply: z.object({
      rows: z.array(lotRow),
      next: z.string().nullable(),
      total: z.number().int(),
      /** Under the same filters, whatever the status asked for. */
      counts: z.object({ all: z.number().int(), near: z.number().int(), expired: z.number().int() }),
      sums: z.object({ items: z.number().int(), onHand: z.string(), value: z.string().optional() }),
    }),
    errors: [],
  }),
  "stock.lotsExport": route({
    method: "GET",
    path: "/stock/lots.xlsx",
    tag: "库存",
    summary: "导出批号与效期",
    permission: "stock.read",
    query: lotsQuery,
    download: "xlsx",
    errors: [],
  }),
  "stock.lotHistory": route({
    method: "GET",
    path: "/stock/lots/history",
    tag: "库存",
    summary: "追溯：一个批号、序列号的来龙去脉",
    permission: "stock.read",
    query: lotHistoryQuery,
    reply: z.object({
      lot: z.object({
        itemId: uuid,
        itemCode: z.string(),
        itemName: z.string(),
        spec: z.string(),
        unit: z.string(),
        tracking,
        lot: z.string(),
        ...dates,
        onHand: z.string(),
        value: z.string().optional(),
      }),
      byWarehouse: z.array(z.object({ warehouseId: uuid, warehouse: z.string(), onHand: z.string() })),
      totalIn: z.string(),
      totalOut: z.string(),
      rows: z.array(lotMove),
      next: z.string().nullable(),
      /** 来源 and 去向; a transfer is neither. */
      from: z.array(lotTrace),
      to: z.array(lotTrace),
    }),
    errors: ["not_found"],
  }),
  "stock.lotHistoryExport": route({
    method: "GET",
    path: "/stock/lots/history.xlsx",
    tag: "库存",
    summary: "导出追溯",
    permission: "stock.read",
    query: lotHistoryQuery,
    download: "xlsx",
    errors: ["not_found"],
  }),
};
