import { useTexts } from "../../app/language.ts";
import { TrendChart } from "../../ui/charts/trend-chart.tsx";
import { formatMoney } from "../../ui/money.ts";
import type { Home } from "./home-view.ts";
import { homeTexts } from "./home.texts.ts";

export function Trend({ days }: { readonly days: Home["trend"] }) {
  const t = useTexts(homeTexts);
  const seesMargin = days.some((day) => day.margin !== undefined);
  const byDate = new Map(days.map((day) => [day.date, day]));
  const previous = t.trendPrevious(days.length);
  const title = seesMargin ? t.trend : t.trendOnlySales;
  return (
    <section className="home-card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="note">{t.trendDays(days.length)}</span>
        <span className="home-gap" />
        <span className="legend">
          <i className="chart-sign bar" aria-hidden="true" /> {t.trendSales}
        </span>
        {seesMargin && (
          <span className="legend">
            <i className="chart-sign line" aria-hidden="true" /> {t.trendMargin}
          </span>
        )}
        <span className="legend">
          <i className="chart-sign previous" aria-hidden="true" /> {previous}
        </span>
      </header>
      <TrendChart
        label={`${title} ${t.trendDays(days.length)}`}
        days={days.map((day) => ({
          date: day.date,
          label: day.date.slice(5),
          bar: Number(day.gross),
          previous: Number(day.previousGross),
          ...(day.margin === undefined ? {} : { line: Number(day.margin) }),
        }))}
        describe={(shown) => {
          const day = byDate.get(shown.date);
          if (day === undefined) return [];
          return [
            { sign: "bar", name: t.trendSales, amount: formatMoney(day.gross) },
            ...(day.margin === undefined
              ? []
              : [{ sign: "line" as const, name: t.trendMargin, amount: formatMoney(day.margin) }]),
            { sign: "previous", name: previous, amount: formatMoney(day.previousGross) },
          ];
        }}
      />
    </section>
  );
}
