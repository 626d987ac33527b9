/** What a person typed becomes patterns for `like all`: every word must occur, in any order. */
export function searchPatterns(search: string): readonly string[] {
  return wordsOf(search).map((word) => `%${literal(word)}%`);
}
export function wordsOf(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 8);
}
/** "100%" is searched as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A scanner may send a UPC-A with or without the zero that makes it an EAN-13; both are the same goods. */
export function barcodeSpellings(text: string): readonly string[] {
  if (/^\d{12}$/.test(text)) return [text, `0${text}`];
  if (/^0\d{12}$/.test(text)) return [text, text.slice(1)];
  return [text];
}
