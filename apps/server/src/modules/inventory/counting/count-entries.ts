import type { countEntryBody } from "@zhangshi/contract";
import { formatQuantity, oneUnit, parseQuantity, toBaseQuantity } from "@zhangshi/core";
import type { z } from "zod";
import { recordAudit } from "../../../platform/audit.sql.ts";
import type { Tx } from "../../../platform/db.ts";
import type { Caller } from "../../../platform/http.ts";
import { type FieldRefusal, fieldRefusal, refused } from "../../../platform/refused.ts";
import {
  askRecount,
  type CountableItem,
  insertEntries,
  insertFoundItems,
  type NewEntry,
  readCountableItems,
  readEntriesById,
  readRounds,
  type StoredEntry,
} from "./count-entry.sql.ts";
import { lockCounting, notCounting } from "./count-task.ts";
import { findTask, shareTask } from "./count-task.sql.ts";

type EntryBody = z.output<typeof countEntryBody>;
type Batch = { readonly sentAt: string; readonly device: string; readonly entries: readonly EntryBody[] };

/** A device whose clock is further off than this is put right by whole minutes, so that the order of its entries stays. */
const clockTolerance = 120_000;
const minute = 60_000;

/** When it was counted by the server's clock: never before the task began, never in the future. */
export function countedAt(claimed: string, sentAt: string, now: Date, began: Date): Date {
  const off = now.getTime() - Date.parse(sentAt);
  const put = Math.abs(off) > clockTolerance ? Math.round(off / minute) * minute : 0;
  const at = Date.parse(claimed) + put;
  return new Date(Math.min(Math.max(at, began.getTime()), now.getTime()));
}

/** One bad line must not hold up a queue: what cannot be taken is named, the rest is stored. */
export async function addCountEntries(tx: Tx, taskId: string, batch: Batch, caller: Caller) {
  const task = await shareTask(tx, taskId);
  if (!task) throw refused("not_found");
  if (task.state !== "counting") throw notCounting((await findTask(tx, taskId)) ?? task);
  const bodies = [...new Map(batch.entries.map((entry) => [entry.id, entry])).values()];
  const itemIds = [...new Set(bodies.map((body) => body.itemId))];
  const items = new Map((await readCountableItems(tx, task, itemIds)).map((item) => [item.id, item]));
  const before = new Map(
    (
      await readEntriesById(
        tx,
        bodies.map((body) => body.id),
      )
    ).map((entry) => [entry.id, entry]),
  );
  const rounds = roundsOf(await readRounds(tx, taskId, itemIds), items);
  const now = new Date();

  const refusals: { id: string; code: string; message: string }[] = [];
  const fresh: NewEntry[] = [];
  const known: string[] = [];
  for (const body of bodies) {
    const stored = before.get(body.id);
    const judged = stored ? judgedAgain(stored, taskId, body) : judge(body, items.get(body.itemId));
    if (judged === "known") known.push(body.id);
    else if ("code" in judged) refusals.push({ id: body.id, code: judged.code, message: judged.message });
    else {
      const round = rounds(body.itemId, body.lot);
      fresh.push({
        ...judged,
        round: Math.min(body.round ?? round, round),
        countedAt: countedAt(body.countedAt, batch.sentAt, now, task.created_at),
      });
    }
  }
  await insertFoundItems(
    tx,
    taskId,
    fresh.map((entry) => ({ itemId: entry.itemId, lot: entry.lot, round: rounds(entry.itemId, entry.lot) })),
  );
  const stored = await insertEntries(tx, taskId, { ...caller, device: batch.device }, fresh);
  return {
    stored: [...stored],
    known: [...known, ...fresh.map((entry) => entry.id).filter((id) => !stored.has(id))],
    refused: refusals,
  };
}

/** The round asked for now. A piece that was not known yet belongs to the round of its item. */
function roundsOf(
  rows: readonly { readonly item_id: string; readonly lot: string; readonly round: number }[],
  items: ReadonlyMap<string, CountableItem>,
): (itemId: string, lot: string) => number {
  const own = new Map(rows.map((row) => [`${row.item_id}/${row.lot}`, row.round]));
  return (itemId, lot) => {
    const known = own.get(`${itemId}/${lot}`);
    if (known !== undefined || items.get(itemId)?.tracking !== "serial") return known ?? 1;
    return Math.max(1, ...rows.filter((row) => row.item_id === itemId).map((row) => row.round));
  };
}

/** Sent a second time: the same content is the same entry. Its moment may differ, as the clock was put right anew. */
function judgedAgain(stored: StoredEntry, taskId: string, body: EntryBody): "known" | FieldRefusal {
  const isSame =
    stored.task_id === taskId &&
    stored.item_id === body.itemId &&
    stored.lot === body.lot &&
    stored.place === body.place &&
    parseQuantity(stored.quantity) === parseQuantity(body.quantity);
  return isSame ? "known" : fieldRefusal("id", "count_entry.id_taken");
}

function judge(body: EntryBody, item: CountableItem | undefined): Omit<NewEntry, "round" | "countedAt"> | FieldRefusal {
  if (!item) return fieldRefusal("itemId", "item.unknown");
  if (item.disabled) return fieldRefusal("itemId", "item.disabled", { item: item.name });
  if (item.is_kit) return fieldRefusal("itemId", "kit.has_no_stock", { item: item.name });
  if (!item.is_in_scope) return fieldRefusal("itemId", "count_entry.out_of_scope", { item: item.name });
  const quantity = parseQuantity(body.quantity);
  if (item.tracking === "none" && body.lot !== "") return fieldRefusal("lot", "lot.not_tracked", { item: item.name });
  // Nothing of it found at all is a count, too.
  if (item.tracking !== "none" && body.lot === "" && quantity > 0n)
    return item.tracking === "lot"
      ? fieldRefusal("lot", "lot.required", { item: item.name })
      : fieldRefusal("lot", "serial.required", { item: item.name, quantity: formatQuantity(quantity), given: 0 });
  const name = body.unit ?? item.base_unit;
  const unit = item.units.find((one) => one.name === name);
  if (!unit)
    return fieldRefusal("unit", "unit.unknown", {
      item: item.name,
      unit: name,
      units: item.units.map((one) => one.name).join("、"),
    });
  const base = toBaseQuantity(quantity, parseQuantity(unit.factor));
  if (base === null)
    return fieldRefusal("quantity", "unit.not_whole", {
      item: item.name,
      quantity: `${body.quantity} × ${unit.factor}`,
    });
  if (item.whole_units && base % oneUnit !== 0n)
    return fieldRefusal("quantity", "unit.not_piece", {
      item: item.name,
      unit: item.base_unit,
      quantity: formatQuantity(base),
    });
  if (item.tracking === "serial" && base !== 0n && base !== oneUnit)
    return fieldRefusal("quantity", "count_entry.one_piece", { serial: body.lot });
  return {
    id: body.id,
    itemId: body.itemId,
    lot: body.lot,
    place: body.place,
    unit: unit.name,
    factor: unit.factor,
    quantity: body.quantity,
    baseQuantity: formatQuantity(base),
    note: body.note,
  };
}

export async function askForRecount(
  tx: Tx,
  taskId: string,
  lines: readonly { readonly itemId: string; readonly lot: string }[],
  caller: Caller,
) {
  await lockCounting(tx, taskId);
  const asked = await askRecount(tx, taskId, lines, caller.userName);
  await recordAudit(tx, caller, {
    action: "count_task.recount",
    subjectType: "count-task",
    subjectId: taskId,
    note: `${asked} 种`,
  });
  return { asked };
}
