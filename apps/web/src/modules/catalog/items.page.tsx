import { FileExcelOutlined, InboxOutlined, PlusOutlined } from "@ant-design/icons";
import type { ItemView, RouteRequest, Routes } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo } from "react";
import { api, useCall, type Reply } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatPercent, formatPrice, formatQuantity } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { categoryOptions } from "./category-tree.ts";
import { catalogTexts } from "./catalog.texts.ts";

type Question = NonNullable<RouteRequest<Routes["items.list"]>["query"]>;
const known = ["search", "categoryId", "disabled", "kits", "sort", "direction"];

export function Page() {
  const t = useTexts(catalogTexts);
  const go = useGo();
  const mayWrite = usePermission("catalog.write");
  const mayImport = usePermission("import.run");
  const seesCost = usePermission("cost.read");
  const [query, ask] = useAddressQuery(known);
  const question = query as Question;
  const list = useListRows<ItemView, Reply<"items.list">>(["items.list", query], (cursor) =>
    api.call("items.list", { query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const categories = useCall("categories.list");
  const create = () => go("/items/new");
  useKeys(t.items, [{ keys: "Alt+N", label: t.newItem, run: create, disabled: !mayWrite }]);

  const columns = useMemo<readonly ListColumn<ItemView>[]>(() => {
    const otherUnits = (row: ItemView) =>
      row.units
        .filter((unit) => unit.name !== row.baseUnit)
        .map((unit) => `${unit.name}=${formatQuantity(unit.factor)}`)
        .join(" ");
    const barcodes = (row: ItemView) => row.units.flatMap((unit) => unit.barcodes);
    const nameOf = (row: ItemView) => (
      <>
        {row.isKit && (
          <>
            <StatusTag tone="ac">{t.kit}</StatusTag>{" "}
          </>
        )}
        {row.name}
      </>
    );
    const cost: readonly ListColumn<ItemView>[] = seesCost
      ? [
          {
            id: "purchasePrice",
            title: t.purchasePrice,
            width: 92,
            align: "right",
            text: (row) => formatPrice(row.purchasePrice),
            className: "quiet",
          },
        ]
      : [];
    return [
      { id: "code", title: t.code, width: 100, sort: "code", always: true, text: (row) => row.code },
      {
        id: "name",
        title: t.name,
        width: 200,
        grow: true,
        sort: "name",
        phone: true,
        text: (row) => row.name,
        cell: nameOf,
      },
      { id: "spec", title: t.spec, width: 116, phone: true, text: (row) => row.spec, className: "quiet" },
      {
        id: "category",
        title: t.category,
        width: 96,
        sort: "category",
        text: (row) => row.category,
        className: "quiet",
      },
      { id: "brand", title: t.brand, width: 90, text: (row) => row.brand, className: "quiet" },
      { id: "unit", title: t.unit, width: 52, text: (row) => row.baseUnit },
      { id: "units", title: t.otherUnits, width: 100, text: otherUnits, className: "quiet" },
      { id: "barcode", title: t.barcode, width: 136, text: (row) => barcodes(row).join(" "), className: "quiet" },
      ...cost,
      {
        id: "salePrice",
        title: t.salePrice,
        width: 92,
        align: "right",
        sort: "salePrice",
        phone: true,
        text: (row) => formatPrice(row.salePrice),
      },
      {
        id: "taxRate",
        title: t.taxRate,
        width: 64,
        align: "right",
        text: (row) => formatPercent(row.taxRate, 0),
        className: "quiet",
      },
      {
        id: "safety",
        title: t.safetyStock,
        width: 84,
        align: "right",
        text: (row) => formatQuantity(row.safetyStock),
        className: "quiet",
        hiddenAtFirst: true,
      },
      { id: "note", title: t.note, width: 160, text: (row) => row.note, className: "quiet", hiddenAtFirst: true },
      {
        id: "state",
        title: t.state,
        width: 72,
        text: (row) => (row.disabled ? t.disabled : t.enabled),
        cell: (row) => (row.disabled ? <StatusTag tone="off">{t.disabled}</StatusTag> : t.enabled),
        className: "quiet",
      },
    ];
  }, [t, seesCost]);

  const importButton = (type: "primary" | "default") => (
    <Button type={type} icon={<FileExcelOutlined />} onClick={() => go("/import?target=items")}>
      {t.importExcel}
    </Button>
  );
  return (
    <ListPage
      name="items"
      title={t.items}
      columns={columns}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.disabled ? "off" : undefined)}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "code", direction: "asc" }}
      searchHint={t.searchHint}
      filters={[
        { kind: "select", id: "categoryId", label: t.category, options: categoryOptions(categories.data?.rows ?? []) },
        { kind: "flag", id: "kits", label: t.onlyKits },
        { kind: "flag", id: "disabled", label: t.withDisabled },
      ]}
      views={[{ id: "all", title: t.all, query: {} }]}
      countOf={async (view) => (await api.call("items.list", { query: { ...(view as Question), limit: 1 } })).total}
      exportUrl={api.url("items.export", { query: question })}
      onOpen={(row) => go(`/items/${row.id}`)}
      countLabel={t.kinds}
      actions={mayImport && importButton("default")}
      primary={
        mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={create}>
            {t.newItem} <KeyHint keys="Alt+N" />
          </Button>
        )
      }
      empty={{
        icon: <InboxOutlined />,
        title: t.emptyTitle,
        text: t.emptyText,
        actions: (
          <>
            {mayImport && importButton("primary")}
            {mayWrite && (
              <Button icon={<PlusOutlined />} onClick={create}>
                {t.newOne} <KeyHint keys="Alt+N" />
              </Button>
            )}
          </>
        ),
        sample: mayImport && (
          <a href={api.url("imports.template", { params: { target: "items" } })} download>
            {t.sample}
          </a>
        ),
      }}
    />
  );
}
