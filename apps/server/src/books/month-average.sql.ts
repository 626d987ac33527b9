import { formatMoney, formatQuantity, parseMoney, parseQuantity, type Period } from "@zhangshi/core";
import type { Query, Row } from "../platform/db.ts";
import { type MonthAverage, type MonthAverages, monthKey } from "./month-average.ts";

/** Of the months from one on: a replay asks for none before it begins. */
export function monthAverages(orgId: string, itemIds: readonly string[], from: Period): Query {
  return {
    name: "month_average_read",
    text: "select item_id, warehouse_id, period, quantity, value from month_average where org_id = $1 and item_id = any($2::uuid[]) and period >= $3",
    values: [orgId, itemIds, from],
  };
}
export function monthAveragesFrom(rows: readonly Row[]): MonthAverages {
  return new Map(
    rows.map((row): [string, MonthAverage] => [
      monthKey(String(row["item_id"]), String(row["warehouse_id"]), Number(row["period"])),
      { quantity: parseQuantity(String(row["quantity"])), value: parseMoney(String(row["value"])) },
    ]),
  );
}
export function insertMonthAverages(orgId: string, averages: MonthAverages): Query {
  const rows = [...averages].map(([key, average]) => {
    const [itemId, warehouseId, period] = key.split("/");
    return { itemId, warehouseId, period, ...average };
  });
  return {
    name: "month_average_insert",
    text: `insert into month_average (org_id, item_id, warehouse_id, period, quantity, value)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::int[], $5::numeric[], $6::numeric[])`,
    values: [
      orgId,
      rows.map((row) => row.itemId),
      rows.map((row) => row.warehouseId),
      rows.map((row) => row.period),
      rows.map((row) => formatQuantity(row.quantity)),
      rows.map((row) => formatMoney(row.value)),
    ],
  };
}
export function deleteMonthAverages(orgId: string, period: Period): Query {
  return {
    name: "month_average_delete",
    text: "delete from month_average where org_id = $1 and period = $2",
    values: [orgId, period],
  };
}
/** Pools that moved in a month: all that its close has to cost. */
export function movedBetween(orgId: string, from: string, to: string): Query {
  return {
    name: "month_moved_pools",
    text: "select distinct c.item_id, c.warehouse_id from stock_cost c where c.org_id = $1 and c.business_date between $2 and $3",
    values: [orgId, from, to],
  };
}
