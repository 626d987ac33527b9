import { type CostRules, type Pool, stockKey, type StockState, stockState, wholeCompany } from "@zhangshi/core";
import type { MonthAverages } from "../books/month-average.ts";
import { monthAverages, monthAveragesFrom } from "../books/month-average.sql.ts";
import { type Before, replay } from "../books/recost.ts";
import {
  linkedPlaces,
  lotCostsBefore,
  lotCostsFrom,
  lotsBefore,
  lotsBeforeFrom,
  notBefore,
  type PoolPoint,
  stateBefore,
  stateBeforeFrom,
  type TailEntry,
  tailEntries,
  tailEntriesFrom,
  tellingPoints,
  tellingPointsFrom,
} from "../books/recost.sql.ts";
import type { Query, Row } from "../platform/db.ts";
import { inBookOrder, type Place, pointsOf } from "./recosting.ts";

/** Sends queries and gives their rows: a posting's pipeline or a reading transaction. */
export type Ask = (queries: readonly Query[]) => Promise<readonly (readonly Row[])[]>;

/** Everything that a change at some places can reach: where its pools stood before, and every entry since. */
export type RecostSet = { readonly before: Before; readonly tail: readonly TailEntry[] };

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
  if (points.length === 0) return { before: { states: [], lots: [], lotCosts: [], averages: new Map() }, tail: [] };
  for (;;) {
    points = await earlierWhereNeeded(ask, orgId, rules, points);
    const [tailRows] = await ask([tailEntries(orgId, points)]);
    const tail = tailEntriesFrom(tailRows ?? []);
    const [linkedRows] = await ask([
      linkedPlaces(
        orgId,
        tail.map((entry) => entry.seq),
        [...new Set(tail.map((entry) => entry.documentId))],
      ),
    ]);
    const reached = pointsOf(rules.scope, [...points.map(placeOfPoint), ...(linkedRows ?? []).map(placeFrom)]).map(
      (point) => notBefore(rules, point),
    );
    if (samePoints(points, reached)) {
      return { before: await standingBefore(ask, orgId, rules, points), tail: inBookOrder(tail) };
    }
    points = reached;
  }
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
  const [rows] = await ask([monthAverages(orgId, [...new Set(points.map((point) => point.itemId))])]);
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
export function stateAt(
  rules: CostRules,
  set: RecostSet,
  place: { readonly date: string; readonly position: bigint },
  nextSeq: bigint,
): StockState {
  const earlier = set.tail.filter(
    (entry) =>
      entry.businessDate < place.date || (entry.businessDate === place.date && entry.position < place.position),
  );
  const played = replay(rules, set.before, earlier);
  const state = stockState(rules, null, nextSeq);
  takeOver(played, state);
  return state;
}
/** A replay's end becomes where stock stands. */
export function takeOver(
  played: { readonly quantities: ReadonlyMap<string, bigint>; readonly pools: ReadonlyMap<string, Pool> },
  state: StockState,
): void {
  for (const [key, quantity] of played.quantities) if (!key.endsWith(wholeCompany)) state.quantities.set(key, quantity);
  for (const [key, pool] of played.pools) state.pools.set(key, pool);
}
