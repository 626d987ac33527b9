import { z } from "zod";
import {
  assemblyBody,
  costAdjustmentBody,
  costAllocationBody,
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
import { documentListQuery, documentPreview, documentRow, documentStatus, documentView } from "./document-view.ts";
import type { Permission } from "./permission.ts";
import { requiredText, text, uuid } from "./primitives.ts";
import { route, type Schema } from "./route.ts";

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
