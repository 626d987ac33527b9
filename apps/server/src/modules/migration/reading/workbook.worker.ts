import { parentPort, workerData } from "node:worker_threads";
import { packCell } from "./cell.ts";
import type { ReadingChoice, WorkbookEvent } from "./events.ts";
import type { ReadingLimits } from "./limits.ts";
import { workbookEvents, type WorkbookSource } from "./read-workbook.ts";
import { ReadingRefusal, type RefusalCode } from "./refusal.ts";

export interface WorkbookJob {
  readonly source: WorkbookSource;
  readonly limits: ReadingLimits;
  readonly choice: ReadingChoice;
}

export type PackedRow = readonly [number: number, hidden: boolean, cells: readonly string[]];

export type WorkerMessage =
  | { readonly type: "event"; readonly event: Exclude<WorkbookEvent, { type: "rows" }> }
  | { readonly type: "rows"; readonly rows: readonly PackedRow[]; readonly progress: number }
  | { readonly type: "refused"; readonly code: RefusalCode; readonly message: string }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "end" };

/** Batches that may be on their way: enough to keep both sides busy, few enough to keep memory flat. */
const inFlight = 3;

const port = parentPort;
if (port) {
  let credit = inFlight;
  let wake = () => {};
  port.on("message", () => {
    credit++;
    wake();
  });
  const post = (message: WorkerMessage) => port.postMessage(message);
  const { source, limits, choice } = workerData as WorkbookJob;
  try {
    for await (const event of workbookEvents(source, limits, choice)) {
      if (event.type !== "rows") {
        post({ type: "event", event });
        continue;
      }
      // One event may carry many rows of a dense part of the sheet.
      for (let at = 0; at < event.rows.length; at += limits.batchRows) {
        while (credit === 0) await new Promise<void>((resolve) => (wake = resolve));
        credit--;
        const rows = event.rows
          .slice(at, at + limits.batchRows)
          .map((row): PackedRow => [row.number, row.hidden, row.cells.map(packCell)]);
        post({ type: "rows", rows, progress: event.progress });
      }
    }
    post({ type: "end" });
  } catch (error) {
    if (error instanceof ReadingRefusal) post({ type: "refused", code: error.code, message: error.message });
    else post({ type: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  port.close();
}
