import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/identifiers.ts";
import {
  ensureCategories,
  ensureWarehouses,
  findItems,
  findItemsByCode,
  hasItems,
  insertItems,
  type ItemWrite,
  updateItems,
} from "../../catalog/index.ts";
import type { ItemAddition, ItemOpening, ItemRecord } from "../recognition/records.ts";
import type { PlanProblem } from "./import-context.ts";
import { itemFrom, mergedItem } from "./item-from-record.ts";
import { openingValue, type StockOpening } from "./openings.ts";
import { type PlacedItem, startBinWriter } from "./write-bins.ts";
import { type ClassifiedItem, classifyItems } from "./plan-items.ts";
import { defaultWarehouse, findCategoriesByExternalId, itemsWithOpening, takeCodes } from "./references.sql.ts";

export type WrittenItems = {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly openings: readonly StockOpening[];
  readonly openingsThere: number;
  readonly problems: readonly PlanProblem[];
};
export type ItemWriter = {
  /** Records as they are read; rows with an error of their own never come here. */
  take(records: readonly (ItemRecord | ItemAddition)[]): Promise<void>;
  finish(): Promise<WrittenItems>;
};
type Known = {
  readonly id: string;
  readonly unit: string;
  readonly purchasePrice: string | null;
  readonly isNew: boolean;
};

/** Records written at once: large enough for the statement, small enough to be forgotten again. */
const recordsAtOnce = 2000;

/**
 * Writes goods while the file is still being read: a batch is looked up, written and let go, so that 50,000 rows cost
 * the memory of 2,000. All in the caller's transaction. Goods without a code wait for the end, because a later row may
 * have typed the number they would be given.
 */
export function startItemWriter(
  tx: Tx,
  options: {
    readonly existing: "skip" | "update";
    readonly defaultTaxRate: string;
    /** No row of the file names a code: none can be in the way of the numbers given. */
    readonly hasCodes: boolean;
    /** After the first error of an import that is all or nothing, nothing more is written. */
    readonly mayWrite: () => boolean;
    readonly onError: (problems: readonly PlanProblem[]) => void;
  },
): ItemWriter {
  const created = new Set<string>();
  const byRow = new Map<number, Known>();
  const typed = new Set<string>();
  const problems: PlanProblem[] = [];
  const openings: StockOpening[] = [];
  const counts = { created: 0, updated: 0, skipped: 0, there: 0 };
  let waiting: ItemRecord[] = [];
  /** One batch is written while the next is read. */
  let inFlight: Promise<void> = Promise.resolve();
  let uncoded: ItemRecord[] = [];
  const additions: ItemAddition[] = [];

  const places = startPlaces(tx);
  const categories = startCategories(tx);
  const writeBins = startBinWriter(tx, options.existing);
  let isFirst: Promise<boolean> | undefined;
  /** What was sent last: PostgreSQL writes it while the next batch is made. */
  let sent: Promise<void> = Promise.resolve();

  const write = async (records: readonly ItemRecord[]) => {
    isFirst ??= hasItems(tx).then((found) => !found);
    const plan = await classifyItems(tx, records, created, await isFirst);
    problems.push(...plan.problems);
    const bad = new Set(plan.problems.filter((problem) => problem.severity === "error").map((problem) => problem.row));
    if (bad.size > 0) options.onError(plan.problems);
    if (!options.mayWrite()) return;
    const good = plan.items.filter(({ record }) => !bad.has(record.row));
    const written = await makeBatch(tx, good, { ...options, typed, categoryOf: await categories(good) });
    const placeOfBins = await places(good.flatMap(({ record }) => binWarehouses(record.location)));
    const own = send(tx, written, options.existing).then(() => writeBins(written.map(placed), placeOfBins));
    // Waited for by the next batch; until then it must not count as nobody's.
    own.catch(() => undefined);
    await sent;
    sent = own;
    for (const { item, record, isNew } of written) {
      byRow.set(record.row, { id: item.id, unit: item.units[0]?.name ?? "", purchasePrice: item.purchasePrice, isNew });
      if (isNew) created.add(item.id);
    }
    const fresh = written.filter((one) => one.isNew).length;
    counts.created += fresh;
    counts[options.existing === "update" ? "updated" : "skipped"] += written.length - fresh;
    const found = await openingsOf(
      tx,
      places,
      written.map(({ item, record, isNew }) => ({
        known: { id: item.id, unit: item.units[0]?.name ?? "", purchasePrice: item.purchasePrice, isNew },
        openings: record.openings,
      })),
    );
    openings.push(...found.openings);
    counts.there += found.there;
  };
  const writeAll = async (records: readonly ItemRecord[]) => {
    for (let start = 0; start < records.length; start += recordsAtOnce)
      await write(records.slice(start, start + recordsAtOnce));
  };

  return {
    async take(records) {
      for (const record of records) {
        if (record.target === "itemAddition") additions.push(record);
        else if (record.code === undefined && options.hasCodes) uncoded.push(record);
        else {
          if (record.code !== undefined) typed.add(record.code);
          waiting.push(record);
        }
      }
      if (waiting.length < recordsAtOnce) return;
      const full = waiting;
      waiting = [];
      await inFlight;
      inFlight = writeAll(full);
      // Thrown by the next step, which waits for it; until then it must not count as nobody's.
      inFlight.catch(() => undefined);
    },
    async finish() {
      await inFlight;
      await writeAll(waiting);
      await writeAll(uncoded);
      await sent;
      [waiting, uncoded] = [[], []];
      const late = await addToWritten(tx, places, writeBins, additions, byRow);
      openings.push(...late.openings);
      return {
        created: counts.created,
        updated: counts.updated,
        skipped: counts.skipped,
        openings,
        openingsThere: counts.there + late.there,
        problems,
      };
    },
  };
}

