import type { DocumentType } from "@zhangshi/contract";
import {
  type Money,
  parseMoney,
  parseQuantity,
  parseTaxRate,
  parseUnitPrice,
  type Quantity,
  type SourceEntry,
  type SourceLine,
  type TaxRate,
  type UnitPrice,
} from "@zhangshi/core";
import type { Query, Row } from "../platform/db.ts";
import type { SourceRef } from "./document-kind.ts";

/** A source line with what a following document must agree with. */
export type SourceFact = SourceLine & {
  readonly type: DocumentType;
  readonly partnerId: string | null;
  readonly partnerName: string;
  readonly unit: string;
  readonly factor: Quantity;
  readonly price: UnitPrice;
  readonly taxRate: TaxRate;
  /** The newest day on which something was taken from it: an earlier follower changes what those took. */
  readonly lastTakenDate: string | null;
};
export function sourceKey(source: SourceRef): string {
  return `${source.documentId}/${source.lineNo}`;
}

/**
 * 暂估退货: a line `c` of a return `f` from a receipt `d` whose invoice had not come when the return was approved. It stays
 * so: neither the return nor the invoice can be taken back while the other stands after it.
 */
const wentBackAccrued = `(f.type = 'purchase-return' and d.is_accrued and not exists (
                     select 1 from document_line il join document i on i.org_id = $1 and i.id = il.document_id and i.type = 'price-correction' and i.status = 'approved'
                     where il.org_id = $1 and il.source_document_id = c.source_document_id and il.source_line_no = c.source_line_no
                       and (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = i.id and p.kind = 'approve') < (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = f.id and p.kind = 'approve')))`;

/**
 * 源单行 that lines of bodies and of waiting drafts name: approved ones only, each with its live entry in the stock book
 * and what is left of it. Goods and value are left by the entries that refer to it; amounts by the lines that do: a price
 * correction adds, a return takes, and the first correction of a 暂估 replaces. `offset 0` keeps every look-up by its key:
 * of tables that nobody has counted yet a join reads everything for every line, and in a company's first weeks a return
 * took seconds under its lock.
 */
export function sourceFacts(orgId: string, refs: readonly SourceRef[], draftIds: readonly string[]): Query {
  return {
    name: "facts_sources",
    text: `with wanted as (
             select * from unnest($2::uuid[], $3::int[]) w(document_id, line_no)
             union select l.source_document_id, l.source_line_no from document_line l where l.org_id = $1 and l.document_id = any($4::uuid[]) and l.source_document_id is not null
           )
           select l.document_id, l.line_no, d.type, d.number, d.partner_id, (select p.name from partner p where p.org_id = $1 and p.id = d.partner_id) as partner_name, d.is_accrued, l.item_id, l.unit, l.factor, l.price, l.tax_rate, l.net_amount, l.tax_amount, l.gross_amount,
                  e.seq, e.position, e.business_date, e.warehouse_id, e.quantity, e.lot,
                  live.quantity as left_quantity, live.value as left_value, live.last_date,
                  amounts.corrections, amounts.corrected_net, amounts.corrected_tax, amounts.corrected_gross, amounts.returned_net, amounts.returned_tax, amounts.returned_gross,
                  amounts.accrued_net, amounts.accrued_tax, amounts.accrued_gross
           from wanted w
           cross join lateral (select n.* from document_line n where n.org_id = $1 and n.document_id = w.document_id and n.line_no = w.line_no offset 0) l
           cross join lateral (select a.* from document a where a.org_id = $1 and a.id = w.document_id and a.status = 'approved' offset 0) d
           cross join lateral (
             select s.seq, s.position, s.business_date, s.warehouse_id, s.quantity, s.lot from stock_entry s
             where s.org_id = $1 and s.document_id = l.document_id and s.line_no = l.line_no and s.reverses_seq is null and (d.type <> 'transfer-shipment' or s.quantity > 0)
               and not exists (select 1 from stock_entry r where r.org_id = $1 and r.document_id = l.document_id and r.reverses_seq = s.seq)
             offset 0) e
           cross join lateral (
             select abs(e.quantity + coalesce(sum(x.quantity), 0)) as quantity,
                    abs((select o.value from stock_cost o where o.org_id = $1 and o.seq = e.seq) + coalesce(sum(c.value - case when x.quantity = 0 then c.true_up else 0 end), 0)) as value,
                    max(x.business_date) filter (where x.quantity <> 0) as last_date
             from stock_entry x cross join lateral (select k.value, k.true_up from stock_cost k where k.org_id = $1 and k.seq = x.seq offset 0) c
             where x.org_id = $1 and x.source_seq = e.seq) live
           cross join lateral (
             select count(*) filter (where k.type = 'price-correction') as corrections,
                    coalesce(sum(k.net_amount) filter (where k.type = 'price-correction'), 0) as corrected_net, coalesce(sum(k.tax_amount) filter (where k.type = 'price-correction'), 0) as corrected_tax, coalesce(sum(k.gross_amount) filter (where k.type = 'price-correction'), 0) as corrected_gross,
                    coalesce(sum(k.net_amount) filter (where k.type in ('purchase-return', 'sales-return') and not k.was_accrued), 0) as returned_net, coalesce(sum(k.tax_amount) filter (where k.type in ('purchase-return', 'sales-return') and not k.was_accrued), 0) as returned_tax, coalesce(sum(k.gross_amount) filter (where k.type in ('purchase-return', 'sales-return') and not k.was_accrued), 0) as returned_gross,
                    coalesce(sum(k.net_amount) filter (where k.was_accrued), 0) as accrued_net, coalesce(sum(k.tax_amount) filter (where k.was_accrued), 0) as accrued_tax, coalesce(sum(k.gross_amount) filter (where k.was_accrued), 0) as accrued_gross
             from (select f.type, c.net_amount, c.tax_amount, c.gross_amount, ${wentBackAccrued} as was_accrued
                   from document_line c cross join lateral (select a.id, a.type from document a where a.org_id = $1 and a.id = c.document_id and a.status = 'approved' offset 0) f
                   where c.org_id = $1 and c.source_document_id = l.document_id and c.source_line_no = l.line_no) k) amounts`,
    values: [orgId, refs.map((ref) => ref.documentId), refs.map((ref) => ref.lineNo), draftIds],
  };
}

