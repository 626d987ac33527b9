import type { DocumentBody, DocumentBodyLine, RefusalCode } from "@zhangshi/contract";
import {
  addDays,
  divideHalfUp,
  formatQuantity,
  type Money,
  noDiscount,
  oneUnit,
  parseDecimal,
  parseQuantity,
  parseTaxRate,
  type Quantity,
  type TaxRate,
  toBaseQuantity,
} from "@zhangshi/core";
import type { DocumentKind, KitMark, SourceRef } from "./document-kind.ts";
import type { Facts, ItemFact } from "./facts.ts";
import { type SourceFact, sourceKey } from "./sources.sql.ts";

export type Refuse = (path: string, code: RefusalCode, details?: Record<string, unknown>) => void;

/** A line of a body, or a part of a kit with its share of the kit's amount. */
export type BodyLine = DocumentBodyLine & { readonly settled?: Money };
/** What a line says of its goods, before any amount. */
export type LineGoods = {
  readonly lineNo: number;
  readonly itemId: string;
  readonly warehouseId: string | null;
  readonly unit: string;
  readonly factor: Quantity;
  readonly quantity: Quantity;
  readonly baseQuantity: Quantity;
  readonly discountRate: bigint;
  readonly taxRate: TaxRate;
  readonly role: "product" | "part" | null;
  readonly weight: Quantity;
  readonly source: SourceRef | null;
  readonly sourceFact: SourceFact | undefined;
  readonly lot: string | null;
  readonly producedOn: string | null;
  readonly expiresOn: string | null;
  readonly serials: readonly string[] | null;
  readonly kit: KitMark | null;
  /** What a part comes to as its share of the kit. */
  readonly settled: Money | undefined;
  readonly note: string;
};

export function goodsOf(
  kind: DocumentKind,
  body: DocumentBody,
  line: BodyLine,
  index: number,
  facts: Facts,
  refuse: Refuse,
): LineGoods {
  const path = `lines.${index}`;
  const item = facts.items.get(line.itemId);
  if (!item) refuse(`${path}.itemId`, "item.unknown");
  else if (item.disabled) refuse(`${path}.itemId`, "item.disabled", { item: item.name });
  else if (item.parts.length > 0) refuse(`${path}.itemId`, "kit.has_no_stock", { item: item.name });
  const warehouse = line.warehouseId === undefined ? undefined : facts.warehouses.get(line.warehouseId);
  if (line.warehouseId !== undefined && !warehouse) refuse(`${path}.warehouseId`, "warehouse.unknown");
  if (warehouse?.isTransit) refuse(`${path}.warehouseId`, "warehouse.transit");
  const source = line.source ?? null;
  const sourceFact = source === null ? undefined : facts.sources.get(sourceKey(source));
  const measured = takesSourceGoods(kind) ? measuredBySource(sourceFact) : measuredByUnit(line, item, path, refuse);
  return {
    lineNo: index + 1,
    itemId: line.itemId,
    warehouseId: warehouseOf(kind, body, line, sourceFact),
    unit: measured.unit,
    factor: measured.factor,
    quantity: measured.quantity,
    baseQuantity: measured.baseQuantity,
    discountRate: line.discountRate === undefined ? noDiscount : parseDecimal(line.discountRate, 4),
    taxRate: parseTaxRate(line.taxRate ?? body.taxRate ?? item?.taxRate ?? "0"),
    role: line.role ?? null,
    weight:
      line.weight === undefined ? (line.role === undefined ? 0n : measured.baseQuantity) : parseQuantity(line.weight),
    source,
    sourceFact,
    ...lotOf(line, item, sourceFact),
    kit: kitOf(kind, line, path, facts, refuse),
    settled: line.settled,
    note: line.note,
  };
}

function kitOf(kind: DocumentKind, line: DocumentBodyLine, path: string, facts: Facts, refuse: Refuse): KitMark | null {
  if (!line.kit) return null;
  const item = facts.items.get(line.kit.itemId);
  if (!item) refuse(`${path}.kit`, "item.unknown");
  else if (!kind.explodesKits) refuse(`${path}.kit`, "kit.has_no_stock", { item: item.name });
  return { ...line.kit, quantity: parseQuantity(line.kit.quantity) };
}

/** What a line says of lots; a line that follows another needs not repeat its lot, and an expiry follows from the shelf life. */
function lotOf(
  line: DocumentBodyLine,
  item: ItemFact | undefined,
  source: SourceFact | undefined,
): Pick<LineGoods, "lot" | "producedOn" | "expiresOn" | "serials"> {
  const ofSource = source?.entries.length === 1 ? (source.entries[0]?.lot ?? null) : null;
  const lot = line.lot ?? (item?.tracking === "lot" ? ofSource : null);
  const producedOn = line.producedOn ?? null;
  const days = item?.shelfLifeDays ?? null;
  const expiresOn = line.expiresOn ?? (producedOn !== null && days !== null ? addDays(producedOn, days) : null);
  return { lot, producedOn, expiresOn, serials: line.serials ?? null };
}

/** A corrected price and a share of freight speak of all that is left of their source. */
function takesSourceGoods(kind: DocumentKind): boolean {
  return kind.lineShape === "correction" || kind.lineShape === "allocation";
}
function warehouseOf(
  kind: DocumentKind,
  body: DocumentBody,
  line: DocumentBodyLine,
  source: SourceFact | undefined,
): string | null {
  if (takesSourceGoods(kind) || kind.type === "transfer-receipt" || kind.type === "transfer-loss")
    return source?.warehouseId ?? body.warehouseId ?? null;
  return line.warehouseId ?? body.warehouseId ?? null;
}

type Measured = {
  readonly unit: string;
  readonly factor: Quantity;
  readonly quantity: Quantity;
  readonly baseQuantity: Quantity;
};
function measuredBySource(source: SourceFact | undefined): Measured {
  if (!source) return { unit: "", factor: oneUnit, quantity: 0n, baseQuantity: 0n };
  return {
    unit: source.unit,
    factor: source.factor,
    quantity: divideHalfUp(source.left.quantity * oneUnit, source.factor),
    baseQuantity: source.left.quantity,
  };
}
export function measuredByUnit(
  line: DocumentBodyLine,
  item: ItemFact | undefined,
  path: string,
  refuse: Refuse,
): Measured {
  const unit = unitOf(item, line.unit);
  if (item && !unit)
    refuse(`${path}.unit`, "unit.unknown", {
      item: item.name,
      unit: line.unit,
      units: item.units.map((one) => one.name).join("、"),
    });
  const quantity = parseQuantity(line.quantity ?? "0");
  const factor = unit ? parseQuantity(unit.factor) : oneUnit;
  const baseQuantity = toBaseQuantity(quantity, factor);
  if (item?.wholeUnits && baseQuantity !== null && baseQuantity % oneUnit !== 0n)
    refuse(`${path}.quantity`, "unit.not_piece", {
      item: item.name,
      unit: item.baseUnit,
      quantity: formatQuantity(baseQuantity),
    });
  if (baseQuantity === null)
    refuse(`${path}.quantity`, "unit.not_whole", {
      item: item?.name,
      quantity: `${line.quantity} × ${unit?.factor}`,
    });
  return { unit: unit?.name ?? line.unit ?? "", factor, quantity, baseQuantity: baseQuantity ?? 0n };
}
function unitOf(item: ItemFact | undefined, name: string | undefined) {
  if (!item) return undefined;
  return name === undefined ? item.units[0] : item.units.find((unit) => unit.name === name);
}
