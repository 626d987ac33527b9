import { HourglassOutlined } from "@ant-design/icons";
import type { PendingCostRow, RouteRequest, Routes } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo } from "react";
import { api, useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import { DocumentLink, documentPath } from "../../ui/list/document-link.tsx";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatMoney, formatQuantity, formatUnitCost } from "../../ui/money.ts";
import { pendingCostsTexts } from "./pending-costs.texts.ts";
import "./inventory.css";

type Question = NonNullable<RouteRequest<Routes["stock.pendingCosts"]>["query"]>;
const known = ["search", "warehouseId", "sort", "direction"];

/** 成本待定: the way from here is the receipt that is missing, or the document that should not have been. */
export function Page() {
  const t = useTexts(pendingCostsTexts);
  const go = useGo();
  const seesCost = usePermission("cost.read");
  const mayReceive = usePermission("purchase.write");
  const [query, ask] = useAddressQuery(known);
  const question = query as Question;
  const list = useListRows<PendingCostRow, Reply<"stock.pendingCosts">>(["stock.pendingCosts", query], (cursor) =>
    api.call("stock.pendingCosts", {
      query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
    }),
  );
  const warehouses = useCall("warehouses.list");
  const columns = useMemo(() => columnsOf(t).filter((column) => seesCost || !column.cost), [t, seesCost]);
  const first = list.first;
  return (
    <ListPage
      name="pending-costs"
      title={t.title}
      note={t.note}
      columns={columns}
      rowKey={(row) => row.seq}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "businessDate", direction: "asc" }}
      searchHint={t.searchHint}
      filters={[
        {
          kind: "select",
          id: "warehouseId",
          label: t.warehouse,
          options: (warehouses.data?.rows ?? []).map((warehouse) => ({ value: warehouse.id, label: warehouse.name })),
        },
      ]}
      exportUrl={api.url("stock.pendingCostsExport", { query: question })}
      onOpen={(row) => {
        const path = documentPath(row.type, row.documentId);
        if (path !== undefined) go(path);
      }}
      countLabel={t.rows}
      sums={
        first && [
          { label: t.items, value: String(first.sums.items) },
          { label: t.open, value: formatQuantity(first.sums.quantity) },
          ...(first.sums.amount === undefined
            ? []
            : [{ label: t.amount, value: formatMoney(first.sums.amount), strong: true as const }]),
        ]
      }
      footnote={first && first.total > 0 && <span className="quiet">{t.footnote}</span>}
      empty={{
        icon: <HourglassOutlined />,
        title: t.emptyTitle,
        text: t.emptyText,
        actions: (
          <>
            <Button onClick={() => go("/stock")}>{t.toStock}</Button>
            {mayReceive && <Button onClick={() => go("/purchase/receipts/new")}>{t.newReceipt}</Button>}
          </>
        ),
      }}
    />
  );
}

type Texts = (typeof pendingCostsTexts)["zh"];
function columnsOf(t: Texts): readonly (ListColumn<PendingCostRow> & { readonly cost?: true })[] {
  return [
    {
      id: "businessDate",
      title: t.date,
      width: 96,
      sort: "businessDate",
      text: (row) => row.businessDate,
      className: "quiet",
    },
    { id: "code", title: t.code, width: 88, sort: "code", text: (row) => row.code },
    {
      id: "name",
      title: t.item,
      width: 180,
      grow: true,
      always: true,
      phone: true,
      text: (row) => row.name,
      cell: (row) => (
        <span className="stock-name">
          {row.name}
          <small>
            {row.businessDate.slice(5)} {row.number} {row.warehouse}
          </small>
        </span>
      ),
    },
    { id: "spec", title: t.spec, width: 100, text: (row) => row.spec, className: "quiet" },
    { id: "unit", title: t.unit, width: 48, text: (row) => row.unit },
    { id: "warehouse", title: t.warehouse, width: 84, text: (row) => row.warehouse },
    {
      id: "document",
      title: t.document,
      width: 172,
      text: (row) => row.number,
      cell: (row) => (
        <DocumentLink type={row.type} id={row.documentId}>
          {row.number}
        </DocumentLink>
      ),
    },
    { id: "partner", title: t.partner, width: 140, text: (row) => row.partner, className: "quiet" },
    {
      id: "issued",
      title: t.issued,
      width: 84,
      align: "right",
      text: (row) => formatQuantity(row.issued),
      className: "quiet",
    },
    {
      id: "open",
      title: t.open,
      width: 84,
      align: "right",
      phone: true,
      text: (row) => formatQuantity(row.open),
      cell: (row) => <Amount as="quantity" value={row.open} />,
      className: "main",
    },
    {
      id: "unitCost",
      title: t.unitCost,
      width: 92,
      align: "right",
      cost: true,
      text: (row) => (row.unitCost == null ? t.unknown : formatUnitCost(row.unitCost)),
      className: "quiet",
    },
    {
      id: "amount",
      title: t.amount,
      width: 112,
      align: "right",
      phone: true,
      cost: true,
      text: (row) => formatMoney(row.amount),
      cell: (row) => <Amount value={row.amount} />,
    },
  ];
}
