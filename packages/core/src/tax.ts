import { divideHalfUp, parseDecimal } from "./decimal.ts";
import type { Money } from "./money.ts";

/** 税率 in ten-thousandths: 13 % = 1300n. */
export type TaxRate = bigint;
const whole = 10_000n;

export function parseTaxRate(text: string): TaxRate {
  return parseDecimal(text, 4);
}

export type TaxedAmount = { readonly net: Money; readonly tax: Money; readonly gross: Money };

/** 含税 → 不含税: net = round(gross ÷ (1 + rate)), tax is what remains, per line (E11, D3). */
export function splitGross(gross: Money, rate: TaxRate): TaxedAmount {
  const net = divideHalfUp(gross * whole, whole + rate);
  return { net, tax: gross - net, gross };
}

/** 不含税 → 含税: tax = round(net × rate), per line. */
export function addTax(net: Money, rate: TaxRate): TaxedAmount {
  const tax = divideHalfUp(net * rate, whole);
  return { net, tax, gross: net + tax };
}
