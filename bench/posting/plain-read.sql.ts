import type pg from "pg";

const tables = [
  "posting",
  "stock_entry",
  "stock_cost",
  "stock_balance",
  "partner_entry",
  "partner_balance",
  "voucher",
  "voucher_line",
  "document",
  "document_line",
] as const;

/** The least that somebody must do who looks at everything: read every row of the books once, and write it down as text. */
export async function readEverything(client: pg.Client, orgId: string): Promise<number> {
  let bytes = 0;
  for (const table of tables) {
    const { rows } = await client.query<{ bytes: string }>(
      `select coalesce(sum(length(x::text)), 0) as bytes from ${client.escapeIdentifier(table)} x where x.org_id = $1`,
      [orgId],
    );
    bytes += Number(rows[0]?.bytes ?? 0);
  }
  return bytes;
}
