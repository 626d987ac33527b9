import { AppstoreOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useState, type FormEvent } from "react";
import { refusalOf, useCall, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { usePermission } from "../../app/session.tsx";
import { EmptyState, PageState, RefusalBand } from "../../ui/page-states.tsx";
import { catalogTexts } from "./catalog.texts.ts";
import { categoryOptions, ownBranch, treeOrder, type CategoryRow } from "./category-tree.ts";
import "../../ui/list/list.css";
import "./catalog.css";

type Editing = { readonly id: string | undefined; readonly name: string; readonly parentId: string | null };

export function Page() {
  const t = useTexts(catalogTexts);
  const mayWrite = usePermission("catalog.write");
  const categories = useCall("categories.list");
  const [editing, setEditing] = useState<Editing | undefined>(undefined);
  const remove = useSend("categories.delete", { refreshes: ["categories.list"] });
  const startNew = (parentId: string | null) => setEditing({ id: undefined, name: "", parentId });

  return (
    <section className="list-page" aria-label={t.categories}>
      <header className="list-title">
        <h1>{t.categories}</h1>
        <span className="list-gap" />
        {mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => startNew(null)}>
            {t.newCategory}
          </Button>
        )}
      </header>
      {remove.error && <RefusalBand>{refusalOf(remove.error).detail}</RefusalBand>}
      <PageState query={categories}>
        {({ rows }) =>
          rows.length === 0 && editing === undefined ? (
            <EmptyState icon={<AppstoreOutlined />} title={t.categoryEmpty} text={t.categoryEmptyText}>
              {mayWrite && (
                <Button type="primary" onClick={() => startNew(null)}>
                  {t.newCategory}
                </Button>
              )}
            </EmptyState>
          ) : (
            <div className="category-tree">
              <ul>
                {editing !== undefined && editing.id === undefined && editing.parentId === null && (
                  <li>
                    <CategoryForm rows={rows} editing={editing} onClose={() => setEditing(undefined)} />
                  </li>
                )}
                {treeOrder(rows).map((row) => {
                  const isUsed = row.itemCount > 0 || rows.some((other) => other.parentId === row.id);
                  return (
                    <li key={row.id} style={{ paddingLeft: 16 + row.depth * 22 }}>
                      {editing?.id === row.id ? (
                        <CategoryForm rows={rows} editing={editing} onClose={() => setEditing(undefined)} />
                      ) : (
                        <>
                          <GoLink href={`/items?categoryId=${row.id}`}>{row.name}</GoLink>
                          <span className="count">{row.itemCount > 0 && row.itemCount.toLocaleString("en-US")}</span>
                          {editing !== undefined && editing.id === undefined && editing.parentId === row.id && (
                            <CategoryForm rows={rows} editing={editing} onClose={() => setEditing(undefined)} />
                          )}
                          {mayWrite && (
                            <span className="tools">
                              <Button
                                type="text"
                                size="small"
                                icon={<PlusOutlined />}
                                aria-label={t.newUnder(row.name)}
                                title={t.newUnder(row.name)}
                                onClick={() => startNew(row.id)}
                              />
                              <Button
                                type="text"
                                size="small"
                                icon={<EditOutlined />}
                                aria-label={`${t.rename} ${row.name}`}
                                title={t.rename}
                                onClick={() => setEditing(row)}
                              />
                              <Button
                                type="text"
                                size="small"
                                icon={<DeleteOutlined />}
                                aria-label={`${t.delete} ${row.name}`}
                                title={isUsed ? t.categoryUsed : t.delete}
                                disabled={isUsed}
                                onClick={() => remove.mutate({ params: { id: row.id } })}
                              />
                            </span>
                          )}
                        </>
                      )}
                    </li>
                  );
                })}
              </ul>
            </div>
          )
        }
      </PageState>
    </section>
  );
}

function CategoryForm(props: {
  readonly rows: readonly CategoryRow[];
  readonly editing: Editing;
  readonly onClose: () => void;
}) {
  const t = useTexts(catalogTexts);
  const { editing } = props;
  const [name, setName] = useState(editing.name);
  const [parentId, setParent] = useState(editing.parentId);
  const refreshes = { refreshes: ["categories.list", "items.list", "stock.list"] as const };
  const create = useSend("categories.create", refreshes);
  const update = useSend("categories.update", refreshes);
  const error = create.error ?? update.error;
  const own = editing.id === undefined ? new Set<string>() : ownBranch(props.rows, editing.id);

  function save(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "" || create.isPending || update.isPending) return;
    const body = { name, parentId };
    if (editing.id === undefined) create.mutate({ body }, { onSuccess: props.onClose });
    else update.mutate({ params: { id: editing.id }, body }, { onSuccess: props.onClose });
  }

  return (
    <form onSubmit={save} onKeyDown={(event) => event.key === "Escape" && props.onClose()}>
      <Input
        autoFocus
        aria-label={t.categoryName}
        placeholder={t.categoryName}
        maxLength={60}
        value={name}
        status={error ? "error" : ""}
        onChange={(event) => setName(event.target.value)}
      />
      {editing.id !== undefined && (
        <Select
          aria-label={t.parent}
          value={parentId ?? ""}
          onChange={(value) => setParent(value === "" ? null : value)}
          options={[{ value: "", label: t.root }, ...categoryOptions(props.rows.filter((row) => !own.has(row.id)))]}
        />
      )}
      <Button type="primary" htmlType="submit" disabled={name.trim() === ""}>
        {t.save}
      </Button>
      <Button onClick={props.onClose}>{t.cancel}</Button>
      {error && <span className="field-error">{refusalOf(error).detail}</span>}
    </form>
  );
}
