import { isOrder, paperOf } from "./entries.ts";
import { one } from "./exact.ts";
import type { OpenedBody } from "./kits.ts";
import { type Company, items, type Kind, type SettledLine } from "./paper.ts";

/** Kinds that may bring a lot that nobody knew. */
const bringLots: readonly Kind[] = [
  "opening-stock",
  "purchase-receipt",
  "other-receipt",
  "sales-return",
  "stock-count",
  "assembly",
  "disassembly",
];
/** Which lots and pieces a line names, and whether it may. */
export function lotRefusals(
  company: Company,
  body: OpenedBody,
  lines: readonly SettledLine[],
  partsMayWait: boolean,
): readonly string[] {
  const speaksOfSource = body.kind === "price-correction" || body.kind === "cost-allocation";
  return lines.flatMap((line, index): readonly string[] => {
    const tracking = items.find((item) => item.name === line.item)?.tracking ?? "none";
    const typed = body.lines[index];
    // An order promises goods, not certain pieces of them.
    if (tracking === "none" || speaksOfSource || isOrder(body.kind)) return [];
    const isNamed = typed?.lot !== undefined || (typed?.serials ?? []).length > 0;
    // Whoever sold the kit did not choose the lots of its parts yet; the draft asks for them later.
    if (partsMayWait && line.kit !== null && !isNamed) return [];
    const isOfSource = (lot: string) => {
      const source = line.source && paperOf(company, line.source.paper);
      if (source && isOrder(source.body.kind)) return true;
      const followed = source?.status === "approved" ? source.lines[(line.source?.line ?? 0) - 1] : undefined;
      return followed?.parts.some((part) => part.lot === lot) ?? true;
    };
    const isKnown = (lot: string) => company.lots.includes(`${line.item}/${lot}`) || bringLots.includes(body.kind);
    const names = line.parts.flatMap((part) => part.lot ?? []);
    if (tracking === "lot" && names.length === 0) return ["lot.required"];
    if (tracking === "serial") {
      if (body.kind === "cost-adjustment") return [];
      const serials = typed?.serials ?? [];
      if (BigInt(serials.length) * one !== line.quantity) return ["serial.required"];
      if (new Set(serials).size < serials.length) return ["serial.twice"];
    }
    return names.every((lot) => isOfSource(lot) && isKnown(lot)) ? [] : ["lot.unknown"];
  });
}
