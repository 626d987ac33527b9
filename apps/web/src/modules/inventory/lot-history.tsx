import type { LotMove } from "@zhangshi/contract";
import { Button } from "antd";
import { api, type Reply } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useSession } from "../../app/session.tsx";
import { kindOf } from "../../ui/document/document-kinds.ts";
import { Amount } from "../../ui/figure.tsx";
import { shortDay, shortNumber } from "../../ui/list/day.ts";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import { rememberedNearDays } from "../../ui/list/near-days.ts";
import { useListRows } from "../../ui/list/use-list.ts";
import { formatMoney, formatQuantity, formatQuantityOrZero } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { CardShell, Equation } from "./card-shell.tsx";
import { expiryOf, expiryText, expiryTone, movedColumns } from "./lot-expiry.ts";
import { lotPath } from "../../ui/list/lot-path.ts";
import { LotTraces } from "./lot-traces.tsx";
import { lotsTexts } from "./lots.texts.ts";
import { equationHolds } from "./stock-equation.ts";
import "./lots.css";

type History = Reply<"stock.lotHistory">;
type Texts = (typeof lotsTexts)["zh"];

/** 追溯 of a lot or a piece: where it stands, 来源 and 去向, every move, and the equation that closes it. */
export function LotHistory(props: {
  readonly itemId: string;
  readonly lot: string;
  readonly nearDays?: number;
  readonly onClose?: () => void;
}) {
  const t = useTexts(lotsTexts);
  const question = { itemId: props.itemId, lot: props.lot };
  const list = useListRows<LotMove, History>(["stock.lotHistory", question], (cursor) =>
    api.call("stock.lotHistory", { query: { ...question, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  return (
    <CardShell
      title={t.history}
      className="lot-history"
      list={list}
      exportHref={api.url("stock.lotHistoryExport", { query: question })}
      page={lotPath(props.itemId, props.lot)}
      onClose={props.onClose}
    >
      {(history) => (
        <>
          <div className="lot-body">
            <Head history={history} nearDays={props.nearDays ?? rememberedNearDays()} />
            <LotTraces history={history} />
            <Moves rows={list.rows} />
            {list.hasMore && (
              <Button className="lot-more" size="small" onClick={list.more}>
                {t.more}
              </Button>
            )}
          </div>
          <footer>
            <Equation {...closingOf(history, t)} />
          </footer>
        </>
      )}
    </CardShell>
  );
}

function Head(props: { readonly history: History; readonly nearDays: number }) {
  const t = useTexts(lotsTexts);
  const { lot, byWarehouse } = props.history;
  const tone = expiryTone(expiryOf(lot.daysLeft, props.nearDays));
  const figures = [
    { label: t.onHand, value: formatQuantityOrZero(lot.onHand) },
    { label: t.totalIn, value: formatQuantity(props.history.totalIn) },
    { label: t.totalOut, value: formatQuantity(props.history.totalOut) },
    ...(lot.producedOn === null ? [] : [{ label: t.producedOn, value: lot.producedOn }]),
    ...(lot.expiresOn === null ? [] : [{ label: t.expiresOn, value: lot.expiresOn }]),
    ...(lot.value === undefined ? [] : [{ label: t.value, value: formatMoney(lot.value) }]),
  ];
  return (
    <>
      <div className="stock-who">
        <span className="lot-code">
          {t.trackings[lot.tracking]} <b>{lot.lot}</b>
        </span>
        {tone !== undefined && <StatusTag tone={tone}>{expiryText(lot.daysLeft, props.nearDays, t)}</StatusTag>}
        <span className="list-gap" />
        <GoLink className="plain" href={`/stock/card?itemId=${lot.itemId}`}>
          {[lot.itemName, lot.spec].filter(Boolean).join(" ")}
        </GoLink>
        <span>{lot.itemCode}</span>
      </div>
      <dl className="stock-figures">
        {figures.map((figure) => (
          <div key={figure.label}>
            <dt>{figure.label}</dt>
            <dd>{figure.value}</dd>
          </div>
        ))}
      </dl>
      {byWarehouse.length > 0 && (
        <p className="lot-places">
          {byWarehouse.map((place) => (
            <span key={place.warehouseId}>
              {place.warehouse} <b>{formatQuantity(place.onHand)}</b> {lot.unit}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function Moves({ rows }: { readonly rows: readonly LotMove[] }) {
  const t = useTexts(lotsTexts);
  const language = useLanguage();
  const { company } = useSession();
  return (
    <section className="stock-rows" aria-label={t.moves}>
      <table>
        <colgroup>
          <col className="date" />
          <col className="number" />
          <col className="wide" />
          <col className="place wide" />
          <col className="moved" />
          <col className="moved" />
          <col className="balance" />
        </colgroup>
        <thead>
          <tr>
            <th>{t.date}</th>
            <th>{t.number}</th>
            <th className="wide">{t.partner}</th>
            <th className="wide">{t.warehouse}</th>
            <th className="right">{t.totalIn}</th>
            <th className="right">{t.totalOut}</th>
            <th className="right">{t.balance}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const moved = movedColumns(row);
            const kind = kindOf(row.type)?.title[language] ?? t.openingStock;
            const who = [row.isReversal ? t.reversal : "", row.partner || kind].filter(Boolean).join(" · ");
            return (
              <tr key={row.seq}>
                <td className="quiet">{shortDay(row.businessDate, company.today)}</td>
                <td>
                  <DocumentLink type={row.type} id={row.documentId}>
                    {shortNumber(row.number, company.today) || t.openingStock}
                  </DocumentLink>
                  <small className="phone-only">{[who, row.warehouse].filter(Boolean).join(" · ")}</small>
                </td>
                <td className={row.partner === "" ? "wide quiet" : "wide"}>{who}</td>
                <td className="wide quiet">{row.warehouse}</td>
                <td className="right">
                  <Amount as="quantity" value={moved.in} />
                </td>
                <td className="right">
                  <Amount as="quantity" value={moved.out} />
                </td>
                <td className="right">
                  <b>
                    <Amount as="quantity" value={row.balance} />
                  </b>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function closingOf(history: History, t: Texts): { readonly holds: boolean; readonly text: string } {
  const parts = [history.totalIn, history.totalOut, history.lot.onHand].map(formatQuantityOrZero) as [
    string,
    string,
    string,
  ];
  const holds = equationHolds({ ...history, opening: "0", closing: history.lot.onHand });
  return { holds, text: holds ? t.equation(...parts) : t.equationFails(...parts) };
}
