import { wholeCompany } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";

export type StockFilter = {
  /** Patterns that the search text must all be like. */
  readonly patterns: readonly string[];
  readonly warehouseId: string | null;
  readonly categoryId: string | null;
  readonly status: "all" | "out" | "low";
  readonly includeZero: boolean;
  /** A pattern that a 货位 must be like, in the warehouse that is asked for; null is any, and goods that lie nowhere. */
  readonly binPattern: string | null;
  /** Whether a search looks among 货位, too. */
  readonly hasBins: boolean;
};
export type StockSort = { readonly by: keyof typeof sortKeys; readonly direction: "asc" | "desc" };
export type StockPlace = { readonly key: string; readonly id: string };

const binsAsked = "item_bin b where b.org_id = $1 and ($3::uuid is null or b.warehouse_id = $3)";
/**
 * Every word is in the text of the item or in one of its 货位; only of goods with a word in their 货位 are both put together.
 * The planner sees a false $10 as a constant, so that who has no 货位 asks the item's text alone, which has an index.
 */
const isSearched = `
  ((i.search_text like all($2::text[])
    or ($10::boolean and i.id in (select b.item_id from ${binsAsked} and lower(b.bin) like any($2::text[]))
        and concat_ws(' ', i.search_text, (select string_agg(lower(b.bin), ' ') from ${binsAsked} and b.item_id = i.id)) like all($2::text[])))
   and ($9::text is null or exists (select from ${binsAsked} and b.item_id = i.id and lower(b.bin) like $9)))`;

/**
 * Every item with what stands of it. Cost of the whole company stands in one pool row (the nil warehouse), and a
 * warehouse holds its share of it by quantity; cost per warehouse stands in the warehouse's own row.
 */
const stock = `
  with recursive below as (
    select c.id from item_category c where c.org_id = $1 and c.id = $4::uuid
    union all
    select c.id from item_category c join below b on c.parent_id = b.id where c.org_id = $1
  ), balance as (
    select b.item_id,
           coalesce(sum(b.quantity) filter (where b.warehouse_id <> $8::uuid and ($3::uuid is null or b.warehouse_id = $3)), 0) as on_hand,
           coalesce(sum(b.value) filter (where b.warehouse_id <> $8::uuid and ($3::uuid is null or b.warehouse_id = $3)), 0) as own_value,
           max(b.quantity) filter (where b.warehouse_id = $8::uuid) as pool_quantity,
           max(b.value) filter (where b.warehouse_id = $8::uuid) as pool_value,
           max(b.last_in) filter (where b.warehouse_id <> $8::uuid and ($3::uuid is null or b.warehouse_id = $3)) as last_in,
           max(b.last_out) filter (where b.warehouse_id <> $8::uuid and ($3::uuid is null or b.warehouse_id = $3)) as last_out,
           coalesce(sum(b.quantity) filter (where b.warehouse_id = (select w.id from warehouse w where w.org_id = $1 and w.kind = 'transit') and ($3::uuid is null or b.warehouse_id = $3)), 0) as in_transit
    from stock_balance b where b.org_id = $1 group by b.item_id
  ), promised as (
    select p.item_id, sum(p.reserved) as reserved, sum(p.on_order) as on_order
    from stock_promise p where p.org_id = $1 and ($3::uuid is null or p.warehouse_id = $3) group by p.item_id
  ), held as (
    select i.id, i.code, i.name, i.spec, i.base_unit, coalesce(c.name, '') as category, i.brand, i.safety_stock, i.disabled, b.item_id is not null as moved,
           coalesce(b.on_hand, 0) as on_hand, coalesce(p.reserved, 0) as reserved, coalesce(b.in_transit, 0) as in_transit, coalesce(p.on_order, 0) as on_order,
           (case when b.pool_quantity is null then coalesce(b.own_value, 0)
                 when $3::uuid is null then b.pool_value
                 when b.pool_quantity = 0 then 0
                 else round(b.pool_value * b.on_hand / b.pool_quantity, 2) end)::numeric(20,2) as value,
           coalesce(b.pool_quantity, b.on_hand, 0) as cost_quantity, coalesce(b.pool_value, b.own_value, 0)::numeric(20,2) as cost_value,
           b.last_in, b.last_out,
           case when coalesce(b.on_hand, 0) <= 0 or b.on_hand < p.reserved then 'out'
                when b.on_hand - coalesce(p.reserved, 0) < i.safety_stock then 'low' else 'normal' end as status
    from item i
    left join balance b on b.item_id = i.id
    left join promised p on p.item_id = i.id
    left join item_category c on c.org_id = $1 and c.id = i.category_id
    where i.org_id = $1 and not i.is_kit and ${isSearched} and ($4::uuid is null or i.category_id in (select id from below))
  )`;
