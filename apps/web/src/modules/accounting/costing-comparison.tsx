import type { CostComparisons, CostingView } from "@zhangshi/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { api, refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { dayAndClock } from "../../ui/list/day.ts";
import { costingMethodTexts } from "../../ui/costing-method.texts.ts";
import { costingTexts } from "./costing.texts.ts";

type Work = NonNullable<CostComparisons["work"]>;
type Latest = NonNullable<CostComparisons["latest"]>;
const isUnderWay = (work: Work | null | undefined) => work?.state === "queued" || work?.state === "running";
const refreshes = ["costing.whatIf"] as const;

/** 成本方法对比, on request: it plays the whole history. The last one stays to be read while a new one is under way. */
export function CostingComparison({ present }: { readonly present: CostingView["method"] }) {
  const t = useTexts(costingTexts);
  const shown = useQuery({
    queryKey: ["costing.whatIf"],
    queryFn: () => api.call("costing.whatIf"),
    refetchInterval: (query) => (isUnderWay(query.state.data?.work) ? 500 : false),
  });
  const start = useSend("costing.compare", { refreshes });
  const { latest, work } = shown.data ?? { latest: null, work: null };
  const error = shown.error ?? start.error;
  return (
    <section className="costing-comparison" aria-labelledby="costing-compare">
      <header>
        <h2 id="costing-compare">{t.compare}</h2>
        <small>{latest ? t.compared(latest.entries, dayAndClock(latest.at), latest.by) : t.compareHint}</small>
        <Button
          size="small"
          loading={start.isPending || isUnderWay(work)}
          onClick={() => start.mutate({ body: {} })}
          disabled={shown.data === undefined}
        >
          {isUnderWay(work) ? t.comparing : latest ? t.compareAgain : t.compare}
        </Button>
      </header>
      {error && (
        <p role="alert" className="period-warning">
          {refusalOf(error).detail}
        </p>
      )}
      {work && <ComparisonWork work={work} />}
      {latest && <ComparisonTable latest={latest} present={present} />}
    </section>
  );
}

function ComparisonWork({ work }: { readonly work: Work }) {
  const t = useTexts(costingTexts);
  const stop = useSend("costing.stopComparing", { refreshes });
  if (!isUnderWay(work))
    return (
      <p role={work.state === "failed" ? "alert" : "status"} className="period-warning">
        {work.state === "failed" ? (work.error ?? t.compareFailed) : t.compareStopped}
      </p>
    );
  const count = (value: number) => value.toLocaleString("en-US");
  return (
    <div className="costing-work" aria-live="polite">
      <Progress
        percent={work.total === 0 ? 0 : Math.floor((work.done / work.total) * 100)}
        size="small"
        aria-label={t.comparing}
      />
      <span>
        {work.state === "queued" ? t.compareQueued : t.comparingAt(work.step, count(work.done), count(work.total))}
      </span>
      <Button size="small" loading={stop.isPending} onClick={() => stop.mutate({ body: {} })}>
        {t.stopComparing}
      </Button>
      <small>{t.compareLeave}</small>
      {stop.error && (
        <p role="alert" className="period-warning">
          {refusalOf(stop.error).detail}
        </p>
      )}
    </div>
  );
}

function ComparisonTable({ latest, present }: { readonly latest: Latest; readonly present: CostingView["method"] }) {
  const t = useTexts(costingTexts);
  const methodNames = useTexts(costingMethodTexts);
  const figures = (title: string, figureOf: (one: Latest["methods"][number]) => string) => (
    <tr>
      <th scope="row">{title}</th>
      {latest.methods.map((one) => (
        <td key={one.method} className="number">
          {figureOf(one)}
        </td>
      ))}
    </tr>
  );
  return (
    <table className="list-table">
      <thead>
        <tr>
          <th scope="col">{t.month}</th>
          {latest.methods.map((one) => (
            <th scope="col" key={one.method} className="number">
              {methodNames[one.method]}
              {one.method === present && ` · ${t.present}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {latest.months.map((month) => (
          <tr key={month.period}>
            <td>{month.period}</td>
            {month.costs.map((cost, index) => (
              <td key={latest.methods[index]?.method} className="number">
                {cost}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        {figures(t.cost, (one) => one.cost)}
        {figures(t.stock, (one) => one.stockValue)}
      </tfoot>
    </table>
  );
}
