import type { DocumentType } from "@zhangshi/contract";
import { formatQuantity, openOf, orderLineKey, type Quantity } from "@zhangshi/core";
import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import { correctedAmounts } from "./draft-amounts.ts";
import type { DocumentKind, Draft, SourceRef } from "./document-kind.ts";
import type { Facts } from "./facts.ts";
import { sourceKey } from "./sources.sql.ts";

/** Every line that follows another: it exists, is approved, agrees in partner and item, and has as much left as is taken (P34). */
export function checkSources(kind: DocumentKind, draft: Draft, facts: Facts): readonly FieldRefusal[] {
  const { sources } = kind;
  if (!sources) return [];
  const refusals: FieldRefusal[] = [];
  const left = new Map<string, bigint>();
  draft.lines.forEach((line, index) => {
    const path = `lines.${index}`;
    if (line.source === null) {
      if (sources.required) refusals.push(fieldRefusal(`${path}.source`, "source.unknown"));
      return;
    }
    const key = sourceKey(line.source);
    const source = followedLine(line.source, facts);
    if (!source || !sources.types.includes(source.type)) {
      refusals.push(fieldRefusal(`${path}.source`, "source.unknown"));
      return;
    }
    const document = source.number;
    if (source.isClosed) {
      refusals.push(fieldRefusal(`${path}.source`, "order.closed", { document }));
      return;
    }
    const item = facts.items.get(source.itemId);
    if (sources.samePartner && source.partnerId !== draft.partnerId)
      refusals.push(fieldRefusal("partnerId", "source.other_partner", { document, partner: source.partnerName }));
    if (source.itemId !== line.itemId)
      refusals.push(fieldRefusal(`${path}.itemId`, "source.other_item", { document, item: item?.name ?? "" }));
    if (draft.businessDate < source.businessDate)
      refusals.push(fieldRefusal("businessDate", "source.earlier", { document, date: source.businessDate }));
    const rest = left.get(key) ?? source.left;
    if (sources.takes && line.baseQuantity > rest)
      refusals.push(
        fieldRefusal(`${path}.quantity`, "source.exceeded", {
          document,
          item: item?.name ?? "",
          left: formatQuantity(rest),
          unit: item?.baseUnit ?? "",
        }),
      );
    left.set(key, rest - line.baseQuantity);
  });
  return refusals;
}

/** What a following line must agree with, of whichever book its source stands in. */
type FollowedLine = {
  readonly type: DocumentType;
  readonly number: string;
  readonly businessDate: string;
  readonly partnerId: string | null;
  readonly partnerName: string;
  readonly itemId: string;
  readonly left: Quantity;
  readonly isClosed: boolean;
};
function followedLine(ref: SourceRef, facts: Facts): FollowedLine | undefined {
  const source = facts.sources.get(sourceKey(ref));
  if (source) return { ...source, number: source.documentNumber, left: source.left.quantity, isClosed: false };
  const order = facts.orders.lines.get(orderLineKey(ref));
  const head = facts.orderHeads.get(ref.documentId);
  return order && head && { ...head, itemId: order.itemId, left: openOf(order), isClosed: order.isClosed };
}

/** A draft that waited: amounts that follow from its sources must still be what they were when it was saved. */
export function checkSourcesUnchanged(kind: DocumentKind, draft: Draft, facts: Facts): readonly FieldRefusal[] {
  if (kind.lineShape !== "correction") return [];
  return draft.lines.flatMap((line, index) => {
    const source = line.source && facts.sources.get(sourceKey(line.source));
    if (!source) return [];
    const now = correctedAmounts(line, draft.taxIncluded, source);
    if (source.left.quantity === line.baseQuantity && now.gross === line.gross && now.net === line.net) return [];
    return [fieldRefusal(`lines.${index}.source`, "source.changed", { document: source.documentNumber })];
  });
}
