import type { OrderBook, Quantity, StockState } from "@zhangshi/core";
import type { DocumentType } from "@zhangshi/contract";
import type { Books } from "../books/book-rows.ts";
import type { SourceFact } from "./sources.sql.ts";

export type UnitFact = { readonly name: string; readonly factor: string; readonly salePrice?: string | null };
/** How much of an item, in one of its units, is in one base unit of a kit. */
export type KitPart = { readonly itemId: string; readonly unit: string; readonly quantity: Quantity };
export type ItemFact = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly baseUnit: string;
  readonly units: readonly UnitFact[];
  readonly taxRate: string;
  readonly disabled: boolean;
  readonly tracking: "none" | "lot" | "serial";
  readonly shelfLifeDays: number | null;
  readonly wholeUnits: boolean;
  /** Of a 组合商品; none of any other item. */
  readonly parts: readonly KitPart[];
};
/** 批号 as known: when it was made, and until when it may be sold. */
export type LotFact = { readonly producedOn: string | null; readonly expiresOn: string | null };
export type PartnerFact = {
  readonly id: string;
  readonly name: string;
  readonly isCustomer: boolean;
  readonly isSupplier: boolean;
  readonly disabled: boolean;
  readonly creditLimit: bigint | null;
  balances: { receivable: bigint; payable: bigint; accrued: bigint };
};
export type WarehouseFact = {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly isTransit: boolean;
};
/** A request that was answered before, found by its key or by the document it made. */
export type AnsweredFact = {
  readonly key: string | null;
  readonly requestHash: Buffer | null;
  readonly documentId: string;
  readonly fromPosting: boolean;
};
export type DocumentHeadFact = {
  readonly id: string;
  readonly type: string;
  readonly status: "draft" | "approved" | "void";
  readonly number: string | null;
  readonly version: number;
};

/** The head of an order whose lines are followed. */
export type OrderHead = {
  readonly type: DocumentType;
  readonly number: string;
  readonly businessDate: string;
  readonly partnerId: string | null;
  readonly partnerName: string;
};

/** Everything that the decisions of one train may look at. Balances move on as documents are accepted. */
export type Facts = {
  readonly books: Books;
  readonly items: ReadonlyMap<string, ItemFact>;
  readonly partners: ReadonlyMap<string, PartnerFact>;
  readonly warehouses: ReadonlyMap<string, WarehouseFact>;
  readonly documents: ReadonlyMap<string, DocumentHeadFact>;
  readonly answered: readonly AnsweredFact[];
  readonly sequences: Map<string, number>;
  /** Lines of approved documents that this train's lines follow, by document and line. */
  readonly sources: ReadonlyMap<string, SourceFact>;
  /** Lots that these documents name or that are on a shelf, by item and lot. */
  readonly lots: ReadonlyMap<string, LotFact>;
  /** Order lines that this train's lines execute, and what orders promise of its items. Moves on as documents are accepted. */
  readonly orders: OrderBook;
  readonly orderHeads: ReadonlyMap<string, OrderHead>;
  /** 在途. */
  readonly transitWarehouseId: string;
  readonly stock: StockState;
  /** The newest entry's day of each pool: an earlier date needs a re-costing. */
  readonly lastDates: Map<string, string>;
  readonly today: string;
};
