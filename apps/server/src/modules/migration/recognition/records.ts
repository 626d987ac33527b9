import type { Target } from "./fields.ts";

/** What rows become. All numbers are decimal texts; `row` is the row of the sheet that it began in. */

export interface ItemOpening {
  /** As written in the file; absent where the file names none. */
  readonly warehouse?: string;
  readonly quantity: string;
  readonly unitCost?: string;
  readonly amount?: string;
}

/** 货位 in a warehouse; without a name it is the company's own. */
export interface RecordBin {
  readonly warehouse?: string;
  readonly bin: string;
}

export interface SupplierPrice {
  readonly supplier: string;
  readonly price: string;
  readonly minimumQuantity?: string;
  readonly from?: string;
  readonly until?: string;
}

export interface ItemRecord {
  readonly target: "items";
  readonly row: number;
  readonly code?: string;
  readonly name: string;
  readonly spec?: string;
  readonly model?: string;
  readonly category?: string;
  readonly categoryExternalId?: string;
  readonly brand?: string;
  readonly unit?: string;
  /** Units besides the base unit: one of them is `factor` base units. */
  readonly units: readonly { readonly unit: string; readonly factor: string; readonly barcode?: string }[];
  readonly barcodes: readonly string[];
  /** Percent: `13`. */
  readonly taxRate?: string;
  readonly purchasePrice?: string;
  readonly salePrice?: string;
  readonly retailPrice?: string;
  readonly wholesalePrice?: string;
  readonly memberPrice?: string;
  readonly minimumPrice?: string;
  readonly openings: readonly ItemOpening[];
  readonly location?: readonly RecordBin[];
  readonly safetyStock?: string;
  readonly supplier?: string;
  readonly supplierPrices: readonly SupplierPrice[];
  readonly note?: string;
  readonly disabled?: boolean;
  readonly externalId?: string;
}

/** A further row of goods that came before: stock in another warehouse, another place on the shelf. */
export interface ItemAddition {
  readonly target: "itemAddition";
  readonly row: number;
  /** Row of the record that it belongs to. */
  readonly toRow: number;
  readonly openings: readonly ItemOpening[];
  readonly location?: readonly RecordBin[];
}

export interface PartnerRecord {
  readonly target: "customers" | "suppliers" | "both";
  readonly row: number;
  readonly code?: string;
  readonly name: string;
  readonly contact?: string;
  readonly phone?: string;
  readonly mobile?: string;
  readonly email?: string;
  readonly address?: string;
  readonly taxNumber?: string;
  readonly bank?: string;
  readonly account?: string;
  readonly category?: string;
  readonly openingReceivable?: string;
  readonly openingPayable?: string;
  readonly creditLimit?: string;
  readonly taxRate?: string;
  /** A person's company, by name. */
  readonly parentName?: string;
  readonly note?: string;
  readonly disabled?: boolean;
  readonly externalId?: string;
}

export interface StockRecord {
  readonly target: "stock";
  readonly row: number;
  readonly code?: string;
  readonly barcode?: string;
  readonly name?: string;
  readonly spec?: string;
  readonly unit?: string;
  readonly warehouse?: string;
  readonly location?: readonly RecordBin[];
  readonly lot?: string;
  readonly quantity: string;
  /** Absent means: from the goods. Never zero because it was blank. */
  readonly unitCost?: string;
  readonly amount?: string;
  readonly taxRate?: string;
  readonly note?: string;
}

export interface CategoryRecord {
  readonly target: "categories";
  readonly row: number;
  readonly externalId?: string;
  readonly name: string;
  readonly parentExternalId?: string;
}

export type ImportRecord = ItemRecord | ItemAddition | PartnerRecord | StockRecord | CategoryRecord;

export interface Problem {
  readonly row: number;
  readonly column?: { readonly letter: string; readonly heading: string };
  readonly value: string;
  readonly reasonCode: ReasonCode;
  readonly reason: string;
  readonly suggestion: string;
  /** A row with an error is not imported; a warning is shown and imported. */
  readonly severity: "error" | "warning";
}

export type ReasonCode =
  | "cell.error"
  | "cell.became_date"
  | "code.lost_digits"
  | "code.scientific"
  | "code.missing"
  | "code.renumbered"
  | "code.too_long"
  | "name.missing"
  | "bin.too_long"
  | "row.placeholder"
  | "row.duplicate"
  | "row.repeated"
  | "barcode.check_digit"
  | "barcode.odd"
  | "barcode.shared"
  | "number.not_a_number"
  | "number.too_many_decimals"
  | "number.too_large"
  | "number.negative"
  | "number.rounded"
  | "quantity.missing"
  | "quantity.contradiction"
  | "price.below_cost"
  | "price.left_empty"
  | "rate.out_of_range"
  | "date.not_a_date"
  | "date.ambiguous"
  | "flag.unknown"
  | "unit.incomplete"
  | "stock.amount_without_quantity"
  | "stock.cost_mismatch";

/** Said once for the whole sheet. */
export interface Announcement {
  readonly code: string;
  readonly text: string;
  /** The first rows that it is about. */
  readonly rows: readonly number[];
  readonly count: number;
}

export interface ColumnSum {
  readonly letter: string;
  readonly heading: string;
  readonly sum: string;
  readonly filled: number;
}

export interface Totals {
  readonly target: Target;
  /** Rows with values below the headings. */
  readonly rows: number;
  readonly records: number;
  readonly refused: number;
  /** Rows that added to a record before them. */
  readonly joined: number;
  /** Totals rows and rows of nothing but zeros. */
  readonly ignored: number;
  /** Of every column with numbers, over the rows that became records or joined one. */
  readonly sums: readonly ColumnSum[];
}

export interface Interpreted {
  readonly records: readonly ImportRecord[];
  readonly problems: readonly Problem[];
}

export interface InterpretedSheet extends Interpreted {
  readonly announcements: readonly Announcement[];
  readonly totals: Totals;
}
