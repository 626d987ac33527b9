import { entrySeq } from "../books/book-rows.ts";
import type { Query, Row } from "../platform/db.ts";
import type { Accepted } from "./decide.ts";

export type CountMark = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly lot: string | null;
  readonly date: string;
  readonly position: bigint;
};

/** What approved counts found stands from their moment on. */
export function countMarkStatements(orgId: string, accepted: readonly Accepted[]): readonly Query[] {
  const marks = accepted
    .filter((one) => one.request.kind.lineShape === "counted")
    .flatMap(({ document, posting }) => document.lines.map((line) => ({ document, line, seq: posting.seq })));
  if (marks.length === 0) return [];
  return [
    {
      name: "count_mark_insert",
      text: `insert into stock_count_mark (org_id, item_id, warehouse_id, document_id, business_date, position, lot)
             select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::bigint[], $7::text[])`,
      values: [
        orgId,
        marks.map((mark) => mark.line.itemId),
        marks.map((mark) => mark.line.warehouseId),
        marks.map((mark) => mark.document.id),
        marks.map((mark) => mark.document.businessDate),
        marks.map((mark) => entrySeq(mark.seq, 0)),
        marks.map((mark) => mark.line.lot ?? ""),
      ],
    },
  ];
}
export function deleteCountMarks(orgId: string, documentId: string): Query {
  return {
    name: "count_mark_delete",
    text: "delete from stock_count_mark where org_id = $1 and document_id = $2",
    values: [orgId, documentId],
  };
}

/** Counts that stand after a change of quantity: what they found would no longer be true. */
export function laterCounts(orgId: string, places: readonly CountMark[]): Query {
  return {
    name: "count_mark_later",
    text: `select distinct on (m.item_id, m.warehouse_id) m.item_id, m.warehouse_id, m.business_date, m.document_id, d.number
           from unnest($2::uuid[], $3::uuid[], $4::date[], $5::bigint[], $6::text[]) p(item_id, warehouse_id, business_date, position, lot)
           join stock_count_mark m on m.org_id = $1 and m.item_id = p.item_id and m.warehouse_id = p.warehouse_id and m.lot in ('', p.lot) and (m.business_date, m.position) > (p.business_date, p.position)
           join document d on d.org_id = $1 and d.id = m.document_id
           order by m.item_id, m.warehouse_id, m.business_date, m.position`,
    values: [
      orgId,
      places.map((place) => place.itemId),
      places.map((place) => place.warehouseId),
      places.map((place) => place.date),
      places.map((place) => place.position),
      places.map((place) => place.lot ?? ""),
    ],
  };
}
export type LaterCount = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly date: string;
  readonly documentId: string;
  readonly number: string;
};
export function laterCountsFrom(rows: readonly Row[]): readonly LaterCount[] {
  return rows.map((row) => ({
    itemId: String(row["item_id"]),
    warehouseId: String(row["warehouse_id"]),
    date: String(row["business_date"]),
    documentId: String(row["document_id"]),
    number: String(row["number"]),
  }));
}
