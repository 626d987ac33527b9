import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { type SheetRow, unpackCell } from "./cell.ts";
import type { ReadingChoice, WorkbookEvent } from "./events.ts";
import { defaultLimits, type ReadingLimits } from "./limits.ts";
import { damaged, ReadingRefusal } from "./refusal.ts";
import type { WorkbookSource } from "./read-workbook.ts";
import type { PackedRow, WorkbookJob, WorkerMessage } from "./workbook.worker.ts";

/**
 * Reads a file in a worker thread of its own, so that a file which is huge, hostile or wrong costs its uploader a
 * refusal, and nobody else anything. Rows come in batches, as fast as they are taken; leaving the loop ends the worker.
 */
export async function* readInWorker(
  source: WorkbookSource,
  limits: ReadingLimits = defaultLimits,
  choice: ReadingChoice = {},
): AsyncGenerator<WorkbookEvent> {
  const worker = startWorker({ source, limits, choice }, limits);
  const arrived: (WorkerMessage | Error)[] = [];
  let wake = () => {};
  const arrive = (message: WorkerMessage | Error) => {
    arrived.push(message);
    wake();
  };
  worker.on("message", arrive);
  worker.on("error", arrive);
  worker.on("exit", () => arrive(damaged("读取中断")));
  const timer = setTimeout(
    () => arrive(new ReadingRefusal("file.too_slow", `文件在 ${limits.seconds} 秒内没有读完，请分成几个文件导入。`)),
    limits.seconds * 1000,
  );

  try {
    for (;;) {
      const message = arrived.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      if (message instanceof Error) throw asRefusal(message);
      if (message.type === "end") return;
      if (message.type === "refused") throw new ReadingRefusal(message.code, message.message);
      if (message.type === "failed") throw new Error(message.message);
      if (message.type === "event") {
        yield message.event;
      } else {
        yield { type: "rows", rows: message.rows.map(unpackRow), progress: message.progress };
        worker.postMessage("taken");
        // A long loop over batches must let requests of others in between.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function unpackRow([number, hidden, cells]: PackedRow): SheetRow {
  return { number, hidden, cells: cells.map(unpackCell) };
}

function asRefusal(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  return new ReadingRefusal("file.too_large", "文件太大，读取时内存不足，没有导入任何内容。请分成几个文件导入。");
}

/** Bundled, the worker lies beside the server as an entry point of its own; from sources it is the .ts, through tsx. */
function startWorker(job: WorkbookJob, limits: ReadingLimits): Worker {
  const options: WorkerOptions = {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 24, stackSizeMb: 4 },
  };
  const here = import.meta.url;
  if (!here.endsWith(".ts")) return new Worker(new URL("./workbook.worker.mjs", here), options);

  const loader = pathToFileURL(createRequire(here).resolve("tsx/esm/api")).href.replace(/\.cjs$/, ".mjs");
  const entry = new URL("./workbook.worker.ts", here).href;
  const start = `const { register } = await import(${JSON.stringify(loader)}); register(); await import(${JSON.stringify(entry)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(start)}`), { ...options, execArgv: [] });
}
