import type { ItemCandidate } from "@zhangshi/contract";
import {
  emptyLine,
  type FormLine,
  formTotals,
  isBlank,
  taxRateText,
  unitsOf,
  withAmount,
  withItem,
  withScan,
  withUnit,
} from "./document.form.ts";
import type { DocumentForm } from "./document.form.ts";
import { beep } from "./beep.ts";
import type { TradeDocumentKind } from "./document-kind.ts";
import type { CellId } from "./grid-columns.ts";
import { newLineKey } from "./line-key.ts";
import { certainMatch, lookupItems, lookupTerms, scannedMatch } from "./item-lookup.ts";
import { pastedRows } from "./pasted-rows.ts";
import { barcodeInFigure, type ItemEntry } from "./scan.ts";
import { isBelievableQuantity, typedNumber } from "./typed-number.ts";
import type { DocumentFormState } from "./use-document-form.ts";

export type GridNotice =
  | { readonly kind: "not-found"; readonly codes: readonly string[] }
  | { readonly kind: "quantity-too-large"; readonly text: string };

export type GridActions = {
  readonly amountOf: (line: FormLine) => string;
  /** Takes typed text into a cell; answers what the cell shows afterwards. */
  readonly put: (lineKey: string, cell: CellId, text: string, before: string) => string;
  readonly choose: (lineKey: string, item: ItemCandidate, quantity: string | null) => void;
  /** Looks the text up; `onUnclear` gets it back when several items are meant. */
  readonly seek: (lineKey: string, entry: ItemEntry, onUnclear: (text: string) => void) => void;
  readonly scan: (code: string, quantity: string) => void;
  readonly paste: (lineKey: string, text: string) => void;
  /** Answers the line to stand on afterwards. */
  readonly repeat: (lineKey: string) => string;
  readonly remove: (lineKey: string) => string;
};

export function cellText(line: FormLine, cell: CellId, amount: string): string {
  switch (cell) {
    case "item":
      return line.item?.code ?? line.typed;
    case "amount":
      return amount;
    case "taxRate":
      return taxRateText(line.taxRate);
    default:
      return line[cell];
  }
}

/** There is always one blank line at the end. */
export function withBlankLine(form: DocumentForm): DocumentForm {
  const last = form.lines.at(-1);
  return last && isBlank(last) ? form : { ...form, lines: [...form.lines, emptyLine(newLineKey())] };
}

function withLine(form: DocumentForm, lineKey: string, change: (line: FormLine) => FormLine): DocumentForm {
  return withBlankLine({ ...form, lines: form.lines.map((line) => (line.key === lineKey ? change(line) : line)) });
}

/** "13" and "13%" and "0.13" all mean 13 %. */
function typedTaxRate(text: string): string | null {
  const figure = typedNumber(text.replace("%", ""), 4);
  if (figure === null) return null;
  if (Number(figure) < 1 && !text.includes("%")) return figure;
  const rate = typedNumber(String(Number(figure) / 100), 4);
  return rate !== null && Number(rate) < 1 ? rate : null;
}

