import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";

export type LotFilter = {
  readonly itemId: string | null;
  readonly warehouseId: string | null;
  /** Patterns that item and lot together must all be like. */
  readonly patterns: readonly string[];
  readonly tracking: "lot" | "serial" | null;
  readonly status: "all" | "near" | "expired";
  readonly includeZero: boolean;
  readonly today: string;
  readonly nearDays: number;
};
export type LotSort = { readonly by: keyof typeof sortTypes; readonly direction: "asc" | "desc" };
/** Where a page ended: the values that the list is ordered by, as text. */
export type LotPlace = {
  readonly key: string;
  readonly producedOn: string;
  readonly createdAt: string;
  readonly itemId: string;
  readonly lot: string;
  readonly warehouseId: string;
};
export type LotListRow = {
  item_id: string;
  code: string;
  name: string;
  spec: string;
  unit: string;
  tracking: "lot" | "serial";
  warehouse_id: string;
  warehouse: string;
  lot: string;
  produced_on: string | null;
  expires_on: string | null;
  days_left: number | null;
  quantity: string;
  value: string | null;
  sort_key: string;
  sort_produced: string;
  sort_created: string;
};

/** A lot without the date stands last, whichever way the dates run. */
const sortKeys = {
  asc: {
    expiresOn: "coalesce(t.expires_on, 'infinity'::date)",
    producedOn: "coalesce(t.produced_on, 'infinity'::date)",
    code: "i.code",
    lot: "b.lot",
    onHand: "b.quantity",
  },
  desc: {
    expiresOn: "coalesce(t.expires_on, '-infinity'::date)",
    producedOn: "coalesce(t.produced_on, '-infinity'::date)",
    code: "i.code",
    lot: "b.lot",
    onHand: "b.quantity",
  },
} as const;
export const sortTypes = {
  expiresOn: "date",
  producedOn: "date",
  code: "text",
  lot: "text",
  onHand: "numeric",
} as const;

const isNear = "t.expires_on between $6::date and $6::date + $7::int";
const isExpired = "t.expires_on < $6::date";
const statuses = { all: "true", near: isNear, expired: isExpired } as const;

/** A lot's dates are looked up lot by lot: what stands is little, and a plan that reads every lot there ever was is not chosen. */
const lots = `
  from stock_lot_balance b
  cross join lateral (select l.produced_on, l.expires_on, l.created_at from lot l where l.org_id = $1 and l.item_id = b.item_id and l.lot = b.lot limit 1) t
  join item i on i.org_id = $1 and i.id = b.item_id
  join warehouse w on w.org_id = $1 and w.id = b.warehouse_id
  where b.org_id = $1 and b.warehouse_id <> $8::uuid and ($2::uuid is null or b.item_id = $2) and ($3::uuid is null or b.warehouse_id = $3) and ($5::text is null or i.tracking = $5)
    and lower(i.search_text || ' ' || b.lot) like all($4::text[])`;
/** The condition of an index (stock_lot_balance_standing): it leaves sold-out lots aside, however many a company ever had. */
const standing = "and b.quantity > 0";
function filterValues(orgId: string, filter: LotFilter): readonly unknown[] {
  return [
    orgId,
    filter.itemId,
    filter.warehouseId,
    filter.patterns,
    filter.tracking,
    filter.today,
    filter.nearDays,
    wholeCompany,
  ];
}

/**
 * What a lot on one shelf is worth with 个别计价. Where cost is the company's, the pool's value is shared by quantity so
 * that the shelves sum to the pool: each has what is due up to it, less what is due before it.
 */
const value = `(
  select case when k.cost_scope = 'warehouse' then b.value
              when p.quantity > 0 then round(p.value * (o.before + b.quantity) / p.quantity, 2) - round(p.value * o.before / p.quantity, 2)
              else 0 end
  from books k
  left join stock_lot_balance p on p.org_id = $1 and p.item_id = b.item_id and p.lot = b.lot and p.warehouse_id = $8::uuid
  cross join lateral (
    select coalesce(sum(s.quantity), 0) as before from stock_lot_balance s
    where s.org_id = $1 and s.item_id = b.item_id and s.lot = b.lot and s.quantity > 0 and s.warehouse_id <> $8::uuid and s.warehouse_id < b.warehouse_id) o
  where k.org_id = $1)::numeric(20,2)`;

