import {
  lotKey,
  parseMoney,
  parseQuantity,
  poolFrom,
  stockKey,
  type StockState,
  stockState,
  wholeCompany,
} from "@zhangshi/core";
import type { Books } from "../books/book-rows.ts";
import type { Query, Row } from "../platform/db.ts";
import type { SourceRef } from "./document-kind.ts";
import { orderBookFrom } from "./order-facts.ts";
import { sourcesFrom } from "./sources.sql.ts";
import type {
  AnsweredFact,
  DocumentHeadFact,
  Facts,
  ItemFact,
  KitPart,
  LotFact,
  PartnerFact,
  UnitFact,
  WarehouseFact,
} from "./facts.ts";

/** What a train needs to know before it decides; drafts bring the needs of their own lines. */
export type Needs = {
  readonly itemIds: readonly string[];
  /** Lots and serial numbers that lines name. */
  readonly lots: readonly string[];
  readonly warehouseIds: readonly string[];
  readonly partnerIds: readonly string[];
  readonly documentIds: readonly string[];
  readonly draftIds: readonly string[];
  /** Number prefix of each draft's kind, beside its id. */
  readonly draftPrefixes: readonly string[];
  readonly idempotencyKeys: readonly string[];
  readonly sequenceKinds: readonly string[];
  readonly sources: readonly SourceRef[];
  /** Lines of orders that lines of bodies execute; those of waiting drafts are found with them. */
  readonly orderLines: readonly SourceRef[];
  /** Whether a waiting draft may name sources: then they are read with it. */
  readonly draftsHaveSources: boolean;
};

export const noNeeds: Needs = {
  itemIds: [],
  warehouseIds: [],
  partnerIds: [],
  documentIds: [],
  draftIds: [],
  draftPrefixes: [],
  idempotencyKeys: [],
  sequenceKinds: [],
  sources: [],
  orderLines: [],
  lots: [],
  draftsHaveSources: false,
};

/**
 * Items with what stands of them, one row per item and warehouse that has a balance (the pool row of a company-wide
 * cost stands under the nil warehouse). Company first: items × warehouses of the train, and those of its drafts. Lots that
 * stand somewhere or are meant, also by a line that only follows another: an empty one remembers what it cost. What is sold
 * out and not meant is never read: an item may have had a hundred thousand serial numbers.
 */
