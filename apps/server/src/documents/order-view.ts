import { formatQuantity, parseQuantity } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import type { StoredDocument } from "./documents.sql.ts";
import { readClosure, readOrderExecution, readOrderSummaries } from "./document-view.sql.ts";

/** How far an order has come, its own part of the view of a document. */
export async function viewOrder(tx: Tx, document: StoredDocument) {
  const summary = (await readOrderSummaries(tx, [document.id])).get(document.id);
  const closure = await readClosure(tx, document.id);
  return {
    order: {
      expectedDate: document.expectedDate,
      state: summary?.state ?? null,
      closure: closure ? { reason: closure.reason, by: closure.by, at: closure.at.toISOString() } : null,
    },
    executions: new Map(
      [...(await readOrderExecution(tx, document.id))].map(([lineNo, { executed, open, short }]) => [
        lineNo,
        { executed: shown(executed), open: shown(open), short: shown(short) },
      ]),
    ),
  };
}

/** The same for the rows of a list. */
export async function orderRowsOf(tx: Tx, ids: readonly string[]) {
  return new Map(
    [...(await readOrderSummaries(tx, ids))].map(([id, { expectedDate, state, executed, open }]) => [
      id,
      { expectedDate, state, executed: shown(executed), open: shown(open) },
    ]),
  );
}

function shown(quantity: string): string {
  return formatQuantity(parseQuantity(quantity));
}
