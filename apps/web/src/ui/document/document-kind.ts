import type { Permission, RouteName } from "@zhangshi/contract";
import type { Text } from "../../app/language.ts";

/** Everything in which two kinds of trade document differ, as data. */
export type TradeDocumentKind = {
  readonly type: "sales-delivery" | "purchase-receipt";
  readonly routes: "salesDeliveries" | "purchaseReceipts";
  /** Of the list; a document is below it, a new one at `/new`. */
  readonly path: string;
  readonly title: Text;
  /** In tabs and lists of recent documents: 出库, 入库. */
  readonly shortTitle: Text;
  readonly slipTitle: string;
  readonly partner: Text;
  readonly partnerRole: "customer" | "supplier";
  readonly handler: Text;
  readonly side: "receivable" | "payable";
  readonly balance: Text;
  readonly due: Text;
  readonly address: Text;
  /** Goods go out: what is short is refused, and the price must not fall below the last one unnoticed. */
  readonly takesStock: boolean;
  readonly rights: { readonly read: Permission; readonly write: Permission; readonly approve: Permission };
};

export const salesDeliveryKind: TradeDocumentKind = {
  type: "sales-delivery",
  routes: "salesDeliveries",
  path: "/sales/deliveries",
  title: { zh: "销售出库单", en: "Sales delivery" },
  shortTitle: { zh: "出库", en: "Delivery" },
  slipTitle: "销售单",
  partner: { zh: "客户", en: "Customer" },
  partnerRole: "customer",
  handler: { zh: "业务员", en: "Salesperson" },
  side: "receivable",
  balance: { zh: "应收余额", en: "Receivable" },
  due: { zh: "本单应收", en: "To receive" },
  address: { zh: "送货地址", en: "Deliver to" },
  takesStock: true,
  rights: { read: "sales.read", write: "sales.write", approve: "sales.approve" },
};

export const purchaseReceiptKind: TradeDocumentKind = {
  type: "purchase-receipt",
  routes: "purchaseReceipts",
  path: "/purchase/receipts",
  title: { zh: "采购入库单", en: "Purchase receipt" },
  shortTitle: { zh: "入库", en: "Receipt" },
  slipTitle: "采购入库单",
  partner: { zh: "供应商", en: "Supplier" },
  partnerRole: "supplier",
  handler: { zh: "采购员", en: "Buyer" },
  side: "payable",
  balance: { zh: "应付余额", en: "Payable" },
  due: { zh: "本单应付", en: "To pay" },
  address: { zh: "供方联系", en: "Contact" },
  takesStock: false,
  rights: { read: "purchase.read", write: "purchase.write", approve: "purchase.approve" },
};

export const tradeKinds: readonly TradeDocumentKind[] = [salesDeliveryKind, purchaseReceiptKind];

type Verb =
  | "list"
  | "show"
  | "create"
  | "createApproved"
  | "update"
  | "delete"
  | "preview"
  | "approve"
  | "unapprove"
  | "void"
  | "export";
/** Both kinds answer the same shapes, so the sales routes stand for both in the types. */
export function routeOf<V extends Verb>(kind: TradeDocumentKind, verb: V): `salesDeliveries.${V}` & RouteName {
  return `${kind.routes}.${verb}` as `salesDeliveries.${V}` & RouteName;
}
