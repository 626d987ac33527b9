import type { ItemBody, ItemView } from "@zhangshi/contract";
import { formatQuantity, kitsOf, oneUnit, parseQuantity, type Quantity, toBaseQuantity } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";
import { type FieldRefusal, fieldRefusal, RefusedError, refusedAt, refusedFields } from "../../platform/refused.ts";
import { type ItemWrite, priceOrNull, type StoredItem } from "./item.ts";
import type { ItemStock } from "./item-lookup.sql.ts";
import {
  hasGoods,
  type KitPartRow,
  kitsWithPart,
  type PartCandidate,
  readKitParts,
  replaceKitParts,
  shareParts,
} from "./kit-parts.sql.ts";

type Parts = NonNullable<ItemBody["parts"]>;
type Unit = { readonly name: string; readonly factor: string };

/** 组合商品配件 as the form sent them; left out, they stay as they are. */
export async function saveKitParts(
  tx: Tx,
  item: ItemWrite,
  parts: Parts | undefined,
  before: Pick<StoredItem, "isKit" | "disabled"> | null,
): Promise<void> {
  const wasKit = before?.isKit ?? false;
  const isKit = parts === undefined ? wasKit : parts.length > 0;
  if (isKit) refuseStockOfKit(item);
  if (parts === undefined && isKit && before?.disabled && !item.disabled) await refuseDisabledParts(tx, item.id);
  if (parts === undefined || (parts.length === 0 && !wasKit)) return;
  refuseRepeated(item, parts);
  if (isKit && !wasKit) await refuseBecomingKit(tx, item);
  const ids = parts.map((part) => part.itemId);
  const found = new Map((await shareParts(tx, ids)).map((one) => [one.id, one]));
  const refusals = parts.flatMap((part, index) => judgePart(part, found.get(part.itemId), `parts.${index}`));
  if (refusals.length > 0) throw refusedFields(refusals);
  await replaceKitParts(
    tx,
    item.id,
    parts.map((part) => ({
      itemId: part.itemId,
      unit: part.unit ?? found.get(part.itemId)?.base_unit ?? "",
      quantity: part.quantity,
    })),
  );
}

/** Its parts may have been disabled while it was. */
async function refuseDisabledParts(tx: Tx, kitId: string): Promise<void> {
  const ids = (await readKitParts(tx, [kitId])).map((part) => part.part_id);
  const disabled = (await shareParts(tx, ids)).filter((part) => part.disabled);
  const refusals = disabled.map((part) => fieldRefusal("parts", "item.disabled", { item: part.name }));
  if (refusals.length > 0) throw refusedFields(refusals);
}
/** A kit has no stock of its own: nothing to tell apart, nothing to keep a line of. */
function refuseStockOfKit(item: ItemWrite): void {
  const refusals = [
    ...(item.tracking === "none"
      ? []
      : [
          {
            path: "tracking",
            code: "kit.tracking",
            message: "组合商品自己没有库存，不能按批号或序列号管理；请在配件上管理。",
          },
        ]),
    ...(parseQuantity(item.safetyStock) === 0n
      ? []
      : [{ path: "safetyStock", code: "kit.safety_stock", message: "组合商品自己没有库存，请把安全库存设在配件上。" }]),
  ];
  if (refusals.length > 0) throw new RefusedError("request.invalid", {}, refusals);
}
function refuseRepeated(item: ItemWrite, parts: Parts): void {
  const refusals = parts.flatMap((part, index): readonly FieldRefusal[] => {
    const path = `parts.${index}.itemId`;
    if (part.itemId === item.id) return [{ path, code: "kit.of_itself", message: "配件不能是它自己，请换一个商品。" }];
    const isTwice = parts.findIndex((other) => other.itemId === part.itemId) < index;
    return isTwice ? [{ path, code: "kit.part_twice", message: "这个配件写了两次，请合成一行。" }] : [];
  });
  if (refusals.length > 0) throw new RefusedError("request.invalid", {}, refusals);
}
async function refuseBecomingKit(tx: Tx, item: ItemWrite): Promise<void> {
  if (await hasGoods(tx, item.id)) throw refusedAt("parts", "kit.in_use", { item: item.name });
  await refusePartOfKit(tx, item, "parts", "改成组合商品", false);
}
/** What cannot be done to an item as long as kits are made of it. */
export async function refusePartOfKit(
  tx: Tx,
  item: Pick<ItemWrite, "id" | "name">,
  path: string,
  deed: string,
  onlyUsable: boolean,
): Promise<void> {
  const kits = await kitsWithPart(tx, item.id, onlyUsable);
  if (kits.length > 0) throw refusedAt(path, "kit.part_of", { item: item.name, kits: kits.join("、"), deed });
}

