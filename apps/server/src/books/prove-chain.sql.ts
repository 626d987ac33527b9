import { type MoveBasis, parseMoney, parseQuantity } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import type { ChainContent } from "./chain.ts";

export type ChainHead = {
  readonly nextPosting: string;
  readonly head: string;
  readonly lastSeq: string;
  readonly lastHash: string;
  readonly postings: number;
};
export async function readChainHead(tx: Tx): Promise<ChainHead> {
  const [row] = await tx.query<{
    next_posting: string;
    head: string;
    last_seq: string | null;
    last_hash: string | null;
    postings: string;
  }>({
    text: `select b.next_posting, encode(b.chain_head, 'hex') as head, l.seq as last_seq, encode(l.hash, 'hex') as last_hash,
                  (select count(*) from posting p where p.org_id = $1) as postings
           from books b
           left join lateral (select p.seq, p.hash from posting p where p.org_id = $1 order by p.seq desc limit 1) l on true
           where b.org_id = $1`,
    values: [tx.orgId],
  });
  if (!row) throw new Error("a company without books");
  return {
    nextPosting: row.next_posting,
    head: row.head,
    lastSeq: row.last_seq ?? "0",
    lastHash: row.last_hash ?? "",
    postings: Number(row.postings),
  };
}

/** Where a stretch of so many links ends, and between which ids its vouchers lie: their lines are then read as one piece. */
export type StretchEnd = { readonly last: string; readonly firstVoucher: string; readonly lastVoucher: string };
/** Null after the last link. */
export async function readStretchEnd(
  tx: Tx,
  after: string,
  through: string,
  length: number,
): Promise<StretchEnd | null> {
  const [row] = await tx.query<{ last: string | null; first_voucher: string | null; last_voucher: string | null }>({
    text: `with stretch as (
             select max(s.seq) as last from (select p.seq from posting p where p.org_id = $1 and p.seq > $2::bigint and p.seq <= $3::bigint order by p.seq limit $4) s
           ), ids as (
             select v.id from voucher v, stretch t where v.org_id = $1 and v.posting_seq > $2::bigint and v.posting_seq <= t.last
           )
           select t.last, (select i.id from ids i order by i.id limit 1) as first_voucher, (select i.id from ids i order by i.id desc limit 1) as last_voucher from stretch t`,
    values: [tx.orgId, after, through, length],
  });
  if (row?.last == null) return null;
  return { last: row.last, firstVoucher: row.first_voucher ?? noId, lastVoucher: row.last_voucher ?? noId };
}
const noId = "00000000-0000-0000-0000-000000000000";

export type Stretch = {
  readonly links: number;
  readonly entries: number;
  readonly firstSeq: string;
  readonly firstPrevious: Buffer;
  readonly lastHash: Buffer;
  /** Links whose text, built here, does not give their hash: chainText has the last word on them. */
  readonly doubtful: readonly string[];
  /** Links that do not follow the one before. */
  readonly loose: readonly string[];
  readonly looseCount: number;
};
/**
 * A stretch of the chain, built again from the rows where they lie: the text of every posting as chainText writes it,
 * and its hash. What agrees is proven, because only the text that was sealed gives that hash.
 */
