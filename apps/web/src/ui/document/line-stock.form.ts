import type { ItemCandidate } from "@zhangshi/contract";
import { divideHalfUp, formatQuantity, oneUnit, parseQuantity } from "@zhangshi/core";
import { type DocumentKind, showsAvailable, takesGoods } from "./document-kind.ts";
import { type DocumentForm, factorOf, type FormLine, stockUnknown } from "./document.form.ts";
import { typedNumber } from "./typed-number.ts";

export type LineStock = {
  /** 可用 in the line's unit, whole ones; what earlier lines of the same item take is off already. */
  readonly available: string;
  readonly short: string | null;
  /** In base units: how much of what this line takes orders keep for others. */
  readonly reserved: string | null;
};

/**
 * Available and short, line by line: several lines of one item share what is there. A line that executes an order takes
 * what the order kept for it. What is kept for others is short only where the company protects it.
 */
export function lineStocks(
  form: DocumentForm,
  kind: Pick<DocumentKind, "takesStock" | "order" | "sells">,
  isProtected = false,
): ReadonlyMap<string, LineStock> {
  const taken = new Map<string, bigint>();
  const stocks = new Map<string, LineStock>();
  for (const line of form.lines) {
    const { item } = line;
    if (!item || line.warehouseId !== null || item.onHand === stockUnknown) continue;
    const takes = takesGoods(kind, line.role);
    const factor = factorOf(item, line.unit);
    const before = taken.get(item.id) ?? 0n;
    const onShelf = parseQuantity(item.onHand) - before;
    // A form kept by an older page knows only what is on the shelf.
    const free = parseQuantity(item.available || item.onHand) - before + keptFor(line, item);
    const left = showsAvailable(kind) && free < onShelf ? free : onShelf;
    const quantity = parseQuantity(typedNumber(line.quantity, 6) ?? "0");
    const wanted = divideHalfUp(quantity * factor, oneUnit);
    if (takes) taken.set(item.id, (taken.get(item.id) ?? 0n) + wanted);
    const available = left <= 0n ? 0n : wholeUnits(left, factor);
    const isBeyond = takes && quantity > 0n && wanted > left;
    const isShort = isBeyond && (isProtected || wanted > onShelf);
    stocks.set(line.key, {
      available: formatQuantity(available),
      short: isShort ? formatQuantity(quantity - available) : null,
      reserved:
        isBeyond && left < onShelf
          ? formatQuantity((wanted < onShelf ? wanted : onShelf) - (left > 0n ? left : 0n))
          : null,
    });
  }
  return stocks;
}

/** What the line's own order reserves, in base units; nothing of an order for another shelf. */
function keptFor(line: FormLine, item: ItemCandidate): bigint {
  const { source } = line;
  if (source?.type !== "sales-order" || !source.facts) return 0n;
  return divideHalfUp(parseQuantity(source.facts.quantity) * factorOf(item, source.facts.unit), oneUnit);
}

/** Whole units of what is there; a base unit keeps its decimals (3.5 kg). */
function wholeUnits(base: bigint, factor: bigint): bigint {
  const units = (base * oneUnit) / factor;
  return factor === oneUnit ? units : (units / oneUnit) * oneUnit;
}
