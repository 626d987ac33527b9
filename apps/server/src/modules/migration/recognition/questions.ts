import { type Field, fieldForm, fieldTerms, type Target } from "./fields.ts";
import { belowHeadings, type ColumnProfile, type SheetProfile } from "./profile.ts";
import type { Question, RecognisedColumn, StockMeaning } from "./recognition.ts";
import { isKnownUnit } from "./units.ts";
import { isTotalsLabel } from "./values.ts";

export interface SheetFacts {
  readonly profile: SheetProfile;
  readonly target: Target;
  readonly columns: readonly RecognisedColumn[];
  readonly dataFrom: number;
  readonly dataRows: number;
  readonly stockMeaning: StockMeaning;
}

export function questionsOf(facts: SheetFacts): readonly Question[] {
  const asked =
    facts.target === "items"
      ? [
          askUnit,
          askUnitsInSpec,
          askCodes,
          askNames,
          askQuotes,
          askLostZeros,
          askPrices,
          askSharedBarcodes,
          askSharedCodes,
        ]
      : facts.target === "stock"
        ? [askQuotes, askLostZeros, askRepeats]
        : [];
  return asked.flatMap((ask) => ask(facts) ?? []);
}

interface Found {
  readonly column: RecognisedColumn;
  readonly counts: ColumnProfile;
  /** Filled cells below the heading. */
  readonly filled: number;
  readonly distinct: number;
}

function find({ columns, profile, dataFrom }: SheetFacts, field: Field): Found | undefined {
  const column = columns.find((candidate) => candidate.field === field);
  const counts = column && profile.columns[column.index];
  return column && counts && { column, counts, ...belowHeadings(profile, column.index, dataFrom) };
}

/** Rows that are goods: a further price of the goods above stands in a row of its own without a name. */
function goodsRows(facts: SheetFacts): number {
  const name = find(facts, "name");
  return name && hasChildRows(facts) && standsFirst(facts, name) ? name.filled : facts.dataRows;
}

function hasChildRows({ columns }: SheetFacts): boolean {
  return columns.some(({ field }) => field === "priceListRate" || field === "supplierPrice");
}

const place = ({ column }: Found) => `${column.letter} 列${column.heading === "" ? "" : `「${column.heading}」`}`;

function askUnit(facts: SheetFacts): Question | undefined {
  const unit = find(facts, "unit");
  const missing = goodsRows(facts) - (unit?.filled ?? 0);
  if (missing <= 0) return undefined;
  const words = (unit?.counts.words ?? []).map(([word]) => word).filter((word) => word !== unit?.column.heading);
  const suggested = words[0] ?? "个";
  return {
    id: "defaultUnit",
    kind: "defaultUnit",
    text: unit
      ? `${place(unit)}有 ${missing} 行是空的，这些商品用什么单位？`
      : `没有单位一列，${missing} 个商品用什么单位？`,
    options: [...new Set([suggested, ...words, "个", "件", "瓶", "箱"])]
      .slice(0, 6)
      .map((value) => ({ value, label: value })),
    free: true,
    suggested,
  };
}

function askUnitsInSpec(facts: SheetFacts): Question | undefined {
  const spec = find(facts, "spec");
  if (!spec || find(facts, "unit")) return undefined;
  const units = spec.counts.words.reduce((sum, [word, count]) => (isKnownUnit(word) ? sum + count : sum), 0);
  if (units < spec.filled * 0.5) return undefined;
  return {
    id: "unitsInSpec",
    kind: "unitsInSpec",
    text: `${place(spec)}里多数是单位（${spec.counts.words
      .slice(0, 4)
      .map(([word]) => word)
      .join("、")}）。怎样处理？`,
    options: [
      { value: "units", label: "是单位的作为单位，其余作为规格" },
      { value: "spec", label: "全部作为规格" },
    ],
    free: false,
    suggested: "units",
  };
}

function askCodes(facts: SheetFacts): Question | undefined {
  const code = find(facts, "code");
  const missing = goodsRows(facts) - (code?.filled ?? 0);
  if (missing <= 0) return undefined;
  return {
    id: "numberCodes",
    kind: "numberCodes",
    text: code ? `${place(code)}有 ${missing} 行没有编码，自动编号吗？` : "没有商品编码一列，自动编号吗？",
    options: [
      { value: "number", label: "自动编号" },
      ...(find(facts, "barcode") ? [{ value: "barcode", label: "用条码作编码" }] : []),
      ...(code ? [{ value: "refuse", label: "没有编码的行不导入" }] : []),
    ],
    free: false,
    suggested: "number",
  };
}

