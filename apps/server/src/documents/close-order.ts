import { openOf, statusNames, writeOrderLine } from "@zhangshi/core";
import { deleteClosure, insertClosure, orderStatements, orderWritesOf } from "../books/orders.sql.ts";
import { lockBooksOf } from "../books/periods.sql.ts";
import { recordAudit } from "../platform/audit.sql.ts";
import type { Tx } from "../platform/db.ts";
import { refused } from "../platform/refused.ts";
import type { DocumentKind } from "./document-kind.ts";
import { noNeeds, otherFacts } from "./facts.sql.ts";
import { orderBookFrom } from "./order-facts.ts";
import type { Author } from "./post-request.ts";
import { loadDocument } from "./save-draft.ts";

type Request = { readonly id: string; readonly version: number | undefined; readonly reason: string };

/**
 * 手工关闭: the rest of an order will not come, so it promises nothing any more. Under the lock of the books, so that no
 * delivery is decided against the order as it was.
 */
export async function closeOrder(tx: Tx, kind: DocumentKind, request: Request, caller: Author): Promise<void> {
  const { orders, document } = await openOrder(tx, kind, request);
  const lines = [...orders.lines.values()];
  const name = { document: document.number };
  if (lines.some((line) => line.isClosed)) throw refused("order.closed", name);
  if (lines.every((line) => openOf(line) === 0n)) throw refused("order.nothing_open", name);
  for (const line of lines) writeOrderLine(orders, { ...line, isClosed: true });
  await tx.query(insertClosure(tx.orgId, document.id, { reason: request.reason, at: new Date(), ...caller }));
  await finish(tx, kind, request, caller, { orders, action: "document.close" });
}

export async function reopenOrder(tx: Tx, kind: DocumentKind, request: Request, caller: Author): Promise<void> {
  const { orders, document } = await openOrder(tx, kind, request);
  const lines = [...orders.lines.values()];
  if (lines.every((line) => !line.isClosed)) throw refused("order.not_closed", { document: document.number });
  for (const line of lines) writeOrderLine(orders, { ...line, isClosed: false });
  await tx.query(deleteClosure(tx.orgId, document.id));
  await finish(tx, kind, request, caller, { orders, action: "document.reopen" });
}

async function openOrder(tx: Tx, kind: DocumentKind, request: Request) {
  await lockBooksOf(tx);
  const document = await loadDocument(tx, kind, request.id);
  if (document.status !== "approved") throw refused("document.not_approved", { status: statusNames[document.status] });
  if (request.version !== undefined && request.version !== document.version) throw refused("version.stale");
  const { orders } = orderBookFrom(await tx.query(otherFacts(tx.orgId, { ...noNeeds, draftIds: [document.id] })));
  return { document, orders };
}
async function finish(
  tx: Tx,
  kind: DocumentKind,
  request: Request,
  caller: Author,
  change: { readonly orders: ReturnType<typeof orderBookFrom>["orders"]; readonly action: string },
): Promise<void> {
  for (const statement of orderStatements(tx.orgId, orderWritesOf(change.orders))) await tx.query(statement);
  await recordAudit(tx, caller, {
    action: change.action,
    subjectType: kind.type,
    subjectId: request.id,
    note: request.reason,
  });
}
