import { formatMoney, formatQuantity } from "@zhangshi/core";
import { sha256 } from "../platform/identifiers.ts";
import type { PostingRow } from "./book-rows.ts";

export const firstLink = Buffer.alloc(32);

export type ChainContent = Omit<
  PostingRow,
  "hash" | "previousHash" | "idempotencyKey" | "requestHash" | "partnerNames" | "stockEntries"
> & {
  readonly stockEntries: readonly Pick<
    PostingRow["stockEntries"][number],
    | "seq"
    | "lineNo"
    | "itemId"
    | "warehouseId"
    | "quantity"
    | "statedValue"
    | "businessDate"
    | "position"
    | "reversesSeq"
    | "basis"
    | "sourceSeq"
    | "share"
    | "contraAccount"
    | "lot"
  >[];
};

/** Links of a time when entries had none of these facts keep their text: nothing is added where nothing is said. */
function furtherFacts(entry: ChainContent["stockEntries"][number]): string {
  const { basis, sourceSeq, share, contraAccount, statedValue, reversesSeq, lot } = entry;
  const usual = reversesSeq !== null ? "reversal" : statedValue !== null ? "stated" : "pool";
  if (basis === usual && sourceSeq === null && share === null && contraAccount === null && lot === null) return "";
  const part = share === null ? "" : formatQuantity(share.part);
  const whole = share?.whole == null ? "" : formatQuantity(share.whole);
  return `|${basis}|${sourceSeq ?? ""}|${part}|${whole}|${contraAccount ?? ""}${lot === null ? "" : `|${lot}`}`;
}

/** What a link vouches for, as text that can be built again from the rows alone: every fact, no derived cost. */
export function chainText(posting: ChainContent): string {
  const lines = [
    `posting|${posting.seq}|${posting.documentId}|${posting.kind}|${posting.businessDate}|${posting.postedAt.toISOString()}|${posting.userId}|${posting.userName}`,
  ];
  for (const entry of posting.stockEntries)
    lines.push(
      `stock|${entry.seq}|${entry.lineNo}|${entry.itemId}|${entry.warehouseId}|${formatQuantity(entry.quantity)}|${entry.statedValue === null ? "" : formatMoney(entry.statedValue)}|${entry.businessDate}|${entry.position}|${entry.reversesSeq ?? ""}${furtherFacts(entry)}`,
    );
  for (const entry of posting.partnerEntries)
    lines.push(
      `partner|${entry.seq}|${entry.partnerId}|${entry.side}|${formatMoney(entry.amount)}|${entry.businessDate}`,
    );
  for (const voucher of posting.vouchers) {
    lines.push(
      `voucher|${voucher.id}|${voucher.kind}|${voucher.period}|${voucher.word}|${voucher.number}|${voucher.businessDate}|${voucher.summary}|${formatMoney(voucher.total)}`,
    );
    voucher.lines.forEach((line, index) => {
      lines.push(
        `line|${index + 1}|${line.accountCode}|${line.summary}|${formatMoney(line.debit)}|${formatMoney(line.credit)}|${line.partnerId ?? ""}|${line.businessDate}`,
      );
    });
  }
  return lines.join("\n");
}

/** 记账链: each posting's hash takes in the one before, so that no entry can be changed, dropped or slipped in unseen. */
export function linkHash(previousHash: Buffer, posting: ChainContent): Buffer {
  return sha256(previousHash, chainText(posting));
}
