import type { Tx } from "../../apps/server/src/platform/db.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";

type GivenDocument = {
  readonly itemId: string;
  readonly unit: string;
  readonly price?: string;
  readonly partnerId?: string;
  readonly type?: string;
  readonly date?: string;
  readonly status?: string;
};
let documentCount = 0;
/** A document of one line, approved unless it says otherwise. */
export async function writeDocument(
  tx: Tx,
  {
    itemId,
    unit,
    price = "1",
    partnerId,
    type = "sales-delivery",
    date = "2026-03-01",
    status = "approved",
  }: GivenDocument,
): Promise<void> {
  const id = newId();
  documentCount += 1;
  const number = status === "approved" ? `N${documentCount}` : null;
  await tx.query({
    text: "insert into document (org_id, id, type, number, status, business_date, partner_id, created_by, created_by_name, approved_at) values ($1, $2, $3, $4, $5, $6, $7, $8, '张三', now())",
    values: [tx.orgId, id, type, number, status, date, partnerId ?? null, newId()],
  });
  await tx.query({
    text: "insert into document_line (org_id, document_id, line_no, item_id, unit, price, quantity) values ($1, $2, 1, $3, $4, $5, 1)",
    values: [tx.orgId, id, itemId, unit, price],
  });
}
