import { partnerBody, type PartnerBody, type PartnerView } from "@zhangshi/contract";
import { Button, Checkbox, Input, Popconfirm } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { refusalOf, useCall, useSend } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { useGo, useQuestion, useRouteParams } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { Amount } from "../../ui/figure.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, unplaced, type FormErrors } from "../../ui/field/form-errors.ts";
import { useKeptForm } from "../../ui/field/use-kept-form.ts";
import { PageState, RefusalBand } from "../../ui/page-states.tsx";
import { partnersTexts } from "./partners.texts.ts";
import "./partners.css";

export function Page() {
  const { id = "new" } = useRouteParams();
  const isNew = id === "new";
  const partner = useCall("partners.show", { params: { id } }, { enabled: !isNew });
  if (isNew) return <PartnerForm partner={undefined} onReload={() => undefined} />;
  return (
    <PageState query={partner}>
      {(shown) => (
        <PartnerForm key={`${shown.id}${shown.version}`} partner={shown} onReload={() => void partner.refetch()} />
      )}
    </PageState>
  );
}

function bodyOf(partner: PartnerView | undefined, role: string | undefined): PartnerBody {
  if (partner === undefined)
    return {
      code: "",
      name: "",
      isCustomer: role !== "supplier",
      isSupplier: role === "supplier",
      contact: "",
      phone: "",
      address: "",
      taxNumber: "",
      bankName: "",
      bankAccount: "",
      creditLimit: null,
      note: "",
      disabled: false,
    };
  const { id: _id, receivable: _receivable, payable: _payable, ...body } = partner;
  return body;
}

const texts = ["contact", "phone", "address", "taxNumber", "bankName", "bankAccount", "note"] as const;
const lengths: Readonly<Record<(typeof texts)[number], number>> = {
  contact: 60,
  phone: 60,
  address: 300,
  taxNumber: 40,
  bankName: 100,
  bankAccount: 60,
  note: 500,
};

