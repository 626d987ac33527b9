import { parse } from "csv-parse";
import iconv from "iconv-lite";
import { emptyCell, type SheetRow, textCell } from "./cell.ts";
import type { WorkbookEvent } from "./events.ts";
import type { ReadingLimits } from "./limits.ts";
import { ReadingRefusal } from "./refusal.ts";

export type CsvEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/**
 * UTF-8 is proved by the whole file, as no Chinese text in GBK happens to be valid UTF-8 throughout. UTF-16 shows by its
 * mark, or by the zero bytes of its line ends and delimiters. GBK and GB2312 are read as GB18030, which contains both.
 */
export function detectEncoding(bytes: Buffer): CsvEncoding {
  if (bytes.length >= 2) {
    const mark = bytes.readUInt16BE(0);
    if (mark === 0xfffe) return "utf-16le";
    if (mark === 0xfeff) return "utf-16be";
  }
  const sample = bytes.subarray(0, 65_536);
  if (sample.includes(0)) {
    let even = 0;
    let odd = 0;
    for (let at = 0; at < sample.length; at++) {
      if (sample[at] !== 0) continue;
      if (at % 2 === 0) even++;
      else odd++;
    }
    return odd >= even ? "utf-16le" : "utf-16be";
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    for (let at = 0; at < bytes.length; at += 1 << 20) {
      const chunk = bytes.subarray(at, at + (1 << 20));
      decoder.decode(chunk, { stream: at + (1 << 20) < bytes.length });
    }
    return "utf-8";
  } catch {
    return "gb18030";
  }
}

const delimiters = [",", "\t", ";", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** The delimiter that most lines have in the same number; quoted text does not count. */
export function detectDelimiter(sample: string): Delimiter {
  const stated = /^sep=([,;|\t])\r?\n/i.exec(sample)?.[1];
  if (stated) return stated as Delimiter;
  const lines = unquoted(sample)
    .split("\n")
    .slice(0, 200)
    .filter((line) => line.trim() !== "");
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(delimiter).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    const score = Math.max(0, ...[...counts].map(([count, times]) => times * (1 + Math.min(count, 20) / 100)));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

function unquoted(text: string): string {
  return text.replace(/"(?:[^"]|"")*"/g, "").replaceAll("\r", "");
}

export async function* csvEvents(bytes: Buffer, name: string, limits: ReadingLimits): AsyncGenerator<WorkbookEvent> {
  const encoding = detectEncoding(bytes);
  const sample = iconv.decode(bytes.subarray(0, 131_072), encoding);
  const delimiter = detectDelimiter(sample);
  const stated = /^sep=.\r?\n/i.test(sample);
  const sheet = { index: 0, name, hidden: false };
  yield { type: "workbook", format: "csv", encoding, delimiter, sheets: [sheet] };
  yield { type: "sheet", sheet };

  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    // Blanks around quoted fields; a TAB is no blank where it delimits.
    trim: delimiter !== "\t",
    max_record_size: 4 * 1024 * 1024,
  });
  let position = 0;
  const feed = async () => {
    const decoder = iconv.getDecoder(encoding);
    for (let at = 0; at < bytes.length; at += 65_536) {
      const text = decoder.write(bytes.subarray(at, at + 65_536));
      position = at;
      if (!parser.write(text)) await new Promise((resolve) => parser.once("drain", resolve));
      if (parser.destroyed) return;
    }
    parser.end(decoder.end() ?? "");
  };
  const feeding = feed();
  feeding.catch(() => parser.destroy());

  let batch: SheetRow[] = [];
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      number++;
      if (stated && number === 1) continue;
      if (number > limits.rows) {
        throw new ReadingRefusal(
          "file.too_many_rows",
          `文件超过 ${limits.rows.toLocaleString("en-US")} 行，请分成几个文件导入。`,
        );
      }
      if (record.length > limits.columns) {
        throw new ReadingRefusal(
          "file.too_many_columns",
          `第 ${number} 行的列数超过 ${limits.columns.toLocaleString("en-US")}，文件无法读取。`,
        );
      }
      if (record.every((field) => field === "")) continue;
      batch.push({ number, hidden: false, cells: record.map((field) => (field === "" ? emptyCell : textCell(field))) });
      if (batch.length < limits.batchRows) continue;
      yield { type: "rows", rows: batch, progress: position / bytes.length };
      batch = [];
    }
  } catch (error) {
    if (error instanceof ReadingRefusal) throw error;
    // The parser says how many records were whole; those still on their way to this loop are gone.
    const whole = (error as { readonly records?: unknown }).records;
    const line = (typeof whole === "number" ? whole : number) + 1;
    throw new ReadingRefusal(
      "file.quote_not_closed",
      `第 ${line} 行附近有一个引号没有闭合，后面的内容无法分列。请检查该行的引号后再导入。`,
    );
  } finally {
    parser.destroy();
  }
  if (batch.length > 0) yield { type: "rows", rows: batch, progress: 1 };
}
