import { orderStates } from "@zhangshi/core";
import { z } from "zod";
import {
  allocationMethods,
  assemblyBody,
  costAdjustmentBody,
  costAllocationBody,
  differenceMethods,
  orderBody,
  otherIssueBody,
  openingStockBody,
  otherReceiptBody,
  priceCorrectionBody,
  purchaseReceiptBody,
  returnBody,
  stockCountBody,
  tradeDocumentBody,
  transferBody,
  transferLossBody,
  transferReceiptBody,
} from "./document-body.ts";
import type { Permission } from "./permission.ts";
import { businessDate, cursorQuery, requiredText, text, uuid } from "./primitives.ts";
import { route, type Schema } from "./route.ts";

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
    reason: z.string().nullable(),
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

const documentRow = z
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

const idParams = z.strictObject({ id: uuid });
const versionBody = z.strictObject({ version: z.number().int().optional(), reason: text(200).default("") });
const draftErrors = [
  "item.unknown",
  "item.disabled",
  "unit.unknown",
  "unit.not_whole",
  "partner.unknown",
  "partner.wrong_role",
  "partner.disabled",
  "warehouse.unknown",
  "warehouse.disabled",
  "discount.exceeds_total",
  "amount.too_large",
  "period.before_start",
  "opening.date",
  "period.openings_closed",
  "period.closed",
  "date.too_far",
  "date.too_far_back",
  "document.id_taken",
  "warehouse.same",
  "warehouse.transit",
  "source.unknown",
  "source.other_partner",
  "source.other_item",
  "source.earlier",
  "source.exceeded",
  "source.changed",
  "order.closed",
  "assembly.one_product",
  "assembly.no_parts",
  "allocation.amounts_differ",
  "allocation.weight_missing",
  "amount.zero",
  "cost.unknown",
  "count.twice",
  "unit.not_piece",
  "lot.required",
  "lot.not_tracked",
  "lot.other_dates",
  "lot.expired",
  "lot.unknown",
  "serial.required",
  "serial.twice",
  "count.later",
  "compensation.no_loss",
  "compensation.not_a_loss",
  "kit.has_no_stock",
  "kit.too_many_lines",
] as const;

/** The same ten doors for every kind of document. */
function documentRoutes<const Name extends string, Body extends Schema>(
  name: Name,
  path: string,
  tag: string,
  rights: { readonly read: Permission; readonly write: Permission; readonly approve: Permission },
  body: Body,
) {
  const routes = {
    list: route({
      method: "GET",
      path,
      tag,
      summary: `${tag}列表`,
      permission: rights.read,
      query: documentListQuery,
      reply: z.object({
        rows: z.array(documentRow),
        next: z.string().nullable(),
        total: z.number().int(),
        sums: z.object({ quantity: z.string(), netAmount: z.string(), taxAmount: z.string(), grossAmount: z.string() }),
      }),
      errors: [],
    }),
    export: route({
      method: "GET",
      path: `${path}.xlsx`,
      tag,
      summary: `导出筛选出的${tag}`,
      permission: rights.read,
      query: documentListQuery,
      download: "xlsx",
      errors: [],
    }),
    show: route({
      method: "GET",
      path: `${path}/:id`,
      tag,
      summary: `一张${tag}`,
      permission: rights.read,
      params: idParams,
      reply: documentView,
      errors: ["not_found"],
    }),
    create: route({
      method: "POST",
      path,
      tag,
      summary: `新建${tag}（草稿）`,
      permission: rights.write,
      body,
      reply: documentView,
      errors: draftErrors,
    }),
    createApproved: route({
      method: "POST",
      path: `${path}/approved`,
      tag,
      summary: `新建并审核${tag}`,
      permission: rights.approve,
      body,
      reply: z.object({
        id: uuid,
        number: z.string(),
        status: documentStatus,
        netAmount: z.string(),
        taxAmount: z.string(),
        grossAmount: z.string(),
        version: z.number().int(),
        voucher: z.string().nullable(),
      }),
      errors: [...draftErrors, "stock.short", "stock.short_later", "stock.reserved", "lot.short"],
    }),
    update: route({
      method: "PUT",
      path: `${path}/:id`,
      tag,
      summary: `改${tag}草稿`,
      permission: rights.write,
      params: idParams,
      body,
      reply: documentView,
      errors: [...draftErrors, "not_found", "document.not_draft", "version.stale"],
    }),
    delete: route({
      method: "DELETE",
      path: `${path}/:id`,
      tag,
      summary: `删除没有单号的${tag}草稿`,
      permission: rights.write,
      params: idParams,
      errors: ["not_found", "document.not_draft", "document.has_number"],
    }),
    preview: route({
      method: "POST",
      path: `${path}/preview`,
      tag,
      summary: `预览审核${tag}会发生什么，不写入`,
      permission: rights.read,
      body,
      reply: documentPreview,
      errors: draftErrors,
    }),
    approve: route({
      method: "POST",
      path: `${path}/:id/approve`,
      tag,
      summary: `审核${tag}`,
      permission: rights.approve,
      params: idParams,
      body: versionBody,
      reply: z.object({
        id: uuid,
        number: z.string(),
        status: documentStatus,
        netAmount: z.string(),
        taxAmount: z.string(),
        grossAmount: z.string(),
        version: z.number().int(),
        voucher: z.string().nullable(),
      }),
      errors: [
        ...draftErrors,
        "not_found",
        "document.not_draft",
        "document.already_approved",
        "version.stale",
        "stock.short",
        "stock.short_later",
        "lot.short",
        "stock.reserved",
      ],
    }),
    unapprove: route({
      method: "POST",
      path: `${path}/:id/unapprove`,
      tag,
      summary: `反审核${tag}：红字冲销，回到草稿`,
      permission: rights.approve,
      params: idParams,
      body: versionBody,
      reply: z.object({ id: uuid, number: z.string(), status: documentStatus, version: z.number().int() }),
      errors: [
        "not_found",
        "document.not_approved",
        "version.stale",
        "stock.short",
        "stock.short_later",
        "lot.short",
        "period.closed",
        "date.too_far_back",
      ],
    }),
    void: route({
      method: "POST",
      path: `${path}/:id/void`,
      tag,
      summary: `作废${tag}草稿，单号保留`,
      permission: rights.approve,
      params: idParams,
      body: versionBody,
      reply: z.object({ id: uuid, number: z.string().nullable(), status: documentStatus, version: z.number().int() }),
      errors: [
        "not_found",
        "document.not_draft",
        "version.stale",
        "stock.short",
        "stock.short_later",
        "lot.short",
        "period.closed",
        "date.too_far_back",
      ],
    }),
  };
  type Routes = typeof routes;
  return Object.fromEntries(Object.entries(routes).map(([verb, definition]) => [`${name}.${verb}`, definition])) as {
    [Verb in keyof Routes & string as `${Name}.${Verb}`]: Routes[Verb];
  };
}

