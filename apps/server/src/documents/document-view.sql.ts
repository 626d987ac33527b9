import type { DocumentType } from "@zhangshi/contract";
import type { OrderState } from "@zhangshi/core";
import type { Row, Tx } from "../platform/db.ts";

export type Names = {
  readonly items: ReadonlyMap<
    string,
    { readonly code: string; readonly name: string; readonly spec: string; readonly baseUnit: string }
  >;
  readonly warehouses: ReadonlyMap<string, string>;
  readonly partners: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
};

/** Names for what a document speaks of. */
export async function readNames(
  tx: Tx,
  ids: {
    readonly items: readonly string[];
    readonly warehouses: readonly string[];
    readonly partners: readonly string[];
  },
): Promise<Names> {
  const rows = await tx.query<{ fact: string; id: string; code: string; name: string; spec: string; unit: string }>({
    name: "document_names",
    text: `select 'item' as fact, i.id::text as id, i.code, i.name, i.spec, i.base_unit as unit from item i where i.org_id = $1 and i.id = any($2::uuid[])
           union all select 'warehouse', w.id::text, w.code, w.name, '', '' from warehouse w where w.org_id = $1 and w.id = any($3::uuid[])
           union all select 'partner', p.id::text, p.code, p.name, '', '' from partner p where p.org_id = $1 and p.id = any($4::uuid[])
           union all select 'account', a.code, a.code, a.name, '', '' from account a where a.org_id = $1`,
    values: [tx.orgId, ids.items, ids.warehouses, ids.partners],
  });
  const of = (fact: string) => rows.filter((row) => row.fact === fact);
  return {
    items: new Map(
      of("item").map((row) => [row.id, { code: row.code, name: row.name, spec: row.spec, baseUnit: row.unit }]),
    ),
    warehouses: new Map(of("warehouse").map((row) => [row.id, row.name])),
    partners: new Map(of("partner").map((row) => [row.id, row.name])),
    accounts: new Map(of("account").map((row) => [row.id, row.name])),
  };
}

