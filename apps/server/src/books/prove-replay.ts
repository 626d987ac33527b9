import {
  applyMove,
  type CostingMethod,
  type CostRules,
  emptyPool,
  formatMoney,
  formatQuantity,
  type Layer,
  periodOf,
  poolAtBeginning,
  type Pool,
  poolWarehouse,
  reachedValue,
  valueTakenBack,
} from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import { type CostingEra, readCostingEras } from "./costing-change.sql.ts";
import { monthKey } from "./month-average.ts";
import type { Comparison, Finding } from "./prove.sql.ts";
import { JudgedMonth } from "./prove-month.ts";
import { type EndedItem, StateJudge } from "./prove-states.ts";
import { countStockEntries, findUnderived, nameEntries, readReplayRows, type ReplayRow } from "./prove-replay.sql.ts";

export type ReplayChecks = {
  /** 每笔出入库都有成本，两边说的是同一笔. */
  readonly derived: Comparison;
  /** 结存栏 = 逐笔累计. */
  readonly running: Comparison;
  /** 重算成本 = 账上成本. */
  readonly costs: Comparison;
  /** 任何时刻都不为负. */
  readonly negatives: Comparison;
  /** 成本池的层次、欠数 = 逐笔重算. */
  readonly states: Comparison;
};

/** Few enough that a batch is forgotten while it is young: collecting old ones took a third of the time. */
const rowsPerBatch = 1_000;
const findingsShown = 5;

/**
 * Plays every entry again from nothing, item by item in the order of the books, by the company's costing rules,
 * and holds the result beside what is stored. One batch and one item are in memory, however many entries there are.
 */
export async function proveByReplay(tx: Tx, rules: CostRules): Promise<ReplayChecks> {
  const eras = await readCostingEras(tx, rules);
  const checks = new ReplayJudge(rules, eras);
  const states = new StateJudge();
  for await (const rows of readReplayRows(
    tx,
    eras.some((era) => era.method === "monthly-average"),
    rowsPerBatch,
  )) {
    for (const row of rows) checks.take(row);
    await states.judge(tx, checks.takeEnded());
  }
  checks.end();
  await states.judge(tx, checks.takeEnded());
  const entries = await countStockEntries(tx);
  const underived = entries === checks.rows ? [] : await findUnderived(tx);
  return { ...(await checks.result(tx, entries, underived)), states: await states.result(tx) };
}

function costText(value: bigint, trueUp: bigint): string {
  return trueUp === 0n ? formatMoney(value) : `${formatMoney(value)}（差额 ${formatMoney(trueUp)}）`;
}

/** A column has a fixed number of places, so its text without the point is the whole number of millionths or 分. */
function exact(decimal: string): bigint {
  return BigInt(decimal.replace(".", ""));
}

type Difference = { readonly seq: string; readonly left: string; readonly right: string };
class Differences {
  count = 0;
  readonly first: Difference[] = [];
  add(seq: string, left: string, right: string): void {
    this.count += 1;
    if (this.first.length < findingsShown) this.first.push({ seq, left, right });
  }
}

/** What one entry did to its pool; a reversal stands at the same place in the order of the books. */
type Played = {
  readonly value: bigint;
  readonly trueUp: bigint;
  readonly before: Pool;
  readonly after: Pool;
  readonly isShared: boolean;
  /** It only changed its shelf inside the pool. */
  readonly isInside: boolean;
  /** A value that its reversal takes back at the same place: what stands between the two does not see it. */
  readonly isUnseen: boolean;
  readonly taken: readonly Layer[];
};
/** 先进先出: what of an issue is not back yet. */
type Out = { readonly taken: readonly Layer[]; left: bigint };
const noLayers: readonly Layer[] = [];
const nothingTaken = { taken: noLayers, isShared: false, isInside: false, isUnseen: false };

