import type { DocumentView, ItemCandidate } from "@zhangshi/contract";
import { type DocumentForm, emptyLine, type FormLine, stockUnknown, suggestedPrice, trimmed } from "./document.form.ts";
import type { TradeDocumentKind } from "./document-kind.ts";
import { newLineKey } from "./line-key.ts";

/** Where the goods are that are short here. */
export type OtherWarehouse = {
  readonly id: string;
  readonly name: string;
  readonly quantity: string;
  readonly available: string;
};

function candidateOf(line: DocumentView["lines"][number]): ItemCandidate {
  const units = line.unit === line.baseUnit ? [] : [line.unit];
  return {
    id: line.itemId,
    code: line.itemCode,
    name: line.itemName,
    spec: line.spec,
    baseUnit: line.baseUnit,
    taxRate: line.taxRate,
    units: units.map((name) => ({ name, factor: line.factor, barcodes: [], salePrice: null, purchasePrice: null })),
    salePrice: null,
    purchasePrice: null,
    minimumSalePrice: null,
    onHand: stockUnknown,
    hitUnit: null,
    lastPrices: [],
  };
}

/** A saved draft back in the form. Stock and prices are asked for again. */
export function formOf(view: DocumentView, newKey: () => string): DocumentForm {
  return {
    id: view.id,
    businessDate: view.businessDate,
    partnerId: view.partnerId,
    partnerName: view.partner,
    warehouseId: view.warehouseId,
    handler: view.handler,
    taxIncluded: view.taxIncluded,
    orderDiscount: /[1-9]/.test(view.orderDiscount) ? trimmed(view.orderDiscount) : "",
    note: view.note,
    lines: [
      ...view.lines.map(
        (line): FormLine => ({
          key: newKey(),
          item: candidateOf(line),
          typed: "",
          state: "ready",
          unit: line.unit,
          quantity: trimmed(line.quantity),
          price: trimmed(line.price),
          discountRate: Number(line.discountRate) === 100 ? "" : trimmed(line.discountRate),
          taxRate: line.taxRate,
          warehouseId: line.warehouseId === view.warehouseId ? null : line.warehouseId,
          note: line.note,
        }),
      ),
      emptyLine(newKey()),
    ],
  };
}

export function newForm(id: string, today: string, handler: string): DocumentForm {
  return {
    id,
    businessDate: today,
    partnerId: null,
    partnerName: "",
    warehouseId: null,
    handler,
    taxIncluded: true,
    orderDiscount: "",
    note: "",
    lines: [emptyLine(newLineKey())],
  };
}

/** Stock and prices of now; a price that was only suggested follows the suggestion. */
export function withFreshFacts(
  line: FormLine,
  found: ReadonlyMap<string, NonNullable<FormLine["item"]>>,
  form: DocumentForm,
  kind: TradeDocumentKind,
  reprice: boolean,
): FormLine {
  const fresh = line.item ? found.get(line.item.id) : undefined;
  if (!fresh || !line.item) return line;
  const terms = { sells: kind.takesStock, taxIncluded: form.taxIncluded };
  const wasSuggested =
    [true, false].some(
      (taxIncluded) =>
        line.item && line.price === suggestedPrice(line.item, line.unit, { sells: kind.takesStock, taxIncluded }),
    ) || line.price === "";
  const price = reprice && wasSuggested ? suggestedPrice(fresh, line.unit, terms) || line.price : line.price;
  return { ...line, item: { ...fresh, hitUnit: null }, price };
}

/** What is short here goes out of another warehouse, as a line of its own below. */
export function withSplitLine(form: DocumentForm, key: string, available: string, other: OtherWarehouse): DocumentForm {
  const at = form.lines.findIndex((line) => line.key === key);
  const line = form.lines[at];
  if (!line) return form;
  const rest: FormLine = { ...line, key: newLineKey(), quantity: other.quantity, warehouseId: other.id };
  const kept = /[1-9]/.test(available) ? [{ ...line, quantity: available }] : [];
  return { ...form, lines: [...form.lines.slice(0, at), ...kept, rest, ...form.lines.slice(at + 1)] };
}
