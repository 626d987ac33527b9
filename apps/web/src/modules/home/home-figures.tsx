import type { ReactNode } from "react";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { Sparkline } from "../../ui/charts/sparkline.tsx";
import { formatMoney, formatPercent, formatQuantity } from "../../ui/money.ts";
import { changeOf, splitDecimals } from "./change.ts";
import type { Home, HomeRange } from "./home-view.ts";
import { homeTexts } from "./home.texts.ts";

/** One sheet with rules between the figures. What a role may not see is not there, and the others widen. */
export function Figures({ home, range }: { readonly home: Home; readonly range: HomeRange }) {
  const t = useTexts(homeTexts);
  const { sales, margin, receivable, stock } = home;
  if (!sales && !margin && !receivable && !stock) return null;
  return (
    <div className="home-sheet">
      {sales && (
        <Figure label={t.sales} amount={sales.gross.value} spark={sales.gross.spark}>
          <Comparison value={sales.gross.value} previous={sales.gross.previous} range={range} />
          <span>
            {t.documents(formatQuantity(String(sales.documents)))} · {t.net(formatMoney(sales.net))}
          </span>
        </Figure>
      )}
      {margin && (
        <Figure label={t.margin} amount={margin.value} spark={margin.spark}>
          <span>
            {t.marginRate} <b>{margin.rate === null ? "–" : formatPercent(margin.rate, 1)}</b>
          </span>
          {margin.previousRate !== null && (
            <span>
              {t.before[range]} {formatPercent(margin.previousRate, 1)}
            </span>
          )}
        </Figure>
      )}
      {receivable && (
        <Figure label={t.receivable} amount={receivable.value} href="/receivables">
          <span>{t.customers(formatQuantity(String(receivable.customers)))}</span>
          <span>{t.payable(formatMoney(receivable.payable))}</span>
        </Figure>
      )}
      {stock && (
        <Figure label={t.stock} amount={stock.value} href="/stock">
          {stock.daysOfSales !== null && (
            <span className="lasts">{t.lasts(String(Math.round(stock.daysOfSales)))}</span>
          )}
          <span>{t.kinds(formatQuantity(String(stock.items)), formatQuantity(String(stock.warehouses)))}</span>
        </Figure>
      )}
    </div>
  );
}

function Figure(props: {
  readonly label: string;
  readonly amount: string;
  readonly spark?: readonly string[];
  readonly href?: string;
  readonly children: ReactNode;
}) {
  const [whole, decimals] = splitDecimals(formatMoney(props.amount));
  return (
    <section className="home-figure" aria-label={props.label}>
      <div className="top">
        {props.href ? (
          <GoLink className="label" href={props.href}>
            {props.label}
          </GoLink>
        ) : (
          <span className="label">{props.label}</span>
        )}
        {props.spark && <Sparkline values={props.spark} />}
      </div>
      <strong className={props.amount.startsWith("-") ? "neg" : undefined}>
        {whole}
        <small>{decimals}</small>
      </strong>
      <div className="below">{props.children}</div>
    </section>
  );
}

function Comparison(props: { readonly value: string; readonly previous: string; readonly range: HomeRange }) {
  const t = useTexts(homeTexts);
  const change = changeOf(props.value, props.previous);
  if (change === undefined) return null;
  const sign = { up: "▲", down: "▼", same: "=" }[change.direction];
  return (
    <span>
      {t.compared[props.range]}{" "}
      <span className={`change ${change.direction}`}>
        {sign} {change.percent}
      </span>
    </span>
  );
}
