/** Heights and labels of the small charts. Pixels are the one place where a float may stand for an amount: nothing is computed from it. */
export function niceCeiling(largest: number, ticks: number): number {
  if (!(largest > 0)) return ticks;
  const rough = largest / ticks;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * magnitude >= rough - 1e-9) ?? 10;
  return step * magnitude * ticks;
}

export function tickValues(ceiling: number, ticks: number): readonly number[] {
  return Array.from({ length: ticks + 1 }, (_, index) => (ceiling / ticks) * index);
}

/** 12 万, 1.5 万, 800: a shop reads amounts in 万 from ten thousand on; English in thousands. */
export function axisLabel(value: number, language: "zh" | "en" = "zh"): string {
  if (value === 0) return "0";
  if (Math.abs(value) < 10_000) return trimmed(value);
  return language === "zh" ? `${trimmed(value / 10_000)} 万` : `${trimmed(value / 1_000)}k`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}

export type Point = { readonly x: number; readonly y: number };

export function linePath(points: readonly Point[]): string {
  return points.map((point, index) => `${index === 0 ? "M" : "L"}${round(point.x)} ${round(point.y)}`).join(" ");
}

/** Stock holds its height until the next movement, so its line goes in steps. */
export function stepPath(points: readonly Point[]): string {
  return points
    .map((point, index) =>
      index === 0 ? `M${round(point.x)} ${round(point.y)}` : `H${round(point.x)} V${round(point.y)}`,
    )
    .join(" ");
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** First and last day always carry their label, those between about every `every` px. */
export function labelledDays(count: number, room: number, every: number): readonly number[] {
  if (count <= 1) return count === 1 ? [0] : [];
  const step = Math.max(1, Math.ceil(((count - 1) * every) / Math.max(1, room)));
  const fromTheEnd = Array.from(
    { length: Math.floor((count - 1) / step) + 1 },
    (_, index) => count - 1 - index * step,
  ).reverse();
  const first = fromTheEnd[0] ?? 0;
  if (first === 0) return fromTheEnd;
  return first < step * 0.6 ? [0, ...fromTheEnd.slice(1)] : [0, ...fromTheEnd];
}
