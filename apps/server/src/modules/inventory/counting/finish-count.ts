import { type DocumentBody, type DocumentBodyLine, maximumLines } from "@zhangshi/contract";
import { formatQuantity, oneUnit, parseMoney, type StockReasonCode } from "@zhangshi/core";
import { refuseTooFarBack } from "../../../documents/backdating.ts";
import { createDraft } from "../../../documents/save-draft.ts";
import type { Trains } from "../../../documents/train.ts";
import { recordAudit } from "../../../platform/audit.sql.ts";
import type { Database, Tx } from "../../../platform/db.ts";
import type { Caller } from "../../../platform/http.ts";
import { newId, sha256 } from "../../../platform/identifiers.ts";
import { type FieldRefusal, fieldRefusal, refused, refusedAt, refusedFields } from "../../../platform/refused.ts";
import { stockCount } from "../stock-count.document.ts";
import { type CountLine, type CountPart, readCountLines } from "./count-lines.ts";
import { lockCounting } from "./count-task.ts";
import { documentsOf, type LockedTask, markReviewed, nextPosting } from "./count-task.sql.ts";

/** 没盘到的: as the books say, which is to say nothing of them; or none there. */
type Uncounted = "book" | "zero";
/** 盘亏: why, and what somebody pays for it. */
type Loss = { readonly reason: StockReasonCode<"out">; readonly compensation?: string | undefined };
type Finish = Loss & { readonly uncounted: Uncounted; readonly approve: boolean };

/**
 * The counts become 盘点单, once. With `approve` they go into the books at once; a refusal then leaves the drafts, which
 * say at which line it stands.
 */
export async function finishCount(db: Database, trains: Trains, taskId: string, finish: Finish, caller: Caller) {
  const ids = await db.inCompany(caller.orgId, (tx) => makeDrafts(tx, taskId, finish, caller));
  if (finish.approve)
    for (const id of ids)
      await trains.submit({
        orgId: caller.orgId,
        kind: stockCount,
        author: caller,
        timeZone: caller.timeZone,
        idempotency: null,
        hash: sha256(stockCount.type, id),
        source: { from: "draft", id, version: 1 },
      });
  const documents = await db.inCompany(caller.orgId, (tx) => documentsOf(tx, ids));
  return { documents: [...documents] };
}

async function makeDrafts(tx: Tx, taskId: string, finish: Finish, caller: Caller): Promise<readonly string[]> {
  const { uncounted } = finish;
  const task = await lockCounting(tx, taskId);
  refuseTooFarBack(caller, task.business_date);
  // Read before the moves: what is posted in between is then shown as moved since, never overlooked.
  const finishPosting = await nextPosting(tx);
  const lines = await readCountLines(tx, task);
  if (!lines.some((line) => line.counted)) throw refused("count_task.nothing_counted");
  const refusals = lines.flatMap(movedOut);
  if (refusals.length > 0) throw refusedFields(refusals);
  const isShort = (line: CountLine) => isFewer(line, uncounted);
  const isPaid = parseMoney(finish.compensation ?? "0") > 0n;
  if (isPaid && !lines.some(isShort)) throw refusedAt("compensation", "compensation.no_loss");
  const rows = lines.flatMap((line) => bodyLines(line, uncounted).map((body) => ({ body, isShort: isShort(line) })));
  const ids: string[] = [];
  let unpaid = isPaid ? finish.compensation : undefined;
  for (let from = 0; from < rows.length; from += maximumLines) {
    const page = rows.slice(from, from + maximumLines);
    // One amount, however many documents: it stands on the first that has a loss.
    const paid = page.some((row) => row.isShort) ? unpaid : undefined;
    if (paid !== undefined) unpaid = undefined;
    const body = bodyOf(
      task,
      page.map((row) => row.body),
      { reason: finish.reason, compensation: paid },
      caller,
    );
    ids.push(await createDraft(tx, stockCount, body, caller));
  }
  await markReviewed(tx, taskId, {
    documentIds: ids,
    finishPosting,
    userId: caller.userId,
    userName: caller.userName,
  });
  await recordAudit(tx, caller, {
    action: "count_task.finish",
    subjectType: "count-task",
    subjectId: taskId,
    note: uncounted === "zero" ? "没盘到的按零" : "没盘到的按账面",
  });
  return ids;
}

/** More left after the count than was found, or a piece came twice: something was counted wrongly. */
function movedOut(line: CountLine): readonly FieldRefusal[] {
  return line.parts
    .filter((part) => part.counted !== null && !isPossible(line, part))
    .map((part) =>
      fieldRefusal("lines", "count_task.moved_out", {
        item: `${line.item.name}${part.lot === "" ? "" : ` ${part.lot}`}`,
        itemId: line.item.item_id,
        lot: line.lot,
        counted: formatQuantity(part.counted ?? 0n),
        moved: formatQuantity(-part.since),
      }),
    );
}
function isPossible(line: CountLine, part: CountPart): boolean {
  const left = (part.counted ?? 0n) + part.since;
  return left >= 0n && (line.item.tracking !== "serial" || left <= oneUnit);
}

/** Less was found than the books had, of the goods or of any piece of them. */
function isFewer(line: CountLine, uncounted: Uncounted): boolean {
  if (line.counted === null) return uncounted === "zero" && line.book > 0n;
  return line.parts.some((part) => (part.counted ?? 0n) < part.book);
}

function bodyLines(line: CountLine, uncounted: Uncounted): readonly DocumentBodyLine[] {
  const { item } = line;
  if (line.counted === null && (uncounted === "book" || line.book === 0n)) return [];
  const note =
    line.since === 0n
      ? ""
      : `盘得 ${formatQuantity(line.counted?.quantity ?? 0n)}，盘后变动 ${formatQuantity(line.since)}`;
  if (item.tracking === "serial") {
    const there = line.counted === null ? [] : line.parts.filter((part) => (part.counted ?? 0n) + part.since > 0n);
    return [{ itemId: item.item_id, quantity: String(there.length), serials: there.map((part) => part.lot), note }];
  }
  const quantity = formatQuantity((line.counted?.quantity ?? 0n) + line.since);
  if (item.tracking === "none") return [{ itemId: item.item_id, quantity, note }];
  // An unknown lot of which nothing is there needs no line, nor does "no lot at all".
  if (line.lot === "" || (quantity === "0" && line.book === 0n)) return [];
  return [{ itemId: item.item_id, lot: line.lot, quantity, note }];
}

function bodyOf(task: LockedTask, lines: readonly DocumentBodyLine[], loss: Loss, caller: Caller): DocumentBody {
  return {
    id: newId(),
    businessDate: task.business_date,
    warehouseId: task.warehouse_id,
    ...loss,
    handler: caller.userName.slice(0, 40),
    note: `盘点任务：${task.name}`,
    lines,
  };
}
