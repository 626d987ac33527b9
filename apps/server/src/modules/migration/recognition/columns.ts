import { columnLetter } from "../reading/cell.ts";
import { aliasOf, headingKey, isCurrencyPrice, isInstruction, namesGoods } from "./aliases.ts";
import { type Field, fieldForm, fieldTerms, type Target } from "./fields.ts";
import { belowHeadings, type ColumnProfile, type SheetProfile } from "./profile.ts";
import type { Question, RecognisedColumn } from "./recognition.ts";

/** Fields that several columns may feed. */
const shared: ReadonlySet<Field> = new Set(["barcode", "note", "warehouseQuantity"]);
/** Fields for which the choice between two columns is the shop's. */
const decided: ReadonlySet<Field> = new Set([
  "code",
  "name",
  "warehouse",
  "unit",
  "category",
  "salePrice",
  "purchasePrice",
  "openingQuantity",
  "quantity",
]);

export interface ColumnsResult {
  readonly columns: readonly RecognisedColumn[];
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
}

interface Claim {
  readonly index: number;
  readonly field: Field;
  readonly rank: number;
}

export interface ColumnsTask {
  readonly profile: SheetProfile;
  readonly headings: readonly string[];
  readonly target: Target;
  readonly dataFrom: number;
  readonly dataRows: number;
}

export function mapColumns({ profile, headings, target, dataFrom, dataRows }: ColumnsTask): ColumnsResult {
  const claims = new Map<number, Claim>();
  const width = Math.max(headings.length, profile.columns.length);
  const filledBelow = (index: number) => belowHeadings(profile, index, dataFrom).filled;
  claimAliases(claims, headings, target);
  if (![...claims.values()].some(({ field }) => field === "name")) renameParent(claims);
  claimGoods(claims, headings, profile);
  claimVendorPrices(claims, headings);
  const { questions, notes } = settle(claims, headings, filledBelow);
  claimStyleNumbers(claims, profile, dataRows, filledBelow);
  claimRetailAsSale(claims, notes);
  if (target === "items") claimWarehouseColumns(claims, headings, profile, filledBelow, width);

  const columns = Array.from({ length: width }, (_, index): RecognisedColumn => {
    const heading = headings[index] ?? "";
    const claim = claims.get(index);
    const unnamed = claim === undefined && heading === "";
    const question = unnamed
      ? askUnnamed(index, profile.columns[index], filledBelow(index), claims, target, dataRows)
      : undefined;
    if (question) questions.push(question);
    const suggested = question && question.suggested !== "" ? (question.suggested as Field) : null;
    return columnOf(index, heading, claim, suggested, profile.columns[index]);
  });
  return { columns, questions, notes };
}

function columnOf(
  index: number,
  heading: string,
  claim: Claim | undefined,
  suggested: Field | null,
  counts: ColumnProfile | undefined,
): RecognisedColumn {
  const field = claim?.field ?? suggested;
  const confidence = field === null ? 0 : 0.4;
  const place = claim && warehouseOfBins(claim, { [index]: heading });
  return {
    index,
    letter: columnLetter(index),
    // Explanations on further lines are no part of the name of the column.
    heading: heading.replace(/\s*\n[\s\S]*$/, ""),
    field,
    confidence: claim ? Math.max(0.6, 1 - claim.rank / 50) : confidence,
    samples: (counts?.samples ?? []).filter((sample) => sample !== heading.trim()).slice(0, 4),
    ...(field === "warehouseQuantity" && { warehouse: heading.trim() }),
    ...(place !== undefined && { warehouse: place }),
  };
}

function claimAliases(claims: Map<number, Claim>, headings: readonly string[], target: Target): void {
  headings.forEach((heading, index) => {
    if (heading === "" || isInstruction(heading)) return;
    const hit = aliasOf(target, heading);
    if (hit) claims.set(index, { index, ...hit });
    else if (target === "items" && isCurrencyPrice(heading)) claims.set(index, { index, field: "salePrice", rank: 40 });
  });
}

/** A list of companies without any other name. */
function renameParent(claims: Map<number, Claim>): void {
  const parent = [...claims.values()].find(({ field }) => field === "parentName");
  if (parent) claims.set(parent.index, { ...parent, field: "name" });
}

/** 商品 or `Product` is the code where another column has the name, or where nothing in it is written in words. */
function claimGoods(claims: Map<number, Claim>, headings: readonly string[], profile: SheetProfile): void {
  const named = [...claims.values()].some((claim) => claim.field === "name");
  const coded = [...claims.values()].some((claim) => claim.field === "code");
  headings.forEach((heading, index) => {
    if (claims.has(index) || heading === "" || !namesGoods(heading)) return;
    if (!named) claims.set(index, { index, field: "name", rank: 10 });
    else if (!coded && (profile.columns[index]?.chinese ?? 0) <= 1)
      claims.set(index, { index, field: "code", rank: 10 });
  });
}

/** Price and quantity beside a vendor's own product name are his offer, not our price and stock. */
function claimVendorPrices(claims: Map<number, Claim>, headings: readonly string[]): void {
  if (!headings.some((heading) => headingKey(heading) === "vendorproductname")) return;
  for (const claim of claims.values()) {
    if (claim.field === "salePrice") claims.set(claim.index, { ...claim, field: "supplierPrice" });
    if (claim.field === "openingQuantity") claims.set(claim.index, { ...claim, field: "supplierMinimumQuantity" });
  }
}

