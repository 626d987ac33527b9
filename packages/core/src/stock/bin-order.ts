/** Digits, Latin letters and other signs as they stand; separators and blanks only part them: A-2, A2 and a 2 are one place. */
const parts = /\d+|[A-Za-z]+|[^\sA-Za-z\d_./\\#-]+/g;

/**
 * The way of a picker through 货位: runs of digits count as numbers, so that A-2 stands before A-10, letters in either
 * case alike. What has no bin comes last.
 */
export function compareBins(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  if (left.length === 0 || right.length === 0) return Math.sign(right.length - left.length);
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const order = compareParts(left[place] ?? "", right[place] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length || compareTexts(one, other);
}

function partsOf(bin: string): readonly string[] {
  return bin.normalize("NFKC").toUpperCase().match(parts) ?? [];
}
function compareParts(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d/.test(one), /^\d/.test(other)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return isNumber ? Number(BigInt(one) - BigInt(other)) : compareTexts(one, other);
}
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
