import type { CostScope } from "@zhangshi/core";

/** 调拨 in one step or two: the goods stay in the company. */
export const transferTypes: readonly string[] = ["transfer", "transfer-shipment", "transfer-receipt"];
/** Goods that only change their shelf inside one pool. */
export function isInside(scope: CostScope, entry: { readonly documentType: string }): boolean {
  return scope === "company" && transferTypes.includes(entry.documentType);
}
