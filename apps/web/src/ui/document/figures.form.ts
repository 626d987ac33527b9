import type { DocumentView } from "@zhangshi/contract";
import { formatMoney, formatQuantity, parseMoney, parseQuantity } from "@zhangshi/core";
import { countProgress } from "./count.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { type DocumentForm, filledLines } from "./document.form.ts";
import type { FormTotals } from "./totals.form.ts";
import { typedNumber } from "./typed-number.ts";

/** One sum in the foot of a document; its label is found under the same name. */
export type Figure = {
  readonly id:
    | "quantity"
    | "items"
    | "beforeDiscount"
    | "orderDiscount"
    | "taxInside"
    | "due"
    | "shared"
    | "unshared"
    | "costIn"
    | "costStated"
    | "counted"
    | "more"
    | "fewer"
    | "products"
    | "parts"
    | "adjustment";
  readonly value: string;
  readonly as: "money" | "quantity" | "text";
  readonly unit?: string;
  readonly strong?: true;
};
type Known = { readonly mayCost: boolean; readonly blind: boolean };

const money = (id: Figure["id"], value: string, strong?: true): Figure =>
  strong ? { id, value, as: "money", strong } : { id, value, as: "money" };
const count = (id: Figure["id"], value: number): Figure => ({ id, value: String(value), as: "quantity" });

/** The foot of a document while it is written; what it comes to stands last and largest. */
export function formFigures(
  kind: DocumentKind,
  form: DocumentForm,
  totals: FormTotals,
  known: Known,
): readonly Figure[] {
  const lines = filledLines(form);
  const quantity: Figure = { id: "quantity", value: totals.quantity, as: "quantity", unit: totals.unit };
  const items = count("items", lines.length);
  switch (kind.shape) {
    case "priced":
      return [
        quantity,
        money("beforeDiscount", totals.beforeDiscount),
        money("orderDiscount", typedNumber(form.orderDiscount, 2) ?? ""),
        money("taxInside", totals.tax),
        money("due", totals.gross, true),
      ];
    case "correction":
      return [items, quantity, money("taxInside", totals.tax), money("due", totals.gross, true)];
    case "allocation": {
      const charge = parseMoney(typedNumber(form.amount, 2) ?? "0");
      const rest = formatMoney(charge - parseMoney(totals.beforeDiscount));
      return [
        items,
        money("shared", totals.beforeDiscount),
        ...(form.method === "hand" ? [money("unshared", rest)] : []),
        money("taxInside", totals.tax),
        money("due", totals.gross, true),
      ];
    }
    case "cost": {
      const isWhole = lines.every((line) => line.price !== "");
      return [
        items,
        quantity,
        ...(known.mayCost ? [money(isWhole ? "costIn" : "costStated", totals.gross, true)] : []),
      ];
    }
    case "counted": {
      const { counted, all, more, fewer } = countProgress(form);
      const differences = known.blind ? [] : [count("more", more), count("fewer", fewer)];
      return [...differences, { id: "counted", value: `${counted} / ${all}`, as: "text", strong: true }];
    }
    case "assembly":
      return rolesOf(lines);
    case "amount":
      return [items, money("adjustment", totals.gross, true)];
    case "plain":
      return [items, { ...quantity, strong: true }];
  }
}

function rolesOf(
  lines: readonly { readonly role: string | null; readonly quantity: string; readonly unit: string }[],
): readonly Figure[] {
  const product = lines.find((line) => line.role === "product");
  return [
    count("parts", lines.filter((line) => line.role !== "product").length),
    {
      id: "products",
      value: typedNumber(product?.quantity ?? "", 6) ?? "",
      as: "quantity",
      unit: product?.unit ?? "",
      strong: true,
    },
  ];
}

/** The same foot of a document that is in the books. */
export function viewFigures(kind: DocumentKind, view: DocumentView, mayCost: boolean): readonly Figure[] {
  const units = new Set(view.lines.map((line) => line.unit));
  const quantity: Figure = {
    id: "quantity",
    // In the units of the lines; the document's own sum is in base units.
    value: formatQuantity(view.lines.reduce((sum, line) => sum + parseQuantity(line.quantity), 0n)),
    as: "quantity",
    unit: units.size === 1 ? ([...units][0] ?? "") : "",
  };
  const items = count("items", view.lines.length);
  switch (kind.shape) {
    case "priced":
      return [
        quantity,
        money("beforeDiscount", formatMoney(parseMoney(view.grossAmount) + parseMoney(view.orderDiscount))),
        money("orderDiscount", view.orderDiscount),
        money("taxInside", view.taxAmount),
        money("due", view.grossAmount, true),
      ];
    case "correction":
    case "allocation":
      return [items, money("taxInside", view.taxAmount), money("due", view.grossAmount, true)];
    case "cost":
      return [items, quantity, ...(mayCost ? [money("costIn", view.netAmount, true)] : [])];
    case "counted":
      return [{ ...items, strong: true }];
    case "assembly":
      return rolesOf(view.lines);
    case "amount":
      return [items, money("adjustment", view.netAmount, true)];
    case "plain":
      return [items, { ...quantity, strong: true }];
  }
}
