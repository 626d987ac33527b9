import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ReadSheet, type ReadWorkbook, readWorkbook } from "../reading/read-workbook.ts";
import { interpret } from "./interpret.ts";
import { profileOf } from "./profile.ts";
import { recogniseWorkbook } from "./recognise.ts";
import { exactSum } from "./values.ts";
import type { Answers, Recognition } from "./recognition.ts";
import type { InterpretedSheet, ItemRecord, StockRecord } from "./records.ts";

/**
 * Files of real shops and programs that none of us wrote. They lie beside the repository where it is developed; the rules
 * that they taught are covered by our own small sheets in the other tests, which run everywhere.
 */
const realFiles = "../shared/data";

export const present = existsSync(realFiles);
if (!present) console.log(`没有 ${realFiles}：真实文件的导入测试没有运行，自编的小表照常运行。`);

type Understood = {
  readonly recognition: Recognition;
  readonly sheet: ReadSheet;
  readonly out: InterpretedSheet;
};

const books = new Map<string, Promise<ReadWorkbook>>();

/** Files are read once for all tests about them. */
export function bookOf(file: string): Promise<ReadWorkbook> {
  const known = books.get(file) ?? readWorkbook(join(realFiles, file));
  books.set(file, known);
  return known;
}

export async function understand(file: string, sheetName?: string, answers: Answers = {}): Promise<Understood> {
  const book = await bookOf(file);
  const profiles = book.sheets.map((sheet) => profileOf(sheet, sheet.rows));
  const { sheets } = recogniseWorkbook(profiles, { fileName: file.slice(file.lastIndexOf("/") + 1) });
  const recognition = sheets.find((sheet) => sheetName === undefined || sheet.sheetName === sheetName)!;
  const sheet = book.sheets[recognition.sheetIndex]!;
  return { recognition, sheet, out: interpret(sheet.rows, recognition, answers) };
}

export const items = ({ out }: Understood) => out.records as readonly ItemRecord[];

export const stock = ({ out }: Understood) => out.records as readonly StockRecord[];

export function sumOf(values: readonly (string | undefined)[]): string {
  const sum = exactSum();
  for (const value of values) if (value !== undefined) sum.add(value);
  return sum.total();
}

/** `名称 12.5`, for the columns asked for. */
export function sums({ out }: Understood, headings: readonly string[]): string {
  return headings
    .map(
      (heading) =>
        `${heading} ${out.totals.sums.find((column) => column.heading.replace(/[（(*].*$/, "") === heading)?.sum ?? "–"}`,
    )
    .join(" · ");
}

/** `45 E 个 number.not_a_number` */
export function errors({ out }: Understood): readonly string[] {
  return out.problems
    .filter((problem) => problem.severity === "error")
    .map((problem) => `${problem.row} ${problem.column?.letter ?? ""} ${problem.value} ${problem.reasonCode}`);
}

export function warnings({ out }: Understood): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity, reasonCode } of out.problems)
    if (severity === "warning") counts[reasonCode] = (counts[reasonCode] ?? 0) + 1;
  return counts;
}

export function times(left: string, right: string): string {
  const places = (text: string) => text.split(".")[1]?.length ?? 0;
  const whole = (text: string) => BigInt(text.replace(".", ""));
  const scale = places(left) + places(right);
  const digits = (whole(left) * whole(right)).toString().padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
