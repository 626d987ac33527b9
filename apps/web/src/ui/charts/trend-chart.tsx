import { useId, useState, type KeyboardEvent } from "react";
import { axisLabel, labelledDays, linePath, niceCeiling, round, tickValues, type Point } from "./scale.ts";
import { useLanguage } from "../../app/language.ts";
import { useWidth } from "./use-width.ts";

export type TrendDay = {
  readonly date: string;
  readonly label: string;
  readonly bar: number;
  readonly line?: number;
  readonly previous: number;
};
/** What the card over a day says, already written out. */
export type TrendRow = { readonly sign: "bar" | "line" | "previous"; readonly name: string; readonly amount: string };

const height = 240;
const top = 14;
const bottom = 24;
const left = 52;
const right = 14;

/** Bars for the period, a line for the margin on the same axis, dashes for the period before. The last day stands in full accent. */
export function TrendChart(props: {
  readonly days: readonly TrendDay[];
  readonly label: string;
  readonly describe: (day: TrendDay) => readonly TrendRow[];
}) {
  const language = useLanguage();
  const [place, width] = useWidth<HTMLDivElement>(860);
  const [shown, setShown] = useState<number | undefined>(undefined);
  const heading = useId();
  const { days } = props;
  const ceiling = niceCeiling(Math.max(0, ...days.map((day) => Math.max(day.bar, day.previous, day.line ?? 0))), 4);
  const floor = height - bottom;
  const room = width - left - right;
  const slot = days.length > 0 ? room / days.length : room;
  const barWidth = Math.max(3, Math.min(34, slot * 0.55));
  const middle = (index: number) => left + slot * (index + 0.5);
  const level = (value: number) => floor - (Math.max(0, value) / ceiling) * (floor - top);
  const labelled = new Set(labelledDays(days.length, room, 110));
  const points = (value: (day: TrendDay) => number | undefined): readonly Point[] =>
    days.flatMap((day, index) => {
      const amount = value(day);
      return amount === undefined ? [] : [{ x: middle(index), y: level(amount) }];
    });
  const margin = points((day) => day.line);

  function walk(event: KeyboardEvent) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setShown((now) => Math.min(days.length - 1, Math.max(0, (now ?? days.length) + step)));
  }

  const day = shown === undefined ? undefined : days[shown];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      className="chart-trend"
      ref={place}
      role="group"
      aria-labelledby={heading}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the days are read one by one with the arrow keys
      tabIndex={0}
      onKeyDown={walk}
      onBlur={() => setShown(undefined)}
      onMouseLeave={() => setShown(undefined)}
    >
      <span id={heading} className="chart-spoken">
        {props.label}
      </span>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {tickValues(ceiling, 4).map((value) => (
          <g key={value}>
            <line
              x1={left}
              x2={width - right}
              y1={round(level(value))}
              y2={round(level(value))}
              stroke={value === 0 ? "var(--line2)" : "var(--line)"}
            />
            <text x={left - 8} y={round(level(value)) + 4} textAnchor="end">
              {axisLabel(value, language)}
            </text>
          </g>
        ))}
        {days.map((each, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the chart say the same as the mouse
          <g key={each.date} onMouseEnter={() => setShown(index)}>
            <rect
              x={round(middle(index) - slot / 2)}
              y={top}
              width={round(slot)}
              height={floor - top}
              fill={shown === index ? "var(--alt)" : "transparent"}
            />
            <path
              d={barPath(middle(index) - barWidth / 2, level(each.bar), barWidth, floor)}
              fill={index === days.length - 1 ? "var(--ac)" : "var(--acbd)"}
            />
            {labelled.has(index) && (
              <text x={round(middle(index))} y={height - 7} textAnchor="middle">
                {each.label}
              </text>
            )}
          </g>
        ))}
        <g pointerEvents="none">
          <path
            d={linePath(points((each) => each.previous))}
            fill="none"
            stroke="var(--ink4)"
            strokeWidth="1.2"
            strokeDasharray="4 3"
          />
          {margin.length > 1 && (
            <path d={linePath(margin)} fill="none" stroke="var(--ac)" strokeWidth="1.8" strokeLinejoin="round" />
          )}
        </g>
      </svg>
      {day !== undefined && shown !== undefined && (
        <div
          className="chart-tip"
          role="status"
          style={
            middle(shown) > width / 2
              ? { right: width - middle(shown) + slot / 2 + 6 }
              : { left: middle(shown) + slot / 2 + 6 }
          }
        >
          <b>{day.label}</b>
          {props.describe(day).map((row) => (
            <div key={row.sign}>
              <i className={`chart-sign ${row.sign}`} aria-hidden="true" />
              <span>{row.name}</span>
              <span className="amount">{row.amount}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function barPath(x: number, y: number, width: number, floor: number): string {
  const radius = Math.min(2, Math.max(0, floor - y), width / 2);
  if (floor - y < 0.5) return "";
  return `M${round(x)} ${round(floor)} V${round(y + radius)} Q${round(x)} ${round(y)} ${round(x + radius)} ${round(y)} H${round(x + width - radius)} Q${round(x + width)} ${round(y)} ${round(x + width)} ${round(y + radius)} V${round(floor)} Z`;
}