/** 手工关闭 and back: only orders have a rest that may be given up. */
function closingRoutes<const Name extends string>(
  name: Name,
  path: string,
  tag: string,
  rights: { readonly approve: Permission },
) {
  const routes = {
    close: route({
      method: "POST",
      path: `${path}/:id/close`,
      tag,
      summary: `关闭${tag}：没执行完的不再执行，放开占用`,
      permission: rights.approve,
      params: idParams,
      body: z.strictObject({ version: z.number().int().optional(), reason: requiredText(200) }),
      reply: documentView,
      errors: ["not_found", "document.not_approved", "version.stale", "order.closed", "order.nothing_open"],
    }),
    reopen: route({
      method: "POST",
      path: `${path}/:id/reopen`,
      tag,
      summary: `重新打开关闭的${tag}`,
      permission: rights.approve,
      params: idParams,
      body: versionBody,
      reply: documentView,
      errors: ["not_found", "document.not_approved", "version.stale", "order.not_closed"],
    }),
  };
  type Routes = typeof routes;
  return Object.fromEntries(Object.entries(routes).map(([verb, definition]) => [`${name}.${verb}`, definition])) as {
    [Verb in keyof Routes & string as `${Name}.${Verb}`]: Routes[Verb];
  };
}

const purchaseRights = { read: "purchase.read", write: "purchase.write", approve: "purchase.approve" } as const;
const salesRights = { read: "sales.read", write: "sales.write", approve: "sales.approve" } as const;
const stockRights = { read: "stock.read", write: "stock.write", approve: "stock.approve" } as const;
const costRights = { read: "cost.read", write: "cost.adjust", approve: "cost.adjust" } as const;

export const purchasingRoutes = {
  ...documentRoutes("purchaseOrders", "/purchase/orders", "采购订单", purchaseRights, orderBody),
  ...closingRoutes("purchaseOrders", "/purchase/orders", "采购订单", purchaseRights),
  ...documentRoutes("purchaseReceipts", "/purchase/receipts", "采购入库单", purchaseRights, purchaseReceiptBody),
  ...documentRoutes("purchaseReturns", "/purchase/returns", "采购退货单", purchaseRights, returnBody),
  ...documentRoutes(
    "priceCorrections",
    "/purchase/price-corrections",
    "采购价格更正单",
    purchaseRights,
    priceCorrectionBody,
  ),
  ...documentRoutes("costAllocations", "/purchase/cost-allocations", "费用分摊单", purchaseRights, costAllocationBody),
};
export const salesRoutes = {
  ...documentRoutes("salesOrders", "/sales/orders", "销售订单", salesRights, orderBody),
  ...closingRoutes("salesOrders", "/sales/orders", "销售订单", salesRights),
  ...documentRoutes("salesDeliveries", "/sales/deliveries", "销售出库单", salesRights, tradeDocumentBody),
  ...documentRoutes("salesReturns", "/sales/returns", "销售退货单", salesRights, returnBody),
};
export const stockRoutes = {
  ...documentRoutes("openingStocks", "/stock/openings", "期初库存单", costRights, openingStockBody),
  ...documentRoutes("otherReceipts", "/stock/other-receipts", "其他入库单", stockRights, otherReceiptBody),
  ...documentRoutes("otherIssues", "/stock/other-issues", "其他出库单", stockRights, otherIssueBody),
  ...documentRoutes("transfers", "/stock/transfers", "调拨单", stockRights, transferBody),
  ...documentRoutes("transferShipments", "/stock/transfer-shipments", "调拨发货单", stockRights, transferBody),
  ...documentRoutes("transferReceipts", "/stock/transfer-receipts", "调拨收货单", stockRights, transferReceiptBody),
  ...documentRoutes("transferLosses", "/stock/transfer-losses", "在途损失单", stockRights, transferLossBody),
  ...documentRoutes("stockCounts", "/stock/counts", "盘点单", stockRights, stockCountBody),
  ...documentRoutes("assemblies", "/stock/assemblies", "组装单", stockRights, assemblyBody),
  ...documentRoutes("disassemblies", "/stock/disassemblies", "拆卸单", stockRights, assemblyBody),
  ...documentRoutes("costAdjustments", "/stock/cost-adjustments", "成本调整单", costRights, costAdjustmentBody),
};
