import { type CostRules, formatMoney, formatQuantity } from "@zhangshi/core";
import type { Query } from "../platform/db.ts";
import type { Books, LotBalanceRow, PartnerBalanceRow, PostingRow, SequenceRow, StockBalanceRow } from "./book-rows.ts";
import { type OrderWrites, orderStatements } from "./orders.sql.ts";

/** The one lock of a company: everything read after it is the newest that was committed. */
export function lockBooks(orgId: string): Query {
  return {
    name: "books_lock",
    text: `select next_posting, chain_head, start_period, closed_through, tax_status, accounting_standard, cost_scope, costing_method, negative_stock, negative_ever, costing_since, reserved_protected
           from books where org_id = $1 for no key update`,
    values: [orgId],
  };
}
export type BooksRow = {
  next_posting: string;
  chain_head: Buffer;
  start_period: number;
  closed_through: number;
  tax_status: "general" | "small";
  accounting_standard: "small-enterprise" | "enterprise";
  cost_scope: CostRules["scope"];
  costing_method: CostRules["method"];
  negative_stock: boolean;
  negative_ever: boolean;
  costing_since: number;
  reserved_protected: boolean;
};
export function booksFrom(row: BooksRow): Books {
  return {
    nextPosting: BigInt(row.next_posting),
    chainHead: row.chain_head,
    startPeriod: row.start_period,
    closedThrough: row.closed_through,
    taxStatus: row.tax_status,
    accountingStandard: row.accounting_standard,
    costRules: {
      method: row.costing_method,
      scope: row.cost_scope,
      negativeAllowed: row.negative_stock,
      negativeEver: row.negative_ever,
      since: row.costing_since,
    },
    reservedProtected: row.reserved_protected,
  };
}

/** The same without the lock, for previews. */
export function readBooks(orgId: string): Query {
  return {
    name: "books_read",
    text: `select next_posting, chain_head, start_period, closed_through, tax_status, accounting_standard, cost_scope, costing_method, negative_stock, negative_ever, costing_since, reserved_protected
           from books where org_id = $1`,
    values: [orgId],
  };
}

type Columns = readonly unknown[];
function columnsOf<T>(rows: readonly T[], ...pick: readonly ((row: T) => unknown)[]): Columns {
  return pick.map((value) => rows.map(value));
}

