import { FileExcelOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import type { PartnerView, RouteRequest, Routes } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo } from "react";
import { api, type Reply } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatMoney } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { partnersTexts } from "./partners.texts.ts";

type Question = NonNullable<RouteRequest<Routes["partners.list"]>["query"]>;
const known = ["search", "disabled", "sort", "direction"];

/** Customers and suppliers are the same records seen from two sides. */
export function PartnerList({ kind: role }: { readonly kind: "customer" | "supplier" }) {
  const t = useTexts(partnersTexts);
  const go = useGo();
  const mayWrite = usePermission("partners.write");
  const mayImport = usePermission("import.run");
  const [query, ask] = useAddressQuery(known);
  const question: Question = { ...(query as Question), role };
  const list = useListRows<PartnerView, Reply<"partners.list">>(["partners.list", question], (cursor) =>
    api.call("partners.list", { query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const isCustomer = role === "customer";
  const side = isCustomer ? "receivable" : "payable";
  const title = isCustomer ? t.customers : t.suppliers;
  const create = () => go(`/partners/new?role=${role}`);
  useKeys(title, [
    { keys: "Alt+N", label: isCustomer ? t.newCustomer : t.newSupplier, run: create, disabled: !mayWrite },
  ]);

  const columns = useMemo<readonly ListColumn<PartnerView>[]>(
    () => [
      { id: "code", title: t.code, width: 110, sort: "code", always: true, text: (row) => row.code },
      { id: "name", title: t.name, width: 220, grow: true, sort: "name", phone: true, text: (row) => row.name },
      { id: "contact", title: t.contact, width: 90, text: (row) => row.contact },
      { id: "phone", title: t.phone, width: 130, phone: true, text: (row) => row.phone, className: "quiet" },
      { id: "address", title: t.address, width: 200, text: (row) => row.address, className: "quiet" },
      {
        id: "taxNumber",
        title: t.taxNumber,
        width: 170,
        text: (row) => row.taxNumber,
        className: "quiet",
        hiddenAtFirst: true,
      },
      { id: "note", title: t.note, width: 160, text: (row) => row.note, className: "quiet", hiddenAtFirst: true },
      {
        id: "credit",
        title: t.creditLimit,
        width: 110,
        align: "right",
        text: (row) => (row.creditLimit === null ? t.noLimit : formatMoney(row.creditLimit)),
        className: "quiet",
        hiddenAtFirst: !isCustomer,
      },
      {
        id: "balance",
        title: t[side],
        width: 130,
        align: "right",
        sort: side,
        phone: true,
        text: (row) => formatMoney(row[side]),
        cell: (row) => <Amount value={row[side]} />,
        className: "main",
      },
      {
        id: "state",
        title: t.state,
        width: 72,
        text: (row) => (row.disabled ? t.disabled : t.enabled),
        cell: (row) => (row.disabled ? <StatusTag tone="off">{t.disabled}</StatusTag> : t.enabled),
        className: "quiet",
      },
    ],
    [t, isCustomer, side],
  );
  const target = isCustomer ? "customers" : "suppliers";
  return (
    <ListPage
      name={target}
      title={title}
      columns={columns}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.disabled ? "off" : undefined)}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "code", direction: "asc" }}
      searchHint={t.searchHint}
      filters={[{ kind: "flag", id: "disabled", label: t.withDisabled }]}
      views={[{ id: "all", title: t.all, query: {} }]}
      countOf={async (view) =>
        (await api.call("partners.list", { query: { ...(view as Question), role, limit: 1 } })).total
      }
      exportUrl={api.url("partners.export", { query: question })}
      onOpen={(row) => go(`/partners/${row.id}`)}
      countLabel={t.houses}
      actions={
        mayImport && (
          <Button icon={<FileExcelOutlined />} onClick={() => go(`/import?target=${target}`)}>
            {t.importExcel}
          </Button>
        )
      }
      primary={
        mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={create}>
            {isCustomer ? t.newCustomer : t.newSupplier} <KeyHint keys="Alt+N" />
          </Button>
        )
      }
      empty={{
        icon: <TeamOutlined />,
        title: isCustomer ? t.emptyCustomers : t.emptySuppliers,
        text: isCustomer ? t.emptyCustomersText : t.emptySuppliersText,
        actions: (
          <>
            {mayImport && (
              <Button type="primary" icon={<FileExcelOutlined />} onClick={() => go(`/import?target=${target}`)}>
                {t.importExcel}
              </Button>
            )}
            {mayWrite && (
              <Button icon={<PlusOutlined />} onClick={create}>
                {isCustomer ? t.newCustomer : t.newSupplier}
              </Button>
            )}
          </>
        ),
        sample: mayImport && (
          <a href={api.url("imports.template", { params: { target } })} download>
            {t.sample}
          </a>
        ),
      }}
    />
  );
}
