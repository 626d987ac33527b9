import { AuditOutlined, PlusOutlined } from "@ant-design/icons";
import type { CountTaskRow, CountTaskState, RouteRequest, Routes } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { api, type Reply, useCall } from "../../../app/api.ts";
import { KeyHint, useKeys } from "../../../app/keys.tsx";
import { useTexts } from "../../../app/language.ts";
import { useGo } from "../../../app/location.ts";
import { usePermission, useSession } from "../../../app/session.tsx";
import { dayAndClock, shortDay } from "../../../ui/list/day.ts";
import type { ListColumn } from "../../../ui/list/list-column.ts";
import { ListPage } from "../../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../../ui/list/use-list.ts";
import { StatusTag, type TagTone } from "../../../ui/status-tag.tsx";
import { countingTexts } from "./counting.texts.ts";
import { NewCountTask } from "./new-count-task.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import "./counting.css";

type Question = NonNullable<RouteRequest<Routes["countTasks.list"]>["query"]>;
const known = ["search", "state", "warehouseId", "open"];
export const stateTones: Readonly<Record<CountTaskState, TagTone>> = {
  counting: "ac",
  reviewed: "warn",
  posted: "ok",
  cancelled: "off",
};

/** 盘点任务: what is being counted, and how far. */
export function Page() {
  const t = useTexts(countingTexts);
  const go = useGo();
  const { today } = useSession().company;
  const mayStart = usePermission("stock.write");
  const [isNew, setNew] = useState(false);
  const [query, ask] = useAddressQuery(known);
  const question = query as Question;
  const list = useListRows<CountTaskRow, Reply<"countTasks.list">>(["countTasks.list", query], (cursor) =>
    api.call("countTasks.list", {
      query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
    }),
  );
  const warehouses = useCall("warehouses.list");
  useKeys(t.tasks, [{ keys: "Alt+N", label: t.newTask, run: () => setNew(true), disabled: !mayStart }]);

  const columns = useMemo<readonly ListColumn<CountTaskRow>[]>(
    () => [
      { id: "name", title: t.name, width: 220, grow: true, always: true, phone: true, text: (row) => row.name },
      { id: "warehouse", title: t.warehouse, width: 120, text: (row) => row.warehouse },
      { id: "date", title: t.date, width: 104, text: (row) => shortDay(row.businessDate, today) },
      {
        id: "scope",
        title: t.scope,
        width: 150,
        text: (row) => (row.scope === "category" ? row.scopeName : t.scopes[row.scope]),
        className: "quiet",
      },
      {
        id: "progress",
        title: t.progress,
        width: 190,
        phone: true,
        text: (row) => t.ofKinds(row.counted, row.total),
        cell: (row) => <ProgressBar counted={row.counted} total={row.total} />,
      },
      {
        id: "state",
        title: t.state,
        width: 86,
        phone: true,
        text: (row) => t.states[row.state],
        cell: (row) => <StatusTag tone={stateTones[row.state]}>{t.states[row.state]}</StatusTag>,
      },
      { id: "createdBy", title: t.createdBy, width: 96, text: (row) => row.createdBy },
      {
        id: "createdAt",
        title: t.createdAt,
        width: 164,
        text: (row) => dayAndClock(row.createdAt),
        className: "quiet",
      },
    ],
    [t, today],
  );
  const start = mayStart && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t.newTask} <KeyHint keys="Alt+N" />
    </Button>
  );
  return (
    <ListPage
      name="count-tasks"
      title={t.tasks}
      columns={columns}
      rowKey={(row) => row.id}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "", direction: "desc" }}
      filters={[
        {
          kind: "select",
          id: "warehouseId",
          label: t.warehouse,
          options: (warehouses.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name })),
        },
        {
          kind: "select",
          id: "state",
          label: t.state,
          options: (["counting", "reviewed", "posted", "cancelled"] as const).map((state) => ({
            value: state,
            label: t.states[state],
          })),
        },
      ]}
      searchHint={t.searchHint}
      views={[
        { id: "all", title: t.all, query: {} },
        { id: "open", title: t.open, query: { open: "true" } },
      ]}
      onOpen={(row) => go(`/stock/count-tasks/${row.id}`)}
      countLabel={t.found}
      primary={start}
      empty={{ icon: <AuditOutlined />, title: t.emptyTitle, text: t.emptyText, actions: start }}
    >
      {isNew && <NewCountTask onClose={() => setNew(false)} />}
    </ListPage>
  );
}
