import { Button, Input } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { refusalOf, useCall, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo, useQuestion } from "../../app/location.ts";
import { sessionChanged } from "../../app/session.tsx";
import { Field } from "../../ui/field/field.tsx";
import { focusFirstError, type FormErrors } from "../../ui/field/form-errors.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { GoHome } from "../setup/go-home.tsx";
import { OpeningFrame } from "../setup/opening-frame.tsx";
import { nextAddress } from "./next-address.ts";
import { sessionTexts } from "./session.texts.ts";

export function Page() {
  const t = useTexts(sessionTexts);
  const go = useGo();
  const next = nextAddress(useQuestion()["next"]);
  const setup = useCall("setup.state");
  const place = useRef<HTMLFormElement>(null);
  const [loginName, setLoginName] = useState("");
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<FormErrors>({});
  const signIn = useSend("session.create");

  if (setup.data?.needed) return <GoHome to="/setup" />;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (signIn.isPending) return;
    const found: FormErrors = {
      ...(loginName.trim() === "" ? { loginName: t.required } : {}),
      ...(password === "" ? { password: t.required } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirstError(place.current);
    signIn.mutate(
      { body: { loginName, password } },
      {
        onSuccess: (session) => {
          sessionChanged(session);
          go(next, { replace: true });
        },
      },
    );
  }

  return (
    <OpeningFrame times={false}>
      <form className="login" ref={place} onSubmit={submit} noValidate>
        <h1>{t.signIn}</h1>
        {signIn.error && <RefusalBand>{refusalOf(signIn.error).detail}</RefusalBand>}
        <Field label={t.loginName} error={errors["loginName"]}>
          {(bind) => (
            <Input
              {...bind}
              size="large"
              autoFocus
              autoComplete="username"
              value={loginName}
              onChange={(event) => setLoginName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.password} error={errors["password"]}>
          {(bind) => (
            <Input.Password
              {...bind}
              size="large"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
          {t.signIn}
        </Button>
        <p className="opening-sub">{t.forgot}</p>
      </form>
    </OpeningFrame>
  );
}
