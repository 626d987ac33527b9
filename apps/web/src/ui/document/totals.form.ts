import {
  addTax,
  allocateByLargestRemainder,
  amountInWords,
  type DocumentTotals,
  documentTotals,
  formatMoney,
  formatQuantity,
  type Money,
  noDiscount,
  parseMoney,
  parseQuantity,
  parseTaxRate,
  parseUnitPrice,
  type PricedLine,
  splitGross,
  sumMoney,
} from "@zhangshi/core";
import type { DocumentKind } from "./document-kind.ts";
import { type DocumentForm, filledLines, type FormLine, pricedLine } from "./document.form.ts";
import { typedNumber, typedSigned } from "./typed-number.ts";

const nothing: PricedLine = { quantity: 0n, price: 0n, discountRate: noDiscount, taxRate: 0n };
export type LineAmounts = {
  readonly amount: string;
  readonly tax: string;
  /** 应付增减 of a corrected price. */
  readonly change: string;
};
const noAmounts: LineAmounts = { amount: "", tax: "", change: "" };
export type FormTotals = {
  /** By line key; before 整单优惠, as the clerk multiplies. */
  readonly lines: ReadonlyMap<string, LineAmounts>;
  readonly quantity: string;
  /** Said only when all lines have the same one. */
  readonly unit: string;
  readonly beforeDiscount: string;
  readonly tax: string;
  readonly gross: string;
  readonly grossInWords: string;
};

type Shaped = Pick<DocumentKind, "shape">;

/** The same sums as the server's, by the same functions, so that screen and books cannot disagree. */
export function formTotals(form: DocumentForm, kind: Shaped): FormTotals {
  const lines = filledLines(form);
  const units = new Set(lines.map((line) => line.unit));
  const quantities = lines.map((line) => parseQuantity(quantityOf(line, kind)));
  return {
    quantity: formatQuantity(quantities.reduce((sum, quantity) => sum + quantity, 0n)),
    unit: units.size === 1 ? ([...units][0] ?? "") : "",
    ...amountsOf(form, lines, kind),
  };
}

function quantityOf(line: FormLine, kind: Shaped): string {
  const isSources = kind.shape === "correction" || kind.shape === "allocation";
  const typed = isSources ? (line.source?.facts?.quantity ?? line.quantity) : line.quantity;
  return typedNumber(typed, 6) ?? "0";
}

type Amounts = Omit<FormTotals, "quantity" | "unit">;

function amountsOf(form: DocumentForm, lines: readonly FormLine[], kind: Shaped): Amounts {
  switch (kind.shape) {
    case "priced":
      return pricedAmounts(form, lines);
    case "cost":
      return pricedAmounts(
        { ...form, taxIncluded: false, orderDiscount: "" },
        lines.map((line) => ({ ...line, taxRate: "0", discountRate: "" })),
      );
    case "correction":
      return correctedAmounts(form, lines);
    case "allocation":
      return allocatedAmounts(form, lines);
    case "amount":
      return stated(lines.map((line) => [line.key, parseMoney(typedSigned(line.amount, 2) ?? "0")]));
    case "plain":
    case "counted":
    case "assembly":
      return stated([]);
  }
}

function stated(amounts: readonly (readonly [key: string, amount: Money])[]): Amounts {
  const gross = sumMoney(amounts.map(([, amount]) => amount));
  return {
    lines: new Map(amounts.map(([key, amount]) => [key, { ...noAmounts, amount: formatMoney(amount) }])),
    beforeDiscount: formatMoney(gross),
    tax: "0.00",
    gross: formatMoney(gross),
    grossInWords: amountInWords(gross),
  };
}

