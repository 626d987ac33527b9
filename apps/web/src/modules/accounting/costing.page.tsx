import type { CostingView } from "@zhangshi/contract";
import { Button } from "antd";
import { useState } from "react";
import { refusalOf, useCall, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { usePermission } from "../../app/session.tsx";
import { ConfirmDialog } from "../../ui/document/confirm-dialog.tsx";
import { dayAndClock } from "../../ui/list/day.ts";
import { PageState } from "../../ui/page-states.tsx";
import { CostingChange } from "./costing-change.tsx";
import { CostingComparison } from "./costing-comparison.tsx";
import { costingMethodTexts } from "../../ui/costing-method.texts.ts";
import { costingTexts } from "./costing.texts.ts";
import "../../ui/list/list.css";
import "./periods.css";
import "./costing.css";

/** 成本设置: how goods are costed, since when, and what another method would say of the same history. */
export function Page() {
  const t = useTexts(costingTexts);
  const costing = useCall("costing.show");
  const [done, setDone] = useState("");
  return (
    <section className="list-page costing" aria-label={t.title}>
      <header className="list-title">
        <h1>{t.title}</h1>
        <span className="list-note">{t.note}</span>
        <span className="list-gap" />
        <span role="status" className="period-done">
          {done && `✓ ${done}`}
        </span>
      </header>
      <PageState query={costing}>
        {(shown) => (
          <div className="periods-body">
            <div className="costing-main">
              <Present shown={shown} onDone={setDone} />
              <CostingComparison present={shown.method} />
            </div>
            <aside>
              <History shown={shown} />
            </aside>
          </div>
        )}
      </PageState>
    </section>
  );
}

function Present({ shown, onDone }: { readonly shown: CostingView; readonly onDone: (sentence: string) => void }) {
  const t = useTexts(costingTexts);
  const methodNames = useTexts(costingMethodTexts);
  const mayManage = usePermission("company.manage");
  const [asked, setAsked] = useState<"method" | "negative" | undefined>();
  const negative = useSend("costing.setNegativeStock", { refreshes: ["costing.show"] });
  const setNegative = (allowed: boolean) =>
    negative.mutate({ body: { allowed } }, { onSuccess: () => setAsked(undefined) });
  return (
    <dl className="costing-present">
      <dt>{t.method}</dt>
      <dd>
        <b>{methodNames[shown.method]}</b>
        <span>{t.since(shown.since)}</span>
        <small>{t.methodHints[shown.method]}</small>
        {mayManage && (
          <Button size="small" onClick={() => setAsked("method")}>
            {t.change}
          </Button>
        )}
      </dd>
      <dt>{t.scope}</dt>
      <dd>
        <b>{t.scopes[shown.scope]}</b>
      </dd>
      <dt>{t.negative}</dt>
      <dd>
        <small>{shown.negativeStock ? t.negativeOn : t.negativeOff}</small>
        {mayManage && (
          <Button
            size="small"
            loading={negative.isPending}
            onClick={() => (shown.negativeStock ? setNegative(false) : setAsked("negative"))}
          >
            {shown.negativeStock ? t.forbid : t.allow}
          </Button>
        )}
        {negative.error && asked === undefined && (
          <p role="alert" className="period-warning">
            {refusalOf(negative.error).detail}
          </p>
        )}
      </dd>
      {asked === "method" && (
        <CostingChange
          shown={shown}
          onDone={(sentence) => {
            onDone(sentence);
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === "negative" && (
        <ConfirmDialog
          title={t.negative}
          verb={t.allow}
          pending={negative.isPending}
          refusal={negative.error ? refusalOf(negative.error).detail : null}
          onClose={() => setAsked(undefined)}
          onConfirm={() => setNegative(true)}
        >
          <p>{t.negativeAsk}</p>
        </ConfirmDialog>
      )}
    </dl>
  );
}

function History({ shown }: { readonly shown: CostingView }) {
  const t = useTexts(costingTexts);
  const methodNames = useTexts(costingMethodTexts);
  return (
    <section className="period-panel" aria-labelledby="costing-history">
      <h2 id="costing-history">{t.history}</h2>
      {shown.history.length === 0 ? (
        <p>{t.noHistory}</p>
      ) : (
        <ol className="period-history">
          {shown.history.map((event) => (
            <li key={`${event.at} ${event.kind}`}>
              <b>
                {event.kind === "negative"
                  ? t.negativeChanged(event.negativeStock)
                  : `${event.kind === "begin" ? t.begin : t.since(event.since)} ${event.method ? methodNames[event.method] : ""}`}
              </b>
              <span>{[event.by, dayAndClock(event.at)].filter(Boolean).join(" · ")}</span>
              {event.reason && <p>{event.reason}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
