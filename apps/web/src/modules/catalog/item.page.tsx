import { itemBody, type ItemView } from "@zhangshi/contract";
import { Button, Checkbox, Input, Popconfirm, Select } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { refusalOf, useCall, useSend } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { useGo, useRouteParams } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { closeTab, useTab } from "../../app/tabs.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, unplaced, type FormErrors } from "../../ui/field/form-errors.ts";
import { useKeptForm } from "../../ui/field/use-kept-form.ts";
import { PageState, RefusalBand } from "../../ui/page-states.tsx";
import { BinFields } from "./bin-fields.tsx";
import { categoryOptions } from "./category-tree.ts";
import { catalogTexts } from "./catalog.texts.ts";
import { bodyOf, doubtfulBarcodes, emptyItem, formOf, type ItemForm, sentParts } from "./item-form.ts";
import { KitTable } from "./kit-table.tsx";
import { UnitTable } from "./unit-table.tsx";
import "./catalog.css";

export function Page() {
  const { id = "new" } = useRouteParams();
  const isNew = id === "new";
  const item = useCall("items.show", { params: { id } }, { enabled: !isNew });
  if (isNew) return <ItemEditor item={undefined} onReload={() => undefined} />;
  return (
    <PageState query={item}>
      {(shown) => <ItemEditor key={`${shown.id}${shown.version}`} item={shown} onReload={() => void item.refetch()} />}
    </PageState>
  );
}

const placed = [
  "code",
  "name",
  "spec",
  "categoryId",
  "brand",
  "baseUnit",
  "units",
  "taxRate",
  "purchasePrice",
  "salePrice",
  "minimumSalePrice",
  "safetyStock",
  "tracking",
  "shelfLifeDays",
  "parts",
  "bins",
  "note",
];

