import { ArrowRightOutlined } from "@ant-design/icons";
import { companySetup } from "@zhangshi/contract";
import { Button, Input, Segmented, Select } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { sessionChanged } from "../../app/session.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, unplaced, type FormErrors } from "../../ui/field/form-errors.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { firstSetup, offeredPeriods, type SetupForm } from "./setup-form.ts";
import { setupTexts } from "./setup.texts.ts";

export function CompanyForm({ today, opensImport }: { readonly today: string; readonly opensImport: boolean }) {
  const t = useTexts(setupTexts);
  const go = useGo();
  const place = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState<SetupForm>(() => firstSetup(today));
  const [errors, setErrors] = useState<FormErrors>({});
  const create = useSend("setup.company");

  function set<Key extends keyof SetupForm>(key: Key, value: SetupForm[Key]) {
    setForm((now) => ({ ...now, [key]: value }));
    setErrors(({ [key]: _corrected, ...others }) => others);
  }

  function refuse(found: FormErrors) {
    setErrors(found);
    focusFirstError(place.current);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (create.isPending) return;
    const found = errorsOf(companySetup, form);
    if (Object.keys(found).length > 0) return refuse(found);
    create.mutate(
      { body: form },
      {
        onSuccess: (session) => {
          sessionChanged(session);
          go(opensImport ? "/import" : "/", { replace: true });
        },
        onError: (error) => refuse(errorsOfProblem(refusalOf(error))),
      },
    );
  }

  const lost = unplaced(errors, Object.keys(form));
  return (
    <form className="setup-own" ref={place} onSubmit={submit} noValidate>
      <header>
        <h2>{t.own}</h2>
        <span className="setup-kind on">{t.fields}</span>
      </header>
      {lost.length > 0 && <RefusalBand>{lost.join(" ")}</RefusalBand>}
      <Field label={t.companyName} error={errors["companyName"]} required>
        {(bind) => (
          <Input
            {...bind}
            size="large"
            autoFocus
            autoComplete="organization"
            maxLength={60}
            value={form.companyName}
            onChange={(event) => set("companyName", event.target.value)}
          />
        )}
      </Field>
      <div className="setup-pair">
        <Field label={t.startPeriod} hint={t.startHint} error={errors["startPeriod"]}>
          {(bind) => (
            <Select
              {...bind}
              size="large"
              value={form.startPeriod}
              onChange={(value) => set("startPeriod", value)}
              options={offeredPeriods(today).map((period) => ({
                value: period,
                label: t.monthName(period.slice(0, 4), String(Number(period.slice(5)))),
              }))}
            />
          )}
        </Field>
        <Field label={t.taxStatus} error={errors["taxStatus"]}>
          {(bind) => (
            <Segmented<SetupForm["taxStatus"]>
              id={bind.id}
              block
              size="large"
              value={form.taxStatus}
              onChange={(value) => set("taxStatus", value)}
              options={[
                { value: "general", label: t.general },
                { value: "small", label: t.small },
              ]}
            />
          )}
        </Field>
        <Field label={t.standard} error={errors["accountingStandard"]}>
          {(bind) => (
            <Select
              {...bind}
              size="large"
              value={form.accountingStandard}
              onChange={(value) => set("accountingStandard", value)}
              options={(["small-enterprise", "enterprise"] as const).map((value) => ({ value, label: t[value] }))}
            />
          )}
        </Field>
        <Field label={t.costMethod} error={errors["costingMethod"]}>
          {(bind) => (
            <Select
              {...bind}
              size="large"
              value={form.costingMethod}
              onChange={(value) => set("costingMethod", value)}
              options={(["moving-average", "fifo", "monthly-average", "specific"] as const).map((value) => ({
                value,
                label: t[value],
              }))}
            />
          )}
        </Field>
        <Field label={t.costScope} hint={t.costHint} error={errors["costScope"]}>
          {(bind) => (
            <Segmented<SetupForm["costScope"]>
              id={bind.id}
              block
              size="large"
              value={form.costScope}
              onChange={(value) => set("costScope", value)}
              options={[
                { value: "company", label: t.scopeCompany },
                { value: "warehouse", label: t.scopeWarehouse },
              ]}
            />
          )}
        </Field>
        <Field label={t.warehouse} error={errors["warehouseName"]}>
          {(bind) => (
            <Input
              {...bind}
              size="large"
              maxLength={40}
              value={form.warehouseName}
              onChange={(event) => set("warehouseName", event.target.value)}
            />
          )}
        </Field>
        <Field label={t.ownerName} error={errors["ownerName"]} required>
          {(bind) => (
            <Input
              {...bind}
              size="large"
              autoComplete="name"
              maxLength={40}
              value={form.ownerName}
              onChange={(event) => set("ownerName", event.target.value)}
            />
          )}
        </Field>
        <Field label={t.loginName} hint={t.loginHint} error={errors["loginName"]} required>
          {(bind) => (
            <Input
              {...bind}
              size="large"
              autoComplete="username"
              maxLength={64}
              value={form.loginName}
              onChange={(event) => set("loginName", event.target.value)}
            />
          )}
        </Field>
        <Field label={t.password} hint={t.passwordHint} error={errors["password"]} required>
          {(bind) => (
            <Input.Password
              {...bind}
              size="large"
              autoComplete="new-password"
              maxLength={200}
              value={form.password}
              onChange={(event) => set("password", event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="primary" size="large" htmlType="submit" block loading={create.isPending}>
        {create.isPending ? t.creating : t.create} <ArrowRightOutlined />
      </Button>
    </form>
  );
}