/**
 * 缺货: nothing stands, or less than orders keep. It speaks of goods that are dealt in: something moved once, somebody
 * ordered it, or a safety stock says that some should be there.
 */
const isOut = "h.status = 'out' and not h.disabled and (h.moved or h.reserved > 0 or h.safety_stock > 0)";
/** What orders speak of is shown though nothing stands of it. */
const isHeld = "($6::boolean or h.on_hand <> 0 or h.reserved <> 0 or h.on_order <> 0)";
const isShown = `(case $5::text when 'out' then ${isOut} when 'low' then h.status = 'low' else ${isHeld} end)`;

/** Long names are compared by their beginning, so that the place in the list fits into a cursor; the id decides the rest. */
const sortKeys = {
  code: "h.code",
  name: "left(h.name, 60)",
  onHand: "h.on_hand",
  value: "h.value",
  lastOut: "coalesce(h.last_out::text, '')",
} as const;
const sortTypes = { code: "text", name: "text", onHand: "numeric", value: "numeric", lastOut: "text" } as const;

export type StockListRow = {
  id: string;
  code: string;
  name: string;
  spec: string;
  base_unit: string;
  category: string;
  brand: string;
  safety_stock: string;
  on_hand: string;
  /** Orders are of now: not asked of the past. */
  reserved: string | null;
  in_transit: string | null;
  on_order: string | null;
  value: string;
  cost_quantity: string;
  cost_value: string;
  last_in: string | null;
  last_out: string | null;
  status: "normal" | "low" | "out";
  sort_key: string;
};

function searchesBins(filter: StockFilter): boolean {
  return filter.hasBins && filter.patterns.length > 0;
}
function filterValues(orgId: string, filter: StockFilter): readonly unknown[] {
  return [orgId, filter.patterns, filter.warehouseId, filter.categoryId, filter.status, filter.includeZero];
}

/** One page after the place given. Without a name: the plan depends on the search. */
export async function listStock(
  tx: Tx,
  filter: StockFilter,
  sort: StockSort,
  after: StockPlace | null,
  limit: number,
): Promise<readonly StockListRow[]> {
  return tx.query<StockListRow>({
    text: `${stock}
           select h.id, h.code, h.name, h.spec, h.base_unit, h.category, h.brand, h.safety_stock, h.on_hand, h.reserved, h.in_transit, h.on_order, h.value, h.cost_quantity, h.cost_value, h.last_in, h.last_out, h.status,
                  (${sortKeys[sort.by]})::text as sort_key
           from held h
           where ${isShown}
                 ${after ? `and (${sortKeys[sort.by]}, h.id) ${sort.direction === "asc" ? ">" : "<"} ($11::${sortTypes[sort.by]}, $12::uuid)` : ""}
           order by ${sortKeys[sort.by]} ${sort.direction === "asc" ? "asc" : "desc"}, h.id ${sort.direction === "asc" ? "asc" : "desc"}
           limit $7`,
    values: [
      ...filterValues(tx.orgId, filter),
      limit,
      wholeCompany,
      filter.binPattern,
      searchesBins(filter),
      ...(after ? [after.key, after.id] : []),
    ],
  });
}

export type StockSums = {
  readonly total: number;
  readonly counts: { readonly all: number; readonly out: number; readonly low: number };
  readonly onHand: string;
  readonly reserved: string | null;
  readonly inTransit: string | null;
  readonly onOrder: string | null;
  readonly value: string;
  readonly agreesWithLedger: boolean;
};
/**
 * Sums of the whole filtered set, and whether each of its balances is the one that the detail ledger ends with: one
 * probe of the ledger's index per balance.
 */
