import { type JournalLine, parseMoney, parseQuantity } from "@zhangshi/core";
import type { Query, Row } from "../platform/db.ts";

/** The entries of a document that no reversal has taken back yet. */
export function liveStockEntries(orgId: string, documentId: string): Query {
  return {
    name: "reverse_stock_entries",
    text: `select e.seq, e.line_no, e.item_id, e.warehouse_id, e.quantity, e.business_date, e.position
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
  readonly quantity: bigint;
  readonly businessDate: string;
  readonly position: bigint;
};
export function liveStockEntriesFrom(rows: readonly Row[]): readonly LiveEntry[] {
  return (
    rows as unknown as readonly {
      seq: string;
      line_no: number;
      item_id: string;
      warehouse_id: string;
      quantity: string;
      business_date: string;
      position: string;
    }[]
  ).map((row) => ({
    seq: BigInt(row.seq),
    lineNo: row.line_no,
    itemId: row.item_id,
    warehouseId: row.warehouse_id,
    quantity: parseQuantity(row.quantity),
    businessDate: row.business_date,
    position: BigInt(row.position),
  }));
}
/** What the document did to its partners, all in all. */
export function partnerSums(orgId: string, documentId: string): Query {
  return {
    name: "reverse_partner_sums",
    text: "select partner_id, side, sum(amount) as amount from partner_entry where org_id = $1 and document_id = $2 group by partner_id, side having sum(amount) <> 0",
    values: [orgId, documentId],
  };
}
export function lastOriginalVoucher(orgId: string, documentId: string): Query {
  return {
    name: "reverse_voucher_lines",
    text: `select v.number, v.period, l.account_code, l.summary, l.debit, l.credit, l.partner_id
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
  }[];
  return {
    number: typed[0]?.number ?? 0,
    journal: typed.map((row) => ({
      accountCode: row.account_code,
      summary: row.summary,
      debit: parseMoney(row.debit),
      credit: parseMoney(row.credit),
      partnerId: row.partner_id,
    })),
  };
}