function judgePart(part: Parts[number], item: PartCandidate | undefined, path: string): readonly FieldRefusal[] {
  if (!item) return [fieldRefusal(`${path}.itemId`, "item.unknown")];
  if (item.disabled) return [fieldRefusal(`${path}.itemId`, "item.disabled", { item: item.name })];
  if (item.is_kit) return [fieldRefusal(`${path}.itemId`, "kit.nested", { item: item.name })];
  const units = JSON.parse(item.units) as readonly Unit[];
  const unit = part.unit === undefined ? units[0] : units.find((one) => one.name === part.unit);
  if (!unit)
    return [
      fieldRefusal(`${path}.unit`, "unit.unknown", {
        item: item.name,
        unit: part.unit,
        units: units.map((one) => one.name).join("、"),
      }),
    ];
  const base = toBaseQuantity(parseQuantity(part.quantity), parseQuantity(unit.factor));
  if (base === null)
    return [
      fieldRefusal(`${path}.quantity`, "unit.not_whole", {
        item: item.name,
        quantity: `${part.quantity} × ${unit.factor}`,
      }),
    ];
  if (!item.whole_units || base % oneUnit === 0n) return [];
  const facts = { item: item.name, unit: item.base_unit, quantity: formatQuantity(base) };
  return [fieldRefusal(`${path}.quantity`, "unit.not_piece", facts)];
}

export function viewKitParts(rows: readonly KitPartRow[]): NonNullable<ItemView["parts"]> {
  return rows.map((row) => ({
    itemId: row.part_id,
    code: row.code,
    name: row.name,
    spec: row.spec,
    unit: row.unit,
    factor: factorOf(row),
    baseUnit: row.base_unit,
    quantity: formatQuantity(parseQuantity(row.quantity)),
    salePrice: priceOrNull(row.sale_price),
    disabled: row.disabled,
  }));
}
/** "2 瓶 酱香酒、1 只 礼盒包装": what the audit says. */
export function describeKitParts(rows: readonly KitPartRow[]): string {
  return rows.map((row) => `${formatQuantity(parseQuantity(row.quantity))} ${row.unit} ${row.name}`).join("、");
}
function factorOf(row: KitPartRow): string {
  const unit = (JSON.parse(row.units) as readonly Unit[]).find((one) => one.name === row.unit);
  return formatQuantity(parseQuantity(unit?.factor ?? "1"));
}

/** In base units; what does not come to whole millionths is refused when a kit is saved. */
function perKitOf(row: KitPartRow): Quantity {
  return toBaseQuantity(parseQuantity(row.quantity), parseQuantity(factorOf(row))) ?? 0n;
}

/** 可配几套 of each kit, on hand and available, from what stands of its parts. */
export function stockOfKits(
  rows: readonly KitPartRow[],
  stock: ReadonlyMap<string, ItemStock>,
): ReadonlyMap<string, ItemStock> {
  const kits = new Map<string, KitPartRow[]>();
  for (const row of rows) kits.set(row.kit_id, [...(kits.get(row.kit_id) ?? []), row]);
  const countOf = (parts: readonly KitPartRow[], of: "on_hand" | "available") =>
    formatQuantity(
      kitsOf(
        parts.map((row) => ({
          available: parseQuantity(stock.get(row.part_id)?.[of] ?? "0"),
          quantity: perKitOf(row),
        })),
      ),
    );
  return new Map(
    [...kits].map(([kitId, parts]) => [
      kitId,
      { item_id: kitId, on_hand: countOf(parts, "on_hand"), available: countOf(parts, "available") },
    ]),
  );
}