function PartnerForm({
  partner,
  onReload,
}: {
  readonly partner: PartnerView | undefined;
  readonly onReload: () => void;
}) {
  const t = useTexts(partnersTexts);
  const go = useGo();
  const { role } = useQuestion();
  const mayWrite = usePermission("partners.write");
  const place = useRef<HTMLFormElement>(null);
  const { form, change, forget, isDirty } = useKeptForm<PartnerBody>(
    `partner.${partner === undefined ? `new.${role ?? ""}` : `${partner.id}.${partner.version}`}`,
    bodyOf(partner, role),
  );
  const [errors, setErrors] = useState<FormErrors>({});
  const refreshes = { refreshes: ["partners.list", "partners.show", "partners.balances", "partners.summary"] as const };
  const create = useSend("partners.create", refreshes);
  const update = useSend("partners.update", refreshes);
  const remove = useSend("partners.delete", { refreshes: ["partners.list"] });
  const back = form.isSupplier && !form.isCustomer ? "/suppliers" : "/customers";
  const title = partner?.name ?? (role === "supplier" ? t.newSupplier : t.newCustomer);
  useTab({ title, dirty: isDirty });

  function set<Key extends keyof PartnerBody>(key: Key, value: PartnerBody[Key]) {
    change((now) => ({ ...now, [key]: value }));
    setErrors(({ [key]: _corrected, ...others }) => others);
  }

  function refuse(found: FormErrors) {
    setErrors(found);
    focusFirstError(place.current);
  }

  function save(event?: FormEvent) {
    event?.preventDefault();
    if (create.isPending || update.isPending || !mayWrite) return;
    const found = errorsOf(partnerBody, form);
    if (Object.keys(found).length > 0) return refuse(found);
    const onError = (error: Error) => refuse(errorsOfProblem(refusalOf(error)));
    if (partner === undefined)
      create.mutate(
        { body: form },
        {
          onSuccess: (made) => {
            forget();
            go(`/partners/${made.id}`, { replace: true });
          },
          onError,
        },
      );
    else update.mutate({ params: { id: partner.id }, body: form }, { onSuccess: forget, onError });
  }

  useKeys(title, [{ keys: "F2", label: t.save, run: () => save(), disabled: !mayWrite }]);
  const refusal = update.error ?? create.error ?? remove.error;
  const isStale = refusal !== null && refusalOf(refusal).code === "version.stale";
  const lost = unplaced(errors, Object.keys(form));
  const input = (key: (typeof texts)[number]) => (
    <Field key={key} label={t[key]} error={errors[key]} className={key === "address" || key === "note" ? "wide" : ""}>
      {(bind) => (
        <Input
          {...bind}
          maxLength={lengths[key]}
          value={form[key]}
          onChange={(event) => set(key, event.target.value)}
        />
      )}
    </Field>
  );

  return (
    <form className="record" ref={place} onSubmit={save} noValidate>
      <header className="record-bar">
        <h1>{title}</h1>
        {isDirty && partner !== undefined && <span className="record-unsaved">{t.unsaved}</span>}
        <span className="record-gap" />
        {partner?.isCustomer && (
          <Button onClick={() => go(`/partners/${partner.id}/statement?side=receivable`)}>
            {t.statement}{" "}
            <b>
              <Amount value={partner.receivable} />
            </b>
          </Button>
        )}
        {partner?.isSupplier && !partner.isCustomer && (
          <Button onClick={() => go(`/partners/${partner.id}/statement?side=payable`)}>
            {t.statement}{" "}
            <b>
              <Amount value={partner.payable} />
            </b>
          </Button>
        )}
        {partner !== undefined && mayWrite && (
          <Popconfirm
            title={t.deleteSure}
            okText={t.delete}
            onConfirm={() =>
              remove.mutate(
                { params: { id: partner.id } },
                {
                  onSuccess: () => go(back, { replace: true }),
                  onError: (error) => refuse(errorsOfProblem(refusalOf(error))),
                },
              )
            }
          >
            <Button>{t.delete}</Button>
          </Popconfirm>
        )}
        {mayWrite && (
          <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
            {t.save} <KeyHint keys="F2" />
          </Button>
        )}
      </header>
      {lost.length > 0 && (
        <RefusalBand
          action={
            isStale ? (
              <Button
                size="small"
                onClick={() => {
                  forget();
                  onReload();
                }}
              >
                {t.reload}
              </Button>
            ) : undefined
          }
        >
          {lost.join(" ")}
        </RefusalBand>
      )}
      <fieldset disabled={!mayWrite}>
        <legend>{t.basic}</legend>
        <div className="record-grid">
          <Field label={t.code} error={errors["code"]} required>
            {(bind) => (
              <Input
                {...bind}
                autoFocus={partner === undefined}
                maxLength={64}
                value={form.code}
                onChange={(event) => set("code", event.target.value)}
              />
            )}
          </Field>
          <Field label={t.name} error={errors["name"]} required className="wide">
            {(bind) => (
              <Input
                {...bind}
                maxLength={200}
                value={form.name}
                onChange={(event) => set("name", event.target.value)}
              />
            )}
          </Field>
          <Field label={t.role} error={errors["isCustomer"]}>
            {(bind) => (
              <span className="record-checks">
                <Checkbox
                  id={bind.id}
                  checked={form.isCustomer}
                  onChange={(event) => set("isCustomer", event.target.checked)}
                >
                  {t.isCustomer}
                </Checkbox>
                <Checkbox checked={form.isSupplier} onChange={(event) => set("isSupplier", event.target.checked)}>
                  {t.isSupplier}
                </Checkbox>
              </span>
            )}
          </Field>
          {texts.slice(0, 3).map(input)}
          <Field label={t.creditLimit} hint={t.creditHint} error={errors["creditLimit"]}>
            {(bind) => (
              <Input
                {...bind}
                className="num"
                inputMode="decimal"
                value={form.creditLimit ?? ""}
                onChange={(event) =>
                  set("creditLimit", event.target.value.trim() === "" ? null : event.target.value.trim())
                }
              />
            )}
          </Field>
        </div>
      </fieldset>
      <fieldset disabled={!mayWrite}>
        <legend>{t.billing}</legend>
        <div className="record-grid">{texts.slice(3).map(input)}</div>
        <Checkbox checked={form.disabled} onChange={(event) => set("disabled", event.target.checked)}>
          {t.disable}
        </Checkbox>
      </fieldset>
    </form>
  );
}
