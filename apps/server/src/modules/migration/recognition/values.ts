/** How the text of a cell becomes a value. All numbers are exact decimal text, never a float. */

export type Parsed =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: ValueReason };

export type ValueReason =
  | "number.not_a_number"
  | "number.too_many_decimals"
  | "number.too_large"
  | "date.not_a_date"
  | "date.ambiguous"
  | "rate.out_of_range"
  | "flag.unknown";

const good = (value: string): Parsed => ({ ok: true, value });
const bad = (reason: ValueReason): Parsed => ({ ok: false, reason });

const beyondAscii = /[^\u0000-\u007e]/;

/** Full-width letters, digits and marks as their ordinary ones; every kind of blank as a plain one. */
export function halfWidth(text: string): string {
  if (!beyondAscii.test(text)) return text;
  return text
    .replace(/[！-～]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ");
}

const plainCode = /^[\w.-]*$/;

/** A code or barcode: `Ａ００１`, `A001` with a blank behind it, and `'0159425` with its visible apostrophe. */
export function codeText(text: string): string {
  if (plainCode.test(text)) return text;
  return halfWidth(text)
    .trim()
    .replace(/^'(?=.)/, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** A name or remark: trimmed, blanks as plain ones, lines joined; full-width brackets stay as they were written. */
export function plainText(text: string): string {
  return text
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(/\s*\n\s*/g, " ")
    .trim();
}

export function unquoted(text: string): string {
  const match = /^(?:'(.*)'|"(.*)"|“(.*)”|‘(.*)’)$/s.exec(text.trim());
  return (match?.slice(1).find((part) => part !== undefined) ?? text).trim();
}

const alreadyExact = /^(?:0|[1-9]\d{0,14})(?:\.\d{0,12}[1-9])?$/;

/** `1,234.50`, `￥12`, `１２`, `3 `, `(5)`, `12元`. */
export function parseDecimal(text: string): Parsed {
  if (alreadyExact.test(text)) return good(text);
  let bare = halfWidth(text)
    .replace(/\s/g, "")
    .replace(/^[¥￥$]|(?<=^[-+])[¥￥$]/, "")
    .replace(/(?:元|圆|rmb|cny)$/i, "");
  const bracketed = /^\((.+)\)$/.exec(bare);
  if (bracketed) bare = `-${bracketed[1]}`;
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(bare)) bare = bare.replaceAll(",", "");
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(bare);
  if (!match || `${match[2]}${match[3] ?? ""}` === "") return bad("number.not_a_number");
  const [, sign = "", wholeText = "", fractionText = ""] = match;
  const whole = wholeText.replace(/^0+(?=\d)/, "") || "0";
  const fraction = fractionText.replace(/0+$/, "");
  if (whole.length > 15) return bad("number.too_large");
  const zero = whole === "0" && fraction === "";
  return good(`${sign === "-" && !zero ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`);
}

export function decimalsOf(decimal: string): number {
  const point = decimal.indexOf(".");
  return point < 0 ? 0 : decimal.length - point - 1;
}

/** Half up, as the books round. */
export function roundDecimal(decimal: string, places: number): string {
  if (decimalsOf(decimal) <= places) return decimal;
  const unit = 10n ** BigInt(scale - places);
  const exact = toScaled(decimal);
  const half = unit / 2n;
  const rounded = exact >= 0n ? (exact + half) / unit : -((-exact + half) / unit);
  return fromScaled(rounded * unit);
}

/** A tax rate as percent: `13%`, `13`, `0.13` are 13. A number below 1 is a fraction, as no rate below 1 % but 0 exists. */
export function parseRate(text: string): Parsed {
  const bare = halfWidth(text).replace(/\s/g, "");
  if (/^(?:免税|不征税|零税率)$/.test(bare)) return good("0");
  const percent = bare.endsWith("%");
  const number = parseDecimal(percent ? bare.slice(0, -1) : bare);
  if (!number.ok) return number;
  const isFraction = !percent && number.value.startsWith("0.");
  const value = isFraction ? fromScaled(toScaled(number.value) * 100n) : number.value;
  return value.startsWith("-") || toScaled(value) > toScaled("100") ? bad("rate.out_of_range") : good(value);
}

const yes = /^(?:是|1|√|✓|✔|y|yes|true|t|启用|有|正常|在用|on)$/i;
const no = /^(?:否|0|×|✗|x|n|no|false|f|禁用|停用|无|off|作废)$/i;

export function parseFlag(text: string): Parsed {
  const bare = halfWidth(text).trim();
  if (yes.test(bare)) return good("true");
  if (no.test(bare)) return good("false");
  return bad("flag.unknown");
}

/** `2024-01-01`, `2024/1/1`, `2024.1.1`, `2024年1月1日`, `20240101`, `31/12/2020`, each with a time or without. */
export function parseDate(text: string): Parsed {
  const bare = halfWidth(text).trim();
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?).*)?$/.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})()$/.exec(bare);
  if (match) return calendarDate(Number(match[1]), Number(match[2]), Number(match[3]), match[4]);
  const european = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(bare);
  if (european) {
    const [first, second, year] = [Number(european[1]), Number(european[2]), Number(european[3])];
    if (first > 12) return calendarDate(year, second, first, undefined);
    if (second > 12 || first === second) return calendarDate(year, first, second, undefined);
    return bad("date.ambiguous");
  }
  return /^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}$/.test(bare) ? bad("date.ambiguous") : bad("date.not_a_date");
}