export async function readStretch(tx: Tx, after: string, end: StretchEnd): Promise<Stretch> {
  const [row] = await tx.query<{
    links: number;
    entries: string;
    first_seq: string;
    first_previous: Buffer;
    last_hash: Buffer;
    doubtful: readonly string[] | null;
    loose: readonly string[] | null;
    loose_count: number;
  }>({
    text: `with stock as (
             select e.posting_seq, count(*) as n,
                    string_agg('stock|' || e.seq || '|' || e.line_no || '|' || e.item_id || '|' || e.warehouse_id || '|' || trim_scale(e.quantity) || '|' || coalesce(e.stated_value::text, '') || '|' || e.business_date || '|' || e.position || '|' || coalesce(e.reverses_seq::text, '') || case when e.basis = case when e.reverses_seq is not null then 'reversal' when e.stated_value is not null then 'stated' else 'pool' end and e.source_seq is null and e.share_part is null and e.contra_account is null and e.lot is null then '' else '|' || e.basis || '|' || coalesce(e.source_seq::text, '') || '|' || coalesce(trim_scale(e.share_part)::text, '') || '|' || coalesce(trim_scale(e.share_whole)::text, '') || '|' || coalesce(e.contra_account, '') || coalesce('|' || e.lot, '') end, E'\\n' order by e.seq) as lines
             from stock_entry e where e.org_id = $1 and e.seq >= ($2::bigint + 1) * 4096 and e.seq < ($3::bigint + 1) * 4096 group by e.posting_seq
           ), partners as (
             select e.posting_seq, count(*) as n,
                    string_agg('partner|' || e.seq || '|' || e.partner_id || '|' || e.side || '|' || e.amount || '|' || e.business_date, E'\\n' order by e.seq) as lines
             from partner_entry e where e.org_id = $1 and e.seq >= ($2::bigint + 1) * 4096 and e.seq < ($3::bigint + 1) * 4096 group by e.posting_seq
           ), voucher_lines as (
             select l.voucher_id, count(*) as n,
                    string_agg('line|' || l.line_no || '|' || l.account_code || '|' || l.summary || '|' || l.debit || '|' || l.credit || '|' || coalesce(l.partner_id::text, '') || '|' || l.business_date, E'\\n' order by l.line_no) as lines
             from voucher_line l where l.org_id = $1 and l.voucher_id between $4::uuid and $5::uuid group by l.voucher_id
           ), vouchers as (
             select v.posting_seq, count(*) + coalesce(sum(l.n), 0) as n,
                    string_agg('voucher|' || v.id || '|' || v.kind || '|' || v.period || '|' || v.word || '|' || v.number || '|' || v.business_date || '|' || v.summary || '|' || v.total || coalesce(E'\\n' || l.lines, ''), E'\\n' order by v.kind = 'adjustment', v.id) as lines
             from voucher v left join voucher_lines l on l.voucher_id = v.id
             where v.org_id = $1 and v.id between $4::uuid and $5::uuid and v.posting_seq > $2::bigint and v.posting_seq <= $3::bigint group by v.posting_seq
           ), link as (
             select p.seq, p.hash, p.previous_hash, 1 + coalesce(s.n, 0) + coalesce(r.n, 0) + coalesce(v.n, 0) as n,
                    lag(p.seq) over (order by p.seq) as seq_before, lag(p.hash) over (order by p.seq) as hash_before,
                    sha256(p.previous_hash || convert_to('posting|' || p.seq || '|' || p.document_id || '|' || p.kind || '|' || p.business_date || '|' || to_char(p.posted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '|' || p.user_id || '|' || p.user_name
                      || coalesce(E'\\n' || s.lines, '') || coalesce(E'\\n' || r.lines, '') || coalesce(E'\\n' || v.lines, ''), 'UTF8')) as rebuilt
             from posting p
             left join stock s on s.posting_seq = p.seq
             left join partners r on r.posting_seq = p.seq
             left join vouchers v on v.posting_seq = p.seq
             where p.org_id = $1 and p.seq > $2::bigint and p.seq <= $3::bigint
           )
           select count(*)::int as links, sum(k.n)::bigint as entries, min(k.seq) as first_seq,
                  (array_agg(k.previous_hash order by k.seq))[1] as first_previous, (array_agg(k.hash order by k.seq desc))[1] as last_hash,
                  array_agg(k.seq::text order by k.seq) filter (where k.rebuilt <> k.hash) as doubtful,
                  (array_agg(k.seq::text order by k.seq) filter (where k.hash_before is not null and (k.previous_hash <> k.hash_before or k.seq <> k.seq_before + 1)))[1:5] as loose,
                  (count(*) filter (where k.hash_before is not null and (k.previous_hash <> k.hash_before or k.seq <> k.seq_before + 1)))::int as loose_count
           from link k`,
    values: [tx.orgId, after, end.last, end.firstVoucher, end.lastVoucher],
  });
  if (!row) throw new Error("a stretch gave no row");
  return {
    links: row.links,
    entries: Number(row.entries),
    firstSeq: row.first_seq,
    firstPrevious: row.first_previous,
    lastHash: row.last_hash,
    doubtful: row.doubtful ?? [],
    loose: row.loose ?? [],
    looseCount: row.loose_count,
  };
}

