import type { DocumentBody, DocumentBodyLine } from "@zhangshi/contract";
import { type DocumentKind, fieldsOf, hasField } from "./document-kind.ts";
import { type DocumentForm, filledLines, type FormLine } from "./document.form.ts";
import { serialsOf } from "./lots.form.ts";
import { typedNumber, typedSigned } from "./typed-number.ts";

/** What is sent: exactly what the kind's body may hold, for the server takes nothing else. */
export function bodyOf(kind: DocumentKind, form: DocumentForm, version: number | null): DocumentBody {
  const has = (field: Parameters<typeof hasField>[1]) => hasField(kind, field);
  return {
    id: form.id,
    businessDate: form.businessDate,
    ...(has("expectedDate") && form.expectedDate !== "" ? { expectedDate: form.expectedDate } : {}),
    ...(has("partnerId") ? { partnerId: form.partnerId ?? "" } : {}),
    ...(has("warehouseId") ? { warehouseId: form.warehouseId ?? "" } : {}),
    ...(has("toWarehouseId") ? { toWarehouseId: form.toWarehouseId ?? "" } : {}),
    ...(has("reason") && form.reason !== null ? { reason: form.reason } : {}),
    ...(fieldsOf(kind, form.reason).includes("compensation") && form.compensation !== ""
      ? { compensation: typedNumber(form.compensation, 2) ?? "" }
      : {}),
    handler: form.handler,
    ...(has("taxIncluded") ? { taxIncluded: form.taxIncluded } : {}),
    ...(has("accrued") ? { accrued: form.accrued } : {}),
    ...(kind.shape === "priced" ? { orderDiscount: typedNumber(form.orderDiscount, 2) ?? "0" } : {}),
    ...(has("amount") ? { amount: typedNumber(form.amount, 2) ?? "" } : {}),
    ...(has("taxRate") ? { taxRate: typedNumber(form.taxRate, 4) ?? "0" } : {}),
    ...(has("method") ? { method: form.method } : {}),
    ...(has("difference") ? { method: form.difference } : {}),
    note: form.note,
    // In the order of the grid, so that `lines.3.quantity` of a refusal finds its cell again.
    lines: filledLines(form).map((line) => ({
      itemId: line.item?.id ?? "",
      ...shaped(kind, form, line),
      note: line.note,
    })),
    ...(version === null ? {} : { version }),
  };
}

type Said = Omit<DocumentBodyLine, "itemId" | "note">;

function shaped(kind: DocumentKind, form: DocumentForm, line: FormLine): Said {
  switch (kind.shape) {
    case "priced":
      return {
        ...goods(line),
        price: typedNumber(line.price, 6) ?? "",
        discountRate: typedNumber(line.discountRate, 4) ?? "100",
        ...rate(line),
        ...place(line),
        ...(kind.order ? {} : lots(line)),
        ...(kind.sources ? source(line) : {}),
        ...(kind.sells ? kit(line) : {}),
      };
    case "cost":
      return { ...goods(line), ...price(line), ...place(line), ...lots(line) };
    case "counted":
      return { ...goods(line), ...price(line), ...rate(line), ...place(line), ...lots(line) };
    case "assembly":
      return {
        ...goods(line),
        role: line.role ?? "part",
        ...(line.weight === "" ? {} : { weight: typedNumber(line.weight, 6) ?? "" }),
        ...place(line),
        ...lots(line),
      };
    case "amount":
      return {
        amount: typedSigned(line.amount, 2) ?? "",
        ...place(line),
        ...(line.item?.tracking === "lot" && line.lot !== "" ? { lot: line.lot } : {}),
      };
    case "correction":
      return { price: typedNumber(line.price, 6) ?? "", ...rate(line), ...source(line) };
    case "allocation":
      return {
        ...(form.method === "weight" ? { weight: typedNumber(line.weight, 6) ?? "" } : {}),
        ...(form.method === "hand" ? { amount: typedNumber(line.amount, 2) ?? "" } : {}),
        ...source(line),
      };
    case "plain":
      if (kind.sources) return { ...goods(line), ...source(line), ...lots(line) };
      return { ...goods(line), ...(kind.reason ? rate(line) : {}), ...place(line), ...lots(line) };
  }
}

function goods(line: FormLine): Said {
  return { ...(line.unit === "" ? {} : { unit: line.unit }), quantity: typedNumber(line.quantity, 6) ?? "" };
}
function price(line: FormLine): Said {
  return line.price === "" ? {} : { price: typedNumber(line.price, 6) ?? "" };
}
function rate(line: FormLine): Said {
  return line.taxRate === "" ? {} : { taxRate: line.taxRate };
}
function place(line: FormLine): Said {
  return line.warehouseId === null ? {} : { warehouseId: line.warehouseId };
}
function lots(line: FormLine): Said {
  if (line.item?.tracking === "serial") return { serials: serialsOf(line.lot) };
  if (line.item?.tracking !== "lot" || line.lot === "") return {};
  return {
    lot: line.lot,
    ...(line.producedOn === "" ? {} : { producedOn: line.producedOn }),
    ...(line.expiresOn === "" ? {} : { expiresOn: line.expiresOn }),
  };
}
function kit(line: FormLine): Said {
  if (!line.kit) return {};
  const { itemId, quantity, group } = line.kit;
  return { kit: { itemId, quantity, group } };
}
function source(line: FormLine): Said {
  return line.source ? { source: { documentId: line.source.documentId, lineNo: line.source.lineNo } } : {};
}
