import type { LotRow, lotsQuery } from "@zhangshi/contract";
import { formatQuantity, parseQuantity } from "@zhangshi/core";
import type { z } from "zod";
import { todayIn } from "../../platform/clock.ts";
import { cursorFrom, cursorOf, isRealDay } from "../../platform/cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { writeWorkbook, type WorkbookRow } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { refused } from "../../platform/refused.ts";
import { searchPatterns } from "../../platform/search-patterns.ts";
import {
  isCostedByLot,
  listLots,
  type LotFilter,
  type LotListRow,
  type LotPlace,
  type LotSort,
  sortTypes,
  sumLots,
} from "./lots.sql.ts";

type LotsQuery = z.output<typeof lotsQuery>;
/** Days are counted from the company's own day. */
export type LotReader = { readonly timeZone: string; readonly seesCost: boolean };

function filterOf(query: LotsQuery, timeZone: string): LotFilter {
  return {
    itemId: query.itemId ?? null,
    warehouseId: query.warehouseId ?? null,
    patterns: searchPatterns(query.search),
    tracking: query.tracking ?? null,
    status: query.status,
    includeZero: query.includeZero,
    today: todayIn(timeZone),
    nearDays: query.nearDays,
  };
}
function sortOf(query: LotsQuery): LotSort {
  return { by: query.sort, direction: query.direction };
}

function placeOf(row: LotListRow): LotPlace {
  return {
    key: row.sort_key,
    producedOn: row.sort_produced,
    createdAt: row.sort_created,
    itemId: row.item_id,
    lot: row.lot,
    warehouseId: row.warehouse_id,
  };
}
function cursorAfter(place: LotPlace): string {
  return cursorOf(
    JSON.stringify([place.key, place.producedOn, place.createdAt, place.lot, place.warehouseId]),
    place.itemId,
  );
}
const day = /^(\d{4}-\d{2}-\d{2}|-?infinity)$/;
const shapes = { date: day, numeric: /^\d{1,14}(\.\d{1,6})?$/, text: /^[^\0]*$/ } as const;
const instant = /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d)?$/;
/** A cursor is the caller's to keep and not to write; what does not look like one of ours is refused before the database sees it. */
function placeFrom(cursor: string | undefined, sort: LotSort): LotPlace | null {
  const place = cursorFrom(cursor);
  if (!place) return null;
  const parts: unknown = parsed(place.key);
  if (!Array.isArray(parts) || parts.length !== 5 || !parts.every((part) => typeof part === "string"))
    throw refused("request.malformed");
  const [key, producedOn, createdAt, lot, warehouseId] = parts as [string, string, string, string, string];
  const isOurs =
    shapes[sortTypes[sort.by]].test(key) &&
    day.test(producedOn) &&
    instant.test(createdAt) &&
    shapes.text.test(lot) &&
    [place.id, warehouseId].every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const days = [key, producedOn, createdAt].flatMap((one) => /^\d{4}-\d{2}-\d{2}/.exec(one) ?? []);
  if (!isOurs || !days.every(isRealDay)) throw refused("request.malformed");
  return { key, producedOn, createdAt, itemId: place.id, lot, warehouseId };
}
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** 批号与效期, and with one item 先到期先出 as a proposal: the same rows. */
export async function showLots(tx: Tx, query: LotsQuery, reader: LotReader) {
  const filter = filterOf(query, reader.timeZone);
  const sort = sortOf(query);
  const withValue = reader.seesCost && (await isCostedByLot(tx));
  const rows = await listLots(tx, filter, sort, placeFrom(query.cursor, sort), { limit: query.limit + 1, withValue });
  const sums = await sumLots(tx, filter, withValue);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => rowOf(row, withValue)),
    next: rows.length > query.limit && last ? cursorAfter(placeOf(last)) : null,
    total: sums[filter.status],
    counts: { all: sums.all, near: sums.near, expired: sums.expired },
    sums: {
      items: sums.items,
      onHand: formatQuantity(parseQuantity(sums.quantity)),
      ...(withValue ? { value: sums.value } : {}),
    },
  };
}

function rowOf(row: LotListRow, withValue: boolean): LotRow {
  return {
    itemId: row.item_id,
    itemCode: row.code,
    itemName: row.name,
    spec: row.spec,
    unit: row.unit,
    tracking: row.tracking,
    warehouseId: row.warehouse_id,
    warehouse: row.warehouse,
    lot: row.lot,
    producedOn: row.produced_on,
    expiresOn: row.expires_on,
    daysLeft: row.days_left,
    onHand: formatQuantity(parseQuantity(row.quantity)),
    ...(withValue && row.value !== null ? { value: row.value } : {}),
  };
}

const rowsPerPage = 5000;
async function* exportRows(
  tx: Tx,
  query: LotsQuery,
  reader: LotReader,
  withValue: boolean,
): AsyncGenerator<WorkbookRow> {
  const filter = filterOf(query, reader.timeZone);
  for (let after: LotPlace | null = null; ; ) {
    const rows: readonly LotListRow[] = await listLots(tx, filter, sortOf(query), after, {
      limit: rowsPerPage,
      withValue,
    });
    for (const row of rows) yield cellsOf(rowOf(row, withValue), query.nearDays, withValue);
    const last = rows.at(-1);
    if (rows.length < rowsPerPage || !last) return;
    after = placeOf(last);
  }
}
function cellsOf(row: LotRow, nearDays: number, withValue: boolean): WorkbookRow {
  return [
    row.itemCode,
    row.itemName,
    row.spec,
    row.unit,
    row.lot,
    row.tracking === "serial" ? "序列号" : "批号",
    row.warehouse,
    row.producedOn,
    row.expiresOn,
    row.daysLeft === null ? null : String(row.daysLeft),
    expiryWord(row.daysLeft, nearDays),
    row.onHand,
    ...(withValue ? [row.value ?? null] : []),
  ];
}
function expiryWord(daysLeft: number | null, nearDays: number): string {
  if (daysLeft === null || daysLeft > nearDays) return "";
  return daysLeft < 0 ? "已过期" : "临期";
}

export async function exportLots(tx: Tx, query: LotsQuery, reader: LotReader): Promise<Download> {
  const withValue = reader.seesCost && (await isCostedByLot(tx));
  const content = await writeWorkbook({
    sheetName: "批号与效期",
    columns: [
      { heading: "编码", kind: "text" },
      { heading: "名称", kind: "text", width: 28 },
      { heading: "规格", kind: "text" },
      { heading: "单位", kind: "text", width: 8 },
      { heading: "批号或序列号", kind: "text" },
      { heading: "管理方式", kind: "text", width: 10 },
      { heading: "仓库", kind: "text" },
      { heading: "生产日期", kind: "date" },
      { heading: "有效期至", kind: "date" },
      { heading: "剩余天数", kind: "quantity" },
      { heading: "效期", kind: "text", width: 10 },
      { heading: "现存", kind: "quantity" },
      ...(withValue ? ([{ heading: "库存金额", kind: "money" }] as const) : []),
    ],
    rows: exportRows(tx, query, reader, withValue),
  });
  return { fileName: "批号与效期.xlsx", content };
}
