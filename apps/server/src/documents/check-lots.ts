import { formatQuantity, oneUnit } from "@zhangshi/core";
import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import { type DocumentKind, type Draft, type DraftLine, leavesShelf } from "./document-kind.ts";
import type { Facts, ItemFact } from "./facts.ts";
import { sourceKey } from "./sources.sql.ts";

/** 批号 and 序列号 of every line: there when the item asks for them, known where goods leave, not expired where they are sold. */
export function checkLots(
  kind: DocumentKind,
  draft: Draft,
  facts: Facts,
  partsMayWait = false,
): readonly FieldRefusal[] {
  // An order promises goods, not certain pieces of them.
  if (kind.promises) return [];
  return draft.lines.flatMap((line, index) => {
    const item = line.itemId === null ? undefined : facts.items.get(line.itemId);
    if (!item) return [];
    const path = `lines.${index}`;
    if (item.tracking === "none")
      return line.lot === null && line.serials === null
        ? []
        : [fieldRefusal(`${path}.lot`, "lot.not_tracked", { item: item.name })];
    // Whoever chose a kit could not name the lots of its parts yet: the draft asks for them line by line.
    if (partsMayWait && line.kit !== null && line.lot === null && (line.serials ?? []).length === 0) return [];
    if (kind.lineShape === "correction" || kind.lineShape === "allocation") return [];
    return item.tracking === "lot"
      ? checkLot(kind, draft, line, item, path, facts)
      : checkSerials(kind, line, item, path, facts);
  });
}

function checkLot(
  kind: DocumentKind,
  draft: Draft,
  line: DraftLine,
  item: ItemFact,
  path: string,
  facts: Facts,
): readonly FieldRefusal[] {
  const { lot } = line;
  if (lot === null) return [fieldRefusal(`${path}.lot`, "lot.required", { item: item.name })];
  const known = facts.lots.get(`${item.id}/${lot}`);
  const isOfSource = line.source === null || hasLot(line, lot, facts);
  if (!isOfSource || (!known && !kind.bringsLots))
    return [fieldRefusal(`${path}.lot`, "lot.unknown", { item: item.name, lot })];
  const says = (own: string | null, stored: string | null) => own === null || stored === null || own === stored;
  if (known && !(says(line.producedOn, known.producedOn) && says(line.expiresOn, known.expiresOn)))
    return [
      fieldRefusal(`${path}.lot`, "lot.other_dates", {
        lot,
        produced: known.producedOn ?? "—",
        expires: known.expiresOn ?? "—",
      }),
    ];
  const expires = known?.expiresOn ?? line.expiresOn;
  if (kind.refusesExpired && leavesShelf(kind, line) && expires !== null && expires < draft.businessDate)
    return [fieldRefusal(`${path}.lot`, "lot.expired", { item: item.name, lot, expires })];
  return [];
}
function hasLot(line: DraftLine, lot: string, facts: Facts): boolean {
  const source = line.source && facts.sources.get(sourceKey(line.source));
  return source?.entries.some((entry) => entry.lot === lot) ?? true;
}

function checkSerials(
  kind: DocumentKind,
  line: DraftLine,
  item: ItemFact,
  path: string,
  facts: Facts,
): readonly FieldRefusal[] {
  if (kind.lineShape === "amount") return [];
  const serials = line.serials ?? [];
  if (BigInt(serials.length) * oneUnit !== line.baseQuantity)
    return [
      fieldRefusal(`${path}.serials`, "serial.required", {
        item: item.name,
        quantity: formatQuantity(line.baseQuantity),
        given: serials.length,
      }),
    ];
  const twice = serials.find((serial, place) => serials.indexOf(serial) < place);
  if (twice !== undefined) return [fieldRefusal(`${path}.serials`, "serial.twice", { serial: twice })];
  const unknown = serials.find(
    (serial) => !hasLot(line, serial, facts) || (!kind.bringsLots && !facts.lots.has(`${item.id}/${serial}`)),
  );
  return unknown === undefined
    ? []
    : [fieldRefusal(`${path}.serials`, "lot.unknown", { item: item.name, lot: unknown })];
}
