import { longestBin } from "@zhangshi/core";
import { z } from "zod";
import { documentType } from "./document-view.ts";
import { lotRoutes } from "./lots.contract.ts";
import { businessDate, cursorQuery, flag, uuid } from "./primitives.ts";
import { route } from "./route.ts";

export const stockListQuery = z.strictObject({
  search: z.string().max(100).default(""),
  warehouseId: uuid.optional(),
  categoryId: uuid.optional(),
  status: z.enum(["all", "out", "low"]).default("all"),
  includeZero: flag,
  /** 货位 that begin so. */
  bin: z.string().max(longestBin).optional(),
  /** 截止日期: what stood at the end of that day, as the books say now; left out: what stands. */
  date: businessDate.optional(),
  sort: z.enum(["code", "name", "onHand", "value", "lastOut"]).default("code"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...cursorQuery,
});
/** Beside what stands; null of a past day, for orders are of now. */
const promised = {
  /** 占用: open quantities of sales orders. */
  reserved: z.string().nullable(),
  /** 可用 = 现存 − 在途 − 占用; negative where more is promised than there is. */
  available: z.string().nullable(),
  /** 在途: sent by one warehouse, not yet received by the other; part of 现存. */
  inTransit: z.string().nullable(),
  /** 采购在途: open quantities of purchase orders. */
  onOrder: z.string().nullable(),
};
const promisedNow = { reserved: z.string(), available: z.string(), inTransit: z.string(), onOrder: z.string() };
const stockRow = z
  .object({
    itemId: uuid,
    code: z.string(),
    name: z.string(),
    spec: z.string(),
    unit: z.string(),
    category: z.string(),
    brand: z.string(),
    onHand: z.string(),
    ...promised,
    safetyStock: z.string(),
    status: z.enum(["normal", "low", "out"]),
    /** Only with the right to see cost. */
    unitCost: z.string().nullable().optional(),
    value: z.string().optional(),
    /** Not asked of the past. */
    lastIn: z.string().nullable(),
    lastOut: z.string().nullable(),
    /** 货位, also of a past day as they are now; only where there are any. */
    bins: z.array(z.object({ warehouseId: uuid, warehouse: z.string(), bin: z.string() })).optional(),
  })
  .meta({ id: "StockRow" });
export type StockRow = z.infer<typeof stockRow>;
const cardRow = z.object({
  seq: z.string(),
  businessDate: z.string(),
  documentId: uuid,
  type: z.string(),
  number: z.string(),
  reversal: z.boolean(),
  partner: z.string(),
  warehouse: z.string(),
  note: z.string(),
  quantityIn: z.string(),
  quantityOut: z.string(),
  valueIn: z.string().optional(),
  valueOut: z.string().optional(),
  unitCost: z.string().nullable().optional(),
  balance: z.string(),
  balanceValue: z.string().optional(),
});
export const stockCardQuery = z.strictObject({
  itemId: uuid,
  warehouseId: uuid.optional(),
  from: businessDate.optional(),
  to: businessDate.optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** 成本待定, oldest first unless asked otherwise. */
export const pendingCostsQuery = z.strictObject({
  search: z.string().max(100).default(""),
  warehouseId: uuid.optional(),
  sort: z.enum(["businessDate", "code"]).default("businessDate"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...cursorQuery,
});
const pendingCostRow = z
  .object({
    /** Of the entry: a document may have two lines of one item. */
    seq: z.string(),
    itemId: uuid,
    code: z.string(),
    name: z.string(),
    spec: z.string(),
    unit: z.string(),
    warehouseId: uuid,
    warehouse: z.string(),
    documentId: uuid,
    type: documentType,
    number: z.string(),
    businessDate: z.string(),
    partner: z.string(),
    issued: z.string(),
    /** What of it no receipt has covered yet. */
    open: z.string(),
    /** 暂定: the cost known last; null when nothing was known. Only with the right to see cost. */
    unitCost: z.string().nullable().optional(),
    amount: z.string().optional(),
  })
  .meta({ id: "PendingCostRow" });
export type PendingCostRow = z.infer<typeof pendingCostRow>;

/** 占用规则 of the company. */
export const stockRules = z
  .strictObject({
    /** 预留库存不许占用: what orders reserve is refused to everything else; otherwise only warned of. */
    reservedProtected: z.boolean(),
  })
  .meta({ id: "StockRules" });

export const inventoryRoutes = {
  ...lotRoutes,
  "stock.rules": route({
    method: "GET",
    path: "/stock/rules",
    tag: "库存",
    summary: "占用规则",
    permission: "signed-in",
    reply: stockRules,
    errors: [],
  }),
  "stock.saveRules": route({
    method: "PUT",
    path: "/stock/rules",
    tag: "库存",
    summary: "改占用规则",
    permission: "company.manage",
    body: stockRules,
    reply: stockRules,
    errors: [],
  }),
  "stock.list": route({
    method: "GET",
    path: "/stock",
    tag: "库存",
    summary: "库存数量",
    permission: "stock.read",
    query: stockListQuery,
    reply: z.object({
      rows: z.array(stockRow),
      next: z.string().nullable(),
      total: z.number().int(),
      counts: z.object({ all: z.number().int(), out: z.number().int(), low: z.number().int() }),
      sums: z.object({ onHand: z.string(), ...promised, value: z.string().optional() }),
      /** Null for a past day, which is read from the ledger itself. */
      agreesWithLedger: z.boolean().nullable(),
    }),
    errors: [],
  }),
  "stock.export": route({
    method: "GET",
    path: "/stock.xlsx",
    tag: "库存",
    summary: "导出库存",
    permission: "stock.read",
    query: stockListQuery,
    download: "xlsx",
    errors: [],
  }),
  "stock.pendingCosts": route({
    method: "GET",
    path: "/stock/pending-costs",
    tag: "库存",
    summary: "成本待定：没有货就出了库，还等着入库来定成本的",
    permission: "stock.read",
    query: pendingCostsQuery,
    reply: z.object({
      rows: z.array(pendingCostRow),
      next: z.string().nullable(),
      total: z.number().int(),
      sums: z.object({ items: z.number().int(), quantity: z.string(), amount: z.string().optional() }),
    }),
    errors: [],
  }),
  "stock.pendingCostsExport": route({
    method: "GET",
    path: "/stock/pending-costs.xlsx",
    tag: "库存",
    summary: "导出成本待定",
    permission: "stock.read",
    query: pendingCostsQuery,
    download: "xlsx",
    errors: [],
  }),
  "stock.card": route({
    method: "GET",
    path: "/stock/card",
    tag: "库存",
    summary: "库存明细账",
    permission: "stock.read",
    query: stockCardQuery,
    reply: z.object({
      item: z.object({
        id: uuid,
        code: z.string(),
        name: z.string(),
        spec: z.string(),
        unit: z.string(),
        safetyStock: z.string(),
      }),
      onHand: z.string(),
      ...promisedNow,
      value: z.string().optional(),
      unitCost: z.string().nullable().optional(),
      opening: z.string(),
      openingValue: z.string().optional(),
      totalIn: z.string(),
      totalOut: z.string(),
      closing: z.string(),
      closingValue: z.string().optional(),
      rows: z.array(cardRow),
      next: z.string().nullable(),
      byWarehouse: z.array(z.object({ warehouseId: uuid, warehouse: z.string(), onHand: z.string(), ...promisedNow })),
      /** 占用和采购在途, order line by order line, in the order in which they are served. */
      orders: z.array(
        z.object({
          documentId: uuid,
          type: z.enum(["sales-order", "purchase-order"]),
          number: z.string(),
          lineNo: z.number().int(),
          partner: z.string(),
          warehouse: z.string(),
          businessDate: z.string(),
          expectedDate: z.string().nullable(),
          open: z.string(),
        }),
      ),
    }),
    errors: ["not_found"],
  }),
  "stock.cardExport": route({
    method: "GET",
    path: "/stock/card.xlsx",
    tag: "库存",
    summary: "导出库存明细账",
    permission: "stock.read",
    query: stockCardQuery,
    download: "xlsx",
    errors: ["not_found"],
  }),
};
