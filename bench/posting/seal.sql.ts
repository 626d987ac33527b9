import { parseMoney, parseQuantity } from "@zhangshi/core";
import type pg from "pg";
import { type ChainContent, firstLink, linkHash } from "../../apps/server/src/books/chain.ts";

const postingsPerBatch = 5_000;

/** Gives a history that was written set by set the chain that the product would have sealed it with. */
export async function sealChain(client: pg.Client, orgId: string): Promise<void> {
  const {
    rows: [last],
  } = await client.query<{ seq: string }>("select max(seq) as seq from posting where org_id = $1", [orgId]);
  let head: Buffer = firstLink;
  for (let first = 1; first <= Number(last?.seq ?? 0); first += postingsPerBatch) {
    const contents = await readContents(client, orgId, first, first + postingsPerBatch - 1);
    const links = contents.map((content) => {
      const previous = head;
      head = linkHash(previous, content);
      return { seq: content.seq, previous, hash: head };
    });
    await client.query(
      `update posting p set previous_hash = x.previous, hash = x.hash from unnest($2::bigint[], $3::bytea[], $4::bytea[]) x(seq, previous, hash) where p.org_id = $1 and p.seq = x.seq`,
      [orgId, links.map((link) => link.seq), links.map((link) => link.previous), links.map((link) => link.hash)],
    );
  }
  await client.query("update books set chain_head = $2 where org_id = $1", [orgId, head]);
}

type Text = Readonly<Record<string, string>>;
async function readContents(
  client: pg.Client,
  orgId: string,
  first: number,
  last: number,
): Promise<readonly ChainContent[]> {
  const read = async (text: string) => (await client.query<Text>({ text, values: [orgId, first, last] })).rows;
  const postings = await client.query<Text & { posted_at: Date }>(
    "select p.seq, p.document_id, p.business_date::text, p.posted_at, p.user_id, p.user_name from posting p where p.org_id = $1 and p.seq between $2 and $3 order by p.seq",
    [orgId, first, last],
  );
  const stock = bySeq(
    await read(
      `select e.posting_seq, e.seq, e.line_no::text, e.item_id, e.warehouse_id, e.quantity, e.stated_value, e.business_date::text, e.position, e.basis, e.contra_account
       from stock_entry e where e.org_id = $1 and e.posting_seq between $2 and $3 order by e.seq`,
    ),
  );
  const partners = bySeq(
    await read(
      "select e.posting_seq, e.seq, e.partner_id, e.side, e.amount, e.business_date::text from partner_entry e where e.org_id = $1 and e.posting_seq between $2 and $3 order by e.seq",
    ),
  );
  const lines = bySeq(
    await read(
      `select v.posting_seq, v.id, v.period::text, v.word, v.number::text, v.business_date::text, v.summary, v.total, l.account_code, l.summary as line_summary, l.debit, l.credit, l.partner_id, l.business_date::text as line_date
       from voucher v join voucher_line l on l.org_id = $1 and l.voucher_id = v.id where v.org_id = $1 and v.posting_seq between $2 and $3 order by v.posting_seq, l.line_no`,
    ),
  );
  const text = (row: Text | undefined, column: string) => row?.[column] ?? "";
  return postings.rows.map((posting): ChainContent => {
    const own = lines.get(text(posting, "seq")) ?? [];
    const [voucher] = own;
    return {
      seq: BigInt(text(posting, "seq")),
      documentId: text(posting, "document_id"),
      kind: "approve",
      businessDate: text(posting, "business_date"),
      postedAt: posting.posted_at,
      userId: text(posting, "user_id"),
      userName: text(posting, "user_name"),
      stockEntries: (stock.get(text(posting, "seq")) ?? []).map((row) => ({
        seq: BigInt(text(row, "seq")),
        lineNo: Number(row["line_no"]),
        itemId: text(row, "item_id"),
        warehouseId: text(row, "warehouse_id"),
        quantity: parseQuantity(text(row, "quantity")),
        statedValue: row["stated_value"] == null ? null : parseMoney(row["stated_value"]),
        businessDate: text(row, "business_date"),
        position: BigInt(text(row, "position")),
        reversesSeq: null,
        basis: row["basis"] as "stated" | "pool",
        sourceSeq: null,
        share: null,
        contraAccount: row["contra_account"] ?? null,
        lot: null,
      })),
      partnerEntries: (partners.get(text(posting, "seq")) ?? []).map((row) => ({
        seq: BigInt(text(row, "seq")),
        partnerId: text(row, "partner_id"),
        side: row["side"] as "receivable",
        amount: parseMoney(text(row, "amount")),
        businessDate: text(row, "business_date"),
      })),
      vouchers: [
        {
          id: text(voucher, "id"),
          kind: "original",
          period: Number(text(voucher, "period")),
          word: text(voucher, "word"),
          number: Number(text(voucher, "number")),
          businessDate: text(voucher, "business_date"),
          summary: text(voucher, "summary"),
          total: parseMoney(text(voucher, "total")),
          lines: own.map((row) => ({
            accountCode: text(row, "account_code"),
            summary: text(row, "line_summary"),
            debit: parseMoney(text(row, "debit")),
            credit: parseMoney(text(row, "credit")),
            partnerId: row["partner_id"] ?? null,
            businessDate: text(row, "line_date"),
          })),
        },
      ],
    };
  });
}
function bySeq(rows: readonly Text[]): ReadonlyMap<string, readonly Text[]> {
  const groups = new Map<string, Text[]>();
  for (const row of rows) {
    const seq = row["posting_seq"] ?? "";
    const group = groups.get(seq);
    if (group) group.push(row);
    else groups.set(seq, [row]);
  }
  return groups;
}