function pricedAmounts(form: DocumentForm, lines: readonly FormLine[]): Amounts {
  const priced = lines.map((line) => pricedLine(line) ?? nothing);
  const discount = parseMoney(typedNumber(form.orderDiscount, 2) ?? "0");
  const plain = documentTotals(priced, { taxIncluded: form.taxIncluded, orderDiscount: 0n });
  const totals: DocumentTotals =
    discount === 0n || discount > plain.gross
      ? plain
      : documentTotals(priced, { taxIncluded: form.taxIncluded, orderDiscount: discount });
  const byLine = lines.map((line, place): readonly [string, LineAmounts] => {
    const known = pricedLine(line);
    const sums = plain.lines[place];
    if (!known || !sums) return [line.key, noAmounts];
    const amount = formatMoney(form.taxIncluded ? sums.gross : sums.net);
    return [line.key, { ...noAmounts, amount, tax: formatMoney(sums.tax) }];
  });
  return {
    lines: new Map(byLine),
    beforeDiscount: formatMoney(plain.gross),
    tax: formatMoney(totals.tax),
    gross: formatMoney(totals.gross),
    grossInWords: amountInWords(totals.gross),
  };
}

/** The new price over what is left of the source; what was owed for that already is taken off, unless nothing was. */
function correctedAmounts(form: DocumentForm, lines: readonly FormLine[]): Amounts {
  const rows = lines.map((line) => {
    const facts = line.source?.facts;
    const price = typedNumber(line.price, 6);
    if (!facts || price === null) return { key: line.key, shown: noAmounts, tax: 0n, gross: 0n };
    const [now] = documentTotals(
      [
        {
          quantity: parseQuantity(facts.quantity),
          price: parseUnitPrice(price),
          discountRate: noDiscount,
          taxRate: parseTaxRate(typedNumber(line.taxRate, 4) ?? "0"),
        },
      ],
      { taxIncluded: form.taxIncluded, orderDiscount: 0n },
    ).lines;
    if (!now) return { key: line.key, shown: noAmounts, tax: 0n, gross: 0n };
    const owed = facts.accrued ? 0n : parseMoney(facts.gross);
    const owedTax = facts.accrued ? 0n : owed - parseMoney(facts.net);
    const gross = now.gross - owed;
    return {
      key: line.key,
      tax: now.tax - owedTax,
      gross,
      shown: {
        amount: formatMoney(form.taxIncluded ? now.gross : now.net),
        tax: formatMoney(now.tax),
        change: formatMoney(gross),
      },
    };
  });
  const gross = sumMoney(rows.map((row) => row.gross));
  return {
    lines: new Map(rows.map((row) => [row.key, row.shown])),
    beforeDiscount: formatMoney(gross),
    tax: formatMoney(sumMoney(rows.map((row) => row.tax))),
    gross: formatMoney(gross),
    grossInWords: amountInWords(gross),
  };
}

/** Shares of the charge: by what was paid for the goods, by their quantity or weight, or as typed. */
function allocatedAmounts(form: DocumentForm, lines: readonly FormLine[]): Amounts {
  const charge = parseMoney(typedNumber(form.amount, 2) ?? "0");
  const rate = parseTaxRate(typedNumber(form.taxRate, 4) ?? "0");
  const total = form.taxIncluded ? splitGross(charge, rate) : addTax(charge, rate);
  const shares =
    form.method === "hand"
      ? lines.map((line) => parseMoney(typedNumber(line.amount, 2) ?? "0"))
      : allocateByLargestRemainder(
          charge,
          lines.map((line) => weightOf(line, form.method)),
        );
  return {
    lines: new Map(lines.map((line, place) => [line.key, { ...noAmounts, amount: formatMoney(shares[place] ?? 0n) }])),
    beforeDiscount: formatMoney(sumMoney(shares)),
    tax: formatMoney(total.tax),
    gross: formatMoney(total.gross),
    grossInWords: amountInWords(total.gross),
  };
}

function weightOf(line: FormLine, method: DocumentForm["method"]): bigint {
  const { facts } = line.source ?? {};
  if (method === "weight") return parseQuantity(typedNumber(line.weight, 6) ?? "0");
  if (!facts || !line.item) return 0n;
  if (method !== "quantity") return parseMoney(facts.net);
  const unit = line.item.units.find((one) => one.name === facts.unit);
  const factor = facts.unit === line.item.baseUnit ? "1" : (unit?.factor ?? "1");
  return (parseQuantity(facts.quantity) * parseQuantity(factor)) / 1_000_000n;
}
