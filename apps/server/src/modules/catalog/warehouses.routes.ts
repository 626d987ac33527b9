import { recordAudit } from "../../platform/audit.sql.ts";
import { type Tx, violatedConstraint } from "../../platform/db.ts";
import type { Handlers } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import { RefusedError, refused, refusedAt } from "../../platform/refused.ts";
import {
  clearDefaultWarehouse,
  insertWarehouse,
  type ListedWarehouse,
  listWarehouses,
  lockWarehouses,
  updateWarehouse,
  type Warehouse,
} from "./warehouses.sql.ts";

export function warehouseHandlers(): Handlers<"warehouses.list" | "warehouses.create" | "warehouses.update"> {
  return {
    "warehouses.list": { kind: "read", run: async (tx) => ({ rows: [...(await listWarehouses(tx))] }) },
    "warehouses.create": {
      kind: "write",
      run: async (tx, { body }, { caller }) => {
        const all = await lockWarehouses(tx);
        const isFirst = !all.some((one) => one.isDefault);
        const { version: _version, ...sent } = body;
        const warehouse = { ...sent, id: body.id ?? newId(), isDefault: body.isDefault || isFirst };
        await writeWarehouse(tx, warehouse, insertWarehouse);
        await recordAudit(tx, caller, {
          action: "warehouse.create",
          subjectType: "warehouse",
          subjectId: warehouse.id,
          note: `${body.code} ${body.name}`,
        });
        return showWarehouse(tx, warehouse.id);
      },
    },
    "warehouses.update": {
      kind: "write",
      run: async (tx, { params, body }, { caller }) => {
        const stored = (await lockWarehouses(tx)).find((one) => one.id === params.id);
        if (!stored) throw refused("not_found");
        const { version, ...sent } = body;
        if (version !== undefined && version !== stored.version) throw refused("version.stale");
        if (stored.isDefault && !body.isDefault)
          throw new RefusedError("request.invalid", {}, [
            {
              path: "isDefault",
              code: "warehouse.default_needed",
              message: "总要有一个默认仓库；请把另一个仓库设为默认。",
            },
          ]);
        await writeWarehouse(tx, { ...sent, id: params.id }, updateWarehouse);
        await recordAudit(tx, caller, {
          action: "warehouse.update",
          subjectType: "warehouse",
          subjectId: params.id,
          note: `${body.code} ${body.name}`,
        });
        return showWarehouse(tx, params.id);
      },
    },
  };
}

/** Exactly one warehouse is the default, and it can be used: a new document starts with it. */
async function writeWarehouse(
  tx: Tx,
  warehouse: Omit<Warehouse, "version">,
  write: (tx: Tx, warehouse: Omit<Warehouse, "version">) => Promise<void>,
): Promise<void> {
  if (warehouse.isDefault && warehouse.disabled)
    throw new RefusedError("request.invalid", {}, [
      { path: "disabled", code: "warehouse.default_disabled", message: "默认仓库不能停用；请先把另一个仓库设为默认。" },
    ]);
  if (warehouse.isDefault) await clearDefaultWarehouse(tx, warehouse.id);
  try {
    await write(tx, warehouse);
  } catch (error) {
    const violated = violatedConstraint(error);
    if (violated === "warehouse_code") throw refusedAt("code", "code.taken", { value: warehouse.code });
    if (violated === "warehouse_name") throw refusedAt("name", "code.taken", { value: warehouse.name });
    if (violated === "warehouse_pk") throw refusedAt("id", "code.taken", { value: warehouse.id });
    throw error;
  }
}
async function showWarehouse(tx: Tx, id: string): Promise<ListedWarehouse> {
  const warehouse = (await listWarehouses(tx)).find((one) => one.id === id);
  if (!warehouse) throw refused("not_found");
  return warehouse;
}
