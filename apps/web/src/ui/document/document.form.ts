import type { AllocationMethod, DifferenceMethod, ItemCandidate } from "@zhangshi/contract";
import {
  divideHalfUp,
  formatDecimal,
  formatQuantity,
  formatUnitPrice,
  oneUnit,
  parseDecimal,
  parseMoney,
  parseQuantity,
  parseTaxRate,
  parseUnitPrice,
  type PricedLine,
  type StockReasonCode,
} from "@zhangshi/core";
import type { DocumentKind, PageDocumentType } from "./document-kind.ts";
import type { LineKit } from "./kit.form.ts";
import { typedNumber } from "./typed-number.ts";

/** What is left of the source's line, when it was asked for: in its unit, and as it was priced. */
export type SourceFacts = {
  readonly unit: string;
  readonly quantity: string;
  readonly price: string;
  readonly taxIncluded: boolean;
  readonly net: string;
  readonly gross: string;
  /** 暂估: its invoice is still to come, so nothing was owed for it yet. */
  readonly accrued: boolean;
};
/** 源单行. */
export type LineSource = {
  readonly documentId: string;
  readonly lineNo: number;
  readonly type: PageDocumentType;
  readonly number: string;
  readonly facts: SourceFacts | null;
};

/** Until it was asked for: a saved line does not know what is on the shelf now. */
export const stockUnknown = "";

/** A line as typed. Everything is text, so that nothing a person typed is ever lost to a parser. */
export type FormLine = {
  readonly key: string;
  readonly item: ItemCandidate | null;
  /** What stands in the item cell while no item is known. */
  readonly typed: string;
  readonly state: "ready" | "searching" | "unknown";
  readonly unit: string;
  readonly quantity: string;
  readonly price: string;
  readonly discountRate: string;
  readonly taxRate: string;
  readonly warehouseId: string | null;
  /** Of an adjustment with its sign; of an allocation where shares are typed. */
  readonly amount: string;
  readonly role: "product" | "part" | null;
  readonly weight: string;
  readonly source: LineSource | null;
  /** 批号, or 序列号 one after the other, as the item is tracked. */
  readonly lot: string;
  readonly producedOn: string;
  readonly expiresOn: string;
  /** 组合商品 that it was sold in, as a part. */
  readonly kit: LineKit | null;
  /** 账面数 of the lot on a count, in base units; "" until it was asked for. */
  readonly lotOnHand: string;
  readonly note: string;
};
export type DocumentForm = {
  readonly id: string;
  readonly businessDate: string;
  /** Of an order; "" while nobody said one. */
  readonly expectedDate: string;
  readonly partnerId: string | null;
  readonly partnerName: string;
  readonly warehouseId: string | null;
  readonly toWarehouseId: string | null;
  readonly reason: StockReasonCode | null;
  /** 赔偿; "" when nobody pays. */
  readonly compensation: string;
  readonly accrued: boolean;
  readonly handler: string;
  readonly taxIncluded: boolean;
  readonly orderDiscount: string;
  /** The charge of an allocation, its rate, and how it is spread. */
  readonly amount: string;
  readonly taxRate: string;
  readonly method: AllocationMethod;
  /** 差额处理 of a price correction. */
  readonly difference: DifferenceMethod;
  readonly note: string;
  readonly lines: readonly FormLine[];
};

export function emptyLine(key: string): FormLine {
  return {
    key,
    item: null,
    typed: "",
    state: "ready",
    unit: "",
    quantity: "",
    price: "",
    discountRate: "",
    taxRate: "",
    warehouseId: null,
    amount: "",
    role: null,
    weight: "",
    source: null,
    lot: "",
    producedOn: "",
    expiresOn: "",
    kit: null,
    lotOnHand: "",
    note: "",
  };
}

/** The last line of the grid, where the next item goes; it is never sent. */
export function isBlank(line: FormLine): boolean {
  return (
    line.item === null &&
    line.typed === "" &&
    [line.quantity, line.note, line.price, line.amount].every((text) => text === "")
  );
}

export function filledLines(form: DocumentForm): readonly FormLine[] {
  return form.lines.filter((line) => !isBlank(line));
}

export function factorOf(item: ItemCandidate, unit: string): bigint {
  if (unit === item.baseUnit) return oneUnit;
  return parseQuantity(item.units.find((one) => one.name === unit)?.factor ?? "1");
}

export function unitsOf(item: ItemCandidate): readonly string[] {
  return [...new Set([item.baseUnit, ...item.units.map((unit) => unit.name)])];
}

/** 价目: the unit's own price, else the base unit's price times the factor. */
export function listPrice(item: ItemCandidate, unit: string, sells: boolean): string | null {
  const own = item.units.find((one) => one.name === unit);
  const priced = sells ? own?.salePrice : own?.purchasePrice;
  if (priced) return priced;
  const base = sells ? item.salePrice : item.purchasePrice;
  if (!base) return null;
  return formatUnitPrice(divideHalfUp(parseUnitPrice(base) * factorOf(item, unit), oneUnit));
}

/** 上次: what this partner paid for this unit, said the way this document says prices. */
export function lastPrice(item: ItemCandidate, unit: string, taxIncluded: boolean): string | null {
  const last = item.lastPrices.find((one) => one.unit === unit);
  if (!last) return null;
  if (last.taxIncluded === taxIncluded) return last.price;
  const rate = 10_000n + parseTaxRate(item.taxRate);
  const price = parseUnitPrice(last.price);
  return formatUnitPrice(taxIncluded ? divideHalfUp(price * rate, 10_000n) : divideHalfUp(price * 10_000n, rate));
}

