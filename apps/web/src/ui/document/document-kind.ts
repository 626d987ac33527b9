import type { DocumentType, Permission } from "@zhangshi/contract";
import { isLossReason, type StockReasonCode } from "@zhangshi/core";
import type { Text } from "../../app/language.ts";

/** Kinds that have pages; an opening balance comes in by the import. */
export type PageDocumentType = Exclude<DocumentType, "opening-balance">;

/**
 * What the lines carry: goods at a price · at a cost · alone · as counted · as product and parts · a change of their
 * value · the new price of a source's goods · a share of a charge for a source's goods.
 */
export type LineShape = "priced" | "cost" | "plain" | "counted" | "assembly" | "amount" | "correction" | "allocation";

/** Fields of the head, in the order in which Enter walks them. */
export type HeadField =
  | "partnerId"
  | "businessDate"
  | "expectedDate"
  | "warehouseId"
  | "toWarehouseId"
  | "reason"
  | "compensation"
  | "handler"
  | "taxIncluded"
  | "accrued"
  | "amount"
  | "taxRate"
  | "method"
  | "difference";

export type KindPartner = {
  readonly word: Text;
  readonly role: "customer" | "supplier";
  readonly side: "receivable" | "payable";
  readonly balance: Text;
  /** What the document comes to for the partner: 本单应收. */
  readonly due: Text;
  /** Whether the document takes the balance down, as a return does. */
  readonly takesOff: boolean;
  readonly address: Text;
};

/** 源单: the approved documents whose lines this kind follows. */
export type KindSources = {
  readonly types: readonly PageDocumentType[];
  readonly required: boolean;
  readonly samePartner: boolean;
  /** Goods are taken from what is left of the source, so that less is offered the next time. */
  readonly takes: boolean;
  /** What the source is called beside the grid. */
  readonly word: Text;
  /** The action on the source's page that begins this document: 退货, 收货. */
  readonly begin: Text;
  /** The same where the source still waits for its invoice. */
  readonly beginAccrued?: Text;
};

export type DocumentKind = {
  readonly type: PageDocumentType;
  readonly routes: KindRoutes;
  /** Of the list; a document is below it, a new one at `/new`. */
  readonly path: string;
  readonly title: Text;
  /** In tabs and lists of recent documents: 出库, 入库. */
  readonly shortTitle: Text;
  /** What it does to the goods and the books, in one sentence. */
  readonly purpose: Text;
  readonly menu: { readonly group: "purchase" | "sales" | "stock"; readonly initials: string };
  readonly shape: LineShape;
  readonly fields: readonly HeadField[];
  readonly partner: KindPartner | null;
  readonly handler: Text;
  readonly warehouse: Text | null;
  readonly toWarehouse: Text | null;
  readonly reason: {
    readonly direction: "in" | "out";
    readonly word: Text;
    readonly usual: StockReasonCode | null;
  } | null;
  /** Which lines need their goods on the shelf of the document's warehouse. */
  readonly takesStock: "every" | "none" | "parts" | "product";
  /** Prices are sale prices: suggested from the sale list, and amber when they fall. */
  readonly sells: boolean;
  readonly sources: KindSources | null;
  /** Only of an order: what the day is called on which its goods are expected. */
  readonly order?: { readonly expected: Text };
  /** Dated the day before the books begin. */
  readonly isOpening?: boolean;
  /** What un-approving does to the goods. */
  readonly undone: "back" | "out" | "moved" | "count" | "value" | "turned" | "promise";
  readonly slip: { readonly title: string; readonly sign: string };
  readonly rights: { readonly read: Permission; readonly write: Permission; readonly approve: Permission };
};

export type KindRoutes =
  | "purchaseOrders"
  | "purchaseReceipts"
  | "purchaseReturns"
  | "priceCorrections"
  | "costAllocations"
  | "salesOrders"
  | "salesDeliveries"
  | "salesReturns"
  | "openingStocks"
  | "otherReceipts"
  | "otherIssues"
  | "transfers"
  | "transferShipments"
  | "transferReceipts"
  | "transferLosses"
  | "stockCounts"
  | "assemblies"
  | "disassemblies"
  | "costAdjustments";

/** Every kind answers the same shapes, so the sales routes stand for all of them in the types. */
type KindRoute = { readonly [Verb in DocumentVerb]: `salesDeliveries.${Verb}` };
type DocumentVerb =
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
export function routeOf<V extends DocumentVerb>(kind: Pick<DocumentKind, "routes">, verb: V): KindRoute[V] {
  return `${kind.routes}.${verb}` as KindRoute[V];
}

/** The same for what only orders answer. */
type OrderRoute = { readonly [Verb in "close" | "reopen"]: `salesOrders.${Verb}` };
export function orderRouteOf<V extends keyof OrderRoute>(kind: Pick<DocumentKind, "routes">, verb: V): OrderRoute[V] {
  return `${kind.routes}.${verb}` as OrderRoute[V];
}

/** Its lines may execute lines of orders: its prices are typed as ever, and most have no source at all. */
export function executesOrders(kind: Pick<DocumentKind, "sources">): boolean {
  return kind.sources?.types.some((type) => type === "sales-order" || type === "purchase-order") ?? false;
}
/** Its lines speak of goods that are in the books already, at what was paid for them. */
export function followsBooked(kind: Pick<DocumentKind, "sources">): boolean {
  return kind.sources !== null && !executesOrders(kind);
}
/** Whether a line's goods must be on the shelf. */
export function takesGoods(kind: Pick<DocumentKind, "takesStock">, role: "product" | "part" | null): boolean {
  if (kind.takesStock === "parts") return role !== "product";
  if (kind.takesStock === "product") return role === "product";
  return kind.takesStock === "every";
}
/** Its slip goes to the person who picks the goods from the shelves; what follows a source has been picked. */
export function isPicked(kind: Pick<DocumentKind, "takesStock" | "sources">): boolean {
  return kind.takesStock === "every" && kind.sources?.required !== true;
}
/** Some lines take goods. */
export function takesAny(kind: Pick<DocumentKind, "takesStock">): boolean {
  return kind.takesStock !== "none";
}
/** What is there is called 可用 where goods leave, or are promised to a customer; elsewhere 现存. */
export function showsAvailable(kind: Pick<DocumentKind, "takesStock" | "order" | "sells">): boolean {
  return takesAny(kind) || (kind.order !== undefined && kind.sells);
}
/** Prices, discounts and tax on every line. */
export function isPriced(kind: Pick<DocumentKind, "shape">): boolean {
  return kind.shape === "priced";
}
/** The fields of the head now: nobody pays for what is no loss. */
export function fieldsOf(kind: Pick<DocumentKind, "fields">, reason: StockReasonCode | null): readonly HeadField[] {
  return isLossReason(reason) ? kind.fields : kind.fields.filter((field) => field !== "compensation");
}
export function hasField(kind: Pick<DocumentKind, "fields">, field: HeadField): boolean {
  return kind.fields.includes(field);
}
