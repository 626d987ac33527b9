/** What a person types into a figure: full-width digits, thousands, a Chinese full stop for the point, invisible signs. */

const invisible = /[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;

/** Control and invisible characters never reach a field; a scanner or a copied cell often carries them. */
export function visibleText(text: string): string {
  return text.replace(invisible, "").replace(/\u00a0/g, " ");
}

/** "１，２００。５" → "1200.5"; null when it is not a plain positive number of at most `decimals` decimals. */
export function typedNumber(text: string, decimals: number): string | null {
  const plain = visibleText(text).replace(/。/g, ".").normalize("NFKC").replace(/[,\s]/g, "");
  const match = /^(\d{0,13})(?:\.(\d*))?$/.exec(plain);
  if (!match) return null;
  const [, whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > decimals) return null;
  const head = whole.replace(/^0+(?=\d)/, "") || "0";
  return kept === "" ? head : `${head}.${kept}`;
}

/** With its sign: "-12.5", "－１２", "(12.5)" as accountants write it. */
export function typedSigned(text: string, decimals: number): string | null {
  const plain = visibleText(text).normalize("NFKC").trim();
  const bracketed = /^\((.+)\)$/.exec(plain)?.[1];
  const signed = /^[-−–](.+)$/.exec(plain)?.[1];
  const figure = typedNumber(bracketed ?? signed ?? plain.replace(/^\+/, ""), decimals);
  if (figure === null) return null;
  return (bracketed ?? signed) !== undefined && /[1-9]/.test(figure) ? `-${figure}` : figure;
}

/** "13" and "13%" and "0.13" all mean 13 %. */
export function typedTaxRate(text: string): string | null {
  const figure = typedNumber(text.replace(/[%％]/, ""), 4);
  if (figure === null) return null;
  if (Number(figure) < 1 && !/[%％]/.test(text)) return figure;
  const rate = typedNumber(String(Number(figure) / 100), 4);
  return rate !== null && Number(rate) < 1 ? rate : null;
}

/** Nobody delivers ten million of a thing; somebody scanned a barcode into 数量. */
const largestQuantity = 9_999_999n;
export function isBelievableQuantity(text: string): boolean {
  const whole = text.split(".")[0] ?? "";
  return /^\d+$/.test(whole) && BigInt(whole) <= largestQuantity;
}
