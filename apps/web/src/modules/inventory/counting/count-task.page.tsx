import { ArrowLeftOutlined, BarcodeOutlined, PrinterOutlined } from "@ant-design/icons";
import type { CountTaskView } from "@zhangshi/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { api, newIdempotencyKey, refusalOf, useCall, useSend } from "../../../app/api.ts";
import { useTexts } from "../../../app/language.ts";

import { useGo, useRouteParams } from "../../../app/location.ts";
import { usePermission, useSession } from "../../../app/session.tsx";
import { useTab } from "../../../app/tabs.tsx";
import { ConfirmDialog } from "../../../ui/document/confirm-dialog.tsx";
import { clock, dayAndClock } from "../../../ui/list/day.ts";
import { PageState, RefusalBand } from "../../../ui/page-states.tsx";
import { DocumentStatusTag, StatusTag } from "../../../ui/status-tag.tsx";
import { printCountTask } from "./count-print.ts";
import { CountReview } from "./count-review.tsx";
import { stateTones } from "./count-tasks.page.tsx";
import { countingTexts } from "./counting.texts.ts";
import { ProgressBar } from "./progress-bar.tsx";
import "../../../ui/list/list.css";
import "./counting.css";

/** One 盘点任务: how far it is, who counts, and for whoever decides, the differences. */
export function Page() {
  const id = useRouteParams()["id"] ?? "";
  const task = useCall("countTasks.show", { params: { id } }, { staleTime: 5_000 });
  const mayReview = usePermission("stock.approve");
  const t = useTexts(countingTexts);
  useTab({ title: task.data?.name ?? t.tasks });
  return (
    <section className="list-page count-task" aria-label={task.data?.name ?? t.tasks}>
      <PageState query={task}>
        {(shown) => (
          <>
            <TaskHead task={shown} />
            {mayReview && <CountReview task={shown} />}
          </>
        )}
      </PageState>
    </section>
  );
}

function TaskHead({ task }: { readonly task: CountTaskView }) {
  const t = useTexts(countingTexts);
  const go = useGo();
  const { company } = useSession();
  const mayCount = usePermission("stock.count");
  const mayReview = usePermission("stock.approve");
  const [refusal, setRefusal] = useState("");
  const [asksCancel, setAsksCancel] = useState(false);
  const refreshes = ["countTasks.show", "countTasks.list", "countTasks.variance", "stockCounts.list"] as const;
  const reopen = useSend("countTasks.reopen", { refreshes });
  const cancel = useSend("countTasks.cancel", { refreshes });
  const params = { id: task.id };
  const scope = task.scope === "category" ? task.scopeName : task.scope === "items" ? t.scopeItems : t.scopeWarehouse;

  async function print() {
    try {
      const sheet = await api.call("countTasks.sheet", { params });
      printCountTask(task, sheet.rows, company.name);
    } catch (error) {
      setRefusal(refusalOf(error).detail);
    }
  }
  return (
    <>
      <header className="list-title">
        <Link to="/stock/count-tasks" className="icon-button" aria-label={t.tasks}>
          <ArrowLeftOutlined />
        </Link>
        <h1>{task.name}</h1>
        <StatusTag tone={stateTones[task.state]}>{t.states[task.state]}</StatusTag>
        {task.blind && <StatusTag tone="off">{t.blind}</StatusTag>}
        <span className="list-note">
          {[task.warehouse, scope, task.businessDate, task.note].filter(Boolean).join(" · ")}
        </span>
        <span className="list-gap" />
        <Button icon={<PrinterOutlined />} onClick={() => void print()} className="count-print">
          {t.print}
        </Button>
        {task.state === "counting" && mayReview && (
          <Button onClick={() => setAsksCancel(true)} className="count-cancel">
            {t.cancelTask}
          </Button>
        )}
        {task.state === "reviewed" && mayReview && (
          <Button
            loading={reopen.isPending}
            onClick={() =>
              reopen.mutate(
                { params, body: {}, idempotencyKey: newIdempotencyKey() },
                { onSuccess: () => setRefusal(""), onError: (error) => setRefusal(refusalOf(error).detail) },
              )
            }
          >
            {t.reopen}
          </Button>
        )}
        {task.state === "counting" && mayCount && (
          <Button
            type={mayReview && task.counted > 0 ? "default" : "primary"}
            icon={<BarcodeOutlined />}
            onClick={() => go(`/stock/count-tasks/${task.id}/count`)}
          >
            {t.toCounting}
          </Button>
        )}
      </header>
      {refusal !== "" && <RefusalBand>{refusal}</RefusalBand>}
      <div className="count-facts">
        <ProgressBar counted={task.counted} total={task.total} large />
        <ul aria-label={t.counters}>
          {task.counters.length === 0 && <li className="quiet">{t.noCounter}</li>}
          {task.counters.map((counter) => (
            <li key={counter.user}>
              <b>{counter.user}</b> {t.counterDid(counter.items)} <small>{clock(counter.lastAt)}</small>
            </li>
          ))}
        </ul>
        <span className="quiet">
          {task.finishedBy !== null && task.finishedAt !== null
            ? t.finishedBy(task.finishedBy, dayAndClock(task.finishedAt))
            : t.startedBy(task.createdBy, dayAndClock(task.createdAt))}
        </span>
      </div>
      <TaskDocuments task={task} />
      {asksCancel && (
        <ConfirmDialog
          title={`${t.cancelTask}：${task.name}`}
          verb={t.cancelTask}
          danger
          asksReason
          pending={cancel.isPending}
          refusal={cancel.error ? refusalOf(cancel.error).detail : null}
          onClose={() => setAsksCancel(false)}
          onConfirm={(reason) => cancel.mutate({ params, body: { reason } }, { onSuccess: () => setAsksCancel(false) })}
        >
          <p>{t.cancelAsk}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** What came of it, and whether it still says what was counted. */
function TaskDocuments({ task }: { readonly task: CountTaskView }) {
  const t = useTexts(countingTexts);
  if (task.state !== "reviewed" && task.state !== "posted") return null;
  return (
    <div className="count-documents">
      <span className="label">{t.documents}</span>
      {task.documents.length === 0 && <span>{t.documentGone}</span>}
      {task.documents.map((document) => (
        <span key={document.id}>
          <Link to={`/stock/counts/${document.id}`}>{document.number ?? t.documentDraft}</Link>{" "}
          {document.number !== null && <DocumentStatusTag status={document.status} />}
        </span>
      ))}
      {task.movedSince !== null && task.movedSince > 0 && (
        <strong className="count-stale" role="status">
          {t.movedAfterDraft(task.movedSince)}
        </strong>
      )}
    </div>
  );
}
