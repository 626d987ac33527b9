import { reasonsFor, type StockReasonCode } from "@zhangshi/core";
import { z } from "zod";
import {
  businessDate,
  discountRate,
  money,
  positiveMoney,
  positiveQuantity,
  requiredText,
  taxRate,
  text,
  unitPrice,
  unsignedQuantity,
  uuid,
} from "./primitives.ts";

/** One document may hold this many lines; a longer list belongs into several documents or an import. */
export const maximumLines = 2000;

const id = uuid.optional();
const unit = requiredText(20).optional();
const note = text(200).default("");
/** 源单行: the line of the approved document that this line follows. */
const source = z.strictObject({ documentId: uuid, lineNo: z.number().int().min(1).max(maximumLines) });

/** 批号 with its dates, or 序列号 one by one; only of items that are tracked so. */
const lotFields = {
  lot: requiredText(60).optional(),
  /** 生产日期, 有效期至: of a lot that is new. */
  producedOn: businessDate.optional(),
  expiresOn: businessDate.optional(),
  serials: z.array(requiredText(60)).max(maximumLines, `最多 ${maximumLines} 个序列号，请分成几张单据`).optional(),
};

/** 组合商品 that a line of parts was sold in: how many of it, in its base unit, and which of the document's kits. */
const kit = z.strictObject({
  itemId: uuid,
  quantity: positiveQuantity,
  group: z.number().int().min(1).max(maximumLines),
});

function linesOf<S extends z.ZodType>(line: S, least = 1) {
  return z
    .array(line)
    .min(least, least === 1 ? "至少要有一行商品" : `至少要有 ${least} 行商品`)
    .max(maximumLines, `最多 ${maximumLines} 行，请分成几张单据`);
}
const head = {
  /** Made by the form (UUIDv7), so that a second press of the button is the same document. */
  id,
  businessDate,
  handler: text(40).default(""),
  note: text(500).default(""),
  version: z.number().int().optional(),
};

export const documentLineBody = z.strictObject({
  itemId: uuid,
  /** Left out: the item's base unit. */
  unit,
  quantity: positiveQuantity,
  /** Per unit, with or without tax as the document says. */
  price: unitPrice,
  discountRate: discountRate.default("100"),
  /** Left out: the item's rate. */
  taxRate: taxRate.optional(),
  /** Left out: the document's warehouse. */
  warehouseId: uuid.optional(),
  ...lotFields,
  /** Of a line of parts. A line that names a 组合商品 itself becomes the lines of its parts. */
  kit: kit.optional(),
  note,
});
const tradeHead = {
  ...head,
  partnerId: uuid,
  warehouseId: uuid,
  taxIncluded: z.boolean().default(true),
  /** 整单优惠, in the currency, spread over the lines. */
  orderDiscount: positiveMoney.default("0"),
};
/** A line may name the line of the order that it executes, or of the document that it takes back. */
const followingLineBody = documentLineBody.extend({ source: source.optional() });
/** 销售订单, 采购订单: what is promised, and the day on which it is expected. */
export const orderBody = z.strictObject({
  ...tradeHead,
  expectedDate: businessDate.optional(),
  lines: linesOf(documentLineBody.omit({ lot: true, producedOn: true, expiresOn: true, serials: true })),
});
/** 销售出库单. */
export const tradeDocumentBody = z.strictObject({ ...tradeHead, lines: linesOf(followingLineBody) });
/** 采购入库单; `accrued` 暂估: the invoice is still to come, the price is an estimate without tax. */
export const purchaseReceiptBody = z.strictObject({
  ...tradeHead,
  accrued: z.boolean().default(false),
  lines: linesOf(followingLineBody),
});
/** 销售退货单, 采购退货单. */
export const returnBody = z.strictObject({ ...tradeHead, lines: linesOf(followingLineBody) });
/**
 * 差额: what is sold bears its part, of the receipt's own month by costing it again (split); or all of it goes to what is
 * there on the document's day (stock, as 月初回冲 has it: E9).
 */
