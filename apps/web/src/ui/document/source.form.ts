import type { DocumentView, ItemCandidate } from "@zhangshi/contract";
import {
  divideHalfUp,
  formatMoney,
  formatQuantity,
  formatUnitPrice,
  type Money,
  oneUnit,
  parseMoney,
  parseQuantity,
  parseTaxRate,
  parseUnitPrice,
  sumMoney,
} from "@zhangshi/core";
import { beforeBlank } from "./count.form.ts";
import type { DocumentKind, PageDocumentType } from "./document-kind.ts";
import { documentKinds } from "./document-kinds.ts";
import {
  type DocumentForm,
  emptyLine,
  type FormLine,
  type LineSource,
  type SourceFacts,
  stockUnknown,
  trimmed,
} from "./document.form.ts";
import { followedKit, lastGroup } from "./kit.form.ts";
import { typedNumber } from "./typed-number.ts";

type ViewLine = DocumentView["lines"][number];

/** What followed a source: only what is approved and was read, so that less is offered, never more. */
export type Follower = Pick<DocumentView, "type" | "lines">;
const takers: readonly string[] = documentKinds.filter((kind) => kind.sources?.takes).map((kind) => kind.type);

function linesOn(followers: readonly Follower[], source: { readonly id: string; readonly lineNo: number }) {
  return followers.flatMap((follower) =>
    follower.lines
      .filter((line) => line.source?.documentId === source.id && line.source.lineNo === source.lineNo)
      .map((line) => ({ line, type: follower.type })),
  );
}

/** What is left of a line after the returns and receipts that followed it, and what is owed for that. */
export function sourceFacts(view: DocumentView, line: ViewLine, followers: readonly Follower[]): SourceFacts {
  const after = linesOn(followers, { id: view.id, lineNo: line.lineNo });
  const taken = after
    .filter((one) => takers.includes(one.type))
    .reduce((sum, one) => sum + parseQuantity(one.line.baseQuantity), 0n);
  const whole = parseQuantity(line.baseQuantity);
  // An order says itself what is still to come: nothing, once it is closed.
  const left = line.execution ? parseQuantity(line.execution.open) : whole > taken ? whole - taken : 0n;
  const corrections = after.filter((one) => one.type === "price-correction").map((one) => one.line);
  const share = (amount: string) => (whole === 0n ? 0n : divideHalfUp(parseMoney(amount) * left, whole));
  const owed = (amount: string, corrected: readonly string[]): Money =>
    (view.accrued && corrections.length > 0 ? 0n : share(amount)) + sumMoney(corrected.map(parseMoney));
  return {
    unit: line.unit,
    quantity: formatQuantity((left * oneUnit) / parseQuantity(line.factor)),
    price: trimmed(corrections.at(-1)?.price ?? line.price),
    taxIncluded: view.taxIncluded,
    net: formatMoney(
      owed(
        line.netAmount,
        corrections.map((one) => one.netAmount),
      ),
    ),
    gross: formatMoney(
      owed(
        line.grossAmount,
        corrections.map((one) => one.grossAmount),
      ),
    ),
    accrued: view.accrued && corrections.length === 0,
  };
}

/** The same price said with tax, or without. */
function saidPrice(price: string, rate: string, from: boolean, to: boolean): string {
  if (from === to || price === "") return price;
  const factor = 10_000n + parseTaxRate(rate);
  const exact = parseUnitPrice(price);
  return formatUnitPrice(to ? divideHalfUp(exact * factor, 10_000n) : divideHalfUp(exact * 10_000n, factor));
}

/**
 * What goes back is worth what was paid: where 整单优惠 took its share, the price of one is what is left after it, so that
 * a part of the line gives back its part of the discount.
 */
function returnedPrice(view: DocumentView, line: ViewLine): { readonly price: string; readonly discountRate: string } {
  const own = {
    price: trimmed(line.price),
    discountRate: Number(line.discountRate) === 100 ? "" : trimmed(line.discountRate),
  };
  const quantity = parseQuantity(line.quantity);
  if (!/[1-9]/.test(line.discountShare) || quantity === 0n) return own;
  const paid = parseMoney(view.taxIncluded ? line.grossAmount : line.netAmount);
  return { price: formatUnitPrice(divideHalfUp(paid * 10_000n * oneUnit, quantity)), discountRate: "" };
}

export function candidateOf(line: ViewLine): ItemCandidate {
  const units = line.unit === line.baseUnit ? [] : [line.unit];
  return {
    id: line.itemId,
    code: line.itemCode,
    name: line.itemName,
    spec: line.spec,
    baseUnit: line.baseUnit,
    taxRate: line.taxRate,
    units: units.map((name) => ({ name, factor: line.factor, barcodes: [], salePrice: null, purchasePrice: null })),
    salePrice: null,
    purchasePrice: null,
    minimumSalePrice: null,
    tracking: line.serials ? "serial" : line.lot === null ? "none" : "lot",
    shelfLifeDays: null,
    isKit: false,
    onHand: stockUnknown,
    available: stockUnknown,
    hitUnit: null,
    lastPrices: [],
  };
}

export function sourceOf(view: DocumentView, line: ViewLine, facts: SourceFacts): LineSource {
  return {
    documentId: view.id,
    lineNo: line.lineNo,
    type: view.type as PageDocumentType,
    number: view.number ?? "",
    facts,
  };
}

