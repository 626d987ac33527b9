import { allocationMethods, type DocumentView, type SessionView } from "@zhangshi/contract";
import { openingDate, parsePeriod } from "@zhangshi/core";
import { type DocumentForm, emptyLine, type FormLine, priceTerms, suggestedPrice, trimmed } from "./document.form.ts";
import type { DocumentKind, PageDocumentType } from "./document-kind.ts";
import { newLineKey } from "./line-key.ts";
import { candidateOf } from "./source.form.ts";

/** Where the goods are that are short here. */
export type OtherWarehouse = {
  readonly id: string;
  readonly name: string;
  readonly quantity: string;
  readonly available: string;
};

/** A saved draft back in the form. Stock and prices, and what is left of its sources, are asked for again. */
export function formOf(kind: DocumentKind, view: DocumentView, newKey: () => string): DocumentForm {
  return {
    ...emptyForm,
    id: view.id,
    businessDate: view.businessDate,
    expectedDate: view.order?.expectedDate ?? "",
    partnerId: view.partnerId,
    partnerName: view.partner,
    warehouseId: view.warehouseId,
    toWarehouseId: view.toWarehouseId,
    reason: view.reason,
    compensation: filled(view.compensation ?? ""),
    difference: view.method === "stock" ? "stock" : "split",
    accrued: view.accrued,
    handler: view.handler,
    taxIncluded: view.taxIncluded,
    orderDiscount: filled(view.orderDiscount),
    ...(kind.shape === "allocation" ? chargeOf(view) : {}),
    note: view.note,
    lines: [...view.lines.map((line) => savedLine(kind, view, line, newKey())), emptyLine(newKey())],
  };
}

/** Of a document that does not say how its charge was spread, the shares come back as if typed, and stay the same. */
function chargeOf(view: DocumentView): Pick<DocumentForm, "amount" | "taxRate" | "method"> {
  return {
    amount: trimmed(view.taxIncluded ? view.grossAmount : view.netAmount),
    taxRate: view.lines[0]?.taxRate ?? "0",
    method: allocationMethods.find((one) => one === view.method) ?? "hand",
  };
}

function filled(amount: string): string {
  return /[1-9]/.test(amount) ? trimmed(amount) : "";
}

function savedLine(kind: DocumentKind, view: DocumentView, line: DocumentView["lines"][number], key: string): FormLine {
  const { shape } = kind;
  const hasPrice = shape === "priced" || shape === "correction";
  const own = view.taxIncluded ? line.grossAmount : line.netAmount;
  const source = line.source;
  return {
    ...emptyLine(key),
    item: candidateOf(line),
    unit: line.unit,
    quantity: trimmed(line.quantity),
    price: hasPrice ? trimmed(line.price) : filled(line.price),
    discountRate: Number(line.discountRate) === 100 ? "" : trimmed(line.discountRate),
    taxRate: line.taxRate,
    warehouseId: line.warehouseId === view.warehouseId || kind.warehouse === null ? null : line.warehouseId || null,
    amount: shape === "amount" ? trimmed(line.netAmount) : shape === "allocation" ? trimmed(own) : "",
    role: line.role,
    // Its quantity is what a part of a product weighs where nothing else was said.
    weight: line.role !== null && Number(line.weight) === Number(line.baseQuantity) ? "" : filled(line.weight),
    source: source && {
      documentId: source.documentId,
      lineNo: source.lineNo,
      type: source.type as PageDocumentType,
      number: source.number,
      facts: null,
    },
    kit: line.kit,
    lot: line.serials?.join(" ") ?? line.lot ?? "",
    producedOn: line.producedOn ?? "",
    expiresOn: line.producedOn === null ? (line.expiresOn ?? "") : "",
    note: line.note,
  };
}

const emptyForm: Omit<DocumentForm, "id" | "businessDate"> = {
  expectedDate: "",
  partnerId: null,
  partnerName: "",
  warehouseId: null,
  toWarehouseId: null,
  reason: null,
  compensation: "",
  accrued: false,
  handler: "",
  taxIncluded: true,
  orderDiscount: "",
  amount: "",
  taxRate: "0",
  method: "amount",
  difference: "split",
  note: "",
  lines: [],
};

/** Today, or of an opening the day before the books began. */
export function usualDate(kind: DocumentKind, company: SessionView["company"]): string {
  return kind.isOpening ? openingDate(parsePeriod(company.startPeriod)) : company.today;
}
export function newForm(kind: DocumentKind, id: string, today: string, handler: string): DocumentForm {
  return {
    ...emptyForm,
    id,
    businessDate: today,
    handler,
    reason: kind.reason?.usual ?? null,
    lines: [emptyLine(newLineKey())],
  };
}

/** What was kept on this machine by an older page may lack a field that was added since. */
export function completed(kept: DocumentForm): DocumentForm {
  return { ...emptyForm, ...kept, lines: kept.lines.map((line) => ({ ...emptyLine(line.key), ...line })) };
}

/** Stock and prices of now; a price that was only suggested follows the suggestion, one from a source does not. */
export function withFreshFacts(
  line: FormLine,
  found: ReadonlyMap<string, NonNullable<FormLine["item"]>>,
  form: DocumentForm,
  kind: DocumentKind,
  reprice: boolean,
): FormLine {
  const fresh = line.item ? found.get(line.item.id) : undefined;
  if (!fresh || !line.item) return line;
  const terms = priceTerms(kind, form);
  const wasSuggested =
    line.source === null &&
    line.kit === null &&
    ([true, false].some(
      (taxIncluded) => line.item && line.price === suggestedPrice(line.item, line.unit, { ...terms, taxIncluded }),
    ) ||
      line.price === "");
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
