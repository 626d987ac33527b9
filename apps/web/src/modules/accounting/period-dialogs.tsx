import { type PeriodRow, routes, shortestReopenReason } from "@zhangshi/contract";
import { Checkbox, Input } from "antd";
import { useRef, useState } from "react";
import { refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { ConfirmDialog } from "../../ui/document/confirm-dialog.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, type FormErrors } from "../../ui/field/form-errors.ts";
import { periodTexts } from "./periods.texts.ts";

type DialogProps = {
  readonly row: PeriodRow;
  readonly today: string;
  /** The sentence that the page says afterwards. */
  readonly onDone: (done: string) => void;
  readonly onClose: () => void;
};

export function CloseDialog({ row, today, onDone, onClose }: DialogProps) {
  const t = useTexts(periodTexts);
  const [reason, setReason] = useState("");
  const [ignoreDrafts, setIgnoreDrafts] = useState(false);
  const close = useSend("periods.close", { refreshes: ["periods.list"] });
  return (
    <ConfirmDialog
      title={t.closeTitle(row.period)}
      verb={t.close}
      pending={close.isPending}
      refusal={close.error ? refusalOf(close.error).detail : null}
      onClose={onClose}
      onConfirm={() =>
        close.mutate(
          { body: { period: row.period, reason, ignoreDrafts } },
          { onSuccess: () => onDone(t.closed(row.period)) },
        )
      }
    >
      <p>{t.closeEffect(row.period, row.vouchers)}</p>
      <p>{t.closeChecks}</p>
      {row.isCurrent && <p className="period-warning">{t.closeCurrent(today)}</p>}
      {row.drafts > 0 && (
        <div className="period-leave">
          <Checkbox checked={ignoreDrafts} onChange={(event) => setIgnoreDrafts(event.target.checked)}>
            {t.leaveDrafts(row.drafts)}
          </Checkbox>
          <small>{t.leaveDraftsHint}</small>
        </div>
      )}
      <Field label={t.remark} hint={t.remarkHint}>
        {(bind) => (
          <Input {...bind} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}

export function ReopenDialog({ row, onDone, onClose }: DialogProps) {
  const t = useTexts(periodTexts);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FormErrors>({});
  const place = useRef<HTMLDivElement>(null);
  const reopen = useSend("periods.reopen", { refreshes: ["periods.list"] });
  function submit() {
    const body = { period: row.period, reason };
    const found = errorsOf(routes["periods.reopen"].body, body);
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirstError(place.current);
    reopen.mutate(
      { body },
      {
        onSuccess: () => onDone(t.reopened(row.period)),
        onError: (error) => setErrors(errorsOfProblem(refusalOf(error))),
      },
    );
  }
  return (
    <ConfirmDialog
      title={t.reopenTitle(row.period)}
      verb={t.reopen}
      danger
      pending={reopen.isPending}
      refusal={errors[""] ?? null}
      onClose={onClose}
      onConfirm={submit}
    >
      <div ref={place}>
        <p>{t.reopenEffect(row.period)}</p>
        <Field label={t.reason} hint={t.reasonHint(shortestReopenReason)} error={errors["reason"]} required>
          {(bind) => (
            <Input
              {...bind}
              autoFocus
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}