/** One column per field: the surest alias, then the leftmost. What was passed over is asked or at least said. */
function settle(
  claims: Map<number, Claim>,
  headings: readonly string[],
  filledBelow: (index: number) => number,
): { questions: Question[]; notes: string[] } {
  const questions: Question[] = [];
  const notes: string[] = [];
  for (const field of new Set([...claims.values()].map((claim) => claim.field))) {
    if (shared.has(field)) continue;
    const rivals = [...claims.values()]
      .filter((claim) => claim.field === field && warehouseOfBins(claim, headings) === undefined)
      .toSorted((a, b) => a.rank - b.rank || a.index - b.index);
    const filled = rivals.filter((claim) => filledBelow(claim.index) > 0);
    const winner = filled[0] ?? rivals[0];
    if (!winner) continue;
    for (const rival of rivals) if (rival !== winner) claims.delete(rival.index);
    if (filled.length < 2) continue;
    const named = filled.map((claim) => `${columnLetter(claim.index)} 列「${headings[claim.index]?.trim()}」`);
    if (!decided.has(field)) {
      notes.push(`${named.join("、")}都像${fieldTerms[field]}，取第一个。`);
      continue;
    }
    questions.push({
      id: `whichColumn.${field}`,
      kind: "whichColumn",
      text: `${named.join("、")}都像${fieldTerms[field]}，用哪一列？`,
      options: filled.map((claim, at) => ({ value: String(claim.index), label: named[at]! })),
      free: false,
      suggested: String(winner.index),
    });
  }
  return { questions, notes };
}

/** 货号 is the code of a shop whose 货号 never repeat; with sizes or colours it is one number for many goods. */
function claimStyleNumbers(
  claims: Map<number, Claim>,
  profile: SheetProfile,
  dataRows: number,
  filledBelow: (index: number) => number,
): void {
  const claim = [...claims.values()].find(({ field }) => field === "styleNumber");
  if (!claim || [...claims.values()].some(({ field }) => field === "code")) return;
  const distinct = (profile.columns[claim.index]?.distinct ?? 0) - 1;
  if (dataRows > 0 && filledBelow(claim.index) === dataRows && distinct === dataRows)
    claims.set(claim.index, { ...claim, field: "code" });
}

function claimRetailAsSale(claims: Map<number, Claim>, notes: string[]): void {
  if ([...claims.values()].some(({ field }) => field === "salePrice" || field === "supplierPrice")) return;
  const retail = [...claims.values()].find(({ field }) => field === "retailPrice");
  if (!retail) return;
  claims.set(retail.index, { ...retail, field: "salePrice" });
  notes.push("没有单独的销售价，零售价作为销售价。");
}

/** `货位（北仓）` as our own export heads it: one column of 货位 per warehouse beside that of the company's own. */
function warehouseOfBins(claim: Claim, headings: Readonly<Record<number, string>>): string | undefined {
  if (claim.field !== "location") return undefined;
  return /[(（]\s*([^()（）]*(?:仓|仓库|库房|门店|店|库))\s*[)）]\s*$/.exec(headings[claim.index] ?? "")?.[1];
}

const warehouseName = /仓|库房|门店|店$|^库|库$/;
const noWarehouse = /库存|价|金额|数量|成本|编码|名称|日期|状态/;

/** One column of quantities per warehouse, headed by its name, as jshERP does. */
function claimWarehouseColumns(
  claims: Map<number, Claim>,
  headings: readonly string[],
  profile: SheetProfile,
  filledBelow: (index: number) => number,
  width: number,
): void {
  for (let index = 0; index < width; index++) {
    const heading = headings[index] ?? "";
    const filled = filledBelow(index);
    const numeric = filled > 0 && (profile.columns[index]?.numeric ?? 0) >= filled;
    if (claims.has(index) || !numeric || !warehouseName.test(heading) || noWarehouse.test(heading)) continue;
    claims.set(index, { index, field: "warehouseQuantity", rank: 5 });
  }
}

function askUnnamed(
  index: number,
  column: ColumnProfile | undefined,
  filled: number,
  claims: ReadonlyMap<number, Claim>,
  target: Target,
  dataRows: number,
): Question | undefined {
  if (!column || filled < Math.max(1, dataRows * 0.05) || column.numeric === filled) return undefined;
  const has = (field: Field) => [...claims.values()].some((claim) => claim.field === field);
  const offered: readonly Field[] = target === "items" ? ["spec", "model", "note"] : ["note"];
  const suggested = offered.find((field) => !has(field) && fieldForm(field) === "text") ?? "";
  const letter = columnLetter(index);
  return {
    id: `unnamedColumn.${letter}`,
    kind: "unnamedColumn",
    text: `${letter} 列没有表头，但有 ${filled} 行内容（如「${column.samples.slice(0, 3).join("」「")}」）。这一列是什么？`,
    options: [...offered.map((field) => ({ value: field, label: fieldTerms[field] })), { value: "", label: "不导入" }],
    free: false,
    suggested,
  };
}