export function gridActions(
  kind: TradeDocumentKind,
  state: Pick<DocumentFormState, "now" | "change">,
  report: (notice: GridNotice) => void,
  waiting: (count: number) => void,
): GridActions {
  const sells = kind.takesStock;
  const priceTerms = () => ({ sells, taxIncluded: state.now().taxIncluded });
  const edit = (lineKey: string, change: (line: FormLine) => FormLine, undoable = false) =>
    state.change((form) => withLine(form, lineKey, change), { undoable });
  const amountOf = (line: FormLine) =>
    line.item ? (formTotals({ ...state.now(), lines: [line] }).lines.get(line.key)?.amount ?? "") : "";
  let scans: Promise<void> = Promise.resolve();
  let open = 0;

  function choose(lineKey: string, item: ItemCandidate, quantity: string | null): void {
    edit(lineKey, (line) => withItem(quantity === null ? line : { ...line, quantity }, item, priceTerms()), true);
  }

  /** Lookups run at once, answers are taken in the order of the scans. */
  function scan(code: string, quantity: string): void {
    const found = lookupItems(code, lookupTerms(kind, state.now())).catch(() => null);
    open += 1;
    waiting(open);
    scans = scans.then(async () => {
      const rows = await found;
      const item = rows ? scannedMatch(rows, code) : null;
      if (item) {
        const meant = item.hitUnit ? item : { ...item, hitUnit: unitOfBarcode(item, code) };
        state.change(
          (form) => withBlankLine(withScan(form, { item: meant, quantity, key: newLineKey() }, priceTerms()).form),
          {
            undoable: true,
          },
        );
      } else report({ kind: "not-found", codes: [code] });
      beep(item ? "right" : "wrong");
      open -= 1;
      waiting(open);
    });
  }

  function putQuantity(lineKey: string, text: string, before: string): string {
    const barcode = barcodeInFigure(text, before);
    if (barcode) {
      scan(barcode, "1");
      return before;
    }
    const figure = typedNumber(text, 6);
    if (figure !== null && !isBelievableQuantity(figure)) {
      report({ kind: "quantity-too-large", text });
      beep("wrong");
      return before;
    }
    const next = figure ?? text.trim();
    edit(lineKey, (line) => ({ ...line, quantity: next }));
    return next;
  }

  function put(lineKey: string, cell: CellId, text: string, before: string): string {
    const figure = typedNumber(text, cell === "discountRate" ? 4 : 6) ?? text.trim();
    switch (cell) {
      case "quantity":
        return putQuantity(lineKey, text, before);
      case "item":
        return before;
      case "unit": {
        const line = state.now().lines.find((one) => one.key === lineKey);
        const wanted = text.trim();
        const units = line?.item ? unitsOf(line.item) : [];
        const unit = units.find((one) => one === wanted) ?? units.find((one) => one.startsWith(wanted)) ?? before;
        edit(lineKey, (one) => withUnit(one, unit, priceTerms()));
        return unit;
      }
      case "amount": {
        edit(lineKey, (line) => withAmount(line, text));
        const line = state.now().lines.find((one) => one.key === lineKey);
        return line ? amountOf(line) : before;
      }
      case "taxRate": {
        const rate = typedTaxRate(text);
        if (rate === null) return before;
        edit(lineKey, (line) => ({ ...line, taxRate: rate }));
        return taxRateText(rate);
      }
      case "price":
        edit(lineKey, (line) => ({ ...line, price: figure }));
        return figure;
      case "discountRate": {
        const rate = Number(figure) === 100 ? "" : figure.replace("%", "");
        edit(lineKey, (line) => ({ ...line, discountRate: rate }));
        return rate;
      }
      default:
        edit(lineKey, (line) => ({ ...line, note: text.trim().slice(0, 200) }));
        return text.trim().slice(0, 200);
    }
  }

  function seek(lineKey: string, entry: ItemEntry, onUnclear: (text: string) => void): void {
    edit(lineKey, (line) => ({
      ...line,
      typed: entry.text,
      state: "searching",
      ...(entry.quantity === null ? {} : { quantity: entry.quantity }),
    }));
    const settle = (change: (line: FormLine) => FormLine) =>
      edit(lineKey, (line) => (line.state === "searching" && line.typed === entry.text ? change(line) : line));
    lookupItems(entry.text, lookupTerms(kind, state.now()))
      .then((rows) => {
        const item = certainMatch(rows, entry.text);
        if (item) settle((line) => withItem(line, item, priceTerms()));
        else {
          settle((line) => ({ ...line, state: "unknown" }));
          if (rows.length > 0) onUnclear(entry.text);
          else report({ kind: "not-found", codes: [entry.text] });
          beep("wrong");
        }
      })
      .catch(() => settle((line) => ({ ...line, state: "unknown" })));
  }

  function paste(lineKey: string, text: string): void {
    const rows = pastedRows(text);
    const lines = rows.map(
      (row): FormLine => ({
        ...emptyLine(newLineKey()),
        typed: row.item,
        state: "searching",
        unit: row.unit,
        quantity: row.quantity,
        price: row.price,
        note: row.note,
      }),
    );
    state.change(
      (form) => {
        const at = form.lines.findIndex((line) => line.key === lineKey);
        const here = form.lines[at];
        const start = at === -1 ? form.lines.length : here && isBlank(here) ? at : at + 1;
        return withBlankLine({ ...form, lines: [...form.lines.slice(0, start), ...lines, ...form.lines.slice(start)] });
      },
      { undoable: true },
    );
    void fillPasted(lines);
  }

  /** A few at a time: two hundred rows must not become two hundred requests in one instant. */
  async function fillPasted(lines: readonly FormLine[]): Promise<void> {
    const terms = lookupTerms(kind, state.now());
    const missing: string[] = [];
    for (let start = 0; start < lines.length; start += 8)
      await Promise.all(
        lines.slice(start, start + 8).map(async (pasted) => {
          const rows = await lookupItems(pasted.typed, terms).catch(() => []);
          const item = certainMatch(rows, pasted.typed);
          if (!item) missing.push(pasted.typed);
          edit(pasted.key, (line) =>
            item ? withItem(line, item, priceTerms()) : { ...line, state: "unknown", unit: line.unit },
          );
        }),
      );
    if (missing.length > 0) report({ kind: "not-found", codes: missing });
  }

  function repeat(lineKey: string): string {
    const { lines } = state.now();
    const at = lines.findIndex((line) => line.key === lineKey);
    const here = lines[at];
    if (!here) return lineKey;
    const above = isBlank(here) ? lines[at - 1] : here;
    if (!above || isBlank(above)) return lineKey;
    const copy = { ...above, key: isBlank(here) ? here.key : newLineKey() };
    const kept = isBlank(here) ? lines.filter((line) => line.key !== here.key) : lines;
    const start = isBlank(here) ? at : at + 1;
    state.change((form) => withBlankLine({ ...form, lines: [...kept.slice(0, start), copy, ...kept.slice(start)] }), {
      undoable: true,
    });
    return copy.key;
  }

  function remove(lineKey: string): string {
    const { lines } = state.now();
    const at = lines.findIndex((line) => line.key === lineKey);
    const here = lines[at];
    if (!here || isBlank(here)) return lineKey;
    const rest = lines.filter((line) => line.key !== lineKey);
    state.change((form) => withBlankLine({ ...form, lines: rest }), { undoable: true });
    return state.now().lines[Math.min(at, state.now().lines.length - 1)]?.key ?? lineKey;
  }

  return { amountOf, put, choose, seek, scan, paste, repeat, remove };
}

function unitOfBarcode(item: ItemCandidate, code: string): string | null {
  return item.units.find((unit) => unit.barcodes.includes(code))?.name ?? null;
}
