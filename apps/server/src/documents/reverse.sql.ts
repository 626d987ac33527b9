import { type JournalLine, type Money, type MoveShare, parseMoney, parseQuantity } from "@zhangshi/core";
import { shareFrom } from "../books/recost.sql.ts";
import type { Query, Row } from "../platform/db.ts";

/** The entries of a document that no reversal has taken back yet. */
export function liveStockEntries(orgId: string, documentId: string): Query {
  return {
    name: "reverse_stock_entries",
    text: `select e.seq, e.line_no, e.item_id, e.warehouse_id, e.quantity, e.business_date, e.position, e.basis, e.stated_value, e.source_seq, e.share_part, e.share_whole, e.contra_account, e.booked_value, e.booked_true_up, e.lot
           from stock_entry e
           where e.org_id = $1 and e.document_id = $2 and e.reverses_seq is null
             and not exists (select 1 from stock_entry r where r.org_id = $1 and r.document_id = $2 and r.reverses_seq = e.seq)
           order by e.seq`,
    values: [orgId, documentId],
  };
}
export type LiveEntry = {
  readonly seq: bigint;
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string;
  readonly lot: string | null;
  readonly quantity: bigint;
  readonly businessDate: string;
  readonly position: bigint;
  readonly sourceSeq: bigint | null;
  readonly share: MoveShare | null;
  readonly contraAccount: string | null;
  /** What the document's own voucher says of it. */
  readonly booked: { readonly value: Money; readonly trueUp: Money };
};
export function liveStockEntriesFrom(rows: readonly Row[]): readonly LiveEntry[] {
  return (rows as unknown as readonly Readonly<Record<string, string | null>>[]).map((row) => ({
    seq: BigInt(row["seq"] ?? 0),
    lineNo: Number(row["line_no"]),
    itemId: row["item_id"] ?? "",
    warehouseId: row["warehouse_id"] ?? "",
    lot: row["lot"] ?? null,
    quantity: parseQuantity(row["quantity"] ?? "0"),
    businessDate: row["business_date"] ?? "",
    position: BigInt(row["position"] ?? 0),
    sourceSeq: row["source_seq"] == null ? null : BigInt(row["source_seq"]),
    share: shareFrom(row["share_part"] ?? null, row["share_whole"] ?? null),
    contraAccount: row["contra_account"] ?? null,
    booked: {
      value: parseMoney(row["booked_value"] ?? row["stated_value"] ?? "0"),
      trueUp: parseMoney(row["booked_true_up"] ?? "0"),
    },
  }));
}
/**
 * 后续单据: approved documents that follow this one keep it from being taken back; so do later ones that spoke of what it
 * had left of a receipt: an invoice is for the goods that were not returned, a return takes its share of price and freight.
 */
export function followers(orgId: string, documentId: string): Query {
  return {
    name: "reverse_followers",
    text: `select distinct d.id, d.number, d.type, d.business_date from document_line l join document d on d.org_id = $1 and d.id = l.document_id
           where l.org_id = $1 and l.source_document_id = $2 and d.status = 'approved'
           union
           select d.id, d.number, d.type, d.business_date from document own
           join document_line o on o.org_id = $1 and o.document_id = own.id and o.source_document_id is not null
           join document_line l on l.org_id = $1 and l.source_document_id = o.source_document_id and l.source_line_no = o.source_line_no and l.document_id <> own.id
           join document d on d.org_id = $1 and d.id = l.document_id and d.status = 'approved'
           where own.org_id = $1 and own.id = $2
             and (d.type = 'price-correction' and own.type in ('price-correction', 'purchase-return') or d.type = 'purchase-return' and own.type in ('price-correction', 'cost-allocation'))
             and (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = d.id and p.kind = 'approve') > (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = own.id and p.kind = 'approve')
           order by number limit 20`,
    values: [orgId, documentId],
  };
}
/** What the document did to its partners, all in all. */
export function partnerSums(orgId: string, documentId: string): Query {
  return {
    name: "reverse_partner_sums",
    text: "select partner_id, side, sum(amount) as amount from partner_entry where org_id = $1 and document_id = $2 group by partner_id, side having sum(amount) <> 0 order by min(seq)",
    values: [orgId, documentId],
  };
}
export function lastOriginalVoucher(orgId: string, documentId: string): Query {
  return {
    name: "reverse_voucher_lines",
    text: `select v.number, v.period, l.account_code, l.summary, l.debit, l.credit, l.partner_id, l.business_date
           from voucher_line l join voucher v on v.org_id = $1 and v.id = l.voucher_id
           where l.org_id = $1 and v.document_id = $2 and v.kind = 'original'
             and v.posting_seq = (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = $2 and p.kind = 'approve')
           order by l.line_no`,
    values: [orgId, documentId],
  };
}
export function journalFrom(rows: readonly Row[]): {
  readonly number: number;
  readonly journal: readonly JournalLine[];
} {
  const typed = rows as unknown as readonly {
    number: number;
    account_code: string;
    summary: string;
    debit: string;
    credit: string;
    partner_id: string | null;
    business_date: string;
  }[];
  return {
    number: typed[0]?.number ?? 0,
    journal: typed.map((row) => ({
      accountCode: row.account_code,
      summary: row.summary,
      debit: parseMoney(row.debit),
      credit: parseMoney(row.credit),
      partnerId: row.partner_id,
      businessDate: row.business_date,
    })),
  };
}
