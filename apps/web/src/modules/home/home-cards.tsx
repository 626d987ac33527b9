import {
  AlertOutlined,
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  FallOutlined,
  RightOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { Amount } from "../../ui/figure.tsx";
import { clock, shortDay } from "../../ui/list/day.ts";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import { formatQuantity } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import type { Home, HomeRange } from "./home-view.ts";
import { homeTexts } from "./home.texts.ts";

function Card(props: {
  readonly title: string;
  readonly note?: string;
  readonly more?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="home-card" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.note && <span className="note">{props.note}</span>}
        <span className="home-gap" />
        {props.more}
      </header>
      {props.children}
    </section>
  );
}

type AttentionId = Home["attention"][number]["id"];
/** A count is a link to exactly those rows. */
const attentionPlaces: Readonly<
  Record<AttentionId, { readonly href: string; readonly icon: ReactNode; readonly tone: "err" | "warn" | "ac" }>
> = {
  out: { href: "/stock?status=out", icon: <StopOutlined />, tone: "err" },
  low: { href: "/stock?status=low", icon: <FallOutlined />, tone: "warn" },
  "lots-expired": { href: "/stock/lots?status=expired", icon: <ClockCircleOutlined />, tone: "err" },
  "lots-near": { href: "/stock/lots?status=near", icon: <ClockCircleOutlined />, tone: "warn" },
  "over-credit": { href: "/receivables", icon: <AlertOutlined />, tone: "err" },
  "drafts-sales": { href: "/sales/deliveries?status=draft", icon: <AuditOutlined />, tone: "ac" },
  "drafts-purchase": { href: "/purchase/receipts?status=draft", icon: <AuditOutlined />, tone: "ac" },
};

export function Attention({ rows }: { readonly rows: Home["attention"] }) {
  const t = useTexts(homeTexts);
  const waiting = rows.filter((row) => row.count > 0);
  const all = waiting.reduce((sum, row) => sum + row.count, 0);
  return (
    <Card
      title={t.attention}
      more={all > 0 && <span className="note">{t.attentionAll(formatQuantity(String(all)))}</span>}
    >
      {waiting.length === 0 ? (
        <p className="home-none">
          <CheckCircleOutlined /> {t.attentionNone}
        </p>
      ) : (
        <ul className="home-attention">
          {waiting.map((row) => {
            const place = attentionPlaces[row.id];
            return (
              <li key={row.id}>
                <GoLink href={place.href} className={`tone-${place.tone}`}>
                  {place.icon}
                  <span className="what">{t.attentionIds[row.id]}</span>
                  <span className="note">{row.text}</span>
                  <b>{formatQuantity(String(row.count))}</b>
                  <RightOutlined className="go" />
                </GoLink>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

export function TopItems({ rows, range }: { readonly rows: Home["topItems"]; readonly range: HomeRange }) {
  const t = useTexts(homeTexts);
  const seesMargin = rows.some((row) => row.margin !== undefined);
  return (
    <Card title={t.topItems(t.ranges[range])} note={t.byGross} more={<GoLink href="/stock">{t.toStock}</GoLink>}>
      {rows.length === 0 ? (
        <p className="home-none">{t.noSales}</p>
      ) : (
        <table className="home-table">
          <thead>
            <tr>
              <th>{t.item}</th>
              <th className="right">{t.quantity}</th>
              <th className="right">{t.gross}</th>
              {seesMargin && <th className="right">{t.trendMargin}</th>}
              <th className="right wide">{t.onHand}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const isShort = Number(row.onHand) < Number(row.safetyStock);
              return (
                <tr key={row.itemId}>
                  <td className="name">
                    <GoLink className="plain" href={`/stock/card?itemId=${row.itemId}`}>
                      {row.name}
                    </GoLink>{" "}
                    <small>{row.spec}</small>
                  </td>
                  <td className="right">
                    {formatQuantity(row.quantity)} {row.unit}
                  </td>
                  <td className="right">
                    <Amount value={row.gross} />
                  </td>
                  {seesMargin && (
                    <td className="right">
                      <Amount value={row.margin} />
                    </td>
                  )}
                  <td className={isShort ? "right wide short" : "right wide"}>
                    {Number(row.onHand) === 0 ? "0" : formatQuantity(row.onHand)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Card>
  );
}

export function TopReceivables({
  rows,
  today,
  sees,
}: {
  readonly rows: Home["topReceivables"];
  readonly today: string;
  readonly sees: boolean;
}) {
  const t = useTexts(homeTexts);
  if (!sees) return null;
  return (
    <Card title={t.topReceivables} more={<GoLink href="/receivables">{t.toReceivables}</GoLink>}>
      {rows.length === 0 ? (
        <p className="home-none">{t.noReceivables}</p>
      ) : (
        <table className="home-table">
          <thead>
            <tr>
              <th>{t.customer}</th>
              <th className="right">{t.lastDate}</th>
              <th className="right">{t.amount}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.partnerId}>
                <td className="name">
                  <GoLink className="plain" href={`/partners/${row.partnerId}/statement?side=receivable`}>
                    {row.name}
                  </GoLink>
                </td>
                <td className="right quiet">{shortDay(row.lastDate, today)}</td>
                <td className="right">
                  <Amount value={row.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

export function RecentDocuments({ rows }: { readonly rows: Home["recentDocuments"] }) {
  const t = useTexts(homeTexts);
  const types: Readonly<Record<string, string>> = t.types;
  return (
    <Card title={t.recent}>
      {rows.length === 0 ? (
        <p className="home-none">{t.noDocuments}</p>
      ) : (
        <table className="home-table">
          <thead>
            <tr>
              <th>{t.time}</th>
              <th>{t.partner}</th>
              <th className="right">{t.amount}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 8).map((row) => (
              <tr key={row.id}>
                <td className="quiet">{clock(row.at)}</td>
                <td className="name" title={row.number ?? undefined}>
                  <small>{types[row.type] ?? ""}</small>{" "}
                  <DocumentLink type={row.type} id={row.id}>
                    {row.partner || row.number}
                  </DocumentLink>{" "}
                  {row.status === "draft" && <StatusTag tone="warn">{t.draft}</StatusTag>}
                  {row.status === "void" && <StatusTag tone="off">{t.void}</StatusTag>}
                </td>
                <td className="right">
                  <Amount value={row.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
