import { FileExcelOutlined, InboxOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo, useState } from "react";
import type { RouteRequest, Routes, StockRow } from "@zhangshi/contract";
import { binsText } from "@zhangshi/core";
import { api, useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import { shortDay } from "../../ui/list/day.ts";
import type { ListFilter } from "../../ui/list/filter-line.tsx";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { pageSize, useAddressQuery, useListRows } from "../../ui/list/use-list.ts";
import { formatMoney, formatQuantity, formatQuantityOrZero, formatUnitCost } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { categoryOptions } from "../catalog/category-tree.ts";
import { inventoryTexts } from "./inventory.texts.ts";
import { StockCard } from "./stock-card.tsx";
import { StockDrawer } from "./stock-drawer.tsx";
import { StockRules } from "./stock-rules.tsx";

type Question = NonNullable<RouteRequest<Routes["stock.list"]>["query"]>;
const known = ["search", "warehouseId", "categoryId", "status", "includeZero", "bin", "date", "sort", "direction"];

export function Page() {
  const t = useTexts(inventoryTexts);
  const { company } = useSession();
  const seesCost = usePermission("cost.read");
  const mayImport = usePermission("import.run");
  const mayReceive = usePermission("purchase.write");
  const mayRule = usePermission("company.manage");
  const navigate = useNavigate();
  const [query, ask] = useAddressQuery(known);
  const question = query as Question;
  const list = useListRows<StockRow, Reply<"stock.list">>(["stock.list", query], (cursor) =>
    api.call("stock.list", { query: { ...question, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const warehouses = useCall("warehouses.list");
  const categories = useCall("categories.list");
  const [open, setOpen] = useState<string | undefined>(undefined);
  const { today } = company;
  const date = query["date"];
  const shelved = useMemo(() => (warehouses.data?.rows ?? []).filter((one) => one.hasBins), [warehouses.data]);
  const namesShelf = query["warehouseId"] === undefined && shelved.length > 1;

  const columns = useMemo<readonly ListColumn<StockRow>[]>(() => {
    const day = (date: string | null) => (date === today ? t.today : shortDay(date, today));
    const promised = (id: "reserved" | "inTransit" | "onOrder", title: string, width: number) =>
      ({
        id,
        title,
        width,
        align: "right",
        onlyNow: true,
        text: (row: StockRow) => formatQuantity(row[id]),
        cell: (row: StockRow) => <Amount as="quantity" value={row[id]} />,
        className: "quiet",
      }) as const;
    const all: readonly (ListColumn<StockRow> & { readonly cost?: true; readonly onlyNow?: true })[] = [
      { id: "code", title: t.code, width: 88, sort: "code", always: true, text: (row) => row.code },
      {
        id: "name",
        title: t.item,
        width: 200,
        grow: true,
        sort: "name",
        phone: true,
        text: (row) => row.name,
        cell: (row) => <NameCell row={row} />,
      },
      { id: "spec", title: t.spec, width: 108, text: (row) => row.spec, className: "quiet" },
      { id: "unit", title: t.unit, width: 48, text: (row) => row.unit },
      { id: "category", title: t.category, width: 92, text: (row) => row.category, className: "quiet" },
      ...(shelved.length === 0
        ? []
        : [
            {
              id: "bins",
              title: t.bins,
              width: namesShelf ? 176 : 96,
              text: (row: StockRow) => binsText(row.bins ?? [], { named: namesShelf }),
            },
          ]),
      { id: "brand", title: t.brand, width: 92, text: (row) => row.brand, className: "quiet", hiddenAtFirst: true },
      {
        id: "onHand",
        title: t.onHand,
        width: 84,
        align: "right",
        sort: "onHand",
        text: (row) => formatQuantity(row.onHand),
        cell: (row) => <Amount as="quantity" value={row.onHand} />,
      },
      promised("reserved", t.reserved, 76),
      {
        id: "available",
        title: t.available,
        width: 80,
        align: "right",
        phone: true,
        text: (row) => formatQuantity(row.available),
        cell: (row) => <Available row={row} />,
        className: "main",
        onlyNow: true,
      },
      promised("inTransit", t.inTransit, 70),
      promised("onOrder", t.onOrder, 82),
      {
        id: "safety",
        title: t.safety,
        width: 82,
        align: "right",
        text: (row) => formatQuantity(row.safetyStock),
        className: "quiet",
      },
      {
        id: "status",
        title: t.status,
        width: 108,
        phone: true,
        text: (row) => t[row.status],
        cell: (row) => <Status status={row.status} />,
      },
      {
        id: "unitCost",
        title: t.unitCost,
        width: 92,
        align: "right",
        cost: true,
        text: (row) => formatUnitCost(row.unitCost),
        className: "quiet",
      },
      {
        id: "value",
        title: t.value,
        width: 112,
        align: "right",
        sort: "value",
        cost: true,
        text: (row) => formatMoney(row.value),
        cell: (row) => <Amount value={row.value} />,
      },
      {
        id: "lastIn",
        title: t.lastIn,
        width: 82,
        align: "right",
        hiddenAtFirst: true,
        onlyNow: true,
        text: (row) => day(row.lastIn),
        className: "quiet",
      },
      {
        id: "lastOut",
        title: t.lastOut,
        width: 106,
        align: "right",
        sort: "lastOut",
        onlyNow: true,
        text: (row) => day(row.lastOut),
        className: "quiet",
      },
    ];
    return all.filter((column) => (seesCost || !column.cost) && (date === undefined || !column.onlyNow));
  }, [t, today, seesCost, date, shelved, namesShelf]);

  const filters: readonly ListFilter[] = [
    {
      kind: "select",
      id: "warehouseId",
      label: t.warehouse,
      options: (warehouses.data?.rows ?? []).map((warehouse) => ({ value: warehouse.id, label: warehouse.name })),
    },
    { kind: "select", id: "categoryId", label: t.category, options: categoryOptions(categories.data?.rows ?? []) },
    {
      kind: "select",
      id: "status",
      label: t.status,
      options: [
        { value: "out", label: t.out },
        { value: "low", label: t.low },
      ],
    },
    ...(shelved.length === 0 ? [] : [{ kind: "text", id: "bin", label: t.bins, placeholder: t.any } as const]),
    { kind: "date", id: "date", label: t.atDate, max: today },
    { kind: "flag", id: "includeZero", label: t.includeZero },
  ];
  const warehouse =
    warehouses.data?.rows.find((candidate) => candidate.id === query["warehouseId"])?.name ?? t.allWarehouses;
  const first = list.first;

  return (
    <ListPage
      name="stock"
      title={t.stock}
      note={first && t.asOf(warehouse, date ?? new Date().toTimeString().slice(0, 8))}
      columns={columns}
      rowKey={(row) => row.itemId}
      list={list}
      query={query}
      onQuery={ask}
      order={{ sort: "code", direction: "asc" }}
      filters={filters}
      searchHint={shelved.length === 0 ? t.searchHint : t.searchHintBins}
      views={[
        { id: "all", title: t.viewAll, query: {}, count: first?.counts.all },
        { id: "out", title: t.viewOut, query: { status: "out" }, count: first?.counts.out },
        { id: "low", title: t.viewLow, query: { status: "low" }, count: first?.counts.low },
      ]}
      countOf={async (view) => (await api.call("stock.list", { query: { ...(view as Question), limit: 1 } })).total}
      exportUrl={api.url("stock.export", { query: question })}
      actions={mayRule ? <StockRules /> : undefined}
      onOpen={(row) => setOpen(row.itemId)}
      onCurrent={(row) => open !== undefined && setOpen(row.itemId)}
      currentKey={open}
      countLabel={t.kinds}
      sums={
        first && [
          { label: t.onHand, value: formatQuantity(first.sums.onHand) },
          ...(first.sums.available === null
            ? []
            : [
                { label: t.reserved, value: formatQuantity(first.sums.reserved) },
                { label: t.available, value: formatQuantity(first.sums.available) },
                { label: t.onOrder, value: formatQuantity(first.sums.onOrder) },
              ]),
          ...(first.sums.value === undefined
            ? []
            : [{ label: t.value, value: formatMoney(first.sums.value), strong: true as const }]),
        ]
      }
      footnote={
        first &&
        (first.agreesWithLedger === null ? (
          <span className="quiet">{t.fromLedger}</span>
        ) : first.agreesWithLedger ? (
          <span className="good">✓ {t.agrees}</span>
        ) : (
          <Link className="bad" to="/proof">
            ≠ {t.disagrees}
          </Link>
        ))
      }
      empty={{
        icon: <InboxOutlined />,
        title: t.emptyTitle,
        text: t.emptyText,
        actions: (
          <>
            {mayImport && (
              <Button type="primary" icon={<FileExcelOutlined />} onClick={() => void navigate({ to: "/import" })}>
                {t.importExcel}
              </Button>
            )}
            {mayReceive && (
              <Button onClick={() => void navigate({ to: "/purchase/receipts/new" })}>{t.newReceipt}</Button>
            )}
          </>
        ),
        sample: mayImport ? (
          <a href={api.url("imports.template", { params: { target: "stock" } })} download>
            {t.sample}
          </a>
        ) : undefined,
      }}
    >
      {open !== undefined && (
        <StockDrawer label={t.card} onClose={() => setOpen(undefined)}>
          <StockCard itemId={open} firstWarehouse={query["warehouseId"]} onClose={() => setOpen(undefined)} />
        </StockDrawer>
      )}
    </ListPage>
  );
}

function NameCell({ row }: { readonly row: StockRow }) {
  return (
    <span className="stock-name">
      {row.name}
      <small>
        {row.code} {row.spec}
      </small>
    </span>
  );
}

function Available({ row }: { readonly row: StockRow }) {
  return row.status === "out" || row.available?.startsWith("-") ? (
    <b className="neg">{formatQuantityOrZero(row.available)}</b>
  ) : (
    <Amount as="quantity" value={row.available} />
  );
}

/** A tag only where something is to be done: a wall of green tags hides the two red ones. */
function Status({ status }: { readonly status: StockRow["status"] }) {
  const t = useTexts(inventoryTexts);
  if (status === "normal") return <span className="stock-normal">{t.normal}</span>;
  return <StatusTag tone={status === "out" ? "err" : "warn"}>{t[status]}</StatusTag>;
}