export async function sumStock(tx: Tx, filter: StockFilter): Promise<StockSums> {
  const [row] = await tx.query<{
    total: number;
    all_count: number;
    out_count: number;
    low_count: number;
    on_hand: string;
    reserved: string;
    in_transit: string;
    on_order: string;
    value: string;
    differing: number;
  }>({
    text: `${stock}, shown as (select h.id, h.on_hand, h.reserved, h.in_transit, h.on_order, h.value from held h where ${isShown})
           select (select count(*)::int from shown) as total,
                  (select coalesce(sum(s.on_hand), 0) from shown s) as on_hand,
                  (select coalesce(sum(s.reserved), 0) from shown s) as reserved,
                  (select coalesce(sum(s.in_transit), 0) from shown s) as in_transit,
                  (select coalesce(sum(s.on_order), 0) from shown s) as on_order,
                  (select coalesce(sum(s.value), 0)::numeric(20,2) from shown s) as value,
                  (select count(*)::int from held h where ${isHeld}) as all_count,
                  (select count(*)::int from held h where ${isOut}) as out_count,
                  (select count(*)::int from held h where h.status = 'low') as low_count,
                  (select count(*)::int from shown s join stock_balance b on b.org_id = $1 and b.item_id = s.id
                   left join lateral (
                     select l.balance_quantity from stock_cost l
                     where l.org_id = $1 and l.item_id = b.item_id and l.warehouse_id = b.warehouse_id
                     order by l.business_date desc, l.position desc, l.seq desc limit 1) own on b.warehouse_id <> $8::uuid
                   left join lateral (
                     select l.pool_quantity, l.pool_value from stock_cost l
                     where l.org_id = $1 and l.item_id = b.item_id
                     order by l.business_date desc, l.position desc, l.seq desc limit 1) pool on b.warehouse_id = $8::uuid
                   where ($3::uuid is null or b.warehouse_id in ($3, $8::uuid))
                     and (case when b.warehouse_id = $8::uuid then (b.quantity, b.value) is distinct from (pool.pool_quantity, pool.pool_value)
                               else b.quantity is distinct from own.balance_quantity end)) as differing
           where $7::int is null`,
    values: [...filterValues(tx.orgId, filter), null, wholeCompany, filter.binPattern, searchesBins(filter)],
  });
  return {
    total: row?.total ?? 0,
    counts: { all: row?.all_count ?? 0, out: row?.out_count ?? 0, low: row?.low_count ?? 0 },
    onHand: row?.on_hand ?? "0",
    reserved: row?.reserved ?? "0",
    inTransit: row?.in_transit ?? "0",
    onOrder: row?.on_order ?? "0",
    value: row?.value ?? "0.00",
    agreesWithLedger: row?.differing === 0,
  };
}

export type StockAtDate = {
  readonly rows: readonly StockListRow[];
  readonly sums: Omit<StockSums, "agreesWithLedger">;
};
/** The last entry at or before the day carries what stood then: one probe of the ledger's index, however long the history. */
const upToDay = "l.org_id = $1 and l.item_id = i.id and l.business_date <= $8::date";
const newestFirst = "order by l.business_date desc, l.position desc, l.seq desc limit 1";
/** Cost of the whole company stands in the pool; a warehouse holds its share of it by quantity. */
const wholePool = `
  select pool.pool_quantity as on_hand, pool.pool_quantity as cost_quantity, pool.pool_value as cost_value, pool.pool_value as value
  from (select l.pool_quantity, l.pool_value from stock_cost l where ${upToDay} and $3::uuid is null ${newestFirst}) pool`;
const shareOfPool = `
  select shelf.balance_quantity as on_hand, pool.pool_quantity as cost_quantity, pool.pool_value as cost_value,
         case when pool.pool_quantity = 0 then 0 else round(pool.pool_value * shelf.balance_quantity / pool.pool_quantity, 2) end as value
  from (select l.pool_quantity, l.pool_value from stock_cost l where ${upToDay} ${newestFirst}) pool
  left join lateral (select l.balance_quantity from stock_cost l where ${upToDay} and l.warehouse_id = $3::uuid ${newestFirst}) shelf on true`;
/** Cost of each warehouse stands in its own entries: one probe for each place where the item ever stood. */
const warehousePools = `
  select sum(last.balance_quantity) as on_hand, sum(last.balance_quantity) as cost_quantity, sum(last.pool_value) as cost_value, sum(last.pool_value) as value
  from stock_balance b
  cross join lateral (select l.balance_quantity, l.pool_value from stock_cost l where ${upToDay} and l.warehouse_id = b.warehouse_id ${newestFirst}) last
  where b.org_id = $1 and b.item_id = i.id and ($3::uuid is null or b.warehouse_id = $3)`;
/** What went out last is not asked of the past: that order becomes the order by code. */
const sortKeysAtDate = {
  code: "h.code",
  name: "h.name_key",
  onHand: "h.on_hand",
  value: "h.value",
  lastOut: "h.code",
} as const;

