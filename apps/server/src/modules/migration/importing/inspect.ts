import { createWriteStream } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ImportTarget, ImportView } from "@zhangshi/contract";
import type { Platform } from "../../../platform/db.ts";
import { newId } from "../../../platform/identifiers.ts";
import { refused } from "../../../platform/refused.ts";
import type { SheetHead } from "../reading/events.ts";
import { readInWorker } from "../reading/read-in-worker.ts";
import { ReadingRefusal } from "../reading/refusal.ts";
import { fieldTerms, type Target } from "../recognition/fields.ts";
import { type SheetProfile, startProfile } from "../recognition/profile.ts";
import { recognise, recogniseWorkbook } from "../recognition/recognise.ts";
import type { Question, Recognition } from "../recognition/recognition.ts";
import { fieldsOf } from "./import-fields.ts";
import { insertUpload } from "./uploads.sql.ts";

export const importTargets: readonly ImportTarget[] = ["items", "customers", "suppliers", "stock", "categories"];
/** What was found in a file, for each thing that a person may say it is. Kept beside the file. */
export type Inspection = {
  readonly fileName: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly sheets: readonly {
    readonly head: SheetHead;
    readonly rows: number;
    readonly found: Recognition;
    readonly byTarget: Readonly<Record<ImportTarget, Recognition>>;
  }[];
  readonly notes: readonly string[];
};

export async function receiveUpload(
  platform: Platform,
  filesDir: string,
  caller: { readonly orgId: string; readonly userId: string },
  file: { readonly fileName: string; readonly content: Readable; readonly truncated: () => boolean },
): Promise<{ readonly id: string; readonly inspection: Inspection }> {
  const id = newId();
  const path = join(filesDir, caller.orgId, id);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await pipeline(file.content, createWriteStream(path, { mode: 0o600 }));
  if (file.truncated()) throw refused("file.too_large", { limit: "100 MB" });
  const inspection = await inspect(path, file.fileName);
  await writeFile(recognitionPath(path), JSON.stringify(inspection), { mode: 0o600 });
  await insertUpload(platform, {
    id,
    orgId: caller.orgId,
    fileName: file.fileName,
    sizeBytes: (await stat(path)).size,
    path,
    createdBy: caller.userId,
  });
  return { id, inspection };
}

function recognitionPath(path: string): string {
  return `${path}.recognition.json`;
}
export async function readInspection(path: string): Promise<Inspection> {
  return JSON.parse(await readFile(recognitionPath(path), "utf8")) as Inspection;
}

export async function inspect(path: string, fileName: string): Promise<Inspection> {
  const profiles: SheetProfile[] = [];
  let format = "";
  let encoding: string | null = null;
  let current: ReturnType<typeof startProfile> | undefined;
  const close = () => {
    if (current) profiles.push(current.finish());
    current = undefined;
  };
  try {
    for await (const event of readInWorker(path)) {
      if (event.type === "workbook") {
        format = event.format;
        encoding = event.encoding ?? null;
      } else if (event.type === "sheet") {
        close();
        current = startProfile(event.sheet);
      } else current?.take(event.rows);
    }
    close();
  } catch (error) {
    throw asRefusal(error);
  }
  const workbook = recogniseWorkbook(profiles, { fileName });
  const sheets = workbook.sheets.flatMap((found) => {
    const profile = profiles.find((one) => one.sheet.index === found.sheetIndex);
    if (!profile) return [];
    const byTarget = Object.fromEntries(
      importTargets.map((target) => [
        target,
        found.target === target ? found : recognise(profile, { target: target as Target, fileName }),
      ]),
    ) as Record<ImportTarget, Recognition>;
    return [{ head: profile.sheet, rows: profile.rows, found, byTarget }];
  });
  return { fileName, format, encoding, sheets, notes: workbook.notes };
}

export function asRefusal(error: unknown): unknown {
  return error instanceof ReadingRefusal ? refused("file.unreadable", { reason: error.message }) : error;
}

export function importView(id: string, inspection: Inspection): ImportView {
  return {
    id,
    fileName: inspection.fileName,
    format: inspection.format,
    encoding: inspection.encoding,
    sheets: inspection.sheets.map(({ head, rows, found }) => ({
      name: head.name,
      hidden: head.hidden,
      rows,
      target: importTargets.find((target) => target === found.target) ?? null,
      headingRows: [...found.headingRows],
      columns: found.columns.map((column) => ({
        index: column.index,
        letter: column.letter,
        heading: column.heading,
        field: column.field,
        confidence: column.confidence,
        samples: [...column.samples],
      })),
      questions: found.questions.map(questionView),
      notes: [...found.notes, ...inspection.notes],
    })),
    fields: Object.fromEntries(
      importTargets.map((target) => [
        target,
        fieldsOf(target).map((field) => ({
          field: field.name,
          label: fieldTerms[field.name],
          required: field.required,
        })),
      ]),
    ),
  };
}
export function questionView(question: Question) {
  return {
    id: question.id,
    text: question.text,
    options: question.options.map((option) => ({ ...option })),
    freeText: question.free,
    suggested: question.suggested,
  };
}
