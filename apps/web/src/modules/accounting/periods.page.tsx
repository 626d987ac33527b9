import { CalendarOutlined } from "@ant-design/icons";
import type { PeriodList, PeriodRow } from "@zhangshi/contract";
import { useState } from "react";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { dayAndClock } from "../../ui/list/day.ts";
import { EmptyState, PageState } from "../../ui/page-states.tsx";
import { BackdatingLimits } from "./backdating-limits.tsx";
import { CloseDialog, ReopenDialog } from "./period-dialogs.tsx";
import { PeriodTable } from "./period-table.tsx";
import { periodTexts } from "./periods.texts.ts";
import "../../ui/list/list.css";
import "./periods.css";

/** 期间结账: the months with what is in them, the newest first; only the next may be closed, only the last reopened. */
export function Page() {
  const t = useTexts(periodTexts);
  const periods = useCall("periods.list");
  const [asked, setAsked] = useState<{ readonly what: "close" | "reopen"; readonly row: PeriodRow } | undefined>();
  const [done, setDone] = useState("");
  const { data } = periods;
  function ask(what: "close" | "reopen", row: PeriodRow) {
    setDone("");
    setAsked({ what, row });
  }
  const Dialog = asked?.what === "reopen" ? ReopenDialog : CloseDialog;
  return (
    <section className="list-page periods" aria-label={t.periods}>
      <header className="list-title">
        <h1>{t.periods}</h1>
        {data && <b>{data.closedThrough ? t.closedThrough(data.closedThrough) : t.neverClosed}</b>}
        <span className="list-note">{t.rule}</span>
        <span className="list-gap" />
        <span role="status" className="period-done">
          {done && `✓ ${done}`}
        </span>
      </header>
      <PageState query={periods}>
        {(shown) => (
          <div className="periods-body">
            {shown.rows.length === 0 ? (
              <EmptyState icon={<CalendarOutlined />} title={t.emptyTitle} text={t.emptyText(shown.startPeriod)} />
            ) : (
              <PeriodTable
                rows={shown.rows}
                isStale={periods.isPlaceholderData}
                onCloseMonth={(row) => ask("close", row)}
                onReopen={(row) => ask("reopen", row)}
              />
            )}
            <aside>
              <BackdatingLimits />
              <History shown={shown} />
            </aside>
          </div>
        )}
      </PageState>
      {asked && data && (
        <Dialog
          row={asked.row}
          today={data.today}
          onDone={(sentence) => {
            setDone(sentence);
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

function History({ shown }: { readonly shown: PeriodList }) {
  const t = useTexts(periodTexts);
  return (
    <section className="period-panel" aria-labelledby="period-history">
      <h2 id="period-history">{t.history}</h2>
      {shown.history.length === 0 ? (
        <p>{t.noHistory}</p>
      ) : (
        <ol className="period-history">
          {shown.history.map((event) => (
            <li key={`${event.at} ${event.period}`}>
              <b>
                {event.period} {t.kinds[event.kind]}
              </b>
              <span>
                {event.by} · {dayAndClock(event.at)}
              </span>
              {event.reason && <p>{event.reason}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
