import {
  type CostRules,
  periodOf,
  type Pool,
  stockKey,
  type StockState,
  stockState,
  wholeCompany,
} from "@zhangshi/core";
import type { MonthAverages } from "../books/month-average.ts";
import { monthAverages, monthAveragesFrom } from "../books/month-average.sql.ts";
import { type Before, nothingBefore } from "../books/costing-run.ts";
import { listedMarks, type Marks } from "../books/marks.ts";
import { Replay, type Replayed } from "../books/recost.ts";
import {
  type CostUpdate,
  lotCostsBefore,
  lotCostsFrom,
  lotsBefore,
  lotsBeforeFrom,
  type Moment,
  notBefore,
  openTail,
  type PoolPoint,
  reachOf,
  stateBefore,
  stateBeforeFrom,
  type TailEntry,
  tailEntriesFrom,
  tailPage,
  tellingPoints,
  tellingPointsFrom,
} from "../books/recost.sql.ts";
import type { Query, Row } from "../platform/db.ts";
import { inBookOrder, isBefore, type Place, pointsOf } from "./recosting.ts";

/** Sends queries and gives their rows: a posting's pipeline or a reading transaction. */
export type Ask = (queries: readonly Query[]) => Promise<readonly (readonly Row[])[]>;

/** Everything that a change at some places can reach: where its pools stood before, and every entry since. */
export type RecostSet = {
  readonly before: Before;
  readonly marks: Marks;
  readonly points: readonly PoolPoint[];
  /** In the order of the books, page by page: a year of one item need not fit into memory. */
  pages(until?: Moment): AsyncIterable<readonly TailEntry[]>;
};

/**
 * Entries of the pools from the places on; then of the pools where their values lead (goods sent on, brought back, put
 * together), from there on; until nothing new is reached. A pool that two amounts do not tell is played from earlier.
 */
export async function gatherRecostSet(
  ask: Ask,
  orgId: string,
  rules: CostRules,
  places: readonly Place[],
): Promise<RecostSet> {
  let points: readonly PoolPoint[] = pointsOf(rules.scope, places).map((point) => notBefore(rules, point));
  if (points.length === 0) return emptySet;
  for (;;) {
    points = await earlierWhereNeeded(ask, orgId, rules, points);
    const [reach] = await ask([reachOf(orgId, points)]);
    const linked = (reach ?? []).filter((row) => row["kind"] === "place");
    const reached = pointsOf(rules.scope, [...points.map(placeOfPoint), ...linked.map(placeFrom)]).map((point) =>
      notBefore(rules, point),
    );
    if (samePoints(points, reached))
      return {
        before: await standingBefore(ask, orgId, rules, points),
        marks: marksFrom(reach ?? []),
        points: reached,
        pages: (until) => fetchPages(ask, orgId, reached, until),
      };
    points = reached;
  }
}
const emptySet: RecostSet = {
  before: nothingBefore,
  marks: listedMarks({ reversed: [], sources: [], turned: [] }),
  points: [],
  pages: () => pagesOf([]),
};
async function* pagesOf(entries: readonly TailEntry[]) {
  yield entries;
}
function marksFrom(rows: readonly Row[]): Marks {
  const seqs = (kind: string) => rows.flatMap((row) => (row["kind"] === kind ? [BigInt(String(row["seq"]))] : []));
  const turned = rows.flatMap((row) => (row["kind"] === "turned" ? [String(row["document_id"])] : []));
  return listedMarks({ reversed: seqs("reversed"), sources: seqs("source"), turned });
}

