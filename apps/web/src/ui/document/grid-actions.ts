import type { ItemCandidate } from "@zhangshi/contract";
import { textsNow } from "../../app/language.ts";
import {
  type DocumentForm,
  emptyLine,
  type FormLine,
  isBlank,
  priceTerms,
  taxRateText,
  unitsOf,
  withAmount,
  withItem,
  withScan,
  withUnit,
} from "./document.form.ts";
import { beep } from "./beep.ts";
import { typedCount, withCountScan, withPastedCounts } from "./count.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import type { CellId } from "./grid-columns.ts";
import { kindTexts } from "./kind.texts.ts";
import { newLineKey } from "./line-key.ts";
import { certainMatch, lookupItems, lookupTerms, scannedMatch } from "./item-lookup.ts";
import { pastedRows } from "./pasted-rows.ts";
import { barcodeInFigure, type ItemEntry } from "./scan.ts";
import { typedRole, withRole, withRoles } from "./roles.form.ts";
import { formTotals } from "./totals.form.ts";
import { typedDate } from "./typed-date.ts";
import { isBelievableQuantity, typedNumber, typedSigned, typedTaxRate } from "./typed-number.ts";
import type { DocumentFormState } from "./use-document-form.ts";

export type GridNotice =
  | { readonly kind: "not-found"; readonly codes: readonly string[] }
  | { readonly kind: "not-on-sources"; readonly code: string }
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
    case "role":
      return line.role === null ? "" : textsNow(kindTexts).roles[line.role];
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
  return { ...form, lines: form.lines.map((line) => (line.key === lineKey ? change(line) : line)) };
}

export type GridListeners = {
  readonly report: (notice: GridNotice) => void;
  readonly waiting: (count: number) => void;
  /** A scan found the line that is meant. */
  readonly found: (lineKey: string) => void;
};

export function gridActions(
  kind: DocumentKind,
  state: Pick<DocumentFormState, "now" | "change">,
  listeners: GridListeners,
): GridActions {
  const { report, waiting } = listeners;
  const terms = () => priceTerms(kind, state.now());
  const settled = (form: DocumentForm) => withBlankLine(kind.shape === "assembly" ? withRoles(form) : form);
  const edit = (lineKey: string, change: (line: FormLine) => FormLine, undoable = false) =>
    state.change((form) => settled(withLine(form, lineKey, change)), { undoable });
  const typesAmount = kind.shape === "amount" || kind.shape === "allocation";
  const amountOf = (line: FormLine) => {
    if (typesAmount) return line.amount;
    return line.item ? (formTotals({ ...state.now(), lines: [line] }, kind).lines.get(line.key)?.amount ?? "") : "";
  };
  let scans: Promise<void> = Promise.resolve();
  let open = 0;

  function choose(lineKey: string, item: ItemCandidate, quantity: string | null): void {
    edit(lineKey, (line) => withItem(quantity === null ? line : { ...line, quantity }, item, terms()), true);
  }

  /** Lookups run at once, answers are taken in the order of the scans. */
  function scan(code: string, quantity: string): void {
    const found = lookupItems(code, lookupTerms(kind, state.now())).catch(() => null);
    open += 1;
    waiting(open);
    scans = scans.then(async () => {
      const rows = await found;
      const item = rows ? scannedMatch(rows, code) : null;
      const taken = item !== null && takeScan(item, code, quantity);
      if (!item) report({ kind: "not-found", codes: [code] });
      beep(taken ? "right" : "wrong");
      open -= 1;
      waiting(open);
    });
  }

  /** What follows a source has its lines already: a scan leads to the line, and never adds one. */
  function takeScan(item: ItemCandidate, code: string, quantity: string): boolean {
    const meant = item.hitUnit ? item : { ...item, hitUnit: unitOfBarcode(item, code) };
    if (kind.sources?.required) {
      const line = state.now().lines.find((one) => one.item?.id === item.id);
      if (line) listeners.found(line.key);
      else report({ kind: "not-on-sources", code });
      return line !== undefined;
    }
    const scanned = { item: meant, quantity, key: newLineKey() };
    state.change(
      (form) =>
        settled(kind.shape === "counted" ? withCountScan(form, scanned).form : withScan(form, scanned, terms()).form),
      { undoable: true },
    );
    return true;
  }

  /** "3箱2" on a count is boxes and cans. */
  function putCount(lineKey: string, text: string): string | null {
    const item = state.now().lines.find((one) => one.key === lineKey)?.item;
    const count = item && !/^[\d.,，。\s]*$/.test(text) ? typedCount(text, item) : null;
    if (!count) return null;
    edit(lineKey, (line) => ({ ...line, unit: count.unit, quantity: count.quantity }));
    return count.quantity;
  }

  function putQuantity(lineKey: string, text: string, before: string): string {
    const barcode = barcodeInFigure(text, before);
    if (barcode) {
      scan(barcode, "1");
      return before;
    }
    const count = kind.shape === "counted" ? putCount(lineKey, text) : null;
    if (count !== null) return count;
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
        edit(lineKey, (one) => withUnit(one, unit, terms()));
        return unit;
      }
      case "amount":
        return putAmount(lineKey, text, before);
      case "role": {
        const role = typedRole(text);
        if (role === null) return before;
        state.change((form) => withRole(form, lineKey, role), { undoable: true });
        return textsNow(kindTexts).roles[role];
      }
      case "weight":
        edit(lineKey, (line) => ({ ...line, weight: figure }));
        return figure;
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
      case "lot":
        edit(lineKey, (line) => ({ ...line, lot: text.trim().slice(0, 2000) }));
        return text.trim();
      case "producedOn":
      case "expiresOn": {
        const day = text.trim() === "" ? "" : typedDate(text, state.now().businessDate);
        edit(lineKey, (line) => ({ ...line, [cell]: day }));
        return day;
      }
      default:
        edit(lineKey, (line) => ({ ...line, note: text.trim().slice(0, 200) }));
        return text.trim().slice(0, 200);
    }
  }

  function putAmount(lineKey: string, text: string, before: string): string {
    if (typesAmount) {
      const amount = typedSigned(text, 2) ?? text.trim();
      edit(lineKey, (line) => ({ ...line, amount }));
      return amount;
    }
    edit(lineKey, (line) => withAmount(line, text));
    const line = state.now().lines.find((one) => one.key === lineKey);
    return line ? amountOf(line) : before;
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
        if (item) settle((line) => withItem(line, item, terms()));
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
    if (kind.sources?.required) return;
    const rows = pastedRows(text);
    const lines = rows.map(
      (row): FormLine => ({
        ...emptyLine(newLineKey()),
        typed: row.item,
        state: "searching",
        unit: row.unit,
        quantity: kind.shape === "amount" ? "" : row.quantity,
        price: kind.shape === "priced" || kind.shape === "cost" ? row.price : "",
        amount: kind.shape === "amount" ? row.quantity : "",
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
    const asked = lookupTerms(kind, state.now());
    const missing: string[] = [];
    for (let start = 0; start < lines.length; start += 8)
      await Promise.all(
        lines.slice(start, start + 8).map(async (pasted) => {
          const rows = await lookupItems(pasted.typed, asked).catch(() => []);
          const item = certainMatch(rows, pasted.typed);
          if (!item) missing.push(pasted.typed);
          edit(pasted.key, (line) =>
            item ? withItem(line, item, terms()) : { ...line, state: "unknown", unit: line.unit },
          );
        }),
      );
    if (kind.shape === "counted") state.change(withPastedCounts);
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
