import { Button, Input } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { Field } from "../../ui/field/field.tsx";
import { focusFirstError, type FormErrors } from "../../ui/field/form-errors.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { passwordErrors } from "./password-form.ts";
import { sessionTexts } from "./session.texts.ts";
import "./session.css";

const empty = { current: "", next: "", again: "" };

export function Page() {
  const t = useTexts(sessionTexts);
  const place = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState(empty);
  const [errors, setErrors] = useState<FormErrors>({});
  const change = useSend("session.password");

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = passwordErrors(form, { required: t.required, short: t.passwordHint, differs: t.differs });
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirstError(place.current);
    change.mutate({ body: { current: form.current, next: form.next } }, { onSuccess: () => setForm(empty) });
  }

  const fields = [
    { key: "current", label: t.current, complete: "current-password", hint: undefined },
    { key: "next", label: t.next, complete: "new-password", hint: t.passwordHint },
    { key: "again", label: t.again, complete: "new-password", hint: undefined },
  ] as const;
  return (
    <div className="session-page">
      <form ref={place} onSubmit={submit} noValidate>
        <h1>{t.changePassword}</h1>
        {change.error && <RefusalBand>{refusalOf(change.error).detail}</RefusalBand>}
        {change.isSuccess && (
          <p className="session-done" role="status">
            ✓ {t.changed}
          </p>
        )}
        {fields.map((field) => (
          <Field key={field.key} label={field.label} hint={field.hint} error={errors[field.key]}>
            {(bind) => (
              <Input.Password
                {...bind}
                autoComplete={field.complete}
                value={form[field.key]}
                onChange={(event) => setForm({ ...form, [field.key]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t.change}
        </Button>
      </form>
    </div>
  );
}