class ReplayJudge {
  rows = 0;
  private readonly rules: CostRules;
  private readonly eras: readonly CostingEra[];
  /** The era in which each pool was played last. */
  private readonly poolEras = new Map<string, CostingEra>();
  private itemId = "";
  private place = { date: "", position: "" };
  private ended: EndedItem[] = [];
  private readonly newest = new Map<string, string>();
  private readonly quantities = new Map<string, bigint>();
  /** As the replay finds them, and as the stored values sum to. */
  private readonly pools = new Map<string, Pool>();
  private readonly stored = new Map<string, { readonly quantity: bigint; readonly value: bigint }>();
  /** What stands at the present place; nearly always one entry, so a list costs least. */
  private readonly besides: { readonly seq: string; readonly played: Played }[] = [];
  private readonly months = new Map<string, JudgedMonth>();
  private readonly out = new Map<string, Out>();
  private below: { readonly seq: string; readonly balance: bigint } | undefined;
  private replayedSum = 0n;
  private storedSum = 0n;
  private readonly derived = new Differences();
  private readonly running = new Differences();
  private readonly costs = new Differences();
  private readonly negatives = new Differences();

  constructor(rules: CostRules, eras: readonly CostingEra[]) {
    this.rules = rules;
    this.eras = eras;
  }

  take(row: ReplayRow): void {
    this.rows += 1;
    if (row.item_id !== this.itemId) this.beginItem(row.item_id);
    if (row.position !== this.place.position || row.business_date !== this.place.date) {
      this.besides.length = 0;
      this.place.date = row.business_date;
      this.place.position = row.position;
    }
    if (!row.copied) this.derived.add(row.seq, "1", "0");
    const quantity = exact(row.quantity);
    const poolKey = poolWarehouse(this.rules.scope, row.warehouse_id);
    const era = this.eraOf(row);
    const isByLot = era.method === "specific" && row.lot !== null;
    const ownKey = isByLot ? `${poolKey}/${row.lot}` : poolKey;
    this.enter(era, poolKey, ownKey);
    this.judgeCost(row, era.method, quantity, ownKey);
    this.judgeRunning(row, quantity, poolKey);
    this.newest.set(row.warehouse_id, row.business_date).set(poolKey, row.business_date);
  }
  private beginItem(itemId: string): void {
    this.endItem();
    this.itemId = itemId;
    this.quantities.clear();
    this.pools.clear();
    this.stored.clear();
    this.out.clear();
    this.poolEras.clear();
    this.newest.clear();
  }
  private endItem(): void {
    this.settleBelow(null);
    this.settleMonths();
    if (this.itemId === "") return;
    const present = this.eras.at(-1);
    const method = present?.method ?? this.rules.method;
    // A method that no entry has met yet has written its beginning into every pool.
    if (present) for (const key of this.stored.keys()) if (method !== "specific") this.enter(present, key, key);
    this.ended.push({
      itemId: this.itemId,
      pools: new Map(this.pools),
      newest: new Map(this.newest),
      isByLot: method === "specific" && [...this.pools.keys()].some((key) => key.includes("/")),
    });
  }
  takeEnded(): readonly EndedItem[] {
    const { ended } = this;
    this.ended = [];
    return ended;
  }

  private eraOf(row: ReplayRow): CostingEra {
    const [first] = this.eras;
    if (this.eras.length === 1 && first) return first;
    const period = periodOf(row.business_date);
    return this.eras.findLast((era) => era.since <= period) ?? { since: 0, method: this.rules.method };
  }
  /** A method begins with what is written of the pool: one amount, or one layer of it. */
  private enter(era: CostingEra, poolKey: string, ownKey: string): void {
    const last = this.poolEras.get(ownKey);
    this.poolEras.set(ownKey, era);
    if (last === era || (!last && era.since === 0)) return;
    const { quantity, value } = this.stored.get(poolKey) ?? { quantity: 0n, value: 0n };
    for (const key of this.pools.keys()) if (key.startsWith(`${poolKey}/`)) this.pools.delete(key);
    this.pools.set(ownKey, poolAtBeginning(era.method, quantity, value));
    this.out.clear();
  }

