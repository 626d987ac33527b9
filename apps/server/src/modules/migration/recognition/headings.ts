import type { SheetRow } from "../reading/cell.ts";
import { aliasOf, headingKey, namesGoods } from "./aliases.ts";
import type { Field, Target } from "./fields.ts";
import { targets } from "./fields.ts";

export interface HeadingPlace {
  /** Row numbers of the sheet. */
  readonly rows: readonly number[];
  readonly headings: readonly string[];
  readonly target: Target;
  readonly dataFrom: number;
}

/** Fields by which a row says which goods or partner it is. */
const identity: ReadonlySet<Field> = new Set(["name", "code", "barcode", "styleNumber"]);

/** Headings are looked for in the first rows that have values; title lines, notes and empty lines may stand above. */
export function findHeadings(head: readonly SheetRow[], wanted?: Target): HeadingPlace | undefined {
  let best:
    | { readonly at: number; readonly joined: boolean; readonly score: number; readonly headings: readonly string[] }
    | undefined;
  const candidates = wanted ? [wanted] : targets;
  for (let at = 0; at < Math.min(head.length, 40); at++) {
    for (const { headings, joined } of readingsOf(head, at)) {
      const score = Math.max(...candidates.map((target) => scoreOf(headings, target)));
      if (score > 0 && score > (best?.score ?? 0)) best = { at, joined, score, headings };
    }
  }
  if (!best) return undefined;
  const target = wanted ?? targetOf(best.headings);
  if (!wanted && !isEnough(best.headings, target)) return undefined;
  const last = best.joined ? best.at + 1 : best.at;
  const skipped = rowsOfTheForm(head, last);
  const rows = head.slice(best.at, last + 1 + skipped).map((row) => row.number);
  return { rows, headings: best.headings, target, dataFrom: (rows.at(-1) ?? 0) + 1 };
}

interface HeadingReading {
  readonly headings: readonly string[];
  readonly joined: boolean;
}

function readingsOf(head: readonly SheetRow[], at: number): readonly HeadingReading[] {
  const row = head[at]!;
  if (!looksLikeHeadings(row)) return [];
  const alone = { headings: textsOf(row), joined: false };
  const below = head[at + 1];
  if (!below || below.number !== row.number + 1) return [alone];
  const joined = joinedHeadings(row, below);
  return joined ? [alone, { headings: joined, joined: true }] : [alone];
}

function textsOf(row: SheetRow): readonly string[] {
  return row.cells.map((cell) => (cell.kind === "text" || cell.kind === "number" ? cell.text.trim() : ""));
}

/** Rows that a form of ERPNext has below its labels. */
const formRow = /^(?:column name|mandatory|type|info|doctype):?$/i;

function looksLikeHeadings(row: SheetRow): boolean {
  if (formRow.test(row.cells[0]?.text.trim() ?? "")) return false;
  const own = row.cells.filter((cell) => cell.kind !== "empty" && !cell.merged);
  const texts = own.filter((cell) => cell.kind === "text");
  return texts.length > 0 && texts.length >= own.length * 0.6;
}

/**
 * 期初库存 over 数量, 单价, 金额 is three columns: 期初库存数量, 期初库存单价, 期初库存金额. The upper heading counts for the
 * blanks to its right, merged or not, as far as the lower row has something to say there.
 */
function joinedHeadings(upper: SheetRow, lower: SheetRow): readonly string[] | undefined {
  const texts = lower.cells.filter((cell) => cell.kind === "text" && !cell.merged);
  const others = lower.cells.filter((cell) => cell.kind !== "empty" && cell.kind !== "text");
  if (texts.length < 2 || others.length > texts.length / 2 || texts.some((cell) => cell.text.length > 20))
    return undefined;
  const spans = lower.cells.some((cell, index) => {
    const above = upper.cells[index];
    return cell.kind === "text" && !cell.merged && (!above || above.kind === "empty" || above.merged);
  });
  if (!spans) return undefined;

  let group = "";
  const width = Math.max(upper.cells.length, lower.cells.length);
  return Array.from({ length: width }, (_, index) => {
    const above = upper.cells[index];
    const below = lower.cells[index];
    if (above && above.kind !== "empty") group = above.text.trim();
    const own = below?.kind === "text" ? below.text.trim() : "";
    if (own === "") return above && above.kind !== "empty" ? above.text.trim() : "";
    return below?.merged || own === group ? group : `${group}${own}`;
  });
}