export function stockFacts(orgId: string, needs: Needs): Query {
  return {
    name: "facts_stock",
    text: `with wanted as (
             select unnest($2::uuid[]) as item_id
             union select k.part_id from kit_part k where k.org_id = $1 and k.kit_id = any($2::uuid[])
             union select l.item_id from document_line l where l.org_id = $1 and l.document_id = any($3::uuid[]) and l.item_id is not null
           ), meant as materialized (
             select l.item_id, l.lot, l.serials from document_line l where l.org_id = $1 and l.document_id = any($3::uuid[])
             union all
             select s.item_id, s.lot, s.serials from document_line s where s.org_id = $1 and (s.document_id, s.line_no) in (
               select unnest($5::uuid[]), unnest($6::int[])
               union select l.source_document_id, l.source_line_no from document_line l where l.org_id = $1 and l.document_id = any($3::uuid[]))
           ), named as (
             select n.item_id, n.lot from unnest($4::text[]) x(lot)
             cross join lateral (select l.item_id, l.lot from lot l where l.org_id = $1 and l.lot collate "C" = x.lot collate "C" offset 0) n
             union select m.item_id, x.lot from meant m cross join lateral unnest(array_append(m.serials, m.lot)) x(lot) where x.lot is not null
           )
           select i.id, i.code, i.name, i.spec, i.base_unit, i.units::text as units, i.tax_rate, i.disabled, i.tracking, i.shelf_life_days, i.whole_units,
                  case when i.is_kit then (select json_agg(json_build_object('itemId', k.part_id, 'unit', k.unit, 'quantity', k.quantity::text) order by k.position) from kit_part k where k.org_id = $1 and k.kit_id = i.id)::text end as parts,
                  b.warehouse_id, b.quantity, b.value, b.last_date, b.state, null::text as lot, null::date as produced_on, null::date as expires_on
           from wanted w
           join item i on i.org_id = $1 and i.id = w.item_id
           left join stock_balance b on b.org_id = $1 and b.item_id = i.id
           union all
           select s.item_id, null, null, null, null, null, null, null, null, null, null, null, s.warehouse_id, s.quantity, s.value, null, s.state, s.lot, t.produced_on, t.expires_on
           from wanted w
           cross join lateral (select b.item_id, b.warehouse_id, b.lot, b.quantity, b.value, b.state from stock_lot_balance b where b.org_id = $1 and b.item_id = w.item_id and b.quantity > 0 offset 0) s
           cross join lateral (select l.produced_on, l.expires_on from lot l where l.org_id = $1 and l.item_id = s.item_id and l.lot = s.lot offset 0) t
           union all
           select n.item_id, null, null, null, null, null, null, null, null, null, null, null, b.warehouse_id, b.quantity, b.value, null, b.state, n.lot, t.produced_on, t.expires_on
           from wanted w
           join named n on n.item_id = w.item_id
           cross join lateral (select l.produced_on, l.expires_on from lot l where l.org_id = $1 and l.item_id = n.item_id and l.lot = n.lot offset 0) t
           left join lateral (
             select z.warehouse_id, z.quantity, z.value, z.state from (select h.id from warehouse h where h.org_id = $1 union all select $7::uuid) p
             cross join lateral (select b.warehouse_id, b.quantity, b.value, b.state from stock_lot_balance b where b.org_id = $1 and b.item_id = n.item_id and b.warehouse_id = p.id and b.lot = n.lot offset 0) z) b on true`,
    values: [
      orgId,
      needs.itemIds,
      needs.draftIds,
      needs.lots,
      needs.sources.map((source) => source.documentId),
      needs.sources.map((source) => source.lineNo),
      wholeCompany,
    ],
  };
}
export type StockFactRow = {
  id: string;
  code: string;
  name: string;
  spec: string;
  base_unit: string;
  units: string;
  tax_rate: string;
  disabled: boolean;
  warehouse_id: string | null;
  quantity: string | null;
  value: string | null;
  last_date: string | null;
  state: string | null;
  tracking: "none" | "lot" | "serial";
  shelf_life_days: number | null;
  whole_units: boolean;
  parts: string | null;
  lot: string | null;
  produced_on: string | null;
  expires_on: string | null;
};

/**
 * Two branches of a train's other facts. Lines of approved orders that bodies ($9, $10) or waiting drafts ($5) execute,
 * and a draft's own where it is an order to be taken back; then what is promised of the items of bodies ($11) and drafts.
 * Without orders both are a probe of an empty index.
 */
const orderFacts = `
           union all
           select 'order', o.document_id::text, json_build_object('lineNo', o.line_no, 'postingSeq', o.posting_seq::text, 'side', o.side, 'itemId', o.item_id, 'warehouseId', o.warehouse_id,
                    'ordered', o.ordered::text, 'executed', o.executed::text, 'isClosed', exists (select 1 from order_closure c where c.org_id = $1 and c.document_id = o.document_id),
                    'type', d.type, 'number', d.number, 'businessDate', d.business_date, 'partnerId', d.partner_id, 'partnerName', p.name)::text, null, null, null, null, null
           from (
             select r.document_id, r.line_no from unnest($9::uuid[], $10::int[]) r(document_id, line_no)
             union select l.source_document_id, l.source_line_no from document_line l where l.org_id = $1 and l.document_id = any($5::uuid[]) and l.source_document_id is not null
             union select x.document_id, x.line_no from order_line_open x where x.org_id = $1 and x.document_id = any($5::uuid[])
           ) w
           join order_line_open o on o.org_id = $1 and o.document_id = w.document_id and o.line_no = w.line_no
           join document d on d.org_id = $1 and d.id = o.document_id
           left join partner p on p.org_id = $1 and p.id = d.partner_id
           union all
           select 'promise', s.item_id::text, s.warehouse_id::text, s.reserved::text, s.on_order::text, null, null, null
           from (select unnest($11::uuid[]) as item_id union select k.part_id from kit_part k where k.org_id = $1 and k.kit_id = any($11::uuid[]) union select l.item_id from document_line l where l.org_id = $1 and l.document_id = any($5::uuid[])) w
           join stock_promise s on s.org_id = $1 and s.item_id = w.item_id`;