type Written = { readonly item: ItemWrite; readonly record: ItemRecord; readonly isNew: boolean };
async function makeBatch(
  tx: Tx,
  plan: readonly ClassifiedItem[],
  options: {
    readonly existing: "skip" | "update";
    readonly defaultTaxRate: string;
    readonly typed: ReadonlySet<string>;
    readonly categoryOf: (record: ItemRecord) => string | null;
  },
): Promise<readonly Written[]> {
  const codes = await freeCodes(tx, plan, options.typed);
  const ids = plan.flatMap(({ existingId }) => existingId ?? []);
  const known = new Map((ids.length === 0 ? [] : await findItems(tx, ids)).map((item) => [item.id, item]));
  return plan.map(({ record, existingId }): Written => {
    const stored = existingId === null ? undefined : known.get(existingId);
    if (stored)
      return {
        item: options.existing === "update" ? mergedItem(stored, record, options.categoryOf(record)) : stored,
        record,
        isNew: false,
      };
    const code = record.code ?? codes.next().value ?? "";
    return {
      item: itemFrom(record, newId(), code, options.categoryOf(record), options.defaultTaxRate),
      record,
      isNew: true,
    };
  });
}

async function send(tx: Tx, written: readonly Written[], existing: "skip" | "update"): Promise<void> {
  const fresh = written.filter((one) => one.isNew).map((one) => one.item);
  if (fresh.length > 0) await insertItems(tx, fresh);
  const known = written.filter((one) => !one.isNew).map((one) => one.item);
  if (existing === "update" && known.length > 0) await updateItems(tx, known);
}

function placed({ item, record, isNew }: Written): PlacedItem {
  return { itemId: item.id, isNew, bins: record.location ?? [] };
}
function binWarehouses(bins: ItemRecord["location"]): readonly string[] {
  return (bins ?? []).flatMap((bin) => bin.warehouse ?? []);
}

/** Categories by name or by another system's number; each is asked for once. */
function startCategories(tx: Tx) {
  const byName = new Map<string, string>();
  const byExternal = new Map<string, string>();
  const asked = new Set<string>();
  return async (plan: readonly ClassifiedItem[]): Promise<(record: ItemRecord) => string | null> => {
    const names = new Set(plan.flatMap(({ record }) => record.category?.trim() || []));
    const unknown = [...names].filter((name) => !byName.has(name));
    if (unknown.length > 0) for (const [name, id] of await ensureCategories(tx, unknown)) byName.set(name, id);
    const external = new Set(plan.flatMap(({ record }) => record.categoryExternalId ?? []));
    const unasked = [...external].filter((id) => !asked.has(id));
    for (const id of unasked) asked.add(id);
    if (unasked.length > 0)
      for (const [key, id] of await findCategoriesByExternalId(tx, unasked)) byExternal.set(key, id);
    return (record) =>
      byExternal.get(record.categoryExternalId ?? "") ?? byName.get(record.category?.trim() ?? "") ?? null;
  };
}

