import type { LineField } from "./check.form.ts";
import { type DocumentKind, followsBooked, showsAvailable } from "./document-kind.ts";
import type { DocumentForm, FormLine } from "./document.form.ts";
import type { DocumentTexts } from "./document.texts.ts";
import { bringsLots, isTracked, saysLots } from "./lots.form.ts";

export type CellId = Exclude<LineField, "source">;
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
/** What the person chose to see, and what they may. */
export type ColumnsShown = { readonly taxRate: boolean; readonly cost: boolean; readonly blind: boolean };

/** Below this the table scrolls instead of squeezing the note away. */
export function tableWidth(columns: readonly { readonly width?: number | string }[]): number {
  const pixels = columns.reduce((sum, one) => sum + (typeof one.width === "number" ? one.width : 0), 0);
  const shares = columns.reduce(
    (sum, one) => sum + (typeof one.width === "string" ? Number.parseInt(one.width, 10) : 0),
    0,
  );
  return Math.max(980, Math.ceil((pixels + 72) / (1 - shares / 100)));
}

type Words = DocumentTexts["columns"];

export function entryColumns(
  kind: DocumentKind,
  form: DocumentForm,
  words: Words,
  shown: ColumnsShown,
): readonly GridColumn[] {
  const split = form.lines.some((line) => line.warehouseId !== null);
  return [
    { id: "no", title: words.no, width: 34, quiet: true },
    ...(kind.shape === "assembly" ? [{ id: "role", title: words.role, width: 52, cell: "role" } as const] : []),
    // Goods of a source are chosen with it, so there is nothing to type.
    { id: "code", title: words.code, width: 62, ...(kind.sources?.required ? {} : { cell: "item" as const }) },
    { id: "name", title: words.name, width: kind.shape === "priced" ? "17%" : "24%" },
    { id: "spec", title: words.spec, width: 104, quiet: true },
    ...middleColumns(kind, form, words, shown),
    ...lotColumns(kind, form, words),
    ...(showsSource(kind, form) ? [{ id: "source", title: words.source, width: 108, quiet: true } as const] : []),
    ...(split ? [{ id: "warehouse", title: words.warehouse, width: 70, quiet: true } as const] : []),
    { id: "note", title: words.note, cell: "note" },
  ];
}

/** Only where something on the document is tracked; dates only where lots come in. */
function lotColumns(kind: DocumentKind, form: DocumentForm, words: Words): readonly GridColumn[] {
  if (!saysLots(kind) || !form.lines.some(isTracked)) return [];
  const lot: GridColumn = { id: "lot", title: words.lot, width: 124, cell: "lot" };
  if (!form.lines.some((line) => bringsLots(kind, line))) return [lot];
  return [
    lot,
    { id: "producedOn", title: words.producedOn, width: 92, cell: "producedOn" },
    { id: "expiresOn", title: words.expiresOn, width: 92, cell: "expiresOn" },
  ];
}

/** Most deliveries follow no order: then nobody reads an empty column. */
function showsSource(kind: DocumentKind, form: DocumentForm): boolean {
  return followsBooked(kind) || form.lines.some((line) => line.source !== null);
}

function middleColumns(
  kind: DocumentKind,
  form: DocumentForm,
  words: Words,
  shown: ColumnsShown,
): readonly GridColumn[] {
  const unit: GridColumn = { id: "unit", title: words.unit, width: 44, cell: "unit" };
  const fixedUnit: GridColumn = { id: "unit", title: words.unit, width: 44 };
  const onShelf: GridColumn = {
    id: "available",
    title: showsAvailable(kind) ? words.available : words.onHand,
    width: 64,
    align: "right",
    quiet: true,
  };
  const quantity: GridColumn = { id: "quantity", title: words.quantity, width: 66, align: "right", cell: "quantity" };
  const rate: readonly GridColumn[] = shown.taxRate
    ? [{ id: "taxRate", title: words.taxRate, width: 50, align: "right", cell: "taxRate" }]
    : [];
  const left: GridColumn = { id: "left", title: words.left, width: 72, align: "right", quiet: true };
  switch (kind.shape) {
    case "priced":
      return [unit, onShelf, ...pricedColumns(kind, form, words, quantity, rate)];
    case "cost":
      return [
        unit,
        onShelf,
        quantity,
        ...(shown.cost
          ? ([
              { id: "price", title: words.unitCost, width: 96, align: "right", cell: "price" },
              { id: "amount", title: words.amount, width: 104, align: "right", quiet: true },
            ] as const)
          : []),
      ];
    case "plain":
      if (kind.sources) return [unit, left, { ...quantity, width: 84 }];
      return [unit, onShelf, { ...quantity, width: 84 }, ...(kind.reason ? rate : [])];
    case "counted":
      return [
        unit,
        ...(shown.blind ? [] : [{ id: "book", title: words.book, width: 84, align: "right", quiet: true } as const]),
        { ...quantity, title: words.counted, width: 84 },
        ...(shown.blind ? [] : [{ id: "difference", title: words.difference, width: 92, align: "right" } as const]),
        ...(shown.cost
          ? [{ id: "price", title: words.gainCost, width: 104, align: "right", cell: "price" } as const]
          : []),
      ];
    case "assembly":
      return [
        unit,
        onShelf,
        { ...quantity, width: 84 },
        ...(kind.takesStock === "product"
          ? [{ id: "weight", title: words.weight, width: 84, align: "right", cell: "weight" } as const]
          : []),
      ];
    case "amount":
      return [
        fixedUnit,
        { ...onShelf, width: 84 },
        { id: "amount", title: words.adjustment, width: 116, align: "right", cell: "amount" },
      ];
    case "correction":
      return [
        fixedUnit,
        left,
        { id: "oldPrice", title: words.oldPrice, width: 88, align: "right", quiet: true },
        {
          id: "price",
          title: form.taxIncluded ? words.newPriceIncluded : words.newPriceExcluded,
          width: 96,
          align: "right",
          cell: "price",
        },
        { id: "amount", title: words.newAmount, width: 100, align: "right", quiet: true },
        { id: "change", title: words.change, width: 96, align: "right" },
        ...rate,
      ];
    case "allocation":
      return [
        fixedUnit,
        left,
        { id: "goodsAmount", title: words.goodsAmount, width: 108, align: "right", quiet: true },
        ...(form.method === "weight"
          ? [{ id: "weight", title: words.mass, width: 96, align: "right", cell: "weight" } as const]
          : []),
        {
          id: "amount",
          title: words.share,
          width: 108,
          align: "right",
          ...(form.method === "hand" ? { cell: "amount" as const } : {}),
        },
      ];
  }
}

