import { PlusOutlined, ShopOutlined, ShoppingCartOutlined } from "@ant-design/icons";
import type { DocumentRow, RouteRequest, Routes } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { api, type Reply, useCall } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { Amount } from "../figure.tsx";
import type { ListColumn } from "../list/list-column.ts";
import { ListPage } from "../list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../list/use-list.ts";
import { formatMoney, formatQuantity } from "../money.ts";
import { DocumentStatusTag } from "../status-tag.tsx";
import { filledLines } from "./document.form.ts";
import { routeOf, type TradeDocumentKind } from "./document-kind.ts";
import { documentListTexts } from "./document-list.texts.ts";
import { draftsKept } from "./drafts.ts";

type Question = NonNullable<RouteRequest<Routes["salesDeliveries.list"]>["query"]>;
type Answer = Reply<"salesDeliveries.list">;
const known = ["search", "status", "from", "to", "partnerId", "warehouseId", "sort", "direction"];

function useColumns(kind: TradeDocumentKind): readonly ListColumn<DocumentRow>[] {
  const t = useTexts(documentListTexts);
  const language = useLanguage();
  return useMemo(() => {
    const money = (id: "netAmount" | "taxAmount" | "grossAmount", title: string, width: number) =>
      ({
        id,
        title,
        width,
        align: "right",
        text: (row: DocumentRow) => formatMoney(row[id]),
        cell: (row: DocumentRow) => <Amount value={row[id]} />,
        className: id === "grossAmount" ? "" : "quiet",
      }) as const;
    return [
      {
        id: "number",
        title: t.number,
        width: 168,
        sort: "number",
        sortFirst: "desc",
        always: true,
        phone: true,
        text: (row) => row.number ?? t.unnumbered,
      },
      {
        id: "date",
        title: t.date,
        width: 96,
        sort: "businessDate",
        sortFirst: "desc",
        text: (row) => row.businessDate,
      },
      {
        id: "partner",
        title: kind.partner[language],
        width: 180,
        grow: true,
        sort: "partner",
        phone: true,
        text: (row) => row.partner,
      },
      {
        id: "status",
        title: t.status,
        width: 80,
        text: (row) => t[row.status],
        cell: (row) =>
          row.status === "approved" ? (
            <span className="quiet">{t.approved}</span>
          ) : (
            <DocumentStatusTag status={row.status} />
          ),
      },
      { id: "warehouse", title: t.warehouse, width: 80, text: (row) => row.warehouse, className: "quiet" },
      { id: "handler", title: kind.handler[language], width: 84, text: (row) => row.handler, className: "quiet" },
      {
        id: "lineCount",
        title: t.lines,
        width: 60,
        align: "right",
        text: (row) => String(row.lineCount),
        className: "quiet",
        hiddenAtFirst: true,
      },
      { id: "quantity", title: t.quantity, width: 84, align: "right", text: (row) => formatQuantity(row.quantity) },
      money("netAmount", t.net, 104),
      money("taxAmount", t.tax, 90),
      { ...money("grossAmount", t.gross, 120), sort: "grossAmount", sortFirst: "desc", phone: true },
      { id: "note", title: t.note, width: 120, grow: true, text: (row) => row.note, className: "quiet" },
      {
        id: "createdBy",
        title: t.createdBy,
        width: 80,
        text: (row) => row.createdBy,
        className: "quiet",
        hiddenAtFirst: true,
      },
      {
        id: "updatedAt",
        title: t.updatedAt,
        width: 130,
        sort: "updatedAt",
        sortFirst: "desc",
        text: (row) => localMoment(row.updatedAt),
        className: "quiet",
        hiddenAtFirst: true,
      },
    ];
  }, [t, language, kind]);
}

function localMoment(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : `${at.toLocaleDateString("sv-SE")} ${at.toTimeString().slice(0, 5)}`;
}

/** Documents on this machine that the server never saw: nothing typed is lost, nor hard to find. */
function KeptDrafts(props: { readonly kind: TradeDocumentKind }) {
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
          {t.keptOne(draft.form.partnerName, filledLines(draft.form).length, draft.keptAt)}
        </GoLink>
      ))}
    </span>
  );
}

export function TradeDocumentListPage(props: { readonly kind: TradeDocumentKind }) {
  const { kind } = props;
  const t = useTexts(documentListTexts);
  const language = useLanguage();
  const go = useGo();
  const { company } = useSession();
  const mayWrite = usePermission(kind.rights.write);
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
      columns={useColumns(kind)}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.status === "void" ? "off" : undefined)}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "businessDate", direction: "desc" }}
      searchHint={t.search(kind.partner[language])}
      filters={[
        {
          kind: "select",
          id: "status",
          label: t.status,
          options: (["draft", "approved", "void"] as const).map((value) => ({ value, label: t[value] })),
        },
        {
          kind: "select",
          id: "warehouseId",
          label: t.warehouse,
          options: (warehouses.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name })),
        },
        { kind: "dates", id: "dates", from: "from", to: "to", label: t.date },
      ]}
      views={[
        { id: "all", title: t.all, query: {} },
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
          { label: t.quantity, value: formatQuantity(sums.quantity) },
          { label: t.net, value: formatMoney(sums.netAmount) },
          { label: t.tax, value: formatMoney(sums.taxAmount) },
          { label: t.gross, value: formatMoney(sums.grossAmount), strong: true },
        ]
      }
      empty={{
        icon: kind.takesStock ? <ShopOutlined /> : <ShoppingCartOutlined />,
        title: t.emptyTitle(title),
        text: kind.takesStock ? t.emptySales : t.emptyPurchase,
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
