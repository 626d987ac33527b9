import { formatQuantity, oneUnit, parseMoney, parseQuantity } from "@zhangshi/core";
import type { Language } from "../../app/language.ts";
import { withoutUncounted } from "./count.form.ts";
import { type DocumentKind, fieldsOf, type HeadField, hasField, type LineShape } from "./document-kind.ts";
import { type DocumentForm, factorOf, type FormLine, filledLines } from "./document.form.ts";
import { saysLots, serialsOf } from "./lots.form.ts";
import { formTotals } from "./totals.form.ts";
import { typedNumber, typedSigned } from "./typed-number.ts";

export type FormField = HeadField | "orderDiscount" | "lines" | "note";
export type LineField =
  | "item"
  | "unit"
  | "quantity"
  | "price"
  | "discountRate"
  | "taxRate"
  | "amount"
  | "role"
  | "weight"
  | "source"
  | "lot"
  | "producedOn"
  | "expiresOn"
  | "note";
export type FormError = {
  readonly field: FormField | LineField;
  /** null: in the head of the document. */
  readonly lineKey: string | null;
  readonly message: string;
  readonly code: string;
  /** What would be right, in the line's unit, where the server said how much there is. */
  readonly left?: string;
  /** The document that stands against it. */
  readonly document?: { readonly id: string | null; readonly number: string };
};

const sayZh = {
  missing: (word: string) => `还没选${word}。`,
  date: "日期写成 2026-11-25。",
  sameWarehouse: "调出和调入是同一个仓库，请改一个。",
  noLines: "还没有商品。在第一行输入编码、条码或拼音首字母。",
  noSource: (word: string) => `还没有商品。按 F4 从${word}选。`,
  item: (typed: string) => `没有找到「${typed}」。可换一个编码、条码或名称，或删掉这一行（Ctrl Del）。`,
  noItem: "这一行还没选商品。选一个，或删掉这一行（Ctrl Del）。",
  quantity: "数量是 0。填数量，或删掉这一行（Ctrl Del）。",
  uncounted: "这一行还没盘。填盘点数，空货架填 0，或删掉这一行（Ctrl Del）。",
  countedTwice: (item: string) => `「${item}」在这张盘点单里出现了两次，请合成一行。`,
  price: "还没有单价。赠品填 0。",
  newPrice: "还没有新单价。",
  unitCost: "单位成本写成数字，例如 12.5；不填按现在的平均成本。",
  discount: "折扣在 0 到 100 之间，98 就是九八折。",
  orderDiscount: "整单优惠大于合计金额，请改小。",
  adjustment: "调整金额不能是 0。加填正数，减填负数。",
  charge: "还没填费用金额。",
  compensation: "赔偿写成金额，例如 20；没有人赔就空着。",
  share: "还没填这一行摊多少，不摊填 0。",
  sharesDiffer: (sum: string, amount: string) => `各行合计 ${sum}，和费用 ${amount} 不一致，请改一致。`,
  source: (word: string) => `这一行没有${word}。按 F4 重新选，或删掉这一行（Ctrl Del）。`,
  weight: "权重要大于 0，不填按数量。",
  mass: "按重量分摊，每行填重量。",
  lot: (item: string) => `「${item}」按批号管理，请填批号。`,
  serials: (item: string, wanted: string, given: number) =>
    `「${item}」按序列号管理，要 ${wanted} 个序列号，现在有 ${given} 个。用空格隔开。`,
  oneProduct: "要有一行成品，也只能有一行。",
  noParts: "还没有配件，请加上。",
  kitLots: "先按 F2 保存，配件展开成行以后再填。",
};

type Say = (field: FormField | LineField, lineKey: string | null, message: string) => void;

/** Everything that stands against saving, all at once, in reading order. */
export function checkForm(kind: DocumentKind, form: DocumentForm, language: Language = "zh"): readonly FormError[] {
  const errors: FormError[] = [];
  const say: Say = (field, lineKey, message) => errors.push({ field, lineKey, message, code: "form" });
  checkHead(kind, form, language, say);
  const lines = filledLines(form);
  const sourceWord = kind.sources?.word[language] ?? "";
  if (lines.length === 0)
    say("lines", form.lines[0]?.key ?? null, kind.sources?.required ? sayZh.noSource(sourceWord) : sayZh.noLines);
  for (const line of lines) checkLine(kind, form, line, sourceWord, say);
  togetherChecks[kind.shape]?.(kind, form, lines, say);
  return errors;
}

function checkHead(kind: DocumentKind, form: DocumentForm, language: Language, say: Say): void {
  if (kind.partner && !form.partnerId) say("partnerId", null, sayZh.missing(kind.partner.word[language]));
  if (!isDay(form.businessDate)) say("businessDate", null, sayZh.date);
  if (form.expectedDate !== "" && !isDay(form.expectedDate)) say("expectedDate", null, sayZh.date);
  if (kind.warehouse && !form.warehouseId) say("warehouseId", null, sayZh.missing(kind.warehouse[language]));
  if (kind.toWarehouse && !form.toWarehouseId) say("toWarehouseId", null, sayZh.missing(kind.toWarehouse[language]));
  if (kind.toWarehouse && form.toWarehouseId && form.toWarehouseId === form.warehouseId)
    say("toWarehouseId", null, sayZh.sameWarehouse);
  if (kind.reason && !form.reason) say("reason", null, sayZh.missing(kind.reason.word[language]));
  if (fieldsOf(kind, form.reason).includes("compensation") && !isFigureOrEmpty(form.compensation))
    say("compensation", null, sayZh.compensation);
  if (hasField(kind, "amount") && !/[1-9]/.test(typedNumber(form.amount, 2) ?? "")) say("amount", null, sayZh.charge);
}

