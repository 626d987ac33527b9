import type { stockListQuery, StockRow } from "@zhangshi/contract";
import {
  binsText,
  formatQuantity,
  formatUnitPrice,
  parseMoney,
  parseQuantity,
  type Quantity,
  unitCost,
} from "@zhangshi/core";
import type { z } from "zod";
import { cursorFrom, cursorOf } from "../../platform/cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { writeWorkbook, type WorkbookRow } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { refused } from "../../platform/refused.ts";
import { literal, searchPatterns } from "../../platform/search-patterns.ts";
import { type BinRow, binsByItem, readBins, usesBins } from "../catalog/index.ts";
import {
  listStock,
  listStockAtDate,
  type StockFilter,
  type StockListRow,
  type StockPlace,
  type StockSort,
  sumStock,
} from "./stock-list.sql.ts";

type StockQuery = z.output<typeof stockListQuery>;

async function filterOf(tx: Tx, query: StockQuery): Promise<StockFilter> {
  const bin = query.bin?.trim().toLowerCase() ?? "";
  return {
    hasBins: await usesBins(tx),
    binPattern: bin === "" ? null : `${literal(bin)}%`,
    patterns: searchPatterns(query.search),
    warehouseId: query.warehouseId ?? null,
    categoryId: query.categoryId ?? null,
    status: query.status,
    includeZero: query.includeZero,
  };
}
/** Without the right to see cost, an order by value would tell it (P39). */
function sortOf(query: StockQuery, seesCost: boolean): StockSort {
  return query.sort === "value" && !seesCost
    ? { by: "code", direction: "asc" }
    : { by: query.sort, direction: query.direction };
}

const keyPatterns: Readonly<Record<StockSort["by"], RegExp>> = {
  code: /^[^\0]*$/,
  name: /^[^\0]*$/,
  onHand: /^-?\d{1,20}(\.\d+)?$/,
  value: /^-?\d{1,20}(\.\d+)?$/,
  lastOut: /^[^\0]*$/,
};
/** A cursor of another sort, or one that was made up, is refused before it meets the database. */
function placeFrom(cursor: string | undefined, by: StockSort["by"]) {
  const place = cursorFrom(cursor);
  if (place && !keyPatterns[by].test(place.key)) throw refused("request.malformed");
  return place;
}

