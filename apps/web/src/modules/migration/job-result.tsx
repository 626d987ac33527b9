import { CheckCircleFilled, CloseCircleFilled, StopOutlined } from "@ant-design/icons";
import type { JobView } from "@zhangshi/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useEffect, useRef } from "react";
import { api, queryClient, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { PageState } from "../../ui/page-states.tsx";
import { migrationTexts } from "./migration.texts.ts";

const isOver = (job: JobView) => job.state === "done" || job.state === "failed" || job.state === "cancelled";
const places = {
  items: "/items",
  customers: "/customers",
  suppliers: "/suppliers",
  stock: "/stock",
  categories: "/categories",
} as const;

/** The address holds the job, so this page can be closed, sent and found again. */
export function JobResult(props: {
  readonly id: string;
  readonly hasDraft: boolean;
  readonly onDone: () => void;
  readonly onAgain: () => void;
}) {
  const job = useQuery({
    queryKey: ["jobs.show", props.id],
    queryFn: () => api.call("jobs.show", { params: { id: props.id } }),
    refetchInterval: (query) => (query.state.data !== undefined && isOver(query.state.data) ? false : 500),
  });
  const { onDone } = props;
  const told = useRef(false);
  const isDone = job.data?.state === "done";
  useEffect(() => {
    if (!isDone || told.current) return;
    told.current = true;
    onDone();
    void queryClient.invalidateQueries({
      predicate: (query) => query.queryKey[0] !== "jobs.show" && query.queryKey[0] !== "session",
    });
  }, [isDone, onDone]);
  return (
    <PageState query={job}>
      {(shown) => <Job job={shown} hasDraft={props.hasDraft} onAgain={props.onAgain} />}
    </PageState>
  );
}

function Job({
  job,
  hasDraft,
  onAgain,
}: {
  readonly job: JobView;
  readonly hasDraft: boolean;
  readonly onAgain: () => void;
}) {
  const t = useTexts(migrationTexts);
  const go = useGo();
  const cancel = useSend("jobs.cancel", { refreshes: ["jobs.show", "jobs.list"] });
  const count = (value: number) => value.toLocaleString("en-US");
  const share = job.state === "done" ? 100 : job.total === 0 ? 0 : Math.floor((job.done / job.total) * 100);
  const file = job.result?.["fileName"];
  const target = job.result?.["target"];
  const place = typeof target === "string" && target in places ? (target as keyof typeof places) : undefined;
  const see = {
    items: t.seeItems,
    customers: t.seeCustomers,
    suppliers: t.seeSuppliers,
    stock: t.seeStock,
    categories: t.seeCategories,
  };
  return (
    <section className="import-card job" aria-label={t.jobTitle}>
      <header>
        <h1>
          {t.jobTitle} {typeof file === "string" && <span>{file}</span>}
        </h1>
        <span className="list-gap" />
        {!isOver(job) && (
          <Button
            icon={<StopOutlined />}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ params: { id: job.id }, body: {} })}
          >
            {t.cancel}
          </Button>
        )}
      </header>
      <div className="job-body" aria-live="polite">
        {isOver(job) ? (
          <Verdict job={job} />
        ) : (
          <p className="job-figure">
            {job.total === 100 ? (
              <b>{share}%</b>
            ) : (
              <>
                <b>{count(job.done)}</b> / {count(job.total)}
              </>
            )}
            <span>{job.step || t.jobStates[job.state]}</span>
          </p>
        )}
        {job.state !== "cancelled" && (
          <Progress
            percent={share}
            showInfo={false}
            status={job.state === "failed" ? "exception" : "normal"}
            aria-label={t.jobTitle}
          />
        )}
        {job.result !== null && <Figures result={job.result} />}
        {isOver(job) ? (
          <div className="job-actions">
            {job.state === "done" && place !== undefined && (
              <Button type="primary" onClick={() => go(places[place])}>
                {see[place]}
              </Button>
            )}
            <Button type={job.state === "done" ? "default" : "primary"} onClick={onAgain}>
              {job.state !== "done" && hasDraft ? t.backToFix : t.again}
            </Button>
          </div>
        ) : (
          <p className="job-leave">{t.leave}</p>
        )}
      </div>
    </section>
  );
}

function Verdict({ job }: { readonly job: JobView }) {
  const t = useTexts(migrationTexts);
  if (job.state === "done")
    return (
      <p className="job-verdict good">
        <CheckCircleFilled /> {t.doneSentence(figure(job.result?.["created"]), figure(job.result?.["updated"]))}
      </p>
    );
  return (
    <div className="job-verdict bad">
      <p>
        <CloseCircleFilled /> {job.state === "failed" ? t.failedSentence : t.cancelledSentence}
      </p>
      {job.error && <p className="why">{job.error}</p>}
    </div>
  );
}

function figure(value: unknown): string {
  return typeof value === "number" ? value.toLocaleString("en-US") : "0";
}

function Figures({ result }: { readonly result: Readonly<Record<string, unknown>> }) {
  const t = useTexts(migrationTexts);
  const always = [
    ["created", t.created],
    ["updated", t.updated],
    ["skipped", t.skipped],
  ] as const;
  const sometimes = [
    ["refusedRows", t.refusedRows],
    ["openings", t.openings],
    ["openingsThere", t.openingsThere],
    ["withoutCost", t.withoutCost],
  ] as const;
  const rows = [...always, ...sometimes.filter(([key]) => typeof result[key] === "number" && result[key] > 0)];
  return (
    <dl className="job-figures">
      {rows.map(([key, label]) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{figure(result[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