type Places = (names: readonly string[]) => Promise<(name: string | undefined) => string>;
/** Warehouses by name, made where the file names new ones; without a name it is the company's own. */
function startPlaces(tx: Tx): Places {
  const known = new Map<string, string>();
  let own: Promise<{ readonly id: string }> | undefined;
  return async (names) => {
    const unknown = [...new Set(names.map((name) => name.trim()))].filter((name) => name !== "" && !known.has(name));
    if (unknown.length > 0) for (const [name, id] of await ensureWarehouses(tx, unknown)) known.set(name, id);
    own ??= defaultWarehouse(tx);
    const { id } = await own;
    return (name) => known.get(name?.trim() ?? "") ?? id;
  };
}

/** Goods without a code get the next numbers of the company's own series, past any that a person typed. */
async function freeCodes(
  tx: Tx,
  plan: readonly ClassifiedItem[],
  typed: ReadonlySet<string>,
): Promise<Iterator<string>> {
  const missing = plan.filter(({ record, existingId }) => record.code === undefined && existingId === null).length;
  const free: string[] = [];
  while (free.length < missing) {
    const wanted = missing - free.length;
    const first = await takeCodes(tx, "item", wanted);
    const block = Array.from({ length: wanted }, (_, index) => String(10_000 + first + index));
    const taken = await findItemsByCode(tx, block);
    free.push(...block.filter((code) => !taken.has(code) && !typed.has(code)));
  }
  return free.values();
}

async function openingsOf(
  tx: Tx,
  places: Places,
  items: readonly { readonly known: Known; readonly openings: readonly ItemOpening[] }[],
): Promise<{ readonly openings: readonly StockOpening[]; readonly there: number }> {
  const withStock = items.filter(({ openings }) => openings.some((opening) => !isZero(opening.quantity)));
  if (withStock.length === 0) return { openings: [], there: 0 };
  const placeOf = await places(
    withStock.flatMap(({ openings }) => openings.flatMap((opening) => opening.warehouse ?? [])),
  );
  const old = withStock.filter(({ known }) => !known.isNew).map(({ known }) => known.id);
  const opened = old.length === 0 ? new Set<string>() : await itemsWithOpening(tx, old);
  let there = 0;
  const openings = withStock.flatMap(({ known, openings: wanted }) =>
    wanted.flatMap((opening): readonly StockOpening[] => {
      if (isZero(opening.quantity)) return [];
      const warehouseId = placeOf(opening.warehouse);
      if (opened.has(`${known.id}/${warehouseId}`)) {
        there += 1;
        return [];
      }
      const unitCost = opening.unitCost ?? known.purchasePrice ?? undefined;
      return [
        {
          itemId: known.id,
          warehouseId,
          unit: known.unit,
          quantity: opening.quantity,
          value: openingValue(opening.quantity, opening.amount, unitCost),
        },
      ];
    }),
  );
  return { openings, there };
}
function isZero(quantity: string): boolean {
  return /^0(\.0*)?$/.test(quantity);
}

/** Further rows of goods that were written: stock in another warehouse, another place on the shelf. */
async function addToWritten(
  tx: Tx,
  places: Places,
  writeBins: ReturnType<typeof startBinWriter>,
  additions: readonly ItemAddition[],
  byRow: ReadonlyMap<number, Known>,
) {
  const found = additions.flatMap((addition) => {
    const known = byRow.get(addition.toRow);
    return known ? [{ known, openings: addition.openings, bins: addition.location ?? [] }] : [];
  });
  await writeBins(
    found.map(({ known, bins }) => ({ itemId: known.id, isNew: known.isNew, bins })),
    await places(found.flatMap(({ bins }) => binWarehouses(bins))),
  );
  return openingsOf(tx, places, found);
}
