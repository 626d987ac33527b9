import { type CountScope, routes } from "@zhangshi/contract";
import { Button, Checkbox, Drawer, Input, Radio, Select } from "antd";
import { type FormEvent, useRef, useState } from "react";
import { uuidv7 } from "uuidv7";
import { refusalOf, useCall, useSend } from "../../../app/api.ts";
import { useTexts } from "../../../app/language.ts";
import { useGo } from "../../../app/location.ts";
import { useSession } from "../../../app/session.tsx";
import { Field } from "../../../ui/field/field.tsx";
import {
  errorsOf,
  errorsOfProblem,
  focusFirstError,
  type FormErrors,
  unplaced,
} from "../../../ui/field/form-errors.ts";
import { RefusalBand } from "../../../ui/page-states.tsx";
import { categoryOptions } from "../../catalog/category-tree.ts";
import { countingTexts } from "./counting.texts.ts";

/** What is counted is decided once: the list is frozen when it starts. */
export function NewCountTask({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(countingTexts);
  const go = useGo();
  const { today } = useSession().company;
  const place = useRef<HTMLFormElement>(null);
  const warehouses = useCall("warehouses.list");
  const categories = useCall("categories.list");
  const usable = (warehouses.data?.rows ?? []).filter((one) => !one.disabled);
  const [id] = useState(() => uuidv7());
  const [form, setForm] = useState({
    name: "",
    warehouseId: undefined as string | undefined,
    businessDate: today,
    scope: "warehouse" as CountScope,
    categoryId: undefined as string | undefined,
    itemIds: [] as readonly string[],
    blind: true,
    includeZero: false,
    note: "",
  });
  const [errors, setErrors] = useState<FormErrors>({});
  const create = useSend("countTasks.create", { refreshes: ["countTasks.list"] });
  const warehouseId = form.warehouseId ?? usable.find((one) => one.isDefault)?.id ?? usable[0]?.id;

  function refuse(found: FormErrors) {
    setErrors(found);
    focusFirstError(place.current);
  }
  function save(event: FormEvent) {
    event.preventDefault();
    if (create.isPending) return;
    const { categoryId, itemIds, ...rest } = form;
    const body = {
      ...rest,
      id,
      warehouseId: warehouseId ?? "",
      ...(form.scope === "category" && categoryId ? { categoryId } : {}),
      ...(form.scope === "items" ? { itemIds: [...itemIds] } : {}),
    };
    const found = errorsOf(routes["countTasks.create"].body, body);
    if (Object.keys(found).length > 0) return refuse(found);
    create.mutate(
      { body },
      {
        onSuccess: (task) => go(`/stock/count-tasks/${task.id}`),
        onError: (error) => refuse(errorsOfProblem(refusalOf(error))),
      },
    );
  }

  const lost = unplaced(errors, ["name", "warehouseId", "businessDate", "categoryId", "itemIds"]);
  return (
    <Drawer open size={440} title={t.newTask} onClose={onClose}>
      <form className="count-task-form" ref={place} onSubmit={save} noValidate>
        {lost.length > 0 && <RefusalBand>{lost.join(" ")}</RefusalBand>}
        <Field label={t.name} hint={t.nameHint} error={errors["name"]} required>
          {(bind) => (
            <Input
              {...bind}
              autoFocus
              maxLength={60}
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.warehouse} error={errors["warehouseId"]} required>
          {(bind) => (
            <Select
              {...bind}
              value={warehouseId ?? null}
              options={usable.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(value) => setForm({ ...form, warehouseId: value ?? undefined })}
            />
          )}
        </Field>
        <Field label={t.date} error={errors["businessDate"]} required>
          {(bind) => (
            <Input
              {...bind}
              type="date"
              max={today}
              value={form.businessDate}
              onChange={(event) => setForm({ ...form, businessDate: event.target.value })}
            />
          )}
        </Field>
        <Radio.Group
          aria-label={t.scope}
          value={form.scope}
          onChange={(event) => setForm({ ...form, scope: event.target.value as CountScope })}
          options={(["warehouse", "category", "items"] as const).map((scope) => ({
            value: scope,
            label: t.scopes[scope],
          }))}
        />
        {form.scope === "category" && (
          <Field label={t.category} error={errors["categoryId"]} required>
            {(bind) => (
              <Select
                {...bind}
                showSearch={{ optionFilterProp: "label" }}
                value={form.categoryId ?? null}
                options={[...categoryOptions(categories.data?.rows ?? [])]}
                onChange={(value) => setForm({ ...form, categoryId: value ?? undefined })}
              />
            )}
          </Field>
        )}
        {form.scope === "items" && (
          <Field label={t.items} hint={t.itemsHint} error={errors["itemIds"]} required>
            {(bind) => <ItemsField bind={bind} ids={form.itemIds} onIds={(itemIds) => setForm({ ...form, itemIds })} />}
          </Field>
        )}
        <Checkbox checked={form.blind} onChange={(event) => setForm({ ...form, blind: event.target.checked })}>
          {t.blind} <span className="quiet">{t.blindHint}</span>
        </Checkbox>
        {form.scope !== "items" && (
          <Checkbox
            checked={form.includeZero}
            onChange={(event) => setForm({ ...form, includeZero: event.target.checked })}
          >
            {t.includeZero}
          </Checkbox>
        )}
        <Field label={t.note}>
          {(bind) => (
            <Input
              {...bind}
              maxLength={200}
              value={form.note}
              onChange={(event) => setForm({ ...form, note: event.target.value })}
            />
          )}
        </Field>
        <footer>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t.start}
          </Button>
          <Button onClick={onClose}>{t.cancel}</Button>
        </footer>
      </form>
    </Drawer>
  );
}

function ItemsField(props: {
  readonly bind: { readonly id: string; readonly status: "error" | "" };
  readonly ids: readonly string[];
  readonly onIds: (ids: readonly string[]) => void;
}) {
  const [search, setSearch] = useState("");
  const [named, setNamed] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useCall("items.lookup", { query: { q: search, limit: 30 } }, { enabled: search !== "", keep: true });
  const options = (search === "" ? [] : (found.data?.rows ?? [])).map((row) => ({
    value: row.id,
    label: `${row.code} ${row.name} ${row.spec}`,
  }));
  const chosen = props.ids.filter((id) => !options.some((option) => option.value === id));
  return (
    <Select
      id={props.bind.id}
      status={props.bind.status}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setSearch }}
      value={[...props.ids]}
      options={[...options, ...chosen.map((id) => ({ value: id, label: named.get(id) ?? id }))]}
      onChange={(ids: string[], said) => {
        const labels = (Array.isArray(said) ? said : [said]) as readonly { value: string; label: string }[];
        setNamed(new Map([...named, ...labels.map((one) => [one.value, one.label] as const)]));
        props.onIds(ids);
      }}
    />
  );
}