/** Cost of each line as derived now, of the entries that no reversal took back. */
export async function readLineCosts(tx: Tx, documentId: string): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.query<{ line_no: number; cost: string }>({
    name: "document_line_costs",
    text: `select e.line_no, coalesce(-sum(c.value) filter (where e.quantity < 0), sum(c.value), 0)::text as cost
           from stock_entry e join stock_cost c on c.org_id = $1 and c.seq = e.seq
           where e.org_id = $1 and e.document_id = $2 and e.reverses_seq is null
             and not exists (select 1 from stock_entry r where r.org_id = $1 and r.document_id = $2 and r.reverses_seq = e.seq)
           group by e.line_no`,
    values: [tx.orgId, documentId],
  });
  return new Map(rows.map((row) => [row.line_no, row.cost]));
}
export type SourceHead = { readonly type: DocumentType; readonly number: string };
/** What the documents are called that a document's lines follow. */
export async function readSourceHeads(
  tx: Tx,
  document: { readonly lines: readonly { readonly source: { readonly documentId: string } | null }[] },
): Promise<ReadonlyMap<string, SourceHead>> {
  const ids = [...new Set(document.lines.flatMap((line) => (line.source ? [line.source.documentId] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; type: DocumentType; number: string | null }>({
    name: "document_source_heads",
    text: "select id, type, number from document where org_id = $1 and id = any($2::uuid[])",
    values: [tx.orgId, ids],
  });
  return new Map(rows.map((row) => [row.id, { type: row.type, number: row.number ?? "" }]));
}
export async function readVouchers(tx: Tx, documentId: string) {
  return tx.query<{
    id: string;
    word: string;
    number: number;
    kind: "original" | "reversal" | "adjustment";
    business_date: string;
    total: string;
  }>({
    name: "document_vouchers",
    text: "select id, word, number, kind, business_date, total from voucher where org_id = $1 and document_id = $2 order by posting_seq, number",
    values: [tx.orgId, documentId],
  });
}
export async function readTrail(tx: Tx, documentId: string) {
  return tx.query<{ at: Date; user_name: string; action: string }>({
    name: "document_trail",
    text: `select posted_at as at, user_name, 'document.' || kind as action from posting where org_id = $1 and document_id = $2
           union all select at, user_name, action from audit_entry where org_id = $1 and subject_id = $2
           order by at`,
    values: [tx.orgId, documentId],
  });
}
/** The documents beside it in the list by date, for PgUp and PgDn. */
export async function readNeighbours(
  tx: Tx,
  document: { readonly id: string; readonly type: string; readonly businessDate: string },
) {
  const [row] = await tx.query<{
    previous_id: string | null;
    next_id: string | null;
    created_at: Date;
    updated_at: Date;
  }>({
    name: "document_neighbours",
    text: `select (select p.id from document p where p.org_id = $1 and p.type = $2 and (p.business_date, p.id) < ($3, $4) order by p.business_date desc, p.id desc limit 1) as previous_id,
                  (select n.id from document n where n.org_id = $1 and n.type = $2 and (n.business_date, n.id) > ($3, $4) order by n.business_date, n.id limit 1) as next_id,
                  d.created_at, d.updated_at
           from document d where d.org_id = $1 and d.id = $4`,
    values: [tx.orgId, document.type, document.businessDate, document.id],
  });
  return row;
}

export type ListFilter = {
  readonly type: string;
  readonly search: string;
  readonly status: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly partnerId: string | undefined;
  readonly warehouseId: string | undefined;
  readonly execution: string | undefined;
};
/** 未执行 · 部分执行 · 已完成 · 已关闭 of the order d; null of everything else. */
const orderState = `(select case when exists (select 1 from order_closure c where c.org_id = $1 and c.document_id = d.id) then 'closed'
            when bool_and(o.executed = o.ordered) then 'done' when bool_or(o.executed > 0) then 'partial' else 'none' end
     from order_line_open o where o.org_id = $1 and o.document_id = d.id having count(*) > 0)`;

const filtered = `from document d left join partner p on p.org_id = $1 and p.id = d.partner_id left join warehouse w on w.org_id = $1 and w.id = d.warehouse_id
  where d.org_id = $1 and d.type = $2
    and ($3 = '' or d.number ilike '%' || $3 || '%' or p.search_text like '%' || lower($3) || '%' or d.note ilike '%' || $3 || '%' or d.handler ilike '%' || $3 || '%')
    and ($4::text is null or d.status = $4) and ($5::date is null or d.business_date >= $5) and ($6::date is null or d.business_date <= $6)
    and ($7::uuid is null or d.partner_id = $7) and ($8::uuid is null or d.warehouse_id = $8)
    and ($9::text is null or ${orderState} = any(case $9 when 'open' then array['none', 'partial'] else array[$9] end))`;
const columns = `d.id, d.type, d.number, d.status, d.business_date, coalesce(p.name, '') as partner, coalesce(w.name, '') as warehouse, d.handler, d.quantity, d.net_amount, d.tax_amount, d.gross_amount, d.line_count, d.note, d.created_by_name, d.updated_at`;
/** Sort expressions by name; a query's text is chosen from here, never made. */
const listTexts = {
  businessDate: {
    asc: `select ${columns}, d.business_date::text as sort_key ${filtered} and ($10::text is null or (d.business_date, d.id) > ($10::date, $11::uuid)) order by d.business_date, d.id limit $12`,
    desc: `select ${columns}, d.business_date::text as sort_key ${filtered} and ($10::text is null or (d.business_date, d.id) < ($10::date, $11::uuid)) order by d.business_date desc, d.id desc limit $12`,
  },
  number: {
    asc: `select ${columns}, coalesce(d.number, '') as sort_key ${filtered} and ($10::text is null or (coalesce(d.number, ''), d.id) > ($10::text, $11::uuid)) order by coalesce(d.number, ''), d.id limit $12`,
    desc: `select ${columns}, coalesce(d.number, '') as sort_key ${filtered} and ($10::text is null or (coalesce(d.number, ''), d.id) < ($10::text, $11::uuid)) order by coalesce(d.number, '') desc, d.id desc limit $12`,
  },
  partner: {
    asc: `select ${columns}, coalesce(p.name, '') as sort_key ${filtered} and ($10::text is null or (coalesce(p.name, ''), d.id) > ($10::text, $11::uuid)) order by coalesce(p.name, ''), d.id limit $12`,
    desc: `select ${columns}, coalesce(p.name, '') as sort_key ${filtered} and ($10::text is null or (coalesce(p.name, ''), d.id) < ($10::text, $11::uuid)) order by coalesce(p.name, '') desc, d.id desc limit $12`,
  },
  grossAmount: {
    asc: `select ${columns}, d.gross_amount::text as sort_key ${filtered} and ($10::text is null or (d.gross_amount, d.id) > ($10::numeric, $11::uuid)) order by d.gross_amount, d.id limit $12`,
    desc: `select ${columns}, d.gross_amount::text as sort_key ${filtered} and ($10::text is null or (d.gross_amount, d.id) < ($10::numeric, $11::uuid)) order by d.gross_amount desc, d.id desc limit $12`,
  },
  updatedAt: {
    asc: `select ${columns}, d.updated_at::text as sort_key ${filtered} and ($10::text is null or (d.updated_at, d.id) > ($10::timestamptz, $11::uuid)) order by d.updated_at, d.id limit $12`,
    desc: `select ${columns}, d.updated_at::text as sort_key ${filtered} and ($10::text is null or (d.updated_at, d.id) < ($10::timestamptz, $11::uuid)) order by d.updated_at desc, d.id desc limit $12`,
  },
} as const;
export type ListSort = { readonly by: keyof typeof listTexts; readonly direction: "asc" | "desc" };
export type DocumentListRow = {
  id: string;
  type: string;
  number: string | null;
  status: string;
  business_date: string;
  partner: string;
  warehouse: string;
  handler: string;
  quantity: string;
  net_amount: string;
  tax_amount: string;
  gross_amount: string;
  line_count: number;
  note: string;
  created_by_name: string;
  updated_at: Date;
  sort_key: string;
};

function filterValues(orgId: string, filter: ListFilter): readonly unknown[] {
  return [
    orgId,
    filter.type,
    filter.search,
    filter.status ?? null,
    filter.from ?? null,
    filter.to ?? null,
    filter.partnerId ?? null,
    filter.warehouseId ?? null,
    filter.execution ?? null,
  ];
}
export async function listDocuments(
  tx: Tx,
  filter: ListFilter,
  sort: ListSort,
  after: { readonly key: string; readonly id: string } | null,
  limit: number,
): Promise<readonly DocumentListRow[]> {
  return tx.query<DocumentListRow & Row>({
    text: listTexts[sort.by][sort.direction],
    values: [...filterValues(tx.orgId, filter), after?.key ?? null, after?.id ?? null, limit],
  });
}
export async function sumDocuments(
  tx: Tx,
  filter: ListFilter,
): Promise<{
  readonly total: number;
  readonly quantity: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly grossAmount: string;
}> {
  const [row] = await tx.query<{ total: string; quantity: string; net: string; tax: string; gross: string }>({
    text: `select count(*) as total, coalesce(sum(d.quantity), 0) as quantity, coalesce(sum(d.net_amount), 0)::numeric(20,2) as net, coalesce(sum(d.tax_amount), 0)::numeric(20,2) as tax, coalesce(sum(d.gross_amount), 0)::numeric(20,2) as gross ${filtered}`,
    values: filterValues(tx.orgId, filter),
  });
  return {
    total: Number(row?.total ?? 0),
    quantity: row?.quantity ?? "0",
    netAmount: row?.net ?? "0.00",
    taxAmount: row?.tax ?? "0.00",
    grossAmount: row?.gross ?? "0.00",
  };
}

export type OrderSummary = {
  readonly id: string;
  readonly expectedDate: string | null;
  readonly state: OrderState | null;
  readonly executed: string;
  readonly open: string;
};
export async function readOrderSummaries(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, OrderSummary>> {
  const rows = await tx.query<OrderSummary>({
    name: "order_summaries",
    text: `select d.id, d.expected_date as "expectedDate", ${orderState} as state, coalesce(l.executed, 0) as executed, coalesce(l.open, 0) as open
           from document d
           left join lateral (select sum(o.executed) as executed, sum(o.open) as open from order_line_open o where o.org_id = $1 and o.document_id = d.id) l on true
           where d.org_id = $1 and d.id = any($2::uuid[])`,
    values: [tx.orgId, ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export type OrderExecution = {
  readonly lineNo: number;
  readonly executed: string;
  readonly open: string;
  readonly short: string;
};
/** 先到先得: an order line may count on what stands, less what orders approved before it still wait for. */
export async function readOrderExecution(tx: Tx, documentId: string): Promise<ReadonlyMap<number, OrderExecution>> {
  const rows = await tx.query<OrderExecution>({
    name: "order_execution",
    text: `select o.line_no as "lineNo", o.executed, o.open,
                  case when o.side = 'reserved' then least(o.open, greatest(0, o.open + earlier.open - coalesce(b.quantity, 0))) else 0 end as short
           from order_line_open o
           left join stock_balance b on b.org_id = $1 and b.item_id = o.item_id and b.warehouse_id = o.warehouse_id
           left join lateral (
             select coalesce(sum(x.open), 0) as open from order_line_open x
             where x.org_id = $1 and x.item_id = o.item_id and x.warehouse_id = o.warehouse_id and x.side = o.side and x.open > 0
               and (x.posting_seq, x.line_no) < (o.posting_seq, o.line_no)) earlier on true
           where o.org_id = $1 and o.document_id = $2`,
    values: [tx.orgId, documentId],
  });
  return new Map(rows.map((row) => [row.lineNo, row]));
}

export type OrderClosure = { readonly reason: string; readonly by: string; readonly at: Date };
export async function readClosure(tx: Tx, documentId: string): Promise<OrderClosure | undefined> {
  const [row] = await tx.query<OrderClosure>({
    name: "order_closure_read",
    text: `select c.reason, c.user_name as "by", c.at from order_closure c where c.org_id = $1 and c.document_id = $2`,
    values: [tx.orgId, documentId],
  });
  return row;
}
