import type {
  CategoryRecord,
  ImportRecord,
  ItemRecord,
  PartnerRecord,
  Problem,
  StockRecord,
} from "../recognition/records.ts";
import type { PlanProblem } from "./import-context.ts";

export type SortedRecords = {
  readonly items: readonly ItemRecord[];
  readonly partners: readonly PartnerRecord[];
  readonly stock: readonly StockRecord[];
  readonly categories: readonly CategoryRecord[];
};
export function sortRecords(records: readonly ImportRecord[]): SortedRecords {
  return {
    items: records.filter((record): record is ItemRecord => record.target === "items"),
    partners: records.filter(
      (record): record is PartnerRecord =>
        record.target === "customers" || record.target === "suppliers" || record.target === "both",
    ),
    stock: records.filter((record): record is StockRecord => record.target === "stock"),
    categories: records.filter((record): record is CategoryRecord => record.target === "categories"),
  };
}
export function rowsWithErrors(problems: readonly (Problem | PlanProblem)[]): ReadonlySet<number> {
  return new Set(problems.filter((problem) => problem.severity === "error").map((problem) => problem.row));
}