/** Partners with balances, warehouses, answered keys, document heads and number series in one statement. */
export function otherFacts(orgId: string, needs: Needs): Query {
  return {
    name: "facts_other",
    text: `with wanted_partner as (
             select unnest($2::uuid[]) as id
             union select d.partner_id from document d where d.org_id = $1 and d.id = any($5::uuid[])
             union select l.partner_id from document_line l where l.org_id = $1 and l.document_id = any($5::uuid[]) and l.partner_id is not null
           ), wanted_warehouse as (
             select unnest($3::uuid[]) as id
             union select l.warehouse_id from document_line l where l.org_id = $1 and l.document_id = any($5::uuid[])
             union select unnest(array[d.warehouse_id, d.to_warehouse_id]) from document d where d.org_id = $1 and d.id = any($5::uuid[])
             union select t.id from warehouse t where t.org_id = $1 and t.kind = 'transit'
           )
           select 'partner' as fact, p.id::text as id, p.name as text1, concat_ws(',', p.is_customer, p.is_supplier, p.disabled, (select b.amount from partner_balance b where b.org_id = $1 and b.partner_id = p.id and b.side = 'accrued')) as text2, p.credit_limit::text as text3,
                  (select b.amount::text from partner_balance b where b.org_id = $1 and b.partner_id = p.id and b.side = 'receivable') as text4,
                  (select b.amount::text from partner_balance b where b.org_id = $1 and b.partner_id = p.id and b.side = 'payable') as text5, null::bytea as hash
           from partner p join wanted_partner w on w.id = p.id where p.org_id = $1
           union all
           select 'warehouse', h.id::text, h.name, h.disabled::text, h.kind, null, null, null from warehouse h join wanted_warehouse w on w.id = h.id where h.org_id = $1
           union all
           select 'document', d.id::text, d.type, d.status, d.number, d.version::text, null, null from document d where d.org_id = $1 and d.id = any($4::uuid[])
           union all
           select 'posting', p.document_id::text, p.idempotency_key, null, null, null, null, p.request_hash from posting p where p.org_id = $1 and p.idempotency_key = any($6::text[])
           union all
           select 'posting', p.document_id::text, null, null, null, null, null, p.request_hash from posting p where p.org_id = $1 and p.document_id = any($4::uuid[]) and p.kind = 'approve'
           union all
           select 'answered', null, i.key, null, null, null, null, i.request_hash from idempotency i where i.org_id = $1 and i.key = any($6::text[])
           union all
           select 'sequence', null, s.kind, s.next_no::text, null, null, null, null from book_sequence s
           where s.org_id = $1 and (s.kind = any($7::text[]) or s.kind in (
             select 'document:' || x.prefix || ':' || to_char(d.business_date, 'YYYYMMDD') from unnest($5::uuid[], $8::text[]) x(id, prefix) join document d on d.org_id = $1 and d.id = x.id
             union all
             select 'voucher:' || to_char(d.business_date, 'YYYYMM') || ':记' from document d where d.org_id = $1 and d.id = any($5::uuid[])))
           ${orderFacts}`,
    values: [
      orgId,
      needs.partnerIds,
      needs.warehouseIds,
      needs.documentIds,
      needs.draftIds,
      needs.idempotencyKeys,
      needs.sequenceKinds,
      needs.draftPrefixes,
      needs.orderLines.map((ref) => ref.documentId),
      needs.orderLines.map((ref) => ref.lineNo),
      needs.itemIds,
    ],
  };
}
export type OtherFactRow = {
  fact: string;
  id: string | null;
  text1: string | null;
  text2: string | null;
  text3: string | null;
  text4: string | null;
  text5: string | null;
  hash: Buffer | null;
};