  private judgeCost(row: ReplayRow, method: CostingMethod, quantity: bigint, poolKey: string): void {
    const pool = this.pools.get(poolKey) ?? emptyPool;
    const played = this.play(row, method, quantity, pool);
    const [value, trueUp] = [exact(row.value), exact(row.true_up)];
    if (played.value !== value || played.trueUp !== trueUp)
      this.costs.add(row.seq, costText(played.value, played.trueUp), costText(value, trueUp));
    this.replayedSum += played.value - played.trueUp;
    this.storedSum += value - trueUp;
    this.pools.set(poolKey, played.after);
    this.besides.push({ seq: row.seq, played });
    this.followOut(row, quantity, played.taken);
  }
  private play(row: ReplayRow, method: CostingMethod, quantity: bigint, pool: Pool): Played {
    if (row.reverses_seq !== null) {
      const original = this.besides.find((one) => one.seq === row.reverses_seq)?.played;
      if (!original) return { value: 0n, trueUp: 0n, before: pool, after: pool, ...nothingTaken };
      if (row.average_quantity !== null) this.takeBackOfMonth(row, original, quantity);
      const { isUnseen } = original;
      const taken = { taken: noLayers, isShared: false, isInside: false, isUnseen };
      const back = { value: -original.value, trueUp: -original.trueUp, before: pool, ...taken };
      if (isUnseen) return { ...back, after: pool };
      if (original.after === pool) return { ...back, after: original.before };
      const value = pool.value - original.value + original.trueUp;
      return { ...back, after: { ...pool, quantity: pool.quantity + quantity, value } };
    }
    if (row.average_quantity !== null) return this.playMonth(row, quantity, pool);
    const applied = applyMove(method, pool, {
      seq: BigInt(row.seq),
      quantity,
      value: this.givenValue(row, quantity),
      sourceSeq: row.source_seq === null ? null : BigInt(row.source_seq),
      coverage: quantity === 0n && row.share_part !== null ? exact(row.share_part) : null,
      isInside: this.rules.scope === "company" && row.is_leg,
    });
    // Field by field, as a million of them pass here.
    return {
      value: applied.value,
      trueUp: applied.trueUp,
      before: pool,
      after: row.is_taken_back ? pool : applied.pool,
      taken: applied.taken,
      isShared: false,
      isInside: false,
      isUnseen: row.is_taken_back,
    };
  }

  /** 全月一次加权: issues share what the month had; what it had is added up again from its receipts. */
  private playMonth(row: ReplayRow, quantity: bigint, pool: Pool): Played {
    const { scope } = this.rules;
    const key = monthKey(row.item_id, poolWarehouse(scope, row.warehouse_id), periodOf(row.business_date));
    const month = this.months.get(key) ?? new JudgedMonth(row, pool);
    this.months.set(key, month);
    const isInside = scope === "company" && row.is_leg;
    const isNeutral =
      row.basis === "entry" &&
      row.source_date !== null &&
      monthKey(row.item_id, poolWarehouse(scope, row.source_warehouse ?? ""), periodOf(row.source_date)) === key;
    const isIssue = !isInside && row.basis === "pool";
    const isShared = !isInside && (isIssue || isNeutral);
    const given = row.basis === "stated" ? exact(row.stated_value ?? "0") : exact(row.value);
    const worth = isInside && row.basis === "pool" ? -month.average.worthOf(-quantity) : given;
    const value = isIssue ? month.average.share(quantity) : worth;
    if (isShared && !isIssue) month.average.take(quantity, value);
    const coverage = row.share_part === null ? null : exact(row.share_part);
    const reached = quantity === 0n ? reachedValue(value, pool.quantity, coverage) : value;
    if (!isShared && !isInside) month.add(quantity, reached);
    const after = pool.quantity + quantity;
    const lastUnitCost = after > 0n ? pool.lastUnitCost : month.average.unitCost();
    return {
      value,
      trueUp: value - reached,
      before: pool,
      after: { ...pool, quantity: after, value: pool.value + reached, lastUnitCost },
      taken: noLayers,
      isShared,
      isInside,
      isUnseen: false,
    };
  }
  private takeBackOfMonth(row: ReplayRow, original: Played, quantity: bigint): void {
    const key = monthKey(row.item_id, poolWarehouse(this.rules.scope, row.warehouse_id), periodOf(row.business_date));
    const month = this.months.get(key);
    if (original.isShared) month?.average.take(quantity, -original.value);
    else if (!original.isInside) month?.add(quantity, original.trueUp - original.value);
  }
  private settleMonths(): void {
    for (const month of this.months.values()) {
      const wrong = month.difference();
      if (wrong) this.costs.add(month.firstSeq, wrong.left, wrong.right);
    }
    this.months.clear();
  }
  /**
   * What a linked entry takes from its source is judged by the sources, and here its stored value meets its pool; only
   * the layers of an issue (先进先出) are known here alone.
   */
  private givenValue(row: ReplayRow, quantity: bigint): bigint | null {
    if (row.basis === "pool") return null;
    if (row.basis === "stated") return row.stated_value === null ? 0n : exact(row.stated_value);
    const out = row.basis === "entry" && quantity > 0n ? this.out.get(row.source_seq ?? "") : undefined;
    return out ? valueTakenBack(out.taken, out.left, quantity) : exact(row.value);
  }
  private followOut(row: ReplayRow, quantity: bigint, taken: readonly Layer[]): void {
    if (taken.length > 0) this.out.set(row.seq, { taken, left: -quantity });
    const source = this.out.get(row.source_seq ?? "");
    if (source) source.left -= quantity;
  }

