import { formatMoney, formatQuantity, issueCost, type Pool, poolWarehouse } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import type { Comparison, Finding } from "./prove.sql.ts";
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
};

const rowsPerBatch = 20_000;
const findingsShown = 5;

/**
 * Plays every entry again from nothing, item by item in the order of the books, by the rule of moving average, and
 * holds the result beside what is stored. One batch and one item are in memory, however many entries there are.
 */
export async function proveByReplay(tx: Tx, costScope: "company" | "warehouse"): Promise<ReplayChecks> {
  const checks = new ReplayJudge(costScope);
  for await (const rows of readReplayRows(tx, rowsPerBatch)) {
    for (const row of rows) checks.take(row);
  }
  checks.end();
  const entries = await countStockEntries(tx);
  const underived = entries === checks.rows ? [] : await findUnderived(tx);
  return checks.result(tx, entries, underived);
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

class ReplayJudge {
  rows = 0;
  private readonly scope: "company" | "warehouse";
  private itemId = "";
  private readonly quantities = new Map<string, bigint>();
  /** As the replay finds them, and as the stored values sum to. */
  private readonly pools = new Map<string, Pool>();
  private readonly stored = new Map<string, Pool>();
  private before: { readonly seq: string; readonly value: bigint } | undefined;
  private below: { readonly seq: string; readonly balance: bigint } | undefined;
  private replayedSum = 0n;
  private storedSum = 0n;
  private readonly derived = new Differences();
  private readonly running = new Differences();
  private readonly costs = new Differences();
  private readonly negatives = new Differences();

  constructor(scope: "company" | "warehouse") {
    this.scope = scope;
  }

  take(row: ReplayRow): void {
    this.rows += 1;
    if (row.item_id !== this.itemId) this.beginItem(row.item_id);
    if (!row.copied) this.derived.add(row.seq, "1", "0");
    const quantity = exact(row.quantity);
    const poolKey = poolWarehouse(this.scope, row.warehouse_id);
    this.judgeCost(row, quantity, poolKey);
    this.judgeRunning(row, quantity, poolKey);
  }
  private beginItem(itemId: string): void {
    this.settleBelow(null);
    this.itemId = itemId;
    this.quantities.clear();
    this.pools.clear();
    this.stored.clear();
    this.before = undefined;
  }

  private judgeCost(row: ReplayRow, quantity: bigint, poolKey: string): void {
    const pool = this.pools.get(poolKey) ?? { quantity: 0n, value: 0n };
    const value = this.replayedValue(row, quantity, pool);
    const stored = exact(row.value);
    if (value !== stored) this.costs.add(row.seq, formatMoney(value), formatMoney(stored));
    this.replayedSum += value;
    this.storedSum += stored;
    this.pools.set(poolKey, { quantity: pool.quantity + quantity, value: pool.value + value });
    this.before = { seq: row.seq, value };
  }
  /** A reversal stands right behind its original, because it has the same place in the order of the books. */
  private replayedValue(row: ReplayRow, quantity: bigint, pool: Pool): bigint {
    if (row.reverses_seq !== null) return this.before?.seq === row.reverses_seq ? -this.before.value : 0n;
    if (row.stated_value !== null) return exact(row.stated_value);
    return -issueCost(pool, -quantity);
  }

  /** After a wrong row the stored one is taken over, so that only the row that is wrong is named, not all that follow. */
  private judgeRunning(row: ReplayRow, quantity: bigint, poolKey: string): void {
    const pool = this.stored.get(poolKey) ?? { quantity: 0n, value: 0n };
    const after = { quantity: pool.quantity + quantity, value: pool.value + exact(row.value) };
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
    if (balance < 0n) this.below = { seq: row.seq, balance };
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
    this.settleBelow(null);
  }

  async result(tx: Tx, entries: number, underived: readonly string[]): Promise<ReplayChecks> {
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
