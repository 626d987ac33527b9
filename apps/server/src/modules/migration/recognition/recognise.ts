import { headingKey } from "./aliases.ts";
import { mapColumns } from "./columns.ts";
import { guessColumns } from "./content.ts";
import type { Target } from "./fields.ts";
import { anyHeadings, findHeadings } from "./headings.ts";
import type { SheetProfile } from "./profile.ts";
import { questionsOf } from "./questions.ts";
import type { Question, Recognition, RecognisedColumn, StockMeaning } from "./recognition.ts";

export interface RecognitionHints {
  /** What the user says that it is. */
  readonly target?: Target;
  /** `供应商.xlsx` says what the headings do not. */
  readonly fileName?: string;
}

/** Says what a sheet holds, which columns mean what, and what the shop must decide. Pure: a profile in, a proposal out. */
export function recognise(profile: SheetProfile, hints: RecognitionHints = {}): Recognition {
  const wanted = hints.target;
  const base = { sheetIndex: profile.sheet.index, sheetName: profile.sheet.name };
  const hiddenNotes = profile.hiddenRowCount > 0 ? [hiddenRowsNote(profile)] : [];
  const place = findHeadings(profile.head, wanted);
  if (!place) return withoutHeadings(profile, base, hiddenNotes, wanted);

  const { headings } = place;
  const kind = partnerKind(place.target, headings, `${profile.sheet.name} ${hints.fileName ?? ""}`);
  const target = wanted ?? kind.target;
  const above = profile.head.filter((row) => row.number < place.dataFrom).length;
  const dataRows = Math.max(0, profile.rows - above);
  const mapped = mapColumns({ profile, headings, target, dataFrom: place.dataFrom, dataRows });
  const stockMeaning = meaningOf(mapped.columns);
  const facts = { profile, target, columns: mapped.columns, dataFrom: place.dataFrom, dataRows, stockMeaning };
  return {
    ...base,
    target,
    headingRows: place.rows,
    dataFrom: place.dataFrom,
    dataRows,
    columns: mapped.columns,
    questions: [...(wanted || kind.told ? [] : [askPartnerKind(target)]), ...mapped.questions, ...questionsOf(facts)],
    notes: [...(dataRows === 0 ? ["只有表头，没有数据行。"] : []), ...mapped.notes, ...hiddenNotes],
    ...(target === "stock" && { stockMeaning }),
  };
}

function withoutHeadings(
  profile: SheetProfile,
  base: Pick<Recognition, "sheetIndex" | "sheetName">,
  notes: readonly string[],
  wanted: Target | undefined,
): Recognition {
  const guess = wanted === undefined || wanted === "items" ? guessColumns(profile) : undefined;
  if (!guess) return unknownSheet(profile, base, notes, wanted);
  const facts = {
    profile,
    target: "items",
    columns: guess.columns,
    dataFrom: 1,
    dataRows: profile.rows,
    stockMeaning: "opening",
  } as const;
  return {
    ...base,
    target: "items",
    headingRows: [],
    dataFrom: profile.head[0]?.number ?? 1,
    dataRows: profile.rows,
    columns: guess.columns,
    questions: [guess.question, ...questionsOf(facts)],
    notes,
  };
}

/** Nothing that we know: the columns are named all the same, so that they can be mapped by hand. */
function unknownSheet(
  profile: SheetProfile,
  base: Pick<Recognition, "sheetIndex" | "sheetName">,
  notes: readonly string[],
  wanted: Target | undefined,
): Recognition {
  const place = anyHeadings(profile.head) ?? { rows: [], headings: [], dataFrom: 1 };
  const dataRows = profile.rows - profile.head.filter((row) => row.number < place.dataFrom).length;
  const mapped = mapColumns({
    profile,
    headings: place.headings,
    target: wanted ?? "items",
    dataFrom: place.dataFrom,
    dataRows,
  });
  return {
    ...base,
    target: wanted ?? null,
    headingRows: place.rows,
    dataFrom: place.dataFrom,
    dataRows,
    columns: wanted ? mapped.columns : mapped.columns.map((column) => ({ ...column, field: null, confidence: 0 })),
    questions: [],
    notes: [
      profile.rows === 0
        ? "工作表是空的。"
        : "没有认出可以导入的资料：表头里没有名称、编码或条码。可以手工指定每一列。",
      ...notes,
    ],
  };
}

function hiddenRowsNote(profile: SheetProfile): string {
  const more = profile.hiddenRowCount > profile.hiddenRows.length ? " 等" : "";
  return `有 ${profile.hiddenRowCount} 行是隐藏的（第 ${profile.hiddenRows.join("、")}${more} 行），也会导入；不要的请先在表格中删除。`;
}

function meaningOf(columns: readonly RecognisedColumn[]): StockMeaning {
  const quantity =
    columns.find((column) => column.field === "quantity") ??
    columns.find((column) => column.field === "countedQuantity");
  const key = headingKey(quantity?.heading ?? "");
  if (/盘点|实盘|counted|inventoryquantity/.test(key)) return "count";
  if (/入库|出库/.test(key)) return "receipt";
  return /^(?:数量|quantity|qty)$/.test(key) &&
    columns.some((column) => column.field === "unitCost" || column.field === "taxRate")
    ? "lines"
    : "opening";
}

function partnerKind(
  target: Target,
  headings: readonly string[],
  names: string,
): { readonly target: Target; readonly told: boolean } {
  if (target !== "customers" && target !== "suppliers") return { target, told: true };
  if (headings.some((heading) => /客户|供应商|供货|customer|supplier|vendor|应收|应付/i.test(heading)))
    return { target, told: true };
  if (/供应商|供货|vendor|supplier/i.test(names)) return { target: "suppliers", told: true };
  return { target, told: /客户|customer|会员/i.test(names) };
}

function askPartnerKind(target: Target): Question {
  return {
    id: "partnerKind",
    kind: "partnerKind",
    text: "表头没有说这些是客户还是供应商。是哪一种？",
    options: [
      { value: "customers", label: "客户" },
      { value: "suppliers", label: "供应商" },
      { value: "both", label: "既是客户也是供应商" },
    ],
    free: false,
    suggested: target,
  };
}

/** The sheets of a file, most promising first: those that can be imported, then by their rows. Hidden ones are only named. */
export function recogniseWorkbook(
  profiles: readonly SheetProfile[],
  hints: RecognitionHints = {},
): { readonly sheets: readonly Recognition[]; readonly notes: readonly string[] } {
  const visible = profiles.filter((profile) => !profile.sheet.hidden && profile.rows > 0);
  const hidden = profiles.filter((profile) => profile.sheet.hidden && profile.rows > 0);
  const sheets = visible
    .map((profile) => recognise(profile, hints))
    .map((sheet) => (isInstructions(sheet) && visible.length > 1 ? { ...sheet, target: null } : sheet))
    .toSorted((a, b) => Number(a.target === null) - Number(b.target === null) || a.sheetIndex - b.sheetIndex);
  const notes =
    hidden.length > 0
      ? [`隐藏的工作表没有读取：${hidden.map((profile) => `「${profile.sheet.name}」`).join("、")}。`]
      : [];
  return { sheets, notes };
}

function isInstructions(sheet: Recognition): boolean {
  return /instruction|faq|readme|填写说明|导入说明|说明$/i.test(sheet.sheetName);
}