export async function showStock(tx: Tx, query: StockQuery, seesCost: boolean) {
  const filter = await filterOf(tx, query);
  const sort = sortOf(query, seesCost);
  const place = placeFrom(query.cursor, sort.by);
  const { rows, sums, agreesWithLedger } = query.date
    ? // The ledger itself is what is read: there is no balance beside it to compare with.
      { ...(await listStockAtDate(tx, query.date, filter, sort, place, query.limit + 1)), agreesWithLedger: null }
    : await stockNow(tx, filter, sort, place, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const bins = await binsOf(tx, filter, page);
  return {
    rows: page.map((row) => rowOf(row, seesCost, bins.get(row.id))),
    next: rows.length > query.limit && last ? cursorOf(last.sort_key, last.id) : null,
    total: sums.total,
    counts: sums.counts,
    sums: { ...standingOf(sums), ...(seesCost ? { value: sums.value } : {}) },
    agreesWithLedger,
  };
}
async function stockNow(tx: Tx, filter: StockFilter, sort: StockSort, place: StockPlace | null, limit: number) {
  const rows = await listStock(tx, filter, sort, place, limit);
  const sums = await sumStock(tx, filter);
  return { rows, sums, agreesWithLedger: sums.agreesWithLedger };
}

/** 可用 = 现存 − 在途 − 占用: goods in transit stand on no shelf, and what orders keep is spoken for. */
function standingOf(quantities: {
  readonly onHand: string;
  readonly reserved: string | null;
  readonly inTransit: string | null;
  readonly onOrder: string | null;
}) {
  const onHand = parseQuantity(quantities.onHand);
  const [reserved, inTransit, onOrder] = [quantities.reserved, quantities.inTransit, quantities.onOrder].map((text) =>
    text === null ? null : parseQuantity(text),
  );
  const shown = (quantity: Quantity | null | undefined) => (quantity == null ? null : formatQuantity(quantity));
  return {
    onHand: formatQuantity(onHand),
    reserved: shown(reserved),
    available: reserved == null || inTransit == null ? null : formatQuantity(onHand - inTransit - reserved),
    inTransit: shown(inTransit),
    onOrder: shown(onOrder),
  };
}

/** In the warehouse asked for, or in all of them. */
async function binsOf(
  tx: Tx,
  filter: StockFilter,
  rows: readonly StockListRow[],
): Promise<ReadonlyMap<string, readonly BinRow[]>> {
  const ids = filter.hasBins ? rows.map((row) => row.id) : [];
  const bins = await readBins(tx, ids);
  const shown = bins.filter((bin) => filter.warehouseId === null || bin.warehouse_id === filter.warehouseId);
  return binsByItem(shown);
}

function rowOf(row: StockListRow, seesCost: boolean, bins: readonly BinRow[] | undefined): StockRow {
  return {
    itemId: row.id,
    code: row.code,
    name: row.name,
    spec: row.spec,
    unit: row.base_unit,
    category: row.category,
    brand: row.brand,
    ...standingOf({
      onHand: row.on_hand,
      reserved: row.reserved,
      inTransit: row.in_transit,
      onOrder: row.on_order,
    }),
    safetyStock: formatQuantity(parseQuantity(row.safety_stock)),
    status: row.status,
    ...(seesCost ? { unitCost: unitCostOf(row), value: row.value } : {}),
    lastIn: row.last_in,
    lastOut: row.last_out,
    ...(bins === undefined
      ? {}
      : { bins: bins.map(({ warehouse_id, warehouse, bin }) => ({ warehouseId: warehouse_id, warehouse, bin })) }),
  };
}
function unitCostOf(row: StockListRow): string | null {
  const cost = unitCost(parseMoney(row.cost_value), parseQuantity(row.cost_quantity));
  return cost === null ? null : formatUnitPrice(cost);
}

const rowsPerPage = 5000;
async function* exportRows(
  tx: Tx,
  query: StockQuery,
  filter: StockFilter,
  seesCost: boolean,
): AsyncGenerator<WorkbookRow> {
  const sort = sortOf(query, seesCost);
  for (let after: { key: string; id: string } | null = null; ; ) {
    const rows: readonly StockListRow[] = query.date
      ? (await listStockAtDate(tx, query.date, filter, sort, after, rowsPerPage)).rows
      : await listStock(tx, filter, sort, after, rowsPerPage);
    const bins = await binsOf(tx, filter, rows);
    for (const row of rows) {
      const shown = rowOf(row, seesCost, undefined);
      yield [
        row.code,
        row.name,
        row.spec,
        row.base_unit,
        row.category,
        row.brand,
        shown.onHand,
        ...(query.date ? [] : [shown.reserved, shown.available, shown.inTransit, shown.onOrder]),
        shown.safetyStock,
        statusWords[row.status],
        ...(seesCost ? [shown.unitCost ?? null, row.value] : []),
        ...(query.date ? [] : [row.last_in, row.last_out]),
        ...(filter.hasBins ? [binsText(bins.get(row.id) ?? [], { named: filter.warehouseId === null })] : []),
      ];
    }
    const last = rows.at(-1);
    if (rows.length < rowsPerPage || !last) return;
    after = { key: last.sort_key, id: last.id };
  }
}
const statusWords = { normal: "正常", low: "低于安全库存", out: "缺货" } as const;

export async function exportStock(tx: Tx, query: StockQuery, seesCost: boolean): Promise<Download> {
  const filter = await filterOf(tx, query);
  const content = await writeWorkbook({
    sheetName: "库存数量",
    columns: [
      { heading: "编码", kind: "text" },
      { heading: "名称", kind: "text", width: 28 },
      { heading: "规格", kind: "text" },
      { heading: "单位", kind: "text", width: 8 },
      { heading: "分类", kind: "text" },
      { heading: "品牌", kind: "text" },
      { heading: "现存", kind: "quantity" },
      ...(query.date
        ? []
        : ([
            { heading: "占用", kind: "quantity" },
            { heading: "可用", kind: "quantity" },
            { heading: "在途", kind: "quantity" },
            { heading: "采购在途", kind: "quantity" },
          ] as const)),
      { heading: "安全库存", kind: "quantity" },
      { heading: "状态", kind: "text", width: 14 },
      ...(seesCost
        ? ([
            { heading: "成本单价", kind: "price" },
            { heading: "库存金额", kind: "money" },
          ] as const)
        : []),
      ...(query.date
        ? []
        : ([
            { heading: "最近入库", kind: "date" },
            { heading: "最近出库", kind: "date" },
          ] as const)),
      ...(filter.hasBins ? ([{ heading: "货位", kind: "text" }] as const) : []),
    ],
    rows: exportRows(tx, query, filter, seesCost),
  });
  return { fileName: query.date ? `库存数量 截止 ${query.date}.xlsx` : "库存数量.xlsx", content };
}
