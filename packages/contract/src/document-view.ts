import { orderStates, promiseSides, stockReasons } from "@zhangshi/core";
import { z } from "zod";
import { allocationMethods, differenceMethods } from "./document-body.ts";
import { businessDate, cursorQuery, uuid } from "./primitives.ts";

export const documentTypes = [
  "purchase-order",
  "purchase-receipt",
  "purchase-return",
  "price-correction",
  "cost-allocation",
  "sales-order",
  "sales-delivery",
  "sales-return",
  "other-receipt",
  "other-issue",
  "transfer",
  "transfer-shipment",
  "transfer-receipt",
  "transfer-loss",
  "stock-count",
  "assembly",
  "disassembly",
  "cost-adjustment",
  "month-end-cost",
  "opening-stock",
  "opening-balance",
] as const;
export const documentType = z.enum(documentTypes);
export type DocumentType = (typeof documentTypes)[number];
export type DocumentStatus = (typeof documentStatuses)[number];
export const documentStatuses = ["draft", "approved", "void"] as const;
export const documentStatus = z.enum(documentStatuses);

/** 未执行 · 部分执行 · 已完成 · 已关闭; null while it is a draft. */
const orderState = z.enum(orderStates).nullable();

export const documentLineView = z.object({
  lineNo: z.number().int(),
  itemId: uuid,
  itemCode: z.string(),
  itemName: z.string(),
  spec: z.string(),
  unit: z.string(),
  factor: z.string(),
  baseUnit: z.string(),
  warehouseId: uuid,
  warehouse: z.string(),
  quantity: z.string(),
  baseQuantity: z.string(),
  price: z.string(),
  discountRate: z.string(),
  taxRate: z.string(),
  /** 不含税金额, 税额, 价税合计: after line discount and the share of the order discount. */
  netAmount: z.string(),
  taxAmount: z.string(),
  grossAmount: z.string(),
  discountShare: z.string(),
  /** Cost of what went out; only with the right to see cost. */
  cost: z.string().optional(),
  role: z.enum(["product", "part"]).nullable(),
  weight: z.string(),
  lot: z.string().nullable(),
  producedOn: z.string().nullable(),
  expiresOn: z.string().nullable(),
  serials: z.array(z.string()).nullable(),
  /** 组合商品 that this line was sold in, with how many of it; lines of one group are the parts of one line of the sale. */
  kit: z
    .object({
      itemId: uuid,
      code: z.string(),
      name: z.string(),
      unit: z.string(),
      quantity: z.string(),
      group: z.number().int(),
    })
    .nullable(),
  /** 源单行. */
  source: z.object({ documentId: uuid, lineNo: z.number().int(), type: documentType, number: z.string() }).nullable(),
  /** Of an approved order, in base units: what followed, what is still to come, and how much of that the shelf lacks (缺货). */
  execution: z.object({ executed: z.string(), open: z.string(), short: z.string() }).optional(),
  note: z.string(),
});
export const documentView = z
  .object({
    id: uuid,
    type: documentType,
    number: z.string().nullable(),
    status: documentStatus,
    businessDate: z.string(),
    partnerId: uuid.nullable(),
    partner: z.string(),
    warehouseId: uuid.nullable(),
    warehouse: z.string(),
    toWarehouseId: uuid.nullable(),
    toWarehouse: z.string(),
    reason: z.enum(stockReasons.map((reason) => reason.code)).nullable(),
    /** 赔偿 of a loss. */
    compensation: z.string().nullable(),
    /** How an allocation spreads its charge, a price correction its difference. */
    method: z.enum([...allocationMethods, ...differenceMethods]).nullable(),
    accrued: z.boolean(),
    /** Only of an order. */
    order: z
      .object({
        expectedDate: z.string().nullable(),
        state: orderState,
        /** 手工关闭: who gave up the rest, and why. */
        closure: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
      })
      .optional(),
    /** 单据跟踪: approved documents that follow this one. */
    followers: z.array(z.object({ id: uuid, type: documentType, number: z.string(), businessDate: z.string() })),
    handler: z.string(),
    taxIncluded: z.boolean(),
    orderDiscount: z.string(),
    note: z.string(),
    netAmount: z.string(),
    taxAmount: z.string(),
    grossAmount: z.string(),
    grossInWords: z.string(),
    quantity: z.string(),
    cost: z.string().optional(),
    lines: z.array(documentLineView),
    vouchers: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        kind: z.enum(["original", "reversal", "adjustment"]),
        businessDate: z.string(),
        total: z.string(),
      }),
    ),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    approvedBy: z.string().nullable(),
    approvedAt: z.string().nullable(),
    version: z.number().int(),
    previousId: uuid.nullable(),
    nextId: uuid.nullable(),
    /** What happened to it, newest last. */
    trail: z.array(z.object({ at: z.string(), user: z.string(), action: z.string() })),
  })
  .meta({ id: "Document" });