function insertPostings(orgId: string, postings: readonly PostingRow[]): Query {
  return {
    name: "posting_insert",
    text: `insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, idempotency_key, request_hash, previous_hash, hash, partner_names)
           select $1, * from unnest($2::bigint[], $3::uuid[], $4::text[], $5::date[], $6::timestamptz[], $7::uuid[], $8::text[], $9::text[], $10::bytea[], $11::bytea[], $12::bytea[], $13::jsonb[])`,
    values: [
      orgId,
      ...columnsOf(
        postings,
        (p) => p.seq,
        (p) => p.documentId,
        (p) => p.kind,
        (p) => p.businessDate,
        (p) => p.postedAt.toISOString(),
        (p) => p.userId,
        (p) => p.userName,
        (p) => p.idempotencyKey,
        (p) => p.requestHash,
        (p) => p.previousHash,
        (p) => p.hash,
        (p) => p.partnerNames && JSON.stringify(p.partnerNames),
      ),
    ],
  };
}
function insertStockEntries(orgId: string, postings: readonly PostingRow[]): Query {
  const rows = postings.flatMap((posting) => posting.stockEntries.map((entry) => ({ posting, entry })));
  return {
    name: "stock_entry_insert",
    text: `insert into stock_entry (org_id, seq, posting_seq, document_id, line_no, item_id, warehouse_id, quantity, stated_value, business_date, position, reverses_seq, basis, source_seq, share_part, share_whole, contra_account, booked_value, booked_true_up, lot)
           select $1, * from unnest($2::bigint[], $3::bigint[], $4::uuid[], $5::int[], $6::uuid[], $7::uuid[], $8::numeric[], $9::numeric[], $10::date[], $11::bigint[], $12::bigint[], $13::text[], $14::bigint[], $15::numeric[], $16::numeric[], $17::text[], $18::numeric[], $19::numeric[], $20::text[])`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.entry.seq,
        (r) => r.posting.seq,
        (r) => r.posting.documentId,
        (r) => r.entry.lineNo,
        (r) => r.entry.itemId,
        (r) => r.entry.warehouseId,
        (r) => formatQuantity(r.entry.quantity),
        (r) => (r.entry.statedValue === null ? null : formatMoney(r.entry.statedValue)),
        (r) => r.entry.businessDate,
        (r) => r.entry.position,
        (r) => r.entry.reversesSeq,
        (r) => r.entry.basis,
        (r) => r.entry.sourceSeq,
        (r) => (r.entry.share === null ? null : formatQuantity(r.entry.share.part)),
        (r) => (r.entry.share?.whole == null ? null : formatQuantity(r.entry.share.whole)),
        (r) => r.entry.contraAccount,
        (r) => (r.entry.bookedValue === null ? null : formatMoney(r.entry.bookedValue)),
        (r) => (r.entry.bookedTrueUp === 0n ? null : formatMoney(r.entry.bookedTrueUp)),
        (r) => r.entry.lot,
      ),
    ],
  };
}
function insertStockCosts(orgId: string, postings: readonly PostingRow[]): Query {
  const rows = postings.flatMap((posting) => posting.stockEntries);
  return {
    name: "stock_cost_insert",
    text: `insert into stock_cost (org_id, seq, item_id, warehouse_id, business_date, position, value, balance_quantity, pool_quantity, pool_value, true_up)
           select $1, * from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::date[], $6::bigint[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[])`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.seq,
        (r) => r.itemId,
        (r) => r.warehouseId,
        (r) => r.businessDate,
        (r) => r.position,
        (r) => formatMoney(r.value),
        (r) => formatQuantity(r.balanceQuantity),
        (r) => formatQuantity(r.poolQuantity),
        (r) => formatMoney(r.poolValue),
        (r) => formatMoney(r.trueUp),
      ),
    ],
  };
}
function insertPartnerEntries(orgId: string, postings: readonly PostingRow[]): Query {
  const rows = postings.flatMap((posting) => posting.partnerEntries.map((entry) => ({ posting, entry })));
  return {
    name: "partner_entry_insert",
    text: `insert into partner_entry (org_id, seq, posting_seq, document_id, partner_id, side, amount, business_date)
           select $1, * from unnest($2::bigint[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::numeric[], $8::date[])`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.entry.seq,
        (r) => r.posting.seq,
        (r) => r.posting.documentId,
        (r) => r.entry.partnerId,
        (r) => r.entry.side,
        (r) => formatMoney(r.entry.amount),
        (r) => r.entry.businessDate,
      ),
    ],
  };
}
function insertVouchers(orgId: string, postings: readonly PostingRow[]): Query {
  const rows = postings.flatMap((posting) => posting.vouchers.map((voucher) => ({ posting, voucher })));
  return {
    name: "voucher_insert",
    text: `insert into voucher (org_id, id, posting_seq, document_id, kind, period, word, number, business_date, summary, total, created_by_name, created_at)
           select $1, * from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::int[], $7::text[], $8::int[], $9::date[], $10::text[], $11::numeric[], $12::text[], $13::timestamptz[])`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.voucher.id,
        (r) => r.posting.seq,
        (r) => r.posting.documentId,
        (r) => r.voucher.kind,
        (r) => r.voucher.period,
        (r) => r.voucher.word,
        (r) => r.voucher.number,
        (r) => r.voucher.businessDate,
        (r) => r.voucher.summary,
        (r) => formatMoney(r.voucher.total),
        (r) => r.posting.userName,
        (r) => r.posting.postedAt.toISOString(),
      ),
    ],
  };
}
function insertVoucherLines(orgId: string, postings: readonly PostingRow[]): Query {
  const rows = postings.flatMap((posting) =>
    posting.vouchers.flatMap((voucher) => voucher.lines.map((line, index) => ({ voucher, line, lineNo: index + 1 }))),
  );
  return {
    name: "voucher_line_insert",
    text: `insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, partner_id, period, business_date)
           select $1, * from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::uuid[], $9::int[], $10::date[])`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.voucher.id,
        (r) => r.lineNo,
        (r) => r.line.accountCode,
        (r) => r.line.summary,
        (r) => formatMoney(r.line.debit),
        (r) => formatMoney(r.line.credit),
        (r) => r.line.partnerId,
        (r) => r.voucher.period,
        (r) => r.line.businessDate,
      ),
    ],
  };
}
function upsertStockBalances(orgId: string, rows: readonly StockBalanceRow[]): Query {
  return {
    name: "stock_balance_upsert",
    text: `insert into stock_balance as b (org_id, item_id, warehouse_id, quantity, value, last_date, last_in, last_out, state, may_be_negative)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[], $6::date[], $7::date[], $8::date[], $9::text[], $10::boolean[])
           on conflict (org_id, item_id, warehouse_id) do update
             set quantity = excluded.quantity, value = excluded.value, last_date = greatest(b.last_date, excluded.last_date),
                 last_in = greatest(b.last_in, excluded.last_in), last_out = greatest(b.last_out, excluded.last_out),
                 state = excluded.state, may_be_negative = excluded.may_be_negative`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.itemId,
        (r) => r.warehouseId,
        (r) => formatQuantity(r.quantity),
        (r) => formatMoney(r.value),
        (r) => r.lastDate,
        (r) => r.lastIn,
        (r) => r.lastOut,
        (r) => r.state,
        (r) => r.mayBeNegative,
      ),
    ],
  };
}
function upsertLotBalances(orgId: string, rows: readonly LotBalanceRow[]): Query {
  return {
    name: "stock_lot_balance_upsert",
    text: `insert into stock_lot_balance (org_id, item_id, warehouse_id, lot, quantity, value, state)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::numeric[], $6::numeric[], $7::text[])
           on conflict (org_id, item_id, warehouse_id, lot) do update set quantity = excluded.quantity, value = excluded.value, state = excluded.state`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.itemId,
        (r) => r.warehouseId,
        (r) => r.lot,
        (r) => formatQuantity(r.quantity),
        (r) => formatMoney(r.value),
        (r) => r.state,
      ),
    ],
  };
}
function upsertPartnerBalances(orgId: string, rows: readonly PartnerBalanceRow[]): Query {
  return {
    name: "partner_balance_upsert",
    text: `insert into partner_balance as b (org_id, partner_id, side, amount, last_date)
           select $1, * from unnest($2::uuid[], $3::text[], $4::numeric[], $5::date[])
           on conflict (org_id, partner_id, side) do update set amount = excluded.amount, last_date = greatest(b.last_date, excluded.last_date)`,
    values: [
      orgId,
      ...columnsOf(
        rows,
        (r) => r.partnerId,
        (r) => r.side,
        (r) => formatMoney(r.amount),
        (r) => r.lastDate,
      ),
    ],
  };
}
function advanceBooks(
  orgId: string,
  books: { readonly nextPosting: bigint; readonly chainHead: Buffer },
  sequences: readonly SequenceRow[],
): Query {
  return {
    name: "books_advance",
    text: `with head as (update books set next_posting = $2, chain_head = $3 where org_id = $1)
           insert into book_sequence (org_id, kind, next_no) select $1, * from unnest($4::text[], $5::bigint[])
           on conflict (org_id, kind) do update set next_no = excluded.next_no`,
    values: [
      orgId,
      books.nextPosting,
      books.chainHead,
      ...columnsOf(
        sequences,
        (r) => r.kind,
        (r) => r.nextNo,
      ),
    ],
  };
}

