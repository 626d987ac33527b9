import type { TradeDocumentBody } from "@zhangshi/contract";
import type { Money } from "@zhangshi/core";
import type { DemoItem } from "./items.ts";
import type { Random } from "./random.ts";
import type { Pace, Place, Shelves } from "./shelves.ts";
import type { DemoCustomer, DemoSupplier } from "./trading-partners.ts";

export type TradeType = "purchase-receipt" | "sales-delivery";
export type TradePlan = { readonly id: string; readonly type: TradeType; readonly body: TradeDocumentBody };
export type OpeningStockPlan = {
  readonly id: string;
  readonly place: Place;
  readonly lines: readonly { readonly item: DemoItem; readonly baseQuantity: number; readonly value: Money }[];
};
export type OpeningBalancePlan = {
  readonly id: string;
  readonly side: "receivable" | "payable";
  readonly lines: readonly { readonly partnerId: string; readonly amount: Money }[];
};
export type Step =
  | { readonly does: "approve"; readonly document: TradePlan; readonly isBackdated: boolean }
  | { readonly does: "save-draft"; readonly document: TradePlan }
  | { readonly does: "un-approve" | "approve-again"; readonly document: TradePlan }
  | { readonly does: "void"; readonly document: TradePlan; readonly reason: string };
export type DemoPlan = {
  readonly items: readonly DemoItem[];
  /** In base units, item by item. */
  readonly safetyStocks: readonly number[];
  readonly customers: readonly (DemoCustomer & { readonly creditLimit: Money })[];
  readonly suppliers: readonly DemoSupplier[];
  readonly openingStocks: readonly OpeningStockPlan[];
  readonly openingBalances: readonly OpeningBalancePlan[];
  readonly steps: readonly Step[];
};
export type DemoRequest = {
  readonly seed: number;
  readonly today: string;
  /** The first day of the start period. */
  readonly firstDay: string;
  /** Only the last days of the year; the rest has not happened. */
  readonly days?: number | undefined;
  readonly warehouses: Readonly<Record<Place, string>>;
};

/** One day as its planners see it. */
export type Day = {
  readonly date: string;
  readonly number: number;
  readonly today: string;
  readonly pace: Pace;
  readonly weights: readonly number[];
  readonly sums: readonly number[];
  readonly expected: readonly number[];
  readonly nextId: () => string;
};
export type Shop = {
  readonly random: Random;
  readonly items: readonly DemoItem[];
  readonly customers: readonly DemoCustomer[];
  readonly customerSums: readonly number[];
  /** Which items each customer carries. */
  readonly carried: readonly (readonly boolean[])[];
  readonly suppliers: readonly DemoSupplier[];
  readonly shelves: Shelves;
  readonly warehouses: Readonly<Record<Place, string>>;
  /** From this day on nothing of the item is bought: at the end it is out of stock or low. */
  readonly boughtUntil: ReadonlyMap<number, string>;
  readonly soldOut: readonly number[];
};
