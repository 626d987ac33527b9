import { formatMoney, formatQuantity, parseMoney, parseQuantity, wholeCompany } from "@zhangshi/core";
import type { Query, Row } from "../platform/db.ts";

export type PoolPoint = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly fromDate: string;
  readonly fromPosition: bigint;
};

/**
 * Where pools and warehouses stood just before a point of (day, position): the last derived row before it, one probe
 * of the covering index each. `point` 0 of a pool is before its first entry.
 */
export function stateBefore(orgId: string, points: readonly PoolPoint[]): Query {
  return {
    name: "recost_state_before",
    text: `select p.item_id, h.id as warehouse_id, last.balance_quantity as quantity, null::numeric as pool_quantity, null::numeric as pool_value
           from unnest($2::uuid[], $3::uuid[], $4::date[], $5::bigint[]) p(item_id, pool_warehouse, from_date, from_position)
           join warehouse h on h.org_id = $1 and (p.pool_warehouse = $6 or h.id = p.pool_warehouse)
           cross join lateral (
             select c.balance_quantity from stock_cost c
             where c.org_id = $1 and c.item_id = p.item_id and c.warehouse_id = h.id and (c.business_date, c.position) < (p.from_date, p.from_position)
             order by c.business_date desc, c.position desc, c.seq desc limit 1) last
           union all
           select p.item_id, p.pool_warehouse, null, last.pool_quantity, last.pool_value
           from unnest($2::uuid[], $3::uuid[], $4::date[], $5::bigint[]) p(item_id, pool_warehouse, from_date, from_position)
           cross join lateral (
             select c.pool_quantity, c.pool_value from stock_cost c
             where c.org_id = $1 and c.item_id = p.item_id and (p.pool_warehouse = $6 or c.warehouse_id = p.pool_warehouse) and (c.business_date, c.position) < (p.from_date, p.from_position)
             order by c.business_date desc, c.position desc, c.seq desc limit 1) last`,
    values: [
      orgId,
      points.map((p) => p.itemId),
      points.map((p) => p.warehouseId),
      points.map((p) => p.fromDate),
      points.map((p) => p.fromPosition),
      wholeCompany,
    ],
  };
}
export type StateBefore = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly quantity: bigint | null;
  readonly pool: { readonly quantity: bigint; readonly value: bigint } | null;
};
export function stateBeforeFrom(rows: readonly Row[]): readonly StateBefore[] {
  return (
    rows as unknown as readonly {
      item_id: string;
      warehouse_id: string;
      quantity: string | null;
      pool_quantity: string | null;
      pool_value: string | null;
    }[]
  ).map((row) => ({
    itemId: row.item_id,
    warehouseId: row.warehouse_id,
    quantity: row.quantity === null ? null : parseQuantity(row.quantity),
    pool:
      row.pool_quantity === null || row.pool_value === null
        ? null
        : { quantity: parseQuantity(row.pool_quantity), value: parseMoney(row.pool_value) },
  }));
}

/** Every entry of the pools from their points on, in the order of the books, with what is derived of it now. */
export function tailEntries(orgId: string, points: readonly PoolPoint[]): Query {
  return {
    name: "recost_tail",
    text: `select c.seq, c.item_id, c.warehouse_id, c.business_date, c.position, c.value, c.balance_quantity, c.pool_quantity, c.pool_value, e.quantity, e.stated_value, e.reverses_seq, e.document_id, d.type as document_type, d.number as document_number
           from unnest($2::uuid[], $3::uuid[], $4::date[], $5::bigint[]) p(item_id, pool_warehouse, from_date, from_position)
           join stock_cost c on c.org_id = $1 and c.item_id = p.item_id and (p.pool_warehouse = $6 or c.warehouse_id = p.pool_warehouse) and (c.business_date, c.position) >= (p.from_date, p.from_position)
           join stock_entry e on e.org_id = $1 and e.seq = c.seq
           join document d on d.org_id = $1 and d.id = e.document_id
           order by c.item_id, p.pool_warehouse, c.business_date, c.position, c.seq`,
    values: [
      orgId,
      points.map((p) => p.itemId),
      points.map((p) => p.warehouseId),
      points.map((p) => p.fromDate),
      points.map((p) => p.fromPosition),
      wholeCompany,
    ],
  };
}
export type TailEntry = {
  readonly seq: bigint;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly businessDate: string;
  readonly position: bigint;
  readonly quantity: bigint;
  readonly statedValue: bigint | null;
  readonly reversesSeq: bigint | null;
  readonly documentId: string;
  readonly documentType: string;
  readonly documentNumber: string;
  /** What is derived of it now; null for an entry that is about to be written. */
  readonly derived: {
    readonly value: bigint;
    readonly balanceQuantity: bigint;
    readonly poolQuantity: bigint;
    readonly poolValue: bigint;
  } | null;
};
export function tailEntriesFrom(rows: readonly Row[]): readonly TailEntry[] {
  return (rows as unknown as readonly Record<string, string | null>[]).map((row) => ({
    seq: BigInt(row["seq"] ?? 0),
    itemId: row["item_id"] ?? "",
    warehouseId: row["warehouse_id"] ?? "",
    businessDate: row["business_date"] ?? "",
    position: BigInt(row["position"] ?? 0),
    quantity: parseQuantity(row["quantity"] ?? "0"),
    statedValue: row["stated_value"] === null ? null : parseMoney(row["stated_value"] ?? "0"),
    reversesSeq: row["reverses_seq"] === null ? null : BigInt(row["reverses_seq"] ?? 0),
    documentId: row["document_id"] ?? "",
    documentType: row["document_type"] ?? "",
    documentNumber: row["document_number"] ?? "",
    derived: {
      value: parseMoney(row["value"] ?? "0"),
      balanceQuantity: parseQuantity(row["balance_quantity"] ?? "0"),
      poolQuantity: parseQuantity(row["pool_quantity"] ?? "0"),
      poolValue: parseMoney(row["pool_value"] ?? "0"),
    },
  }));
}

export type CostUpdate = {
  readonly seq: bigint;
  readonly value: bigint;
  readonly balanceQuantity: bigint;
  readonly poolQuantity: bigint;
  readonly poolValue: bigint;
};
const rowsPerStatement = 1000;
export function updateCosts(orgId: string, updates: readonly CostUpdate[]): readonly Query[] {
  const statements: Query[] = [];
  for (let start = 0; start < updates.length; start += rowsPerStatement) {
    const rows = updates.slice(start, start + rowsPerStatement);
    statements.push({
      name: "recost_update",
      text: `update stock_cost c set value = u.value, balance_quantity = u.balance_quantity, pool_quantity = u.pool_quantity, pool_value = u.pool_value
             from unnest($2::bigint[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[]) u(seq, value, balance_quantity, pool_quantity, pool_value)
             where c.org_id = $1 and c.seq = u.seq`,
      values: [
        orgId,
        rows.map((r) => r.seq),
        rows.map((r) => formatMoney(r.value)),
        rows.map((r) => formatQuantity(r.balanceQuantity)),
        rows.map((r) => formatQuantity(r.poolQuantity)),
        rows.map((r) => formatMoney(r.poolValue)),
      ],
    });
  }
  return statements;
}
