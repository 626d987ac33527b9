import { type DocumentBody, type DocumentBodyLine, maximumLines } from "@zhangshi/contract";
import {
  extendedAmount,
  formatQuantity,
  formatUnitPrice,
  noDiscount,
  oneUnit,
  parseDecimal,
  parseQuantity,
  parseUnitPrice,
  type PartShare,
  type Quantity,
  spreadOverParts,
  toBaseQuantity,
  unitCostOf,
} from "@zhangshi/core";
import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import type { DocumentKind } from "./document-kind.ts";
import { type BodyLine, measuredByUnit, type Refuse } from "./draft-goods.ts";
import type { Facts, ItemFact, KitPart } from "./facts.ts";

export type ExplodedBody = {
  readonly body: Omit<DocumentBody, "lines"> & { readonly lines: readonly BodyLine[] };
  /** Which line of the body each line came from; null: every line from its own. */
  readonly typedLines: readonly number[] | null;
  readonly refusals: readonly FieldRefusal[];
};

/** 组合商品展开: a line that names a kit becomes the lines of its parts. From there on they are lines like any other. */
export function explodeKits(kind: DocumentKind, body: DocumentBody, facts: Facts): ExplodedBody {
  const isKit = (line: DocumentBodyLine) => (facts.items.get(line.itemId)?.parts.length ?? 0) > 0;
  if (!kind.explodesKits || !body.lines.some(isKit)) return { body, typedLines: null, refusals: [] };
  const kits = body.lines.map((line) => (isKit(line) ? facts.items.get(line.itemId) : undefined));
  const count = kits.reduce((sum, kit) => sum + (kit?.parts.length ?? 1), 0);
  if (count > maximumLines) {
    const tooMany = fieldRefusal("lines", "kit.too_many_lines", { lines: count, most: maximumLines });
    return { body: { ...body, lines: [] }, typedLines: [], refusals: [tooMany] };
  }
  const refusals: FieldRefusal[] = [];
  const refuse: Refuse = (path, code, details = {}) => refusals.push(fieldRefusal(path, code, details));
  const lines: BodyLine[] = [];
  const typedLines: number[] = [];
  let group = Math.max(0, ...body.lines.map((line) => line.kit?.group ?? 0));
  body.lines.forEach((line, index) => {
    const kit = kits[index];
    if (kit) group += 1;
    const own = kit ? partLines(line, kit, group, `lines.${index}`, facts, refuse) : [line];
    lines.push(...own);
    typedLines.push(...own.map(() => index));
  });
  return { body: { ...body, lines }, typedLines, refusals };
}

/** Refusals at lines of the draft, put where the person who typed the body finds them. */
export function atTypedLines<R extends { readonly path: string }>(
  typedLines: readonly number[] | null,
  refusals: readonly R[],
): readonly R[] {
  if (typedLines === null) return refusals;
  return refusals.map((one) => {
    const [, lineNo = "", rest = ""] = /^lines\.(\d+)(.*)$/.exec(one.path) ?? [];
    const typed = lineNo === "" ? undefined : typedLines[Number(lineNo)];
    return typed === undefined ? one : { ...one, path: `lines.${typed}${rest}` };
  });
}

function partLines(
  line: DocumentBodyLine,
  kit: ItemFact,
  group: number,
  path: string,
  facts: Facts,
  refuse: Refuse,
): readonly BodyLine[] {
  if (kit.disabled) refuse(`${path}.itemId`, "item.disabled", { item: kit.name });
  if (line.lot !== undefined || line.serials !== undefined)
    refuse(`${path}.lot`, "lot.not_tracked", { item: kit.name });
  const { quantity, baseQuantity: kitQuantity } = measuredByUnit(line, kit, path, refuse);
  const rate = line.discountRate === undefined ? noDiscount : parseDecimal(line.discountRate, 4);
  const amount = extendedAmount(quantity, parseUnitPrice(line.price ?? "0"), rate);
  const taken = kit.parts.map((part) => takenBy(part, kitQuantity, facts, path, refuse));
  const shares = spreadOverParts(amount, taken);
  return kit.parts.map((part, place) => {
    const [share, own] = [shares[place] ?? 0n, taken[place]];
    const { discountRate: _, price: __, lot: ___, serials: ____, ...rest } = line;
    return {
      ...rest,
      itemId: part.itemId,
      unit: part.unit,
      quantity: formatQuantity(own?.inUnit ?? 0n),
      price: formatUnitPrice(unitCostOf(share, own?.inUnit ?? 0n)),
      kit: { itemId: kit.id, quantity: formatQuantity(kitQuantity), group },
      settled: share,
    };
  });
}

type Taken = PartShare & { readonly inUnit: Quantity };
function takenBy(part: KitPart, kits: Quantity, facts: Facts, path: string, refuse: Refuse): Taken {
  const item = facts.items.get(part.itemId);
  const unit = item?.units.find((one) => one.name === part.unit);
  const inUnit = toBaseQuantity(kits, part.quantity);
  if (inUnit === null)
    refuse(`${path}.quantity`, "unit.not_whole", {
      item: item?.name ?? "",
      quantity: `${formatQuantity(kits)} × ${formatQuantity(part.quantity)}`,
    });
  const factor = unit ? parseQuantity(unit.factor) : oneUnit;
  const quantity = ((inUnit ?? 0n) * factor) / oneUnit;
  return { inUnit: inUnit ?? 0n, quantity, saleValue: saleValueOf(item, part.unit, inUnit ?? 0n, quantity) };
}
/** By the price of the unit, or of the base unit where the unit has none of its own. */
function saleValueOf(item: ItemFact | undefined, unit: string, inUnit: Quantity, quantity: Quantity): bigint {
  const own = item?.units.find((one) => one.name === unit)?.salePrice ?? null;
  if (own !== null) return parseUnitPrice(own) * inUnit;
  const base = item?.units[0]?.salePrice ?? null;
  return base === null ? 0n : parseUnitPrice(base) * quantity;
}
