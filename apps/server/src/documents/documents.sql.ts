import type { DocumentType } from "@zhangshi/contract";
import {
  formatMoney,
  formatQuantity,
  formatUnitPrice,
  formatDecimal,
  parseDecimal,
  parseMoney,
  parseQuantity,
  parseTaxRate,
  parseUnitPrice,
  type PartnerSide,
} from "@zhangshi/core";
import type { Query, Row, Tx } from "../platform/db.ts";
import type { Draft, DraftLine } from "./document-kind.ts";

export type DocumentState = { readonly draft: Draft; readonly status: "draft" | "approved" | "void" };
export type StoredDocument = Draft & {
  readonly status: "draft" | "approved" | "void";
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: Date | null;
};

/** Headers and lines as one update-or-insert each: a new document and a waiting draft are written by the same statement. */
export function saveDocuments(orgId: string, documents: readonly StoredDocument[]): Query {
  const column = (pick: (document: StoredDocument) => unknown) => documents.map(pick);
  return {
    name: "document_save",
    text: `insert into document as d (org_id, id, type, number, status, business_date, partner_id, warehouse_id, handler, tax_included, order_discount, note, quantity, net_amount, tax_amount, gross_amount, line_count, created_by, created_by_name, approved_by, approved_by_name, approved_at, version, to_warehouse_id, reason, is_accrued, charge, method, expected_date)
           select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::uuid[], $8::uuid[], $9::text[], $10::boolean[], $11::numeric[], $12::text[], $13::numeric[], $14::numeric[], $15::numeric[], $16::numeric[], $17::int[], $18::uuid[], $19::text[], $20::uuid[], $21::text[], $22::timestamptz[], $23::int[], $24::uuid[], $25::text[], $26::boolean[], $27::numeric[], $28::text[], $29::date[])
           on conflict (org_id, id) do update set
             number = excluded.number, status = excluded.status, business_date = excluded.business_date, partner_id = excluded.partner_id, warehouse_id = excluded.warehouse_id, handler = excluded.handler, tax_included = excluded.tax_included,
             order_discount = excluded.order_discount, note = excluded.note, quantity = excluded.quantity, net_amount = excluded.net_amount, tax_amount = excluded.tax_amount, gross_amount = excluded.gross_amount, line_count = excluded.line_count,
             approved_by = excluded.approved_by, approved_by_name = excluded.approved_by_name, approved_at = excluded.approved_at, version = excluded.version, to_warehouse_id = excluded.to_warehouse_id, reason = excluded.reason, is_accrued = excluded.is_accrued, charge = excluded.charge, method = excluded.method, expected_date = excluded.expected_date, updated_at = now()`,
    values: [
      orgId,
      column((d) => d.id),
      column((d) => d.type),
      column((d) => d.number),
      column((d) => d.status),
      column((d) => d.businessDate),
      column((d) => d.partnerId),
      column((d) => d.warehouseId),
      column((d) => d.handler),
      column((d) => d.taxIncluded),
      column((d) => formatMoney(d.orderDiscount)),
      column((d) => d.note),
      column((d) => formatQuantity(d.quantity)),
      column((d) => formatMoney(d.net)),
      column((d) => formatMoney(d.tax)),
      column((d) => formatMoney(d.gross)),
      column((d) => d.lines.length),
      column((d) => d.createdBy),
      column((d) => d.createdByName),
      column((d) => d.approvedBy),
      column((d) => d.approvedByName),
      column((d) => d.approvedAt?.toISOString() ?? null),
      column((d) => d.version),
      column((d) => d.toWarehouseId),
      column((d) => d.reason),
      column((d) => d.isAccrued),
      column((d) => (d.charge === null ? null : formatMoney(d.charge))),
      column((d) => d.method),
      column((d) => d.expectedDate),
    ],
  };
}
export function insertLines(orgId: string, documents: readonly Pick<Draft, "id" | "lines">[]): Query {
  const rows = documents.flatMap((document) => document.lines.map((line) => ({ id: document.id, line })));
  const column = (pick: (row: { id: string; line: DraftLine }) => unknown) => rows.map(pick);
  return {
    name: "document_line_insert",
    text: `insert into document_line (org_id, document_id, line_no, item_id, warehouse_id, partner_id, side, unit, factor, quantity, base_quantity, price, discount_rate, tax_rate, net_amount, tax_amount, gross_amount, discount_share, note, role, weight, source_document_id, source_line_no, lot, produced_on, expires_on, serials, kit_item_id, kit_quantity, kit_group)
           select $1, document_id, line_no, item_id, warehouse_id, partner_id, side, unit, factor, quantity, base_quantity, price, discount_rate, tax_rate, net_amount, tax_amount, gross_amount, discount_share, note, role, weight, source_document_id, source_line_no, lot, produced_on, expires_on, serials::text[], kit_item_id, kit_quantity, kit_group from unnest($2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[], $14::numeric[], $15::numeric[], $16::numeric[], $17::numeric[], $18::numeric[], $19::text[], $20::text[], $21::numeric[], $22::uuid[], $23::int[], $24::text[], $25::date[], $26::date[], $27::text[], $28::uuid[], $29::numeric[], $30::int[])
             x(document_id, line_no, item_id, warehouse_id, partner_id, side, unit, factor, quantity, base_quantity, price, discount_rate, tax_rate, net_amount, tax_amount, gross_amount, discount_share, note, role, weight, source_document_id, source_line_no, lot, produced_on, expires_on, serials, kit_item_id, kit_quantity, kit_group)`,
    values: [
      orgId,
      column((r) => r.id),
      column((r) => r.line.lineNo),
      column((r) => r.line.itemId),
      column((r) => r.line.warehouseId),
      column((r) => r.line.partnerId),
      column((r) => r.line.side),
      column((r) => r.line.unit),
      column((r) => formatQuantity(r.line.factor)),
      column((r) => formatQuantity(r.line.quantity)),
      column((r) => formatQuantity(r.line.baseQuantity)),
      column((r) => formatUnitPrice(r.line.price)),
      column((r) => formatDecimal(r.line.discountRate, 4, true)),
      column((r) => formatDecimal(r.line.taxRate, 4, true)),
      column((r) => formatMoney(r.line.net)),
      column((r) => formatMoney(r.line.tax)),
      column((r) => formatMoney(r.line.gross)),
      column((r) => formatMoney(r.line.discountShare)),
      column((r) => r.line.note),
      column((r) => r.line.role),
      column((r) => formatQuantity(r.line.weight)),
      column((r) => r.line.source?.documentId ?? null),
      column((r) => r.line.source?.lineNo ?? null),
      column((r) => r.line.lot),
      column((r) => r.line.producedOn),
      column((r) => r.line.expiresOn),
      column((r) => (r.line.serials === null ? null : arrayText(r.line.serials))),
      column((r) => r.line.kit?.itemId ?? null),
      column((r) => (r.line.kit === null ? null : formatQuantity(r.line.kit.quantity))),
      column((r) => r.line.kit?.group ?? null),
    ],
  };
}
/** An array inside a column of arrays, as the database reads it. */
function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
}
/** What the document said when it was approved, kept before it may be changed. */
export function keepContent(orgId: string, documentId: string): Query {
  return {
    name: "posting_content_insert",
    text: `insert into posting_content (org_id, seq, content)
           select $1, (select max(p.seq) from posting p where p.org_id = $1 and p.document_id = $2 and p.kind = 'approve'),
                  jsonb_build_object('document', to_jsonb(d), 'lines', (select jsonb_agg(to_jsonb(l) order by l.line_no) from document_line l where l.org_id = $1 and l.document_id = $2))
           from document d where d.org_id = $1 and d.id = $2`,
    values: [orgId, documentId],
  };
}
export function deleteLinesOf(orgId: string, documentIds: readonly string[]): Query {
  return {
    name: "document_lines_delete",
    text: "delete from document_line where org_id = $1 and document_id = any($2::uuid[])",
    values: [orgId, documentIds],
  };
}
export async function deleteLines(tx: Tx, documentId: string): Promise<void> {
  await tx.query({
    name: "document_line_delete",
    text: "delete from document_line where org_id = $1 and document_id = $2",
    values: [tx.orgId, documentId],
  });
}
export async function deleteDocument(tx: Tx, documentId: string): Promise<void> {
  await tx.query({
    text: "delete from document where org_id = $1 and id = $2 and status = 'draft' and number is null",
    values: [tx.orgId, documentId],
  });
}
/** The head, locked until the transaction ends, so that an edit and an approval cannot pass each other. */
export async function lockDocument(
  tx: Tx,
  documentId: string,
): Promise<
  | {
      readonly type: string;
      readonly status: "draft" | "approved" | "void";
      readonly number: string | null;
      readonly businessDate: string;
      readonly version: number;
      readonly createdBy: string;
      readonly createdByName: string;
    }
  | undefined