/** One page after the place given. Without a name: the plan depends on the search. */
export async function listLots(
  tx: Tx,
  filter: LotFilter,
  sort: LotSort,
  after: LotPlace | null,
  page: { readonly limit: number; readonly withValue: boolean },
): Promise<readonly LotListRow[]> {
  const key = sortKeys[sort.direction][sort.by];
  const [compared, order] = sort.direction === "asc" ? [">", "asc"] : ["<", "desc"];
  const produced = sortKeys[sort.direction].producedOn;
  const beyond = `and (${key}, ${produced}, t.created_at, b.item_id, b.lot, b.warehouse_id) ${compared} ($10::${sortTypes[sort.by]}, $11::date, $12::timestamptz, $13::uuid, $14::text, $15::uuid)`;
  return tx.query<LotListRow>({
    text: `select b.item_id, i.code, i.name, i.spec, i.base_unit as unit, i.tracking, b.warehouse_id, w.name as warehouse, b.lot,
                  t.produced_on, t.expires_on, t.expires_on - $6::date as days_left, b.quantity, ${page.withValue ? value : "null"} as value,
                  (${key})::text as sort_key, (${produced})::text as sort_produced, t.created_at::text as sort_created
           ${lots} ${filter.includeZero ? "" : standing} and $7::int is not null and ${statuses[filter.status]} ${after ? beyond : ""}
           order by ${key} ${order}, ${produced} ${order}, t.created_at ${order}, b.item_id ${order}, b.lot ${order}, b.warehouse_id ${order}
           limit $9`,
    values: [
      ...filterValues(tx.orgId, filter),
      page.limit,
      ...(after ? [after.key, after.producedOn, after.createdAt, after.itemId, after.lot, after.warehouseId] : []),
    ],
  });
}

export type LotSums = {
  readonly all: number;
  readonly near: number;
  readonly expired: number;
  readonly items: number;
  readonly quantity: string;
  readonly value: string;
};
/** Counts of every status, and sums of the one that is shown. */
export async function sumLots(tx: Tx, filter: LotFilter, withValue: boolean): Promise<LotSums> {
  const shown = statuses[filter.status];
  const [row] = await tx.query<LotSums>({
    text: `select count(*)::int as "all", (count(*) filter (where ${isNear}))::int as near, (count(*) filter (where ${isExpired}))::int as expired,
                  (count(distinct b.item_id) filter (where ${shown}))::int as items, coalesce(sum(b.quantity) filter (where ${shown}), 0)::text as quantity,
                  coalesce(sum(${withValue ? value : "0"}) filter (where ${shown}), 0)::numeric(20,2)::text as value
           ${lots} ${filter.includeZero ? "" : standing}`,
    values: filterValues(tx.orgId, filter),
  });
  return row ?? { all: 0, near: 0, expired: 0, items: 0, quantity: "0", value: "0.00" };
}

/** 个别计价: then a lot has a value of its own. */
export async function isCostedByLot(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ by_lot: boolean }>({
    name: "stock_costed_by_lot",
    text: "select costing_method = 'specific' as by_lot from books where org_id = $1",
    values: [tx.orgId],
  });
  return row?.by_lot ?? false;
}

export type DueLots = {
  readonly near: number;
  readonly expired: number;
  readonly nearNames: string;
  readonly expiredNames: string;
};
/** 临期 and 已过期 for the first page: how many, and the two that are most urgent by name. */
export async function readDueLots(tx: Tx, today: string, nearDays: number): Promise<DueLots> {
  const [row] = await tx.query<DueLots>({
    name: "stock_due_lots",
    text: `with due as (
             select i.name || ' ' || b.lot as name, t.expires_on, t.expires_on < $2::date as is_expired
             from stock_lot_balance b
             cross join lateral (select l.expires_on from lot l where l.org_id = $1 and l.item_id = b.item_id and l.lot = b.lot limit 1) t
             join item i on i.org_id = $1 and i.id = b.item_id
             where b.org_id = $1 and b.quantity > 0 and b.warehouse_id <> $4::uuid and t.expires_on <= $2::date + $3::int
           )
           select (select count(*) from due d where not d.is_expired)::int as near, (select count(*) from due d where d.is_expired)::int as expired,
                  coalesce((select string_agg(n.name, '、' order by n.expires_on, n.name) from (select d.name, d.expires_on from due d where not d.is_expired order by d.expires_on, d.name limit 2) n), '') as "nearNames",
                  coalesce((select string_agg(n.name, '、' order by n.expires_on, n.name) from (select d.name, d.expires_on from due d where d.is_expired order by d.expires_on, d.name limit 2) n), '') as "expiredNames"`,
    values: [tx.orgId, today, nearDays, wholeCompany],
  });
  return row ?? { near: 0, expired: 0, nearNames: "", expiredNames: "" };
}
