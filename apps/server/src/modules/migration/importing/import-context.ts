import type { ImportChoice } from "@zhangshi/contract";
import type { DocumentKinds } from "../../../documents/document-kind.ts";
import type { Trains } from "../../../documents/train.ts";
import type { Database } from "../../../platform/db.ts";
import type { ReasonCode } from "../recognition/records.ts";

export type MigrationDependencies = {
  readonly db: Database;
  readonly trains: Trains;
  readonly kinds: DocumentKinds;
  readonly filesDir: string;
};
export type ImportPayload = { readonly uploadId: string; readonly choice: ImportChoice };

/** A problem that only the company's own records show: a barcode that belongs elsewhere, goods nobody knows. */
export type PlanProblem = {
  readonly row: number;
  readonly column?: { readonly letter: string; readonly heading: string };
  readonly value: string;
  readonly reasonCode:
    | ReasonCode
    | "item.unknown"
    | "item.ambiguous"
    | "text.too_long"
    | "unit.unknown"
    | "cost.missing"
    | "cost.negative"
    | "barcode.taken"
    | "kit.has_no_stock"
    | "period.openings_closed";
  readonly reason: string;
  readonly suggestion: string;
  readonly severity: "error" | "warning";
};
