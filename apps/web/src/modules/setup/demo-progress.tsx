import { useQuery } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useState } from "react";
import { api, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { sessionChanged } from "../../app/session.tsx";
import { RefusalBand } from "../../ui/page-states.tsx";
import { setupTexts } from "./setup.texts.ts";

export type Demo = Reply<"setup.demo">;

/** The password was made by the server and is known nowhere else: it stays on the page until the person goes on. */
export function DemoProgress({ demo }: { readonly demo: Demo }) {
  const t = useTexts(setupTexts);
  const go = useGo();
  const [isCopied, setCopied] = useState(false);
  const job = useQuery({
    queryKey: ["jobs.show", demo.jobId],
    queryFn: () => api.call("jobs.show", { params: { id: demo.jobId } }),
    refetchInterval: (query) =>
      query.state.data === undefined || ["queued", "running"].includes(query.state.data.state) ? 500 : false,
  }).data;
  const isDone = job?.state === "done";
  const isFailed = job?.state === "failed" || job?.state === "cancelled";
  const share = job === undefined || job.total === 0 ? 0 : Math.floor((job.done / job.total) * 100);

  function copy() {
    void navigator.clipboard?.writeText(`${demo.loginName}\n${demo.password}`).then(() => setCopied(true));
  }

  return (
    <section className="setup-demo" aria-live="polite">
      <h1>{isDone ? t.demoReady : isFailed ? t.demoFailed : t.demoLoading}</h1>
      <p className="opening-sub">
        {job?.step ?? ""}{" "}
        {job !== undefined &&
          job.total > 0 &&
          t.progress(job.done.toLocaleString("en-US"), job.total.toLocaleString("en-US"))}
      </p>
      <Progress
        percent={isDone ? 100 : share}
        status={isFailed ? "exception" : isDone ? "success" : "active"}
        aria-label={t.demoLoading}
      />
      {isFailed && job?.error && <RefusalBand>{job.error}</RefusalBand>}
      <div className="setup-secret">
        <p>{t.demoKeep}</p>
        <dl>
          <div>
            <dt>{t.loginName}</dt>
            <dd>{demo.loginName}</dd>
          </div>
          <div>
            <dt>{t.password}</dt>
            <dd>
              <code>{demo.password}</code>
            </dd>
          </div>
        </dl>
        <Button onClick={copy}>{isCopied ? t.copied : t.copy}</Button>
      </div>
      <Button
        type="primary"
        size="large"
        onClick={() => {
          sessionChanged(demo.session);
          go("/", { replace: true });
        }}
      >
        {t.demoOpen}
      </Button>
      {!isDone && !isFailed && <p className="opening-sub">{t.demoOngoing}</p>}
    </section>
  );
}
