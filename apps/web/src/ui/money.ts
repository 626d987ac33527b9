/**
 * How figures are written: tabular, thousands, zero as –, a minus sign in front of what is negative.
 * Works on the decimal strings of the wire; no figure ever passes through a float.
 */

export type Figure = { readonly text: string; readonly negative: boolean; readonly zero: boolean };

const shape = /^(-?)(\d+)(?:\.(\d*))?$/;

/** Rounds half away from zero to `decimals` places. */
export function roundDecimal(text: string, decimals: number): string {
  const match = shape.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "0", fraction = ""] = match;
  if (fraction.length <= decimals) return `${sign}${whole}${decimals > 0 ? `.${fraction.padEnd(decimals, "0")}` : ""}`;
  const kept = BigInt(whole + fraction.slice(0, decimals)) + (fraction.charAt(decimals) >= "5" ? 1n : 0n);
  const digits = kept.toString().padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return `${sign}${digits.slice(0, cut)}${decimals > 0 ? `.${digits.slice(cut)}` : ""}`;
}

function withThousands(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function figure(text: string): Figure {
  const zero = !/[1-9]/.test(text);
  const negative = text.startsWith("-") && !zero;
  const digits = text.replace("-", "");
  return { text: zero ? "–" : `${negative ? "-" : ""}${withThousands(digits)}`, negative, zero };
}

/** An empty cell is unknown or does not apply; zero is –. */
const nothing: Figure = { text: "", negative: false, zero: false };
type Amount = string | null | undefined;

export function moneyFigure(amount: Amount): Figure {
  return amount == null || amount === "" ? nothing : figure(roundDecimal(amount, 2));
}
/** 成本单价, four decimals. */
export function unitCostFigure(amount: Amount): Figure {
  return amount == null || amount === "" ? nothing : figure(roundDecimal(amount, 4));
}
/** As entered, no trailing zeros. */
export function quantityFigure(amount: Amount): Figure {
  return amount == null || amount === "" ? nothing : figure(trimZeros(amount));
}
/** A price keeps the decimals it was given, at least two. */
export function priceFigure(amount: Amount): Figure {
  if (amount == null || amount === "") return nothing;
  const trimmed = trimZeros(amount);
  const decimals = trimmed.split(".")[1]?.length ?? 0;
  return figure(roundDecimal(trimmed, Math.max(2, decimals)));
}

export const formatMoney = (amount: Amount): string => moneyFigure(amount).text;
export const formatUnitCost = (amount: Amount): string => unitCostFigure(amount).text;
export const formatQuantity = (amount: Amount): string => quantityFigure(amount).text;
/** Where none is an answer and not an absence: what is left, what a sum comes to. */
export const formatQuantityOrZero = (amount: Amount): string =>
  quantityFigure(amount).zero ? "0" : formatQuantity(amount);
export const formatPrice = (amount: Amount): string => priceFigure(amount).text;

/** "0.1240" → "12.40%". Documents say two decimals, the first page one. */
export function formatPercent(ratio: Amount, decimals = 2): string {
  if (ratio == null || ratio === "") return "";
  const match = shape.exec(ratio);
  if (!match) return ratio;
  const [, sign = "", whole = "0", fraction = ""] = match;
  const padded = fraction.padEnd(2, "0");
  const percent = `${sign}${BigInt(whole + padded.slice(0, 2))}${padded.length > 2 ? `.${padded.slice(2)}` : ""}`;
  return `${roundDecimal(percent, decimals)}%`;
}
