import { PlusOutlined } from "@ant-design/icons";
import { useMatch } from "@tanstack/react-router";
import type { DocumentRow, RouteRequest, Routes } from "@zhangshi/contract";
import { orderStates } from "@zhangshi/core";
import { Button } from "antd";
import { useState } from "react";
import { api, type Reply, useCall } from "../../app/api.ts";
import { groupIcons } from "../../app/group-icons.tsx";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { ListPage } from "../list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../list/use-list.ts";
import { formatMoney, formatQuantity } from "../money.ts";
import { filledLines } from "./document.form.ts";
import { routeOf, type DocumentKind } from "./document-kind.ts";
import { kindAt } from "./document-kinds.ts";
import { amountsOf, hasQuantity, useDocumentColumns } from "./document-list-columns.tsx";
import { documentListTexts } from "./document-list.texts.ts";
import { draftsKept } from "./drafts.ts";
import { orderTexts } from "./order.texts.ts";

type Question = NonNullable<RouteRequest<Routes["salesDeliveries.list"]>["query"]>;
type Answer = Reply<"salesDeliveries.list">;
const known = ["search", "status", "execution", "from", "to", "partnerId", "warehouseId", "sort", "direction"];

/** Documents on this machine that the server never saw: nothing typed is lost, nor hard to find. */
function KeptDrafts(props: { readonly kind: DocumentKind }) {
  const t = useTexts(documentListTexts);
  const { company } = useSession();
  const [kept] = useState(() =>
    draftsKept(company.id, props.kind.type).filter((draft) => filledLines(draft.form).length > 0),
  );
  if (kept.length === 0) return null;
  return (
    <span className="kept-drafts">
      {t.keptHere(kept.length)}{" "}
      {kept.slice(0, 3).map((draft) => (
        <GoLink key={draft.form.id} href={`${props.kind.path}/${draft.form.id}?new=true`}>
          {t.keptOne(
            props.kind.partner ? draft.form.partnerName || t.noPartner : "",
            filledLines(draft.form).length,
            draft.keptAt,
          )}
        </GoLink>
      ))}
    </span>
  );
}

function DocumentListPage(props: { readonly kind: DocumentKind }) {
  const { kind } = props;
  const t = useTexts(documentListTexts);
  const orders = useTexts(orderTexts);
  const language = useLanguage();
  const go = useGo();
  const { company } = useSession();
  const mayWrite = usePermission(kind.rights.write);
  const mayCost = usePermission("cost.read");
  const mayImport = usePermission("import.run");
  const [query, ask] = useAddressQuery(known);
  const question = query as Question;
  const route = routeOf(kind, "list");
  const list = useListRows<DocumentRow, Answer>([route, query], (cursor) =>
    api.call(route, { query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const warehouses = useCall("warehouses.list", undefined, { staleTime: 60_000 });
  const title = kind.title[language];
  const create = () => go(`${kind.path}/new`);
  useKeys(title, [{ keys: "Alt+N", label: t.create(title), run: create, disabled: !mayWrite }]);

  const { today } = company;
  const month = `${today.slice(0, 8)}01`;
  const sums = list.first?.sums;
  const amounts = amountsOf(kind, mayCost);
  const newButton = (
    <Button type="primary" icon={<PlusOutlined />} onClick={create}>
      {t.create(title)} <KeyHint keys="Alt+N" />
    </Button>
  );
  return (
    <ListPage
      name={kind.type}
      title={t.list(title)}
      note={<KeptDrafts kind={kind} />}
      columns={useDocumentColumns(kind, mayCost)}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.status === "void" ? "off" : undefined)}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "businessDate", direction: "desc" }}
      searchHint={kind.partner ? t.search(kind.partner.word[language]) : t.searchNumber}
      filters={[
        {
          kind: "select",
          id: "status",
          label: t.status,
          options: (["draft", "approved", "void"] as const).map((value) => ({ value, label: t[value] })),
        },
        ...(kind.order
          ? [
              {
                kind: "select" as const,
                id: "execution",
                label: orders.state,
                options: [
                  { value: "open", label: orders.unfinished },
                  ...orderStates.map((value) => ({ value, label: orders.states[value] })),
                ],
              },
            ]
          : []),
        ...(kind.warehouse
          ? [
              {
                kind: "select" as const,
                id: "warehouseId",
                label: kind.warehouse[language],
                options: (warehouses.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name })),
              },
            ]
          : []),
        { kind: "dates", id: "dates", from: "from", to: "to", label: t.date },
      ]}
      views={[
        { id: "all", title: t.all, query: {} },
        ...(kind.order ? [{ id: "open", title: orders.unfinished, query: { execution: "open" } }] : []),
        { id: "draft", title: t.draft, query: { status: "draft" } },
        { id: "today", title: t.today, query: { from: today, to: today } },
        { id: "month", title: t.month, query: { from: month, to: today } },
      ]}
      countOf={async (view) => (await api.call(route, { query: { ...(view as Question), limit: 1 } })).total}
      exportUrl={api.url(routeOf(kind, "export"), { query: question })}
      onOpen={(row) => go(`${kind.path}/${row.id}`)}
      countLabel={t.countLabel}
      primary={mayWrite ? newButton : null}
      sums={
        sums && [
          ...(hasQuantity(kind) ? [{ label: t.quantity, value: formatQuantity(sums.quantity) }] : []),
          ...(amounts === "trade"
            ? [
                { label: t.net, value: formatMoney(sums.netAmount) },
                { label: t.tax, value: formatMoney(sums.taxAmount) },
                { label: t.gross, value: formatMoney(sums.grossAmount), strong: true as const },
              ]
            : []),
          ...(amounts === "cost"
            ? [
                {
                  label: kind.shape === "amount" ? t.adjustment : t.cost,
                  value: formatMoney(sums.grossAmount),
                  strong: true as const,
                },
              ]
            : []),
        ]
      }
      empty={{
        icon: groupIcons[kind.menu.group],
        title: t.emptyTitle(title),
        text: kind.purpose[language],
        actions: (
          <>
            {mayWrite ? newButton : null}
            {mayImport ? <Button onClick={() => go("/import?target=items")}>{t.importFirst}</Button> : null}
          </>
        ),
      }}
    />
  );
}

/** 单据列表: which kind, the address says. */
export function Page() {
  const kind = kindAt(useMatch({ strict: false, select: (match) => match.pathname }));
  return kind ? <DocumentListPage kind={kind} /> : null;
}