export type BookWrites = {
  readonly postings: readonly PostingRow[];
  readonly stockBalances: readonly StockBalanceRow[];
  readonly lotBalances: readonly LotBalanceRow[];
  readonly partnerBalances: readonly PartnerBalanceRow[];
  readonly orders: OrderWrites;
  readonly sequences: readonly SequenceRow[];
  readonly nextPosting: bigint;
  readonly chainHead: Buffer;
};

/** The only writer of the books: one statement per table, whatever the train carries; empty tables cost none. */
export function bookStatements(orgId: string, writes: BookWrites): readonly Query[] {
  const { postings } = writes;
  const has = (pick: (posting: PostingRow) => readonly unknown[]) =>
    postings.some((posting) => pick(posting).length > 0);
  return [
    insertPostings(orgId, postings),
    ...(has((p) => p.stockEntries) ? [insertStockEntries(orgId, postings), insertStockCosts(orgId, postings)] : []),
    ...(has((p) => p.partnerEntries) ? [insertPartnerEntries(orgId, postings)] : []),
    ...(has((p) => p.vouchers) ? [insertVouchers(orgId, postings), insertVoucherLines(orgId, postings)] : []),
    ...(writes.stockBalances.length > 0 ? [upsertStockBalances(orgId, writes.stockBalances)] : []),
    ...(writes.lotBalances.length > 0 ? [upsertLotBalances(orgId, writes.lotBalances)] : []),
    ...(writes.partnerBalances.length > 0 ? [upsertPartnerBalances(orgId, writes.partnerBalances)] : []),
    ...orderStatements(orgId, writes.orders),
    advanceBooks(orgId, writes, writes.sequences),
  ];
}
