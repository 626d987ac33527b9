import type { TradeDocumentInput } from "@zhangshi/contract";
import { parseMoney } from "@zhangshi/core";
import { type DocumentForm, type FormLine, filledLines, formTotals } from "./document.form.ts";
import { typedNumber } from "./typed-number.ts";

export type FormField = "partnerId" | "businessDate" | "warehouseId" | "orderDiscount" | "lines" | "handler" | "note";
export type LineField = "item" | "unit" | "quantity" | "price" | "discountRate" | "taxRate" | "note";
export type FormError = {
  readonly field: FormField | LineField;
  /** null: in the head of the document. */
  readonly lineKey: string | null;
  readonly message: string;
  readonly code: string;
};

const sayZh = {
  partner: (word: string) => `还没选${word}。`,
  date: "日期写成 2026-11-25。",
  warehouse: "还没选仓库。",
  noLines: "还没有商品。在第一行输入编码、条码或拼音首字母。",
  item: (typed: string) => `没有找到「${typed}」。可换一个编码、条码或名称，或删掉这一行（Ctrl Del）。`,
  noItem: "这一行还没选商品。选一个，或删掉这一行（Ctrl Del）。",
  quantity: "数量是 0。填数量，或删掉这一行（Ctrl Del）。",
  price: "还没有单价。赠品填 0。",
  discount: "折扣在 0 到 100 之间，98 就是九八折。",
  orderDiscount: "整单优惠大于合计金额，请改小。",
};

/** Everything that stands against saving, all at once, in reading order. */
export function checkForm(form: DocumentForm, partnerWord: string): readonly FormError[] {
  const errors: FormError[] = [];
  const say = (field: FormField | LineField, lineKey: string | null, message: string) =>
    errors.push({ field, lineKey, message, code: "form" });
  if (!form.partnerId) say("partnerId", null, sayZh.partner(partnerWord));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(form.businessDate)) say("businessDate", null, sayZh.date);
  if (!form.warehouseId) say("warehouseId", null, sayZh.warehouse);
  const lines = filledLines(form);
  if (lines.length === 0) say("lines", form.lines[0]?.key ?? null, sayZh.noLines);
  for (const line of lines) {
    if (!line.item) say("item", line.key, line.typed === "" ? sayZh.noItem : sayZh.item(line.typed));
    if (!/[1-9]/.test(typedNumber(line.quantity, 6) ?? "")) say("quantity", line.key, sayZh.quantity);
    if (line.item && typedNumber(line.price, 6) === null) say("price", line.key, sayZh.price);
    const discount = line.discountRate === "" ? "100" : typedNumber(line.discountRate, 4);
    if (discount === null || Number(discount) > 100) say("discountRate", line.key, sayZh.discount);
  }
  const orderDiscount = typedNumber(form.orderDiscount === "" ? "0" : form.orderDiscount, 2);
  if (orderDiscount === null || parseMoney(orderDiscount) > parseMoney(formTotals(form).beforeDiscount))
    say("orderDiscount", null, sayZh.orderDiscount);
  return errors;
}

/** What is sent; lines in the order of the grid, so that `lines.3.quantity` of a refusal finds its cell again. */
export function bodyOf(form: DocumentForm, version: number | null): TradeDocumentInput {
  return {
    id: form.id,
    businessDate: form.businessDate,
    partnerId: form.partnerId ?? "",
    warehouseId: form.warehouseId ?? "",
    handler: form.handler,
    taxIncluded: form.taxIncluded,
    orderDiscount: typedNumber(form.orderDiscount, 2) ?? "0",
    note: form.note,
    lines: filledLines(form).map((line) => ({
      itemId: line.item?.id ?? "",
      unit: line.unit,
      quantity: typedNumber(line.quantity, 6) ?? "",
      price: typedNumber(line.price, 6) ?? "",
      discountRate: typedNumber(line.discountRate, 4) ?? "100",
      ...(line.taxRate === "" ? {} : { taxRate: line.taxRate }),
      ...(line.warehouseId === null ? {} : { warehouseId: line.warehouseId }),
      note: line.note,
    })),
    ...(version === null ? {} : { version }),
  };
}

const lineFields: Readonly<Record<string, LineField>> = {
  itemId: "item",
  unit: "unit",
  quantity: "quantity",
  price: "price",
  discountRate: "discountRate",
  taxRate: "taxRate",
  note: "note",
};
const formFields: readonly string[] = ["partnerId", "businessDate", "warehouseId", "orderDiscount", "handler", "note"];

type ServerError = { readonly path: string; readonly code: string; readonly message: string };

/** `lines.8.quantity`, `/lines/8/quantity`, `body.lines[8].quantity`: the cell that a refusal speaks of. */
export function errorsAtFields(form: DocumentForm, refused: readonly ServerError[]): readonly FormError[] {
  const lines = filledLines(form);
  return refused.map((error): FormError => {
    const parts = error.path.split(/[./[\]]+/).filter((part) => part !== "" && part !== "body");
    if (parts[0] === "lines") {
      const line = lines[Number(parts[1])];
      return {
        field: lineFields[parts[2] ?? ""] ?? "quantity",
        lineKey: line?.key ?? form.lines[0]?.key ?? null,
        message: error.message,
        code: error.code,
      };
    }
    const field = formFields.includes(parts[0] ?? "") ? (parts[0] as FormField) : "lines";
    return { field, lineKey: null, message: error.message, code: error.code };
  });
}

/** A cell that was changed is free of its refusal; adding or removing a line frees "no lines". */
export function wasTouched(error: FormError, before: DocumentForm, after: DocumentForm): boolean {
  if (error.field === "lines") return before.lines !== after.lines;
  if (error.lineKey === null) {
    const field = error.field as keyof DocumentForm;
    return before[field] !== after[field];
  }
  const was = before.lines.find((line) => line.key === error.lineKey);
  const is = after.lines.find((line) => line.key === error.lineKey);
  if (!was || !is) return true;
  const field = error.field as keyof FormLine;
  return field in is ? was[field] !== is[field] : was.item !== is.item;
}

/** Enough is filled in to ask what approval would do. */
export function canPreview(form: DocumentForm): boolean {
  const lines = filledLines(form);
  const isComplete = (line: FormLine) =>
    line.item !== null &&
    /[1-9]/.test(typedNumber(line.quantity, 6) ?? "") &&
    typedNumber(line.price, 6) !== null &&
    typedNumber(line.discountRate === "" ? "100" : line.discountRate, 4) !== null;
  return form.partnerId !== null && form.warehouseId !== null && lines.length > 0 && lines.every(isComplete);
}
