import type { PeriodRow } from "@zhangshi/contract";
import { Button } from "antd";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { usePermission } from "../../app/session.tsx";
import { kindOf } from "../../ui/document/document-kinds.ts";
import { dayAndClock, monthEnd, monthStart } from "../../ui/list/day.ts";
import { StatusTag, type TagTone } from "../../ui/status-tag.tsx";
import { periodTexts } from "./periods.texts.ts";

const tones: Readonly<Record<PeriodRow["state"], TagTone>> = { open: "off", closable: "ac", closed: "ok" };

export function PeriodTable(props: {
  readonly rows: readonly PeriodRow[];
  readonly isStale: boolean;
  readonly onCloseMonth: (row: PeriodRow) => void;
  readonly onReopen: (row: PeriodRow) => void;
}) {
  const t = useTexts(periodTexts);
  const [mayClose, mayReopen] = [usePermission("period.close"), usePermission("period.reopen")];
  return (
    <div className="list-scroll period-scroll">
      <table className={props.isStale ? "list-table stale" : "list-table"} aria-label={t.periods}>
        <colgroup>
          <col style={{ width: 148 }} />
          <col style={{ width: 112 }} />
          <col className="wide" />
          <col style={{ width: 80 }} />
          <col className="wide" style={{ width: 110 }} />
          <col className="wide" style={{ width: 132 }} />
          <col style={{ width: 96 }} />
        </colgroup>
        <thead>
          <tr>
            <th>{t.period}</th>
            <th>{t.state}</th>
            <th className="wide">{t.drafts}</th>
            <th className="right">{t.vouchers}</th>
            <th className="wide">{t.closedBy}</th>
            <th className="wide">{t.closedAt}</th>
            <th>
              <span className="visually-hidden">{t.action}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.period}>
              <td className="main">
                {row.period}
                {row.isCurrent && <small className="period-current">{t.current}</small>}
              </td>
              <td>
                <StatusTag tone={tones[row.state]}>{t.states[row.state]}</StatusTag>
              </td>
              <td className="wide">
                <Drafts row={row} />
              </td>
              <td className="right">
                {row.vouchers === 0 ? (
                  "–"
                ) : (
                  <GoLink href={`/vouchers?period=${row.period}`}>{row.vouchers.toLocaleString("en-US")}</GoLink>
                )}
              </td>
              <td className="wide">{row.closedBy ?? ""}</td>
              <td className="wide quiet">{row.closedAt ? dayAndClock(row.closedAt).slice(0, 16) : ""}</td>
              <td className="period-action">
                {row.state === "closable" && mayClose && (
                  <Button
                    size="small"
                    type="primary"
                    aria-label={t.closeOf(row.period)}
                    onClick={() => props.onCloseMonth(row)}
                  >
                    {t.close}
                  </Button>
                )}
                {row.reopenable && mayReopen && (
                  <Button size="small" aria-label={t.reopenOf(row.period)} onClick={() => props.onReopen(row)}>
                    {t.reopen}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Each kind leads to the list of exactly these drafts. */
function Drafts({ row }: { readonly row: PeriodRow }) {
  const t = useTexts(periodTexts);
  const language = useLanguage();
  if (row.drafts === 0) return "–";
  const [from, to] = [monthStart(`${row.period}-01`), monthEnd(`${row.period}-01`)];
  return (
    <span className="period-drafts">
      {row.draftTypes.map(({ type, count }) => {
        const kind = kindOf(type);
        const words = t.draftsOf(kind?.title[language] ?? t.otherKind, count);
        return kind ? (
          <GoLink key={type} href={`${kind.path}?status=draft&from=${from}&to=${to}`}>
            {words}
          </GoLink>
        ) : (
          <span key={type}>{words}</span>
        );
      })}
    </span>
  );
}
