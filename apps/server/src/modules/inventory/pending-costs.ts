import type { PendingCostRow, pendingCostsQuery } from "@zhangshi/contract";
import { formatMoney, formatQuantity, formatUnitPrice, parseQuantity, unitCostOf } from "@zhangshi/core";
import type { z } from "zod";
import { cursorFrom, cursorOf } from "../../platform/cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { writeWorkbook, type WorkbookRow } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { refused } from "../../platform/refused.ts";
import { searchPatterns } from "../../platform/search-patterns.ts";
import {
  listPendingCosts,
  type PendingFilter,
  type PendingPlace,
  type PendingRow,
  sumPendingCosts,
} from "./pending-costs.sql.ts";

type PendingQuery = z.output<typeof pendingCostsQuery>;

function filterOf(query: PendingQuery): PendingFilter {
  return { patterns: searchPatterns(query.search), warehouseId: query.warehouseId ?? null };
}

/** A document may have two lines of one item: an entry's own number tells them apart. */
function placeFrom(cursor: string | undefined): PendingPlace | null {
  const place = cursorFrom(cursor);
  if (!place) return null;
  const parts = /^([^\0]*)#(\d{1,18})$/.exec(place.key);
  if (!parts) throw refused("request.malformed");
  return { key: parts[1] ?? "", seq: parts[2] ?? "" };
}
function cursorAfter(row: PendingRow): string {
  return cursorOf(`${row.sort_key}#${row.seq}`, row.document_id);
}

/**
 * 成本待定: what went out below zero and still waits for a receipt, at the cost that is booked for the time being. The next
 * receipt covers the oldest first and books the difference (成本差额), so a row leaves the list by itself (P02, E22).
 */
export async function showPendingCosts(tx: Tx, query: PendingQuery, seesCost: boolean) {
  const filter = filterOf(query);
  const rows = await listPendingCosts(
    tx,
    filter,
    { by: query.sort, direction: query.direction },
    placeFrom(query.cursor),
    query.limit + 1,
  );
  const { total, items, quantity, value } = await sumPendingCosts(tx, filter);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => rowOf(row, seesCost)),
    next: rows.length > query.limit && last ? cursorAfter(last) : null,
    total,
    sums: {
      items,
      quantity: formatQuantity(BigInt(quantity)),
      ...(seesCost ? { amount: formatMoney(BigInt(value)) } : {}),
    },
  };
}

function rowOf(row: PendingRow, seesCost: boolean): PendingCostRow {
  const [quantity, value] = [BigInt(row.open_quantity), BigInt(row.open_value)];
  return {
    seq: row.seq,
    itemId: row.item_id,
    code: row.code,
    name: row.name,
    spec: row.spec,
    unit: row.unit,
    warehouseId: row.warehouse_id,
    warehouse: row.warehouse,
    documentId: row.document_id,
    type: row.type,
    number: row.number ?? "",
    businessDate: row.business_date,
    partner: row.partner,
    issued: formatQuantity(parseQuantity(row.issued)),
    open: formatQuantity(quantity),
    ...(seesCost
      ? { unitCost: value === 0n ? null : formatUnitPrice(unitCostOf(value, quantity)), amount: formatMoney(value) }
      : {}),
  };
}

const rowsPerPage = 5000;
async function* exportRows(tx: Tx, query: PendingQuery, seesCost: boolean): AsyncGenerator<WorkbookRow> {
  const filter = filterOf(query);
  for (let after: PendingPlace | null = null; ; ) {
    const rows = await listPendingCosts(tx, filter, { by: query.sort, direction: query.direction }, after, rowsPerPage);
    for (const row of rows) {
      const shown = rowOf(row, seesCost);
      yield [
        shown.businessDate,
        shown.number,
        shown.partner,
        shown.code,
        shown.name,
        shown.spec,
        shown.unit,
        shown.warehouse,
        shown.issued,
        shown.open,
        ...(seesCost ? [shown.unitCost ?? null, shown.amount ?? null] : []),
      ];
    }
    const last = rows.at(-1);
    if (rows.length < rowsPerPage || !last) return;
    after = { key: last.sort_key, seq: last.seq };
  }
}

export async function exportPendingCosts(tx: Tx, query: PendingQuery, seesCost: boolean): Promise<Download> {
  const content = await writeWorkbook({
    sheetName: "成本待定",
    columns: [
      { heading: "日期", kind: "date" },
      { heading: "单号", kind: "text", width: 22 },
      { heading: "往来单位", kind: "text" },
      { heading: "编码", kind: "text" },
      { heading: "名称", kind: "text", width: 28 },
      { heading: "规格", kind: "text" },
      { heading: "单位", kind: "text", width: 8 },
      { heading: "仓库", kind: "text" },
      { heading: "出库数量", kind: "quantity" },
      { heading: "待补数量", kind: "quantity" },
      ...(seesCost
        ? ([
            { heading: "暂定单价", kind: "price" },
            { heading: "暂定金额", kind: "money" },
          ] as const)
        : []),
    ],
    rows: exportRows(tx, query, seesCost),
  });
  return { fileName: "成本待定.xlsx", content };
}