export type DocumentView = z.infer<typeof documentView>;

export const documentRow = z
  .object({
    id: uuid,
    type: documentType,
    number: z.string().nullable(),
    status: documentStatus,
    businessDate: z.string(),
    partner: z.string(),
    warehouse: z.string(),
    handler: z.string(),
    quantity: z.string(),
    netAmount: z.string(),
    taxAmount: z.string(),
    grossAmount: z.string(),
    lineCount: z.number().int(),
    note: z.string(),
    /** Only of an order; in base units. */
    order: z
      .object({ expectedDate: z.string().nullable(), state: orderState, executed: z.string(), open: z.string() })
      .optional(),
    createdBy: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "DocumentRow" });
export type DocumentRow = z.infer<typeof documentRow>;
export const documentListQuery = z.strictObject({
  search: z.string().max(100).default(""),
  status: documentStatus.optional(),
  /** Of approved orders: `open` is 未执行 and 部分执行 together. */
  execution: z.enum(["open", ...orderStates]).optional(),
  from: businessDate.optional(),
  to: businessDate.optional(),
  partnerId: uuid.optional(),
  warehouseId: uuid.optional(),
  sort: z.enum(["businessDate", "number", "partner", "grossAmount", "updatedAt"]).default("businessDate"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...cursorQuery,
});

const refused = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()).optional(),
});
const voucherLinePreview = z.object({
  accountCode: z.string(),
  accountName: z.string(),
  summary: z.string(),
  debit: z.string(),
  credit: z.string(),
  partner: z.string(),
});
/** What approval will do, decided by the very rule that approves, written nowhere. */
export const documentPreview = z
  .object({
    accepted: z.boolean(),
    refusals: z.array(refused),
    warnings: z.array(refused),
    lines: z.array(documentLineView.omit({ itemCode: true, spec: true, warehouse: true, source: true })),
    netAmount: z.string(),
    taxAmount: z.string(),
    grossAmount: z.string(),
    grossInWords: z.string(),
    quantity: z.string(),
    stock: z.array(
      z.object({
        itemId: uuid,
        itemCode: z.string(),
        itemName: z.string(),
        warehouseId: uuid,
        warehouse: z.string(),
        unit: z.string(),
        before: z.string(),
        after: z.string(),
        short: z.string(),
      }),
    ),
    /** What orders keep (reserved) or await (on-order) of each shelf; empty while something is refused. */
    promises: z.array(
      z.object({
        itemId: uuid,
        itemName: z.string(),
        warehouseId: uuid,
        warehouse: z.string(),
        unit: z.string(),
        side: z.enum(promiseSides),
        before: z.string(),
        after: z.string(),
        /** 可用 afterwards; null where the document moves goods or only awaits them. */
        available: z.string().nullable(),
      }),
    ),
    cost: z.string().optional(),
    margin: z.string().optional(),
    marginRate: z.string().nullable().optional(),
    partnerBefore: z.string(),
    partnerChange: z.string(),
    partnerAfter: z.string(),
    creditLimit: z.string().nullable(),
    voucher: z.array(voucherLinePreview),
    voucherTotal: z.string(),
    /** Later documents whose cost changes, for a date in the past: the first of them, in the order of the books. */
    recosted: z.array(z.object({ documentId: uuid, number: z.string(), before: z.string(), after: z.string() })),
    /** There are more than those. */
    recostedMore: z.boolean(),
    /** What all of them together cost more (or less) than before. */
    recostedDifference: z.string(),
  })
  .meta({ id: "DocumentPreview" });
export type DocumentPreview = z.infer<typeof documentPreview>;
