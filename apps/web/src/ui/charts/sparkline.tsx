import { linePath } from "./scale.ts";

const width = 94;
const height = 26;
const edge = 3;

/** The last days in one stroke; the dot is today. Says nothing that the figure beside it does not say, so it is hidden from readers. */
export function Sparkline({ values }: { readonly values: readonly string[] }) {
  if (values.length < 2) return null;
  const numbers = values.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const span = high - low || 1;
  const points = numbers.map((value, index) => ({
    x: edge + (index * (width - 2 * edge)) / (numbers.length - 1),
    y: high === low ? height / 2 : height - edge - ((value - low) / span) * (height - 2 * edge),
  }));
  const last = points.at(-1);
  return (
    <svg className="chart-spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={linePath(points)} fill="none" stroke="var(--ac)" strokeWidth="1.4" strokeLinejoin="round" />
      {last && <circle cx={last.x} cy={last.y} r="2.4" fill="var(--ac)" />}
    </svg>
  );
}
