import type { CountOwnEntry, CountSheetRow, CountVarianceRow } from "@zhangshi/contract";
import {
  formatMoney,
  formatQuantity,
  inBinOrder,
  type Money,
  parseMoney,
  parseQuantity,
  type Quantity,
  shareOf,
  standingEntries,
  sumMoney,
} from "@zhangshi/core";
import type { Tx } from "../../../platform/db.ts";
import { refused } from "../../../platform/refused.ts";
import { binsByItem, readBins } from "../../catalog/index.ts";
import { readUnits, type StoredEntry } from "./count-entry.sql.ts";
import { type CountLine, readCountLines } from "./count-lines.ts";
import { findTask, readPools } from "./count-task.sql.ts";

const decimal = (text: string) => formatQuantity(parseQuantity(text));

/** 盘点表 of one counter. Whether the count is blind is the task's, not the reader's: a sheet with the books on it is none. */
export async function showCountSheet(
  tx: Tx,
  taskId: string,
  userId: string,
): Promise<{ readonly rows: CountSheetRow[]; readonly mine: CountOwnEntry[] }> {
  const task = await findTask(tx, taskId);
  if (!task) throw refused("not_found");
  const all = await readCountLines(tx, task);
  const bins = await binsIn(tx, task.warehouse_id, all);
  const firstBin = (line: CountLine) => bins.get(line.item.item_id)?.[0] ?? "";
  const lines = inBinOrder(all, firstBin);
  const units = new Map((await readUnits(tx, taskId)).map((row) => [row.item_id, row]));
  return {
    rows: lines.map((line) => ({
      ...goodsOf(line),
      units: (units.get(line.item.item_id)?.units ?? []).map(({ name, factor }) => ({
        name,
        factor,
        barcodes: (units.get(line.item.item_id)?.barcodes ?? [])
          .filter((one) => one.unit === name)
          .map((one) => one.barcode),
      })),
      lot: line.lot,
      round: line.round,
      ...(bins.has(line.item.item_id) ? { bins: [...(bins.get(line.item.item_id) ?? [])] } : {}),
      isCounted: line.counted !== null,
      ...(task.is_blind ? {} : { book: formatQuantity(line.book) }),
    })),
    mine: lines.flatMap((line) =>
      line.entries
        .filter((entry) => entry.user_id === userId)
        .map((entry) => ({
          id: entry.id,
          itemId: entry.item_id,
          lot: entry.lot,
          round: entry.round,
          place: entry.place,
          unit: entry.unit,
          quantity: decimal(entry.quantity),
          countedAt: entry.counted_at.toISOString(),
          note: entry.note,
        })),
    ),
  };
}

async function binsIn(
  tx: Tx,
  warehouseId: string,
  lines: readonly CountLine[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await readBins(tx, [...new Set(lines.map((line) => line.item.item_id))]);
  const here = binsByItem(rows.filter((row) => row.warehouse_id === warehouseId));
  return new Map([...here].map(([itemId, bins]) => [itemId, bins.map((one) => one.bin)]));
}

export async function showCountVariance(tx: Tx, taskId: string, seesCost: boolean) {
  const task = await findTask(tx, taskId);
  if (!task) throw refused("not_found");
  const lines = await readCountLines(tx, task);
  const pools = seesCost
    ? await readPools(
        tx,
        task.warehouse_id,
        lines.map((line) => line.item.item_id),
      )
    : [];
  const worth = new Map(pools.map((pool) => [pool.item_id, pool]));
  const worthOf = (line: CountLine): Money | null => {
    const pool = worth.get(line.item.item_id);
    const difference = differenceOf(line);
    if (!pool || difference === null || parseQuantity(pool.quantity) <= 0n) return difference === 0n ? 0n : null;
    return shareOf(parseMoney(pool.value), difference, parseQuantity(pool.quantity));
  };
  const differences = lines.map(differenceOf);
  const values = lines.map(worthOf).filter((value) => value !== null);
  return {
    rows: lines.map((line): CountVarianceRow => {
      const value = worthOf(line);
      return {
        ...varianceOf(line),
        ...(seesCost ? { value: value === null ? null : formatMoney(value) } : {}),
      };
    }),
    sums: {
      total: lines.length,
      counted: lines.filter((line) => line.counted).length,
      more: differences.filter((one) => one !== null && one > 0n).length,
      fewer: differences.filter((one) => one !== null && one < 0n).length,
      ...(seesCost
        ? {
            gain: formatMoney(sumMoney(values.filter((value) => value > 0n))),
            loss: formatMoney(sumMoney(values.filter((value) => value < 0n))),
          }
        : {}),
    },
  };
}

function goodsOf({ item }: CountLine) {
  return {
    itemId: item.item_id,
    code: item.code,
    name: item.name,
    spec: item.spec,
    unit: item.base_unit,
    tracking: item.tracking,
  };
}
function differenceOf(line: CountLine): Quantity | null {
  return line.counted === null ? null : line.counted.quantity - line.book;
}

function varianceOf(line: CountLine): CountVarianceRow {
  const difference = differenceOf(line);
  const named = line.parts.filter((part) => part.lot !== "" && part.counted !== null);
  return {
    ...goodsOf(line),
    lot: line.lot,
    round: line.round,
    isListed: line.isListed,
    bookAtStart: formatQuantity(line.bookAtStart),
    book: formatQuantity(line.book),
    counted: line.counted === null ? null : formatQuantity(line.counted.quantity),
    difference: difference === null ? null : formatQuantity(difference),
    movedSince: formatQuantity(line.since),
    movedDuring: line.movedDuring,
    isDoubtful: line.counted?.isDoubtful ?? false,
    countedAt: line.counted === null ? null : new Date(line.counted.until).toISOString(),
    recountBy: line.round > 1 ? line.item.recount_by_name : null,
    serials:
      line.item.tracking === "serial"
        ? {
            missing: named.filter((part) => (part.counted ?? 0n) < part.book).map((part) => part.lot),
            extra: named.filter((part) => (part.counted ?? 0n) > part.book).map((part) => part.lot),
          }
        : null,
    entries: entriesOf(line),
  };
}

function entriesOf(line: CountLine): CountVarianceRow["entries"] {
  const standing = new Set<string>();
  for (const part of line.parts) {
    const own = line.entries.filter((entry) => entry.lot === part.lot && entry.round === line.round);
    const last = own.at(-1);
    if (line.item.tracking === "serial") {
      if (last) standing.add(last.id);
    } else for (const entry of standingEntries(own.map(asCounted))) standing.add(entry.id);
  }
  return line.entries.map((entry) => ({
    id: entry.id,
    user: entry.user_name,
    place: entry.place,
    lot: entry.lot,
    round: entry.round,
    unit: entry.unit,
    quantity: decimal(entry.quantity),
    countedAt: entry.counted_at.toISOString(),
    stands: standing.has(entry.id),
    device: entry.device,
    note: entry.note,
  }));
}
function asCounted(entry: StoredEntry) {
  return {
    id: entry.id,
    userId: entry.user_id,
    place: entry.place,
    base: parseQuantity(entry.base_quantity),
    at: entry.counted_at.getTime(),
  };
}