/** The next page is on its way while one is played. */
async function* fetchPages(
  ask: Ask,
  orgId: string,
  points: readonly PoolPoint[],
  until: Moment | undefined,
): AsyncGenerator<readonly TailEntry[]> {
  const { open, next, close } = openTail(orgId, points, until ?? null);
  let coming = ask([...open, next]);
  for (;;) {
    const rows = (await coming).at(-1) ?? [];
    const isLast = rows.length < tailPage;
    if (!isLast) coming = inAdvance(ask([next]));
    // A month is read several times, and each reading keeps a sorted copy of it until its cursor is closed.
    if (isLast) void inAdvance(ask([close]));
    yield tailEntriesFrom(rows);
    if (isLast) return;
  }
}
/** Its failure is met by whoever waits for it later, or by the statement before it. */
export function inAdvance<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
async function standingBefore(
  ask: Ask,
  orgId: string,
  rules: CostRules,
  points: readonly PoolPoint[],
): Promise<Before> {
  const isByLot = rules.method === "specific";
  const [stateRows, lotRows, costRows] = await ask([
    stateBefore(orgId, points),
    lotsBefore(orgId, points),
    ...(isByLot ? [lotCostsBefore(orgId, points)] : []),
  ]);
  return {
    states: stateBeforeFrom(stateRows ?? []),
    lots: lotsBeforeFrom(lotRows ?? []),
    lotCosts: lotCostsFrom(costRows ?? []),
    averages: await averagesFor(ask, orgId, rules, points),
  };
}
async function averagesFor(
  ask: Ask,
  orgId: string,
  rules: CostRules,
  points: readonly PoolPoint[],
): Promise<MonthAverages> {
  if (rules.method !== "monthly-average") return new Map();
  const from = points.reduce((first, { fromDate }) => (fromDate < first ? fromDate : first), "9999-12-31");
  const [rows] = await ask([monthAverages(orgId, [...new Set(points.map((point) => point.itemId))], periodOf(from))]);
  return monthAveragesFrom(rows ?? []);
}

async function earlierWhereNeeded(
  ask: Ask,
  orgId: string,
  rules: CostRules,
  points: readonly PoolPoint[],
): Promise<readonly PoolPoint[]> {
  const [rows] = await ask([tellingPoints(orgId, points, rules)]);
  return pointsOf(rules.scope, [...points, ...tellingPointsFrom(rows ?? [], rules)].map(placeOfPoint));
}
function placeOfPoint(point: PoolPoint): Place {
  return { itemId: point.itemId, warehouseId: point.warehouseId, date: point.fromDate, position: point.fromPosition };
}
export function placeFrom(row: Row): Place {
  return {
    itemId: String(row["item_id"]),
    warehouseId: String(row["warehouse_id"]),
    date: String(row["business_date"]),
    position: BigInt(String(row["position"])),
  };
}
function samePoints(before: readonly PoolPoint[], after: readonly PoolPoint[]): boolean {
  if (before.length !== after.length) return false;
  const known = new Map(before.map((point) => [stockKey(point.itemId, point.warehouseId), point]));
  return after.every((point) => {
    const own = known.get(stockKey(point.itemId, point.warehouseId));
    return own?.fromDate === point.fromDate && own.fromPosition === point.fromPosition;
  });
}

/** Stock as a document of that place finds it: everything before it played, nothing after. */
export async function stateAt(rules: CostRules, set: RecostSet, place: Moment, nextSeq: bigint): Promise<StockState> {
  const run = new Replay(rules, set.before, set.marks);
  const isEarlier = ({ fromDate, fromPosition }: PoolPoint) =>
    fromDate < place.date || (fromDate === place.date && fromPosition < place.position);
  if (set.points.some(isEarlier))
    for await (const page of set.pages(place)) {
      for (const entry of page) run.play(entry);
      run.takeUpdates();
    }
  const state = stockState(rules, null, nextSeq);
  takeOver(run.result(), state);
  return state;
}

/** Sends what a replay changed so far. */
export type WriteCosts = (updates: readonly CostUpdate[]) => Promise<unknown>;
/**
 * Plays the whole set with the entries among it that are about to be written. What changes is written page by page, the
 * last page's updates are left to the caller; with `write` null, or when goods will be short, nothing is.
 */
export async function playSet(
  set: RecostSet,
  fresh: readonly TailEntry[],
  run: Replay,
  write: WriteCosts | null,
): Promise<Replayed> {
  const waiting = [...inBookOrder(fresh)];
  let written: Promise<unknown> = Promise.resolve();
  for await (const page of set.pages()) {
    const updates = run.takeUpdates();
    await written;
    if (write && updates.length > 0 && !run.isShort()) written = inAdvance(write(updates));
    for (const entry of page) {
      for (let first = waiting[0]; first && isBefore(first, entry); first = waiting[0]) {
        run.play(first);
        waiting.shift();
      }
      run.play(entry);
    }
  }
  for (const entry of waiting) run.play(entry);
  await written;
  return run.result();
}

/** A replay's end becomes where stock stands. */
export function takeOver(
  played: { readonly quantities: ReadonlyMap<string, bigint>; readonly pools: ReadonlyMap<string, Pool> },
  state: StockState,
): void {
  for (const [key, quantity] of played.quantities) if (!key.endsWith(wholeCompany)) state.quantities.set(key, quantity);
  for (const [key, pool] of played.pools) state.pools.set(key, pool);
}
