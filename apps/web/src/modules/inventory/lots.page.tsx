import { FieldTimeOutlined } from "@ant-design/icons";
import { type LotRow, maximumNearDays, type RouteRequest, type Routes } from "@zhangshi/contract";
import { Button } from "antd";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { api, useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import type { ListFilter } from "../../ui/list/filter-line.tsx";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { nearDaysTyped, rememberedNearDays, rememberNearDays } from "../../ui/list/near-days.ts";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatMoney, formatQuantity } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { expiryOf, expiryText, expiryTone } from "./lot-expiry.ts";
import { LotHistory } from "./lot-history.tsx";
import { lotsTexts } from "./lots.texts.ts";
import { StockDrawer } from "./stock-drawer.tsx";
import "./inventory.css";
import "./lots.css";

type Question = NonNullable<RouteRequest<Routes["stock.lots"]>["query"]>;
const known = ["search", "itemId", "warehouseId", "tracking", "status", "includeZero", "sort", "direction"];
const keyOf = (row: LotRow) => `${row.itemId}/${row.warehouseId}/${row.lot}`;

/** 批号与效期: what is about to expire is sold first or written off; what is asked after is opened and traced. */
export function Page() {
  const t = useTexts(lotsTexts);
  const go = useGo();
  const { company } = useSession();
  const seesValue = usePermission("cost.read") && company.costingMethod === "specific";
  const mayKeepItems = usePermission("catalog.read");
  const mayReceive = usePermission("purchase.write");
  const [query, ask] = useAddressQuery(known);
  const [nearDays, setNearDays] = useState(rememberedNearDays);
  const [open, setOpen] = useState<LotRow | undefined>(undefined);
  const question = { ...query, nearDays } as Question;
  const list = useListRows<LotRow, Reply<"stock.lots">>(["stock.lots", question], (cursor) =>
    api.call("stock.lots", { query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const warehouses = useCall("warehouses.list");
  const columns = useMemo(
    () => columnsOf(t, nearDays).filter((column) => seesValue || !column.cost),
    [t, nearDays, seesValue],
  );
  const filters: readonly ListFilter[] = [
    {
      kind: "select",
      id: "warehouseId",
      label: t.warehouse,
      options: (warehouses.data?.rows ?? []).map((warehouse) => ({ value: warehouse.id, label: warehouse.name })),
    },
    {
      kind: "select",
      id: "tracking",
      label: t.tracking,
      options: (["lot", "serial"] as const).map((value) => ({ value, label: t.trackings[value] })),
    },
    {
      kind: "select",
      id: "status",
      label: t.expiry,
      options: (["near", "expired"] as const).map((value) => ({ value, label: t[value] })),
    },
    { kind: "flag", id: "includeZero", label: t.includeZero },
  ];
  const first = list.first;

  return (
    <ListPage
      name="lots"
      title={t.title}
      note={t.note(company.today)}
      columns={columns}
      rowKey={keyOf}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "expiresOn", direction: "asc" }}
      filters={filters}
      searchHint={t.searchHint}
      setting={
        <NearDays
          days={nearDays}
          onDays={(days) => {
            setNearDays(days);
            rememberNearDays(days);
          }}
        />
      }
      views={[
        { id: "all", title: t.viewAll, query: {}, count: first?.counts.all },
        { id: "near", title: t.near, query: { status: "near" }, count: first?.counts.near },
        { id: "expired", title: t.expired, query: { status: "expired" }, count: first?.counts.expired },
      ]}
      countOf={async (view) =>
        (await api.call("stock.lots", { query: { ...(view as Question), nearDays, limit: 1 } })).total
      }
      exportUrl={api.url("stock.lotsExport", { query: question })}
      onOpen={setOpen}
      onCurrent={(row) => open !== undefined && setOpen(row)}
      currentKey={open && keyOf(open)}
      countLabel={t.rows}
      sums={
        first && [
          { label: t.items, value: first.sums.items.toLocaleString("en-US") },
          { label: t.onHand, value: formatQuantity(first.sums.onHand) },
          ...(first.sums.value === undefined
            ? []
            : [{ label: t.value, value: formatMoney(first.sums.value), strong: true as const }]),
        ]
      }
      empty={{
        icon: <FieldTimeOutlined />,
        title: t.emptyTitle,
        text: t.emptyText,
        actions: (
          <>
            {mayKeepItems && (
              <Button type="primary" onClick={() => go("/items")}>
                {t.toItems}
              </Button>
            )}
            {mayReceive && <Button onClick={() => go("/purchase/receipts/new")}>{t.newReceipt}</Button>}
          </>
        ),
      }}
    >
      {open !== undefined && (
        <StockDrawer label={t.history} onClose={() => setOpen(undefined)}>
          <LotHistory
            key={`${open.itemId}/${open.lot}`}
            itemId={open.itemId}
            lot={open.lot}
            nearDays={nearDays}
            onClose={() => setOpen(undefined)}
          />
        </StockDrawer>
      )}
    </ListPage>
  );
}

/** Asks a moment after the last digit: 9 on the way to 90 is a question nobody had. */
function NearDays(props: { readonly days: number; readonly onDays: (days: number) => void }) {
  const t = useTexts(lotsTexts);
  const [typed, setTyped] = useState(String(props.days));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const id = useId();
  return (
    <span className="list-dates lot-near">
      <label className="list-select-label" htmlFor={id}>
        {t.nearBefore}
      </label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={maximumNearDays}
        aria-label={t.nearLabel}
        value={typed}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          clearTimeout(timer.current);
          const days = nearDaysTyped(text);
          if (days !== undefined) timer.current = setTimeout(() => props.onDays(days), 400);
        }}
        onBlur={() => setTyped(String(nearDaysTyped(typed) ?? props.days))}
      />
      <span className="list-select-label">{t.nearAfter}</span>
    </span>
  );
}

