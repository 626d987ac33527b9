import type { Query, Tx } from "../../../platform/db.ts";

/** So many new rows at once, and what the database knows of its tables is no longer true. */
export const manyRows = 1_000;
/**
 * 重新统计: until the database has counted a company's rows it believes that there are none, and looks each of them up by
 * reading all of them. Autovacuum comes too late, and not at all where other companies have ten times as many.
 */
export const counts = {
  records: { text: "analyze item, item_barcode, partner" },
  "opening-stock": { text: "analyze stock_balance" },
  "opening-balance": { text: "analyze partner_balance" },
} as const satisfies Readonly<Record<string, Query>>;

/** Items without a code in the file are known by name and spec. */
export async function findItemsByName(tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await tx.query<{ id: string; name: string; spec: string }>({
    name: "import_item_by_name",
    text: "select id, name, spec from item where org_id = $1 and name = any($2::text[])",
    values: [tx.orgId, names],
  });
  return new Map(rows.flatMap((row) => [[nameKey(row.name, row.spec), row.id] as const]));
}
export function nameKey(name: string, spec: string | undefined): string {
  return `${name}\u0000${spec ?? ""}`;
}
/** Where an opening stands already: the same file twice opens nothing twice. */
export async function itemsWithOpening(tx: Tx, itemIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ item_id: string; warehouse_id: string }>({
    name: "import_openings",
    text: `select distinct l.item_id, l.warehouse_id from document_line l join document d on d.org_id = $1 and d.id = l.document_id
           where l.org_id = $1 and l.item_id = any($2::uuid[]) and d.type = 'opening-stock' and d.status = 'approved'`,
    values: [tx.orgId, itemIds],
  });
  return new Set(rows.map((row) => `${row.item_id}/${row.warehouse_id}`));
}
export async function partnersWithOpening(tx: Tx, partnerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ partner_id: string; side: string }>({
    name: "import_partner_openings",
    text: `select distinct l.partner_id, l.side from document_line l join document d on d.org_id = $1 and d.id = l.document_id
           where l.org_id = $1 and l.partner_id = any($2::uuid[]) and d.type = 'opening-balance' and d.status = 'approved'`,
    values: [tx.orgId, partnerIds],
  });
  return new Set(rows.map((row) => `${row.partner_id}/${row.side}`));
}
export async function defaultWarehouse(tx: Tx): Promise<{ readonly id: string; readonly name: string }> {
  const [row] = await tx.query<{ id: string; name: string }>({
    text: "select id, name from warehouse where org_id = $1 and not disabled order by is_default desc, code limit 1",
    values: [tx.orgId],
  });
  if (!row) throw new Error("a company without a warehouse");
  return row;
}
export async function findWarehouses(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; code: string; name: string }>({
    text: "select id, code, name from warehouse where org_id = $1",
    values: [tx.orgId],
  });
  return new Map(rows.flatMap((row) => [[row.code, row.id] as const, [row.name, row.id] as const]));
}
export async function readBookStart(
  tx: Tx,
): Promise<{ readonly startPeriod: number; readonly defaultTaxRate: string }> {
  const [row] = await tx.query<{ start_period: number; default_tax_rate: string }>({
    text: "select b.start_period, c.default_tax_rate from books b join company c on c.org_id = $1 where b.org_id = $1",
    values: [tx.orgId],
  });
  return { startPeriod: row?.start_period ?? 0, defaultTaxRate: row?.default_tax_rate ?? "0.13" };
}
/** Takes a block of automatic codes: 1, 2, 3 … per kind, never the same twice. */
export async function takeCodes(tx: Tx, kind: "item" | "customer" | "supplier", count: number): Promise<number> {
  const [row] = await tx.query<{ first: string }>({
    text: `insert into book_sequence as s (org_id, kind, next_no) values ($1, $2, 1 + $3::bigint)
           on conflict (org_id, kind) do update set next_no = s.next_no + $3 returning next_no - $3::bigint as first`,
    values: [tx.orgId, `code:${kind}`, count],
  });
  return Number(row?.first ?? 1);
}
export async function ensureExternalCategories(
  tx: Tx,
  categories: readonly { readonly id: string; readonly name: string; readonly externalId: string | null }[],
): Promise<number> {
  const rows = await tx.query({
    text: `insert into item_category (org_id, id, name, external_id) select $1, * from unnest($2::uuid[], $3::text[], $4::text[]) on conflict do nothing returning id`,
    values: [tx.orgId, categories.map((c) => c.id), categories.map((c) => c.name), categories.map((c) => c.externalId)],
  });
  return rows.length;
}
export async function findCategoriesByExternalId(
  tx: Tx,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; external_id: string }>({
    text: "select id, external_id from item_category where org_id = $1 and external_id = any($2::text[])",
    values: [tx.orgId, externalIds],
  });
  return new Map(rows.map((row) => [row.external_id, row.id]));
}
type NamedItem = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly baseUnit: string;
  readonly units: readonly { readonly name: string; readonly factor: string }[];
  readonly taxRate: string;
  readonly disabled: boolean;
};
export async function findItemsByNameOnly(
  tx: Tx,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedItem[]>> {
  const rows = await tx.query<{
    id: string;
    code: string;
    name: string;
    spec: string;
    base_unit: string;
    units: string;
    tax_rate: string;
    disabled: boolean;
  }>({
    text: "select id, code, name, spec, base_unit, units::text as units, tax_rate, disabled from item where org_id = $1 and name = any($2::text[])",
    values: [tx.orgId, names],
  });
  const byName = new Map<string, NamedItem[]>();
  for (const row of rows)
    byName.set(row.name, [
      ...(byName.get(row.name) ?? []),
      {
        id: row.id,
        code: row.code,
        name: row.name,
        spec: row.spec,
        baseUnit: row.base_unit,
        units: JSON.parse(row.units) as NamedItem["units"],
        taxRate: row.tax_rate,
        disabled: row.disabled,
      },
    ]);
  return byName;
}
export async function purchasePrices(tx: Tx, itemIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; purchase_price: string }>({
    text: "select id, purchase_price from item where org_id = $1 and id = any($2::uuid[]) and purchase_price is not null",
    values: [tx.orgId, itemIds],
  });
  return new Map(rows.map((row) => [row.id, row.purchase_price]));
}