function pricedColumns(
  kind: DocumentKind,
  form: DocumentForm,
  words: Words,
  quantity: GridColumn,
  rate: readonly GridColumn[],
): readonly GridColumn[] {
  const follows = followsBooked(kind);
  return [
    { ...quantity, width: 60 },
    {
      id: "price",
      title: form.taxIncluded ? words.priceIncluded : words.priceExcluded,
      // What comes from a source may have its share of 整单优惠 taken off, to six decimals.
      width: follows ? 92 : 76,
      align: "right",
      cell: "price",
    },
    ...(follows ? [] : [{ id: "hints", title: words.hints, width: 108, align: "right", quiet: true } as const]),
    { id: "discountRate", title: words.discountRate, width: 48, align: "right", cell: "discountRate" },
    { id: "amount", title: words.amount, width: 86, align: "right", cell: "amount" },
    ...rate,
    { id: "tax", title: form.taxIncluded ? words.tax : words.taxOnTop, width: 76, align: "right", quiet: true },
  ];
}

/** Enter walks what is filled on every line; Tab walks every cell. Lines that came in by themselves have their goods already. */
export function shortWalk(kind: DocumentKind, form: Pick<DocumentForm, "method">): readonly CellId[] {
  switch (kind.shape) {
    case "priced":
    case "cost":
      return ["item", "quantity", "price"];
    case "plain":
      return kind.sources ? ["quantity"] : ["item", "quantity"];
    case "counted":
      return ["quantity"];
    case "assembly":
      return ["item", "quantity", "weight"];
    case "amount":
      return ["item", "amount"];
    case "correction":
      return ["price"];
    case "allocation":
      return form.method === "hand" ? ["amount"] : form.method === "weight" ? ["weight"] : ["note"];
  }
}

/** The same for one line: a tracked one also says its lot, and a lot that is new its day. */
export function lineWalk(kind: DocumentKind, form: Pick<DocumentForm, "method">, line: FormLine): readonly CellId[] {
  const walk = shortWalk(kind, form);
  if (!saysLots(kind) || !isTracked(line)) return walk;
  return [...walk, "lot", ...(bringsLots(kind, line) ? (["producedOn"] as const) : [])];
}

export type Cursor = { readonly lineKey: string; readonly cell: CellId };
export type Step = "next" | "previous" | "nextCell" | "previousCell" | "up" | "down";

type Walk = {
  readonly keys: readonly string[];
  readonly cells: readonly CellId[];
  /** Where Enter stops on a line. */
  readonly short: (key: string) => readonly CellId[];
  /** Lines without an item have one cell only. */
  readonly itemOnly: (key: string) => boolean;
};

function cellsOn(walk: Walk, key: string): readonly CellId[] {
  return walk.itemOnly(key) ? ["item"] : walk.cells;
}
function stopsOn(walk: Walk, key: string): readonly CellId[] {
  return walk.itemOnly(key) ? ["item"] : walk.cells.filter((cell) => walk.short(key).includes(cell));
}

/** Where a step leads; null past either end of the grid. */
export function stepFrom(cursor: Cursor, step: Step, walk: Walk): Cursor | null {
  const row = walk.keys.indexOf(cursor.lineKey);
  if (step === "up" || step === "down") {
    const key = walk.keys[row + (step === "up" ? -1 : 1)];
    if (key === undefined) return null;
    const cells = cellsOn(walk, key);
    return { lineKey: key, cell: cells.includes(cursor.cell) ? cursor.cell : (cells[0] ?? "item") };
  }
  const forward = step === "next" || step === "nextCell";
  const short = step === "next" || step === "previous";
  const cells = cellsOn(walk, cursor.lineKey);
  const stops = short ? stopsOn(walk, cursor.lineKey) : cells;
  const place = cells.indexOf(cursor.cell);
  const inLine = forward
    ? stops.find((cell) => cells.indexOf(cell) > place)
    : stops.findLast((cell) => cells.indexOf(cell) < place);
  if (inLine) return { lineKey: cursor.lineKey, cell: inLine };
  const key = walk.keys[row + (forward ? 1 : -1)];
  if (key === undefined) return null;
  const there = short ? stopsOn(walk, key) : cellsOn(walk, key);
  const cell = forward ? there[0] : there.at(-1);
  return cell ? { lineKey: key, cell } : null;
}
