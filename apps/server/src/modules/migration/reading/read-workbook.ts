import { readFile, stat } from "node:fs/promises";
import type { SheetRow } from "./cell.ts";
import { csvEvents, detectEncoding } from "./csv.ts";
import type { ReadingChoice, SheetHead, WorkbookEvent, WorkbookFormat } from "./events.ts";
import { legacyEvents } from "./legacy-xls.ts";
import { defaultLimits, type ReadingLimits } from "./limits.ts";
import { ReadingRefusal } from "./refusal.ts";
import { xlsxEvents } from "./xlsx.ts";
import iconv from "iconv-lite";

/** The bytes of a file, or where it lies. */
export type WorkbookSource = Uint8Array | string;

export interface ReadSheet extends SheetHead {
  readonly rows: readonly SheetRow[];
}

export interface ReadWorkbook {
  readonly format: WorkbookFormat;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly sheets: readonly ReadSheet[];
}

/** The whole file at once, for small ones and for tests. */
export async function readWorkbook(
  source: WorkbookSource,
  limits: ReadingLimits = defaultLimits,
): Promise<ReadWorkbook> {
  return collectWorkbook(workbookEvents(source, limits));
}

export async function collectWorkbook(events: AsyncIterable<WorkbookEvent>): Promise<ReadWorkbook> {
  let workbook: Omit<ReadWorkbook, "sheets"> = { format: "xlsx" };
  const sheets: (SheetHead & { rows: SheetRow[] })[] = [];
  for await (const event of events) {
    if (event.type === "workbook") {
      const { format, encoding, delimiter } = event;
      workbook = { format, ...(encoding !== undefined && { encoding }), ...(delimiter !== undefined && { delimiter }) };
    } else if (event.type === "sheet") {
      sheets.push({ ...event.sheet, rows: [] });
    } else {
      sheets.at(-1)?.rows.push(...event.rows);
    }
  }
  return { ...workbook, sheets };
}

/** The content decides what the file is: an .xlsx that is called .xls, or a web page that is, opens as what it is. */
export async function* workbookEvents(
  source: WorkbookSource,
  limits: ReadingLimits = defaultLimits,
  choice: ReadingChoice = {},
): AsyncGenerator<WorkbookEvent> {
  const bytes = await load(source, limits);
  const content = sniff(bytes);
  switch (content) {
    case "zip":
      yield* xlsxEvents(bytes, limits, choice);
      return;
    case "compound":
      refuseEncrypted(bytes);
      yield* legacyEvents(bytes, "xls", limits, choice);
      return;
    case "markup":
      yield* legacyEvents(iconv.decode(bytes, detectEncoding(bytes)), "html", limits, choice);
      return;
    case "text":
      yield* csvEvents(bytes, "CSV", limits);
      return;
    default:
      throw new ReadingRefusal(
        "file.unknown_format",
        "这不是 Excel 或 CSV 文件。请选择 .xlsx、.xls 或 .csv 文件；其他格式请先在 Excel 或 WPS 中另存为 .xlsx。",
      );
  }
}

async function load(source: WorkbookSource, limits: ReadingLimits): Promise<Buffer> {
  const size = typeof source === "string" ? (await stat(source)).size : source.byteLength;
  if (size > limits.fileBytes) {
    throw new ReadingRefusal(
      "file.too_large",
      `文件有 ${Math.ceil(size / 1024 / 1024)} MB，超过 ${Math.floor(limits.fileBytes / 1024 / 1024)} MB 的上限，请分成几个文件导入。`,
    );
  }
  if (size === 0) throw new ReadingRefusal("file.unknown_format", "文件是空的，没有可以导入的内容。");
  if (typeof source === "string") return readFile(source);
  return Buffer.from(source.buffer, source.byteOffset, source.byteLength);
}

type Content = "zip" | "compound" | "markup" | "text" | "other";

function sniff(bytes: Buffer): Content {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50) return "zip";
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) return "compound";
  // Excel 2–4 wrote bare BIFF streams.
  if (bytes.length >= 4 && bytes[0] === 0x09 && bytes[1]! <= 0x08 && bytes[1]! % 2 === 0 && bytes[3] === 0)
    return "compound";
  const start = bytes.subarray(0, 2_048);
  if (
    /^\s*(?:<\?xml|<!doctype|<html|<table|<meta|<head|<body|<workbook)/i.test(
      start.toString("latin1").replace(/^ï»¿/, ""),
    )
  )
    return "markup";
  if (/^(?:%PDF|\x89PNG|GIF8|\xff\xd8\xff|Rar!|7z\xbc\xaf|\x1f\x8b)/.test(start.toString("latin1", 0, 8)))
    return "other";
  return looksBinary(start) ? "other" : "text";
}

/** Control characters that no text has. UTF-16 has zero bytes, but in every second place only. */
function looksBinary(start: Buffer): boolean {
  if (start.length >= 2 && [0xfffe, 0xfeff].includes(start.readUInt16BE(0))) return false;
  let control = 0;
  const zeros = [0, 0];
  for (let at = 0; at < start.length; at++) {
    const byte = start[at]!;
    if (byte === 0) zeros[at % 2]!++;
    else if (byte < 9 || (byte > 13 && byte < 27)) control++;
  }
  const [even, odd] = zeros as [number, number];
  const oneSided = Math.max(even, odd) > start.length / 50 && Math.min(even, odd) === 0;
  return !oneSided && (control > start.length / 50 || even + odd > 0);
}

/** A workbook with a password is a compound file that holds the encrypted .xlsx. */
function refuseEncrypted(bytes: Buffer): void {
  if (bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))) {
    throw new ReadingRefusal("file.encrypted", "文件带有密码，请在 Excel 或 WPS 中去掉密码后再导入。");
  }
}
