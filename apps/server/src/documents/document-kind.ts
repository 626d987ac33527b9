import type { AllocationMethod, DifferenceMethod, DocumentType } from "@zhangshi/contract";
import type {
  Money,
  PartnerSide,
  PromiseSide,
  Quantity,
  Rule,
  StockReasonCode,
  TaxRate,
  UnitPrice,
} from "@zhangshi/core";

/** The line that another line follows. */
export type SourceRef = { readonly documentId: string; readonly lineNo: number };
/** 组合商品 that a line of parts was sold in: how many of it, in its base unit, and which of the document's kits. */
export type KitMark = { readonly itemId: string; readonly quantity: Quantity; readonly group: number };
export type DraftLine = {
  readonly lineNo: number;
  readonly itemId: string | null;
  readonly warehouseId: string | null;
  readonly partnerId: string | null;
  readonly side: PartnerSide | null;
  readonly unit: string;
  readonly factor: Quantity;
  readonly quantity: Quantity;
  readonly baseQuantity: Quantity;
  readonly price: UnitPrice;
  readonly discountRate: bigint;
  readonly taxRate: TaxRate;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly discountShare: Money;
  readonly role: "product" | "part" | null;
  readonly weight: Quantity;
  readonly source: SourceRef | null;
  readonly lot: string | null;
  /** Of a lot that is new. */
  readonly producedOn: string | null;
  readonly expiresOn: string | null;
  readonly serials: readonly string[] | null;
  readonly kit: KitMark | null;
  readonly note: string;
};
/** A document as saved: amounts settled, units converted. */
export type Draft = {
  readonly id: string;
  readonly type: DocumentType;
  readonly number: string | null;
  readonly businessDate: string;
  /** 预计交货 of an order. */
  readonly expectedDate: string | null;
  readonly partnerId: string | null;
  readonly warehouseId: string | null;
  readonly toWarehouseId: string | null;
  readonly reason: StockReasonCode | null;
  readonly isAccrued: boolean;
  /** The amount that a 费用分摊 spreads, or the 赔偿 of a loss. */
  readonly charge: Money | null;
  /** How a charge is spread, or where a price difference goes. */
  readonly method: AllocationMethod | DifferenceMethod | null;
  readonly handler: string;
  readonly taxIncluded: boolean;
  readonly orderDiscount: Money;
  readonly note: string;
  readonly quantity: Quantity;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly lines: readonly DraftLine[];
  readonly version: number;
  readonly createdBy: string;
  readonly createdByName: string;
};

/**
 * What the lines of a body carry: goods at a price · at a cost · alone · as counted · as product and parts · an amount
 * for goods · the new price of a source's goods · a share of a charge for a source's goods.
 */
export type LineShape = "priced" | "cost" | "plain" | "counted" | "assembly" | "amount" | "correction" | "allocation";

/** A kind of 单据 as data: the pipeline asks only this. */
export type DocumentKind = {
  readonly type: DocumentType;
  readonly name: string;
  readonly numberPrefix: string;
  readonly partnerRole: "customer" | "supplier" | null;
  readonly partnerSide: PartnerSide | null;
  readonly lineShape: LineShape;
  /** Its goods leave the shelf. */
  readonly takesGoods: boolean;
  /** Goods of a lot that nobody has seen may come in by it. */
  readonly bringsLots: boolean;
  /** 过期的货不能走: to customers and into products. */
  readonly refusesExpired: boolean;
  /** 组合商品 may stand on its lines, and become lines of their parts. */
  readonly explodesKits?: true;
  /** Which documents a line may follow, whether it must, and whether it takes from what is left of them. */
  readonly sources: {
    readonly types: readonly DocumentType[];
    readonly required: boolean;
    readonly takes: boolean;
    readonly samePartner: boolean;
  } | null;
  /** Where goods of a move go: nowhere else · to the second warehouse · into transit · from transit to the warehouse. */
  readonly destination: "none" | "second" | "transit" | "arrival";
  /** Only of an order: what its open lines promise. */
  readonly promises?: PromiseSide;
  /** Openings are dated the day before the books begin; everything else on or after it. */
  readonly isOpening: boolean;
  /** Pure: the draft and the facts become a posting, or what keeps it from becoming one. */
  readonly post: Rule;
};
export function isOrder(type: DocumentType): boolean {
  return type === "sales-order" || type === "purchase-order";
}
/** Its lines may execute lines of orders: they take from the order book, not from the stock book. */
export function executesOrders(kind: Pick<DocumentKind, "sources">): boolean {
  return kind.sources?.types.some(isOrder) ?? false;
}
/** Whether a line's goods leave the shelf. A count is what a person saw: it takes nothing by its own will. */
export function leavesShelf(kind: DocumentKind, line: DraftLine): boolean {
  if (kind.lineShape !== "assembly") return kind.takesGoods;
  return line.role === (kind.type === "assembly" ? "part" : "product");
}
export type DocumentKinds = Readonly<Record<DocumentType, DocumentKind>>;
