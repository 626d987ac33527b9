import type { Tx } from "../../platform/db.ts";

export type Beginning = { readonly createdAt: Date; readonly startPeriod: number; readonly items: number };
/** When the company was made, from which month it keeps books, and whether it has goods already. */
export async function readBeginning(tx: Tx): Promise<Beginning> {
  const [row] = await tx.query<{ created_at: Date; start_period: number; items: number }>({
    name: "demo_beginning",
    text: `select p.created_at, b.start_period, (select count(*)::int from item i where i.org_id = $1) as items
           from books b join platform.company p on p.id = $1
           where b.org_id = $1`,
    values: [tx.orgId],
  });
  if (!row) throw new Error("the company has no books");
  return { createdAt: row.created_at, startPeriod: row.start_period, items: row.items };
}
