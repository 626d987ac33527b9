/** Digits, Latin letters and other signs as they stand; separators and blanks only part them: A-2, A2 and a 2 are one place. */
const parts = /\d+|[A-Za-z]+|[^\sA-Za-z\d_./\\#-]+/g;

/** A 货位 taken apart: runs of digits as numbers, the rest as text. */
type Place = { readonly text: string; readonly parts: readonly (bigint | string)[] };

/**
 * The way of a picker through 货位: runs of digits count as numbers, so that A-2 stands before A-10, letters in either
 * case alike. What has no bin comes last, in the order in which it stood.
 */
export function inBinOrder<Line>(lines: readonly Line[], binOf: (line: Line) => string): readonly Line[] {
  // Each bin is taken apart once: a sheet of a whole warehouse compares it sixteen times.
  return lines
    .map((line) => ({ line, place: placeOf(binOf(line)) }))
    .sort((one, other) => comparePlaces(one.place, other.place))
    .map(({ line }) => line);
}

function placeOf(text: string): Place {
  const found = text.normalize("NFKC").toUpperCase().match(parts) ?? [];
  return { text, parts: found.map((part) => (/^\d/.test(part) ? BigInt(part) : part)) };
}
function comparePlaces(one: Place, other: Place): number {
  const [left, right] = [one.parts, other.parts];
  if (left.length === 0 || right.length === 0) return Math.sign(right.length - left.length);
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const order = compareParts(left[place] ?? "", right[place] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length || compare(one.text, other.text);
}
/** Numbers before words. */
function compareParts(one: bigint | string, other: bigint | string): number {
  if (typeof one === typeof other) return compare(one, other);
  return typeof one === "bigint" ? -1 : 1;
}
function compare<T extends bigint | string>(one: T, other: T): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
