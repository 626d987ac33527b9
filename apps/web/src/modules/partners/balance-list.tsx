import { WalletOutlined } from "@ant-design/icons";
import type { RouteRequest, Routes } from "@zhangshi/contract";
import { useMemo } from "react";
import { api, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { useSession } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import { shortDay } from "../../ui/list/day.ts";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatMoney } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { isOverLimit } from "./over-limit.ts";
import { partnersTexts } from "./partners.texts.ts";

type Balance = Reply<"partners.balances">["rows"][number];
type Question = NonNullable<RouteRequest<Routes["partners.balances"]>["query"]>;
const known = ["search", "includeZero", "sort", "direction"];

export function BalanceList({ side }: { readonly side: "receivable" | "payable" }) {
  const t = useTexts(partnersTexts);
  const go = useGo();
  const { today } = useSession().company;
  const [query, ask] = useAddressQuery(known);
  const question: Question = { ...(query as Omit<Question, "side">), side };
  const list = useListRows<Balance, Reply<"partners.balances">>(["partners.balances", question], (cursor) =>
    api.call("partners.balances", {
      query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
    }),
  );
  const isReceivable = side === "receivable";
  const columns = useMemo<readonly ListColumn<Balance>[]>(() => {
    const credit: readonly ListColumn<Balance>[] = [
      {
        id: "credit",
        title: t.creditLimit,
        width: 130,
        align: "right",
        text: (row) => (row.creditLimit === null ? t.noLimit : formatMoney(row.creditLimit)),
        className: "quiet",
      },
      {
        id: "over",
        title: t.state,
        width: 90,
        text: (row) => (isOverLimit(row.amount, row.creditLimit) ? t.over : ""),
        cell: (row) => isOverLimit(row.amount, row.creditLimit) && <StatusTag tone="err">{t.over}</StatusTag>,
      },
    ];
    return [
      { id: "code", title: t.code, width: 120, sort: "code", always: true, text: (row) => row.code },
      { id: "name", title: t.name, width: 260, grow: true, sort: "name", phone: true, text: (row) => row.name },
      {
        id: "lastDate",
        title: t.lastDate,
        width: 110,
        align: "right",
        phone: true,
        text: (row) => shortDay(row.lastDate, today),
        className: "quiet",
      },
      ...(isReceivable ? credit : []),
      {
        id: "amount",
        title: t.amount,
        width: 150,
        align: "right",
        sort: "amount",
        phone: true,
        text: (row) => formatMoney(row.amount),
        cell: (row) => <Amount value={row.amount} />,
        className: "main",
      },
    ];
  }, [t, today, isReceivable]);
  const first = list.first;
  return (
    <ListPage
      name={`balances-${side}`}
      title={t.balances[side]}
      columns={columns}
      rowKey={(row) => row.partnerId}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "amount", direction: "desc" }}
      searchHint={t.searchHint}
      filters={[{ kind: "flag", id: "includeZero", label: t.includeZero }]}
      exportUrl={api.url("partners.balancesExport", { query: question })}
      onOpen={(row) => go(`/partners/${row.partnerId}/statement?side=${side}`)}
      countLabel={t.houses}
      sums={first && [{ label: t.sum[side], value: formatMoney(first.sum), strong: true }]}
      empty={{ icon: <WalletOutlined />, title: t.emptyBalances[side], text: t.emptyBalancesText }}
    />
  );
}