/** How prices are read and suggested in a document; only trade documents suggest any. */
export type PriceTerms = { readonly sells: boolean; readonly taxIncluded: boolean; readonly suggests: boolean };
export function priceTerms(kind: Pick<DocumentKind, "sells" | "shape">, form: DocumentForm): PriceTerms {
  return { sells: kind.sells, taxIncluded: form.taxIncluded, suggests: kind.shape === "priced" };
}

export function suggestedPrice(item: ItemCandidate, unit: string, terms: PriceTerms): string {
  if (!terms.suggests) return "";
  return lastPrice(item, unit, terms.taxIncluded) ?? listPrice(item, unit, terms.sells) ?? "";
}

/** The unit that was scanned, else the one this partner bought last, else the base unit. */
export function suggestedUnit(item: ItemCandidate): string {
  return item.hitUnit ?? item.lastPrices[0]?.unit ?? item.baseUnit;
}

/** Puts an item into a line; a quantity, price or note that was typed already stays, a source of other goods does not. */
export function withItem(line: FormLine, item: ItemCandidate, terms: PriceTerms): FormLine {
  const unit = line.unit !== "" && unitsOf(item).includes(line.unit) ? line.unit : suggestedUnit(item);
  return {
    ...line,
    item: { ...item, hitUnit: null },
    typed: "",
    state: "ready",
    unit,
    price: line.price === "" || line.item !== null ? suggestedPrice(item, unit, terms) : line.price,
    taxRate: item.taxRate,
    ...(line.item?.id === item.id
      ? {}
      : { source: null, kit: null, lot: "", producedOn: "", expiresOn: "", lotOnHand: "" }),
  };
}

/** Another unit has another price: the suggested one, else the same price per base unit. */
export function withUnit(line: FormLine, unit: string, terms: PriceTerms): FormLine {
  const { item } = line;
  if (!item || unit === line.unit || !unitsOf(item).includes(unit)) return line;
  const suggested = suggestedPrice(item, unit, terms);
  if (line.source === null && line.kit === null && (suggested !== "" || line.price === ""))
    return { ...line, unit, price: suggested };
  const typed = typedNumber(line.price, 6);
  if (typed === null) return { ...line, unit };
  const price = divideHalfUp(parseUnitPrice(typed) * factorOf(item, unit), factorOf(item, line.unit));
  return { ...line, unit, price: formatUnitPrice(price) };
}

/** An amount that is typed says the price: amount ÷ quantity ÷ discount, to six decimals. */
export function withAmount(line: FormLine, amount: string): FormLine {
  const figure = typedNumber(amount, 2);
  const priced = pricedLine(line);
  if (figure === null || !priced || priced.quantity === 0n || priced.discountRate === 0n) return line;
  const price = divideHalfUp(parseMoney(figure) * 10_000n * oneUnit * oneUnit, priced.quantity * priced.discountRate);
  return { ...line, price: formatUnitPrice(price) };
}

/** A scan of what stands there already makes it one more; else it is a new line before the blank one. */
export function withScan(
  form: DocumentForm,
  scan: { readonly item: ItemCandidate; readonly quantity: string; readonly key: string },
  terms: PriceTerms,
): { readonly form: DocumentForm; readonly key: string; readonly added: boolean } {
  const unit = suggestedUnit(scan.item);
  const known = form.lines.findIndex(
    (line) => line.item?.id === scan.item.id && line.unit === unit && line.warehouseId === null && line.kit === null,
  );
  const line = form.lines[known];
  if (line) {
    const before = parseQuantity(typedNumber(line.quantity, 6) ?? "0");
    const quantity = formatQuantity(before + parseQuantity(scan.quantity));
    const lines = form.lines.map((one, place) => (place === known ? { ...one, quantity } : one));
    return { form: { ...form, lines }, key: line.key, added: false };
  }
  const fresh = withItem({ ...emptyLine(scan.key), quantity: scan.quantity }, scan.item, terms);
  const blank = form.lines.findIndex(isBlank);
  const lines =
    blank === -1 ? [...form.lines, fresh] : [...form.lines.slice(0, blank), fresh, ...form.lines.slice(blank)];
  return { form: { ...form, lines }, key: fresh.key, added: true };
}

export function pricedLine(line: FormLine): PricedLine | null {
  const quantity = typedNumber(line.quantity, 6);
  const price = typedNumber(line.price, 6);
  const discountRate = typedNumber(line.discountRate === "" ? "100" : line.discountRate, 4);
  const taxRate = typedNumber(line.taxRate === "" ? "0" : line.taxRate, 4);
  if (!line.item || quantity === null || price === null || discountRate === null || taxRate === null) return null;
  return {
    quantity: parseQuantity(quantity),
    price: parseUnitPrice(price),
    discountRate: parseDecimal(discountRate, 4),
    taxRate: parseTaxRate(taxRate),
  };
}

/** amber ↑: the customer paid more last time, or the supplier asked less. */
export function isWorsePrice(line: FormLine, terms: PriceTerms): boolean {
  if (!line.item) return false;
  const last = lastPrice(line.item, line.unit, terms.taxIncluded);
  const price = typedNumber(line.price, 6);
  if (last === null || price === null) return false;
  const [now, before] = [parseUnitPrice(price), parseUnitPrice(last)];
  return terms.sells ? now < before : now > before;
}

/** Without trailing zeros, as it was typed. */
export function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

export function discountText(rate: string): string {
  return rate === "" || Number(rate) === 100 ? "" : `${trimmed(rate)}%`;
}
export function taxRateText(rate: string): string {
  if (rate === "") return "";
  return `${formatDecimal(parseTaxRate(rate), 2, true)}%`;
}