> {
  const [row] = await tx.query<{
    type: string;
    status: "draft" | "approved" | "void";
    number: string | null;
    business_date: string;
    version: number;
    created_by: string;
    created_by_name: string;
  }>({
    name: "document_lock",
    text: "select type, status, number, business_date, version, created_by, created_by_name from document where org_id = $1 and id = $2 for update",
    values: [tx.orgId, documentId],
  });
  return (
    row && {
      type: row.type,
      status: row.status,
      number: row.number,
      businessDate: row.business_date,
      version: row.version,
      createdBy: row.created_by,
      createdByName: row.created_by_name,
    }
  );
}

const documentColumns = `d.id, d.type, d.number, d.status, d.business_date, d.partner_id, d.warehouse_id, d.handler, d.tax_included, d.order_discount, d.note, d.quantity as total_quantity, d.net_amount as total_net, d.tax_amount as total_tax, d.gross_amount as total_gross,
  d.created_by, d.created_by_name, d.approved_by, d.approved_by_name, d.approved_at, d.version, d.to_warehouse_id, d.reason, d.is_accrued, d.charge, d.method, d.expected_date,
  l.line_no, l.item_id, l.warehouse_id as line_warehouse_id, l.partner_id as line_partner_id, l.side, l.unit, l.factor, l.quantity, l.base_quantity, l.price, l.discount_rate, l.tax_rate, l.net_amount, l.tax_amount, l.gross_amount, l.discount_share, l.note as line_note, l.role, l.weight, l.source_document_id, l.source_line_no, l.lot, l.produced_on, l.expires_on, l.serials, l.kit_item_id, l.kit_quantity, l.kit_group`;