type Text = Readonly<Record<string, string>>;
export function sourcesFrom(rows: readonly Row[]): ReadonlyMap<string, SourceFact> {
  const sources = new Map<string, SourceFact>();
  for (const row of rows as unknown as readonly Text[]) {
    const entry: SourceEntry = {
      seq: BigInt(row["seq"] ?? 0),
      position: BigInt(row["position"] ?? 0),
      lot: row["lot"] ?? null,
      left: { quantity: parseQuantity(row["left_quantity"] ?? "0"), value: parseMoney(row["left_value"] ?? "0") },
    };
    const key = sourceKey({ documentId: row["document_id"] ?? "", lineNo: Number(row["line_no"]) });
    const known = sources.get(key);
    if (known) {
      sources.set(key, withEntry(known, entry, row["last_date"] ?? null));
      continue;
    }
    const isCorrected = Number(row["corrections"]) > 0;
    const wasAccrued = String(row["is_accrued"]) === "true";
    const amount = (name: "net" | "tax" | "gross"): Money => {
      const original = parseMoney(row[`${name}_amount`] ?? "0");
      const corrected = parseMoney(row[`corrected_${name}`] ?? "0");
      const returned = parseMoney(row[`returned_${name}`] ?? "0");
      if (!wasAccrued) return original + corrected - returned;
      return isCorrected ? corrected - returned : original - parseMoney(row[`accrued_${name}`] ?? "0");
    };
    const source: SourceFact = {
      documentId: row["document_id"] ?? "",
      documentNumber: row["number"] ?? "",
      lineNo: Number(row["line_no"]),
      type: row["type"] as DocumentType,
      partnerId: row["partner_id"] ?? null,
      partnerName: row["partner_name"] ?? "",
      entries: [entry],
      businessDate: row["business_date"] ?? "",
      itemId: row["item_id"] ?? "",
      warehouseId: row["warehouse_id"] ?? "",
      isAccrued: wasAccrued && !isCorrected,
      unit: row["unit"] ?? "",
      factor: parseQuantity(row["factor"] ?? "1"),
      price: parseUnitPrice(row["price"] ?? "0"),
      taxRate: parseTaxRate(row["tax_rate"] ?? "0"),
      lastTakenDate: row["last_date"] ?? null,
      left: {
        quantity: entry.left.quantity,
        value: entry.left.value,
        net: amount("net"),
        tax: amount("tax"),
        gross: amount("gross"),
      },
    };
    sources.set(key, source);
  }
  return sources;
}
/** A line of serial numbers has an entry for each piece. */
function withEntry(source: SourceFact, entry: SourceEntry, lastTakenDate: string | null): SourceFact {
  const { left } = source;
  return {
    ...source,
    entries: [...source.entries, entry].sort((a, b) => (a.seq < b.seq ? -1 : 1)),
    lastTakenDate: (lastTakenDate ?? "") > (source.lastTakenDate ?? "") ? lastTakenDate : source.lastTakenDate,
    left: { ...left, quantity: left.quantity + entry.left.quantity, value: left.value + entry.left.value },
  };
}
