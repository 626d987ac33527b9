import {
  accountRoles,
  oneUnit,
  type RuleDocument,
  type RuleFacts,
  type RulePart,
  type StockState,
} from "@zhangshi/core";
import type { DocumentKind, Draft, DraftLine } from "./document-kind.ts";
import type { Facts } from "./facts.ts";
import { sourceKey } from "./sources.sql.ts";

export function ruleFacts(facts: Facts, stock: StockState): RuleFacts {
  return {
    accounts: accountRoles(facts.books.accountingStandard, facts.books.taxStatus),
    stock,
    taxStatus: facts.books.taxStatus,
  };
}

/** The part of a draft that the posting rules look at, with its names and sources looked up. */
export function ruleDocumentOf(kind: DocumentKind, draft: Draft, facts: Facts): RuleDocument {
  const partnerName = (id: string | null) => (id === null ? "" : (facts.partners.get(id)?.name ?? ""));
  return {
    businessDate: draft.businessDate,
    partnerId: draft.partnerId ?? "",
    partnerName: partnerName(draft.partnerId),
    toWarehouseId: destinationOf(kind, draft, facts),
    reason: draft.reason,
    isAccrued: draft.isAccrued,
    compensation: draft.reason === null ? 0n : (draft.charge ?? 0n),
    isDifferenceToStock: draft.method === "stock",
    net: draft.net,
    tax: draft.tax,
    gross: draft.gross,
    lines: draft.lines.map((line) => ({
      lineNo: line.lineNo,
      itemId: line.itemId ?? "",
      warehouseId: line.warehouseId ?? "",
      quantity: line.baseQuantity,
      parts: partsOf(line),
      taxRate: line.taxRate,
      net: line.net,
      tax: line.tax,
      gross: line.gross,
      role: line.role,
      weight: line.weight,
      source: line.source === null ? null : (facts.sources.get(sourceKey(line.source)) ?? null),
      partner:
        line.partnerId === null || line.side === null
          ? null
          : { id: line.partnerId, name: partnerName(line.partnerId), side: line.side },
    })),
  };
}
/** All of it, of one lot, or a piece for each serial number. */
function partsOf(line: DraftLine): readonly RulePart[] {
  if (line.serials !== null) return line.serials.map((lot) => ({ lot, isSerial: true, quantity: oneUnit }));
  return [{ lot: line.lot, isSerial: false, quantity: line.baseQuantity }];
}
export function destinationOf(kind: DocumentKind, draft: Draft, facts: Facts): string | null {
  switch (kind.destination) {
    case "none":
      return null;
    case "second":
      return draft.toWarehouseId;
    case "transit":
      return facts.transitWarehouseId;
    case "arrival":
      return draft.warehouseId;
  }
}
