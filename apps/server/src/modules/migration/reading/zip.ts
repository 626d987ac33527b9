import { createInflateRaw } from "node:zlib";
import type { ReadingLimits } from "./limits.ts";
import { damaged, ReadingRefusal } from "./refusal.ts";

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  readonly offset: number;
}

export interface ZipArchive {
  readonly bytes: Buffer;
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

const endOfDirectory = 0x06054b50;
const directoryHeader = 0x02014b50;
const localHeader = 0x04034b50;

/** Reads the directory only. Nothing is inflated before its declared size was seen. */
export function openZip(bytes: Buffer): ZipArchive {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw damaged("ZIP64 目录");

  const entries = new Map<string, ZipEntry>();
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directoryHeader) throw damaged("ZIP 目录不完整");
    if (bytes.readUInt16LE(at + 8) & 1)
      throw new ReadingRefusal("file.encrypted", "文件带有密码，请去掉密码后再导入。");
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength).replaceAll("\\", "/");
    entries.set(name, {
      name,
      method: bytes.readUInt16LE(at + 10),
      compressedBytes: bytes.readUInt32LE(at + 20),
      inflatedBytes: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return { bytes, entries };
}

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - 65_557);
  for (let at = bytes.length - 22; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) === endOfDirectory) return at;
  }
  throw damaged("ZIP 结尾缺失");
}

/** What may still be inflated of this file; every part of it draws on one budget. */
export interface InflateBudget {
  remaining: number;
}

export function inflateBudget(limits: ReadingLimits): InflateBudget {
  return { remaining: limits.inflatedBytes };
}

/** The directory is believed when it says too much, never when it says little: bytes are counted while they come out. */
export async function* inflate(archive: ZipArchive, entry: ZipEntry, budget: InflateBudget): AsyncGenerator<Buffer> {
  if (entry.inflatedBytes > budget.remaining) throw inflatesTooMuch();
  const data = storedBytes(archive, entry);
  if (entry.method === 0) {
    draw(budget, data.length);
    yield data;
    return;
  }
  if (entry.method !== 8) throw damaged(`ZIP 压缩方式 ${entry.method}`);

  const stream = createInflateRaw({ chunkSize: 65_536 });
  stream.end(data);
  let produced = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      produced += chunk.length;
      if (produced > entry.inflatedBytes) throw inflatesTooMuch();
      draw(budget, chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ReadingRefusal ? error : damaged(`${entry.name} 无法解压`);
  } finally {
    stream.destroy();
  }
}

function storedBytes(archive: ZipArchive, entry: ZipEntry): Buffer {
  const { bytes } = archive;
  const at = entry.offset;
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== localHeader) throw damaged("ZIP 条目缺失");
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (start + entry.compressedBytes > bytes.length) throw damaged("ZIP 条目不完整");
  return bytes.subarray(start, start + entry.compressedBytes);
}

function draw(budget: InflateBudget, bytes: number): void {
  budget.remaining -= bytes;
  if (budget.remaining < 0) throw inflatesTooMuch();
}

function inflatesTooMuch(): ReadingRefusal {
  return new ReadingRefusal(
    "file.inflates_too_much",
    "文件解压后超过允许的大小，没有读取。请只保留要导入的工作表，另存为新的 .xlsx，或分成几个文件导入。",
  );
}

export async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decode = textDecoder();
  for await (const chunk of chunks) yield decode(chunk);
}

/** Office writes UTF-8; UTF-16 parts are legal and carry a mark. */
export function textDecoder(): (chunk: Buffer) => string {
  let decoder: TextDecoder | undefined;
  return (chunk) => {
    if (!decoder) {
      const mark = chunk.length >= 2 ? chunk.readUInt16BE(0) : 0;
      decoder = new TextDecoder(mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8");
    }
    return decoder.decode(chunk, { stream: true });
  };
}
