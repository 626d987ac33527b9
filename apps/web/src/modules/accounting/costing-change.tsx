import { type CostingView, routes } from "@zhangshi/contract";
import { Input, Radio } from "antd";
import { useRef, useState } from "react";
import { refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { ConfirmDialog } from "../../ui/document/confirm-dialog.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, type FormErrors } from "../../ui/field/form-errors.ts";
import { costingMethodTexts } from "../../ui/costing-method.texts.ts";
import { costingTexts } from "./costing.texts.ts";

type Method = CostingView["method"];
const methods: readonly Method[] = ["moving-average", "fifo", "monthly-average", "specific"];

export function CostingChange(props: {
  readonly shown: CostingView;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}) {
  const { shown } = props;
  const t = useTexts(costingTexts);
  const methodNames = useTexts(costingMethodTexts);
  const others = methods.filter((method) => method !== shown.method);
  const [method, setMethod] = useState<Method>(others[0] ?? "fifo");
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FormErrors>({});
  const place = useRef<HTMLDivElement>(null);
  const change = useSend("costing.change", { refreshes: ["costing.show"] });
  function submit() {
    const body = { method, period: shown.nextChange, reason };
    const found = errorsOf(routes["costing.change"].body, body);
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirstError(place.current);
    change.mutate(
      { body },
      {
        onSuccess: () => props.onDone(t.changed(shown.nextChange)),
        onError: (error) => setErrors(errorsOfProblem(refusalOf(error))),
      },
    );
  }
  return (
    <ConfirmDialog
      title={t.changeTitle(shown.nextChange)}
      verb={t.change}
      pending={change.isPending}
      refusal={errors[""] ?? null}
      onClose={props.onClose}
      onConfirm={submit}
    >
      <div ref={place}>
        <p>{t.changeEffect(shown.nextChange)}</p>
        <Field label={t.newMethod} error={errors["method"]}>
          {(bind) => (
            <Radio.Group
              {...bind}
              className="costing-methods"
              value={method}
              onChange={(event) => setMethod(event.target.value as Method)}
            >
              {others.map((one) => (
                <Radio key={one} value={one} disabled={one === "specific" && shown.hasMoved}>
                  {methodNames[one]}
                  <small>{one === "specific" && shown.hasMoved ? t.specificFirst : t.methodHints[one]}</small>
                </Radio>
              ))}
            </Radio.Group>
          )}
        </Field>
        <Field label={t.reason} hint={t.reasonHint} error={errors["reason"]} required>
          {(bind) => (
            <Input {...bind} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}
