import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { api, useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useSession } from "../../app/session.tsx";
import { StepChart } from "../../ui/charts/step-chart.tsx";
import { Amount } from "../../ui/figure.tsx";
import { monthStart, shortDay, shortNumber } from "../../ui/list/day.ts";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import { useListRows } from "../../ui/list/use-list.ts";
import { formatMoney, formatQuantity, formatQuantityOrZero, formatUnitCost } from "../../ui/money.ts";
import { CardShell, Equation } from "./card-shell.tsx";
import { inventoryTexts } from "./inventory.texts.ts";
import { equationHolds } from "./stock-equation.ts";
import "../../ui/charts/charts.css";

type Card = Reply<"stock.card">;
type CardRow = Card["rows"][number];
type Texts = (typeof inventoryTexts)["zh"];
type Range = "month" | "quarter" | "year" | "all";

function startOf(range: Range, today: string): string | undefined {
  if (range === "month") return monthStart(today);
  if (range === "quarter") return monthStart(today, 2);
  return range === "year" ? `${today.slice(0, 4)}-01-01` : undefined;
}

export function StockCard(props: {
  readonly itemId: string;
  readonly firstWarehouse?: string | undefined;
  readonly onClose?: () => void;
}) {
  const t = useTexts(inventoryTexts);
  const { company } = useSession();
  const [range, setRange] = useState<Range>("month");
  const [warehouseId, setWarehouse] = useState(props.firstWarehouse);
  const warehouses = useCall("warehouses.list");
  const from = startOf(range, company.today);
  const question = {
    itemId: props.itemId,
    ...(warehouseId === undefined ? {} : { warehouseId }),
    ...(from === undefined ? {} : { from, to: company.today }),
  };
  const list = useListRows<CardRow, Card>(["stock.card", question], (cursor) =>
    api.call("stock.card", { query: { ...question, limit: 500, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const card = list.first;
  const name = warehouses.data?.rows.find((warehouse) => warehouse.id === warehouseId)?.name ?? t.allWarehouses;
  const first = from ?? card?.rows[0]?.businessDate ?? company.today;

  return (
    <CardShell
      title={t.card}
      note={`${name} · ${t.cardPeriod(first, company.today)}`}
      list={list}
      exportHref={api.url("stock.cardExport", { query: question })}
      page={`/stock/card?itemId=${props.itemId}${warehouseId === undefined ? "" : `&warehouseId=${warehouseId}`}`}
      onClose={props.onClose}
    >
      {(card) => (
        <>
          <div className="stock-who">
            <b>{card.item.name}</b>
            <span>{[card.item.spec, card.item.code].filter(Boolean).join(" · ")}</span>
            <span className="list-gap" />
            {card.byWarehouse.length > 1 && (
              <Select
                size="small"
                aria-label={t.warehouse}
                value={warehouseId ?? ""}
                onChange={(value) => setWarehouse(value === "" ? undefined : value)}
                popupMatchSelectWidth={false}
                options={[
                  { value: "", label: t.allWarehouses },
                  ...card.byWarehouse.map((place) => ({
                    value: place.warehouseId,
                    label: `${place.warehouse} ${formatQuantity(place.onHand)}`,
                  })),
                ]}
              />
            )}
            <Segmented<Range>
              size="small"
              value={range}
              onChange={setRange}
              options={[
                { value: "month", label: t.thisMonth },
                { value: "quarter", label: t.threeMonths },
                { value: "year", label: t.thisYear },
                { value: "all", label: t.everything },
              ]}
            />
          </div>
          <Figures card={card} />
          <StepChart
            points={pointsOf(card, list.rows, first, company.today)}
            safety={Number(card.item.safetyStock)}
            safetyLabel={t.safetyLine(formatQuantity(card.item.safetyStock))}
            label={t.chartLabel(card.item.name, first, company.today)}
          />
          <OpenOrders card={card} today={company.today} />
          <Movements
            card={card}
            rows={list.rows}
            first={first}
            today={company.today}
            {...(list.hasMore ? { onMore: list.more } : {})}
          />
          <footer>
            <Equation holds={equationHolds(card)} text={equationText(card, t)} />
          </footer>
        </>
      )}
    </CardShell>
  );
}

function Figures({ card }: { readonly card: Card }) {
  const t = useTexts(inventoryTexts);
  const figures = [
    { label: t.onHand, value: formatQuantity(card.onHand) },
    { label: t.reserved, value: formatQuantity(card.reserved) },
    { label: t.available, value: formatQuantityOrZero(card.available) },
    ...(/[1-9]/.test(card.inTransit) ? [{ label: t.inTransit, value: formatQuantity(card.inTransit) }] : []),
    ...(/[1-9]/.test(card.onOrder) ? [{ label: t.onOrder, value: formatQuantity(card.onOrder) }] : []),
    { label: t.totalIn, value: formatQuantity(card.totalIn) },
    { label: t.totalOut, value: formatQuantity(card.totalOut) },
    { label: t.safety, value: formatQuantity(card.item.safetyStock) },
    ...(card.value === undefined
      ? []
      : [
          { label: t.unitCost, value: formatUnitCost(card.unitCost) },
          { label: t.value, value: formatMoney(card.value) },
        ]),
  ];
  return (
    <dl className="stock-figures">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** 占用 and 采购在途, order by order, in the order in which they are served. */
function OpenOrders({ card, today }: { readonly card: Card; readonly today: string }) {
  const t = useTexts(inventoryTexts);
  if (card.orders.length === 0) return null;
  return (
    <section className="stock-orders" aria-label={t.openOrders}>
      <h3>{t.openOrders}</h3>
      <ul>
        {card.orders.map((line) => (
          <li key={`${line.documentId}/${line.lineNo}`}>
            <span className="quiet">{t.openOrder[line.type]}</span>
            <DocumentLink type={line.type} id={line.documentId}>
              {line.number}
            </DocumentLink>
            <span className="stock-order-partner">{line.partner}</span>
            <span className="quiet">
              {line.expectedDate === null ? "" : t.expected(shortDay(line.expectedDate, today))}
            </span>
            <b>
              <Amount as="quantity" value={line.open} />
            </b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One point per day, its last balance: a busy day is one step, not twenty. */
function pointsOf(card: Card, rows: readonly CardRow[], first: string, today: string) {
  const byDay = new Map<string, string>([[first, card.opening]]);
  for (const row of rows) byDay.set(row.businessDate, row.balance);
  return [...byDay].map(([day, balance]) => ({ id: day, label: shortDay(day, today), value: Number(balance) }));
}

function Movements(props: {
  readonly card: Card;
  readonly rows: readonly CardRow[];
  readonly first: string;
  readonly today: string;
  readonly onMore?: () => void;
}) {
  const t = useTexts(inventoryTexts);
  const { card, rows } = props;
  const seesCost = card.closingValue !== undefined;
  return (
    <section className="stock-rows" aria-label={t.card}>
      <table>
        <colgroup>
          <col className="date" />
          <col className="number" />
          <col className="wide" />
          <col className="moved" />
          <col className="moved" />
          <col className="balance" />
          {seesCost && <col className="price cost" />}
          {seesCost && <col className="value cost" />}
        </colgroup>
        <thead>
          <tr>
            <th>{t.date}</th>
            <th>{t.number}</th>
            <th className="wide">{t.partnerAndNote}</th>
            <th className="right">{t.in}</th>
            <th className="right">{t.out_}</th>
            <th className="right">{t.balance}</th>
            {seesCost && <th className="right cost">{t.price}</th>}
            {seesCost && <th className="right cost">{t.balanceValue}</th>}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="quiet">{shortDay(props.first, props.today)}</td>
            <td>
              <b>{t.opening}</b>
            </td>
            <td className="wide" />
            <td />
            <td />
            <td className="right">
              <b>
                <Amount as="quantity" value={card.opening} />
              </b>
            </td>
            {seesCost && <td className="cost" />}
            {seesCost && (
              <td className="right cost">
                <Amount value={card.openingValue} />
              </td>
            )}
          </tr>
          {rows.map((row) => (
            <tr key={row.seq}>
              <td className="quiet">{shortDay(row.businessDate, props.today)}</td>
              <td>
                <DocumentLink type={row.type} id={row.documentId}>
                  {shortNumber(row.number, props.today) || t.openingStock}
                </DocumentLink>
                <small className="phone-only">{partnerAndNote(row, t.reversal)}</small>
              </td>
              <td className="wide">{partnerAndNote(row, t.reversal)}</td>
              <td className="right">{quantityOrBlank(row.quantityIn)}</td>
              <td className="right">{quantityOrBlank(row.quantityOut)}</td>
              <td className="right">
                <b>
                  <Amount as="quantity" value={row.balance} />
                </b>
              </td>
              {seesCost && <td className="right quiet cost">{formatUnitCost(row.unitCost)}</td>}
              {seesCost && (
                <td className="right cost">
                  <Amount value={row.balanceValue} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2}>
              <b>{t.total}</b>
            </td>
            <td className="wide" />
            <td className="right">
              <b>{formatQuantity(card.totalIn)}</b>
            </td>
            <td className="right">
              <b>{formatQuantity(card.totalOut)}</b>
            </td>
            <td className="right">
              <b>
                <Amount as="quantity" value={card.closing} />
              </b>
            </td>
            {seesCost && <td className="cost" />}
            {seesCost && (
              <td className="right cost">
                <b>
                  <Amount value={card.closingValue} />
                </b>
              </td>
            )}
          </tr>
        </tfoot>
      </table>
      {rows.length === 0 && <p className="stock-quiet">{t.noMovement}</p>}
      {props.onMore && (
        <Button size="small" onClick={props.onMore}>
          {t.more}
        </Button>
      )}
    </section>
  );
}

function partnerAndNote(row: CardRow, reversal: string): string {
  return [row.reversal ? reversal : "", row.partner, row.note].filter(Boolean).join(" · ");
}

function quantityOrBlank(quantity: string) {
  return /[1-9]/.test(quantity) ? <Amount as="quantity" value={quantity} /> : null;
}

function equationText(card: Card, t: Texts): string {
  const parts = [card.opening, card.totalIn, card.totalOut, card.closing].map(formatQuantityOrZero) as [
    string,
    string,
    string,
    string,
  ];
  return equationHolds(card) ? t.equation(...parts) : t.equationFails(...parts);
}