type Texts = (typeof lotsTexts)["zh"];
function columnsOf(t: Texts, nearDays: number): readonly (ListColumn<LotRow> & { readonly cost?: true })[] {
  return [
    { id: "code", title: t.code, width: 88, sort: "code", text: (row) => row.itemCode },
    {
      id: "name",
      title: t.item,
      width: 180,
      grow: true,
      always: true,
      phone: true,
      text: (row) => row.itemName,
      cell: (row) => (
        <span className="stock-name">
          {row.itemName}
          <small>
            <b>{row.lot}</b> {row.warehouse} {row.expiresOn === null ? "" : t.until(row.expiresOn)}
          </small>
        </span>
      ),
    },
    { id: "spec", title: t.spec, width: 100, text: (row) => row.spec, className: "quiet" },
    { id: "lot", title: t.lot, width: 150, sort: "lot", always: true, text: (row) => row.lot, className: "main" },
    {
      id: "tracking",
      title: t.tracking,
      width: 76,
      hiddenAtFirst: true,
      text: (row) => t.trackings[row.tracking],
      className: "quiet",
    },
    { id: "warehouse", title: t.warehouse, width: 92, text: (row) => row.warehouse },
    {
      id: "producedOn",
      title: t.producedOn,
      width: 108,
      sort: "producedOn",
      text: (row) => row.producedOn ?? "",
      className: "quiet",
    },
    { id: "expiresOn", title: t.expiresOn, width: 108, sort: "expiresOn", text: (row) => row.expiresOn ?? "" },
    {
      id: "left",
      title: t.left,
      width: 112,
      phone: true,
      text: (row) => expiryText(row.daysLeft, nearDays, t),
      cell: (row) => <DaysLeft daysLeft={row.daysLeft} nearDays={nearDays} />,
    },
    {
      id: "onHand",
      title: t.onHand,
      width: 92,
      align: "right",
      sort: "onHand",
      phone: true,
      text: (row) => formatQuantity(row.onHand),
      cell: (row) => <Amount as="quantity" value={row.onHand} />,
      className: "main",
    },
    { id: "unit", title: t.unit, width: 52, text: (row) => row.unit },
    {
      id: "value",
      title: t.value,
      width: 112,
      align: "right",
      cost: true,
      text: (row) => formatMoney(row.value),
      cell: (row) => <Amount value={row.value} />,
    },
  ];
}

/** A tag only where something is to be done, as in the stock list. */
function DaysLeft(props: { readonly daysLeft: number | null; readonly nearDays: number }) {
  const t = useTexts(lotsTexts);
  const tone = expiryTone(expiryOf(props.daysLeft, props.nearDays));
  const text = expiryText(props.daysLeft, props.nearDays, t);
  return tone === undefined ? <span className="stock-normal">{text}</span> : <StatusTag tone={tone}>{text}</StatusTag>;
}
