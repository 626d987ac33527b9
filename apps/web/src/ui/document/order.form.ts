import type { DocumentView } from "@zhangshi/contract";
import { formatQuantity, oneUnit, parseQuantity } from "@zhangshi/core";

type Line = DocumentView["lines"][number];

/** A quantity of an order's line in the line's own unit where that comes out even, else in base units: 2 箱, or 5 罐. */
export function inLineUnit(
  baseQuantity: string,
  line: Pick<Line, "factor" | "unit" | "baseUnit">,
): { readonly quantity: string; readonly unit: string } {
  const [base, factor] = [parseQuantity(baseQuantity), parseQuantity(line.factor)];
  const isEven = factor !== 0n && (base * oneUnit) % factor === 0n && ((base * oneUnit) / factor) % oneUnit === 0n;
  return isEven
    ? { quantity: formatQuantity((base * oneUnit) / factor), unit: line.unit }
    : { quantity: formatQuantity(base), unit: line.baseUnit };
}

function isMore(quantity: string | undefined): boolean {
  return /[1-9]/.test(quantity ?? "");
}
export function openLines(view: Pick<DocumentView, "lines">): number {
  return view.lines.filter((line) => isMore(line.execution?.open)).length;
}
export function shortLines(view: Pick<DocumentView, "lines">): number {
  return view.lines.filter((line) => isMore(line.execution?.short)).length;
}
export function mayClose(view: Pick<DocumentView, "order">): boolean {
  return view.order?.state === "none" || view.order?.state === "partial";
}
export function mayReopen(view: Pick<DocumentView, "order">): boolean {
  return view.order?.state === "closed";
}
