import type { LineField } from "./check.form.ts";
import type { DocumentForm } from "./document.form.ts";
import type { TradeDocumentKind } from "./document-kind.ts";
import type { DocumentTexts } from "./document.texts.ts";

export type CellId = LineField | "amount";
export type GridColumn = {
  readonly id: string;
  readonly title: string;
  /** In pixels, or a share of the table; the note takes what is left. */
  readonly width?: number | string;
  readonly align?: "right";
  /** The cell that the editor opens here; without one the column is only read. */
  readonly cell?: CellId;
  readonly quiet?: true;
};

type Words = DocumentTexts["columns"];

export function entryColumns(
  kind: TradeDocumentKind,
  form: DocumentForm,
  words: Words,
  shown: { readonly taxRate: boolean },
): readonly GridColumn[] {
  const split = form.lines.some((line) => line.warehouseId !== null);
  return [
    { id: "no", title: words.no, width: 34, quiet: true },
    { id: "code", title: words.code, width: 62, cell: "item" },
    { id: "name", title: words.name, width: "17%" },
    { id: "spec", title: words.spec, width: 104, quiet: true },
    { id: "unit", title: words.unit, width: 40, cell: "unit" },
    {
      id: "available",
      title: kind.takesStock ? words.available : words.onHand,
      width: 54,
      align: "right",
      quiet: true,
    },
    { id: "quantity", title: words.quantity, width: 60, align: "right", cell: "quantity" },
    {
      id: "price",
      title: form.taxIncluded ? words.priceIncluded : words.priceExcluded,
      width: 76,
      align: "right",
      cell: "price",
    },
    { id: "hints", title: words.hints, width: 108, align: "right", quiet: true },
    { id: "discountRate", title: words.discountRate, width: 48, align: "right", cell: "discountRate" },
    { id: "amount", title: words.amount, width: 86, align: "right", cell: "amount" },
    ...(shown.taxRate
      ? [{ id: "taxRate", title: words.taxRate, width: 50, align: "right", cell: "taxRate" } as const]
      : []),
    { id: "tax", title: form.taxIncluded ? words.tax : words.taxOnTop, width: 76, align: "right", quiet: true },
    ...(split ? [{ id: "warehouse", title: words.warehouse, width: 70, quiet: true } as const] : []),
    { id: "note", title: words.note, cell: "note" },
  ];
}

/** Enter walks what is filled on every line; Tab walks every cell. */
const shortWalk: readonly CellId[] = ["item", "quantity", "price"];

export type Cursor = { readonly lineKey: string; readonly cell: CellId };
export type Step = "next" | "previous" | "nextCell" | "previousCell" | "up" | "down";

type Walk = {
  readonly keys: readonly string[];
  readonly cells: readonly CellId[];
  /** Lines without an item have one cell only. */
  readonly itemOnly: (key: string) => boolean;
};

function cellsOn(walk: Walk, key: string): readonly CellId[] {
  return walk.itemOnly(key) ? ["item"] : walk.cells;
}

/** Where a step leads; null past either end of the grid. */
export function stepFrom(cursor: Cursor, step: Step, walk: Walk): Cursor | null {
  const row = walk.keys.indexOf(cursor.lineKey);
  if (step === "up" || step === "down") {
    const key = walk.keys[row + (step === "up" ? -1 : 1)];
    if (key === undefined) return null;
    return { lineKey: key, cell: cellsOn(walk, key).includes(cursor.cell) ? cursor.cell : "item" };
  }
  const forward = step === "next" || step === "nextCell";
  const short = step === "next" || step === "previous";
  const cells = cellsOn(walk, cursor.lineKey);
  const stops = short ? cells.filter((cell) => shortWalk.includes(cell)) : cells;
  const place = cells.indexOf(cursor.cell);
  const inLine = forward
    ? stops.find((cell) => cells.indexOf(cell) > place)
    : stops.findLast((cell) => cells.indexOf(cell) < place);
  if (inLine) return { lineKey: cursor.lineKey, cell: inLine };
  const key = walk.keys[row + (forward ? 1 : -1)];
  if (key === undefined) return null;
  const there = cellsOn(walk, key).filter((cell) => !short || shortWalk.includes(cell));
  const cell = forward ? there[0] : there.at(-1);
  return cell ? { lineKey: key, cell } : null;
}
