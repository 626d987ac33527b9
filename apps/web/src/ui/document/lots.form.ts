import { addDays } from "@zhangshi/core";
import type { Reply } from "../../app/api.ts";
import { type DocumentKind, takesGoods } from "./document-kind.ts";
import { type DocumentForm, emptyLine, type FormLine } from "./document.form.ts";

export type LotRow = Reply<"stock.lots">["rows"][number];

/** Goods of a price or a charge are those of their source, whatever lots they came in; an order promises no certain lot. */
export function saysLots(kind: Pick<DocumentKind, "shape" | "order">): boolean {
  return !kind.order && kind.shape !== "correction" && kind.shape !== "allocation";
}
export function isTracked(line: FormLine): boolean {
  return line.item !== null && line.item.tracking !== "none";
}
/** A lot that comes in for the first time says its dates; one that leaves is known already. */
export function bringsLots(kind: DocumentKind, line: FormLine): boolean {
  if (line.item?.tracking !== "lot" || line.source !== null || kind.shape === "amount") return false;
  return !takesGoods(kind, line.role) && line.lotOnHand === "";
}

/** "S1 S2，S3" and a column pasted from Excel are three serial numbers. */
export function serialsOf(text: string): readonly string[] {
  return text.split(/[\s,，;；、]+/).filter((one) => one !== "");
}

/** A scanned serial number is added once; a scanned lot takes the place of the one that stood there. */
export function withScannedLot(line: FormLine, code: string): string {
  if (line.item?.tracking !== "serial") return code;
  const serials = serialsOf(line.lot);
  return serials.includes(code) ? line.lot : [...serials, code].join(" ");
}

/** A lot that was chosen from those on the shelf; of a serial number one more, or one fewer. */
export function withLotChosen(form: DocumentForm, key: string, lot: string): DocumentForm {
  const lines = form.lines.map((line) => {
    if (line.key !== key) return line;
    const serials = serialsOf(line.lot);
    if (line.item?.tracking !== "serial") return { ...line, lot };
    const next = serials.includes(lot) ? serials.filter((one) => one !== lot) : [...serials, lot];
    return { ...line, lot: next.join(" ") };
  });
  return { ...form, lines };
}

/** 有效期至, where the item's shelf life says it. */
export function expiryOf(line: FormLine): string {
  const days = line.item?.shelfLifeDays;
  return days && /^\d{4}-\d{2}-\d{2}$/.test(line.producedOn) ? addDays(line.producedOn, days) : "";
}

/** 先到期先出: the first lot that is not expired; what has no date waits to the last. */
export function proposedLot(rows: readonly LotRow[], businessDate: string): string | null {
  const sound = rows.filter((row) => row.expiresOn === null || row.expiresOn >= businessDate);
  const dated = [...sound].sort((a, b) => (a.expiresOn ?? "9999").localeCompare(b.expiresOn ?? "9999"));
  return dated[0]?.lot ?? null;
}

/** A lot's line of a count for every lot that the books know; what is not tracked stays as it is. */
export function withLotLines(form: DocumentForm, rows: readonly LotRow[], newKey: () => string): DocumentForm {
  const known = new Set(form.lines.map((line) => `${line.item?.id}/${line.lot}`));
  const lines = form.lines.flatMap((line): readonly FormLine[] => {
    const isWaiting = line.item?.tracking === "lot" && line.lot === "" && line.quantity === "";
    const lots = isWaiting ? rows.filter((row) => row.itemId === line.item?.id) : [];
    if (lots.length === 0) return [line];
    return lots
      .filter((row) => !known.has(`${row.itemId}/${row.lot}`))
      .map((row, place) => ({
        ...emptyLine(place === 0 ? line.key : newKey()),
        item: line.item,
        unit: line.unit,
        taxRate: line.taxRate,
        lot: row.lot,
        lotOnHand: row.onHand,
      }));
  });
  return { ...form, lines };
}

/** What the books say of each lot, for the lines of a count that was saved before. */
export function withLotBooks(form: DocumentForm, rows: readonly LotRow[]): DocumentForm {
  const books = new Map(rows.map((row) => [`${row.itemId}/${row.lot}`, row.onHand] as const));
  const lines = form.lines.map((line) =>
    line.item?.tracking === "lot" && line.lot !== ""
      ? { ...line, lotOnHand: books.get(`${line.item.id}/${line.lot}`) ?? "0" }
      : line,
  );
  return { ...form, lines };
}
