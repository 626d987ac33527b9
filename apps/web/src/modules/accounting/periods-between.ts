/** The months from the first to the last, newest first. */
export function periodsBetween(first: string, last: string): readonly string[] {
  const count = (period: string) => Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1;
  const [from, to] = [count(first), Math.max(count(first), count(last))];
  return Array.from({ length: to - from + 1 }, (_, index) => to - index).map(
    (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`,
  );
}