function ItemEditor({ item, onReload }: { readonly item: ItemView | undefined; readonly onReload: () => void }) {
  const t = useTexts(catalogTexts);
  const go = useGo();
  const { company } = useSession();
  const mayWrite = usePermission("catalog.write");
  const seesCost = usePermission("cost.read");
  const seesStock = usePermission("stock.read");
  const categories = useCall("categories.list");
  const warehouses = useCall("warehouses.list");
  const place = useRef<HTMLFormElement>(null);
  const { form, change, forget, isDirty } = useKeptForm<ItemForm>(
    `item.${item === undefined ? "new" : `${item.id}.${item.version}`}`,
    item === undefined ? emptyItem(company.defaultTaxRate) : formOf(item),
  );
  const [errors, setErrors] = useState<FormErrors>({});
  const refreshes = {
    refreshes: [
      "items.list",
      "items.show",
      "items.lookup",
      "stock.list",
      "categories.list",
      "warehouses.list",
    ] as const,
  };
  const create = useSend("items.create", refreshes);
  const update = useSend("items.update", refreshes);
  const remove = useSend("items.delete", refreshes);
  const title = item === undefined ? t.newItem : `${item.name} ${item.spec}`.trim();
  useTab({ title: item?.name ?? t.newItem, dirty: isDirty });

  function set<Key extends keyof ItemForm>(key: Key, value: ItemForm[Key], error: string = key) {
    change((now) => ({ ...now, [key]: value }));
    setErrors((now) =>
      Object.fromEntries(Object.entries(now).filter(([path]) => path !== error && !path.startsWith(`${error}.`))),
    );
  }

  function refuse(found: FormErrors) {
    setErrors(found);
    focusFirstError(place.current);
  }

  function save(event?: FormEvent) {
    event?.preventDefault();
    if (create.isPending || update.isPending || !mayWrite) return;
    const body = bodyOf(form, item?.version);
    const found = errorsOf(itemBody, body);
    if (Object.keys(found).length > 0) return refuse(found);
    const onError = (error: Error) => refuse(errorsOfProblem(refusalOf(error)));
    if (item === undefined)
      create.mutate(
        { body },
        {
          onSuccess: (made) => {
            forget();
            closeTab("/items/new");
            go(`/items/${made.id}`, { replace: true });
          },
          onError,
        },
      );
    else update.mutate({ params: { id: item.id }, body }, { onSuccess: forget, onError });
  }

  useKeys(title, [{ keys: "F2", label: t.save, run: () => save(), disabled: !mayWrite }]);
  const lost = unplaced(errors, placed);
  const refusal = update.error ?? create.error;
  const isStale = refusal !== null && refusalOf(refusal).code === "version.stale";
  const priceField = (key: "purchasePrice" | "salePrice" | "minimumSalePrice", hint?: string) => (
    <Field label={t[key]} hint={hint} error={errors[key]}>
      {(bind) => (
        <Input
          {...bind}
          className="num"
          inputMode="decimal"
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
        {isDirty && item !== undefined && <span className="record-unsaved">{t.unsaved}</span>}
        <span className="record-gap" />
        {item !== undefined && !item.isKit && seesStock && (
          <Button onClick={() => go(`/stock/card?itemId=${item.id}`)}>{t.card}</Button>
        )}
        {item !== undefined && mayWrite && (
          <Popconfirm
            title={t.deleteSure}
            okText={t.delete}
            onConfirm={() =>
              remove.mutate(
                { params: { id: item.id } },
                {
                  onSuccess: () => go("/items", { replace: true }),
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
                autoFocus={item === undefined}
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
          <Field label={t.spec} error={errors["spec"]}>
            {(bind) => (
              <Input
                {...bind}
                maxLength={200}
                value={form.spec}
                onChange={(event) => set("spec", event.target.value)}
              />
            )}
          </Field>
          <Field label={t.category} error={errors["categoryId"]}>
            {(bind) => (
              <Select
                {...bind}
                disabled={!mayWrite}
                value={form.categoryId ?? ""}
                onChange={(value) => set("categoryId", value === "" ? null : value)}
                options={[{ value: "", label: t.noCategory }, ...categoryOptions(categories.data?.rows ?? [])]}
                showSearch={{ optionFilterProp: "label" }}
              />
            )}
          </Field>
          <Field label={t.brand} error={errors["brand"]}>
            {(bind) => (
              <Input
                {...bind}
                maxLength={80}
                value={form.brand}
                onChange={(event) => set("brand", event.target.value)}
              />
            )}
          </Field>
          <Field label={t.safetyStock} hint={t.safetyHint} error={errors["safetyStock"]}>
            {(bind) => (
              <Input
                {...bind}
                className="num"
                inputMode="decimal"
                value={form.safetyStock}
                onChange={(event) => set("safetyStock", event.target.value)}
              />
            )}
          </Field>
          <Field label={t.tracking} error={errors["tracking"]}>
            {(bind) => (
              <Select
                {...bind}
                disabled={!mayWrite}
                value={form.tracking}
                onChange={(value) => set("tracking", value)}
                options={(["none", "lot", "serial"] as const).map((value) => ({ value, label: t.trackings[value] }))}
              />
            )}
          </Field>
          {form.tracking === "lot" && (
            <Field label={t.shelfLife} hint={t.shelfLifeHint} error={errors["shelfLifeDays"]}>
              {(bind) => (
                <Input
                  {...bind}
                  className="num"
                  inputMode="numeric"
                  value={form.shelfLifeDays}
                  onChange={(event) => set("shelfLifeDays", event.target.value)}
                />
              )}
            </Field>
          )}
          <Field label={t.note} error={errors["note"]}>
            {(bind) => (
              <Input
                {...bind}
                maxLength={500}
                value={form.note}
                onChange={(event) => set("note", event.target.value)}
              />
            )}
          </Field>
        </div>
      </fieldset>
      <fieldset disabled={!mayWrite}>
        <legend>{t.units}</legend>
        <UnitTable units={form.units} errors={errors} seesCost={seesCost} onUnits={(units) => set("units", units)} />
        {doubtfulBarcodes(form).map((code) => (
          <p key={code} className="item-doubt">
            {t.badBarcode(code)}
          </p>
        ))}
      </fieldset>
      <fieldset disabled={!mayWrite}>
        <legend>{t.parts}</legend>
        <KitTable
          itemId={item?.id}
          parts={form.parts}
          errors={errors}
          disabled={!mayWrite}
          onParts={(parts) => set("parts", parts)}
        />
      </fieldset>
      <fieldset disabled={!mayWrite}>
        <legend>{t.prices}</legend>
        <div className="record-grid">
          {priceField("salePrice")}
          {priceField("minimumSalePrice", t.minimumHint)}
          {seesCost && priceField("purchasePrice")}
          <Field label={t.taxRate} hint={t.taxPercent} error={errors["taxRate"]}>
            {(bind) => (
              <Input
                {...bind}
                className="num"
                inputMode="decimal"
                suffix="%"
                value={form.taxPercent}
                onChange={(event) => set("taxPercent", event.target.value, "taxRate")}
              />
            )}
          </Field>
        </div>
        <Checkbox checked={form.wholeUnits} onChange={(event) => set("wholeUnits", event.target.checked)}>
          {t.wholeUnits}
        </Checkbox>
        <Checkbox checked={form.disabled} onChange={(event) => set("disabled", event.target.checked)}>
          {t.disable}
        </Checkbox>
      </fieldset>
      {warehouses.data && (sentParts(form.parts).length === 0 || form.bins.length > 0) && (
        <fieldset disabled={!mayWrite}>
          <legend>{t.bins}</legend>
          <BinFields
            warehouses={warehouses.data.rows}
            bins={form.bins}
            errors={errors}
            onBins={(bins) => set("bins", bins)}
          />
        </fieldset>
      )}
    </form>
  );
}