/** Whole documents, header beside each line, as a train reads its waiting drafts. Locked against a simultaneous edit. */
export function documentRows(orgId: string, documentIds: readonly string[], lock: boolean): Query {
  const text = `select ${documentColumns}
           from document d left join document_line l on l.org_id = $1 and l.document_id = d.id
           where d.org_id = $1 and d.id = any($2::uuid[]) order by d.id, l.line_no`;
  return lock
    ? { name: "document_rows_lock", text: `${text} for update of d`, values: [orgId, documentIds] }
    : { name: "document_rows", text, values: [orgId, documentIds] };
}
/** The same of contents that were kept, by the sequence of the approval. */
export function keptContents(orgId: string, seqs: readonly string[]): Query {
  return {
    text: `select c.seq, ${documentColumns}
           from posting_content c
           cross join lateral jsonb_populate_record(null::document, c.content -> 'document') d
           left join lateral jsonb_populate_recordset(null::document_line, nullif(c.content -> 'lines', 'null'::jsonb)) l on true
           where c.org_id = $1 and c.seq = any($2::bigint[]) order by c.seq, l.line_no`,
    values: [orgId, seqs],
  };
}
type DocumentRowText = {
  id: string;
  type: string;
  number: string | null;
  status: "draft" | "approved" | "void";
  business_date: string;
  partner_id: string | null;
  warehouse_id: string | null;
  handler: string;
  tax_included: boolean;
  order_discount: string;
  note: string;
  total_quantity: string;
  total_net: string;
  total_tax: string;
  total_gross: string;
  created_by: string;
  created_by_name: string;
  approved_by: string | null;
  approved_by_name: string | null;
  approved_at: Date | null;
  version: number;
  to_warehouse_id: string | null;
  reason: Draft["reason"];
  is_accrued: boolean;
  charge: string | null;
  method: Draft["method"];
  expected_date: string | null;
  line_no: number | null;
  item_id: string | null;
  line_warehouse_id: string | null;
  line_partner_id: string | null;
  side: PartnerSide | null;
  unit: string;
  factor: string;
  quantity: string;
  base_quantity: string;
  price: string;
  discount_rate: string;
  tax_rate: string;
  net_amount: string;
  tax_amount: string;
  gross_amount: string;
  discount_share: string;
  line_note: string;
  role: "product" | "part" | null;
  weight: string;
  source_document_id: string | null;
  source_line_no: number | null;
  lot: string | null;
  produced_on: string | null;
  expires_on: string | null;
  serials: string[] | null;
  kit_item_id: string | null;
  kit_quantity: string | null;
  kit_group: number | null;
};
export function documentsFrom(rows: readonly Row[]): ReadonlyMap<string, StoredDocument> {
  const documents = new Map<string, StoredDocument & { lines: DraftLine[] }>();
  for (const row of rows as unknown as readonly DocumentRowText[]) {
    let document = documents.get(row.id);
    if (!document) {
      document = {
        id: row.id,
        type: row.type as DocumentType,
        number: row.number,
        status: row.status,
        businessDate: row.business_date,
        expectedDate: row.expected_date,
        partnerId: row.partner_id,
        warehouseId: row.warehouse_id,
        toWarehouseId: row.to_warehouse_id,
        reason: row.reason,
        isAccrued: row.is_accrued,
        charge: row.charge === null ? null : parseMoney(row.charge),
        method: row.method,
        handler: row.handler,
        taxIncluded: row.tax_included,
        orderDiscount: parseMoney(row.order_discount),
        note: row.note,
        quantity: parseQuantity(row.total_quantity),
        net: parseMoney(row.total_net),
        tax: parseMoney(row.total_tax),
        gross: parseMoney(row.total_gross),
        lines: [],
        version: row.version,
        createdBy: row.created_by,
        createdByName: row.created_by_name,
        approvedBy: row.approved_by,
        approvedByName: row.approved_by_name,
        approvedAt: row.approved_at,
      };
      documents.set(row.id, document);
    }
    if (row.line_no === null) continue;
    document.lines.push({
      lineNo: row.line_no,
      itemId: row.item_id,
      warehouseId: row.line_warehouse_id,
      partnerId: row.line_partner_id,
      side: row.side,
      unit: row.unit,
      factor: parseQuantity(row.factor),
      quantity: parseQuantity(row.quantity),
      baseQuantity: parseQuantity(row.base_quantity),
      price: parseUnitPrice(row.price),
      discountRate: parseDecimal(row.discount_rate, 4),
      taxRate: parseTaxRate(row.tax_rate),
      net: parseMoney(row.net_amount),
      tax: parseMoney(row.tax_amount),
      gross: parseMoney(row.gross_amount),
      discountShare: parseMoney(row.discount_share),
      role: row.role,
      weight: parseQuantity(row.weight),
      source:
        row.source_document_id === null || row.source_line_no === null
          ? null
          : { documentId: row.source_document_id, lineNo: row.source_line_no },
      lot: row.lot,
      producedOn: row.produced_on,
      expiresOn: row.expires_on,
      serials: row.serials,
      kit:
        row.kit_item_id === null || row.kit_quantity === null || row.kit_group === null
          ? null
          : { itemId: row.kit_item_id, quantity: parseQuantity(row.kit_quantity), group: row.kit_group },
      note: row.line_note,
    });
  }
  return documents;
}
export async function setStatus(tx: Tx, documentId: string, status: "void", version: number): Promise<void> {
  await tx.query({
    text: "update document set status = $3, version = $4, updated_at = now() where org_id = $1 and id = $2",
    values: [tx.orgId, documentId, status, version],
  });
}
