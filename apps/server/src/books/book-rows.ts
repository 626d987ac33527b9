import type { CostRules, JournalLine, Money, PartnerMove, PartnerSide, Quantity, StockMove } from "@zhangshi/core";

/** Entries of one posting are numbered within it: 2,000 lines of a transfer, two shelves each, fit into 4,096 places. */
const entriesPerPosting = 4096n;
export function entrySeq(postingSeq: bigint, index: number): bigint {
  return postingSeq * entriesPerPosting + BigInt(index);
}

export type StockEntryRow = Omit<StockMove, "place"> & {
  readonly position: bigint;
  readonly businessDate: string;
  readonly reversesSeq: bigint | null;
  /** What the document's own voucher says of a derived value; a later re-costing books only the difference. */
  readonly bookedValue: Money | null;
  readonly bookedTrueUp: Money;
};
export type PartnerEntryRow = PartnerMove & { readonly seq: bigint; readonly businessDate: string };
export type VoucherKind = "original" | "reversal" | "adjustment";
export type VoucherRow = {
  readonly id: string;
  readonly kind: VoucherKind;
  readonly period: number;
  readonly word: string;
  readonly number: number;
  readonly businessDate: string;
  readonly summary: string;
  readonly total: Money;
  /** An adjusting voucher speaks of several days; every line has its own. */
  readonly lines: readonly (JournalLine & { readonly businessDate: string })[];
};
export type PostingRow = {
  readonly seq: bigint;
  readonly documentId: string;
  readonly kind: "approve" | "reverse";
  readonly businessDate: string;
  readonly postedAt: Date;
  readonly userId: string;
  readonly userName: string;
  /** What its partners were called then, by id; null when it names none. */
  readonly partnerNames: Readonly<Record<string, string>> | null;
  readonly idempotencyKey: string | null;
  readonly requestHash: Buffer | null;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly stockEntries: readonly StockEntryRow[];
  readonly partnerEntries: readonly PartnerEntryRow[];
  readonly vouchers: readonly VoucherRow[];
};

/** Where an item stands after what was written: a warehouse's row or the pool's. */
export type StockBalanceRow = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly quantity: Quantity;
  readonly value: Money;
  readonly lastDate: string;
  readonly lastIn: string | null;
  readonly lastOut: string | null;
  /** Layers and uncovered issues of a pool, when it has any. */
  readonly state: string | null;
  readonly mayBeNegative: boolean;
};
/** Where a lot stands on a shelf; with 个别计价 also what it is worth, under the warehouse of its pool. */
export type LotBalanceRow = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly lot: string;
  readonly quantity: Quantity;
  readonly value: Money;
  readonly state: string | null;
};
export type PartnerBalanceRow = {
  readonly partnerId: string;
  readonly side: PartnerSide;
  readonly amount: Money;
  readonly lastDate: string;
};
export type SequenceRow = { readonly kind: string; readonly nextNo: number };

/** The books' own row: lock, next posting, head of the chain, and what the company decided once. */
export type Books = {
  readonly nextPosting: bigint;
  readonly chainHead: Buffer;
  readonly startPeriod: number;
  readonly closedThrough: number;
  readonly taxStatus: "general" | "small";
  readonly accountingStandard: "small-enterprise" | "enterprise";
  readonly costRules: CostRules;
  /** 预留库存不许占用: what orders reserve is refused to everything else. */
  readonly reservedProtected: boolean;
};
