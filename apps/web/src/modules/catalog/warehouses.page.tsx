import { HomeOutlined, PlusOutlined } from "@ant-design/icons";
import { routes, type WarehouseView } from "@zhangshi/contract";
import { Button, Checkbox, Drawer, Input } from "antd";
import { useMemo, useRef, useState, type FormEvent } from "react";
import { api, refusalOf, useSend, type Reply } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { usePermission } from "../../app/session.tsx";
import { Field } from "../../ui/field/field.tsx";
import { errorsOf, errorsOfProblem, focusFirstError, unplaced, type FormErrors } from "../../ui/field/form-errors.ts";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { useListRows } from "../../ui/list/use-list.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { StatusTag } from "../../ui/status-tag.tsx";
import { catalogTexts } from "./catalog.texts.ts";
import "./catalog.css";

export function Page() {
  const t = useTexts(catalogTexts);
  const mayWrite = usePermission("catalog.write");
  const [edited, setEdited] = useState<WarehouseView | "new" | undefined>(undefined);
  const list = useListRows<WarehouseView, Reply<"warehouses.list">>(["warehouses.list"], () =>
    api.call("warehouses.list"),
  );
  useKeys(t.warehouses, [{ keys: "Alt+N", label: t.newWarehouse, run: () => setEdited("new"), disabled: !mayWrite }]);
  const columns = useMemo<readonly ListColumn<WarehouseView>[]>(
    () => [
      { id: "code", title: t.code, width: 120, always: true, phone: true, text: (row) => row.code },
      { id: "name", title: t.name, width: 300, grow: true, phone: true, text: (row) => row.name },
      {
        id: "default",
        title: t.isDefault,
        width: 90,
        text: (row) => (row.isDefault ? t.isDefault : ""),
        cell: (row) => row.isDefault && <StatusTag tone="ac">{t.isDefault}</StatusTag>,
      },
      {
        id: "state",
        title: t.state,
        width: 90,
        phone: true,
        text: (row) => (row.disabled ? t.disabled : t.enabled),
        cell: (row) => (row.disabled ? <StatusTag tone="off">{t.disabled}</StatusTag> : t.enabled),
      },
    ],
    [t],
  );
  return (
    <ListPage
      name="warehouses"
      title={t.warehouses}
      columns={columns}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.disabled ? "off" : undefined)}
      list={list}
      query={{}}
      onQuery={() => undefined}
      order={{ sort: "", direction: "asc" }}
      onOpen={mayWrite ? setEdited : undefined}
      countLabel={t.places}
      primary={
        mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
            {t.newWarehouse} <KeyHint keys="Alt+N" />
          </Button>
        )
      }
      empty={{ icon: <HomeOutlined />, title: t.warehouseEmpty, text: t.warehouseEmptyText }}
    >
      {edited !== undefined && (
        <WarehouseForm warehouse={edited === "new" ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </ListPage>
  );
}

function WarehouseForm({
  warehouse,
  onClose,
}: {
  readonly warehouse: WarehouseView | undefined;
  readonly onClose: () => void;
}) {
  const t = useTexts(catalogTexts);
  const place = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState({
    code: warehouse?.code ?? "",
    name: warehouse?.name ?? "",
    isDefault: warehouse?.isDefault ?? false,
    disabled: warehouse?.disabled ?? false,
  });
  const [errors, setErrors] = useState<FormErrors>({});
  const create = useSend("warehouses.create", { refreshes: ["warehouses.list"] });
  const update = useSend("warehouses.update", { refreshes: ["warehouses.list", "stock.list"] });

  function refuse(found: FormErrors) {
    setErrors(found);
    focusFirstError(place.current);
  }

  function save(event: FormEvent) {
    event.preventDefault();
    if (create.isPending || update.isPending) return;
    const body = { ...form, ...(warehouse === undefined ? {} : { version: warehouse.version }) };
    const found = errorsOf(routes["warehouses.create"].body, body);
    if (Object.keys(found).length > 0) return refuse(found);
    const options = { onSuccess: onClose, onError: (error: Error) => refuse(errorsOfProblem(refusalOf(error))) };
    if (warehouse === undefined) create.mutate({ body }, options);
    else update.mutate({ params: { id: warehouse.id }, body }, options);
  }

  const lost = unplaced(errors, ["code", "name"]);
  return (
    <Drawer
      open
      size={400}
      title={warehouse === undefined ? t.newWarehouse : t.editWarehouse(warehouse.name)}
      onClose={onClose}
    >
      <form className="warehouse-form" ref={place} onSubmit={save} noValidate>
        {lost.length > 0 && <RefusalBand>{lost.join(" ")}</RefusalBand>}
        <Field label={t.code} error={errors["code"]} required>
          {(bind) => (
            <Input
              {...bind}
              autoFocus
              maxLength={40}
              value={form.code}
              onChange={(event) => setForm({ ...form, code: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.name} error={errors["name"]} required>
          {(bind) => (
            <Input
              {...bind}
              maxLength={40}
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          )}
        </Field>
        <Checkbox checked={form.isDefault} onChange={(event) => setForm({ ...form, isDefault: event.target.checked })}>
          {t.makeDefault}
        </Checkbox>
        <Checkbox checked={form.disabled} onChange={(event) => setForm({ ...form, disabled: event.target.checked })}>
          {t.disableWarehouse}
        </Checkbox>
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