function calendarDate(year: number, month: number, day: number, time: string | undefined): Parsed {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real) return bad("date.not_a_date");
  const calendar = date.toISOString().slice(0, 10);
  if (!time || /^0?0:00(?::00)?$/.test(time)) return good(calendar);
  const [hours = "0", minutes = "0", seconds = "0"] = time.split(":");
  return good(`${calendar} ${hours.padStart(2, "0")}:${minutes}:${seconds.padStart(2, "0")}`);
}

// ---- exact sums ----

const scale = 20;

function toScaled(decimal: string): bigint {
  const negative = decimal.startsWith("-");
  const [whole = "0", fraction = ""] = (negative ? decimal.slice(1) : decimal).split(".");
  const value = BigInt(whole + fraction.padEnd(scale, "0").slice(0, scale));
  return negative ? -value : value;
}

function fromScaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A running sum of decimal texts. Short ones are added as whole millionths within the safe integers. */
export function exactSum(): { add(decimal: string): void; total(): string } {
  let sum = 0n;
  let millionths = 0;
  const perMillionth = 10n ** BigInt(scale - 6);
  const carry = () => {
    sum += BigInt(millionths) * perMillionth;
    millionths = 0;
  };
  return {
    add(decimal) {
      const short = /^(-?)(\d{1,8})(?:\.(\d{1,6}))?$/.exec(decimal);
      if (!short) {
        sum += toScaled(decimal);
        return;
      }
      const value = Number(short[2]) * 1_000_000 + (short[3] === undefined ? 0 : Number(short[3].padEnd(6, "0")));
      millionths += short[1] === "-" ? -value : value;
      if (Math.abs(millionths) > 4_000_000_000_000_000) carry();
    },
    total() {
      carry();
      return fromScaled(sum);
    },
  };
}

export function sameDecimal(left: string, right: string): boolean {
  return toScaled(left) === toScaled(right);
}

// ---- barcodes ----

/** The check digit of EAN-8, UPC-A, EAN-13 and ITF-14: weights 3 and 1 from the right. */
export function hasValidCheckDigit(code: string): boolean {
  if (!/^(?:\d{8}|\d{12}|\d{13}|\d{14})$/.test(code)) return false;
  let sum = 0;
  for (let at = 0; at < code.length - 1; at++) {
    sum += Number(code[code.length - 2 - at]) * (at % 2 === 0 ? 3 : 1);
  }
  return (10 - (sum % 10)) % 10 === Number(code.at(-1));
}

/** A UPC-A whose leading zero a number column has eaten: eleven digits that are valid with the zero put back. */
export function restoredZero(code: string): string | undefined {
  return /^\d{11}$/.test(code) && hasValidCheckDigit(`0${code}`) ? `0${code}` : undefined;
}

const totalsMark = /^(?:合计|总计|小计|共计|累计|总和|本页合计|本页小计|grandtotal|subtotal|total)$/i;

/** `合 计`, `合计：`, `半成品小计`: a line that adds up the lines above it is no goods. */
export function isTotalsLabel(text: string): boolean {
  const bare = halfWidth(text).replace(/[\s::]/g, "");
  return totalsMark.test(bare) || /(?:合计|小计|总计)$/.test(bare);
}