type SumColumns = {
  readonly total: number;
  readonly all_count: number;
  readonly out_count: number;
  readonly low_count: number;
  readonly sum_on_hand: string;
  readonly sum_value: string;
};

/** 截止日期: page and sums of one and the same pass over the items. */
export async function listStockAtDate(
  tx: Tx,
  date: string,
  filter: StockFilter,
  sort: StockSort,
  after: StockPlace | null,
  limit: number,
): Promise<StockAtDate> {
  const scope = await readCostScope(tx);
  const standing = scope === "warehouse" ? warehousePools : filter.warehouseId === null ? wholePool : shareOfPool;
  const key = sortKeysAtDate[sort.by];
  const direction = sort.direction === "asc" ? "asc" : "desc";
  const rows = await tx.query<StockListRow & SumColumns>({
    text: `with recursive below as (
             select c.id from item_category c where c.org_id = $1 and c.id = $4::uuid
             union all
             select c.id from item_category c join below b on c.parent_id = b.id where c.org_id = $1
           ), held as materialized (
             select i.id, i.code, left(i.name, 60) as name_key, i.safety_stock, i.disabled, coalesce(s.cost_quantity is not null or (select true from stock_cost l where ${upToDay} ${newestFirst}), false) as moved,
                    coalesce(s.on_hand, 0) as on_hand, 0 as reserved, 0 as on_order, coalesce(s.value, 0)::numeric(20,2) as value,
                    coalesce(s.cost_quantity, 0) as cost_quantity, coalesce(s.cost_value, 0)::numeric(20,2) as cost_value,
                    case when coalesce(s.on_hand, 0) <= 0 then 'out' when s.on_hand < i.safety_stock then 'low' else 'normal' end as status
             from item i left join lateral (${standing}) s on true
             where i.org_id = $1 and not i.is_kit and ${isSearched} and ($4::uuid is null or i.category_id in (select id from below))
           ), sums as (
             select count(*) filter (where ${isShown})::int as total, count(*) filter (where ${isHeld})::int as all_count,
                    count(*) filter (where ${isOut})::int as out_count, count(*) filter (where h.status = 'low')::int as low_count,
                    coalesce(sum(h.on_hand) filter (where ${isShown}), 0) as sum_on_hand, coalesce(sum(h.value) filter (where ${isShown}), 0)::numeric(20,2) as sum_value
             from held h
           ), page as (
             select h.*, (${key})::text as sort_key, row_number() over (order by ${key} ${direction}, h.id ${direction}) as place
             from held h
             where ${isShown} ${after ? `and (${key}, h.id) ${direction === "asc" ? ">" : "<"} ($11::${sortTypes[sort.by]}, $12::uuid)` : ""}
             order by ${key} ${direction}, h.id ${direction} limit $7
           )
           select s.total, s.all_count, s.out_count, s.low_count, s.sum_on_hand, s.sum_value,
                  p.id, p.code, i.name, i.spec, i.base_unit, coalesce(c.name, '') as category, i.brand, p.safety_stock, p.on_hand, null::numeric as reserved, null::numeric as in_transit, null::numeric as on_order, p.value, p.cost_quantity, p.cost_value,
                  null::date as last_in, null::date as last_out, p.status, p.sort_key
           from sums s left join page p on true
           left join item i on i.org_id = $1 and i.id = p.id
           left join item_category c on c.org_id = $1 and c.id = i.category_id
           order by p.place`,
    values: [
      tx.orgId,
      filter.patterns,
      filter.warehouseId,
      filter.categoryId,
      filter.status,
      filter.includeZero,
      limit,
      date,
      filter.binPattern,
      searchesBins(filter),
      ...(after ? [after.key, after.id] : []),
    ],
  });
  const [first] = rows;
  return {
    rows: rows.filter((row) => row.id !== null),
    sums: {
      total: first?.total ?? 0,
      counts: { all: first?.all_count ?? 0, out: first?.out_count ?? 0, low: first?.low_count ?? 0 },
      onHand: first?.sum_on_hand ?? "0",
      reserved: null,
      inTransit: null,
      onOrder: null,
      value: first?.sum_value ?? "0.00",
    },
  };
}

async function readCostScope(tx: Tx): Promise<"company" | "warehouse"> {
  const [row] = await tx.query<{ cost_scope: "company" | "warehouse" }>({
    name: "stock_cost_scope",
    text: "select cost_scope from books where org_id = $1",
    values: [tx.orgId],
  });
  return row?.cost_scope ?? "company";
}