/** A line of the source becomes a line of what follows it: all that is left, at its price, to be changed by hand. */
function followingLine(
  kind: DocumentKind,
  view: DocumentView,
  line: ViewLine,
  facts: SourceFacts,
  into: Pick<DocumentForm, "taxIncluded" | "warehouseId" | "lines">,
  key: string,
): FormLine {
  const isPriced = kind.shape === "priced" || kind.shape === "correction";
  const asked = kind.shape === "correction" ? { price: facts.price, discountRate: "" } : returnedPrice(view, line);
  const elsewhere = kind.shape === "priced" && line.warehouseId !== into.warehouseId ? line.warehouseId : null;
  return {
    ...emptyLine(key),
    item: candidateOf(line),
    unit: line.unit,
    quantity: facts.quantity,
    price: isPriced ? saidPrice(asked.price, line.taxRate, view.taxIncluded, into.taxIncluded) : "",
    discountRate: isPriced ? asked.discountRate : "",
    taxRate: line.taxRate,
    warehouseId: elsewhere === "" ? null : elsewhere,
    source: sourceOf(view, line, facts),
    kit: kind.sells ? followedKit(line, facts.quantity, lastGroup(into.lines)) : null,
    lot: line.serials?.join(" ") ?? line.lot ?? "",
  };
}

export type ChosenSource = {
  readonly view: DocumentView;
  readonly followers: readonly Follower[];
  /** Line numbers; null takes all that have something left. */
  readonly lines: ReadonlySet<number> | null;
};

export function takesWhatIsLeft(kind: DocumentKind, facts: SourceFacts): boolean {
  return kind.shape === "allocation" || /[1-9]/.test(facts.quantity);
}

/** Head and lines after a source was chosen: its partner, its way of saying prices, and where the goods are. */
export function withSource(
  kind: DocumentKind,
  form: DocumentForm,
  chosen: ChosenSource,
  newKey: () => string,
): DocumentForm {
  const { view, followers } = chosen;
  const isFirst = form.lines.every((line) => line.item === null);
  const head: DocumentForm = {
    ...form,
    ...(kind.sources?.samePartner ? { partnerId: view.partnerId, partnerName: view.partner } : {}),
    ...(isFirst && (kind.shape === "priced" || kind.shape === "correction") ? { taxIncluded: view.taxIncluded } : {}),
    ...(isFirst && kind.warehouse ? { warehouseId: arrivesIn(kind, view) ?? form.warehouseId } : {}),
  };
  const known = new Set(form.lines.map((line) => keyOf(line.source)));
  const added = view.lines
    .filter((line) => chosen.lines === null || chosen.lines.has(line.lineNo))
    .filter((line) => !known.has(`${view.id}/${line.lineNo}`))
    .map((line) => ({ line, facts: sourceFacts(view, line, followers) }))
    .filter(({ facts }) => chosen.lines !== null || takesWhatIsLeft(kind, facts))
    .map(({ line, facts }) => followingLine(kind, view, line, facts, head, newKey()));
  return { ...head, lines: beforeBlank(form.lines, added) };
}

function arrivesIn(kind: DocumentKind, view: DocumentView): string | null {
  return kind.shape === "plain" ? view.toWarehouseId : view.warehouseId;
}
function keyOf(source: LineSource | null): string {
  return source === null ? "" : `${source.documentId}/${source.lineNo}`;
}

/** The documents that the lines follow, each once, in the order of the lines. */
export function sourcesOf(
  lines: readonly { readonly source: Pick<LineSource, "documentId" | "type" | "number"> | null }[],
): readonly Pick<LineSource, "documentId" | "type" | "number">[] {
  const found = new Map<string, Pick<LineSource, "documentId" | "type" | "number">>();
  for (const { source } of lines) if (source && !found.has(source.documentId)) found.set(source.documentId, source);
  return [...found.values()];
}

export function sourcesOfView(view: DocumentView): ReturnType<typeof sourcesOf> {
  return sourcesOf(
    view.lines.map(({ source }) => ({ source: source && { ...source, type: source.type as PageDocumentType } })),
  );
}

/** "XSCK-20261125-0036" line 2 → "1125-0036 · 2": the kind is said by the column, the year by the page. */
export function sourceText(source: Pick<LineSource, "number" | "lineNo">): string {
  const [, day = "", serial = ""] = /(\d{4})-(\d+)$/.exec(source.number) ?? [];
  return day === "" ? `${source.number} · ${source.lineNo}` : `${day}-${serial} · ${source.lineNo}`;
}

/** Prices that came with a source are said the other way when the document says prices the other way. */
export function withTaxIncluded(form: DocumentForm, taxIncluded: boolean): DocumentForm {
  if (form.taxIncluded === taxIncluded) return form;
  const lines = form.lines.map((line) => {
    const figure = line.source === null ? null : typedNumber(line.price, 6);
    if (figure === null) return line;
    return { ...line, price: saidPrice(figure, line.taxRate, form.taxIncluded, taxIncluded) };
  });
  return { ...form, taxIncluded, lines };
}

/** A saved draft knows which lines it follows, not what is left of them: that is asked for and put in here. */
export function withFacts(form: DocumentForm, view: DocumentView, followers: readonly Follower[]): DocumentForm {
  return {
    ...form,
    lines: form.lines.map((line) => {
      if (line.source?.documentId !== view.id) return line;
      const { source } = line;
      const there = view.lines.find((one) => one.lineNo === source.lineNo);
      if (!there) return line;
      return {
        ...line,
        source: { ...source, number: view.number ?? source.number, facts: sourceFacts(view, there, followers) },
      };
    }),
  };
}
