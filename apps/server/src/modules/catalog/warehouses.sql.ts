import type { Tx } from "../../platform/db.ts";
import { newId } from "../../platform/identifiers.ts";

export type Warehouse = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly disabled: boolean;
  readonly version: number;
};
export type ListedWarehouse = Warehouse & { readonly hasBins: boolean };
type WarehouseRow = { id: string; code: string; name: string; is_default: boolean; disabled: boolean; version: number };
function warehouseFrom(row: WarehouseRow): Warehouse {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    isDefault: row.is_default,
    disabled: row.disabled,
    version: row.version,
  };
}

export async function listWarehouses(tx: Tx): Promise<readonly ListedWarehouse[]> {
  const rows = await tx.query<WarehouseRow & { has_bins: boolean }>({
    name: "warehouse_list",
    text: `select w.id, w.code, w.name, w.is_default, w.disabled, w.version, exists (select from item_bin b where b.org_id = $1 and b.warehouse_id = w.id) as has_bins
           from warehouse w where w.org_id = $1 and w.kind = 'ordinary' order by w.is_default desc, w.code, w.id`,
    values: [tx.orgId],
  });
  return rows.map((row) => ({ ...warehouseFrom(row), hasBins: row.has_bins }));
}
/** All of them, locked: that exactly one is the default is a rule about all rows together. */
export async function lockWarehouses(tx: Tx): Promise<readonly Warehouse[]> {
  const rows = await tx.query<WarehouseRow>({
    name: "warehouse_lock",
    text: "select id, code, name, is_default, disabled, version from warehouse where org_id = $1 and kind = 'ordinary' order by id for no key update",
    values: [tx.orgId],
  });
  return rows.map(warehouseFrom);
}
export async function insertWarehouse(tx: Tx, warehouse: Omit<Warehouse, "version">): Promise<void> {
  await tx.query({
    name: "warehouse_insert",
    text: "insert into warehouse (org_id, id, code, name, is_default, disabled) values ($1, $2, $3, $4, $5, $6)",
    values: [tx.orgId, warehouse.id, warehouse.code, warehouse.name, warehouse.isDefault, warehouse.disabled],
  });
}
export async function updateWarehouse(tx: Tx, warehouse: Omit<Warehouse, "version">): Promise<void> {
  await tx.query({
    name: "warehouse_update",
    text: "update warehouse set code = $3, name = $4, is_default = $5, disabled = $6, version = version + 1 where org_id = $1 and id = $2",
    values: [tx.orgId, warehouse.id, warehouse.code, warehouse.name, warehouse.isDefault, warehouse.disabled],
  });
}
/** The others stop being the default; their forms that are open elsewhere are stale now. */
export async function clearDefaultWarehouse(tx: Tx, exceptId: string): Promise<void> {
  await tx.query({
    name: "warehouse_clear_default",
    text: "update warehouse set is_default = false, version = version + 1 where org_id = $1 and id <> $2 and is_default",
    values: [tx.orgId, exceptId],
  });
}

/** Ids of warehouses by name or code; unknown names become warehouses with the next free code. */
export async function ensureWarehouses(tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
  const existing = await lockWarehouses(tx);
  const idOf = (name: string) =>
    (existing.find((one) => one.name === name) ?? existing.find((one) => one.code === name))?.id;
  const found = new Map(
    wanted.flatMap((name) => {
      const id = idOf(name);
      return id ? [[name, id] as const] : [];
    }),
  );
  const codes = freeCodes(new Set(existing.map((one) => one.code)));
  let needsDefault = !existing.some((one) => one.isDefault);
  const made = wanted
    .filter((name) => !found.has(name))
    .map((name) => {
      const row = { id: newId(), code: codes.next().value, name, isDefault: needsDefault };
      needsDefault = false;
      return row;
    });
  if (made.length > 0)
    await tx.query({
      name: "warehouse_ensure",
      text: "insert into warehouse (org_id, id, code, name, is_default) select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[])",
      values: [
        tx.orgId,
        made.map((one) => one.id),
        made.map((one) => one.code),
        made.map((one) => one.name),
        made.map((one) => one.isDefault),
      ],
    });
  return new Map([...found, ...made.map((one) => [one.name, one.id] as const)]);
}
function* freeCodes(taken: ReadonlySet<string>): Generator<string, never> {
  for (let number = 1; ; number += 1) {
    const code = `CK${String(number).padStart(2, "0")}`;
    if (!taken.has(code)) yield code;
  }
}
