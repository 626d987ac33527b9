import type { CountTaskView } from "@zhangshi/contract";
import { isLossReason, reasonsFor } from "@zhangshi/core";
import { Button, Radio } from "antd";
import { useEffect, useRef, useState } from "react";
import { queryClient, refusalOf, type Reply, useSend } from "../../../app/api.ts";
import { useLanguage, useTexts } from "../../../app/language.ts";
import { useGo } from "../../../app/location.ts";
import { kindTexts, reasonText } from "../../../ui/document/kind.texts.ts";
import { typedNumber } from "../../../ui/document/typed-number.ts";
import { formatMoney } from "../../../ui/money.ts";
import { countingTexts } from "./counting.texts.ts";

const changed = [
  "countTasks.show",
  "countTasks.list",
  "countTasks.variance",
  "stockCounts.list",
  "stock.list",
] as const;

const lossReasons = reasonsFor("out");

/** 复核完成: what becomes of what nobody counted is asked, never assumed. */
export function FinishCount(props: {
  readonly task: CountTaskView;
  readonly shown: Reply<"countTasks.variance">;
  readonly onClose: () => void;
}) {
  const t = useTexts(countingTexts);
  const kinds = useTexts(kindTexts);
  const language = useLanguage();
  const go = useGo();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [uncounted, setUncounted] = useState<"book" | "zero">("book");
  const [reason, setReason] = useState<(typeof lossReasons)[number]["code"]>("damaged");
  const [compensation, setCompensation] = useState("");
  const finish = useSend("countTasks.finish", { refreshes: changed });
  const { sums } = props.shown;
  const left = sums.total - sums.counted;
  const hasLoss = sums.fewer > 0 || (left > 0 && uncounted === "zero");
  const isLoss = hasLoss && isLossReason(reason);
  const paid = isLoss && compensation !== "" ? typedNumber(compensation, 2) : undefined;

  function make(approve: boolean) {
    if (finish.isPending || paid === null) return;
    const loss = { reason, ...(paid === undefined ? {} : { compensation: paid }) };
    finish.mutate(
      { params: { id: props.task.id }, body: { uncounted, ...loss, approve } },
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
        {hasLoss && (
          <fieldset className="count-loss">
            <legend>
              {sums.loss === undefined ? t.lossAsk : t.lossAskOf(formatMoney(sums.loss.replace("-", "")))}
            </legend>
            <label>
              <span className="label">{t.lossReason}</span>
              <select
                className="field-input"
                value={reason}
                onChange={({ target }) => setReason(lossReasons[target.selectedIndex]?.code ?? reason)}
              >
                {lossReasons.map((one) => (
                  <option key={one.code} value={one.code}>
                    {reasonText(one, language)}
                  </option>
                ))}
              </select>
            </label>
            {isLoss && (
              <label>
                <span className="label">{kinds.compensation}</span>
                <input
                  className="field-input num"
                  inputMode="decimal"
                  autoComplete="off"
                  placeholder={kinds.compensationHint}
                  aria-invalid={paid === null}
                  value={compensation}
                  onChange={(event) => setCompensation(event.target.value)}
                />
              </label>
            )}
            {paid === null && (
              <p className="field-error" role="alert">
                {t.compensationWrong}
              </p>
            )}
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
