import { divideHalfUp, formatQuantity, oneUnit, parseQuantity } from "@zhangshi/core";
import { type DocumentKind, takesGoods } from "./document-kind.ts";
import { type DocumentForm, factorOf, stockUnknown } from "./document.form.ts";
import { typedNumber } from "./typed-number.ts";

export type LineStock = {
  /** In the line's unit, whole ones; what earlier lines of the same item take is off already. */
  readonly available: string;
  readonly short: string | null;
};

/** Available and short, line by line: several lines of one item share what is there. */
export function lineStocks(form: DocumentForm, kind: Pick<DocumentKind, "takesStock">): ReadonlyMap<string, LineStock> {
  const taken = new Map<string, bigint>();
  const stocks = new Map<string, LineStock>();
  for (const line of form.lines) {
    const { item } = line;
    if (!item || line.warehouseId !== null || item.onHand === stockUnknown) continue;
    const takes = takesGoods(kind, line.role);
    const factor = factorOf(item, line.unit);
    const left = parseQuantity(item.onHand) - (taken.get(item.id) ?? 0n);
    const quantity = parseQuantity(typedNumber(line.quantity, 6) ?? "0");
    const wanted = divideHalfUp(quantity * factor, oneUnit);
    if (takes) taken.set(item.id, (taken.get(item.id) ?? 0n) + wanted);
    const available = left <= 0n ? 0n : wholeUnits(left, factor);
    const isShort = takes && quantity > 0n && wanted > left;
    stocks.set(line.key, {
      available: formatQuantity(available),
      short: isShort ? formatQuantity(quantity - available) : null,
    });
  }
  return stocks;
}

/** Whole units of what is there; a base unit keeps its decimals (3.5 kg). */
function wholeUnits(base: bigint, factor: bigint): bigint {
  const units = (base * oneUnit) / factor;
  return factor === oneUnit ? units : (units / oneUnit) * oneUnit;
}
