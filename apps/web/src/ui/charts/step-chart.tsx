import { axisLabel, labelledDays, niceCeiling, round, stepPath, tickValues } from "./scale.ts";
import { useLanguage } from "../../app/language.ts";
import { useWidth } from "./use-width.ts";

export type StepPoint = { readonly id: string; readonly label: string; readonly value: number };

const height = 108;
const top = 10;
const bottom = 20;
const left = 38;
const right = 16;

/** Stock over the movements of a period, with the safety line. The table under it says the same in figures. */
export function StepChart(props: {
  readonly points: readonly StepPoint[];
  readonly safety: number;
  readonly safetyLabel: string;
  readonly label: string;
}) {
  const language = useLanguage();
  const [place, width] = useWidth<HTMLDivElement>(600);
  const { points } = props;
  const ticks = 3;
  const ceiling = niceCeiling(Math.max(props.safety, 0, ...points.map((point) => point.value)), ticks);
  const lowest = Math.min(0, ...points.map((point) => point.value));
  const floor = height - bottom;
  const level = (value: number) => floor - ((value - lowest) / (ceiling - lowest)) * (floor - top);
  const room = width - left - right;
  const across = (index: number) => left + (points.length < 2 ? room : (room * index) / (points.length - 1));
  const placed = points.map((point, index) => ({ x: across(index), y: level(point.value) }));
  const line = stepPath(placed.length === 1 ? [{ x: left, y: placed[0]?.y ?? floor }, ...placed] : placed);
  return (
    <div className="chart-step" ref={place} role="img" aria-label={props.label}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {tickValues(ceiling, ticks).map((value) => (
          <g key={value}>
            <line x1={left} x2={width - right} y1={round(level(value))} y2={round(level(value))} stroke="var(--line)" />
            <text x={left - 6} y={round(level(value)) + 4} textAnchor="end">
              {axisLabel(value, language)}
            </text>
          </g>
        ))}
        {placed.length > 0 && <path d={`${line} V${round(level(0))} H${left} Z`} fill="var(--acbg)" opacity="0.6" />}
        {placed.length > 0 && <path d={line} fill="none" stroke="var(--ac)" strokeWidth="1.6" />}
        {props.safety > 0 && (
          <>
            <line
              x1={left}
              x2={width - right}
              y1={round(level(props.safety))}
              y2={round(level(props.safety))}
              stroke="var(--warn)"
              strokeDasharray="4 3"
            />
            <text x={width - right - 4} y={round(level(props.safety)) - 4} textAnchor="end" className="safety">
              {props.safetyLabel}
            </text>
          </>
        )}
        {labelledDays(points.length, room, 62).map((index) => (
          <text
            key={points[index]?.id}
            x={round(across(index))}
            y={height - 5}
            textAnchor={index === 0 ? "start" : index === points.length - 1 ? "end" : "middle"}
          >
            {points[index]?.label}
          </text>
        ))}
      </svg>
    </div>
  );
}