  /** After a wrong row the stored one is taken over, so that only the row that is wrong is named, not all that follow. */
  private judgeRunning(row: ReplayRow, quantity: bigint, poolKey: string): void {
    const pool = this.stored.get(poolKey) ?? { quantity: 0n, value: 0n };
    const after = { quantity: pool.quantity + quantity, value: pool.value + exact(row.value) - exact(row.true_up) };
    const balance = (this.quantities.get(row.warehouse_id) ?? 0n) + quantity;
    const written = {
      balance: exact(row.balance_quantity),
      quantity: exact(row.pool_quantity),
      value: exact(row.pool_value),
    };
    if (written.balance !== balance || written.quantity !== after.quantity || written.value !== after.value)
      this.running.add(
        row.seq,
        `${formatQuantity(balance)} / ${formatMoney(after.value)}`,
        `${formatQuantity(written.balance)} / ${formatMoney(written.value)}`,
      );
    this.settleBelow(row);
    if (balance < 0n && !this.rules.negativeEver) this.below = { seq: row.seq, balance };
    this.quantities.set(row.warehouse_id, balance);
    this.stored.set(poolKey, { quantity: written.quantity, value: written.value });
  }
  /** An entry that its reversal takes back at once was never short of anything: the pair is a no-op. */
  private settleBelow(next: ReplayRow | null): void {
    if (this.below && next?.reverses_seq !== this.below.seq)
      this.negatives.add(this.below.seq, formatQuantity(this.below.balance), "0");
    this.below = undefined;
  }
  end(): void {
    this.endItem();
  }

  async result(tx: Tx, entries: number, underived: readonly string[]): Promise<Omit<ReplayChecks, "states">> {
    const held = (differences: Differences) => String(this.rows - differences.count);
    const matched = held(this.derived);
    for (const seq of underived) this.derived.add(seq, "1", "0");
    const all = [this.derived, this.running, this.costs, this.negatives];
    const names = await nameEntries(
      tx,
      all.flatMap((one) => one.first.map((difference) => difference.seq)),
    );
    const comparison = (differences: Differences, left: string, right: string): Comparison => ({
      left,
      right,
      rows: this.rows,
      differing: differences.count,
      findings: differences.first.map((difference): Finding => {
        const entry = names.get(difference.seq);
        return {
          what: entry?.name ?? `第 ${difference.seq} 笔`,
          left: difference.left,
          right: difference.right,
          documentId: entry?.document_id ?? null,
          itemId: entry?.item_id ?? null,
        };
      }),
    });
    return {
      derived: comparison(this.derived, String(entries), matched),
      running: comparison(this.running, String(this.rows), held(this.running)),
      costs: comparison(this.costs, formatMoney(this.replayedSum), formatMoney(this.storedSum)),
      negatives: comparison(this.negatives, String(this.negatives.count), "0"),
    };
  }
}