function fieldsOf(headings: readonly string[], target: Target): ReadonlyMap<Field, string> {
  const fields = new Map<Field, string>();
  for (const heading of headings) {
    if (heading === "" || heading.length > 400) continue;
    const hit = aliasOf(target, heading);
    const field = hit?.field ?? (namesGoods(heading) ? "name" : undefined);
    if (field && !fields.has(field)) fields.set(field, heading);
  }
  return fields;
}

function scoreOf(headings: readonly string[], target: Target): number {
  const fields = fieldsOf(headings, target);
  if (![...fields.keys()].some((field) => identity.has(field))) return 0;
  let score = 0;
  for (const field of fields.keys()) score += identity.has(field) ? 3 : 2;
  return fields.size >= 2 || headings.filter((heading) => heading !== "").length === 1 ? score : 0;
}

const partnerFields: readonly Field[] = [
  "contact",
  "phone",
  "mobile",
  "email",
  "address",
  "taxNumber",
  "bank",
  "account",
  "openingReceivable",
  "openingPayable",
  "creditLimit",
];

/** What is said of goods rather than of a quantity of them. */
const describing: readonly Field[] = [
  "category",
  "brand",
  "unit",
  "model",
  "color",
  "size",
  "retailPrice",
  "wholesalePrice",
  "memberPrice",
  "minimumPrice",
  "safetyStock",
  "purchasePrice",
];

function targetOf(headings: readonly string[]): Target {
  const partner = fieldsOf(headings, "customers");
  const items = fieldsOf(headings, "items");
  const stock = fieldsOf(headings, "stock");
  if (partner.has("name") && partnerFields.filter((field) => partner.has(field)).length >= 2)
    return partnerTarget(headings, partner);
  if (fieldsOf(headings, "categories").has("parentExternalId") && !items.has("salePrice")) return "categories";

  const described = describing.filter((field) => items.has(field)).length;
  const counted = stock.has("quantity") || stock.has("countedQuantity");
  const listed = items.has("salePrice") && !/单价|^price$|unitprice/.test(headingKey(items.get("salePrice") ?? ""));
  const mostlyStock = counted && described === 0 && !listed && !items.has("supplier");
  return mostlyStock ? "stock" : "items";
}

function partnerTarget(headings: readonly string[], fields: ReadonlyMap<Field, string>): Target {
  if (fields.has("openingPayable") && !fields.has("openingReceivable")) return "suppliers";
  return headings.some((heading) => /供应商|供货|supplier|vendor/i.test(heading)) ? "suppliers" : "customers";
}

/** The headings of a sheet that is no list we know, for mapping by hand: the first row of at least two texts. */
export function anyHeadings(
  head: readonly SheetRow[],
): Pick<HeadingPlace, "rows" | "headings" | "dataFrom"> | undefined {
  const row = head.slice(0, 40).find((candidate) => looksLikeHeadings(candidate) && hasTwoTexts(candidate));
  return row && { rows: [row.number], headings: textsOf(row), dataFrom: row.number + 1 };
}

function hasTwoTexts(row: SheetRow): boolean {
  return row.cells.filter((cell) => cell.kind === "text" && !cell.merged).length >= 2;
}

const priced: readonly Field[] = ["salePrice", "retailPrice", "purchasePrice", "openingQuantity"];

/** A sheet with headings of a known kind but without what an import of them needs is left alone. */
function isEnough(headings: readonly string[], target: Target): boolean {
  const fields = fieldsOf(headings, target);
  const has = (...wanted: Field[]) => wanted.some((field) => fields.has(field));
  switch (target) {
    case "items":
      if (headings.some((heading) => /科目|^(?:accounttype|openingbalance)$/.test(headingKey(heading)))) return false;
      return has("name")
        ? fields.size > (fields.has("note") ? 2 : 1) || headings.length === 1
        : has("code", "barcode") && has(...priced);
    case "stock":
      return has("code", "barcode", "name", "styleNumber") && has("quantity", "countedQuantity");
    case "customers":
    case "suppliers":
    case "categories":
      return has("name");
  }
}

/**
 * Rows of the form between headings and data: the field names of frappe (`Item.name`), the column names, types and hints
 * of ERPNext up to `Start entering data below this line`.
 */
function rowsOfTheForm(head: readonly SheetRow[], last: number): number {
  const marker = head
    .slice(last + 1, last + 12)
    .findIndex((row) => /^start entering data below/i.test(row.cells[0]?.text ?? ""));
  if (marker >= 0) return marker + 1;
  const next = head[last + 1]?.cells.filter((cell) => cell.kind !== "empty") ?? [];
  return next.length >= 3 && next.every((cell) => /^[A-Z]\w*\.\w+$/.test(cell.text.trim())) ? 1 : 0;
}
