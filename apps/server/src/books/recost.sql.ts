import {
  type CostRules,
  firstDayOf,
  formatMoney,
  formatQuantity,
  type MoveBasis,
  type MoveShare,
  parseMoney,
  parseQuantity,
  wholeCompany,
} from "@zhangshi/core";
import type { Query, Row } from "../platform/db.ts";
import { transferTypes } from "./transfers.ts";

// Without names: a plan that a connection kept from a small table scanned the whole book once for every entry of it, and
// a thousand documents can be written before the statistics follow. To plan anew costs a millisecond.

export type PoolPoint = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly fromDate: string;
  readonly fromPosition: bigint;
};
function columnsOf(points: readonly PoolPoint[]): readonly unknown[] {
  return [
    points.map((p) => p.itemId),
    points.map((p) => p.warehouseId),
    points.map((p) => p.fromDate),
    points.map((p) => p.fromPosition),
  ];
}
const pointsSource =
  "unnest($2::uuid[], $3::uuid[], $4::date[], $5::bigint[]) p(item_id, pool_warehouse, from_date, from_position)";

/**
 * Where pools and warehouses stood just before a point of (day, position): the last derived row before it, one probe
 * of the covering index each. `point` 0 of a pool is before its first entry.
 */
export function stateBefore(orgId: string, points: readonly PoolPoint[]): Query {
  return {
    text: `select p.item_id, h.id as warehouse_id, last.balance_quantity as quantity, null::numeric as pool_quantity, null::numeric as pool_value
           from ${pointsSource}
           join warehouse h on h.org_id = $1 and (p.pool_warehouse = $6 or h.id = p.pool_warehouse)
           cross join lateral (
             select c.balance_quantity from stock_cost c
             where c.org_id = $1 and c.item_id = p.item_id and c.warehouse_id = h.id and (c.business_date, c.position) < (p.from_date, p.from_position)
             order by c.business_date desc, c.position desc, c.seq desc limit 1) last
           union all
           select p.item_id, p.pool_warehouse, null, last.pool_quantity, last.pool_value
           from ${pointsSource}
           cross join lateral (
             select c.pool_quantity, c.pool_value from stock_cost c
             where c.org_id = $1 and c.item_id = p.item_id and (p.pool_warehouse = $6 or c.warehouse_id = p.pool_warehouse) and (c.business_date, c.position) < (p.from_date, p.from_position)
             order by c.business_date desc, c.position desc, c.seq desc limit 1) last`,
    values: [orgId, ...columnsOf(points), wholeCompany],
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

/** What each lot had moved before the point, in quantity and in value: one sum over the lots' own entries. */
export function lotsBefore(orgId: string, points: readonly PoolPoint[]): Query {
  return {
    text: `select e.item_id, e.warehouse_id, e.lot, sum(e.quantity) as quantity, sum(c.value - c.true_up) as value
           from ${pointsSource}
           join stock_entry e on e.org_id = $1 and e.item_id = p.item_id and e.lot is not null and (p.pool_warehouse = $6 or e.warehouse_id = p.pool_warehouse) and (e.business_date, e.position) < (p.from_date, p.from_position)
           join stock_cost c on c.org_id = $1 and c.seq = e.seq
           group by e.item_id, e.warehouse_id, e.lot`,
    values: [orgId, ...columnsOf(points), wholeCompany],
  };
}
export type LotBefore = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly lot: string;
  readonly quantity: bigint;
  readonly value: bigint;
};
export function lotsBeforeFrom(rows: readonly Row[]): readonly LotBefore[] {
  return rows.map((row) => ({
    itemId: String(row["item_id"]),
    warehouseId: String(row["warehouse_id"]),
    lot: String(row["lot"]),
    quantity: parseQuantity(String(row["quantity"])),
    value: parseMoney(String(row["value"])),
  }));
}

/**
 * 个别计价: what one unit of each lot cost when it left last, which its empty shelf remembers. What was taken back, or only
 * changed its shelf inside the pool, does not count.
 */
export function lotCostsBefore(orgId: string, points: readonly PoolPoint[]): Query {
  return {
    text: `select distinct on (e.item_id, p.pool_warehouse, e.lot) e.item_id, p.pool_warehouse, e.lot, -e.quantity as quantity, -c.value as value
           from ${pointsSource}
           join stock_entry e on e.org_id = $1 and e.item_id = p.item_id and e.lot is not null and (p.pool_warehouse = $6 or e.warehouse_id = p.pool_warehouse) and (e.business_date, e.position) < (p.from_date, p.from_position)
           join stock_cost c on c.org_id = $1 and c.seq = e.seq
           join document d on d.org_id = $1 and d.id = e.document_id
           where e.quantity < 0 and e.reverses_seq is null and not (p.pool_warehouse = $6 and d.type = any($7::text[]))
             and not exists (select 1 from stock_entry r where r.org_id = $1 and r.document_id = e.document_id and r.reverses_seq = e.seq)
           order by e.item_id, p.pool_warehouse, e.lot, c.business_date desc, c.position desc, c.seq desc`,
    values: [orgId, ...columnsOf(points), wholeCompany, transferTypes],
  };
}
export type LotCost = {
  readonly itemId: string;
  readonly poolWarehouseId: string;
  readonly lot: string;
  readonly quantity: bigint;
  readonly value: bigint;
};
export function lotCostsFrom(rows: readonly Row[]): readonly LotCost[] {
  return rows.map((row) => ({
    itemId: String(row["item_id"]),
    poolWarehouseId: String(row["pool_warehouse"]),
    lot: String(row["lot"]),
    quantity: parseQuantity(String(row["quantity"])),
    value: parseMoney(String(row["value"])),
  }));
}

/** A pool's row of a moment that is over: nothing else stands at its place, and no second leg of a transfer inside the pool. */
const settledRow = `select c.business_date, c.position from stock_cost c
             where c.org_id = $1 and c.item_id = p.item_id and (p.pool_warehouse = $6 or c.warehouse_id = p.pool_warehouse)
               and not exists (select 1 from stock_cost n where n.org_id = $1 and n.item_id = c.item_id and (p.pool_warehouse = $6 or n.warehouse_id = p.pool_warehouse) and n.business_date = c.business_date and n.position = c.position and n.seq > c.seq)
               and not (p.pool_warehouse = $6 and exists (select 1 from stock_entry i where i.org_id = $1 and i.seq = c.seq + 1 and i.source_seq = c.seq))`;
const newestFirst = "order by c.business_date desc, c.position desc, c.seq desc limit 1";

/**
 * Two amounts do not tell everything: of an empty shelf they do not tell the unit cost known last, nor layers, nor
 * uncovered issues. Such a pool is played again from the last moment at which they do: with goods on the shelf; first
 * in, first out from the empty shelf before those; or from its first entry.
 */
export function tellingPoints(orgId: string, points: readonly PoolPoint[], rules: CostRules): Query {
  const tells = tellingMoment(rules);
  return {
    text: `select p.item_id, p.pool_warehouse,
                  case when $7 = 'empty' then shelf.business_date when goods.is_newest then p.from_date else goods.business_date end as business_date,
                  case when $7 = 'empty' then shelf.position when goods.is_newest then p.from_position - 1 else goods.position end as position
           from ${pointsSource}
           left join lateral (
             select g.*, not exists (
               select 1 from stock_cost n
               where n.org_id = $1 and n.item_id = p.item_id and (p.pool_warehouse = $6 or n.warehouse_id = p.pool_warehouse)
                 and (n.business_date, n.position) > (g.business_date, g.position) and (n.business_date, n.position) < (p.from_date, p.from_position)) as is_newest
             from (${settledRow} and c.pool_quantity > 0 and (c.business_date, c.position) < (p.from_date, p.from_position)
             ${newestFirst}) g) goods on $7 <> 'beginning'
           left join lateral (
             ${settledRow} and c.pool_quantity = 0 and (c.business_date, c.position) < (goods.business_date, goods.position)
             ${newestFirst}) shelf on $7 = 'empty'`,
    values: [orgId, ...columnsOf(points), wholeCompany, tells],
  };
}
function tellingMoment(rules: CostRules): "empty" | "goods" | "beginning" {
  if (rules.method === "fifo") return rules.negativeEver ? "beginning" : "empty";
  if (rules.method === "monthly-average" && rules.negativeEver) return "beginning";
  return "goods";
}
/** Never before the month from which the method holds: what stood then is one amount. */
export function tellingPointsFrom(rows: readonly Row[], rules: CostRules): readonly PoolPoint[] {
  return rows.map((row) =>
    notBefore(rules, {
      itemId: String(row["item_id"]),
      warehouseId: String(row["pool_warehouse"]),
      fromDate: row["business_date"] == null ? "0001-01-01" : String(row["business_date"]),
      fromPosition: row["position"] == null ? 0n : BigInt(String(row["position"])) + 1n,
    }),
  );
}
/**
 * Where a replay may begin: not before the method does; by the month (全月一次加权) with the month, as its issues share one
 * after another.
 */
export function notBefore(rules: CostRules, asked: PoolPoint): PoolPoint {
  const isByMonth = rules.method === "monthly-average" && asked.fromDate > "1";
  const point = isByMonth ? { ...asked, fromDate: `${asked.fromDate.slice(0, 8)}01`, fromPosition: 0n } : asked;
  if (rules.since === 0) return point;
  const beginning = firstDayOf(rules.since);
  return point.fromDate < beginning ? { ...point, fromDate: beginning, fromPosition: 0n } : point;
}

const tailSource = `${pointsSource}
           join stock_cost c on c.org_id = $1 and c.item_id = p.item_id and (p.pool_warehouse = $6 or c.warehouse_id = p.pool_warehouse) and (c.business_date, c.position) >= (p.from_date, p.from_position)
           join stock_entry e on e.org_id = $1 and e.seq = c.seq`;
/** A moment in the books: everything before it, nothing from it on. */
export type Moment = { readonly date: string; readonly position: bigint };
/** Every entry of the pools from their points on, in the order of the books, with what is derived of it now. */
export function tailEntries(orgId: string, points: readonly PoolPoint[], until: Moment | null = null): Query {
  return {
    text: `select c.seq, c.item_id, c.warehouse_id, c.business_date, c.position, c.value, c.true_up, c.balance_quantity, c.pool_quantity, c.pool_value,
                  e.quantity, e.basis, e.stated_value, e.reverses_seq, e.source_seq, e.share_part, e.share_whole, e.contra_account, e.lot, e.document_id, d.type as document_type, d.number as document_number
           from ${tailSource}
           join document d on d.org_id = $1 and d.id = e.document_id
           ${until ? "where (c.business_date, c.position) < ($7, $8)" : ""}
           order by c.business_date, c.position, c.seq`,
    values: [orgId, ...columnsOf(points), wholeCompany, ...(until ? [until.date, until.position] : [])],
  };
}
let cursors = 0;
/** The same, to be fetched page by page: a cursor shows what stood when it was opened, whatever is written since. */
export function openTail(...asked: Parameters<typeof tailEntries>): {
  readonly open: readonly Query[];
  readonly next: Query;
  readonly close: Query;
} {
  cursors += 1;
  const name = `recost_${cursors}`;
  const { text, ...values } = tailEntries(...asked);
  return {
    // All of it will be fetched: planned for the first rows, every entry is looked up by itself.
    open: [
      { text: "set local cursor_tuple_fraction = 1" },
      { text: `declare ${name} no scroll cursor for ${text}`, ...values },
    ],
    next: { text: `fetch ${tailPage} from ${name}` },
    close: { text: `close ${name}` },
  };
}
export const tailPage = 2000;
export type TailEntry = {
  readonly seq: bigint;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly businessDate: string;
  readonly position: bigint;
  readonly quantity: bigint;
  readonly basis: MoveBasis;
  readonly statedValue: bigint | null;
  readonly reversesSeq: bigint | null;
  readonly sourceSeq: bigint | null;
  readonly share: MoveShare | null;
  readonly contraAccount: string | null;
  readonly lot: string | null;
  readonly documentId: string;
  readonly documentType: string;
  readonly documentNumber: string;
  /** What is derived of it now, or, of an entry about to be written, what its document's voucher says. */
  readonly derived: {
    readonly value: bigint;
    readonly trueUp: bigint;
    readonly balanceQuantity: bigint;
    readonly poolQuantity: bigint;
    readonly poolValue: bigint;
  };
  readonly isFresh: boolean;
};
type TailText = Readonly<Record<string, string | null>>;
export function tailEntriesFrom(rows: readonly Row[]): readonly TailEntry[] {
  return (rows as unknown as readonly TailText[]).map((row) => ({
    seq: BigInt(row["seq"] ?? 0),
    itemId: row["item_id"] ?? "",
    warehouseId: row["warehouse_id"] ?? "",
    businessDate: row["business_date"] ?? "",
    position: BigInt(row["position"] ?? 0),
    quantity: parseQuantity(row["quantity"] ?? "0"),
    basis: row["basis"] as MoveBasis,
    statedValue: row["stated_value"] === null ? null : parseMoney(row["stated_value"] ?? "0"),
    reversesSeq: row["reverses_seq"] === null ? null : BigInt(row["reverses_seq"] ?? 0),
    sourceSeq: row["source_seq"] === null ? null : BigInt(row["source_seq"] ?? 0),
    share: shareFrom(row["share_part"] ?? null, row["share_whole"] ?? null),
    contraAccount: row["contra_account"] ?? null,
    lot: row["lot"] ?? null,
    documentId: row["document_id"] ?? "",
    documentType: row["document_type"] ?? "",
    documentNumber: row["document_number"] ?? "",
    derived: {
      value: parseMoney(row["value"] ?? "0"),
      trueUp: parseMoney(row["true_up"] ?? "0"),
      balanceQuantity: parseQuantity(row["balance_quantity"] ?? "0"),
      poolQuantity: parseQuantity(row["pool_quantity"] ?? "0"),
      poolValue: parseMoney(row["pool_value"] ?? "0"),
    },
    isFresh: false,
  }));
}
export function shareFrom(part: string | null, whole: string | null): MoveShare | null {
  return part === null ? null : { part: parseQuantity(part), whole: whole === null ? null : parseQuantity(whole) };
}

/**
 * Where the values of the pools' entries lead: goods that were sent on, brought back, or turned into others; of an
 * assembly every part and product, because one sum passes through all of them. And what a replay must know of entries
 * beforehand.
 */
export function reachOf(orgId: string, points: readonly PoolPoint[]): Query {
  return {
    text: `with tail as materialized (
             select e.seq, e.document_id, e.source_seq, e.reverses_seq from ${tailSource}),
           turned as materialized (
             select distinct t.document_id from tail t
             where exists (select 1 from stock_entry o where o.org_id = $1 and o.document_id = t.document_id and o.basis = 'document')),
           linked as (
             select l.item_id, l.warehouse_id, l.business_date, l.position from tail t
             join stock_entry l on l.org_id = $1 and l.source_seq = t.seq and l.basis in ('entry', 'reversal')
             union all
             select a.item_id, a.warehouse_id, a.business_date, a.position from turned t
             join stock_entry a on a.org_id = $1 and a.document_id = t.document_id)
           select * from (
             select distinct on (item_id, warehouse_id) 'place' as kind, item_id, warehouse_id, business_date, position, null::bigint as seq, null::uuid as document_id
             from linked order by item_id, warehouse_id, business_date, position) place
           union all select 'reversed', null, null, null, null, reverses_seq, null from tail where reverses_seq is not null
           union all select 'source', null, null, null, null, source_seq, null from tail where source_seq is not null
           union all select 'turned', null, null, null, null, null, document_id from turned`,
    values: [orgId, ...columnsOf(points), wholeCompany],
  };
}

/** Where entries stand: a replay that takes something from them begins there. */
export function placesOfEntries(orgId: string, seqs: readonly bigint[]): Query {
  return {
    text: "select e.item_id, e.warehouse_id, e.business_date, e.position from stock_entry e where e.org_id = $1 and e.seq = any($2::bigint[])",
    values: [orgId, seqs],
  };
}

export type CostUpdate = {
  readonly seq: bigint;
  readonly value: bigint;
  readonly trueUp: bigint;
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
      text: `update stock_cost c set value = u.value, true_up = u.true_up, balance_quantity = u.balance_quantity, pool_quantity = u.pool_quantity, pool_value = u.pool_value
             from unnest($2::bigint[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[]) u(seq, value, true_up, balance_quantity, pool_quantity, pool_value)
             where c.org_id = $1 and c.seq = u.seq`,
      values: [
        orgId,
        rows.map((r) => r.seq),
        rows.map((r) => formatMoney(r.value)),
        rows.map((r) => formatMoney(r.trueUp)),
        rows.map((r) => formatQuantity(r.balanceQuantity)),
        rows.map((r) => formatQuantity(r.poolQuantity)),
        rows.map((r) => formatMoney(r.poolValue)),
      ],
    });
  }
  return statements;
}
