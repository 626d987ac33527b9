import { type PostingClient, setCompany } from "../platform/db.ts";
import { firstLink } from "./chain.ts";

/** Everything that a posting writes, and the documents that it reads. */
const shadowed = [
  "books",
  "book_sequence",
  "document",
  "document_line",
  "posting",
  "posting_content",
  "stock_entry",
  "stock_cost",
  "stock_balance",
  "stock_lot_balance",
  "stock_count_mark",
  "lot",
  "month_average",
  "costing_change",
  "order_line_open",
  "stock_promise",
  "order_closure",
  "partner_entry",
  "partner_balance",
  "voucher",
  "voucher_line",
] as const;

/**
 * Empty books of one company as temporary tables. On this connection they stand before the real ones, so that the
 * statements of the posting pipeline, as they are, read and write only here: what is in the real books cannot be seen.
 * A table that is missing here would be written for real, and the connection refuses that.
 */
export async function openShadowBooks(client: PostingClient, orgId: string): Promise<void> {
  await client.query("set temp_buffers = '64MB'");
  await client.query("set work_mem = '64MB'");
  await client.query("set jit = off");
  await client.query("begin");
  await client.query(setCompany(orgId));
  for (const table of shadowed)
    await client.query(`create temporary table ${client.escapeIdentifier(table)} (like public.${table} including all)`);
  // Rows that are written again and again need room beside them, as the real tables have it.
  await client.query("alter table pg_temp.stock_cost set (fillfactor = 85)");
  await client.query("alter table pg_temp.stock_balance set (fillfactor = 70)");
  await client.query({
    text: "insert into pg_temp.books select b.* from public.books b where b.org_id = $1",
    values: [orgId],
  });
  await client.query({
    text: "update pg_temp.books b set next_posting = 1, chain_head = $2 where b.org_id = $1",
    values: [orgId, firstLink],
  });
  // How the company began; what was changed later is played when it was changed.
  await client.query({
    text: `update pg_temp.books b set costing_method = c.method, costing_since = 0, negative_stock = c.negative_stock, negative_ever = c.negative_stock
           from public.costing_change c where b.org_id = $1 and c.org_id = $1 and c.kind = 'begin'`,
    values: [orgId],
  });
  await client.query("commit");
  await client.query("set default_transaction_read_only = on");
}

/** No one else looks after temporary tables: plans made for empty ones are a disaster once they are full. */
export async function renewShadowPlans(client: PostingClient): Promise<void> {
  for (const table of shadowed) await client.query(`vacuum analyze ${client.escapeIdentifier(table)}`);
  await client.query("discard plans");
}