/** A posting with all its rows, as chainText reads them. */
export async function readLink(
  tx: Tx,
  seq: string,
): Promise<{ readonly content: ChainContent; readonly previousHash: Buffer; readonly hash: Buffer } | undefined> {
  const [posting] = await tx.query<{
    document_id: string;
    kind: "approve" | "reverse";
    business_date: string;
    posted_at: Date;
    user_id: string;
    user_name: string;
    previous_hash: Buffer;
    hash: Buffer;
  }>({
    text: "select p.document_id, p.kind, p.business_date, p.posted_at, p.user_id, p.user_name, p.previous_hash, p.hash from posting p where p.org_id = $1 and p.seq = $2",
    values: [tx.orgId, seq],
  });
  if (!posting) return undefined;
  const stock = await tx.query<Record<string, string | null> & { line_no: number }>({
    text: `select e.seq, e.line_no, e.item_id, e.warehouse_id, e.quantity, e.stated_value, e.business_date, e.position, e.reverses_seq, e.basis, e.source_seq, e.share_part, e.share_whole, e.contra_account, e.lot
           from stock_entry e where e.org_id = $1 and e.posting_seq = $2 order by e.seq`,
    values: [tx.orgId, seq],
  });
  const partners = await tx.query<{
    seq: string;
    partner_id: string;
    side: "receivable" | "payable";
    amount: string;
    business_date: string;
  }>({
    text: "select e.seq, e.partner_id, e.side, e.amount, e.business_date from partner_entry e where e.org_id = $1 and e.posting_seq = $2 order by e.seq",
    values: [tx.orgId, seq],
  });
  const vouchers = await tx.query<{
    id: string;
    kind: "original" | "reversal" | "adjustment";
    period: number;
    word: string;
    number: number;
    business_date: string;
    summary: string;
    total: string;
  }>({
    text: `select v.id, v.kind, v.period, v.word, v.number, v.business_date, v.summary, v.total
           from voucher v where v.org_id = $1 and v.posting_seq = $2 order by v.kind = 'adjustment', v.id`,
    values: [tx.orgId, seq],
  });
  const lines = await tx.query<{
    voucher_id: string;
    account_code: string;
    summary: string;
    debit: string;
    credit: string;
    partner_id: string | null;
    business_date: string;
  }>({
    text: `select l.voucher_id, l.account_code, l.summary, l.debit, l.credit, l.partner_id, l.business_date
           from voucher_line l where l.org_id = $1 and l.voucher_id = any($2::uuid[]) order by l.voucher_id, l.line_no`,
    values: [tx.orgId, vouchers.map((voucher) => voucher.id)],
  });
  return {
    previousHash: posting.previous_hash,
    hash: posting.hash,
    content: {
      seq: BigInt(seq),
      documentId: posting.document_id,
      kind: posting.kind,
      businessDate: posting.business_date,
      postedAt: posting.posted_at,
      userId: posting.user_id,
      userName: posting.user_name,
      stockEntries: stock.map((row) => ({
        seq: BigInt(row["seq"] ?? 0),
        lineNo: row.line_no,
        itemId: row["item_id"] ?? "",
        warehouseId: row["warehouse_id"] ?? "",
        quantity: parseQuantity(row["quantity"] ?? "0"),
        statedValue: row["stated_value"] == null ? null : parseMoney(row["stated_value"]),
        businessDate: row["business_date"] ?? "",
        position: BigInt(row["position"] ?? 0),
        reversesSeq: row["reverses_seq"] == null ? null : BigInt(row["reverses_seq"]),
        basis: row["basis"] as MoveBasis,
        sourceSeq: row["source_seq"] == null ? null : BigInt(row["source_seq"]),
        share:
          row["share_part"] == null
            ? null
            : {
                part: parseQuantity(row["share_part"]),
                whole: row["share_whole"] == null ? null : parseQuantity(row["share_whole"]),
              },
        contraAccount: row["contra_account"] ?? null,
        lot: row["lot"] ?? null,
      })),
      partnerEntries: partners.map((row) => ({
        seq: BigInt(row.seq),
        partnerId: row.partner_id,
        side: row.side,
        amount: parseMoney(row.amount),
        businessDate: row.business_date,
      })),
      vouchers: vouchers.map((voucher) => ({
        id: voucher.id,
        kind: voucher.kind,
        period: voucher.period,
        word: voucher.word,
        number: voucher.number,
        businessDate: voucher.business_date,
        summary: voucher.summary,
        total: parseMoney(voucher.total),
        lines: lines
          .filter((line) => line.voucher_id === voucher.id)
          .map((line) => ({
            accountCode: line.account_code,
            summary: line.summary,
            debit: parseMoney(line.debit),
            credit: parseMoney(line.credit),
            partnerId: line.partner_id,
            businessDate: line.business_date,
          })),
      })),
    },
  };
}

