import { formatMoney, formatQuantity, type Pool, poolStateText } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import type { Comparison, Finding } from "./prove.sql.ts";
import { nameItems, readStates } from "./prove-states.sql.ts";

/** An item as a replay left it: its pools by warehouse or by warehouse and lot, and the newest day of each. */
export type EndedItem = {
  readonly itemId: string;
  readonly pools: ReadonlyMap<string, Pool>;
  readonly newest: ReadonlyMap<string, string>;
  /** With 个别计价 the lots of an item that has lots are the pools, and the item's own row only sums them. */
  readonly isByLot: boolean;
};
type Difference = {
  readonly itemId: string;
  readonly warehouseId: string;
  readonly what: string;
  readonly left: string;
  readonly right: string;
};
const findingsShown = 5;

/**
 * 成本池的层次、欠数与末次单价 = 逐笔重算: what two amounts do not tell of a pool decides the cost of its next issue. And no balance
 * claims a last day before its newest entry: by it a document in the past is known as one.
 */
export class StateJudge {
  private rows = 0;
  private differing = 0;
  private readonly first: Difference[] = [];

  async judge(tx: Tx, ended: readonly EndedItem[]): Promise<void> {
    if (ended.length === 0) return;
    const seen = new Set<string>();
    const items = new Map(ended.map((item) => [item.itemId, item]));
    for (const row of await readStates(tx, [...items.keys()])) {
      const item = items.get(row.item_id);
      if (!item) continue;
      this.rows += 1;
      const newest = item.newest.get(row.warehouse_id);
      if (row.last_date !== null && newest !== undefined && row.last_date < newest)
        this.differ(row, "最后一笔", newest, row.last_date);
      const key = row.lot === null ? row.warehouse_id : `${row.warehouse_id}/${row.lot}`;
      const pool = item.isByLot && row.lot === null ? undefined : item.pools.get(key);
      if (pool) seen.add(`${row.item_id}/${key}`);
      const stored = `${row.quantity} / ${row.value} ${row.state ?? ""}`.trim();
      // What is no pool of its own has no value and no state; an item's sum over its lots has its value judged elsewhere.
      const isSum = item.isByLot && row.lot === null;
      const replayed = pool ? poolText(pool) : `${row.quantity} / ${isSum ? row.value : "0.00"}`;
      if (replayed !== stored) this.differ(row, row.lot ?? "成本池", replayed, stored);
    }
    for (const item of ended)
      for (const [key, pool] of item.pools) {
        const [warehouseId = "", ...lot] = key.split("/");
        const isRow = item.isByLot === lot.length > 0 && !isPlain(pool);
        if (isRow && !seen.has(`${item.itemId}/${key}`))
          this.differ(
            { item_id: item.itemId, warehouse_id: warehouseId },
            lot.join("/") || "成本池",
            poolText(pool),
            "没有",
          );
      }
  }
  private differ(
    row: { readonly item_id: string; readonly warehouse_id: string },
    what: string,
    left: string,
    right: string,
  ) {
    this.differing += 1;
    if (this.first.length < findingsShown)
      this.first.push({ itemId: row.item_id, warehouseId: row.warehouse_id, what, left, right });
  }

  async result(tx: Tx): Promise<Comparison> {
    const names = await nameItems(
      tx,
      this.first.map((one) => one.itemId),
      this.first.map((one) => one.warehouseId),
    );
    return {
      left: String(this.rows),
      right: String(this.rows - this.differing),
      rows: this.rows,
      differing: this.differing,
      findings: this.first.map(
        (one): Finding => ({
          what: [names.get(one.itemId), names.get(one.warehouseId), one.what].filter(Boolean).join(" · "),
          left: one.left,
          right: one.right,
          documentId: null,
          itemId: one.itemId,
        }),
      ),
    };
  }
}
function poolText(pool: Pool): string {
  return `${formatQuantity(pool.quantity)} / ${formatMoney(pool.value)} ${poolStateText(pool) ?? ""}`.trim();
}
/** Nothing, and nothing to remember. */
function isPlain(pool: Pool): boolean {
  return pool.quantity === 0n && pool.value === 0n && poolStateText(pool) === null;
}
