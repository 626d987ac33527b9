import { roles, routes, type Role } from "@zhangshi/contract";
import { Button, Checkbox, Drawer, Input, Select } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useSession } from "../../app/session.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, unplaced, type FormErrors } from "../../ui/field/form-errors.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import type { User } from "./user.ts";
import { sessionTexts } from "./session.texts.ts";
import "./session.css";

export function UserForm({ user, onClose }: { readonly user: User | undefined; readonly onClose: () => void }) {
  const t = useTexts(sessionTexts);
  const me = useSession().user.id;
  const place = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState({
    loginName: user?.loginName ?? "",
    displayName: user?.displayName ?? "",
    role: (user?.role ?? "clerk") as Role,
    disabled: user?.disabled ?? false,
    password: "",
  });
  const [errors, setErrors] = useState<FormErrors>({});
  const create = useSend("users.create", { refreshes: ["users.list"] });
  const update = useSend("users.update", { refreshes: ["users.list"] });

  function refuse(found: FormErrors) {
    setErrors(found);
    focusFirstError(place.current);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (create.isPending || update.isPending) return;
    const { loginName, displayName, role, disabled, password } = form;
    const options = { onSuccess: onClose, onError: (error: Error) => refuse(errorsOfProblem(refusalOf(error))) };
    if (user === undefined) {
      const body = { loginName, displayName, role, password };
      const found = errorsOf(routes["users.create"].body, body);
      if (Object.keys(found).length > 0) return refuse(found);
      create.mutate({ body }, options);
    } else {
      const body = { displayName, role, disabled, ...(password === "" ? {} : { password }) };
      const found = errorsOf(routes["users.update"].body, body);
      if (Object.keys(found).length > 0) return refuse(found);
      update.mutate({ params: { id: user.id }, body }, options);
    }
  }

  const lost = unplaced(errors, Object.keys(form));
  return (
    <Drawer open size={400} title={user === undefined ? t.newUser : t.editUser(user.displayName)} onClose={onClose}>
      <form className="user-form" ref={place} onSubmit={submit} noValidate>
        {lost.length > 0 && <RefusalBand>{lost.join(" ")}</RefusalBand>}
        <Field label={t.name} error={errors["displayName"]} required>
          {(bind) => (
            <Input
              {...bind}
              autoFocus
              maxLength={40}
              value={form.displayName}
              onChange={(event) => setForm({ ...form, displayName: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.loginName} error={errors["loginName"]} required={user === undefined}>
          {(bind) => (
            <Input
              {...bind}
              autoComplete="off"
              maxLength={64}
              disabled={user !== undefined}
              value={form.loginName}
              onChange={(event) => setForm({ ...form, loginName: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.role} hint={t.roleMay[form.role]} error={errors["role"]}>
          {(bind) => (
            <Select
              {...bind}
              value={form.role}
              onChange={(role) => setForm({ ...form, role })}
              options={roles.map((role) => ({ value: role, label: t.roles[role] }))}
            />
          )}
        </Field>
        <Field
          label={user === undefined ? t.password : t.newPassword}
          hint={user === undefined ? t.passwordHint : t.newPasswordHint}
          error={errors["password"]}
          required={user === undefined}
        >
          {(bind) => (
            <Input.Password
              {...bind}
              autoComplete="new-password"
              maxLength={200}
              value={form.password}
              onChange={(event) => setForm({ ...form, password: event.target.value })}
            />
          )}
        </Field>
        {user !== undefined && (
          <div>
            <Checkbox
              checked={form.disabled}
              disabled={user.id === me}
              onChange={(event) => setForm({ ...form, disabled: event.target.checked })}
            >
              {t.disable}
            </Checkbox>
            <p className="session-quiet">{user.id === me ? t.self : t.disableHint}</p>
          </div>
        )}
        <footer>
          <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
            {t.save}
          </Button>
          <Button onClick={onClose}>{t.cancel}</Button>
        </footer>
      </form>
    </Drawer>
  );
}
