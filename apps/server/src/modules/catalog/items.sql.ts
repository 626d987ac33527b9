import { formatQuantity, parseQuantity } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";
import { initialsOf, searchTextOf } from "../../platform/pinyin.ts";
import { baseUnitOf, type ItemUnit, type ItemWrite, priceOrNull, type StoredItem } from "./item.ts";

/** Rows of one statement: large enough that the round trip does not count, small enough that others are served meanwhile. */
const rowsPerStatement = 2000;

/**
 * New items with their barcodes, one statement per table and 2,000 rows, sent together: while PostgreSQL writes, the
 * caller can go on. A taken code or barcode is a unique violation.
 */
export async function insertItems(tx: Tx, items: readonly ItemWrite[]): Promise<void> {
  for (const part of partsOf(items)) {
    await Promise.all([
      tx.query({
        name: "item_insert",
        text: `insert into item (org_id, id, code, name, spec, category_id, brand, base_unit, units, tax_rate, purchase_price, sale_price, minimum_sale_price, safety_stock, pinyin, search_text, note, disabled, tracking, shelf_life_days, whole_units)
               select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::jsonb[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[], $14::numeric[], $15::text[], $16::text[], $17::text[], $18::boolean[], $19::text[], $20::int[], $21::boolean[])`,
        values: [tx.orgId, ...columnsOf(part)],
      }),
      forgetSmallPlans(tx, part.length),
      insertBarcodes(tx, part),
    ]);
  }
}
/** A company that has no goods yet need not be asked for each of them. */
export async function hasItems(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>({
    text: "select exists (select 1 from item where org_id = $1) as found",
    values: [tx.orgId],
  });
  return row?.found ?? false;
}

/** Items as they shall be from now on, barcodes included; each gets the next version. */
export async function updateItems(tx: Tx, items: readonly ItemWrite[]): Promise<void> {
  for (const part of partsOf(items)) {
    await tx.query({
      name: "item_update",
      text: `update item as i set
               code = x.code, name = x.name, spec = x.spec, category_id = x.category_id, brand = x.brand, base_unit = x.base_unit, units = x.units, tax_rate = x.tax_rate,
               purchase_price = x.purchase_price, sale_price = x.sale_price, minimum_sale_price = x.minimum_sale_price, safety_stock = x.safety_stock,
               pinyin = x.pinyin, search_text = x.search_text, note = x.note, disabled = x.disabled, tracking = x.tracking, shelf_life_days = x.shelf_life_days, whole_units = x.whole_units, updated_at = now(), version = i.version + 1
             from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::jsonb[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[], $14::numeric[], $15::text[], $16::text[], $17::text[], $18::boolean[], $19::text[], $20::int[], $21::boolean[])
               as x(id, code, name, spec, category_id, brand, base_unit, units, tax_rate, purchase_price, sale_price, minimum_sale_price, safety_stock, pinyin, search_text, note, disabled, tracking, shelf_life_days, whole_units)
             where i.org_id = $1 and i.id = x.id`,
      values: [tx.orgId, ...columnsOf(part)],
    });
    await tx.query({
      name: "item_barcode_clear",
      text: "delete from item_barcode where org_id = $1 and item_id = any($2::uuid[])",
      values: [tx.orgId, part.map((item) => item.id)],
    });
    await forgetSmallPlans(tx, part.length);
    await insertBarcodes(tx, part);
  }
}

/**
 * The check of each barcode's item keeps the plan of the day when the table was small: a walk through the whole table,
 * once per row (20,000 items: 21 s instead of 0.4 s). Forgotten while the new rows are there to be seen, it is planned anew.
 */
async function forgetSmallPlans(tx: Tx, rows: number): Promise<void> {
  if (rows >= 200) await tx.query({ text: "discard plans" });
}

function* partsOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) yield rows.slice(start, start + rowsPerStatement);
}

