import { limitedRoles } from "@zhangshi/contract";
import { Button, Input } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { type Reply, refusalOf, useCall, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { usePermission } from "../../app/session.tsx";
import { focusFirstError, type FormErrors } from "../../ui/field/form-errors.ts";
import { PageState, RefusalBand } from "../../ui/page-states.tsx";
import { limitErrors, limitForm, limitsOf } from "./backdating-limits.form.ts";
import { periodTexts } from "./periods.texts.ts";

export function BackdatingLimits() {
  const t = useTexts(periodTexts);
  const limits = useCall("backdating.show");
  const [isSaved, setSaved] = useState(false);
  return (
    <section className="period-panel" aria-labelledby="backdating-title">
      <h2 id="backdating-title">{t.limits}</h2>
      <p>{t.limitsRule}</p>
      <PageState query={limits} loading={null}>
        {(shown) => <LimitForm key={JSON.stringify(shown.limits)} shown={shown} onSaved={setSaved} />}
      </PageState>
      <p role="status" className="period-done">
        {isSaved && `✓ ${t.limitsSaved}`}
      </p>
    </section>
  );
}

/** Made anew when the answer changes, so that the boxes always begin with what is kept. */
function LimitForm(props: { readonly shown: Reply<"backdating.show">; readonly onSaved: (isSaved: boolean) => void }) {
  const t = useTexts(periodTexts);
  const place = useRef<HTMLFormElement>(null);
  const mayChange = usePermission("company.manage");
  const first = limitForm(props.shown.limits);
  const [form, setForm] = useState(first);
  const [errors, setErrors] = useState<FormErrors>({});
  const save = useSend("backdating.save", { refreshes: ["backdating.show"] });
  const isDirty = JSON.stringify(form) !== JSON.stringify(first);

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = limitErrors(form, t.daysRange);
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirstError(place.current);
    save.mutate({ body: { limits: limitsOf(form) } }, { onSuccess: () => props.onSaved(true) });
  }

  return (
    <form ref={place} className="period-limits" onSubmit={submit} noValidate>
      {save.error && <RefusalBand>{refusalOf(save.error).detail}</RefusalBand>}
      {limitedRoles.map((role) => {
        const error = errors[role];
        return (
          <div key={role} className="period-limit">
            <label htmlFor={`limit-${role}`}>{t.roles[role]}</label>
            {mayChange ? (
              <Input
                id={`limit-${role}`}
                inputMode="numeric"
                maxLength={3}
                suffix={form[role].trim() === "" ? <span /> : t.days}
                placeholder={t.unlimited}
                status={error ? "error" : ""}
                aria-label={t.daysOf(t.roles[role])}
                aria-invalid={error !== undefined}
                aria-describedby={error ? `limit-${role}-error` : undefined}
                value={form[role]}
                onChange={(event) => {
                  setForm({ ...form, [role]: event.target.value });
                  props.onSaved(false);
                }}
              />
            ) : (
              <output id={`limit-${role}`}>{form[role] === "" ? t.unlimited : `${form[role]} ${t.days}`}</output>
            )}
            {error && (
              <p className="field-error" id={`limit-${role}-error`}>
                {error}
              </p>
            )}
          </div>
        );
      })}
      {mayChange && (
        <Button htmlType="submit" disabled={!isDirty} loading={save.isPending}>
          {t.saveLimits}
        </Button>
      )}
    </form>
  );
}
