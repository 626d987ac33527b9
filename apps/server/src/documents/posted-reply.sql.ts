import { formatMoney } from "@zhangshi/core";
import type { VoucherRow } from "../books/book-rows.ts";
import type { Database } from "../platform/db.ts";
import type { StoredDocument } from "./documents.sql.ts";
import type { PostedReply } from "./post-request.ts";

export function voucherLabel(word: string, number: number): string {
  return `${word}-${number}`;
}
export function replyOf(
  document: StoredDocument,
  voucher: Pick<VoucherRow, "word" | "number"> | undefined,
): PostedReply {
  return {
    id: document.id,
    number: document.number ?? "",
    status: document.status,
    netAmount: formatMoney(document.net),
    taxAmount: formatMoney(document.tax),
    grossAmount: formatMoney(document.gross),
    version: document.version,
    voucher: voucher ? voucherLabel(voucher.word, voucher.number) : null,
  };
}
/** The answer to an approval, read again from what it wrote; undefined when nothing was written. */
export async function readPostedReply(
  db: Database,
  orgId: string,
  documentId: string,
): Promise<PostedReply | undefined> {
  return db.inCompany(orgId, async (tx) => {
    const [row] = await tx.query<{
      id: string;
      number: string;
      status: PostedReply["status"];
      net_amount: string;
      tax_amount: string;
      gross_amount: string;
      version: number;
      word: string | null;
      voucher_number: number | null;
    }>({
      text: `select d.id, d.number, d.status, d.net_amount, d.tax_amount, d.gross_amount, d.version, v.word, v.number as voucher_number
             from document d
             left join lateral (select word, number from voucher v where v.org_id = $1 and v.document_id = d.id and v.kind = 'original' order by v.posting_seq desc limit 1) v on true
             where d.org_id = $1 and d.id = $2 and d.number is not null`,
      values: [orgId, documentId],
    });
    if (!row) return undefined;
    return {
      id: row.id,
      number: row.number,
      status: row.status,
      netAmount: row.net_amount,
      taxAmount: row.tax_amount,
      grossAmount: row.gross_amount,
      version: row.version,
      voucher: row.word === null || row.voucher_number === null ? null : voucherLabel(row.word, row.voucher_number),
    };
  });
}
