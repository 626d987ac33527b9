import type { SheetRow } from "./cell.ts";
import type { ReadingChoice, WorkbookEvent } from "./events.ts";
import type { ReadingLimits } from "./limits.ts";
import { mergedRanges, type MergedRange, spreadMerged } from "./merged.ts";
import { damaged, ReadingRefusal } from "./refusal.ts";
import { readSharedTexts, readStyles, readWorkbookParts, type WorkbookParts } from "./xlsx-parts.ts";
import { sheetScanner, type SheetSource } from "./xlsx-sheet.ts";
import {
  decoded,
  inflate,
  inflateBudget,
  type InflateBudget,
  openZip,
  textDecoder,
  type ZipArchive,
  type ZipEntry,
} from "./zip.ts";

/**
 * Reads Office Open XML in one pass per sheet, plus a first pass that counts its bytes and finds the merged ranges,
 * which stand behind the rows. Our own reader rather than hucre's, because an import must know what hucre's streaming
 * reader drops: an error from a text `#N/A`, hidden rows, merged ranges, the digits as written.
 */
export async function* xlsxEvents(
  bytes: Buffer,
  limits: ReadingLimits,
  choice: ReadingChoice,
): AsyncGenerator<WorkbookEvent> {
  const archive = openZip(bytes);
  const parts = await readWorkbookParts(archive, inflateBudget(limits));
  const wanted = parts.sheets.filter((sheet) => choice.sheets?.includes(sheet.index) ?? true);
  refuseDeclaredBomb(archive, [parts.sharedTexts, parts.styles, ...wanted.map((sheet) => sheet.part)], limits);

  const counted = inflateBudget(limits);
  const merged = new Map<number, readonly MergedRange[]>();
  for (const sheet of wanted) {
    const entry = archive.entries.get(sheet.part);
    if (!entry) throw damaged(`缺少工作表 ${sheet.name}`);
    merged.set(sheet.index, await mergedRanges(decoded(inflate(archive, entry, counted))));
  }

  const source = await sheetSource(archive, parts, counted, limits);
  yield {
    type: "workbook",
    format: "xlsx",
    sheets: parts.sheets.map(({ index, name, hidden }) => ({ index, name, hidden })),
  };
  for (const sheet of wanted) {
    const { index, name, hidden } = sheet;
    yield { type: "sheet", sheet: { index, name, hidden } };
    const entry = archive.entries.get(sheet.part)!;
    yield* sheetEvents(archive, entry, source, merged.get(index) ?? [], limits);
  }
}

function refuseDeclaredBomb(archive: ZipArchive, names: readonly (string | undefined)[], limits: ReadingLimits): void {
  const declared = names.reduce((sum, name) => sum + (archive.entries.get(name ?? "")?.inflatedBytes ?? 0), 0);
  if (declared <= limits.inflatedBytes) return;
  throw new ReadingRefusal(
    "file.inflates_too_much",
    `文件解压后有 ${Math.ceil(declared / 1024 / 1024)} MB，超过 ${Math.floor(limits.inflatedBytes / 1024 / 1024)} MB，没有读取。请只保留要导入的工作表，另存为新的 .xlsx，或分成几个文件导入。`,
  );
}

async function sheetSource(
  archive: ZipArchive,
  parts: WorkbookParts,
  budget: InflateBudget,
  limits: ReadingLimits,
): Promise<SheetSource> {
  const texts = archive.entries.get(parts.sharedTexts ?? "");
  const styles = archive.entries.get(parts.styles ?? "");
  return {
    sharedTexts: texts ? await readSharedTexts(decoded(inflate(archive, texts, budget)), limits) : [],
    dateStyles: styles ? await readStyles(decoded(inflate(archive, styles, budget))) : new Set(),
    is1904: parts.is1904,
    limits,
  };
}

async function* sheetEvents(
  archive: ZipArchive,
  entry: ZipEntry,
  source: SheetSource,
  merged: readonly MergedRange[],
  limits: ReadingLimits,
): AsyncGenerator<WorkbookEvent> {
  let batch: SheetRow[] = [];
  const spread = spreadMerged(merged);
  const scanner = sheetScanner(source, (row) => {
    const filled = spread(row);
    if (filled) batch.push(filled);
  });
  // The first pass has counted the same bytes already.
  const budget = inflateBudget(limits);
  let seen = 0;
  const decoder = textDecoder();
  for await (const chunk of inflate(archive, entry, budget)) {
    seen += chunk.length;
    scanner.push(decoder(chunk));
    if (batch.length < limits.batchRows) continue;
    yield { type: "rows", rows: batch, progress: seen / Math.max(1, entry.inflatedBytes) };
    batch = [];
  }
  scanner.end();
  if (batch.length > 0) yield { type: "rows", rows: batch, progress: 1 };
}