/** Rows that say something else than the posting they hang on: its document, its numbers, who wrote it. */
export async function countStrays(
  tx: Tx,
  through: string,
): Promise<{
  readonly rows: number;
  readonly strays: number;
  readonly found: readonly { readonly what: string; readonly document_id: string }[];
}> {
  const [row] = await tx.query<{
    rows: string;
    strays: string;
    found: readonly { what: string; document_id: string }[] | null;
  }>({
    text: `with judged as (
             select '出入库' as what, e.posting_seq, e.document_id, e.document_id = p.document_id and e.seq / 4096 = e.posting_seq and (e.reverses_seq is not null) = (p.kind = 'reverse') as holds
             from stock_entry e join posting p on p.org_id = $1 and p.seq = e.posting_seq where e.org_id = $1 and e.posting_seq <= $2::bigint
             union all
             select '往来', e.posting_seq, e.document_id, e.document_id = p.document_id and e.seq / 4096 = e.posting_seq
             from partner_entry e join posting p on p.org_id = $1 and p.seq = e.posting_seq where e.org_id = $1 and e.posting_seq <= $2::bigint
             union all
             select '凭证', v.posting_seq, v.document_id, (v.document_id, v.created_by_name, v.created_at) = (p.document_id, p.user_name, p.posted_at)
             from voucher v join posting p on p.org_id = $1 and p.seq = v.posting_seq where v.org_id = $1 and v.posting_seq <= $2::bigint
           ), stray as (select j.what, j.posting_seq, j.document_id from judged j where not j.holds)
           select (select count(*) from judged) as rows, (select count(*) from stray) as strays,
                  (select json_agg(f) from (
                     select s.what || ' · ' || coalesce(d.number, '草稿') || ' · 第 ' || s.posting_seq || ' 环' as what, s.document_id
                     from stray s join document d on d.org_id = $1 and d.id = s.document_id order by s.posting_seq limit 5) f) as found`,
    values: [tx.orgId, through],
  });
  return { rows: Number(row?.rows ?? 0), strays: Number(row?.strays ?? 0), found: row?.found ?? [] };
}

export type LinkName = {
  seq: string;
  document_id: string;
  title: string;
  at: Date;
  hash: string;
  previous_hash: string;
};
export async function nameLinks(tx: Tx, seqs: readonly string[]): Promise<readonly LinkName[]> {
  return tx.query<LinkName>({
    text: `select p.seq, p.document_id, coalesce(d.number, '草稿') || case p.kind when 'approve' then ' 审核' else ' 反审核' end as title, p.posted_at as at, encode(p.hash, 'hex') as hash, encode(p.previous_hash, 'hex') as previous_hash
           from posting p join document d on d.org_id = $1 and d.id = p.document_id
           where p.org_id = $1 and p.seq = any($2::bigint[]) order by p.seq desc`,
    values: [tx.orgId, seqs],
  });
}
export async function readNewestLinks(tx: Tx, count: number): Promise<readonly LinkName[]> {
  const rows = await tx.query<{ seq: string }>({
    text: "select p.seq from posting p where p.org_id = $1 order by p.seq desc limit $2",
    values: [tx.orgId, count],
  });
  return nameLinks(
    tx,
    rows.map((row) => row.seq),
  );
}
