import type { DocumentType } from "@zhangshi/contract";
import type {
  AccountRoles,
  Decided,
  Money,
  PartnerSide,
  Quantity,
  StockState,
  TaxRate,
  UnitPrice,
} from "@zhangshi/core";

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
  readonly note: string;
};
/** A document as the rules see it: amounts settled, units converted. */
export type Draft = {
  readonly id: string;
  readonly type: DocumentType;
  readonly number: string | null;
  readonly businessDate: string;
  readonly partnerId: string | null;
  readonly warehouseId: string | null;
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
export type KindFacts = {
  readonly accounts: AccountRoles;
  readonly stock: StockState;
  readonly taxStatus: "general" | "small";
  readonly partnerName: (id: string) => string;
};

/** A kind of 单据 as data: the pipeline asks only this. */
export type DocumentKind = {
  readonly type: DocumentType;
  readonly name: string;
  readonly numberPrefix: string;
  readonly partnerRole: "customer" | "supplier" | null;
  readonly partnerSide: PartnerSide | null;
  /** Openings are dated the day before the books begin; everything else on or after it. */
  readonly isOpening: boolean;
  /** Pure: the draft and the facts become a posting, or the shortages. */
  readonly post: (draft: Draft, facts: KindFacts) => Decided;
};
export type DocumentKinds = Readonly<Record<DocumentType, DocumentKind>>;
