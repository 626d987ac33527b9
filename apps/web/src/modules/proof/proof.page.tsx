import {
  CheckCircleFilled,
  ExclamationCircleFilled,
  PlayCircleOutlined,
  PrinterOutlined,
  SafetyOutlined,
} from "@ant-design/icons";
import type { ProofCheck, ProofResult } from "@zhangshi/contract";
import { Button } from "antd";
import { Fragment } from "react";
import { queryClient, refusalOf, useCall, useSend } from "../../app/api.ts";
import { useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { RunStrip } from "../../ui/charts/run-strip.tsx";
import { dayAndClock } from "../../ui/list/day.ts";
import { formatMoney, formatQuantity } from "../../ui/money.ts";
import { EmptyState, PageState, RefusalBand } from "../../ui/page-states.tsx";
import { ChainCard } from "./chain-card.tsx";
import { groupChecks, isMoneyUnit } from "./group-checks.ts";
import { proofTexts } from "./proof.texts.ts";
import "../../ui/list/print.css";
import "../../ui/charts/charts.css";
import "./proof.css";

export function Page() {
  const t = useTexts(proofTexts);
  const latest = useCall("proof.latest");
  const run = useSend("proof.run", { refreshes: ["home.show"] });
  const prove = () => {
    if (!run.isPending)
      run.mutate(
        { body: {} },
        { onSuccess: (result) => queryClient.setQueryData(["proof.latest", {}], { latest: result }) },
      );
  };
  useKeys(t.title, [{ keys: "F9", label: t.run, run: prove }]);
  const runButton = (
    <Button type="primary" icon={<PlayCircleOutlined />} loading={run.isPending} onClick={prove}>
      {run.isPending ? t.running : t.run}
    </Button>
  );

  return (
    <div className="proof">
      {run.error && <RefusalBand>{refusalOf(run.error).detail}</RefusalBand>}
      <PageState query={latest}>
        {({ latest: result }) =>
          result === null ? (
            <EmptyState icon={<SafetyOutlined />} title={t.never} text={t.neverText}>
              {runButton}
            </EmptyState>
          ) : (
            <>
              <Verdict result={result} runButton={runButton} />
              <div className={run.isPending ? "proof-body stale" : "proof-body"}>
                <Checks checks={result.checks} />
                <div className="proof-side">
                  <ChainCard result={result} />
                  <section className="proof-card" aria-label={t.explains}>
                    <header>
                      <h2>{t.explains}</h2>
                    </header>
                    <p>{t.explainsText}</p>
                  </section>
                </div>
              </div>
            </>
          )
        }
      </PageState>
    </div>
  );
}

/** The two bars of the mark: equal, or struck through. */
function Bars({ equal, size }: { readonly equal: boolean; readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 4.5h12v2.6H2zM2 9h12v2.6H2z" fill={equal ? "var(--ok)" : "var(--err)"} />
      {!equal && <path d="M10.8 1.5 5.2 14.5" stroke="var(--err)" strokeWidth="1.8" />}
    </svg>
  );
}

function Verdict({ result, runButton }: { readonly result: ProofResult; readonly runButton: React.ReactNode }) {
  const t = useTexts(proofTexts);
  const failed = result.checks.filter((check) => !check.passed).length;
  const count = (value: number) => value.toLocaleString("en-US");
  return (
    <header className={result.passed ? "proof-verdict" : "proof-verdict bad"}>
      <span className="proof-mark">
        <Bars equal={result.passed} size={34} />
      </span>
      <div role="status">
        <h1>
          {failed === 0 ? (
            t.allAgree(count(result.checks.length))
          ) : (
            <>
              {t.someAgree(count(result.checks.length - failed))}
              <em>{t.someDiffer(count(failed))}</em>
            </>
          )}
        </h1>
        <p>{t.last(dayAndClock(result.at), (result.milliseconds / 1000).toFixed(1), count(result.rows))}</p>
      </div>
      <span className="proof-gap" />
      {result.history.length > 0 && (
        <div className="proof-recent">
          <span>{t.recent}</span>
          <RunStrip
            label={t.recent}
            runs={result.history.map((run) => ({
              ...run,
              label: run.passed ? t.runPassed(dayAndClock(run.at)) : t.runFailed(dayAndClock(run.at)),
            }))}
          />
        </div>
      )}
      <div className="proof-actions">
        <Button icon={<PrinterOutlined />} onClick={() => print()}>
          {t.report}
        </Button>
        {runButton}
      </div>
    </header>
  );
}

function Checks({ checks }: { readonly checks: readonly ProofCheck[] }) {
  const t = useTexts(proofTexts);
  return (
    <div className="proof-card proof-checks">
      <table>
        <thead>
          <tr>
            <th className="sign">
              <span className="visually-hidden">{t.equal}</span>
            </th>
            <th>{t.check}</th>
            <th className="right">{t.left}</th>
            <th className="eq">
              <span className="visually-hidden">=</span>
            </th>
            <th className="right">{t.right}</th>
            <th>{t.unit}</th>
            <th className="right">{t.difference}</th>
            <th className="right">{t.rows}</th>
            <th className="right">{t.time}</th>
          </tr>
        </thead>
        {groupChecks(checks).map(({ group, checks: own }) => (
          <tbody key={group}>
            <tr className="group">
              <th colSpan={9} scope="rowgroup">
                <b>{t.groups[group]}</b> <span>{t.items(String(own.length))}</span>
              </th>
            </tr>
            {own.map((check) => (
              <CheckRow key={check.id} check={check} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function CheckRow({ check }: { readonly check: ProofCheck }) {
  const t = useTexts(proofTexts);
  const figure = (value: string) => (isMoneyUnit(check.unit) ? formatMoney(value) : formatQuantity(value));
  const side = (value: string) => (figure(value) === "–" ? "0" : figure(value));
  return (
    <Fragment>
      <tr className={check.passed ? undefined : "failed"}>
        <td className="sign">
          {check.passed ? (
            <CheckCircleFilled style={{ color: "var(--ok)" }} />
          ) : (
            <ExclamationCircleFilled style={{ color: "var(--err)" }} />
          )}
        </td>
        <td className="what">{check.title}</td>
        <td className="right">{side(check.left)}</td>
        <td className="eq" aria-label={check.passed ? t.equal : t.unequal}>
          <Bars equal={check.passed} size={16} />
        </td>
        <td className="right">{side(check.right)}</td>
        <td className="quiet">{check.unit}</td>
        <td className={check.passed ? "right quiet" : "right bad"}>{figure(check.difference)}</td>
        <td className="right quiet">{check.rows.toLocaleString("en-US")}</td>
        <td className="right quiet">{t.seconds((check.milliseconds / 1000).toFixed(2))}</td>
      </tr>
      {check.findings.map((finding) => (
        <tr key={finding.text} className="failed finding">
          <td />
          <td colSpan={8}>
            {finding.text}{" "}
            {finding.itemId !== null && <GoLink href={`/stock/card?itemId=${finding.itemId}`}>{t.toItem}</GoLink>}
          </td>
        </tr>
      ))}
    </Fragment>
  );
}