export function factsFrom(
  books: Books,
  stockRows: readonly Row[],
  otherRows: readonly Row[],
  sourceRows: readonly Row[],
  today: string,
): Facts {
  const items = new Map<string, ItemFact>();
  const stock = stockState(books.costRules);
  const lastDates = new Map<string, string>();
  const lots = new Map<string, LotFact>();
  for (const row of stockRows as unknown as readonly StockFactRow[]) {
    if (row.lot !== null) {
      takeLot(row, row.lot, stock, lots);
      continue;
    }
    if (!items.has(row.id))
      items.set(row.id, {
        id: row.id,
        code: row.code,
        name: row.name,
        spec: row.spec,
        baseUnit: row.base_unit,
        units: JSON.parse(row.units) as UnitFact[],
        taxRate: row.tax_rate,
        disabled: row.disabled,
        tracking: row.tracking,
        shelfLifeDays: row.shelf_life_days,
        wholeUnits: row.whole_units,
        parts: partsFrom(row.parts),
      });
    if (row.warehouse_id === null || row.quantity === null || row.value === null) continue;
    const key = stockKey(row.id, row.warehouse_id);
    const quantity = parseQuantity(row.quantity);
    if (row.warehouse_id !== wholeCompany) stock.quantities.set(key, quantity);
    if ((row.warehouse_id === wholeCompany) === (books.costRules.scope === "company")) {
      stock.pools.set(key, poolFrom(quantity, parseMoney(row.value), row.state));
      if (row.last_date) lastDates.set(key, row.last_date);
    }
  }
  const partners = new Map<string, PartnerFact>();
  const warehouses = new Map<string, WarehouseFact>();
  const documents = new Map<string, DocumentHeadFact>();
  const answered: AnsweredFact[] = [];
  const sequences = new Map<string, number>();
  let transitWarehouseId = "";
  for (const row of otherRows as unknown as readonly OtherFactRow[]) {
    const id = row.id ?? "";
    switch (row.fact) {
      case "partner": {
        const [isCustomer, isSupplier, disabled, accrued] = (row.text2 ?? "").split(",");
        const isTrue = (flag: string | undefined) => flag === "t" || flag === "true";
        partners.set(id, {
          id,
          name: row.text1 ?? "",
          isCustomer: isTrue(isCustomer),
          isSupplier: isTrue(isSupplier),
          disabled: isTrue(disabled),
          creditLimit: row.text3 === null ? null : parseMoney(row.text3),
          balances: {
            receivable: parseMoney(row.text4 ?? "0"),
            payable: parseMoney(row.text5 ?? "0"),
            accrued: parseMoney(accrued ?? "0"),
          },
        });
        break;
      }
      case "warehouse":
        warehouses.set(id, {
          id,
          name: row.text1 ?? "",
          disabled: row.text2 === "true" || row.text2 === "t",
          isTransit: row.text3 === "transit",
        });
        if (row.text3 === "transit") transitWarehouseId = id;
        break;
      case "document":
        documents.set(id, {
          id,
          type: row.text1 ?? "",
          status: row.text2 as DocumentHeadFact["status"],
          number: row.text3,
          version: Number(row.text4),
        });
        break;
      case "posting":
        answered.push({ key: row.text1, requestHash: row.hash, documentId: id, fromPosting: true });
        break;
      case "answered":
        answered.push({ key: row.text1, requestHash: row.hash, documentId: "", fromPosting: false });
        break;
      case "order":
      case "promise":
        break;
      default:
        sequences.set(row.text1 ?? "", Number(row.text2));
    }
  }
  return {
    books,
    items,
    partners,
    warehouses,
    documents,
    answered,
    sequences,
    sources: sourcesFrom(sourceRows),
    lots,
    ...orderBookFrom(otherRows),
    transitWarehouseId,
    stock,
    lastDates,
    today,
  };
}
function partsFrom(parts: string | null): readonly KitPart[] {
  if (parts === null) return [];
  return (JSON.parse(parts) as readonly (Omit<KitPart, "quantity"> & { readonly quantity: string })[]).map((part) => ({
    ...part,
    quantity: parseQuantity(part.quantity),
  }));
}
function takeLot(row: StockFactRow, lot: string, stock: StockState, lots: Map<string, LotFact>): void {
  lots.set(`${row.id}/${lot}`, { producedOn: row.produced_on, expiresOn: row.expires_on });
  if (row.warehouse_id === null || row.quantity === null) return;
  const key = lotKey(row.id, row.warehouse_id, lot);
  const quantity = parseQuantity(row.quantity);
  if (row.warehouse_id !== wholeCompany) stock.quantities.set(key, quantity);
  const isPool = (row.warehouse_id === wholeCompany) === (stock.rules.scope === "company");
  if (stock.rules.method === "specific" && isPool)
    stock.pools.set(key, poolFrom(quantity, parseMoney(row.value ?? "0"), row.state));
}
export function readSequences(orgId: string, kinds: readonly string[]): Query {
  return {
    name: "sequence_read",
    text: "select kind, next_no from book_sequence where org_id = $1 and kind = any($2::text[])",
    values: [orgId, kinds],
  };
}
