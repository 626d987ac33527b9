/**
 * Exact decimals as bigints of a fixed scale. Half-up means away from zero at the half, for both signs, as bookkeepers round.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError("division by zero");
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (n * 2n + d) / (d * 2n);
  return negative ? -rounded : rounded;
}

/** "12.5" at scale 2 → 1250n. More decimals than the scale are an error: rounding is somebody's decision, not a parser's. */
export function parseDecimal(text: string, scale: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > scale) throw new RangeError(`more than ${scale} decimals: ${text}`);
  const value = BigInt((match[2] ?? "0") + fraction.padEnd(scale, "0"));
  return match[1] === "-" ? -value : value;
}

/** 1250n at scale 2 → "12.50"; with `trim`, "12.5". */
export function formatDecimal(value: bigint, scale: number, trim = false): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  let fraction = scale === 0 ? "" : digits.slice(digits.length - scale);
  if (trim) fraction = fraction.replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
