import type { Tx } from "../../platform/db.ts";
import type { Side } from "./partner-list.sql.ts";

export type StatementScope = {
  readonly partnerId: string;
  readonly side: Side;
  readonly from: string | null;
  readonly to: string | null;
};
export type StatementRow = {
  seq: string;
  business_date: string;
  number: string | null;
  type: string;
  document_id: string;
  note: string;
  kind: "approve" | "reverse";
  amount: string;
};

/** What stood before the first day; without a first day nothing did. */
export async function openingBalance(tx: Tx, scope: StatementScope): Promise<string> {
  const [row] = await tx.query<{ amount: string }>({
    name: "statement_opening",
    text: `select coalesce(sum(e.amount), 0) as amount from partner_entry e
           where e.org_id = $1 and e.partner_id = $2 and e.side = $3 and e.business_date < $4::date`,
    values: [tx.orgId, scope.partnerId, scope.side, scope.from],
  });
  return row?.amount ?? "0";
}
/** Entries in the order of the days; within one day in the order of posting. */
export async function statementRows(tx: Tx, scope: StatementScope, limit: number): Promise<readonly StatementRow[]> {
  return tx.query<StatementRow>({
    name: "statement_rows",
    text: `select e.seq, e.business_date, d.number, d.type, e.document_id, d.note, p.kind, e.amount
           from partner_entry e
           join document d on d.org_id = $1 and d.id = e.document_id
           join posting p on p.org_id = $1 and p.seq = e.posting_seq
           where e.org_id = $1 and e.partner_id = $2 and e.side = $3
             and e.business_date >= coalesce($4::date, '-infinity'::date) and e.business_date <= coalesce($5::date, 'infinity'::date)
           order by e.business_date, e.seq limit $6`,
    values: [tx.orgId, scope.partnerId, scope.side, scope.from, scope.to, limit],
  });
}
