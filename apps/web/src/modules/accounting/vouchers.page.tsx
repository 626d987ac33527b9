import { AccountBookOutlined } from "@ant-design/icons";
import type { RouteRequest, Routes, VoucherRow } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo } from "react";
import { api, useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatMoney } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { accountingTexts } from "./accounting.texts.ts";

type Question = NonNullable<RouteRequest<Routes["vouchers.list"]>["query"]>;
const known = ["search", "period", "accountCode", "sort", "direction"];

export function Page() {
  const t = useTexts(accountingTexts);
  const go = useGo();
  const [query, ask] = useAddressQuery(known);
  const question = query as Question;
  const list = useListRows<VoucherRow, Reply<"vouchers.list">>(["vouchers.list", query], (cursor) =>
    api.call("vouchers.list", { query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const accounts = useCall("accounts.list");
  const mayBuy = usePermission("purchase.read");
  const maySell = usePermission("sales.read");
  const columns = useMemo<readonly ListColumn<VoucherRow>[]>(
    () => [
      {
        id: "number",
        title: t.number,
        width: 92,
        sort: "number",
        sortFirst: "desc",
        always: true,
        phone: true,
        text: (row) => row.label,
      },
      {
        id: "date",
        title: t.date,
        width: 104,
        sort: "businessDate",
        sortFirst: "desc",
        text: (row) => row.businessDate,
        className: "quiet",
      },
      { id: "summary", title: t.summary, width: 260, grow: true, phone: true, text: (row) => row.summary },
      {
        id: "document",
        title: t.document,
        width: 176,
        text: (row) => row.documentNumber,
        cell: (row) => (
          <DocumentLink type={row.documentType} id={row.documentId}>
            {row.documentNumber}
          </DocumentLink>
        ),
      },
      {
        id: "kind",
        title: t.kind,
        width: 72,
        text: (row) => t.kinds[row.kind],
        cell: (row) =>
          row.kind === "original" ? (
            <span className="voucher-quiet">{t.kinds.original}</span>
          ) : (
            <StatusTag tone={row.kind === "reversal" ? "err" : "ac"}>{t.kinds[row.kind]}</StatusTag>
          ),
      },
      {
        id: "total",
        title: t.total,
        width: 130,
        align: "right",
        sort: "total",
        phone: true,
        text: (row) => formatMoney(row.total),
        cell: (row) => <Amount value={row.total} />,
      },
      { id: "by", title: t.createdBy, width: 84, text: (row) => row.createdBy, className: "quiet" },
    ],
    [t],
  );
  const first = list.first;
  const periods = first?.periods ?? [];
  return (
    <ListPage
      name="vouchers"
      title={t.vouchers}
      columns={columns}
      rowKey={(row) => row.id}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "number", direction: "desc" }}
      searchHint={t.searchHint}
      filters={[
        {
          kind: "select",
          id: "period",
          label: t.period,
          options: periods.map((period) => ({ value: period, label: period })),
        },
        {
          kind: "select",
          id: "accountCode",
          label: t.account,
          options: (accounts.data?.rows ?? []).map((account) => ({
            value: account.code,
            label: `${account.code} ${account.name}`,
          })),
        },
      ]}
      views={[
        { id: "all", title: t.all, query: {} },
        ...periods.slice(0, 3).map((period) => ({ id: period, title: period, query: { period } })),
      ]}
      countOf={async (view) => (await api.call("vouchers.list", { query: { ...(view as Question), limit: 1 } })).total}
      exportUrl={api.url("vouchers.export", { query: question })}
      onOpen={(row) => go(`/vouchers/${row.id}`)}
      countLabel={t.pieces}
      sums={first && [{ label: t.sum, value: formatMoney(first.sum), strong: true }]}
      empty={{
        icon: <AccountBookOutlined />,
        title: t.emptyTitle,
        text: t.emptyText,
        actions: (
          <>
            {mayBuy && <Button onClick={() => go("/purchase/receipts")}>{t.toReceipts}</Button>}
            {maySell && <Button onClick={() => go("/sales/deliveries")}>{t.toDeliveries}</Button>}
          </>
        ),
      }}
    />
  );
}