function columnsOf(items: readonly ItemWrite[]): readonly unknown[] {
  const column = (pick: (item: ItemWrite) => unknown) => items.map(pick);
  return [
    column((i) => i.id),
    column((i) => i.code),
    column((i) => i.name),
    column((i) => i.spec),
    column((i) => i.categoryId),
    column((i) => i.brand),
    column(baseUnitOf),
    column(unitsJson),
    column((i) => i.taxRate),
    column((i) => i.purchasePrice),
    column((i) => i.salePrice),
    column((i) => i.minimumSalePrice),
    column((i) => i.safetyStock),
    column((i) => initialsOf(i.name)),
    column(searchText),
    column((i) => i.note),
    column((i) => i.disabled),
    column((i) => i.tracking),
    column((i) => i.shelfLifeDays),
    column((i) => i.wholeUnits),
  ];
}
function unitsJson(item: ItemWrite): string {
  return JSON.stringify(
    item.units.map((unit) => ({
      name: unit.name,
      factor: formatQuantity(parseQuantity(unit.factor)),
      salePrice: priceOrNull(unit.salePrice),
      purchasePrice: priceOrNull(unit.purchasePrice),
    })),
  );
}
function searchText(item: ItemWrite): string {
  return searchTextOf([item.code, item.name, item.spec, item.brand, ...item.units.flatMap((unit) => unit.barcodes)]);
}

async function insertBarcodes(tx: Tx, items: readonly ItemWrite[]): Promise<void> {
  const rows = items.flatMap((item) =>
    item.units.flatMap((unit) =>
      unit.barcodes.map((barcode, sort) => ({ barcode, itemId: item.id, unit: unit.name, sort })),
    ),
  );
  if (rows.length === 0) return;
  await tx.query({
    name: "item_barcode_insert",
    text: "insert into item_barcode (org_id, barcode, item_id, unit_name, sort) select $1, * from unnest($2::text[], $3::uuid[], $4::text[], $5::int[])",
    values: [
      tx.orgId,
      rows.map((row) => row.barcode),
      rows.map((row) => row.itemId),
      rows.map((row) => row.unit),
      rows.map((row) => row.sort),
    ],
  });
}

/** What every reading of an item selects, and how it becomes one. */
export type ItemRow = {
  id: string;
  code: string;
  name: string;
  spec: string;
  category_id: string | null;
  category: string;
  brand: string;
  units: string;
  tax_rate: string;
  purchase_price: string | null;
  sale_price: string | null;
  minimum_sale_price: string | null;
  safety_stock: string;
  tracking: "none" | "lot" | "serial";
  shelf_life_days: number | null;
  whole_units: boolean;
  is_kit: boolean;
  note: string;
  disabled: boolean;
  version: number;
};
type BarcodeRow = { item_id: string; unit_name: string; barcode: string };

/** Beside the rows come their barcodes, in one more statement for all of them. */
export async function withBarcodes(tx: Tx, rows: readonly ItemRow[]): Promise<readonly StoredItem[]> {
  if (rows.length === 0) return [];
  const barcodes = await tx.query<BarcodeRow>({
    name: "item_barcode_of",
    text: "select item_id, unit_name, barcode from item_barcode where org_id = $1 and item_id = any($2::uuid[]) order by item_id, sort, barcode",
    values: [tx.orgId, rows.map((row) => row.id)],
  });
  const byUnit = new Map<string, string[]>();
  for (const { item_id, unit_name, barcode } of barcodes) {
    const key = `${item_id} ${unit_name}`;
    const known = byUnit.get(key);
    if (known) known.push(barcode);
    else byUnit.set(key, [barcode]);
  }
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    spec: row.spec,
    categoryId: row.category_id,
    category: row.category,
    brand: row.brand,
    units: (JSON.parse(row.units) as readonly Omit<ItemUnit, "barcodes">[]).map((unit) => ({
      ...unit,
      barcodes: byUnit.get(`${row.id} ${unit.name}`) ?? [],
    })),
    taxRate: row.tax_rate,
    purchasePrice: row.purchase_price,
    salePrice: row.sale_price,
    minimumSalePrice: row.minimum_sale_price,
    safetyStock: row.safety_stock,
    tracking: row.tracking,
    shelfLifeDays: row.shelf_life_days,
    wholeUnits: row.whole_units,
    isKit: row.is_kit,
    note: row.note,
    disabled: row.disabled,
    version: row.version,
  }));
}

