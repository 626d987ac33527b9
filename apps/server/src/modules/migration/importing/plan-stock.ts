import { formatQuantity, parseQuantity, toBaseQuantity } from "@zhangshi/core";
import type { Tx } from "../../../platform/db.ts";
import {
  addBins,
  ensureWarehouses,
  type FoundItem,
  findItemsByBarcode,
  findItemsByCode,
  kitsAmong,
} from "../../catalog/index.ts";
import type { StockRecord } from "../recognition/records.ts";
import type { PlanProblem } from "./import-context.ts";
import { openingValue, type StockOpening } from "./openings.ts";
import { defaultWarehouse, findItemsByNameOnly, itemsWithOpening, purchasePrices } from "./references.sql.ts";

type Resolved = { readonly record: StockRecord; readonly item: FoundItem; readonly quantity: string };
export type StockPlan = { readonly resolved: readonly Resolved[]; readonly problems: readonly PlanProblem[] };

/** Which goods each row speaks of: by barcode or code, else by name. Unknown goods are a problem of the row. Reads only. */
export async function classifyStock(tx: Tx, records: readonly StockRecord[]): Promise<StockPlan> {
  const numbers = records.flatMap((record) => [record.barcode ?? [], record.code ?? []].flat());
  const barcodes = await findItemsByBarcode(tx, numbers);
  const codes = await findItemsByCode(tx, numbers);
  const names = await findItemsByNameOnly(tx, [...new Set(records.flatMap((record) => record.name ?? []))]);
  const kits = await kitsAmong(
    tx,
    [...barcodes.values(), ...codes.values(), ...[...names.values()].flat()].map((item) => item.id),
  );
  const problems: PlanProblem[] = [];
  const resolved = records.flatMap((record): readonly Resolved[] => {
    const refuse = (reasonCode: PlanProblem["reasonCode"], value: string, reason: string, suggestion: string) => {
      problems.push({ row: record.row, value, reasonCode, reason, suggestion, severity: "error" });
      return [];
    };
    const number = record.barcode ?? record.code ?? "";
    const byNumber =
      barcodes.get(record.barcode ?? "") ??
      codes.get(record.code ?? "") ??
      codes.get(record.barcode ?? "") ??
      barcodes.get(record.code ?? "");
    const named = names.get(record.name ?? "") ?? [];
    if (!byNumber && named.length > 1)
      return refuse(
        "item.ambiguous",
        record.name ?? "",
        `有 ${named.length} 个商品叫「${record.name}」。`,
        "请补上编码或条码。",
      );
    const item = byNumber ?? named[0];
    if (!item)
      return refuse(
        "item.unknown",
        number || (record.name ?? ""),
        `还没有这个商品：${[number, record.name].filter(Boolean).join(" ")}。`,
        "请先导入商品资料，或检查编码、条码。",
      );
    if (kits.has(item.id))
      return refuse(
        "kit.has_no_stock",
        number || item.name,
        `「${item.name}」是组合商品，自己没有库存。`,
        "请改成它的配件，或删除这一行。",
      );
    const unitName = record.unit ?? (byNumber && "unit" in byNumber ? String(byNumber.unit) : item.baseUnit);
    const unit =
      item.units.find((one) => one.name === unitName) ?? (record.unit === undefined ? item.units[0] : undefined);
    if (!unit)
      return refuse(
        "unit.unknown",
        unitName,
        `商品「${item.name}」没有单位「${unitName}」。`,
        `可用：${item.units.map((one) => one.name).join("、")}。`,
      );
    const base = toBaseQuantity(parseQuantity(record.quantity), parseQuantity(unit.factor));
    if (base === null)
      return refuse("number.too_many_decimals", record.quantity, "换算成基本单位后超出 6 位小数。", "请改数量或单位。");
    return [{ record, item, quantity: formatQuantity(base) }];
  });
  return { resolved, problems };
}

export type WrittenStock = {
  readonly openings: readonly StockOpening[];
  readonly openingsThere: number;
  readonly withoutCost: number;
};
export async function planStockOpenings(tx: Tx, plan: StockPlan): Promise<WrittenStock> {
  const warehouses = await ensureWarehouses(
    tx,
    plan.resolved.flatMap(({ record }) => record.warehouse ?? []),
  );
  const own = await defaultWarehouse(tx);
  const placeOf = (record: StockRecord) => warehouses.get(record.warehouse?.trim() ?? "") ?? own.id;
  await addBins(
    tx,
    plan.resolved.flatMap(({ record, item }) =>
      (record.location ?? []).map(({ bin }) => ({ itemId: item.id, warehouseId: placeOf(record), bin })),
    ),
  );
  const itemIds = [...new Set(plan.resolved.map(({ item }) => item.id))];
  const known = await itemsWithOpening(tx, itemIds);
  const prices = await purchasePrices(tx, itemIds);
  let openingsThere = 0;
  let withoutCost = 0;
  const openings = plan.resolved.flatMap(({ record, item, quantity }): readonly StockOpening[] => {
    if (/^0(\.0*)?$/.test(quantity)) return [];
    const warehouseId = placeOf(record);
    if (known.has(`${item.id}/${warehouseId}`)) {
      openingsThere += 1;
      return [];
    }
    // A blank cost means the good's purchase price, never zero because it was blank.
    const unitCost = record.unitCost ?? prices.get(item.id);
    if (record.amount === undefined && unitCost === undefined) withoutCost += 1;
    return [
      {
        itemId: item.id,
        warehouseId,
        unit: item.baseUnit,
        quantity,
        value: openingValue(record.amount === undefined ? quantity : record.quantity, record.amount, unitCost),
      },
    ];
  });
  return { openings, openingsThere, withoutCost };
}