export const differenceMethods = ["split", "stock"] as const;
export type DifferenceMethod = (typeof differenceMethods)[number];
/** 采购价格更正单: the new price of what is left of a receipt's line; of a 暂估 receipt it is the invoice. */
export const priceCorrectionBody = z.strictObject({
  ...head,
  partnerId: uuid,
  taxIncluded: z.boolean().default(true),
  method: z.enum(differenceMethods).default("split"),
  lines: linesOf(z.strictObject({ itemId: uuid, source, price: unitPrice, taxRate: taxRate.optional(), note })),
});
export const allocationMethods = ["amount", "quantity", "weight", "hand"] as const;
export type AllocationMethod = (typeof allocationMethods)[number];
/** 费用分摊单: one amount over the goods of receipts, by what they cost, by quantity, by weight, or as typed. */
export const costAllocationBody = z.strictObject({
  ...head,
  /** Who is owed it: the carrier. */
  partnerId: uuid,
  taxIncluded: z.boolean().default(true),
  amount: positiveMoney,
  taxRate: taxRate.default("0"),
  method: z.enum(allocationMethods).default("amount"),
  /** `weight` of all goods of the line in any one unit, for `weight`; `amount` for `hand`. */
  lines: linesOf(
    z.strictObject({
      itemId: uuid,
      source,
      weight: positiveQuantity.optional(),
      amount: positiveMoney.optional(),
      note,
    }),
  ),
});
const plainLine = { itemId: uuid, unit, quantity: positiveQuantity, warehouseId: uuid.optional(), ...lotFields, note };
/** 赔偿: what somebody pays for goods that are lost; it is owed (其他应收款) and the loss is smaller by it (E14). */
export const compensation = positiveMoney.optional();
export function reasonFor<D extends "in" | "out">(direction: D) {
  return z.enum(reasonsFor(direction).map((reason) => reason.code));
}
/** 期初库存单: what lay there before the books began, of the day before them; `price` is the cost of one unit. */
export const openingStockBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  lines: linesOf(z.strictObject({ ...plainLine, price: unitPrice })),
});
/** 其他入库单: `price` is the cost of one unit; left out, the average of now. */
export const otherReceiptBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  reason: reasonFor("in"),
  lines: linesOf(z.strictObject({ ...plainLine, price: unitPrice.optional() })),
});
/** 其他出库单. */
export const otherIssueBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  reason: reasonFor("out"),
  compensation,
  lines: linesOf(z.strictObject({ ...plainLine, taxRate: taxRate.optional() })),
});
/** 调拨单: one step; 调拨发货单: into 在途 on the way to `toWarehouseId`. */
export const transferBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  toWarehouseId: uuid,
  lines: linesOf(z.strictObject(plainLine)),
});
/** 调拨收货单: what arrived of a shipment; 在途损失单: what never will. */
export const transferReceiptBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  lines: linesOf(z.strictObject({ itemId: uuid, unit, quantity: positiveQuantity, source, ...lotFields, note })),
});
export const transferLossBody = z.strictObject({
  ...head,
  reason: reasonFor("out"),
  compensation,
  lines: linesOf(z.strictObject({ itemId: uuid, unit, quantity: positiveQuantity, source, ...lotFields, note })),
});
/** 盘点单: `quantity` is what was counted, 0 where the shelf was empty. `price`: what surplus goods cost, where nothing else tells. */
export const stockCountBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  /** Of what is missing. */
  reason: reasonFor("out").default("damaged"),
  compensation,
  lines: linesOf(
    z.strictObject({
      ...plainLine,
      quantity: unsignedQuantity,
      price: unitPrice.optional(),
      taxRate: taxRate.optional(),
    }),
  ),
});
/** 组装单, 拆卸单: one product and its parts; a part's weight says its share of a product taken apart. */
export const assemblyBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  lines: linesOf(
    z.strictObject({ ...plainLine, role: z.enum(["product", "part"]), weight: positiveQuantity.optional() }),
    2,
  ),
});
/** 成本调整单: a change of what goods are worth, with its sign. */
export const costAdjustmentBody = z.strictObject({
  ...head,
  warehouseId: uuid,
  lines: linesOf(
    z.strictObject({
      itemId: uuid,
      warehouseId: uuid.optional(),
      lot: requiredText(60).optional(),
      amount: money,
      note,
    }),
  ),
});

export type TradeDocumentBody = z.infer<typeof tradeDocumentBody>;
export type TradeDocumentInput = z.input<typeof tradeDocumentBody>;

/** What any kind's body may hold: every body above is one of these. */
export type DocumentBodyLine = {
  readonly itemId: string;
  readonly unit?: string | undefined;
  readonly quantity?: string | undefined;
  readonly price?: string | undefined;
  readonly discountRate?: string | undefined;
  readonly taxRate?: string | undefined;
  readonly warehouseId?: string | undefined;
  readonly amount?: string | undefined;
  readonly role?: "product" | "part" | undefined;
  readonly weight?: string | undefined;
  readonly source?: { readonly documentId: string; readonly lineNo: number } | undefined;
  readonly lot?: string | undefined;
  readonly producedOn?: string | undefined;
  readonly expiresOn?: string | undefined;
  readonly serials?: readonly string[] | undefined;
  readonly kit?: { readonly itemId: string; readonly quantity: string; readonly group: number } | undefined;
  readonly note: string;
};
export type DocumentBody = {
  readonly id?: string | undefined;
  readonly businessDate: string;
  readonly expectedDate?: string | undefined;
  readonly partnerId?: string | undefined;
  readonly warehouseId?: string | undefined;
  readonly toWarehouseId?: string | undefined;
  readonly reason?: StockReasonCode | undefined;
  readonly accrued?: boolean | undefined;
  readonly handler: string;
  readonly taxIncluded?: boolean | undefined;
  readonly orderDiscount?: string | undefined;
  readonly amount?: string | undefined;
  readonly taxRate?: string | undefined;
  readonly method?: AllocationMethod | DifferenceMethod | undefined;
  readonly compensation?: string | undefined;
  readonly note: string;
  readonly lines: readonly DocumentBodyLine[];
  readonly version?: number | undefined;
};