function isFigureOrEmpty(text: string): boolean {
  return text === "" || typedNumber(text, 2) !== null;
}

function checkLine(kind: DocumentKind, form: DocumentForm, line: FormLine, sourceWord: string, say: Say): void {
  if (!line.item) say("item", line.key, line.typed === "" ? sayZh.noItem : sayZh.item(line.typed));
  if (kind.sources?.required && line.item && !line.source) say("source", line.key, sayZh.source(sourceWord));
  for (const [field, message] of lineChecks[kind.shape](line, form)) say(field, line.key, message);
  if (saysLots(kind)) for (const [field, message] of lotProblems(kind, line)) say(field, line.key, message);
}

/** A tracked item says its lot, or as many serial numbers as it has pieces; what follows a source has that lot. */
function lotProblems(kind: DocumentKind, line: FormLine): LineProblems {
  const { item } = line;
  // A part may wait for its lot until approval, which asks for it.
  if (!item || (line.kit !== null && line.lot === "")) return [];
  if (item.tracking === "lot") {
    const dates = (
      [
        ["producedOn", line.producedOn],
        ["expiresOn", line.expiresOn],
      ] as const
    ).filter(([, day]) => day !== "" && !isDay(day));
    const isMissing = line.lot === "" && line.source === null && kind.shape !== "amount";
    return [
      ...(isMissing ? ([["lot", sayZh.lot(item.name)]] as const) : []),
      ...dates.map(([field]) => [field, sayZh.date] as const),
    ];
  }
  if (item.tracking === "none" || kind.shape === "amount") return [];
  const quantity = typedNumber(line.quantity, 6);
  const given = serialsOf(line.lot).length;
  if (quantity === null) return [];
  const wanted = (parseQuantity(quantity) * factorOf(item, line.unit)) / oneUnit;
  if (BigInt(given) * oneUnit === wanted) return [];
  return [["lot", sayZh.serials(item.name, formatQuantity(wanted), given)]];
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
type LineProblems = readonly (readonly [field: LineField, message: string])[];
const isNumber = (text: string) => typedNumber(text, 6) !== null;
const isSome = (figure: string | null) => /[1-9]/.test(figure ?? "");

const hasQuantity = (line: FormLine): LineProblems =>
  isSome(typedNumber(line.quantity, 6)) ? [] : [["quantity", sayZh.quantity]];
const hasPrice = (line: FormLine, message: string): LineProblems =>
  line.item && !isNumber(line.price) ? [["price", message]] : [];
/** A cost may be left out, but not be nonsense. */
const mayHaveCost = (line: FormLine): LineProblems =>
  line.price !== "" && !isNumber(line.price) ? [["price", sayZh.unitCost]] : [];

/** What the lines of each shape need, in the order of their cells. */
const lineChecks: Readonly<Record<LineShape, (line: FormLine, form: DocumentForm) => LineProblems>> = {
  priced: (line) => {
    const discount = line.discountRate === "" ? "100" : typedNumber(line.discountRate, 4);
    const isDiscount = discount !== null && Number(discount) <= 100;
    return [
      ...hasQuantity(line),
      ...hasPrice(line, sayZh.price),
      ...(isDiscount ? [] : ([["discountRate", sayZh.discount]] as const)),
    ];
  },
  cost: (line) => [...hasQuantity(line), ...mayHaveCost(line)],
  plain: hasQuantity,
  counted: (line) => [
    ...(isNumber(line.quantity) ? [] : ([["quantity", sayZh.uncounted]] as const)),
    ...mayHaveCost(line),
  ],
  assembly: (line) => [
    ...hasQuantity(line),
    ...(line.weight === "" || isSome(typedNumber(line.weight, 6)) ? [] : ([["weight", sayZh.weight]] as const)),
  ],
  amount: (line) => (isSome(typedSigned(line.amount, 2)) ? [] : [["amount", sayZh.adjustment]]),
  correction: (line) => hasPrice(line, sayZh.newPrice),
  allocation: (line, form) => {
    if (form.method === "weight") return isSome(typedNumber(line.weight, 6)) ? [] : [["weight", sayZh.mass]];
    return form.method === "hand" && typedNumber(line.amount, 2) === null ? [["amount", sayZh.share]] : [];
  },
};

type Together = (kind: DocumentKind, form: DocumentForm, lines: readonly FormLine[], say: Say) => void;
/** What only all lines together can be wrong about. */
const togetherChecks: Partial<Record<LineShape, Together>> = {
  priced: (kind, form, _lines, say) => {
    const discount = typedNumber(form.orderDiscount === "" ? "0" : form.orderDiscount, 2);
    if (discount === null || parseMoney(discount) > parseMoney(formTotals(form, kind).beforeDiscount))
      say("orderDiscount", null, sayZh.orderDiscount);
  },
  counted: (_kind, _form, lines, say) => {
    const counted = new Set<string>();
    for (const line of lines) {
      const goods = `${line.item?.id}/${line.warehouseId}/${line.item?.tracking === "lot" ? line.lot : ""}`;
      if (line.item && counted.has(goods)) say("item", line.key, sayZh.countedTwice(line.item.name));
      counted.add(goods);
    }
  },
  assembly: (_kind, form, lines, say) => {
    const products = lines.filter((line) => line.role === "product");
    const wrong = products[1] ?? lines[0];
    if (products.length !== 1 && wrong) say("role", wrong.key, sayZh.oneProduct);
    else if (lines.length === 1) say("lines", form.lines.at(-1)?.key ?? null, sayZh.noParts);
  },
  allocation: (kind, form, lines, say) => {
    const charge = typedNumber(form.amount, 2);
    if (form.method !== "hand" || charge === null || lines.length === 0) return;
    const sum = formTotals(form, kind).beforeDiscount;
    if (parseMoney(sum) !== parseMoney(charge)) say("amount", null, sayZh.sharesDiffer(sum, charge));
  },
};

const lineFields: Readonly<Record<string, LineField>> = {
  itemId: "item",
  unit: "unit",
  quantity: "quantity",
  price: "price",
  discountRate: "discountRate",
  taxRate: "taxRate",
  amount: "amount",
  role: "role",
  weight: "weight",
  source: "source",
  lot: "lot",
  serials: "lot",
  producedOn: "producedOn",
  expiresOn: "expiresOn",
  note: "note",
};

type ServerError = {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
};

/** `lines.8.quantity`, `/lines/8/quantity`, `body.lines[8].quantity`: the cell that a refusal speaks of. */
export function errorsAtFields(
  kind: DocumentKind,
  form: DocumentForm,
  refused: readonly ServerError[],
): readonly FormError[] {
  const lines = filledLines(form);
  return refused.map((error): FormError => {
    const parts = error.path.split(/[./[\]]+/).filter((part) => part !== "" && part !== "body");
    if (parts[0] === "lines" && parts.length > 1) {
      const line = lines[Number(parts[1])];
      return {
        field: lineFields[parts[2] ?? ""] ?? "quantity",
        lineKey: line?.key ?? form.lines[0]?.key ?? null,
        message: line?.item?.isKit && lotCodes.has(error.code) ? `${error.message}${sayZh.kitLots}` : error.message,
        code: error.code,
        ...leftOf(error, line),
        ...documentOf(error),
      };
    }
    const field = [...kind.fields, "orderDiscount", "note"].includes(parts[0] ?? "")
      ? (parts[0] as FormField)
      : "lines";
    return { field, lineKey: null, message: error.message, code: error.code, ...documentOf(error) };
  });
}

/** Of parts that are no lines yet. */
const lotCodes: ReadonlySet<string> = new Set(["lot.required", "serial.required"]);
/** `source.exceeded` says in base units how much is left: a repair where that is something in the line's own unit. */
function leftOf(error: ServerError, line: FormLine | undefined): Pick<FormError, "left"> {
  const left = error.facts?.["left"];
  if (error.code !== "source.exceeded" || typeof left !== "string" || !line?.item) return {};
  const factor = factorOf(line.item, line.unit);
  const base = parseQuantity(left);
  const fits = base > 0n && (factor === oneUnit || base % factor === 0n);
  return fits ? { left: formatQuantity((base * oneUnit) / factor) } : {};
}

function documentOf(error: ServerError): Pick<FormError, "document"> {
  const { document, documentId } = error.facts ?? {};
  if (typeof document !== "string" || document === "") return {};
  return { document: { number: document, id: typeof documentId === "string" ? documentId : null } };
}

/** A cell that was changed is free of its refusal; adding or removing a line frees "no lines". */
export function wasTouched(error: FormError, before: DocumentForm, after: DocumentForm): boolean {
  if (error.field === "lines") return before.lines !== after.lines;
  if (error.lineKey === null) {
    const field = error.field as keyof DocumentForm;
    return before[field] !== after[field] || (field === "amount" && before.lines !== after.lines);
  }
  const was = before.lines.find((line) => line.key === error.lineKey);
  const is = after.lines.find((line) => line.key === error.lineKey);
  if (!was || !is) return true;
  const field = error.field as keyof FormLine;
  return field in is ? was[field] !== is[field] : was.item !== is.item;
}

/** What approval would do is asked of the lines that are counted already, while the count goes on. */
export function previewedForm(kind: DocumentKind, form: DocumentForm): DocumentForm {
  return kind.shape === "counted" ? withoutUncounted(form) : form;
}
/** Enough is filled in to ask what approval would do. */
export function canPreview(kind: DocumentKind, form: DocumentForm): boolean {
  return filledLines(form).length > 0 && checkForm(kind, form).length === 0;
}