export async function findItems(tx: Tx, ids: readonly string[]): Promise<readonly StoredItem[]> {
  const rows = await tx.query<ItemRow>({
    name: "item_find",
    text: `select i.id, i.code, i.name, i.spec, i.category_id, coalesce(c.name, '') as category, i.brand, i.units::text as units, i.tax_rate, i.purchase_price, i.sale_price, i.minimum_sale_price, i.safety_stock, i.tracking, i.shelf_life_days, i.whole_units, i.is_kit, i.note, i.disabled, i.version
           from item i left join item_category c on c.org_id = $1 and c.id = i.category_id
           where i.org_id = $1 and i.id = any($2::uuid[])`,
    values: [tx.orgId, ids],
  });
  return withBarcodes(tx, rows);
}
/** Locked until the transaction ends: a document line that names the item waits, so that its unit cannot change under it. */
export async function lockItem(tx: Tx, id: string): Promise<StoredItem | undefined> {
  const locked = await tx.query({
    name: "item_lock",
    text: "select id from item where org_id = $1 and id = $2 for update",
    values: [tx.orgId, id],
  });
  if (locked.length === 0) return undefined;
  const [item] = await findItems(tx, [id]);
  return item;
}
/** False: there is no such item. Lines and stock that name it make a foreign key violation. */
export async function deleteItem(tx: Tx, id: string): Promise<boolean> {
  const deleted = await tx.query({
    name: "item_delete",
    text: "delete from item where org_id = $1 and id = $2 returning id",
    values: [tx.orgId, id],
  });
  return deleted.length > 0;
}
/** Whether a document, a draft included, or a kit counts the item in one of these units; null asks for any unit. */
export async function isUnitUsed(tx: Tx, id: string, units: readonly string[] | null): Promise<boolean> {
  const [row] = await tx.query<{ used: boolean }>({
    name: "item_unit_used",
    text: `select exists (select 1 from document_line l where l.org_id = $1 and l.item_id = $2 and ($3::text[] is null or l.unit = any($3::text[])))
             or exists (select 1 from kit_part k where k.org_id = $1 and k.part_id = $2 and ($3::text[] is null or k.unit = any($3::text[])))
             or ($3::text[] is null and exists (select 1 from document_line l where l.org_id = $1 and l.kit_item_id = $2)) as used`,
    values: [tx.orgId, id, units],
  });
  return row?.used ?? false;
}

/** Whether goods of it have moved: how they are told apart is fixed from then on. */
export async function hasMoved(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ moved: boolean }>({
    name: "item_moved",
    // Under the company's lock: no posting is on its way that has read the item as it was.
    text: "with lock as (select 1 from books b where b.org_id = $1 for no key update) select (select count(*) from lock) >= 0 and exists (select 1 from stock_entry e where e.org_id = $1 and e.item_id = $2) as moved",
    values: [tx.orgId, id],
  });
  return row?.moved ?? false;
}

export type FoundItem = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly baseUnit: string;
  readonly units: readonly { readonly name: string; readonly factor: string }[];
  readonly taxRate: string;
  readonly disabled: boolean;
};
type FoundRow = {
  id: string;
  code: string;
  name: string;
  spec: string;
  base_unit: string;
  units: string;
  tax_rate: string;
  disabled: boolean;
};
function foundFrom(row: FoundRow): FoundItem {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    spec: row.spec,
    baseUnit: row.base_unit,
    units: JSON.parse(row.units) as FoundItem["units"],
    taxRate: row.tax_rate,
    disabled: row.disabled,
  };
}
/** By code, exactly as written. Thousands of codes are one statement. */
export async function findItemsByCode(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, FoundItem>> {
  const rows = await tx.query<FoundRow>({
    name: "item_by_code",
    text: "select id, code, name, spec, base_unit, units::text as units, tax_rate, disabled from item where org_id = $1 and code = any($2::text[])",
    values: [tx.orgId, codes],
  });
  return new Map(rows.map((row) => [row.code, foundFrom(row)]));
}
/** By barcode, with the unit that the barcode stands for. */
export async function findItemsByBarcode(
  tx: Tx,
  barcodes: readonly string[],
): Promise<ReadonlyMap<string, FoundItem & { readonly unit: string }>> {
  const rows = await tx.query<FoundRow & { barcode: string; unit_name: string }>({
    name: "item_by_barcode",
    text: `select b.barcode, b.unit_name, i.id, i.code, i.name, i.spec, i.base_unit, i.units::text as units, i.tax_rate, i.disabled
           from item_barcode b join item i on i.org_id = $1 and i.id = b.item_id
           where b.org_id = $1 and b.barcode = any($2::text[])`,
    values: [tx.orgId, barcodes],
  });
  return new Map(rows.map((row) => [row.barcode, { ...foundFrom(row), unit: row.unit_name }]));
}
