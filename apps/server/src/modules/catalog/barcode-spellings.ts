/** A scanner may send a UPC-A with or without the zero that makes it an EAN-13; both are the same goods. */
export function barcodeSpellings(text: string): readonly string[] {
  if (/^\d{12}$/.test(text)) return [text, `0${text}`];
  if (/^0\d{12}$/.test(text)) return [text, text.slice(1)];
  return [text];
}
