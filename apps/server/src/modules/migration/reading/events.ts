import type { SheetRow } from "./cell.ts";

/** What the content of the file turned out to be; the ending of its name is never asked. */
export type WorkbookFormat = "xlsx" | "xls" | "csv" | "html";

export interface SheetHead {
  readonly index: number;
  readonly name: string;
  readonly hidden: boolean;
}

/** A file as it is read: the workbook once, then each sheet with its rows in batches. Rows without any value are left out. */
export type WorkbookEvent =
  | {
      readonly type: "workbook";
      readonly format: WorkbookFormat;
      readonly encoding?: string;
      readonly delimiter?: string;
      readonly sheets: readonly SheetHead[];
    }
  | { readonly type: "sheet"; readonly sheet: SheetHead }
  | { readonly type: "rows"; readonly rows: readonly SheetRow[]; readonly progress: number };

export interface ReadingChoice {
  /** Only these sheets, by index from 0; all when absent. */
  readonly sheets?: readonly number[];
}