function askNames(facts: SheetFacts): Question | undefined {
  const name = find(facts, "name");
  if (!name || name.filled === 0) return undefined;
  const missing = goodsRows(facts) - name.filled;
  if (missing <= 0) return undefined;
  if (standsFirst(facts, name)) {
    return {
      id: "inheritNames",
      kind: "inheritNames",
      text: `${place(name)}有 ${missing} 行是空的，看起来名称只写在每组的第一行。下面的行沿用上面的名称吗？`,
      options: [
        { value: "yes", label: "沿用上面的名称" },
        { value: "no", label: "没有名称的行不导入" },
      ],
      free: false,
      suggested: "yes",
    };
  }
  const other = find(facts, "styleNumber") ?? find(facts, "code") ?? find(facts, "barcode");
  return {
    id: "missingNames",
    kind: "missingNames",
    text: `${place(name)}有 ${missing} 行没有名称，怎样处理？`,
    options: [
      ...(other ? [{ value: "other", label: `用${fieldTerms[other.column.field ?? "code"]}作名称` }] : []),
      { value: "refuse", label: "没有名称的行不导入" },
    ],
    free: false,
    suggested: other ? "other" : "refuse",
  };
}

/** The name of a group stands in its first row only: nothing stands to the left of it in the others. */
function standsFirst(facts: SheetFacts, name: Found): boolean {
  const left = facts.columns.filter((column) => column.index < name.column.index);
  return left.every((column) => belowHeadings(facts.profile, column.index, facts.dataFrom).filled <= name.filled);
}

function askQuotes(facts: SheetFacts): Question | undefined {
  const name = find(facts, "name");
  if (!name || name.counts.quoted < Math.max(1, name.filled * 0.5)) return undefined;
  return {
    id: "quotedNames",
    kind: "quotedNames",
    text: `${place(name)}的名称都套着引号，去掉吗？`,
    options: [
      { value: "strip", label: "去掉引号" },
      { value: "keep", label: "保留" },
    ],
    free: false,
    suggested: "strip",
  };
}

function askLostZeros(facts: SheetFacts): Question | undefined {
  const barcode = find(facts, "barcode");
  if (!barcode || barcode.counts.lostZeros === 0) return undefined;
  return {
    id: "lostZeros",
    kind: "lostZeros",
    text: `${place(barcode)}有 ${barcode.counts.lostZeros} 个 11 位数字，补上开头的 0 就是正确的 12 位条码：表格把开头的 0 吃掉了。补回来吗？`,
    options: [
      { value: "restore", label: "补回开头的 0" },
      { value: "keep", label: "保持原样" },
    ],
    free: false,
    suggested: "restore",
  };
}

function askPrices(facts: SheetFacts): readonly Question[] {
  return facts.columns.flatMap((column): readonly Question[] => {
    if (!column.field || fieldForm(column.field) !== "price") return [];
    const words = (facts.profile.columns[column.index]?.words ?? []).filter(
      ([word, count]) => count >= 2 && !word.startsWith("#") && word !== column.heading && !isTotalsLabel(word),
    );
    if (words.length === 0) return [];
    return [
      {
        id: `pricesAsText.${column.letter}`,
        kind: "pricesAsText",
        text: `${column.letter} 列「${column.heading}」里有不是价格的文字：${words
          .slice(0, 5)
          .map(([word, count]) => `「${word}」${count} 行`)
          .join("，")}。怎样处理？`,
        options: [
          { value: "empty", label: "导入商品，价格留空" },
          { value: "refuse", label: "这些行不导入" },
        ],
        free: false,
        suggested: "empty",
      },
    ];
  });
}

function askSharedBarcodes(facts: SheetFacts): Question | undefined {
  const barcode = find(facts, "barcode");
  if (!barcode || barcode.distinct >= barcode.filled) return undefined;
  return {
    id: "sharedBarcodes",
    kind: "sharedBarcodes",
    text: `${place(barcode)}有 ${barcode.filled - barcode.distinct} 行的条码在前面出现过。同一条码对应不同商品时怎样处理？`,
    options: [
      { value: "refuse", label: "后面的行不导入，列出来" },
      { value: "first", label: "条码归第一个商品，后面的商品不带条码" },
    ],
    free: false,
    suggested: "refuse",
  };
}

function askSharedCodes(facts: SheetFacts): Question | undefined {
  const code = find(facts, "code");
  if (!code || code.distinct >= code.filled) return undefined;
  return {
    id: "sharedCodes",
    kind: "sharedCodes",
    text: `${place(code)}有 ${code.filled - code.distinct} 行的编码在前面出现过。同一编码对应不同商品时怎样处理？`,
    options: [
      { value: "refuse", label: "后面的行不导入，列出来" },
      { value: "number", label: "编码归第一个商品，后面的商品自动编号" },
    ],
    free: false,
    suggested: "refuse",
  };
}

function askRepeats(facts: SheetFacts): Question | undefined {
  const key = find(facts, "barcode") ?? find(facts, "code") ?? find(facts, "name");
  if (!key || key.distinct >= key.filled) return undefined;
  const isCount = facts.stockMeaning === "count";
  return {
    id: "repeats",
    kind: "repeats",
    text: `${place(key)}有 ${key.filled - key.distinct} 行与前面重复。同一商品、同一仓库、同一批号出现多次时怎样处理？`,
    options: [
      { value: "add", label: "数量相加" },
      { value: "refuse", label: "数量不同就是矛盾，列出来不导入" },
    ],
    free: false,
    suggested: isCount ? "refuse" : "add",
  };
}
