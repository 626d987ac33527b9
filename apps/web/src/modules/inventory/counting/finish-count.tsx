import type { CountTaskView } from "@zhangshi/contract";
import { Button, Radio } from "antd";
import { useEffect, useRef, useState } from "react";
import { queryClient, refusalOf, type Reply, useSend } from "../../../app/api.ts";
import { useTexts } from "../../../app/language.ts";
import { useGo } from "../../../app/location.ts";
import { countingTexts } from "./counting.texts.ts";

const changed = [
  "countTasks.show",
  "countTasks.list",
  "countTasks.variance",
  "stockCounts.list",
  "stock.list",
] as const;

/** 复核完成: what becomes of what nobody counted is asked, never assumed. */
export function FinishCount(props: {
  readonly task: CountTaskView;
  readonly shown: Reply<"countTasks.variance">;
  readonly onClose: () => void;
}) {
  const t = useTexts(countingTexts);
  const go = useGo();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [uncounted, setUncounted] = useState<"book" | "zero">("book");
  const finish = useSend("countTasks.finish", { refreshes: changed });
  const { sums } = props.shown;
  const left = sums.total - sums.counted;

  function make(approve: boolean) {
    if (finish.isPending) return;
    finish.mutate(
      { params: { id: props.task.id }, body: { uncounted, approve } },
      {
        onSuccess: ({ documents }) => {
          const [only] = documents;
          if (!approve && documents.length === 1 && only) go(`/stock/counts/${only.id}`);
          else dialog.current?.close();
        },
        // The drafts may stand although their approval was refused; the page then shows them.
        onError: () => changed.forEach((route) => void queryClient.invalidateQueries({ queryKey: [route] })),
      },
    );
  }
  const problem = finish.error ? refusalOf(finish.error) : null;
  return (
    <dialog ref={dialog} className="confirm-dialog" aria-label={t.finishTitle} onClose={props.onClose}>
      <h2>{t.finishTitle}</h2>
      <div className="confirm-body count-finish">
        <p>{t.finishText(sums.counted, sums.more, sums.fewer)}</p>
        {left > 0 && (
          <fieldset>
            <legend>{t.uncountedAsk(left)}</legend>
            <Radio.Group
              value={uncounted}
              onChange={(event) => setUncounted(event.target.value as "book" | "zero")}
              options={[
                { value: "book", label: t.uncountedBook },
                { value: "zero", label: t.uncountedZero },
              ]}
            />
            {props.task.recounting > 0 && <p className="count-stale">{t.recountOpen(props.task.recounting)}</p>}
          </fieldset>
        )}
      </div>
      {problem && (
        <p className="confirm-refusal" role="alert">
          {[...new Set([problem.detail, ...(problem.errors ?? []).map((error) => error.message)])].join(" ")}
        </p>
      )}
      <div className="confirm-actions">
        <Button onClick={() => dialog.current?.close()}>{t.cancel}</Button>
        <Button loading={finish.isPending && finish.variables.body?.approve !== true} onClick={() => make(false)}>
          {t.makeDraft}
        </Button>
        <Button
          type="primary"
          autoFocus
          loading={finish.isPending && finish.variables.body?.approve === true}
          onClick={() => make(true)}
        >
          {t.makeApproved}
        </Button>
      </div>
    </dialog>
  );
}
