import { ProfileOutlined } from "@ant-design/icons";
import { useMemo } from "react";
import { api, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { accountingTexts } from "./accounting.texts.ts";

type Account = Reply<"accounts.list">["rows"][number];
const known = ["search", "category"];

export function Page() {
  const t = useTexts(accountingTexts);
  const go = useGo();
  const [query, ask] = useAddressQuery(known);
  const { search = "", category } = query;
  const whole = useListRows<Account, Reply<"accounts.list">>(["accounts.list"], () => api.call("accounts.list"));
  const rows = useMemo(
    () =>
      whole.rows.filter(
        (row) =>
          (row.code.startsWith(search) || row.name.includes(search)) &&
          (category === undefined || row.category === category),
      ),
    [whole.rows, search, category],
  );
  const names: Readonly<Record<string, string>> = t.categories;
  const categories = [...new Set(whole.rows.map((row) => row.category))];
  const columns = useMemo<readonly ListColumn<Account>[]>(
    () => [
      { id: "code", title: t.code, width: 120, always: true, phone: true, text: (row) => row.code },
      {
        id: "name",
        title: t.name,
        width: 280,
        grow: true,
        phone: true,
        text: (row) => row.name,
        cell: (row) => (
          <span style={{ paddingLeft: (row.depth - Math.min(...whole.rows.map((one) => one.depth))) * 18 }}>
            {row.name}
          </span>
        ),
      },
      {
        id: "category",
        title: t.category,
        width: 120,
        text: (row) => (t.categories as Readonly<Record<string, string>>)[row.category] ?? row.category,
        className: "quiet",
      },
      { id: "direction", title: t.direction, width: 100, phone: true, text: (row) => t.directions[row.direction] },
    ],
    [t, whole.rows],
  );
  return (
    <ListPage
      name="accounts"
      title={t.accounts}
      columns={columns}
      rowKey={(row) => row.code}
      list={{ ...whole, rows, total: rows.length }}
      query={query}
      onQuery={ask}
      order={{ sort: "code", direction: "asc" }}
      searchHint={t.search}
      filters={[]}
      views={[
        { id: "all", title: t.allAccounts, query: {}, count: whole.rows.length },
        ...categories.map((name) => ({
          id: name,
          title: names[name] ?? name,
          query: { category: name },
          count: whole.rows.filter((row) => row.category === name).length,
        })),
      ]}
      onOpen={(row) => go(`/vouchers?accountCode=${row.code}`)}
      countLabel={t.accountCount}
      empty={{ icon: <ProfileOutlined />, title: t.noAccounts, text: t.noAccountsText }}
    />
  );
}
